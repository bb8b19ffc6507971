"""Which promises are at risk, and the apologies that were drafted for them."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from songbe.cases.models import Apology, Case
from songbe.cases.queries.declared import calendar, risk_days
from songbe.cases.rules.clock import first_date_to_apologise_for, last_date_at_risk
from songbe.cases.rules.states import State


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def risk_until(now: datetime) -> datetime:
    """Return the moment before which what is due is at risk: the end of the next working day, or as the pack says."""
    last = last_date_at_risk(timezone.localdate(now), risk_days(), calendar())
    return _begin(last + timedelta(days=1))


def _in_time_from(now: datetime) -> datetime:
    """Return the moment from which on what is due can still be apologised for in time."""
    return _begin(first_date_to_apologise_for(timezone.localdate(now), calendar()))


def undrafted(now: datetime) -> QuerySet[Case]:
    """Dossiers at risk that are worked on, whose promise can still be moved and for which no apology waits; the next
    due first. A part of another dossier has none of its own: its applicant was promised the whole."""
    waits = Exists(Apology.objects.filter(case=OuterRef("pk"), state="draft"))
    found = Case.objects.filter(
        ~waits,
        closed_at=None,
        finished_at=None,
        due_now_at__gte=_in_time_from(now),
        due_now_at__lt=risk_until(now),
        state=State.processing,
        kind="dossier",
        parent=None,
        new_dates=0,
        practice=False,
    )
    return found.order_by("due_now_at", "pk")


def _waiting(now: datetime) -> QuerySet[Apology]:
    return Apology.objects.filter(state="draft", due_at__gte=_in_time_from(now))


def waiting_apology(case: Case, now: datetime) -> Apology | None:
    """Return the apology that waits for a case to be sent, None if there is none or it is too late for it."""
    return _waiting(now).filter(case=case).first()


def drafted_for(cases: Iterable[Case], now: datetime) -> frozenset[int]:
    """Return of some cases the numbers of those for which an apology waits to be sent."""
    return frozenset(_waiting(now).filter(case__in=[case.pk for case in cases]).values_list("case", flat=True))
