"""A working calendar as tables of whole numbers, so that a deadline is a few look-ups and no walk through days.

A moment is a whole number of minutes: the ordinal of its day times 1,440, and the minute of that day; local wall time.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from itertools import accumulate

from songbe.kernel.working_time import WorkingCalendar

DAY = 24 * 60
FIRST, LAST = date(1990, 1, 1), date(2100, 1, 1)
"""Days that the tables hold: [FIRST, LAST)."""


@dataclass(frozen=True, slots=True)
class Hours:
    """The tables of one calendar.

    base: ordinal of FIRST. days_before: for each day, how many worked days lie before it. days: ordinals of the worked
    days. before: for each minute of a worked day, how many worked minutes lie before it. ends: minute of the day at
    which its n-th worked minute ends. next_open: first worked minute at or after a minute, -1 if none is left.
    """

    base: int
    days_before: tuple[int, ...]
    days: tuple[int, ...]
    before: tuple[int, ...]
    ends: tuple[int, ...]
    next_open: tuple[int, ...]
    per_day: int
    opens: int
    closes: int
    cutoff: int

    def is_worked(self, day: int) -> bool:
        """Whether a day (an ordinal) is worked."""
        at = day - self.base
        return self.days_before[at + 1] > self.days_before[at]

    def worked_before(self, moment: int) -> int:
        """Return how many worked minutes lie before a moment, from the beginning of the tables."""
        day, minute = divmod(moment, DAY)
        at = day - self.base
        days = self.days_before[at]
        return days * self.per_day + (self.before[minute] if self.days_before[at + 1] > days else 0)

    def end_of(self, worked: int) -> int:
        """Return the moment at which the n-th worked minute of the tables ends; n is 1 or more."""
        days, minutes = divmod(worked - 1, self.per_day)
        return self.days[days] * DAY + self.ends[minutes + 1]

    def close_from(self, day: int) -> int:
        """Return the close of a day (an ordinal) if it is worked, else of the next worked day."""
        return self.days[self.days_before[day - self.base]] * DAY + self.closes

    def start(self, received: int) -> int:
        """Return when the clock starts: the first worked minute from receipt on, the next worked day's from the cut-off
        on."""
        day, minute = divmod(received, DAY)
        at = day - self.base
        following = self.days_before[at + 1]
        if following > self.days_before[at] and minute < self.cutoff and (opens := self.next_open[minute]) >= 0:
            return day * DAY + opens
        return self.days[following] * DAY + self.opens


@lru_cache(maxsize=8)
def hours_of(calendar: WorkingCalendar) -> Hours:
    """Return the tables of a calendar; made once for each."""
    base = FIRST.toordinal()
    listed = range(base, LAST.toordinal())
    worked = [calendar.is_working_day(date.fromordinal(day)) for day in listed]
    sessions = [(_minute(opens), _minute(closes)) for opens, closes in calendar.sessions]
    minutes = [minute for opens, closes in sessions for minute in range(opens, closes)]
    return Hours(
        base=base,
        days_before=tuple(accumulate(worked, initial=0)),
        days=tuple(day for day, open_ in zip(listed, worked, strict=True) if open_),
        before=tuple(bisect_left(minutes, minute) for minute in range(DAY + 1)),
        ends=(sessions[0][0], *(minute + 1 for minute in minutes)),
        next_open=tuple(
            minutes[at] if (at := bisect_left(minutes, minute)) < len(minutes) else -1 for minute in range(DAY)
        ),
        per_day=len(minutes),
        opens=minutes[0],
        closes=minutes[-1] + 1,
        cutoff=_minute(calendar.cutoff),
    )


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def to_minutes(moment: datetime) -> int:
    """Return a moment of local wall time as a whole number; seconds are cut off.

    Raises ValueError for an aware moment or one that the tables do not hold.
    """
    if moment.tzinfo is not None:
        raise ValueError(f"naive local wall time is wanted, not {moment.isoformat()}")
    if not FIRST <= moment.date() < LAST:
        raise ValueError(f"{moment.isoformat()} lies outside of {FIRST} to {LAST}")
    return moment.toordinal() * DAY + moment.hour * 60 + moment.minute


def from_minutes(moment: int) -> datetime:
    """Return the local wall time that a whole number stands for."""
    day, minute = divmod(moment, DAY)
    return datetime.combine(date.fromordinal(day), time(minute // 60, minute % 60))
