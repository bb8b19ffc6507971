"""Reckoning anew when open cases are due, after the calendar changed under them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from songbe.cases.actions.changing import due_of, reckon, settle, taken
from songbe.cases.actions.moving import due_at, standing
from songbe.cases.errors import NotInThisState
from songbe.cases.models import Case
from songbe.cases.queries.declared import process_of
from songbe.cases.rules.process import seats
from songbe.cases.rules.states import OPEN, Verb
from songbe.events.kinds import EventKind
from songbe.events.statements import update
from songbe.places import clock
from songbe.places.policy import Actor, Right

WHY = "calendar"


@dataclass(frozen=True, slots=True)
class Reckoned:
    """How many open cases were looked at, and how many are due at another moment now."""

    looked_at: int
    changed: int


def reckon_open_cases(*, province: str, actor: Actor) -> Reckoned:
    """This function will reckon anew when every open case is due, and note each that is due at another moment.

    The first promise stays, and so does a new date that was promised; the trail of promises says why. Only a case that
    changes is locked, each in a transaction of its own. province: where the actor may apply packs. Raises OutOfReach.
    """
    actor.require(Right.APPLY_PACK, province)
    looked_at = changed = 0
    waiting = Case.objects.filter(received_at__isnull=False, finished_at=None, closed_at=None, state__in=OPEN)
    for case in waiting.select_related("procedure").order_by("pk").iterator(chunk_size=500):
        looked_at += 1
        if due_of(case) != case.due_now_at:
            changed += _reckon(case.code, clock.now(), actor)
    return Reckoned(looked_at, changed)


@transaction.atomic
def _reckon(code: str, now: datetime, actor: Actor) -> int:
    try:
        case = taken(code, verb=Verb.reckon)
    except NotInThisState:  # it was finished meanwhile
        return 0
    before = case.due_now_at
    reckon(case, now=now, why=WHY)
    if case.due_now_at == before:
        return 0
    known = seats(process_of(case.process))
    for token in standing(case):
        token.due_at = due_at(case, known[token.key].block, token.opened_at)
        update(token, "due_at")
    said = {"from": _said(before), "due": _said(case.due_now_at), "why": WHY}
    settle(case, kind=EventKind.CASE_RECKONED, actor=actor, payload=said)
    return 1


def _said(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
