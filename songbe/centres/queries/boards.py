"""The board of one operations centre."""

from collections.abc import Mapping, Sequence
from typing import Any

from songbe.centres.models import Centre
from songbe.centres.queries.frames import Asked, locale
from songbe.centres.queries.late import late
from songbe.centres.queries.overview import centre_choices
from songbe.centres.queries.pages import BoardGroup, BoardPage, Tile
from songbe.centres.queries.standing import Shared, Standing, View, some
from songbe.centres.queries.tiles import frame_of, tile
from songbe.indicators.rules.definitions import Kind
from songbe.kernel.errors import NotFound
from songbe.kernel.periods import require_whole_months


class UnknownCentre(NotFound):
    """A code that no operations centre has."""

    code = "unknown_centre"
    message_en = "There is no operations centre {centre!r}. The overview lists all of them."
    message_vi = "Không có trung tâm điều hành {centre!r}. Trang tổng quan liệt kê mọi trung tâm."


def centre_of(shared: Shared, code: str) -> Centre:
    """Return an operations centre. Raises UnknownCentre."""
    found = next((centre for centre in shared.centres if centre.code == code), None)
    if found is None:
        raise UnknownCentre(centre=code)
    return found


def board(asked: Asked, centre: Centre) -> BoardPage:
    """Return a centre's board at the centre's place; of a department, what its own cases come to. asked: at that place.

    Raises PeriodNotWholeMonths.
    """
    require_whole_months(asked.period)
    known = asked.shared.ground.known
    codes = tuple(dict.fromkeys(known.definition(c).code for group in centre.board for c in group["indicators"]))
    agency = (centre.agency,) if centre.kind in ("department", "specialised") else ()
    drafts_at = frozenset(place for place in (asked.place.code, *agency) if asked.may_see_drafts(place))
    area = some(asked.shared.version, asked.view, codes, agency, drafts_at, asked.period)
    own = _own(asked, agency, area, codes)
    groups = [_group(asked, group, area, own) for group in centre.board]
    tiles = [one for group in groups for one in group.tiles]
    return BoardPage(
        frame=frame_of(asked, tiles, fixed=True),
        code=centre.code,
        name=centre.name_en if locale() == "en" else centre.name_vi,
        kind=centre.kind,
        assumption=centre.certainty == "assumption",
        groups=groups,
        late=late(asked, set(codes)),
        centres=centre_choices(asked, centre.code),
    )


def _own(asked: Asked, agency: tuple[str, ...], area: Standing, codes: tuple[str, ...]) -> Mapping[str, Standing]:
    """Return, for indicators of which a department's own agency has cases, the standing of that agency."""
    if not agency:
        return {}
    view = View(agency[0], asked.basis, asked.may_see_drafts(agency[0]), asked.day)
    alone = Standing(asked.shared, view, area.reading, asked.today)
    counted = [code for code in codes if area.reading.definitions[code].kind is Kind.from_cases]
    return {code: alone for code in counted if alone.figure(code, asked.period).records}


def _group(asked: Asked, group: Mapping[str, Any], area: Standing, own: Mapping[str, Standing]) -> BoardGroup:
    known = asked.shared.ground.known
    codes = [known.definition(code).code for code in group["indicators"]]
    tiles: Sequence[Tile] = [tile(asked, own.get(code, area), code) for code in codes]
    return BoardGroup(group["title_en"] if locale() == "en" else group["title_vi"], tiles)
