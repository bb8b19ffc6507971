"""Reading the log: sealed events only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from songbe.events.models import Event


@dataclass(frozen=True, slots=True)
class SealedEvent:
    """An event with its place in the chain."""

    sequence: int
    kind: str
    occurred_at: datetime
    actor: str
    place: str
    subject: str
    payload: dict[str, Any]
    hash: str


def events_about(subject: str, *, limit: int = 50) -> tuple[SealedEvent, ...]:
    """Return what happened to one thing, newest first."""
    rows = Event.objects.filter(subject=subject).exclude(sequence=None).order_by("-sequence")[:limit]
    return tuple(_sealed(row) for row in rows)


def events_after(sequence: int, *, kinds: Sequence[str] = (), limit: int = 500) -> tuple[SealedEvent, ...]:
    """Return sealed events after a sequence number, in order: what a consumer reads next. kinds: of these only."""
    rows = Event.objects.filter(sequence__gt=sequence)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    return tuple(_sealed(row) for row in rows.order_by("sequence")[:limit])


def newest_sequence() -> int:
    """Return the number of the newest sealed event; 0 before the first."""
    return Event.objects.aggregate(newest=Max("sequence"))["newest"] or 0


def _sealed(row: Event) -> SealedEvent:
    return SealedEvent(
        row.sequence or 0, row.kind, row.occurred_at, row.actor, row.place, row.subject, row.payload, row.hash
    )
