"""When work is due."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from songbe.cases.rules.clock.hours import DAY, FIRST, LAST, Hours, from_minutes, hours_of, to_minutes
from songbe.kernel.working_time import WorkingCalendar

OPEN = 1 << 60
"""The end of a pause that has none yet."""


class TermUnit(StrEnum):
    """In what a term is counted."""

    working_day = "working_day"
    working_hour = "working_hour"
    calendar_day = "calendar_day"
    month = "month"
    same_day = "same_day"


class Effect(StrEnum):
    """What a pause does to the clock: it starts afresh afterwards, or stands still meanwhile."""

    restart = "restart"
    stop = "stop"


@dataclass(frozen=True, slots=True)
class Term:
    """How long something may take. amount: 0 or more, of working days and hours also a fraction; same_day has none.

    Raises ValueError for a negative amount, or a part of a calendar day or month.
    """

    amount: Fraction
    unit: TermUnit

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError(f"a term is 0 or more, not {self.amount}")
        if self.unit not in (TermUnit.working_day, TermUnit.working_hour) and self.amount.denominator != 1:
            raise ValueError(f"{self.unit.value} is counted in whole numbers, not {self.amount}")


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch ``[start, end)`` in which the clock does not run; end None: it still goes on.

    reason: a word of the pack, for the explanation. Raises ValueError if it ends before it starts.
    """

    start: datetime
    end: datetime | None
    effect: Effect
    reason: str = ""

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"a pause ends at {self.end.isoformat()}, before it starts at {self.start.isoformat()}")


class Stretch(NamedTuple):
    """A pause in whole minutes, sorted by its start. which: its place in the list it came from."""

    start: int
    end: int
    restarts: bool
    which: int


class Filed(NamedTuple):
    """One case of many, in whole minutes (``hours.to_minutes``). amount: see ``amount_of``; None: no term.

    stretches: pauses, in any order.
    """

    unit: TermUnit
    amount: int | None
    received: int
    stretches: tuple[Stretch, ...] = ()


class Run(NamedTuple):
    """The clock between two starts. due: what it came to, None where a pause is open.

    lost: the stops that moved it. ended_by: the pause after which it started afresh, or the open one.
    """

    received: int
    start: int
    lost: tuple[Stretch, ...]
    due: int | None
    ended_by: Stretch | None


def due(term: Term | None, received: datetime, pauses: Sequence[Pause], calendar: WorkingCalendar) -> datetime | None:
    """Return when work received at a moment is due; None without a term, or while a pause that moves it is open.

    received: local wall time at which the request was complete. Seconds are cut off.
    Raises ValueError for an aware moment or one outside of 1990-2099.
    Source: docs/rules/deadlines.md.
    """
    if term is None:
        return None
    hours = hours_of(calendar)
    with _inside():
        found = _due(hours, term.unit, amount_of(term, hours.per_day), to_minutes(received), stretches_of(pauses), None)
    return None if found is None else from_minutes(found)


@contextmanager
def _inside() -> Iterator[None]:
    try:
        yield
    except IndexError as error:
        raise ValueError(f"the deadline lies outside of {FIRST} to {LAST}") from error


def due_many(cases: Iterable[Filed], calendar: WorkingCalendar) -> Iterator[int | None]:
    """Yield when each of many cases is due, in whole minutes; the same answers as ``due``."""
    hours = hours_of(calendar)
    for unit, amount, received, stretches in cases:
        yield None if amount is None else _due(hours, unit, amount, received, stretches, None)


def amount_of(term: Term, minutes_per_day: int) -> int:
    """Return a term as a whole number: working minutes (a begun one counts whole), calendar days, or months."""
    match term.unit:
        case TermUnit.working_day:
            return ceil(term.amount * minutes_per_day)
        case TermUnit.working_hour:
            return ceil(term.amount * 60)
        case TermUnit.calendar_day | TermUnit.month:
            return int(term.amount)
        case TermUnit.same_day:
            return 0


def stretches_of(pauses: Iterable[Pause]) -> tuple[Stretch, ...]:
    """Return pauses in whole minutes."""
    return tuple(
        Stretch(
            to_minutes(pause.start),
            OPEN if pause.end is None else to_minutes(pause.end),
            pause.effect is Effect.restart,
            which,
        )
        for which, pause in enumerate(pauses)
    )


def runs(hours: Hours, term: Term, received: datetime, pauses: Sequence[Pause]) -> list[Run]:
    """Return the clock's runs, one for each start; the last one's ``due`` is the answer."""
    trail: list[Run] = []
    with _inside():
        _due(hours, term.unit, amount_of(term, hours.per_day), to_minutes(received), stretches_of(pauses), trail)
    return trail


def _due(
    hours: Hours, unit: TermUnit, amount: int, received: int, stretches: Sequence[Stretch], trail: list[Run] | None
) -> int | None:
    waiting = sorted(stretches) if len(stretches) > 1 else stretches
    while True:
        start = hours.start(received)
        if not waiting and trail is None:
            return _straight(hours, unit, amount, start)
        waiting = [each for each in waiting if each.end > received]
        if unit is TermUnit.working_day or unit is TermUnit.working_hour:
            found, lost, ended_by = _by_minutes(hours, amount, start, waiting)
        else:
            found, lost, ended_by = _by_days(hours, unit, amount, start, waiting)
        if trail is not None:
            trail.append(Run(received, start, tuple(lost), found, ended_by))
        if ended_by is None or ended_by.end == OPEN:
            return found
        received = ended_by.end


def _straight(hours: Hours, unit: TermUnit, amount: int, start: int) -> int:
    """Return when work is due that no pause disturbs."""
    if unit is TermUnit.working_day or unit is TermUnit.working_hour:
        return hours.end_of(hours.worked_before(start) + amount) if amount else start
    return hours.close_from(last_day_of(unit, amount, start // DAY))


def _by_minutes(
    hours: Hours, amount: int, start: int, waiting: Sequence[Stretch]
) -> tuple[int | None, list[Stretch], Stretch | None]:
    """Count working minutes outside of the stops; a pause that begins when the work is due already moves nothing."""
    worked = hours.worked_before(start) + amount
    due_at = hours.end_of(worked) if amount else start
    counted_to = start
    lost: list[Stretch] = []
    for each in waiting:
        if each.start >= due_at:
            break
        if each.restarts or each.end == OPEN:
            return None, lost, each
        begin = each.start if each.start > counted_to else counted_to
        if amount and each.end > begin:
            worked += hours.worked_before(each.end) - hours.worked_before(begin)
            due_at, counted_to = hours.end_of(worked), each.end
            lost.append(each)
    return due_at, lost, None


def _by_days(
    hours: Hours, unit: TermUnit, amount: int, start: int, waiting: Sequence[Stretch]
) -> tuple[int | None, list[Stretch], Stretch | None]:
    """Count dates; each date of a stop, its last one not, is added once."""
    first = start // DAY
    last, counted_to = last_day_of(unit, amount, first), first
    lost: list[Stretch] = []
    due_at = hours.close_from(last)
    for each in waiting:
        if each.start >= due_at:
            break
        if each.restarts or each.end == OPEN:
            return None, lost, each
        begin, end = max(each.start // DAY, counted_to), each.end // DAY
        if end > begin:
            last, counted_to = last + end - begin, end
            due_at = hours.close_from(last)
            lost.append(each)
    return due_at, lost, None


def last_day_of(unit: TermUnit, amount: int, first: int) -> int:
    """Return the day a calendar term ends on: the same day of a later month, or that month's last."""
    if unit is not TermUnit.month:
        return first + amount
    day = date.fromordinal(first)
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])).toordinal()
