"""Pure rules of absences: which days, who may stand in for whom, and with what rights."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LONGEST_DAYS = 366

CAPACITIES = ("KT.", "TUQ.")
"""In which somebody may sign who stands in: for the head as deputy head, or by mandate; never as the head (TM.)."""


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody's role at an agency is done by a deputy in ``[valid_from, valid_to)``."""

    person: int
    role: str
    agency: str
    deputy: int
    valid_from: date
    valid_to: date

    def meets(self, other: "Away") -> bool:
        """Whether two absences have a day in common."""
        return self.valid_from < other.valid_to and other.valid_from < self.valid_to


class AbsenceFault(StrEnum):
    """Why an absence cannot be noted."""

    backwards = "backwards"
    past = "past"
    too_long = "too_long"
    oneself = "oneself"
    overlap = "overlap"
    deputy_away = "deputy_away"
    stands_in = "stands_in"


def why_no_absence(wanted: Away, known: Iterable[Away], *, today: date) -> AbsenceFault | None:
    """Return why an absence cannot be noted beside those known, None if it can. No deputy has a deputy.

    known: absences that were not ended early.
    """
    if wanted.valid_to <= wanted.valid_from:
        return AbsenceFault.backwards
    if wanted.valid_to <= today:
        return AbsenceFault.past
    if (wanted.valid_to - wanted.valid_from).days > LONGEST_DAYS:
        return AbsenceFault.too_long
    if wanted.person == wanted.deputy:
        return AbsenceFault.oneself
    for each in known:
        fault = _between(wanted, each) if wanted.meets(each) else None
        if fault is not None:
            return fault
    return None


def _between(wanted: Away, each: Away) -> AbsenceFault | None:
    if (each.person, each.role, each.agency) == (wanted.person, wanted.role, wanted.agency):
        return AbsenceFault.overlap
    if each.person == wanted.deputy:
        return AbsenceFault.deputy_away
    if each.deputy == wanted.person:
        return AbsenceFault.stands_in
    return None
