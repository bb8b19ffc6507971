"""Values that agencies would have sent: split over months and places so that they add up, some of them late."""

import math
import operator
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal

from songbe.demonstration.declare.assumed import YEARS, Assumed
from songbe.demonstration.declare.tables import SimulatedReport
from songbe.demonstration.rules.desks import Desk, Desks
from songbe.demonstration.rules.shares import cut, dealt, fraction_of
from songbe.indicators.rules.definitions import Definition, Joining
from songbe.kernel.periods import Period, ReportingCalendar, day, month, month_of, quarter, year

DAILY = "daily"
DAYS_TO_REPORT = {"yearly": 20, "quarterly": 10, "monthly": 5, DAILY: 1}
"""How often values are sent -> days after the end of their period until they are due; assumed."""
PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Sent:
    """One value as an agency would have sent it. code: the period's."""

    indicator: str
    place: str
    period: Period
    code: str
    value: Decimal
    agency: str
    status: str
    due_at: datetime
    reported_at: datetime


@dataclass(frozen=True, slots=True)
class Term:
    """A period with what depends on it alone.

    drawn: the period of whose values one chance says how they are sent, the month of a day. last: what is late for it
    has not arrived yet.
    """

    period: Period
    code: str
    drawn: str
    due_at: datetime
    last: bool


@dataclass(frozen=True, slots=True)
class Circumstances:
    """All that values depend on besides the definition. seed: of the run; zone: of the province."""

    year: int
    seed: int
    zone: tzinfo
    desks: Desks
    services: Assumed
    calendars: Mapping[str, ReportingCalendar]


def reported(
    lines: Sequence[SimulatedReport], definitions: Mapping[str, Definition], given: Circumstances
) -> Iterator[Sent]:
    """Yield the values of all lines; what is late in the last period of the last year is still waiting, or missing."""
    for line in lines:
        definition = definitions[line.indicator]
        if getattr(line, f"base_{given.year}") is None:
            continue
        terms = _terms(definition, given)
        parts = parts_below(line, definition, given)
        manners: dict[tuple[str, str], _Manner] = {}
        for term, value in zip(terms, values_of(line, definition, given), strict=True):
            for desk, share in over_places(value, term, parts, line, definition, given):
                agency = definition.owner if desk is given.desks.province else desk.agency
                manner = manners.get((agency, term.drawn))
                if manner is None:
                    manner = manners[agency, term.drawn] = _manner(agency, definition, term, given)
                sent = _sent(definition, desk, term, share, manner, given)
                if sent is not None:
                    yield sent


def periods_of(frequency: str, of: int) -> tuple[Period, ...]:
    """Return the periods of a year for which values are sent."""
    match frequency:
        case "yearly":
            return (year(of),)
        case "quarterly":
            return tuple(quarter(of, n) for n in range(1, 5))
        case "daily":
            first, whole = date(of, 1, 1), year(of).days
            return tuple(day(first + timedelta(days=n)) for n in range(whole))
        case _:
            return tuple(month(of, n) for n in range(1, 13))


def values_of(line: SimulatedReport, definition: Definition, given: Circumstances) -> list[Decimal]:
    """Return the province's value for each period of the year; days join into the value of their month."""
    if definition.frequency != DAILY:
        return series(line, definition, len(periods_of(definition.frequency, given.year)), given)
    months = series(line, definition, 12, given)
    before = [_before(line, given.year), *months]
    return [
        value
        for n, whole in enumerate(months, start=1)
        for value in _by_days(whole, before[n - 1], month(given.year, n), definition, given)
    ]


def _by_days(
    whole: Decimal, before: Decimal, of: Period, definition: Definition, given: Circumstances
) -> Sequence[Decimal]:
    u = [fraction_of(given.seed, definition.code, of.code, n) for n in range(of.days)]
    match definition.joining:
        case Joining.sum:
            return cut(whole, [0.6 + 0.8 * x for x in u], definition.decimals)
        case Joining.mean:
            return cut(whole * of.days, [0.9 + 0.2 * x for x in u], definition.decimals)
        case _:
            step = (whole - before) / of.days
            return [_rounded(before + step * (n + 1), definition) for n in range(of.days)]


def series(line: SimulatedReport, definition: Definition, count: int, given: Circumstances) -> list[Decimal]:
    """Return the province's value for each of so many equal parts of the year.

    A flow's periods sum to the year's total. A level or stock moves from the year before to the year's value and ends
    there, or lies about it when the year is the mean of its months.
    """
    base: Decimal = getattr(line, f"base_{given.year}")
    u = [fraction_of(given.seed, given.year, line.indicator, n) for n in range(count)]
    if line.shape == "flow":
        return cut(base, [0.85 + 0.3 * x for x in u], definition.decimals)
    if definition.joining is Joining.mean and line.shape == "level":
        return cut(base * count, [0.98 + 0.04 * x for x in u], definition.decimals)
    start = _before(line, given.year)
    step = (base - start) / count
    path = [start + step * (n + 1) + step * Decimal(str(u[n] - 0.5)) / 2 for n in range(count - 1)]
    return [_rounded(value, definition) for value in (*path, base)]


def _before(line: SimulatedReport, of: int) -> Decimal:
    """Return the value at the end of the year before; for the first year, as far below as the next one is above."""
    bases: list[Decimal | None] = [getattr(line, f"base_{y}") for y in YEARS]
    first, second = bases
    if first is None or second is None:
        return (second if first is None else first) or Decimal(0)
    if of != YEARS[0]:
        return first
    return max(first / 2, min(first * Decimal("1.5"), first - (second - first) * Decimal("0.8")))


@dataclass(frozen=True, slots=True)
class Below:
    """The places that make up one: of a level what each is of its value, else the weight by which each shares it."""

    desks: Sequence[Desk]
    parts: Sequence[float]


def parts_below(line: SimulatedReport, definition: Definition, given: Circumstances) -> dict[str, Below]:
    """Return the places below the province and below each district, as far down as the indicator has figures."""
    below: dict[str, Below] = {}
    if "district" in definition.tiers or "commune" in definition.tiers:
        below[given.desks.province.unit] = _below(given.desks.of("district"), line, given)
    if "commune" in definition.tiers:
        communes = given.desks.of("commune")
        for district in given.desks.of("district"):
            below[district.unit] = _below([c for c in communes if c.district == district.unit], line, given)
    return below


def _below(desks: Sequence[Desk], line: SimulatedReport, given: Circumstances) -> Below:
    away = [
        float(line.spread) * (2 * fraction_of(given.services.seed, line.indicator, desk.unit) - 1) for desk in desks
    ]
    if line.shape != "level":
        return Below(desks, [desk.weight * (1 + share) for desk, share in zip(desks, away, strict=True)])
    weights = [desk.weight for desk in desks]
    # The mean of the places, each as large as it is, is the whole's value.
    middle = sum(map(operator.mul, weights, away)) / (sum(weights) or 1)
    return Below(desks, [1 + share - middle for share in away])


def over_places(
    value: Decimal,
    term: Term,
    parts: Mapping[str, Below],
    line: SimulatedReport,
    definition: Definition,
    given: Circumstances,
) -> Iterator[tuple[Desk, Decimal]]:
    """Yield the province's value and those of its places, for the tiers for which the indicator has figures."""
    province = given.desks.province
    yield province, value
    if province.unit not in parts:
        return
    shows = "district" in definition.tiers
    for desk, share in _split(value, province.unit, term, parts, line, definition, given):
        if shows:
            yield desk, share
        if desk.unit in parts:
            yield from _split(share, desk.unit, term, parts, line, definition, given)


def _split(
    value: Decimal,
    whole: str,
    term: Term,
    parts: Mapping[str, Below],
    line: SimulatedReport,
    definition: Definition,
    given: Circumstances,
) -> Iterator[tuple[Desk, Decimal]]:
    below = parts[whole]
    if line.shape == "level":
        most = Decimal(100) if _is_percent(definition, value) else None
        for desk, part in zip(below.desks, below.parts, strict=True):
            level = _rounded(value * Decimal(str(round(part, 6))), definition)
            yield desk, level if most is None else min(level, most)
        return
    # What a place holds must not come and go by chance; which place has the few cases of a day must.
    start = fraction_of(given.services.seed, line.indicator, whole, "" if line.shape == "stock" else term.code)
    yield from zip(below.desks, dealt(value, below.parts, definition.decimals, start), strict=True)


def _is_percent(definition: Definition, value: Decimal) -> bool:
    return definition.unit == PERCENT and value <= 100


def _rounded(value: Decimal, definition: Definition) -> Decimal:
    return max(Decimal(0), value).quantize(Decimal(1).scaleb(-definition.decimals), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class _Manner:
    """How an agency sends what is drawn together. missing: what of it is not sent at all when it is still late."""

    late: bool
    missing: bool
    lag: timedelta
    at: time


def _manner(agency: str, definition: Definition, term: Term, given: Circumstances) -> _Manner:
    services = given.services
    often_late = agency in services.late_agencies

    def chance(word: str) -> float:
        return fraction_of(given.seed, word, agency, definition.code, term.drawn)

    late = chance("late") < (services.late_share if often_late else services.late_share_others)
    u = chance("sent")
    early = min(int(u * 4), DAYS_TO_REPORT[definition.frequency])
    lag = 1 + int(-math.log(1 - u) * services.late_days_mean) if late else -early
    missing = often_late and chance("missing") < 0.5
    return _Manner(late, missing, timedelta(days=lag), time(8 + int(u * 8), int(u * 600) % 60))


def _sent(
    definition: Definition, desk: Desk, term: Term, value: Decimal, manner: _Manner, given: Circumstances
) -> Sent | None:
    own = desk is given.desks.province
    waiting = manner.late and term.last and not own
    if waiting and manner.missing:
        return None
    at = _moment(term.due_at.date() + manner.lag, manner.at, given)
    agency = definition.owner if own else desk.agency
    status = "submitted" if waiting else "approved"
    return Sent(definition.code, desk.unit, term.period, term.code, value, agency, status, term.due_at, at)


def _terms(definition: Definition, given: Circumstances) -> list[Term]:
    periods = periods_of(definition.frequency, given.year)
    daily = definition.frequency == DAILY
    calendar = None if daily else given.calendars.get(definition.calendar)
    lag = timedelta(days=DAYS_TO_REPORT[definition.frequency])
    ends = [calendar.span(period)[1] if calendar else period.end for period in periods]
    return [
        Term(
            p,
            p.code,
            month_of(p.start).code if daily else p.code,
            _moment(end + lag, time(17), given),
            given.year == YEARS[-1] and p == periods[-1],
        )
        for p, end in zip(periods, ends, strict=True)
    ]


def _moment(day: date, at: time, given: Circumstances) -> datetime:
    return datetime.combine(day, at, given.zone)
