"""Who is away and who does their work: for the person, the deputy and who supervises."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from songbe.places.models import Absence, Agency, Person, RoleGrant
from songbe.places.policy import OWN_DESK, Actor, Right
from songbe.places.rules.absences import CAPACITIES

KEPT_DAYS = 90
"""How long an absence that is over stays in the list."""


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """An absence in the list. last: the last day, inclusive. ends: whether this reader may end it now."""

    absence: Absence
    last: date
    runs: bool
    over: bool
    may_end: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """One person's role at one agency, and what it is called where it is chosen."""

    person: Person
    role: str
    agency: Agency

    @property
    def value(self) -> str:
        """What a form sends for it."""
        return f"{self.person.pk}|{self.role}|{self.agency.code}"


@dataclass(frozen=True, slots=True)
class AbsencePage:
    """The absences somebody sees, and those they may note. deputies: by agency, who works there."""

    rows: tuple[AbsenceRow, ...]
    desks: tuple[Desk, ...]
    deputies: tuple[tuple[Agency, tuple[Person, ...]], ...]
    capacities: tuple[str, ...]
    today: date


def absence_page(actor: Actor, today: date, *, real_today: date) -> AbsencePage:
    """Return the absences that concern an official, those that run or come first.

    today: of the province's clock, by which absences run. real_today: on which roles are held.
    """
    supervised = actor.places_with(Right.SUPERVISE_CASES)
    seen = Q() if supervised is None else Q(agency__in=sorted(supervised))
    if actor.person is not None:
        seen |= Q(person=actor.person) | Q(deputy=actor.person)
    recent = Absence.objects.filter(seen, valid_to__gt=today - timedelta(days=KEPT_DAYS))
    rows = recent.select_related("person", "deputy", "agency").order_by("-valid_to", "-pk")[:200]
    desks = tuple(Desk(grant.person, grant.role, grant.agency) for grant in _grants(actor, supervised, real_today))
    agencies = {desk.agency.code: desk.agency for desk in desks}
    signs = any(desk.role == "signer" and actor.may(Right.SIGN_CASES, desk.agency.code) for desk in desks)
    return AbsencePage(
        rows=tuple(_row(absence, actor, today) for absence in rows),
        desks=desks,
        deputies=tuple((agency, _works_at(code, real_today)) for code, agency in agencies.items()),
        capacities=CAPACITIES if signs else (),
        today=today,
    )


def _row(absence: Absence, actor: Actor, today: date) -> AbsenceRow:
    over = absence.ended_at is not None or absence.valid_to <= today
    theirs = actor.person == absence.person_id or actor.may(Right.SUPERVISE_CASES, absence.agency_id)
    return AbsenceRow(
        absence,
        absence.valid_to - timedelta(days=1),
        runs=not over and absence.valid_from <= today,
        over=over,
        may_end=theirs and not over,
    )


def _in_force(today: date) -> QuerySet[RoleGrant]:
    open_end = Q(valid_to=None) | Q(valid_to__gt=today)
    return RoleGrant.objects.filter(open_end, role__in=OWN_DESK, valid_from__lte=today, person__is_active=True)


def _grants(actor: Actor, supervised: frozenset[str] | None, today: date) -> QuerySet[RoleGrant]:
    """Return the roles whose absence somebody may note: their own, and those at agencies they supervise."""
    which = Q() if supervised is None else Q(agency__in=sorted(supervised))
    if actor.person is not None:
        which |= Q(person=actor.person)
    found = _in_force(today).filter(which).select_related("person", "agency")
    return found.order_by("agency__sort_key", "person__username", "role")


def _works_at(agency: str, today: date) -> tuple[Person, ...]:
    working = _in_force(today).filter(agency=agency).values("person")
    return tuple(Person.objects.filter(pk__in=working).order_by("username"))
