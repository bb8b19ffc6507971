"""Arithmetic of units of time: the one that runs, the ones before, the same part of another year."""

from calendar import monthrange
from datetime import date, timedelta

from songbe.kernel import periods
from songbe.kernel.periods import FIRST_YEAR, LAST_YEAR, Period

SEVERAL = {"day": 7, "week": 4, "month": 6, "quarter": 4, "half": 1, "year": 3}
"""How many are meant by "the last few": enough to see where things go."""

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_LONGEST = {"day": 3660, "week": 520, "month": 600, "quarter": 200, "half": 100, "year": 50}


def current(unit: str, day: date) -> Period:
    """Return the whole unit in which a day lies. Raises KeyError for a word that is no unit."""
    if unit == "day":
        return periods.day(day)
    if unit == "week":
        return periods.week(*day.isocalendar()[:2])
    length = _MONTHS[unit]
    start = date(day.year, (day.month - 1) // length * length + 1, 1)
    return periods.covering(periods.month_of(start), periods.month(day.year, start.month + length - 1))


def moved(period: Period, unit: str, steps: int) -> Period:
    """Return a whole unit some steps away, as near as the calendar reaches."""
    if unit in _MONTHS:
        length = _MONTHS[unit]
        first = periods.month_index(period) + steps * length
        return periods.covering(periods.month_from_index(first), periods.month_from_index(first + length - 1))
    away = timedelta(days=steps * (7 if unit == "week" else 1))
    return periods.days(period.start + away, period.last + away)


def last_units(unit: str, count: int, now: date) -> Period | None:
    """Return the last ``count`` whole units before the one that runs; days end on ``now``. None beyond reach."""
    if not 1 <= count <= _LONGEST[unit]:
        return None
    if unit == "day":
        return periods.days(now - timedelta(days=count - 1), now)
    if unit == "half":
        unit, count = "month", 6 * count
    running = current(unit, now)
    return periods.covering(moved(running, unit, -count), moved(running, unit, -1))


def unit_of(period: Period, now: date) -> str:
    """Return the unit of a period, also of one that was cut at ``now``; "" for any other stretch."""
    if period.kind in ("year", "half", "quarter", "month", "week", "day"):
        return str(period.kind)
    if period.last == now:
        for unit in ("week", "month", "quarter", "half", "year"):
            if current(unit, now).start == period.start:
                return unit
    return ""


def in_other_year(period: Period, y: int) -> Period:
    """Return the same part of year ``y``; a stretch over several years begins that many years later or earlier."""
    away = y - period.start.year
    if period.kind == periods.PeriodKind.WEEK:
        number = period.start.isocalendar().week
        return periods.week(y, min(number, date(y, 12, 28).isocalendar().week))
    if period.is_whole_months:
        first, last = periods.month_index(period) + 12 * away, periods.month_index(period.end) - 1 + 12 * away
        return periods.covering(periods.month_from_index(first), periods.month_from_index(last))
    return periods.days(_that_day(period.start, away), _that_day(period.last, away))


def _that_day(day: date, years: int) -> date:
    y = day.year + years
    return date(y, day.month, min(day.day, monthrange(y, day.month)[1]))


def is_within_reach(period: Period) -> bool:
    """Return whether periods reach it with a year to spare, so that the year before is one too."""
    return period.start.year > FIRST_YEAR and period.last.year < LAST_YEAR
