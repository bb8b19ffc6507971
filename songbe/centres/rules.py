"""Rules of the screens: what is late, what can be compared, what comes first, which periods are offered."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Protocol

from songbe.indicators.rules.definitions import Definition, Joining, Measure
from songbe.kernel.periods import Period, ReportingCalendar, day, month, month_of, quarter, year
from songbe.kernel.working_time import WorkingCalendar

GRACE_DAYS = {"daily": 10, "monthly": 10, "quarterly": 20, "yearly": 45}
"""Days after a period's end by which its reported value is due. What is reported daily is chased by the month."""

FACTS_GRACE_DAYS = 2
"""Days after a period's end by which the facts of the period are there."""

STEPS = {"daily": 12, "monthly": 12, "quarterly": 8, "yearly": 5}
"""How many periods a small trend shows."""

CLASSES = 5


@dataclass(frozen=True, slots=True)
class Due:
    """The newest period whose value should be there. due_on: the last day on which it is in time."""

    period: Period
    due_on: date


def period_at(frequency: str, on: date) -> Period:
    """Return the period of a frequency in which a day lies."""
    if frequency == "yearly":
        return year(on.year)
    return quarter(on.year, (on.month + 2) // 3) if frequency == "quarterly" else month_of(on)


def newest_due(frequency: str, *, grace_days: int, today: date, calendar: ReportingCalendar | None = None) -> Due:
    """Return the newest period whose value is overdue on ``today`` if it is not there.

    calendar: which real days a nominal period covers; the value is due ``grace_days`` after the last of them.
    """
    # A nominal period may end before the calendar one: begin one later.
    found = period_at(frequency, today).next()
    while (due_on := _last_day(found, calendar) + timedelta(days=grace_days)) >= today:
        found = found.previous()
    return Due(found, due_on)


def newest_day_due(today: date) -> Due:
    """Return the newest single day whose facts are overdue on ``today`` if they are not there."""
    last = today - timedelta(days=FACTS_GRACE_DAYS + 1)
    return Due(day(last), last + timedelta(days=FACTS_GRACE_DAYS))


def _last_day(period: Period, calendar: ReportingCalendar | None) -> date:
    return period.last if calendar is None else calendar.span(period)[1] - timedelta(days=1)


def facts_reach(newest: date | None, last: date, office: WorkingCalendar) -> bool:
    """Whether facts up to ``newest`` cover a period that ends on ``last``; after its last working day nothing comes."""
    if newest is None:
        return False
    worked = last if office.is_working_day(last) else office.previous_working_day(last)
    return newest >= worked


def adds_up(definition: Definition) -> bool:
    """Whether a definition's months add up to its year, so that a month has no part in the year's target."""
    if definition.kind.is_computed:
        return definition.measure in (Measure.count, Measure.sum, Measure.distinct_agencies)
    return definition.joining is Joining.sum


def comparable(definition: Definition, period: Period, today: date) -> bool:
    """Whether a figure can be held against the same period of last year: what adds up only once the period is over."""
    return period.last <= today or not adds_up(definition)


FEW = 10
"""Counts below this move by chance more than by doing."""


def is_chance(unit_kind: str, before: Decimal | None, now: Decimal | None) -> bool:
    """Whether a change is of counts so small that it says little: from 1 to 2 is twice as many, and nothing."""
    largest = max(abs(before or Decimal(0)), abs(now or Decimal(0)))
    return unit_kind == "count" and largest < FEW


def relative_change(before: Decimal | None, change: Decimal | None) -> Decimal | None:
    """Return a change as a share of what was before; None where nothing was."""
    return None if not before or change is None else (change / abs(before)).quantize(Decimal("0.0001"))


def ranks(values: Sequence[Decimal | None], direction: str) -> list[int]:
    """Return each value's rank: 1 is best (the largest, unless lower is better), equals share one, 0 is no value."""
    known = sorted((v for v in values if v is not None), reverse=direction != "lower")
    return [0 if value is None else known.index(value) + 1 for value in values]


def trend_periods(frequency: str, period: Period) -> tuple[Period, ...]:
    """Return the periods of a small trend that ends where a period ends, oldest first."""
    found = [period_at(frequency, period.last)]
    while len(found) < STEPS[frequency]:
        found.append(found[-1].previous())
    return tuple(reversed(found))


def year_periods(frequency: str, period: Period) -> tuple[Period, ...]:
    """Return the months (or quarters) of the year in which a period ends; for yearly figures the newest years."""
    whole = year(period.last.year)
    if frequency == "quarterly":
        return tuple(quarter(whole.start.year, number) for number in range(1, 5))
    return trend_periods(frequency, period) if frequency == "yearly" else whole.months()


class Stretch(Protocol):
    """A unit in one dated state, as far as this file needs it."""

    @property
    def parent(self) -> str: ...
    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...


def stood_through(units: Mapping[str, Sequence[Stretch]], parent: str, codes: Set[str], period: Period) -> bool:
    """Whether exactly these units stood under another from the first to the last day of a period.

    Only then is what is left of the upper unit, without them, what was recorded at its own level.
    """
    during = {code: [s for s in states if _overlaps(s, period)] for code, states in units.items()}
    touched = {code for code, states in during.items() if any(s.parent == parent for s in states)}
    return touched == codes and all(
        all(s.parent == parent for s in during[code])
        and any(s.valid_from is None or s.valid_from <= period.start for s in during[code])
        and any(s.valid_to is None or s.valid_to >= period.end for s in during[code])
        for code in codes
    )


def _overlaps(state: Stretch, period: Period) -> bool:
    begins = state.valid_from is None or state.valid_from < period.end
    return begins and (state.valid_to is None or state.valid_to > period.start)


def newest_year(today: date) -> int:
    """Return the year of the newest month that is over, or is today's when its last day has come."""
    current = month_of(today)
    return (current if current.last == today else current.previous()).start.year


def offered_periods(newest: int, today: date) -> tuple[Period, ...]:
    """Return two years with their quarters and months, newest first, without those that have not begun."""
    found: list[Period] = []
    for y in (newest, newest - 1):
        quarters = [quarter(y, number) for number in range(4, 0, -1)]
        months = [month(y, number) for number in range(12, 0, -1)]
        found.extend(period for period in (year(y), *quarters, *months) if period.start <= today)
    return tuple(found)


def classes(values: Sequence[Decimal]) -> list[tuple[Decimal | None, Decimal | None]]:
    """Return up to five classes with about as many values each, as (from, up to but without); the ends are open."""
    known = sorted(set(values))
    count = min(CLASSES, len(known))
    cuts = sorted({known[len(known) * step // count] for step in range(1, count)})
    return list(pairwise([None, *cuts, None])) if known else []
