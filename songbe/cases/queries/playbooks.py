"""Answers to alerts: what is under way with its clocks, who takes part, what the public is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from songbe.cases.declare import TypeSheet
from songbe.cases.declare.playbooks import WORDS, PlaybookSheet
from songbe.cases.declare.procedures import questions_of
from songbe.cases.models import Case, PublicMessage, Response, Token
from songbe.cases.queries.declared import desk, line_of, playbook_of, types_in_force
from songbe.cases.queries.milestones import milestones_of
from songbe.cases.rules.playbooks import Milestone, Reached
from songbe.places.policy import WATCHING, Actor
from songbe.places.queries import Gazetteer, gazetteer

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
    """An alert that is being answered, or was. may_end: a message of it is in force and the reader may take it down."""

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
    may_end: bool = False


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
    if actor.operator:
        return Q(response__isnull=False)
    at = sorted({place for held in actor.held if held.role in WATCHING for place in held.places})
    return Q(response__isnull=False) & (Q(handler__in=at) | Q(unit__in=at)) if at else Q(pk__in=[])


def duty(actor: Actor, visible: QuerySet[Case], now: datetime, on: date) -> Duty:
    """Return what an official sees of answers to alerts. visible: the cases they may read."""
    roles, map_ = {held.role for held in actor.held}, gazetteer()
    found = visible.filter(response__isnull=False).select_related("response", "procedure")
    found = found.prefetch_related("tokens", "public_messages")
    running = found.filter(closed_at=None).order_by("due_now_at", "pk")
    over = found.filter(closed_at__isnull=False).order_by("-closed_at")[:NEWEST]
    return Duty(
        tuple(line for line in playbooks_in_force(on) if roles & set(line.opened_by)),
        tuple(_answering(case, now, map_) for case in running),
        tuple(_answering(case, now, map_) for case in over),
    )


def answering(case: Case, now: datetime, actor: Actor) -> Answering:
    """Return how an alert is being answered. case: one with a response; actor: who looks."""
    one = _answering(case, now, gazetteer())
    playbook = playbook_of(case.procedure)
    step = playbook.message.step if playbook is not None and playbook.message is not None else ""
    told = any(message.starts_at <= now < message.ends_at for message in one.messages)
    at = next((token for token in case.tokens.all() if token.key == step), None)
    return replace(one, may_end=told and at is not None and actor.holds(at.role, at.agency))


def _answering(case: Case, now: datetime, map_: Gazetteer) -> Answering:
    line = line_of(case.procedure)
    if not isinstance(line, TypeSheet) or line.playbook is None:
        raise TypeError(f"{case.code} answers no alert")
    place, tokens = map_.place(case.unit, case.filed_at.date()), sorted(case.tokens.all(), key=lambda token: token.pk)
    return Answering(
        case=case,
        response=case.response,
        name_vi=line.name_vi,
        name_en=line.name_en,
        place_vi=place.name_vi,
        place_en=place.name("en"),
        words=str(case.answers.get(WORDS, "")),
        stages=_stages(case, line.playbook, tokens),
        clocks=tuple(_clock(token, now, map_) for token in tokens if token.closed_at is None),
        left=case.due_now_at - now if case.due_now_at and case.finished_at is None else None,
        messages=tuple(sorted(case.public_messages.all(), key=lambda message: message.pk)),
    )


def _stages(case: Case, playbook: PlaybookSheet, tokens: Sequence[Token]) -> tuple[Stage, ...]:
    done = {one.what: one for one in milestones_of(case, playbook)}
    keys = {Milestone.acknowledged: playbook.acknowledge, Milestone.dispatched: playbook.dispatch}
    due = {token.key: token.due_at for token in reversed(tokens)}
    return tuple(
        Stage(what, due.get(keys[what]) if what in keys else case.first_due_at, done.get(what)) for what in Milestone
    )


def _clock(token: Token, now: datetime, map_: Gazetteer) -> Clock:
    agency = map_.place(token.agency)
    return Clock(token, agency.name_vi, agency.name("en"), None if token.due_at is None else token.due_at - now)


def messages_in_force(now: datetime) -> QuerySet[PublicMessage]:
    """Return what the public is told now, the newest first; nothing of a drill."""
    return PublicMessage.objects.filter(practice=False, starts_at__lte=now, ends_at__gt=now).order_by("-starts_at")
