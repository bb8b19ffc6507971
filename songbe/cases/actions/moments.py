"""Points in time, and what the province's clocks show then."""

from datetime import datetime

from django.utils import timezone


def wall(moment: datetime | None) -> datetime | None:
    """Return a moment as the province's clocks show it: naive, to the minute."""
    if moment is None:
        return None
    return timezone.localtime(moment).replace(tzinfo=None, second=0, microsecond=0)


def aware(moment: datetime | None) -> datetime | None:
    """Return a moment of the province's clocks as a point in time."""
    return None if moment is None else timezone.make_aware(moment)
