"""From a figure down to the records it counts, for a reader who may see them."""

from songbe.centres.queries.addresses import records_path
from songbe.centres.queries.columns import cell_text
from songbe.centres.queries.frames import Asked, frame, locale
from songbe.centres.queries.indicators import places_below, standing_of
from songbe.centres.queries.pages import RecordsPage
from songbe.indicators.queries.records import CountedRecords, records_behind
from songbe.indicators.rules.wording import condition_words
from songbe.kernel.errors import NotFound
from songbe.places.policy import Right
from songbe.warehouse.queries import vocabulary

PAGE = 50
MOST = 10_000
"""Records that one export holds."""


class NoSuchPage(NotFound):
    """A page beyond the last one."""

    code = "no_such_page"
    message_en = "These records have {pages} pages; there is no page {page}."
    message_vi = "Danh sách này có {pages} trang, không có trang {page}."


def records(asked: Asked, code: str, *, page: int = 1, size: int = PAGE) -> RecordsPage:
    """Return a page of the records behind a figure.

    size: records a page, at most MOST. Raises OutOfReach, NothingToCount, UnknownIndicator, NoSuchPage.
    """
    known = asked.shared.ground.known
    definition = known.definition(code)
    # Before anything is read: who may not see the records learns nothing about them.
    asked.actor.require(Right.READ_RECORDS, asked.place.code)
    figure = standing_of(asked, definition, places_below(asked, definition)).figure(code, asked.period)
    size = min(size, MOST)
    found = records_behind(figure, known.parts[code], limit=size, offset=size * (page - 1), actor=asked.actor)
    pages = max(1, -(-found.total // size))
    if not 1 <= page <= pages:
        raise NoSuchPage(page=page, pages=pages)
    made = known.parts_of(definition)
    columns, words = _said(found), vocabulary(locale(), pack=asked.shared.version.pack)
    simulated = [bool(row["simulated"]) for row in found.rows]
    return RecordsPage(
        frame=frame(asked, as_of=figure.as_of, simulated=any(simulated)),
        figure=figure,
        definition=definition,
        unit=known.unit(definition),
        total=found.total,
        columns=[words.column(column) for column in columns],
        rows=[
            [cell_text(column, row[column], asked.shared.ground.map_, words) for column in columns]
            for row in found.rows
        ],
        condition=condition_words(made.counted, words),
        page=page,
        pages=pages,
        previous_url=_page_url(asked, code, page - 1) if page > 1 else "",
        next_url=_page_url(asked, code, page + 1) if page < pages else "",
        simulated=simulated,
    )


def _said(found: CountedRecords) -> list[str]:
    """Return the columns that say something on this page."""
    return [column for column in found.columns if any(row[column] is not None for row in found.rows)]


def _page_url(asked: Asked, code: str, page: int) -> str:
    return str(asked.address.at(records_path(code)).having({"page": str(page)}))
