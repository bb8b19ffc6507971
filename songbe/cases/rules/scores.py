"""What one-stop indices see of a dossier, and of an agency's reports in a month. docs/rules/service-scores.md

Here are the words; how many points each is worth stands in the pack. Moments are local wall time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from types import MappingProxyType

from songbe.kernel.working_time import WorkingCalendar

ONE_STOP = "one_stop"
COMPLAINT = "complaint"


class Reading(StrEnum):
    """What an index looks at."""

    total_time = "total_time"
    agency_time = "agency_time"
    contacts = "contacts"
    agencies = "agencies"
    attitude = "attitude"
    reports = "reports"


class Pace(StrEnum):
    """How long something took against what it may take."""

    shorter = "shorter"
    equal = "equal"
    longer = "longer"


_PACES = tuple(pace.value for pace in Pace)

WORDS: Mapping[Reading, tuple[str, ...]] = MappingProxyType(
    {
        Reading.total_time: _PACES,
        Reading.agency_time: _PACES,
        Reading.contacts: ("none", "one", "several"),
        Reading.agencies: ("none", ONE_STOP, "several"),
        Reading.attitude: ("early", "in_time", "late", COMPLAINT),
        Reading.reports: (),
    }
)
"""What can be seen -> its words, each of which is worth points. Of reports a share is seen, no word."""

_ATTITUDES = MappingProxyType({Pace.shorter: "early", Pace.equal: "in_time", Pace.longer: "late"})


@dataclass(frozen=True, slots=True)
class Turn:
    """What an agency had to do for a dossier, from when it stood there. silent: nobody did it within its time."""

    agency: str
    opened: datetime
    closed: datetime
    due: datetime
    silent: bool = False


def pace_of(spare: int, grain: int) -> Pace:
    """Return how long something took by the working minutes it left over; below 0: it took that much longer.

    grain: working minutes; less than that left over is as long as it may take.
    """
    if spare < 0:
        return Pace.longer
    return Pace.shorter if spare >= grain else Pace.equal


def spare_minutes(*, done: datetime, due: datetime, calendar: WorkingCalendar) -> int:
    """Return the working minutes between the end of work and when it was due; below 0 if it ended after that."""
    if done <= due:
        return calendar.working_minutes_between(done, due)
    # Late is late, also where no working minute lies in between.
    return min(-1, -calendar.working_minutes_between(due, done))


def agency_paces(
    turns: Iterable[Turn],
    pauses: Sequence[tuple[datetime, datetime]],
    *,
    grain: int,
    calendar: WorkingCalendar,
) -> Mapping[str, Pace]:
    """Return how long each agency took for all its turns together, against the time these may take together.

    pauses: stretches in which the clock stood still; they are nobody's time. Who was silent took longer.
    """
    ordered = sorted(turns, key=lambda turn: turn.agency)
    found: dict[str, Pace] = {}
    for agency, own in groupby(ordered, key=lambda turn: turn.agency):
        taken = tuple(own)
        spare = sum(left_over(turn, pauses, calendar) for turn in taken)
        found[agency] = Pace.longer if any(turn.silent for turn in taken) else pace_of(spare, grain)
    return found


def left_over(turn: Turn, pauses: Sequence[tuple[datetime, datetime]], calendar: WorkingCalendar) -> int:
    """Return the working minutes that a turn left of its time; pauses are nobody's time. Below 0: it took more."""
    between = calendar.working_minutes_between
    used = between(turn.opened, turn.closed)
    for start, end in pauses:
        begins, ends = max(start, turn.opened), min(end, turn.closed)
        used -= between(begins, ends) if begins < ends else 0
    return between(turn.opened, max(turn.opened, turn.due)) - used


def contacts_of(supplements: int) -> str:
    """Return how often the applicant was asked for more before the dossier was complete, as a word."""
    return WORDS[Reading.contacts][min(supplements, 2)]


def agencies_of(supplements: int, *, elsewhere: bool) -> str:
    """Return how many bodies the applicant had to go to before the dossier was complete, as a word.

    elsewhere: work waited for something that is done at another body than the one-stop desk.
    """
    if elsewhere:
        return "several"
    return ONE_STOP if supplements else "none"


def attitude_of(rating: int | None, pace: Pace | None, *, complaint_to: int) -> str | None:
    """Return how the applicant was treated, as a word; None if nobody said, or the dossier has no term.

    rating: 1 to 5; up to complaint_to it is a complaint.
    """
    if rating is None:
        return None
    if rating <= complaint_to:
        return COMPLAINT
    return None if pace is None else _ATTITUDES[pace]


def share_points(kept: int, due: int, steps: Sequence[tuple[Fraction, Decimal]]) -> Decimal | None:
    """Return the points of a share: those of the highest step that it reaches; None of nothing.

    kept: how many of those that were due were answered in time. steps: from which share on how many points.
    """
    if due == 0:
        return None
    share = Fraction(kept, due)
    reached = [step for step in steps if share >= step[0]]
    return max(reached)[1] if reached else Decimal(0)
