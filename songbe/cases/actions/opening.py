"""Making a case: its code, its place, the versions it begins with."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from songbe.cases.actions.paying import open_fee
from songbe.cases.declare import ProcedureLine, TypeSheet, WorkLine
from songbe.cases.declare.playbooks import UNITS
from songbe.cases.models import Case, Party
from songbe.cases.queries.declared import Declared, current, desk, work
from songbe.cases.queries.playbooks import agencies_taking_part, place_of
from songbe.cases.rules.blocks import Handoff, holds
from songbe.cases.rules.codes import code, prefix
from songbe.cases.rules.states import State
from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.events.statements import Read, insert, run
from songbe.places import clock
from songbe.places.models import Agency
from songbe.places.policy import Actor

_COUNT_ON = (
    "INSERT INTO cases_codecounter (prefix, last) VALUES (%s, 1) "
    "ON CONFLICT (prefix) DO UPDATE SET last = cases_codecounter.last + 1 RETURNING last"
)
_AGENCY = Read(lambda code: Agency.objects.filter(code=code), code="?code")


def agency(code_: str) -> Agency:
    """Return an agency. Raises Agency.DoesNotExist."""
    found = _AGENCY.first(code_)
    if found is None:
        raise Agency.DoesNotExist(code_)
    return found


def next_number(name: str, day: date) -> str:
    """Return the next code under a name on a day; the counter's row stays locked until the transaction ends.

    So that no number is missed: a transaction that fails gives its number back. An agency without an identifier in
    electronic transactions goes by its own code.
    """
    found = run(_COUNT_ON, [prefix(name, day)]).fetchone()
    return code(name, day, found[0] if found else 1)


def make_case(
    declared: Declared,
    *,
    answers: Mapping[str, object],
    party: Party | None,
    channel: str,
    receiver: str,
    now: datetime,
    actor: Actor,
    parent: Case | None = None,
) -> Case:
    """Return a new case, saved, with the current versions of its procedure, process and form.

    receiver: the desk that took it; empty: as declared. What demonstration accounts do, or anybody on a clock that was
    put back, is simulated. Raises UnknownPlace.
    """
    line = declared.line
    handler = agency(desk(line.handler, answers))
    taken_at = receiver or (desk(line.receiver, answers) if line.receiver else handler.code)
    counted_at = handler if taken_at == handler.code else agency(taken_at)
    return insert(
        Case(
            code=_code(line, counted_at, timezone.localdate(now)),
            kind="dossier" if isinstance(line, ProcedureLine) else line.code,
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
            unit=_unit(line, answers, handler),
            channel=channel,
            answers=_with_agencies(line, answers),
            filed_at=now,
            opened_by_id=actor.person,
            parent=parent,
            simulated=actor.practice or clock.is_shifted(),
            practice=_is_practice(line, answers) if parent is None else parent.practice,
        )
    )


def _code(line: WorkLine, agency: Agency, day: date) -> str:
    """Return the next code: of a procedure under its agency, of another type under the type's own letters."""
    if isinstance(line, TypeSheet):
        return next_number(line.prefix, day)
    return next_number(agency.digital_id or agency.code, day)


def _unit(line: WorkLine, answers: Mapping[str, object], handler: Agency) -> str:
    """Return where a case is counted: where its handler sits; an alert where it happens."""
    if isinstance(line, TypeSheet) and line.playbook is not None:
        return place_of(answers) or handler.unit_code
    return handler.unit_code


def _with_agencies(line: WorkLine, answers: Mapping[str, object]) -> dict[str, object]:
    """Return the answers, of an alert with all agencies that take part: those the playbook names, and those chosen."""
    playbook = line.playbook if isinstance(line, TypeSheet) else None
    if playbook is None:
        return dict(answers)
    chosen = answers.get(UNITS, ())
    more = [str(each) for each in chosen] if isinstance(chosen, list | tuple) else []
    return {**answers, UNITS: list(dict.fromkeys([*agencies_taking_part(playbook, answers), *more]))}


def _is_practice(line: WorkLine, answers: Mapping[str, object]) -> bool:
    return isinstance(line, TypeSheet) and bool(line.practice_when) and holds(line.practice_when, answers)


def open_linked(case: Case, block: Handoff, *, now: datetime, actor: Actor) -> Case:
    """This function will open another agency's part of a case as a linked case of its own, to be received there."""
    declared = work(block.case, timezone.localdate(now))
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
    open_fee(linked, declared.line, actor=actor)
    return linked
