"""Promised dates: how late something is against each of them, and whether another may be given."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from songbe.cases.rules.clock.deadline import Term, TermUnit, due
from songbe.kernel.working_time import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Delay:
    """How much later than a promise: working minutes; 0 when in time."""

    working_minutes: int

    @property
    def is_late(self) -> bool:
        """Whether the promise was broken; also by less than a working minute, such as at night."""
        return self.working_minutes > 0


@dataclass(frozen=True, slots=True)
class Lateness:
    """Against the first promise and against the one in force, so that a new date hides nothing. None: no promise."""

    first: Delay | None
    now: Delay | None


def lateness(
    *, first_due: datetime | None, due_now: datetime | None, done: datetime, calendar: WorkingCalendar
) -> Lateness:
    """Return how late work was done against both promises.

    done: when it was finished, or now while it is not. All local wall time, naive.
    """
    return Lateness(_delay(first_due, done, calendar), _delay(due_now, done, calendar))


def _delay(promise: datetime | None, done: datetime, calendar: WorkingCalendar) -> Delay | None:
    if promise is None:
        return None
    if done <= promise:
        return Delay(0)
    # After the close of a day nobody works until the next morning: late all the same.
    return Delay(max(1, calendar.working_minutes_between(promise, done)))


class NoNewDate(StrEnum):
    """Why no new date may be promised."""

    no_promise = "no_promise"
    given_before = "given_before"
    too_late = "too_late"
    not_later = "not_later"


def why_no_new_date(
    *, due_now: datetime | None, given_before: int, proposed: datetime, now: datetime, calendar: WorkingCalendar
) -> NoNewDate | None:
    """Return what forbids a new promised date, None if it may be given.

    A new date may be given once, with an apology at least one working day before the old one is due.
    given_before: how many new dates the case has had. All moments local wall time, naive.
    Source: docs/rules/deadlines.md.
    """
    if due_now is None:
        return NoNewDate.no_promise
    if given_before:
        return NoNewDate.given_before
    if proposed <= due_now:
        return NoNewDate.not_later
    return None if now.date() <= last_day_to_apologise(due_now.date(), calendar) else NoNewDate.too_late


def last_day_to_apologise(due_date: date, calendar: WorkingCalendar) -> date:
    """Return the last day on which an apology is in time: the working day before the promised one."""
    return calendar.previous_working_day(due_date)


def first_date_to_apologise_for(today: date, calendar: WorkingCalendar) -> date:
    """Return the first due date for which an apology is still in time today."""
    return calendar.working_day_from(today) + timedelta(days=1)


def last_date_at_risk(today: date, days: int, calendar: WorkingCalendar) -> date:
    """Return the last due date that is at risk today: ``days`` working days ahead, 1 or more.

    With one day it is the last due date for which today is the last day to apologise.
    """
    reached = today
    for _ in range(days):
        reached = calendar.next_working_day(reached)
    return reached


def proposed_date(due_now: datetime, days: int, calendar: WorkingCalendar) -> datetime | None:
    """Return the date that an apology proposes: ``days`` working days after the promised one, by the clock's own rules.

    due_now: local wall time, naive; from the cut-off on it counts from the next working day. days: 1 or more.
    """
    return due(Term(Fraction(days), TermUnit.working_day), due_now, (), calendar)
