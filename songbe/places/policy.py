"""Who may do what, and to which places: the one module that decides.

A right is held where a role was granted: at a committee it covers the committee's whole unit (and the agencies
there), at any other agency
that agency and the agencies under it. No grant, no right.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from songbe.kernel.errors import NotAllowed


class Right(StrEnum):
    """What can be allowed."""

    READ_FIGURES = "figures.read"
    READ_DRAFTS = "drafts.read"
    READ_RECORDS = "records.read"
    REPORT_VALUES = "values.report"
    APPROVE_VALUES = "values.approve"
    PUBLISH_FIGURES = "figures.publish"
    SET_TARGETS = "targets.set"
    NAME_INDICATORS = "indicators.name"
    IMPORT_FACTS = "facts.import"
    READ_CASES = "cases.read"
    RECEIVE_CASES = "cases.receive"
    HANDLE_CASES = "cases.handle"
    SIGN_CASES = "cases.sign"
    SUPERVISE_CASES = "cases.supervise"
    TAKE_REPORTS = "reports.take"
    COLLECT_FEES = "fees.collect"
    APPLY_PACK = "pack.apply"
    GRANT_ROLES = "roles.grant"


RIGHTS: dict[str, frozenset[Right]] = {
    "reader": frozenset({Right.READ_FIGURES}),
    "leader": frozenset({Right.READ_FIGURES, Right.READ_DRAFTS, Right.READ_RECORDS}),
    "duty_officer": frozenset({Right.READ_FIGURES, Right.READ_DRAFTS, Right.READ_RECORDS}),
    "data_officer": frozenset(
        {
            Right.READ_FIGURES,
            Right.READ_DRAFTS,
            Right.READ_RECORDS,
            Right.REPORT_VALUES,
            Right.IMPORT_FACTS,
            Right.NAME_INDICATORS,
        }
    ),
    "approver": frozenset(
        {
            Right.READ_FIGURES,
            Right.READ_DRAFTS,
            Right.READ_RECORDS,
            Right.APPROVE_VALUES,
            Right.PUBLISH_FIGURES,
            Right.SET_TARGETS,
            Right.NAME_INDICATORS,
        }
    ),
    "one_stop_clerk": frozenset({Right.READ_FIGURES, Right.READ_CASES, Right.RECEIVE_CASES, Right.COLLECT_FEES}),
    "hotline_agent": frozenset({Right.READ_FIGURES, Right.READ_CASES, Right.HANDLE_CASES, Right.TAKE_REPORTS}),
    "handler": frozenset({Right.READ_FIGURES, Right.READ_CASES, Right.HANDLE_CASES}),
    "accountant": frozenset({Right.READ_FIGURES, Right.READ_CASES, Right.HANDLE_CASES, Right.COLLECT_FEES}),
    "head_of_office": frozenset(
        {Right.READ_FIGURES, Right.READ_CASES, Right.HANDLE_CASES, Right.SUPERVISE_CASES, Right.READ_RECORDS}
    ),
    "signer": frozenset(
        {
            Right.READ_FIGURES,
            Right.READ_CASES,
            Right.HANDLE_CASES,
            Right.SIGN_CASES,
            Right.SUPERVISE_CASES,
            Right.READ_RECORDS,
        }
    ),
    "administrator": frozenset({Right.READ_FIGURES, Right.APPLY_PACK, Right.GRANT_ROLES}),
}
"""Role -> rights. One table."""

OWN_DESK = frozenset({"one_stop_clerk", "hotline_agent", "handler", "accountant", "head_of_office", "signer"})
"""Roles of people who work on cases: held at their own agency alone, also where that is a committee."""

STAND_IN = frozenset(
    {
        Right.READ_FIGURES,
        Right.READ_CASES,
        Right.RECEIVE_CASES,
        Right.HANDLE_CASES,
        Right.TAKE_REPORTS,
        Right.COLLECT_FEES,
    }
)
"""What of a role passes to who stands in: its daily work. Never to supervise, to open other rights, or to sign."""
WATCHING = frozenset({"leader", "duty_officer"})
"""Roles of people who watch over their whole place: they see how alerts there are answered, and do steps of it."""

EVERYWHERE = frozenset({Right.READ_FIGURES})
"""Rights that hold for the whole province wherever the role was granted: figures are for every official, records are
not."""


class OutOfReach(NotAllowed):
    """A right that somebody does not hold at a place."""

    code = "out_of_reach"
    message_en = "{actor} may not do {right} at {place}. Ask an administrator for a role there."
    message_vi = "{actor} không có quyền {right} tại {place}. Hãy đề nghị quản trị viên cấp vai trò tại đó."


@dataclass(frozen=True, slots=True)
class Held:
    """A role and the places (units and agencies) it covers.

    for_person: whose role it is, if it is held in their absence only. capacity: in which it is signed for them;
    empty: it is not.
    """

    role: str
    places: frozenset[str]
    for_person: int | None = None
    capacity: str = ""

    @property
    def rights(self) -> frozenset[Right]:
        """What the role gives: of one that is held for somebody, its daily work."""
        return RIGHTS[self.role] if self.for_person is None else RIGHTS[self.role] & STAND_IN


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody (or the machine's operator) with all they hold today."""

    name: str
    held: tuple[Held, ...] = ()
    operator: bool = False
    person: int | None = None
    """Whose account it is."""
    practice: bool = False
    """Whether it is a demonstration account: what it does is marked simulated."""

    def may(self, right: Right, place: str) -> bool:
        """Whether the actor holds a right at a place (code of a unit or agency)."""
        if self.operator:
            return True
        return any(right in h.rights and (right in EVERYWHERE or place in h.places) for h in self.held)

    def holds(self, role: str, place: str) -> bool:
        """Whether the actor holds a role that covers a place."""
        return self.operator or any(h.role == role and place in h.places for h in self.held)

    def holds_as_own(self, role: str, place: str) -> bool:
        """Whether the actor holds a role that covers a place, and not only in somebody's absence."""
        return self.operator or any(h.role == role and place in h.places and h.for_person is None for h in self.held)

    def own_roles(self) -> frozenset[str]:
        """Return the roles the actor holds, without those of somebody who is away."""
        return frozenset(h.role for h in self.held if h.for_person is None)

    def standing_in(self, role: str, place: str) -> tuple[Held, ...]:
        """Return the roles at a place that the actor holds in somebody's absence."""
        return tuple(h for h in self.held if h.for_person is not None and h.role == role and place in h.places)

    def may_somewhere(self, right: Right) -> bool:
        """Whether the actor holds a right at any place at all."""
        return self.operator or any(right in h.rights for h in self.held)

    def places_with(self, right: Right) -> frozenset[str] | None:
        """Return the places at which the actor holds a right; None for all of them."""
        if self.operator:
            return None
        return frozenset(p for h in self.held if right in h.rights for p in h.places)

    def require(self, right: Right, place: str) -> None:
        """Raise OutOfReach unless the actor holds the right at the place."""
        if not self.may(right, place):
            raise OutOfReach(actor=self.name, right=right.value, place=place)


OPERATOR = Actor("operator", operator=True)
"""Whoever runs commands on the server itself."""

COMMITTEES = frozenset({"province", "district_committee", "commune_committee"})


def covered_places(
    *,
    kind: str,
    agency: str,
    unit: str,
    units_below: Iterable[str],
    agencies_in: Iterable[tuple[str, str]],
    agencies_below: Iterable[str],
) -> frozenset[str]:
    """Return the places a role at an agency covers.

    units_below: the unit and all under it; agencies_in: (agency, unit) of all agencies; agencies_below: those under
    the agency.
    """
    if kind not in COMMITTEES:
        return frozenset({agency, *agencies_below})
    units = frozenset({unit, *units_below})
    return units | {code for code, where in agencies_in if where in units}


def holds_today(valid_from: date, valid_to: date | None, today: date) -> bool:
    """Whether a grant is in force on a day."""
    return valid_from <= today and (valid_to is None or today < valid_to)
