"""What a search finds, with its figures."""

from dataclasses import replace

from songbe.centres.queries.frames import Asked
from songbe.centres.queries.pages import SearchPage
from songbe.centres.queries.standing import whole
from songbe.centres.queries.tiles import frame_of, tile
from songbe.indicators.queries import search
from songbe.kernel.periods import require_whole_months

SHOWN = 30
MOST = 400


def found(asked: Asked, text: str) -> SearchPage:
    """Return the indicators whose names, synonyms or codes hold every word of a text. Raises PeriodNotWholeMonths."""
    require_whole_months(asked.period)
    hits = search(text, limit=MOST)
    standing = whole(asked.shared, asked.view, asked.period)
    known = standing.reading.definitions
    tiles = [tile(asked, standing, hit.definition.code) for hit in hits[:SHOWN] if hit.definition.code in known]
    return SearchPage(
        frame=replace(frame_of(asked, tiles), exports={}),
        text=text,
        tiles=tiles,
        total=len(hits),
    )
