"""How the province (or one place in it) stands, and one sector of it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from songbe.centres.models import Centre
from songbe.centres.queries.addresses import centre_path, sector_path
from songbe.centres.queries.frames import Asked, frame, locale
from songbe.centres.queries.late import late
from songbe.centres.queries.pages import Choice, Frame, Late, OverviewPage, SectorPage, SectorState
from songbe.centres.queries.standing import Shared, Standing, State, expected_at, whole
from songbe.centres.queries.tiles import any_simulated, by_urgency, by_worsening, newest_day, tile
from songbe.indicators.rules.definitions import Definition
from songbe.indicators.rules.targets import TargetStatus
from songbe.kernel.errors import NotFound
from songbe.kernel.periods import require_whole_months
from songbe.places.models import Sector
from songbe.places.queries import Place

HEADLINES = (6, 8)
"""At least, at most: whole groups of the board until there are enough."""

MISSED = 8
WORSE = 10
LATE = 10


class UnknownSector(NotFound):
    """A code that no sector has."""

    code = "unknown_sector"
    message_en = "There is no sector {sector!r}. The overview lists all sectors."
    message_vi = "Không có lĩnh vực {sector!r}. Trang tổng quan liệt kê mọi lĩnh vực."


def overview(asked: Asked) -> OverviewPage:
    """Return how a place stands. Raises PeriodNotWholeMonths: a thousand figures are read from cells only."""
    require_whole_months(asked.period)
    standing = whole(asked.shared, asked.view, asked.period)
    definitions = expected(asked.shared, asked.place)
    states = {d.code: standing.state(d.code, asked.period) for d in definitions}
    worse, missing = by_worsening(standing, states.values()), late(asked)
    sectors = _sector_states(asked, standing, definitions, missing)
    return OverviewPage(
        frame=_frame(asked, standing, definitions),
        headline=[tile(asked, standing, code) for code in headlines(asked, standing)],
        sectors=sorted(sectors, key=lambda s: (-s.missed, -s.at_risk, -s.worse, -s.late, s.sector.order)),
        worse=[tile(asked, standing, state.code) for state in worse[:WORSE]],
        late=missing[:LATE],
        late_total=len(missing),
        centres=centre_choices(asked),
        totals=_totals(sectors, len(definitions)),
        worse_total=len(worse),
        missed=[tile(asked, standing, d.code) for d in _missed(standing, definitions, asked)[:MISSED]],
    )


def expected(shared: Shared, place: Place) -> list[Definition]:
    """Return the definitions, without members of families, of which a place should have figures."""
    return [d for d in shared.ground.known.definitions.values() if not d.family and expected_at(d, place)]


def _missed(standing: Standing, definitions: Sequence[Definition], asked: Asked) -> list[Definition]:
    """Return what misses its target, then what is at risk, the farthest from it first."""
    status = {d.code: standing.state(d.code, asked.period).now.target_status for d in definitions}
    wrong = [d for d in definitions if status[d.code] in (TargetStatus.missed, TargetStatus.at_risk)]
    return by_urgency(standing, wrong, asked.period)


def _frame(asked: Asked, standing: Standing, definitions: Sequence[Definition]) -> Frame:
    seen = [(d, standing.state(d.code, asked.period).now) for d in definitions]
    return frame(asked, as_of=newest_day(seen), simulated=any_simulated(now for _definition, now in seen))


def headlines(asked: Asked, standing: Standing) -> list[str]:
    """Return the indicators a place is judged by first: those with a value that head the board of its centre, or else
    the province's."""
    known = asked.shared.ground.known
    chosen: dict[str, None] = {}
    for group in _own_centre(asked).board if asked.shared.centres else ():
        fitting = [known.definition(code) for code in group["indicators"]]
        chosen |= {d.code: None for d in fitting if expected_at(d, asked.place) and _has_value(standing, d, asked)}
        if len(chosen) >= HEADLINES[0]:
            break
    return list(chosen)[: HEADLINES[1]]


def _own_centre(asked: Asked) -> Centre:
    centres = asked.shared.centres
    own = [c for c in centres if c.kind in ("province", "district") and c.place == asked.place.code]
    province = [c for c in centres if c.kind == "province"]
    return (own or province or list(centres))[0]


def _sector_states(
    asked: Asked, standing: Standing, definitions: Sequence[Definition], missing: Sequence[Late]
) -> list[SectorState]:
    of_sector: dict[str, list[Definition]] = {}
    for definition in definitions:
        of_sector.setdefault(definition.sector, []).append(definition)
    overdue = Counter(one.definition.sector for one in missing)
    return [
        _sector_state(asked, standing, sector, of_sector.get(sector.code, []), overdue[sector.code])
        for sector in asked.shared.sectors
    ]


def _sector_state(
    asked: Asked, standing: Standing, sector: Sector, definitions: Sequence[Definition], overdue: int
) -> SectorState:
    states = [standing.state(d.code, asked.period) for d in definitions]
    with_value = [(d, s.now) for d, s in zip(definitions, states, strict=True) if s.now.value is not None]
    counts = Counter(now.target_status for _definition, now in with_value)
    first = next(
        iter(by_urgency(standing, [d for d in definitions if _has_value(standing, d, asked)], asked.period)), None
    )
    return SectorState(
        sector=sector,
        url=str(asked.address.at(sector_path(sector.code))),
        indicators=len(definitions),
        with_value=len(with_value),
        met=counts[TargetStatus.met] + counts[TargetStatus.on_track],
        at_risk=counts[TargetStatus.at_risk],
        missed=counts[TargetStatus.missed],
        worse=sum(state.worse for state in states),
        late=overdue,
        newest=newest_day(with_value),
        headline=tile(asked, standing, first.code) if first else None,
    )


def _has_value(standing: Standing, definition: Definition, asked: Asked) -> bool:
    return standing.state(definition.code, asked.period).now.value is not None


def _totals(sectors: Sequence[SectorState], indicators: int) -> Mapping[str, int]:
    counted = ("with_value", "met", "at_risk", "missed", "worse", "late")
    return {"indicators": indicators} | {name: sum(getattr(sector, name) for sector in sectors) for name in counted}


def centre_choices(asked: Asked, chosen: str = "") -> list[Choice]:
    """Return all operations centres, each with its address."""
    return [
        Choice(
            centre.code,
            centre.name_en if locale() == "en" else centre.name_vi,
            str(asked.address.at(centre_path(centre.code), place=centre.place)),
            centre.code == chosen,
            centre.kind,
        )
        for centre in asked.shared.centres
    ]


def sector(asked: Asked, code: str) -> SectorPage:
    """Return how a sector stands at a place: what has a target first, the worst first, then the rest.

    Raises UnknownSector, PeriodNotWholeMonths.
    """
    require_whole_months(asked.period)
    found = asked.shared.sector(code)
    if found is None:
        raise UnknownSector(sector=code)
    standing = whole(asked.shared, asked.view, asked.period)
    definitions = [d for d in expected(asked.shared, asked.place) if d.sector == code]
    judged, rest = _judged(standing, definitions, asked)
    missing = late(asked, {d.code for d in definitions})
    return SectorPage(
        frame=_frame(asked, standing, definitions),
        state=_sector_state(asked, standing, found, definitions, len(missing)),
        tiles=[tile(asked, standing, d.code) for d in by_urgency(standing, judged, asked.period)],
        rest=[tile(asked, standing, d.code) for d in rest],
        late=missing,
    )


def _judged(
    standing: Standing, definitions: Sequence[Definition], asked: Asked
) -> tuple[list[Definition], list[Definition]]:
    def state(definition: Definition) -> State:
        return standing.state(definition.code, asked.period)

    judged = [d for d in definitions if state(d).now.target_status is not TargetStatus.no_target]
    others = [d for d in definitions if d not in judged]
    # What has a value stands before what has none, each in the order of the pack.
    return judged, sorted(others, key=lambda d: state(d).now.value is None)
