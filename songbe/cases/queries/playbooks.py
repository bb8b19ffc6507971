"""Answers to alerts: what is under way with its clocks, who takes part, what the public is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from songbe.cases.declare import TypeSheet
from songbe.cases.declare.playbooks import PlaybookSheet
from songbe.cases.declare.procedures import questions_of
from songbe.cases.models import Case, PublicMessage, Response, Token
from songbe.cases.queries.declared import desk, line_of, types_in_force
from songbe.cases.queries.milestones import milestones_of
from songbe.cases.rules.playbooks import Milestone, Reached
from songbe.places.models import Agency
from songbe.places.policy import WATCHING, Actor
from songbe.places.queries import gazetteer

NEWEST = 20
"""How many answers that are over are listed."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A milestone of an answer: when it is due, and when and after how many minutes it was reached, if it was."""

    what: Milestone
    due: datetime | None
    reached: Reached | None

    @property
    def late(self) -> bool:
        """Whether it was reached too late."""
        return self.reached is not None and not self.reached.in_time


@dataclass(frozen=True, slots=True)
class Clock:
    """An open step with its clock. left: what is left of it; negative when it has run out; None without one."""

    token: Token
    agency_vi: str
    agency_en: str
    left: timedelta | None


@dataclass(frozen=True, slots=True)
class Answering:
    """An alert that is being answered, or was."""

    case: Case
    response: Response
    name_vi: str
    name_en: str
    place_vi: str
    place_en: str
    words: str
    stages: tuple[Stage, ...]
    clocks: tuple[Clock, ...]
    left: timedelta | None
    messages: tuple[PublicMessage, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """What a duty officer sees: playbooks to open, answers under way, and those that are over, the newest first."""

    openable: tuple[TypeSheet, ...]
    running: tuple[Answering, ...]
    over: tuple[Answering, ...]


def playbooks_in_force(on: date) -> tuple[TypeSheet, ...]:
    """Return the types of cases that answer alerts, on a day."""
    return tuple(line for line in types_in_force(on) if line.playbook is not None)


def place_of(answers: Mapping[str, object]) -> str:
    """Return the unit an alert speaks of: the commune, else the district; empty for the whole province."""
    return str(answers.get("unit") or answers.get("district") or "")


def agencies_taking_part(playbook: PlaybookSheet, answers: Mapping[str, object]) -> tuple[str, ...]:
    """Return the agencies a playbook calls, each once; a pattern that the place does not complete calls nobody."""
    map_ = gazetteer()
    unit, district = str(answers.get("unit") or ""), str(answers.get("district") or "")
    if unit and not district:
        district = map_.place(unit).parent
    known = {key: code for key, code in (("unit", unit), ("district", district)) if code}
    called = (
        pattern.format_map(known) for pattern in playbook.units if all(key in known for key in questions_of(pattern))
    )
    return tuple(dict.fromkeys(desk(code, {}) for code in called if code in map_.agencies))


def watched(actor: Actor) -> Q:
    """Return the condition for answers to alerts that a leader or duty officer may look at: those of their place."""
    places = [actor.places_as(role) for role in sorted(WATCHING)]
    if any(each is None for each in places):
        return Q(response__isnull=False)
    at = sorted(frozenset[str]().union(*(each for each in places if each)))
    return Q(response__isnull=False) & (Q(handler__in=at) | Q(unit__in=at)) if at else Q(pk__in=[])


def duty(actor: Actor, visible: QuerySet[Case], now: datetime, on: date) -> Duty:
    """Return what an official sees of answers to alerts. visible: the cases they may read."""
    roles = {held.role for held in actor.held}
    found = visible.filter(response__isnull=False).select_related("response", "procedure")
    running = found.filter(closed_at=None).order_by("due_now_at", "pk")
    over = found.filter(closed_at__isnull=False).order_by("-closed_at")[:NEWEST]
    return Duty(
        tuple(line for line in playbooks_in_force(on) if roles & set(line.opened_by)),
        tuple(answering(case, now) for case in running),
        tuple(answering(case, now) for case in over),
    )


def answering(case: Case, now: datetime) -> Answering:
    """Return how an alert is being answered. case: one with a response."""
    line = line_of(case.procedure)
    if not isinstance(line, TypeSheet) or line.playbook is None:
        raise TypeError(f"{case.code} answers no alert")
    place = gazetteer().place(case.unit, case.filed_at.date())
    return Answering(
        case=case,
        response=case.response,
        name_vi=line.name_vi,
        name_en=line.name_en,
        place_vi=place.name_vi,
        place_en=place.name_en,
        words=str(case.answers.get("what", "")),
        stages=_stages(case, line.playbook),
        clocks=_clocks(case, now),
        left=case.due_now_at - now if case.due_now_at and case.finished_at is None else None,
        messages=tuple(case.public_messages.order_by("pk")),
    )


def _stages(case: Case, playbook: PlaybookSheet) -> tuple[Stage, ...]:
    done = {one.what: one for one in milestones_of(case, playbook)}
    keys = {Milestone.acknowledged: playbook.acknowledge, Milestone.dispatched: playbook.dispatch}
    due = dict(Token.objects.filter(case=case, key__in=keys.values()).order_by("-pk").values_list("key", "due_at"))
    return tuple(
        Stage(what, due.get(keys[what]) if what in keys else case.first_due_at, done.get(what)) for what in Milestone
    )


def _clocks(case: Case, now: datetime) -> tuple[Clock, ...]:
    tokens = list(Token.objects.filter(case=case, closed_at=None).order_by("pk"))
    agencies = {agency.code: agency for agency in Agency.objects.filter(code__in=[token.agency for token in tokens])}
    return tuple(
        Clock(
            token,
            agencies[token.agency].name_vi,
            agencies[token.agency].name_en,
            None if token.due_at is None else token.due_at - now,
        )
        for token in tokens
    )


def messages_in_force(now: datetime) -> QuerySet[PublicMessage]:
    """Return what the public is told now, the newest first; nothing of a drill."""
    return PublicMessage.objects.filter(practice=False, starts_at__lte=now, ends_at__gt=now).order_by("-starts_at")
