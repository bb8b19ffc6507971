"""What the SQL of registers and counters is given, and the catalogue of procedures as facts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from songbe.demonstration.declare.assumed import YEARS, Assumed, Tier
from songbe.demonstration.declare.tables import SimulatedCounter, SimulatedRegister
from songbe.demonstration.rules.days import Day, arrival_weights
from songbe.demonstration.rules.desks import Desk, Desks
from songbe.demonstration.rules.levels import Stretch
from songbe.demonstration.rules.others import WORKED_WEEK
from songbe.demonstration.rules.settings import TIERS, Row, Settings, columns, months_of
from songbe.demonstration.rules.shares import apportion, slots

UNIT = "unit"
"""The word under which a table puts the committee of the unit where the thing stands."""
NARROW, MIDDLE, WIDE = 0.04, 0.25, 0.4
"""How far a quantity may lie from its mean: scores and rates, durations, things that are counted or measured."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How a register's quantity behaves. decimals: of its unit; spread: about the mean; adds: big places have more."""

    decimals: int
    spread: float
    adds: bool


def measured(kind: str, decimals: int) -> Measured:
    """Return how a quantity of a unit of measure behaves. kind: of the unit, as measures.csv says."""
    match kind:
        case "percent" | "score" | "index" | "ratio" | "rank":
            return Measured(max(decimals, 2), NARROW, adds=False)
        case "duration":
            return Measured(max(decimals, 1), MIDDLE, adds=False)
        case _:
            return Measured(decimals, WIDE, adds=True)


def register_settings(
    lines: Sequence[SimulatedRegister],
    sectors: Mapping[str, str],
    measure: Callable[[str], Measured],
    desks: Desks,
    every: Sequence[Day],
    services: Assumed,
) -> Settings:
    """Return what the SQL of registers is given. sectors: register -> sector; measure: how its quantity behaves."""
    first_days, second_days = (
        slots(arrival_weights(year, every, months_of(services, year), WORKED_WEEK), 5000) for year in YEARS
    )
    variables: dict[str, object] = {
        "first_day": _number(date(YEARS[0], 1, 1)),
        "first_days": first_days,
        "second_days": second_days,
        "first_last_day": _number(date(YEARS[0], 12, 31)),
        "second_last_day": _number(date(YEARS[1], 12, 31)),
    }
    sizes = {tier: len(places_of(desks, tier)) for tier in TIERS}
    rows = [
        row
        for n, line in enumerate(lines, start=1)
        for row in _groups(n, line, sectors.get(line.code, ""), measure, sizes)
    ]
    return Settings([], variables, {"entry_group": columns(rows, GROUP), "tier_place": _tier_places(desks)})


GROUP = (
    "line",
    "batch",
    "first",
    "count",
    "register",
    "category",
    "detail",
    "state",
    "sector",
    "tier",
    "agency",
    "even",
    "by_weight",
    "spread",
    "closed_first",
    "closed_second",
    "quantity_units",
    "quantity_scale",
    "amount_units",
)


def _groups(
    n: int, line: SimulatedRegister, sector: str, measure: Callable[[str], Measured], sizes: Mapping[Tier, int]
) -> Iterable[Row]:
    first = 0
    behaves = measure(line.code)
    for batch, count in enumerate((line.opening, line.added_2022, line.added_2023)):
        # As many entries as units, or a whole multiple: the table means so many in each unit.
        even = sizes[line.tier] > 1 and count > 0 and count % sizes[line.tier] == 0
        decimals = 0 if line.quantity_mean is None else _decimals(line.quantity_mean, behaves)
        yield {
            "line": n,
            "batch": batch,
            "first": first,
            "count": count,
            "register": line.code,
            "category": line.category or None,
            "detail": line.detail or None,
            "state": line.state or None,
            "sector": sector or None,
            "tier": line.tier,
            "agency": None if line.agency == UNIT else line.agency,
            "even": even,
            "by_weight": even and behaves.adds,
            "spread": behaves.spread,
            "closed_first": line.closed_2022,
            "closed_second": line.closed_2023,
            "quantity_units": None
            if line.quantity_mean is None
            else int((line.quantity_mean * count).scaleb(decimals).to_integral_value()),
            "quantity_scale": 10**decimals,
            "amount_units": None if line.amount_mean is None else int((line.amount_mean * count).to_integral_value()),
        }
        first += count


def _decimals(mean: Decimal, behaves: Measured) -> int:
    written = max(0, -int(mean.normalize().as_tuple().exponent))
    return min(3, behaves.decimals if written <= behaves.decimals or behaves.decimals == 0 else written)


def places_of(desks: Desks, tier: str) -> list[Desk]:
    """Return the places of a tier, one desk each; for the province its own committee."""
    return [desks.province] if tier == "province" else [desk for desk in desks.all if desk.tier == tier]


def _tier_places(desks: Desks) -> dict[str, Sequence[object]]:
    rows: list[Row] = []
    for tier in TIERS:
        among = places_of(desks, tier)
        for even in (False, True):
            weights = [1.0 if even or tier == "province" else desk.weight for desk in among]
            lower = 0.0
            for desk, weight in zip(among, weights, strict=True):
                rows.append({"tier": tier, "even": even, "lower_end": lower, "number": desk.number})
                lower += weight / sum(weights)
    return columns(rows, ("tier", "even", "lower_end", "number"))


def counter_settings(
    lines: Sequence[SimulatedCounter], sectors: Mapping[str, str], desks: Desks, every: Sequence[Day], year: int
) -> Settings:
    """Return what the SQL of counters is given: each line cut over its places."""
    of_year = [day for day in every if day.on.year == year]
    rows = [
        row
        for n, line in enumerate(lines, start=1)
        for row in _counted(n, line, sectors.get(line.code, ""), desks, year, len(of_year))
    ]
    days: dict[str, Sequence[object]] = {
        "number": [day.number for day in of_year],
        "place": list(range(len(of_year))),
        "weight": [1.0 if day.worked else 0.3 for day in of_year],
        "share": [n / len(of_year) for n in range(len(of_year))],
    }
    return Settings([], {}, {"counter_line": columns(rows, COUNTED), "year_day": days})


COUNTED = ("line", "desk_no", "counter", "category", "sector", "agency", "total", "level", "growth")


def _counted(n: int, line: SimulatedCounter, sector: str, desks: Desks, year: int, days: int) -> Iterable[Row]:
    among = places_of(desks, line.tier)
    total: int = getattr(line, f"total_{year}")
    # A whole number a day, day after day: not events that add up but a level that is read off daily.
    level = total > 0 and total % days == 0
    weights = [1.0 if line.tier == "province" else desk.weight for desk in among]
    for desk, count in zip(among, apportion(total, weights), strict=True):
        yield {
            "line": n,
            "desk_no": desk.number,
            "counter": line.code,
            "category": line.category or None,
            "sector": sector or None,
            "agency": None if line.agency == UNIT else line.agency,
            "total": count,
            "level": level,
            "growth": _growth(line),
        }


def _growth(line: SimulatedCounter) -> float:
    """Return how much the readings grow over the year, as a fraction, not more than half."""
    if not line.total_2022 or not line.total_2023:
        return 0.0
    return max(-0.5, min(0.5, line.total_2023 / line.total_2022 - 1))


def _number(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()


def catalogue_table(
    found: Iterable[Stretch], internal: Iterable[Stretch], province: str, leads: Mapping[str, str]
) -> dict[str, Sequence[object]]:
    """Return the dated states of all procedures. province: its unit; leads: sector -> its agency."""
    rows = [_state(stretch, province, leads, internal=False) for stretch in found]
    rows += [_state(stretch, province, leads, internal=True) for stretch in internal]
    return columns(rows, STATE)


def _state(of: Stretch, province: str, leads: Mapping[str, str], *, internal: bool) -> Row:
    p = of.procedure
    return {
        "id": f"SIM-{p.code}@{of.from_on}",
        "agency": leads[p.sector],
        "unit": province,
        "sector": p.sector,
        "procedure": p.code,
        "from_on": of.from_on,
        "to_on": of.to_on,
        "tier": p.tier,
        "online_level": of.online_level,
        "published": of.published,
        "payable": of.payable,
        "digitisable": of.digitisable,
        "digitisation_flow": of.digitisation_flow,
        "essential": p.essential,
        "internal": internal,
        "fee_free": p.fee_free,
        "named": p.named is not None,
    }


STATE = (
    "id",
    "agency",
    "unit",
    "sector",
    "procedure",
    "from_on",
    "to_on",
    "tier",
    "online_level",
    "published",
    "payable",
    "digitisable",
    "digitisation_flow",
    "essential",
    "internal",
    "fee_free",
    "named",
)
