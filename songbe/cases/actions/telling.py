"""What a case tells the warehouse, and when it says something new."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from songbe.cases.actions.moments import wall
from songbe.cases.declare import ProcedureLine, TypeSheet
from songbe.cases.declare.procedures import RegisterSheet, StateWord, questions_of
from songbe.cases.models import Attached, Case, Report
from songbe.cases.queries.declared import line_of
from songbe.cases.queries.dossier_counts import counts_of
from songbe.cases.queries.milestones import milestones_of
from songbe.cases.queries.scores import scores_of, service_scores
from songbe.cases.rules import facts
from songbe.cases.rules.blocks import holds
from songbe.cases.rules.facts import Dossier, Entry, count_fact, dossier_fact, entry_fact, report_fact
from songbe.cases.rules.playbooks import IN_TIME
from songbe.events.models import Event
from songbe.events.statements import Read
from songbe.payments.queries import settled_of
from songbe.payments.rules import Settled, whole_vnd
from songbe.places import clock
from songbe.places.queries import kind_of_agency

Told = tuple[str, Mapping[str, object]]


def tell(case: Case, event: Event) -> None:
    """This function will tell the warehouse what is other than it was last told of a case.

    The case is not saved here. What never changed is not said again.
    """
    old = {(kind, fact["id"]): fact for kind, fact in case.told}
    new = {(kind, fact["id"]): {name: _plain(value) for name, value in fact.items()} for kind, fact in facts_of(case)}
    say = import_string(settings.SONGBE_TELL)
    for key in {**old, **new}:
        if old.get(key) != new.get(key):
            say(key[0], old.get(key), new.get(key), event)
    case.told = [(kind, fact) for (kind, _id), fact in new.items()]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def facts_of(case: Case) -> list[Told]:
    """Return what a case says now, as facts of the kinds the warehouse knows."""
    line = line_of(case.procedure)
    if isinstance(line, ProcedureLine):
        fact = dossier_fact(as_dossier(case, line))
        scores = [("register_change", entry_fact(entry)) for entry in as_scores(case, line)]
        counts = [("counter", count_fact(count)) for count in counts_of(case, line)]
        return [] if fact is None else [("dossier", fact), *scores, *counts]
    if not isinstance(line, TypeSheet):
        return []
    if line.fact == "report":
        return [("report", report_fact(as_report(case)))]
    entries = [as_entry(case, line.entry)] if line.entry is not None else []
    return [("register_change", entry_fact(entry)) for entry in (*entries, *as_times(case, line))]


_GIVEN = Read(lambda case: Attached.objects.filter(case=case), case=-1)


def as_dossier(case: Case, line: ProcedureLine) -> Dossier:
    """Return a dossier as its fact sees it."""
    given = _GIVEN(case.pk)
    digitised = bool(line.papers) and set(line.papers) <= {each.paper for each in given}
    fees = fees_settled(case, line)
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
        digitised_in_at=wall(case.received_at) if digitised else None,
        digitised_out_at=wall(case.digitised_out_at),
        reused=any(each.reused for each in given),
        fee_vnd=Decimal(fees.due_vnd),
        paid_vnd=Decimal(fees.paid_vnd),
        paid_online_at=wall(fees.paid_online_at),
        rating=case.rating,
        post_return=case.post_return,
        essential=line.essential,
        internal=line.internal,
        linked=case.parent_id is not None,
        simulated=case.simulated,
    )


def as_scores(case: Case, line: ProcedureLine) -> list[Entry]:
    """Return what a dossier that was handed over earned, as entries of the register of scores: points are their
    quantity, counted on the day of the handing over."""
    sheet = service_scores()
    if sheet is None or case.returned_at is None:
        return []
    return [
        Entry(
            code=f"{case.code}/{score.code}",
            register=sheet.register_,
            agency=score.agency,
            unit=score.unit,
            sector=case.sector,
            category=score.category,
            detail="",
            state=sheet.state,
            opened=timezone.localdate(case.returned_at),
            simulated=case.simulated,
            quantity=score.points,
        )
        for score in scores_of(case, line, sheet)
    ]


def fees_settled(case: Case, line: ProcedureLine) -> Settled:
    """Return what a case costs and what was paid; as its procedure says where no order was ever opened."""
    declared = line.fee_vnd + line.charge_vnd
    return (settled_of(f"case:{case.code}") if declared else None) or Settled(whole_vnd(declared), 0, None)


STATES = {
    "registered": "received",
    "processing": "assigned",
    "finished": "closed",
    "returned": "closed",
    "refused": "rejected",
    "withdrawn": "rejected",
}
"""State of a case -> the word of a report's fact, before it is answered."""


def as_report(case: Case) -> facts.Report:
    """Return a report as its fact sees it."""
    report = Report.objects.get(case=case)
    agencies = case.answers.get("agencies", [])
    state = STATES.get(case.state, "assigned")
    if state == "assigned" and report.acknowledged_at is None:
        state = "received"
    return facts.Report(
        code=case.code,
        agency=case.handler,
        unit=case.unit,
        sector=case.sector,
        channel=case.channel,
        category=report.category,
        received_at=wall(case.filed_at) or datetime.min,  # noqa: DTZ901  never: a case is always filed
        due_at=wall(case.first_due_at),
        acknowledged_at=wall(report.acknowledged_at),
        answered_at=wall(report.answered_at),
        finished_at=wall(case.finished_at),
        state=state,
        agencies=len(agencies) if isinstance(agencies, list) else 0,
        rating=case.rating,
        reopened=report.reopened,
        duplicate=report.duplicate_of_id is not None,
        public=report.public,
        missed=report.missed,
        wait_seconds=report.wait_seconds,
        simulated=case.simulated,
    )


def as_entry(case: Case, sheet: RegisterSheet) -> Entry:
    """Return a case as the entry of its register."""
    return Entry(
        code=case.code,
        register=sheet.register_,
        agency=case.handler,
        unit=case.unit,
        sector=case.sector,
        category=_filled(sheet.category, case) or _first(sheet.categories, case),
        detail=_filled(sheet.detail, case) or _first(sheet.details, case),
        state=_first(sheet.states, case),
        opened=timezone.localdate(case.filed_at),
        simulated=case.simulated,
    )


def as_times(case: Case, line: TypeSheet) -> list[Entry]:
    """Return how fast an alert was answered, as entries of the register of times: minutes are their quantity."""
    playbook = line.playbook
    if playbook is None:
        return []
    return [
        Entry(
            code=f"{case.code}/{one.what.value}",
            register=playbook.times,
            agency=case.handler,
            unit=case.unit,
            sector=case.sector,
            category=playbook.alert,
            detail=one.what.value,
            state=IN_TIME[one.in_time],
            opened=timezone.localdate(case.filed_at),
            simulated=case.simulated,
            quantity=one.minutes,
        )
        for one in milestones_of(case, playbook)
    ]


def _first(rules: tuple[StateWord, ...], case: Case) -> str:
    """Return the first word whose conditions hold as the case stands; empty if none does."""
    done = case.finished_at or clock.now()
    data = {
        **case.answers,
        **case.outcomes,
        "handler_kind": kind_of_agency(case.handler),
        "state": case.state,
        "finished": case.finished_at is not None,
        "late": case.first_due_at is not None and done > case.first_due_at,
    }
    return next((rule.word for rule in rules if holds(rule.when, data)), "")


def _filled(pattern: str, case: Case) -> str:
    known = {**case.answers, **case.outcomes}
    return pattern.format_map({key: known.get(key, "") for key in questions_of(pattern)})
