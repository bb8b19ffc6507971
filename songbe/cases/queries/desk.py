"""What waits for an official: inbox, late and at-risk lists, a case with what may be done to it, workload."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from songbe.cases.errors import UnknownCase
from songbe.cases.models import Apology, Case, Party, Promise, Token
from songbe.cases.queries.apologies import drafted_for, risk_until, waiting_apology
from songbe.cases.queries.declared import playbook_of, process_of
from songbe.cases.queries.fees import Fee, fees_of
from songbe.cases.queries.people import CasePage, page_of
from songbe.cases.queries.playbooks import Answering, answering, watched
from songbe.cases.rules.blocks import Step, Wait
from songbe.cases.rules.process import seats
from songbe.cases.rules.standing_in import acts_for, signing
from songbe.cases.rules.states import OPEN, PAUSED, Verb, may
from songbe.kernel.vietnamese import fold
from songbe.places import clock
from songbe.places.models import Absence, Agency, Person, RoleGrant
from songbe.places.policy import OWN_DESK, WATCHING, Actor, Right
from songbe.places.queries import absences_on

PAGE = 50
MOST_COUNTED = 1_000
"""Beyond this nobody counts: a list that long is searched, not read."""
_NOT_LISTED = ("told", "answers", "outcomes")


class Which(StrEnum):
    """The lists of a desk."""

    receive = "receive"
    work = "work"
    give = "give"
    late = "late"
    risk = "risk"
    everything = "all"


class Urgency(StrEnum):
    """How a case stands against its promise."""

    late = "late"
    risk = "risk"
    paused = "paused"
    calm = "calm"
    none = "none"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list. step: what is to be done, None where the case itself waits. drafted: an apology waits."""

    case: Case
    party: str
    step: Token | None
    due: datetime | None
    urgency: Urgency
    drafted: bool = False


@dataclass(frozen=True, slots=True)
class Inbox:
    """A list of a desk, with how many each list holds; a search counts only what it found."""

    which: Which
    text: str
    rows: tuple[Row, ...]
    counts: dict[str, int]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody a step may be passed to. away: the absence in which another does their work, if they are away today."""

    person: Person
    away: Absence | None


@dataclass(frozen=True, slots=True)
class Doable:
    """Something this official may do now at one spot of a case. absent: the name of whom they stand in for."""

    token: Token
    outcomes: tuple[str, ...]
    capacities: tuple[str, ...]
    back_to: tuple[tuple[str, str, str], ...]
    is_wait: bool
    colleagues: tuple[Colleague, ...]
    absent: str
    may_not_sign: bool

    @property
    def some_away(self) -> bool:
        """Whether somebody it may be passed to is away."""
        return any(each.away for each in self.colleagues)


@dataclass(frozen=True, slots=True)
class DeskPage:
    """A case as an official sees it, with what they may do. owed_first: it could be returned if it were paid."""

    shown: CasePage
    party: Party | None
    doable: tuple[Doable, ...]
    promises: tuple[Promise, ...]
    fees: tuple[Fee, ...]
    answering: Answering | None
    urgency: Urgency
    may_receive: bool
    may_ask: bool
    may_refuse: bool
    may_return: bool
    owed_first: bool
    may_new_date: bool
    apology: Apology | None

    @property
    def money_waits(self) -> bool:
        """Whether this official is to take money, or to give it back."""
        return any(fee.may_collect and (fee.is_open or fee.to_refund) for fee in self.fees)


@dataclass(frozen=True, slots=True)
class Load:
    """How much one step or one person has in hand."""

    agency_vi: str
    agency_en: str
    name_vi: str
    name_en: str
    person: str
    open: int
    late: int


def urgency(case: Case, now: datetime, soon: datetime) -> Urgency:
    """Return how a case stands against the promise in force. soon: what is due before it is at risk."""
    if case.state in PAUSED:
        return Urgency.paused
    if case.due_now_at is None or case.state not in OPEN:
        return Urgency.none
    if case.due_now_at < now:
        return Urgency.late
    return Urgency.risk if case.due_now_at < soon else Urgency.calm


def _at(places: frozenset[str] | None, column: str) -> Q:
    return Q() if places is None else Q(**{f"{column}__in": sorted(places)})


def waiting_to_be_received(actor: Actor) -> QuerySet[Case]:
    """Cases handed in at the actor's desks."""
    return Case.objects.filter(_at(actor.places_with(Right.RECEIVE_CASES), "receiver"), state="registered")


def waiting_to_be_returned(actor: Actor) -> QuerySet[Case]:
    """Results that lie ready at the actor's desks."""
    left = Exists(Token.objects.filter(case=OuterRef("pk"), closed_at=None))
    at = _at(actor.places_with(Right.RECEIVE_CASES), "receiver")
    return Case.objects.filter(at, ~left, state="finished", kind="dossier", parent=None)


def steps_of(actor: Actor) -> QuerySet[Token]:
    """Open spots that the actor may work on."""
    if actor.operator:
        return Token.objects.filter(Q(person=None) | Q(person_id=actor.person), closed_at=None)
    at = Q(pk__in=[])
    for held in actor.held:
        if held.role in OWN_DESK | WATCHING:
            theirs = Q(person=None) | Q(person_id=held.for_person or actor.person)
            at |= Q(theirs, role=held.role, agency__in=sorted(held.places))
    return Token.objects.filter(at, closed_at=None)


def readable(actor: Actor) -> QuerySet[Case]:
    """Cases whose content the actor may read: of agencies that handle or took them, or were asked, or opened here;
    leaders and duty officers also how alerts of their place are answered."""
    places = actor.places_with(Right.READ_CASES)
    if places is None:
        return Case.objects.all()
    at = sorted(places)
    asked = Exists(Token.objects.filter(case=OuterRef("pk"), agency__in=at))
    mine = Q(opened_by=actor.person) & ~Q(channel="online") if actor.person else Q(pk__in=[])
    found = Q(handler__in=at) | Q(receiver__in=at) | asked | mine
    # Others never join the table of alerts: their lists read indexes.
    watches = any(held.role in WATCHING for held in actor.held)
    return Case.objects.filter(found | watched(actor) if watches else found)


def at_hand(actor: Actor, cases: QuerySet[Case], most: int = 0) -> QuerySet[Case]:
    """Of some cases those that concern the actor's agencies: they handle or took them, are asked now, or opened them.

    Each of these ways reads an index of its own. most: of each way so many at most, in the order of ``cases``; 0: all.
    """
    ways = _ways(actor, cases)
    if ways is None:
        return cases
    first, *others = ((way[:most] if most else way.order_by()).values("pk") for way in ways)
    return Case.objects.filter(pk__in=first.union(*others)).order_by(*cases.query.order_by)


def _ways(actor: Actor, cases: QuerySet[Case]) -> list[QuerySet[Case]] | None:
    """Return in which ways some cases concern the actor's agencies; None: all do."""
    places = actor.places_with(Right.READ_CASES)
    if places is None:
        return None
    at = sorted(places)
    asked = Token.objects.filter(agency__in=at, closed_at=None).values("case")
    ways = [cases.filter(handler__in=at), cases.filter(receiver__in=at), cases.filter(pk__in=asked)]
    if actor.person:
        ways.append(cases.filter(opened_by=actor.person).exclude(channel="online"))
    if any(held.role in WATCHING for held in actor.held):
        ways.append(cases.filter(watched(actor)))
    return ways


def _case_list(actor: Actor, which: Which, text: str, now: datetime, most: int) -> QuerySet[Case]:
    match which:
        case Which.receive:
            found = waiting_to_be_received(actor).order_by("filed_at", "pk")
        case Which.give:
            found = waiting_to_be_returned(actor).order_by("finished_at", "pk")
        case Which.late:
            found = at_hand(actor, _unfinished().filter(due_now_at__lt=now))
        case Which.risk:
            found = at_hand(actor, _unfinished().filter(due_now_at__gte=now, due_now_at__lt=risk_until(now)))
        case _ if text.strip():
            found = readable(actor).order_by("-filed_at", "-pk")
        case _:
            found = at_hand(actor, Case.objects.order_by("-filed_at", "-pk"), most)
    return found_by(found, text)


def found_by(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Return the cases that a text finds: one with a digit is the beginning of a code, else words of a name, the last
    of which may be begun only."""
    if not text.strip():
        return cases
    if any(sign.isdigit() for sign in text):
        return cases.filter(code__startswith=text.strip().upper())
    words = [word for word in fold(text).replace("'", " ").split() if word.isalnum()]
    if not words:
        return cases.none()
    query = SearchQuery(" & ".join(words) + ":*", search_type="raw", config="simple")
    people = Party.objects.annotate(said=SearchVector("folded", config="simple")).filter(said=query).values("pk")
    return cases.filter(party__in=people)


def inbox(actor: Actor, which: Which, text: str, now: datetime, page: int = 1, size: int = PAGE) -> Inbox:
    """Return a page of a list of somebody's desk, so many lines of it."""
    counts = {} if text else _counts(actor, now)
    at = slice((page - 1) * size, page * size)
    total, soon = counts.get(which.value, -1), risk_until(now)
    if which is Which.work:
        steps = steps_of(actor).select_related("case", "case__party").defer(*(f"case__{name}" for name in _NOT_LISTED))
        if text:
            steps = steps.filter(case__in=found_by(Case.objects.all(), text))
        ordered = steps.order_by(F("case__due_now_at").asc(nulls_last=True), "pk")[at]
        rows = tuple(_row(step.case, step, now, soon) for step in ordered)
        total = total if total >= 0 else _total(steps, len(rows), at)
    else:
        cases = _case_list(actor, which, text, now, max(at.stop, MOST_COUNTED)).select_related("party")
        listed = list(cases.defer(*_NOT_LISTED)[at])
        drafted = drafted_for(listed, now) if which is Which.risk else frozenset[int]()
        rows = tuple(_row(case, None, now, soon, case.pk in drafted) for case in listed)
        total = total if total >= 0 else _total(cases, len(rows), at)
    return Inbox(which, text, rows, counts, total, page, max(1, -(-total // size)))


def _counts(actor: Actor, now: datetime) -> dict[str, int]:
    """Return how many each list holds; what is late and what is at risk are one read."""
    soon = _unfinished().filter(due_now_at__lt=risk_until(now))
    first, *others = (way.order_by().values_list("due_now_at", "pk") for way in _ways(actor, soon) or [soon])
    found = first.union(*others).order_by("due_now_at")[: 2 * MOST_COUNTED]
    late = [due is not None and due < now for due, _case in found]
    return {
        "receive": _how_many(waiting_to_be_received(actor)),
        "work": _how_many(steps_of(actor)),
        "give": _how_many(waiting_to_be_returned(actor)),
        "late": min(sum(late), MOST_COUNTED),
        "risk": min(len(late) - sum(late), MOST_COUNTED),
    }


def _unfinished() -> QuerySet[Case]:
    return Case.objects.filter(closed_at=None, finished_at=None).order_by("due_now_at", "pk")


def _how_many(found: QuerySet[Any]) -> int:
    """Return how many rows there are, ``MOST_COUNTED`` where there are that many or more."""
    return found.order_by()[:MOST_COUNTED].count()


def _total(found: QuerySet[Any], shown: int, at: slice) -> int:
    """Return how many rows a list has, of which a page shows some: counted only where the page is not all of it."""
    return shown if not at.start and shown < at.stop else _how_many(found)


def _row(case: Case, step: Token | None, now: datetime, soon: datetime, drafted: bool = False) -> Row:
    return Row(case, case.party.name if case.party else "", step, case.due_now_at, urgency(case, now, soon), drafted)


def desk_page(code: str, actor: Actor, now: datetime) -> DeskPage:
    """Return a case with what this official may do. Raises UnknownCase if they may not read it."""
    case = readable(actor).select_related("procedure", "process", "form", "party").filter(code=code).first()
    if case is None:
        raise UnknownCase(case=code)
    receives, handles = actor.may(Right.RECEIVE_CASES, case.receiver), actor.may(Right.HANDLE_CASES, case.handler)
    either = receives or (handles and case.received_at is not None)
    left = Token.objects.filter(case=case, closed_at=None).exists()
    ready = receives and may(Verb.return_result, case.state) and not left and case.kind == "dossier"
    shown = page_of(case, actor, now, inside=True)
    fees = fees_of(case, shown.parts, actor)
    owed = any(fee.is_open for fee in fees)
    may_new_date = (
        actor.may(Right.SUPERVISE_CASES, case.handler)
        and may(Verb.set_new_date, case.state)
        and case.due_now_at is not None
        and not case.new_dates
    )
    return DeskPage(
        shown=shown,
        fees=fees,
        party=case.party,
        doable=tuple(_doable(case, token, actor) for token in steps_of(actor).filter(case=case).order_by("pk"))
        if may(Verb.complete_step, case.state) or may(Verb.end_wait, case.state)
        else (),
        promises=tuple(case.promises.order_by("pk")),
        answering=answering(case, now, actor) if playbook_of(case.procedure) is not None else None,
        urgency=urgency(case, now, risk_until(now)),
        may_receive=receives and may(Verb.receive, case.state),
        may_ask=either and may(Verb.ask_supplement, case.state),
        may_refuse=either and may(Verb.refuse, case.state),
        may_return=ready and not owed,
        owed_first=ready and owed,
        may_new_date=may_new_date,
        apology=waiting_apology(case, now) if may_new_date else None,
    )


def _doable(case: Case, token: Token, actor: Actor) -> Doable:
    known = seats(process_of(case.process))
    block = known[token.key].block
    step = block if isinstance(block, Step) else None
    absent = acts_for(actor, token.role, token.agency, token.person_id)
    declared = step.capacities if step else ()
    capacities = signing(actor, token.agency, declared, absent)
    return Doable(
        token=token,
        outcomes=step.outcomes if step else (),
        capacities=capacities,
        back_to=tuple((to, known[to].block.name_vi, known[to].block.name_en) for to in (step.back_to if step else ())),
        is_wait=isinstance(block, Wait),
        colleagues=colleagues(token),
        absent="" if absent is None else str(Person.objects.filter(pk=absent.for_person or 0).first() or ""),
        may_not_sign=bool(declared) and not capacities,
    )


def colleagues(token: Token) -> tuple[Colleague, ...]:
    """Return who else may do what waits on a spot, and which of them are away today."""
    granted = RoleGrant.objects.filter(role=token.role, agency__code=token.agency, valid_to=None).values("person")
    running = absences_on(clock.today()).filter(role=token.role, agency_id=token.agency).select_related("deputy")
    away = {absence.person_id: absence for absence in running}
    people = Person.objects.filter(pk__in=granted, is_active=True).order_by("username")
    return tuple(Colleague(person, away.get(person.pk)) for person in people)


def workload(actor: Actor, now: datetime) -> tuple[Load, ...]:
    """Return what is in hand at the agencies an actor supervises, by step and by person, the most late first."""
    places = actor.places_with(Right.SUPERVISE_CASES)
    at = _at(places, "agency")
    late = Count("pk", filter=Q(case__due_now_at__lt=now))
    found = (
        Token.objects.filter(at, closed_at=None)
        .values("agency", "name_vi", "name_en", "person__display_name", "person__username")
        .annotate(open=Count("pk"), late=late)
        .order_by("-late", "-open", "agency", "name_vi")
    )
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    return tuple(
        Load(
            agencies[row["agency"]].name_vi,
            agencies[row["agency"]].name_en,
            row["name_vi"],
            row["name_en"],
            row["person__display_name"] or row["person__username"] or "",
            row["open"],
            row["late"],
        )
        for row in found
    )


@dataclass(frozen=True, slots=True)
class SlipLine:
    """A row of the control slip: who gave to whom, when, and whether in time. absent: for whom the person stood in."""

    agency_vi: str
    agency_en: str
    step_vi: str
    step_en: str
    taken_at: datetime
    due_at: datetime | None
    given_at: datetime | None
    person: str
    absent: str
    outcome: str
    late: bool | None


def control_slip(case: Case) -> tuple[SlipLine, ...]:
    """Return the hand-overs of a case, as form 05 lists them."""
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    tokens = Token.objects.filter(case=case).select_related("closed_by", "closed_for").order_by("opened_at", "pk")
    return tuple(
        SlipLine(
            agencies[token.agency].name_vi,
            agencies[token.agency].name_en,
            token.name_vi,
            token.name_en,
            token.opened_at,
            token.due_at,
            token.closed_at,
            str(token.closed_by) if token.closed_by else "",
            str(token.closed_for) if token.closed_for else "",
            token.outcome,
            None if token.closed_at is None or token.due_at is None else token.closed_at > token.due_at,
        )
        for token in tokens
        if token.outcome != "not_needed"
    )


def tracking_book(actor: Actor, start: datetime, end: datetime) -> tuple[Row, ...]:
    """Return the cases received at the actor's desks in ``[start, end)``, as form 06 lists them; no drills."""
    at = _at(actor.places_with(Right.RECEIVE_CASES), "receiver")
    soon = risk_until(end)
    found = Case.objects.filter(at, received_at__gte=start, received_at__lt=end, practice=False).select_related("party")
    return tuple(_row(case, None, end, soon) for case in found.order_by("received_at")[:2000])
