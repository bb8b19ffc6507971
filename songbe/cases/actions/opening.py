"""Making a case: its code, its place, the versions it begins with."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from songbe.cases.models import Case, CodeCounter, Party
from songbe.cases.queries.declared import Declared, current, desk, procedure
from songbe.cases.rules.blocks import Handoff
from songbe.cases.rules.codes import code, prefix
from songbe.cases.rules.states import State
from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.places.models import Agency
from songbe.places.policy import Actor


def next_code(agency: Agency, day: date) -> str:
    """Return the next code of an agency on a day; the counter's row stays locked until the transaction ends.

    So that no number is missed: a transaction that fails gives its number back. An agency without an identifier in
    electronic transactions goes by its own code.
    """
    name = agency.digital_id or agency.code
    CodeCounter.objects.bulk_create([CodeCounter(prefix=prefix(name, day))], ignore_conflicts=True)
    counter = CodeCounter.objects.select_for_update().get(prefix=prefix(name, day))
    counter.last += 1
    counter.save(update_fields=["last"])
    return code(name, day, counter.last)


def make_case(
    declared: Declared,
    *,
    answers: Mapping[str, object],
    party: Party,
    channel: str,
    receiver: str,
    now: datetime,
    actor: Actor,
    parent: Case | None = None,
) -> Case:
    """Return a new case, saved, with the current versions of its procedure, process and form.

    receiver: the desk that took it; empty: as declared. Raises UnknownPlace.
    """
    line = declared.procedure
    handler = Agency.objects.select_related(None).get(code=desk(line.handler, answers))
    taken_at = receiver or (desk(line.receiver, answers) if line.receiver else handler.code)
    counted_at = handler if taken_at == handler.code else Agency.objects.get(code=taken_at)
    return Case.objects.create(
        code=next_code(counted_at, timezone.localdate(now)),
        procedure=declared.row,
        process=current("process", line.process),
        form=current("form", line.form),
        regime=line.regime,
        party=party,
        title_vi=line.name_vi,
        title_en=line.name_en,
        sector=line.sector,
        handler=handler.code,
        receiver=taken_at,
        unit=handler.unit_code,
        channel=channel,
        answers=dict(answers),
        filed_at=now,
        parent=parent,
        simulated=actor.practice if parent is None else parent.simulated,
        practice=False if parent is None else parent.practice,
    )


def open_linked(case: Case, block: Handoff, *, now: datetime, actor: Actor) -> Case:
    """This function will open another agency's part of a case as a linked case of its own, to be received there."""
    if case.party is None:
        raise TypeError("a case without a party hands nothing on")
    declared = procedure(block.case, timezone.localdate(now))
    linked = make_case(
        declared,
        answers=case.answers,
        party=case.party,
        channel=case.channel,
        receiver=desk(block.to, case.answers) if block.to else "",
        now=now,
        actor=actor,
        parent=case,
    )
    linked.outcomes = {"handed_by": block.key}
    linked.state = State.registered.value
    linked.save(update_fields=["outcomes", "state"])
    record_event(
        kind=EventKind.CASE_LINKED,
        actor=actor.name,
        place=linked.handler,
        subject=f"case:{linked.code}",
        payload={"of": case.code, "step": block.key, "procedure": block.case},
    )
    return linked
