"""What can be counted of a dossier that is over: updates that its applicant saw, steps done in time and late."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from songbe.cases.rules.scores import Turn, left_over
from songbe.kernel.working_time import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Steps:
    """How many steps an agency did on a day, in time or late."""

    agency: str
    day: date
    late: bool
    number: int


def updates_of(moments: Iterable[datetime | None]) -> int:
    """Return how often a dossier was seen to stand otherwise: what happens in the same minute is seen at once."""
    return len({moment.replace(second=0, microsecond=0) for moment in moments if moment is not None})


def steps_of(
    turns: Iterable[Turn], pauses: Sequence[tuple[datetime, datetime]], calendar: WorkingCalendar
) -> tuple[Steps, ...]:
    """Return the steps of a dossier by who did them and when; late: in more than the working time they may take, or
    silent until it was over."""
    counted = Counter(
        (turn.agency, turn.closed.date(), turn.silent or left_over(turn, pauses, calendar) < 0) for turn in turns
    )
    return tuple(Steps(*key, number) for key, number in sorted(counted.items()))
