"""Values that agencies would have sent: split over months and places so that they add up, some of them late."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal

from songbe.demonstration.declare.assumed import YEARS, Assumed
from songbe.demonstration.declare.tables import SimulatedReport
from songbe.demonstration.rules.desks import Desk, Desks
from songbe.demonstration.rules.shares import cut, fraction_of
from songbe.indicators.rules.definitions import Definition, Joining
from songbe.kernel.periods import Period, ReportingCalendar, month, quarter, year

DAYS_TO_REPORT = {12: 20, 3: 10, 1: 5}
"""Months of a period -> days after its end until a report is due; assumed."""
PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Sent:
    """One value as an agency would have sent it."""

    indicator: str
    place: str
    period: Period
    value: Decimal
    agency: str
    status: str
    due_at: datetime
    reported_at: datetime


@dataclass(frozen=True, slots=True)
class Term:
    """A period with what depends on it alone. last: what is late for it has not arrived yet."""

    period: Period
    code: str
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
        base = getattr(line, f"base_{given.year}")
        if base is None:
            continue
        terms = _terms(definition, given)
        for term, value in zip(terms, series(line, definition, len(terms), given), strict=True):
            for desk, share in over_places(value, line, definition, given):
                sent = _sent(definition, desk, term, share, given)
                if sent is not None:
                    yield sent


def periods_of(frequency: str, of: int) -> tuple[Period, ...]:
    """Return the periods of a year for which values are sent."""
    match frequency:
        case "yearly":
            return (year(of),)
        case "quarterly":
            return tuple(quarter(of, n) for n in range(1, 5))
        case _:
            return tuple(month(of, n) for n in range(1, 13))


def series(line: SimulatedReport, definition: Definition, count: int, given: Circumstances) -> list[Decimal]:
    """Return the province's value for each period of the year.

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


def over_places(
    value: Decimal, line: SimulatedReport, definition: Definition, given: Circumstances
) -> Iterator[tuple[Desk, Decimal]]:
    """Yield the province's value and those of its places, for the tiers for which the indicator has figures.

    Communes only once a year: nobody sends so many values every month.
    """
    yield given.desks.province, value
    tiers = definition.tiers
    if "district" not in tiers and "commune" not in tiers:
        return
    districts = given.desks.of("district")
    for desk, share in _split(value, districts, line, definition, given):
        if "district" in tiers:
            yield desk, share
        if "commune" in tiers and definition.frequency == "yearly":
            communes = [commune for commune in given.desks.of("commune") if commune.district == desk.unit]
            yield from _split(share, communes, line, definition, given)


def _split(
    value: Decimal, desks: Sequence[Desk], line: SimulatedReport, definition: Definition, given: Circumstances
) -> Iterator[tuple[Desk, Decimal]]:
    away = [
        float(line.spread) * (2 * fraction_of(given.services.seed, line.indicator, desk.unit) - 1) for desk in desks
    ]
    if line.shape == "level":
        for desk, share in zip(desks, away, strict=True):
            level = value * (1 + Decimal(str(round(share, 6))))
            yield (
                desk,
                min(_rounded(level, definition), Decimal(100))
                if _is_percent(definition, value)
                else _rounded(level, definition),
            )
        return
    weights = [desk.weight * (1 + share) for desk, share in zip(desks, away, strict=True)]
    yield from zip(desks, cut(value, weights, definition.decimals), strict=True)


def _is_percent(definition: Definition, value: Decimal) -> bool:
    return definition.unit == PERCENT and value <= 100


def _rounded(value: Decimal, definition: Definition) -> Decimal:
    return max(Decimal(0), value).quantize(Decimal(1).scaleb(-definition.decimals), ROUND_HALF_UP)


def _sent(definition: Definition, desk: Desk, term: Term, value: Decimal, given: Circumstances) -> Sent | None:
    services, own = given.services, desk is given.desks.province
    agency = definition.owner if own else desk.agency
    often_late = agency in services.late_agencies
    late = _chance(given, "late", agency, definition, term) < (
        services.late_share if often_late else services.late_share_others
    )
    waiting = late and term.last and not own
    if waiting and often_late and _chance(given, "missing", agency, definition, term) < 0.5:
        return None
    u = _chance(given, "sent", agency, definition, term)
    lag = 1 + int(-math.log(1 - u) * services.late_days_mean) if late else -int(u * 4)
    at = _moment(term.due_at.date() + timedelta(days=lag), time(8 + int(u * 8), int(u * 600) % 60), given)
    status = "submitted" if waiting else "approved"
    return Sent(definition.code, desk.unit, term.period, value, agency, status, term.due_at, at)


def _chance(given: Circumstances, word: str, agency: str, definition: Definition, term: Term) -> float:
    return fraction_of(given.seed, word, agency, definition.code, term.code)


def _terms(definition: Definition, given: Circumstances) -> list[Term]:
    periods = periods_of(definition.frequency, given.year)
    calendar = given.calendars.get(definition.calendar)
    lag = timedelta(days=DAYS_TO_REPORT[12 // len(periods)])
    ends = [calendar.span(period)[1] if calendar else period.end for period in periods]
    return [
        Term(p, p.code, _moment(end + lag, time(17), given), given.year == YEARS[-1] and p == periods[-1])
        for p, end in zip(periods, ends, strict=True)
    ]


def _moment(day: date, at: time, given: Circumstances) -> datetime:
    return datetime.combine(day, at, given.zone)
