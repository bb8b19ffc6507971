"""The days of the demonstration: which are worked, and how likely a dossier comes on each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from songbe.kernel.working_time import WorkingCalendar

EPOCH = date(1970, 1, 1)
FIRST, LAST = date(2015, 1, 1), date(2026, 1, 1)
"""The stretch of days that anything in a demonstration may touch; the end is not inside."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day. number: days since 1970. position: how many working days lie before it (from ``FIRST`` on)."""

    number: int
    on: date
    worked: bool
    position: int


def days(calendar: WorkingCalendar) -> list[Day]:
    """Return every day from ``FIRST`` to ``LAST``."""
    found, position = [], 0
    for offset in range((LAST - FIRST).days):
        on = FIRST + timedelta(days=offset)
        worked = calendar.is_working_day(on)
        found.append(Day((on - EPOCH).days, on, worked, position))
        position += worked
    return found


def arrival_weights(
    year: int, every: Sequence[Day], months: Sequence[float], weekdays: Sequence[float]
) -> dict[int, float]:
    """Return day number -> share of the year's arrivals.

    months: January to December. weekdays: Monday to Sunday; a holiday counts like a Sunday, a worked
    Saturday like a Monday.
    """
    rested = min(weekdays)
    weights: dict[int, float] = {}
    for month in range(1, 13):
        inside = [day for day in every if day.on.year == year and day.on.month == month]
        shares = [_weekday_share(day, weekdays, rested) for day in inside]
        whole = sum(shares)
        weights.update(
            {day.number: months[month - 1] * share / whole for day, share in zip(inside, shares, strict=True)}
        )
    return weights


def _weekday_share(day: Day, weekdays: Sequence[float], rested: float) -> float:
    usual = weekdays[day.on.weekday()]
    if day.worked:
        return usual if day.on.weekday() < 5 else weekdays[0]
    return usual if day.on.weekday() >= 5 else rested


def minute_of_day(text: object) -> int:
    """Return the minute of the day of a time."""
    hour, minute = str(text).split(":")[:2]
    return int(hour) * 60 + int(minute)


def clock_macros(calendar: WorkingCalendar) -> list[str]:
    """Return DuckDB macros that turn minutes of a day into working minutes of that day and back.

    worked_before(m): working minutes before minute ``m`` of a day. minute_at(w): the minute of the day at which ``w``
    working minutes have passed, 1 to a whole day's; at the end of a session its close, not the next opening
    (docs/rules/deadlines.md).
    """
    before, at, passed = [], [], 0
    for opens, closes in calendar.sessions:
        start, end = minute_of_day(opens), minute_of_day(closes)
        before.append(f"greatest(0, least(m, {end}) - {start})")
        passed += end - start
        at.append(f"WHEN w <= {passed} THEN w + {end - passed}")
    return [
        f"CREATE MACRO worked_before(m) AS ({' + '.join(before)})",
        f"CREATE MACRO minute_at(w) AS (CASE {' '.join(at)} END)",
    ]
