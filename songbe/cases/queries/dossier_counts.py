"""What a dossier that is over adds to the pack's counters, from its steps and its pauses."""

from collections.abc import Iterator
from functools import lru_cache

from django.utils import timezone

from songbe.cases.declare.counters import CountersSheet, ProgressSheet, StepsSheet
from songbe.cases.declare.procedures import ProcedureLine
from songbe.cases.models import Case, Definition
from songbe.cases.queries.declared import calendar
from songbe.cases.queries.scores import pauses_of, stood_still, tokens_of, turns_of, unit_of
from songbe.cases.rules.dossier_counts import steps_of, updates_of
from songbe.cases.rules.facts import Count
from songbe.places.queries import applied_pack_id

COUNTERS = "counters"
"""The kind, and the code, of the definition that says which counters are fed."""


def dossier_counters() -> CountersSheet | None:
    """Return which counters dossiers feed, if the pack in force says so."""
    return _dossier_counters(applied_pack_id())


@lru_cache(maxsize=4)
def _dossier_counters(_pack: int) -> CountersSheet | None:
    row = Definition.objects.filter(kind=COUNTERS, current=True).first()
    return None if row is None else CountersSheet.model_validate(row.body)


def counts_of(case: Case, line: ProcedureLine) -> tuple[Count, ...]:
    """Return what a dossier adds to counters; nothing before it is over, or if it was never received."""
    sheet = dossier_counters()
    if sheet is None or case.closed_at is None or case.received_at is None:
        return ()
    public = case.parent_id is None and not line.internal
    found = [*_progress(case, sheet.progress)] if sheet.progress is not None and public else []
    return (*found, *(_steps(case, sheet.steps) if sheet.steps is not None else ()))


def _progress(case: Case, sheet: ProgressSheet) -> Iterator[Count]:
    """Yield the dossier, and how often who tracks it saw something new; on the day it was over."""
    pauses = pauses_of(case)
    moments = [case.received_at, case.finished_at, case.returned_at, case.closed_at]
    moments += [token.closed_at for token in tokens_of(case)]
    moments += [moment for pause in pauses for moment in (pause.start, pause.end)]
    seen = [moment for moment in moments if moment is not None and case.received_at and moment >= case.received_at]
    for category, quantity in ((sheet.dossier, 1), (sheet.update, updates_of(seen))):
        yield Count(
            code=f"{case.code}/{category}",
            counter=sheet.counter,
            agency=case.handler,
            unit=case.unit,
            sector=case.sector,
            category=category,
            on=timezone.localdate(case.closed_at),
            quantity=quantity,
            simulated=case.simulated,
        )


def _steps(case: Case, sheet: StepsSheet) -> Iterator[Count]:
    """Yield the steps of every agency, on the days they were done."""
    for found in steps_of(turns_of(case), stood_still(pauses_of(case)), calendar()):
        category = sheet.late if found.late else sheet.in_time
        yield Count(
            code=f"{case.code}/{category}/{found.agency}/{found.day}",
            counter=sheet.counter,
            agency=found.agency,
            unit=unit_of(found.agency),
            sector=case.sector,
            category=category,
            on=found.day,
            quantity=found.number,
            simulated=case.simulated,
        )
