"""The moment at which work on cases takes place: now, or in a demonstration the same time of an earlier day.

The invented years of a demonstration end on the pack's reference date, and so may its agencies and holidays: who tries
the platform out works in that week, and what they do stands beside what was simulated. The event log keeps real time.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

WEEK = 7


def now() -> datetime:
    """Return the present moment of the province, aware."""
    return timezone.now() - timedelta(days=settings.SONGBE_DAYS_BACK)


def today() -> date:
    """Return the present day of the province."""
    return timezone.localdate(now())


def is_shifted() -> bool:
    """Whether work takes place on an earlier day than today's."""
    return bool(settings.SONGBE_DAYS_BACK)


def days_back_to(reference: date, real: date) -> int:
    """Return the whole weeks, in days, that lead from a real day back to the last seven days up to a reference date.

    The weekday stays what it is. 0 if the reference lies ahead.
    """
    between = (real - reference).days
    return 0 if between <= 0 else -(-between // WEEK) * WEEK
