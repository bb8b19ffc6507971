"""The deadline clock again, minute by minute and date by date, from the page's words alone: slow, and sharing nothing.

Source: docs/rules/deadlines.md. No table, no arithmetic of working time, no code of the product.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True)
class Office:
    holidays: frozenset[date]
    swapped: frozenset[date]

    def works(self, day: date) -> bool:
        return day in self.swapped or (day.isoweekday() < 6 and day not in self.holidays)

    def minutes(self, day: date) -> list[datetime]:
        """Every working minute of a day, one by one."""
        if not self.works(day):
            return []
        opens = [datetime.combine(day, time(7, 30)) + n * MINUTE for n in range(240)]
        return opens + [datetime.combine(day, time(13, 0)) + n * MINUTE for n in range(240)]


@dataclass(frozen=True)
class Rest:
    start: datetime
    end: datetime | None
    restarts: bool


def first_minute(office: Office, received: datetime) -> datetime:
    if office.works(received.date()) and received.time() >= time(15, 0):
        received = datetime.combine(received.date() + DAY, time(0, 0))
    return next(working_minutes(office, received))


def working_minutes(office: Office, begins: datetime) -> Iterator[datetime]:
    day = begins.date()
    while True:
        yield from (minute for minute in office.minutes(day) if minute >= begins)
        day += DAY


def slow_due(office: Office, unit: str, amount: Fraction, received: datetime, rests: list[Rest]) -> datetime | None:
    """Try every moment at which something could change the answer, in the order of time."""
    rests = [rest for rest in rests if rest.end is None or rest.end > received]
    begins = first_minute(office, received)
    known: list[Rest] = []
    for rest in sorted(rests, key=lambda each: each.start):
        if rest.start >= _reached(office, unit, amount, begins, known):
            break
        if rest.end is None:
            return None
        if rest.restarts:
            return slow_due(office, unit, amount, rest.end, rests)
        known.append(rest)
    return _reached(office, unit, amount, begins, known)


def _reached(office: Office, unit: str, amount: Fraction, begins: datetime, stops: list[Rest]) -> datetime:
    if unit in ("working_day", "working_hour"):
        return _minutes_on(office, amount * (480 if unit == "working_day" else 60), begins, stops)
    day = _dates_on(unit, int(amount), begins.date(), stops)
    while not office.works(day):
        day += DAY
    return datetime.combine(day, time(17, 0))


def _minutes_on(office: Office, minutes: Fraction, begins: datetime, stops: list[Rest]) -> datetime:
    for at in working_minutes(office, begins):
        if minutes <= 0:
            break
        if any(stop.start <= at < stop.end for stop in stops if stop.end):
            continue
        minutes -= 1
        reached = at + MINUTE
    return reached


def _dates_on(unit: str, amount: int, first: date, stops: list[Rest]) -> date:
    day = first
    if unit == "calendar_day":
        day += amount * DAY
    if unit == "month":
        months = first.year * 12 + first.month - 1 + amount
        year, month = months // 12, months % 12 + 1
        day = date(year, month, min(first.day, monthrange(year, month)[1]))
    lost: set[date] = set()
    for stop in stops:
        each = stop.start.date()
        while stop.end and each < stop.end.date():
            if each >= first:
                lost.add(each)
            each += DAY
    return day + len(lost) * DAY
