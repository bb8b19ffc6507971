"""What a dossier that was handed over earns by the pack's indices, from its steps, its pauses and its rating."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django.db.models import Count, F, Q
from django.utils import timezone

from songbe.cases.declare import REPORT
from songbe.cases.declare.procedures import ProcedureLine
from songbe.cases.declare.scores import MeasureSheet, ScoresSheet
from songbe.cases.models import Case, Definition, Pause, Token
from songbe.cases.queries.declared import calendar
from songbe.cases.rules.clock import Effect, due
from songbe.cases.rules.clock import Pause as Stop
from songbe.cases.rules.scores import (
    Pace,
    Reading,
    Turn,
    agencies_of,
    agency_paces,
    attitude_of,
    contacts_of,
    pace_of,
    spare_minutes,
)
from songbe.cases.rules.states import State
from songbe.events.statements import Read
from songbe.places.models import Agency
from songbe.places.queries import applied_pack_id

SCORES = "scores"
"""The kind, and the code, of the definition that says how points are earned."""
SILENCE, NOT_NEEDED = "silence", "not_needed"

_TOKENS = Read(lambda case: Token.objects.filter(case=case).order_by("pk"), case=-1)
_PAUSES = Read(lambda case: Pause.objects.filter(case=case).order_by("start", "pk"), case=-1)
_AGENCY = Read(lambda code: Agency.objects.only("unit_code").filter(code=code), code="?code")


@dataclass(frozen=True, slots=True)
class Score:
    """The points of one index. code: tells it from the other scores of its dossier; unit: where its agency sits."""

    code: str
    category: str
    agency: str
    unit: str
    points: Decimal


def service_scores() -> ScoresSheet | None:
    """Return how points are earned, if the pack in force says so."""
    return _service_scores(applied_pack_id())


@lru_cache(maxsize=4)
def _service_scores(_pack: int) -> ScoresSheet | None:
    row = Definition.objects.filter(kind=SCORES, current=True).first()
    return None if row is None else ScoresSheet.model_validate(row.body)


def scores_of(case: Case, line: ProcedureLine, sheet: ScoresSheet) -> tuple[Score, ...]:
    """Return what a dossier earned, once it was handed over; nothing of a linked part or an internal procedure, and
    nothing under a regime of which the indices do not speak."""
    if case.returned_at is None or case.parent_id is not None or line.internal or case.regime not in sheet.regimes:
        return ()
    return tuple(_scores(case, line, sheet))


def _scores(case: Case, line: ProcedureLine, sheet: ScoresSheet) -> Iterator[Score]:
    pauses = pauses_of(case)
    grain = int(sheet.grain * calendar().minutes_per_day)
    pace = _pace(case, line, pauses, grain)
    seen = {
        Reading.total_time: pace,
        Reading.contacts: contacts_of(case.supplements),
        Reading.agencies: agencies_of(
            case.supplements, elsewhere=any(pause.reason in sheet.elsewhere for pause in pauses)
        ),
        Reading.attitude: attitude_of(case.rating, pace, complaint_to=sheet.complaint_to),
    }
    for measure in sheet.measures:
        if measure.reads is Reading.agency_time:
            yield from _of_agencies(case, measure, pauses, grain)
        elif word := seen.get(measure.reads):
            agency = case.receiver if measure.at == "receiver" else case.handler
            yield Score(measure.category, measure.category, agency, unit_of(agency), measure.points[word])


def _pace(case: Case, line: ProcedureLine, pauses: list[Pause], grain: int) -> Pace | None:
    """Return how long a dossier took against its term with its pauses; a new date that was promised is not the term."""
    received, done = _wall(case.received_at), _wall(case.finished_at)
    if received is None or done is None:
        return None
    stops = [Stop(_wall(p.start) or received, _wall(p.end), Effect(p.effect), p.reason) for p in pauses]
    by_law = due(line.term, received, stops, calendar())
    return None if by_law is None else pace_of(spare_minutes(done=done, due=by_law, calendar=calendar()), grain)


def _of_agencies(case: Case, measure: MeasureSheet, pauses: list[Pause], grain: int) -> Iterator[Score]:
    turns = turns_of(case)
    for agency, pace in agency_paces(turns, stood_still(pauses), grain=grain, calendar=calendar()).items():
        code = f"{measure.category}/{agency}"
        yield Score(code, measure.category, agency, unit_of(agency), measure.points[pace])


def pauses_of(case: Case) -> list[Pause]:
    """Return the stretches in which the clock of a case stood, or stands, still."""
    return _PAUSES(case.pk)


def tokens_of(case: Case) -> list[Token]:
    """Return where a case stood, in the order in which it came there."""
    return _TOKENS(case.pk)


def stood_still(pauses: list[Pause]) -> list[tuple[datetime, datetime]]:
    """Return the pauses that are over, as local wall time."""
    return [(begin, end) for p in pauses if (begin := _wall(p.start)) and (end := _wall(p.end))]


def turns_of(case: Case) -> list[Turn]:
    """Return what agencies did for a case of what has a time of its own; given back too, no longer needed not."""
    return [
        Turn(token.agency, opened, closed, due_at, token.outcome == SILENCE)
        for token in tokens_of(case)
        if token.outcome != NOT_NEEDED
        and (opened := _wall(token.opened_at))
        and (closed := _wall(token.closed_at))
        and (due_at := _wall(token.due_at))
    ]


def unit_of(agency: str) -> str:
    """Return the unit in which an agency sits; empty if there is none."""
    found = _AGENCY.first(agency)
    return found.unit_code if found else ""


def _wall(moment: datetime | None) -> datetime | None:
    return None if moment is None else timezone.localtime(moment).replace(tzinfo=None, second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Answered:
    """The reports of a month that an agency led: how many were due in it, and how many of these answered by then.

    simulated: those made in a demonstration, which are assessed by themselves.
    """

    agency: str
    sector: str
    simulated: bool
    due: int
    kept: int


def reports_due(*, start: datetime, end: datetime) -> tuple[Answered, ...]:
    """Return, by agency, the reports whose first promise fell into ``[start, end)``; no drills, repeats, missed calls
    or rejected ones. A report that was opened again and waits is not answered."""
    due_then = Case.objects.filter(
        kind=REPORT,
        practice=False,
        first_due_at__gte=start,
        first_due_at__lt=end,
        report__duplicate_of=None,
        report__missed=False,
    ).exclude(state__in=(State.refused, State.withdrawn))
    counted = due_then.values("handler", "sector", "simulated").annotate(
        due=Count("pk"), kept=Count("pk", filter=Q(report__answered_at__lte=F("first_due_at")))
    )
    return tuple(
        Answered(row["handler"], row["sector"], row["simulated"], row["due"], row["kept"])
        for row in counted.order_by("handler", "sector", "simulated")
    )


def assessed_on(sheet: ScoresSheet, day: date) -> bool:
    """Whether a regime under which points are earned is in force on a day."""
    regimes = Definition.objects.filter(kind="regime", code__in=sheet.regimes, current=True, valid_from__lte=day)
    return regimes.filter(Q(valid_to=None) | Q(valid_to__gt=day)).exists()
