"""What every verb does: take the case, see that it may be done, change it, note the event, tell the warehouse."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from songbe.cases.actions.messages import end_messages
from songbe.cases.actions.moments import aware, wall
from songbe.cases.actions.telling import tell
from songbe.cases.declare import TypeSheet
from songbe.cases.errors import CaseChanged, NotInThisState, UnknownCase
from songbe.cases.models import Case, Pause, Promise
from songbe.cases.queries.declared import calendar, line_of, playbook_of, version
from songbe.cases.rules.clock import Effect, due
from songbe.cases.rules.clock import Pause as Stop
from songbe.cases.rules.states import DECIDED, Verb, may
from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.events.models import Event
from songbe.events.statements import Read, insert, run, update
from songbe.places import clock
from songbe.places.policy import Actor

_LOCKED = Read(
    lambda code: Case.objects.select_for_update(of=("self",)).select_related("party").filter(code=code), code="?code"
)
_PAUSES = Read(lambda case: Pause.objects.filter(case=case).order_by("start", "pk"), case=-1)

_END_APOLOGY = "UPDATE cases_apology SET state = %s, ended_at = %s WHERE case_id = %s AND state = 'draft'"


def taken(code: str, *, verb: Verb, version: int | None = None) -> Case:
    """Return a case, locked for this transaction, if the verb may be done to it.

    version: what the person looked at; None: whatever it is. Raises UnknownCase, CaseChanged, NotInThisState.
    """
    case = _LOCKED.first(code)
    if case is None:
        raise UnknownCase(case=code)
    if version is not None and case.version != version:
        raise CaseChanged(case=code)
    if not may(verb, case.state):
        raise NotInThisState(case=code, state=case.state, verb=verb.value)
    keep_versions(case)
    return case


def keep_versions(case: Case) -> None:
    """Give a case the versions it began with from memory, where they are kept."""
    case.procedure, case.process, case.form = (version(pk) for pk in (case.procedure_id, case.process_id, case.form_id))


def settle(
    case: Case,
    *,
    kind: EventKind,
    actor: Actor,
    payload: Mapping[str, Any] | None = None,
    key: str | None = None,
) -> Event:
    """This function will save a changed case with its event, and tell the warehouse what it was and what it is."""
    case.version += 1
    event = record_event(
        kind=kind,
        actor=actor.name,
        place=case.handler,
        subject=f"case:{case.code}",
        payload={"state": case.state, **(payload or {})},
        key=key,
    )
    if not case.practice:
        tell(case, event)
    over = case.finished_at or case.closed_at
    if over is not None and playbook_of(case.procedure) is not None:
        end_messages(case, at=over)
    if case.state in DECIDED:
        end_apology(case, "dropped", now=clock.now())
    update(case)
    return event


def note_told(case: Case, event: Event) -> None:
    """This function will tell the warehouse what is other about a case though nobody changed the case itself."""
    if not case.practice:
        tell(case, event)
        case.save(update_fields=["told"])


def end_apology(case: Case, how: str, *, now: datetime) -> bool:
    """This function will end the apology that waits for a case, if there is one; return whether there was.

    how: ``used`` or ``dropped``.
    """
    return run(_END_APOLOGY, [how, now, case.pk]).rowcount == 1


def reckon(case: Case, *, now: datetime, why: str) -> None:
    """This function will reckon anew when a case is due, and note the promise if it is another than before.

    An apology drafted for the promise before is dropped.
    """
    if case.received_at is None:
        return
    found = due_of(case)
    if case.first_due_at is None:
        case.first_due_at = found
    if found != case.due_now_at:
        if case.due_now_at is not None:
            end_apology(case, "dropped", now=now)
        case.due_now_at = found
        insert(Promise(case=case, due_at=found, given_at=now, why=why))


def due_of(case: Case) -> datetime | None:
    """Return when a case is due by its term, its pauses and the calendar; None where that is not known yet."""
    received = wall(case.received_at)
    if received is None:
        return None
    stops = [Stop(wall(p.start) or received, wall(p.end), Effect(p.effect), p.reason) for p in _PAUSES(case.pk)]
    playbook = playbook_of(case.procedure)
    # Whoever answers an alert has a clock that runs at night too, from the moment it was opened.
    found = (
        case.filed_at + playbook.term
        if playbook is not None
        else aware(due(line_of(case.procedure).term, received, stops, calendar()))
    )
    found = hastened(case, case.received_at, found)
    if found is not None and case.new_dates:
        # A new date that was promised holds, unless later pauses carry the term beyond it.
        promised = Promise.objects.filter(case=case, why="new_date").latest("pk").due_at
        found = max(found, promised or found)
    return found


def hastened(case: Case, start: datetime | None, moment: datetime | None) -> datetime | None:
    """Return when something that starts now is due: in a drill as many times sooner as its type declares."""
    line = line_of(case.procedure)
    if not case.practice or not isinstance(line, TypeSheet) or start is None or moment is None:
        return moment
    return start + (moment - start) / line.practice_speed


def days_used(case: Case) -> int | None:
    """Return the whole working days a case took, pauses left out; None until it is finished."""
    start, end = wall(case.received_at), wall(case.finished_at)
    if start is None or end is None:
        return None
    hours = calendar()
    used = hours.working_minutes_between(start, end)
    for pause in _PAUSES(case.pk):
        if pause.end is None:
            continue
        begins, ends = max(wall(pause.start) or start, start), min(wall(pause.end) or end, end)
        used -= hours.working_minutes_between(begins, ends) if begins < ends else 0
    return max(0, used) // hours.minutes_per_day
