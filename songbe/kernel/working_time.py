"""Working days and working minutes of an office, by its calendar; all moments are naive local wall time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

Session = tuple[time, time]

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """When an office works.

    sessions: opening and closing times of a working day, in order, apart, on whole minutes.
    cutoff: from this time on, what arrives counts as received on the next working day.
    working_weekdays: Monday is 0. holidays: days off. swapped: days worked although their weekday is off.
    Raises ValueError if the sessions do not hold together, no weekday is worked, or a day is both holiday and swapped.
    Source: restated in docs/rules/deadlines.md; the days are data of the pack.
    """

    sessions: tuple[Session, ...]
    cutoff: time
    working_weekdays: frozenset[int]
    holidays: frozenset[date]
    swapped: frozenset[date]

    def __post_init__(self) -> None:
        edges = [edge for session in self.sessions for edge in session]
        if not edges or any(later <= earlier for earlier, later in pairwise(edges)):
            raise ValueError("sessions are one or more, in order, apart, each closing after it opens")
        if any(edge.second or edge.microsecond or edge.tzinfo for edge in edges):
            raise ValueError("sessions open and close on whole minutes of local wall time")
        if not self.working_weekdays or not self.working_weekdays <= frozenset(range(7)):
            raise ValueError("working_weekdays are one or more of 0 (Monday) to 6")
        if self.holidays & self.swapped:
            raise ValueError(f"both holiday and worked: {sorted(map(str, self.holidays & self.swapped))}")

    @property
    def opens(self) -> time:
        """When the first session of a working day opens."""
        return self.sessions[0][0]

    @property
    def closes(self) -> time:
        """When the last session of a working day closes."""
        return self.sessions[-1][1]

    @property
    def minutes_per_day(self) -> int:
        """Working minutes of one working day."""
        return sum(_minute_of_day(closes) - _minute_of_day(opens) for opens, closes in self.sessions)

    def is_working_day(self, d: date) -> bool:
        """Return whether the office works on ``d``."""
        return d in self.swapped or (d.weekday() in self.working_weekdays and d not in self.holidays)

    def working_day_from(self, d: date) -> date:
        """Return ``d`` itself if worked, else the first working day after it."""
        while not self.is_working_day(d):
            d += _DAY
        return d

    def next_working_day(self, d: date) -> date:
        """Return the first working day after ``d``."""
        return self.working_day_from(d + _DAY)

    def previous_working_day(self, d: date) -> date:
        """Return the last working day before ``d``."""
        d -= _DAY
        while not self.is_working_day(d):
            d -= _DAY
        return d

    def add_working_days(self, d: date, count: int) -> date:
        """Return the working day ``count`` working days on; counting starts at the first working day from ``d``.

        So 0 from a Saturday is Monday and 1 is Tuesday, and ``working_days_between(d, that) == count``.
        Raises ValueError if count is negative.
        """
        if count < 0:
            raise ValueError(f"count is 0 or more, not {count}")
        reached = self.working_day_from(d)
        for _ in range(count):
            reached = self.next_working_day(reached)
        return reached

    def working_days_between(self, a: date, b: date) -> int:
        """Return how many working days lie in ``[a, b)``. Raises ValueError if b is before a."""
        if b < a:
            raise ValueError(f"{b} is before {a}")
        weeks, rest = divmod((b - a).days, 7)
        by_weekday = weeks * len(self.working_weekdays)
        by_weekday += sum((a.weekday() + i) % 7 in self.working_weekdays for i in range(rest))
        lost = sum(a <= d < b and d.weekday() in self.working_weekdays for d in self.holidays)
        won = sum(a <= d < b and d.weekday() not in self.working_weekdays for d in self.swapped)
        return by_weekday - lost + won

    def sessions_of(self, d: date) -> Iterator[tuple[datetime, datetime]]:
        """Yield opening and closing moments of ``d``, naive local; none if the day is off."""
        if self.is_working_day(d):
            for opens, closes in self.sessions:
                yield datetime.combine(d, opens), datetime.combine(d, closes)

    def working_minutes_between(self, start: datetime, end: datetime) -> int:
        """Return how many working minutes ``[t, t+1)`` lie in ``[start, end)``.

        start, end: naive local wall time, cut down to the minute, so that stretches that touch add up.
        Raises ValueError if either is aware or end is before start.
        """
        start, end = _local_minute(start), _local_minute(end)
        if end < start:
            raise ValueError(f"{end} is before {start}")
        days = self.working_days_between(start.date(), end.date())
        return days * self.minutes_per_day + self._minutes_before(end) - self._minutes_before(start)

    def _minutes_before(self, moment: datetime) -> int:
        """Working minutes of the moment's own day that lie before it."""
        inside = (min(moment, closes) - opens for opens, closes in self.sessions_of(moment.date()) if opens < moment)
        return sum(stretch // _MINUTE for stretch in inside)


def _minute_of_day(t: time) -> int:
    return t.hour * 60 + t.minute


def _local_minute(moment: datetime) -> datetime:
    if moment.tzinfo is not None:
        raise ValueError(f"naive local wall time is wanted, not {moment.isoformat()}")
    return moment.replace(second=0, microsecond=0)
