"""Assessing how agencies answered the reports of a month, once it is over."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from songbe.cases.declare.scores import MeasureSheet, ScoresSheet
from songbe.cases.queries.scores import Answered, assessed_on, reports_due, service_scores, unit_of
from songbe.cases.rules.facts import Entry, entry_fact
from songbe.cases.rules.scores import Reading, share_points
from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.events.models import Event
from songbe.places import clock
from songbe.places.policy import Actor

MONTHS = 3
"""How many months back an assessment is made, or made anew: a report may be routed, or opened again, afterwards."""


def assess_reports(*, actor: Actor) -> int:
    """This function will assess the reports of the last whole months, agency by agency, and return how many
    assessments are new or other than before; each in a transaction of its own."""
    sheet = service_scores()
    measure = sheet.measure(Reading.reports) if sheet is not None else None
    if sheet is None or measure is None:
        return 0
    made, end = 0, clock.today().replace(day=1)
    for _ in range(MONTHS):
        last = end - timedelta(days=1)
        start = last.replace(day=1)
        if assessed_on(sheet, last):
            for found in reports_due(start=_midnight(start), end=_midnight(end)):
                made += _assess(found, last, sheet, measure, actor)
        end = start
    return made


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


@transaction.atomic
def _assess(found: Answered, last: date, sheet: ScoresSheet, measure: MeasureSheet, actor: Actor) -> int:
    """Tell the warehouse what an agency's reports of a month earned, if that is new. last: the month's last day."""
    code = _code(found, last, measure)
    said = {"month": f"{last:%Y-%m}", "due": found.due, "kept": found.kept}
    points = share_points(found.kept, found.due, [(step.share, step.points) for step in measure.steps])
    earlier = Event.objects.filter(kind=EventKind.REPORTS_ASSESSED, subject=f"score:{code}").order_by("id")
    before = earlier.last()
    new = said | {"points": str(points)}
    if before is not None and before.payload == new:
        return 0
    event = record_event(
        kind=EventKind.REPORTS_ASSESSED,
        actor=actor.name,
        place=found.agency,
        subject=f"score:{code}",
        payload=new,
        key=f"score:{code}:{earlier.count() + 1}",
    )
    tell = import_string(settings.SONGBE_TELL)
    old_points = None if before is None else str(before.payload["points"])
    if old_points != new["points"]:
        old = None if old_points is None else _fact(found, last, sheet, measure, old_points)
        tell("register_change", old, _fact(found, last, sheet, measure, str(new["points"])), event)
    return 1


def _code(found: Answered, last: date, measure: MeasureSheet) -> str:
    marked = "/simulated" if found.simulated else ""
    return f"{measure.category}/{found.agency}/{found.sector}/{last:%Y-%m}{marked}"


def _fact(found: Answered, last: date, sheet: ScoresSheet, measure: MeasureSheet, points: str) -> Mapping[str, object]:
    return entry_fact(
        Entry(
            code=_code(found, last, measure),
            register=sheet.register_,
            agency=found.agency,
            unit=unit_of(found.agency),
            sector=found.sector,
            category=measure.category,
            detail="",
            state=sheet.state,
            opened=last,
            simulated=found.simulated,
            quantity=Decimal(points),
        )
    )
