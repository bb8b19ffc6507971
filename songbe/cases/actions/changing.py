"""What every verb does: take the case, see that it may be done, change it, note the event, tell the warehouse."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from songbe.cases.errors import CaseChanged, NotInThisState, UnknownCase
from songbe.cases.models import Case, Pause, Promise
from songbe.cases.queries.declared import calendar, procedure_of
from songbe.cases.rules.clock import Effect, due
from songbe.cases.rules.clock import Pause as Stop
from songbe.cases.rules.facts import Dossier, dossier_fact
from songbe.cases.rules.states import Verb, may
from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.events.models import Event
from songbe.places.policy import Actor


def taken(code: str, *, verb: Verb, version: int | None = None) -> Case:
    """Return a case, locked for this transaction, if the verb may be done to it.

    version: what the person looked at; None: whatever it is. Raises UnknownCase, CaseChanged, NotInThisState.
    """
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("procedure", "process", "form", "party")
        .filter(code=code)
        .first()
    )
    if case is None:
        raise UnknownCase(case=code)
    if version is not None and case.version != version:
        raise CaseChanged(case=code)
    if not may(verb, case.state):
        raise NotInThisState(case=code, state=case.state, verb=verb.value)
    return case


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
        _tell(case, event)
    case.save()
    return event


def _tell(case: Case, event: Event) -> None:
    fact = dossier_fact(as_dossier(case))
    new = None if fact is None else {name: _plain(value) for name, value in fact.items()}
    if new != case.told:
        import_string(settings.SONGBE_TELL)("dossier", case.told, new, event)
        case.told = new


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return str(value) if isinstance(value, Decimal) else value


def wall(moment: datetime | None) -> datetime | None:
    """Return a moment as the province's clocks show it: naive, to the minute."""
    if moment is None:
        return None
    return timezone.localtime(moment).replace(tzinfo=None, second=0, microsecond=0)


def aware(moment: datetime | None) -> datetime | None:
    """Return a moment of the province's clocks as a point in time."""
    return None if moment is None else timezone.make_aware(moment)


def as_dossier(case: Case) -> Dossier:
    """Return a case as its fact sees it."""
    line = procedure_of(case.procedure)
    return Dossier(
        code=case.code,
        procedure=line.code,
        tier=line.tier,
        sector=case.sector,
        handler=case.handler,
        receiver=case.receiver,
        unit=case.unit,
        channel=case.channel,
        online_level=line.online_level,
        applicant=case.party.kind if case.party else "citizen",
        state=case.state,
        received_at=wall(case.received_at),
        first_due_at=wall(case.first_due_at),
        due_now_at=wall(case.due_now_at),
        finished_at=wall(case.finished_at),
        returned_at=wall(case.returned_at),
        working_days=case.working_days,
        supplements=case.supplements,
        new_dates=case.new_dates,
        digitised_in_at=None,
        digitised_out_at=None,
        reused=False,
        fee_vnd=line.fee_vnd + line.charge_vnd,
        paid_vnd=Decimal(0),
        paid_online_at=None,
        rating=case.rating,
        essential=line.essential,
        internal=line.internal,
        linked=case.parent_id is not None,
        simulated=case.simulated,
    )


def reckon(case: Case, *, now: datetime, why: str) -> None:
    """This function will reckon anew when a case is due, and note the promise if it is another than before."""
    received = wall(case.received_at)
    if received is None:
        return
    stops = [
        Stop(wall(p.start) or received, wall(p.end), Effect(p.effect), p.reason)
        for p in Pause.objects.filter(case=case).order_by("start", "pk")
    ]
    found = aware(due(procedure_of(case.procedure).term, received, stops, calendar()))
    if found is not None and case.new_dates:
        # A new date that was promised holds, unless later pauses carry the term beyond it.
        promised = Promise.objects.filter(case=case, why="new_date").latest("pk").due_at
        found = max(found, promised or found)
    if case.first_due_at is None:
        case.first_due_at = found
    if found != case.due_now_at:
        case.due_now_at = found
        Promise.objects.create(case=case, due_at=found, given_at=now, why=why)


def days_used(case: Case) -> int | None:
    """Return the whole working days a case took, pauses left out; None until it is finished."""
    start, end = wall(case.received_at), wall(case.finished_at)
    if start is None or end is None:
        return None
    hours = calendar()
    used = hours.working_minutes_between(start, end)
    for pause in Pause.objects.filter(case=case, end__isnull=False):
        begins, ends = max(wall(pause.start) or start, start), min(wall(pause.end) or end, end)
        used -= hours.working_minutes_between(begins, ends) if begins < ends else 0
    return max(0, used) // hours.minutes_per_day
