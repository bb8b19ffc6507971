"""Writing events and sealing them."""

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from songbe.events.kinds import EventKind
from songbe.events.models import Event
from songbe.events.rules import GENESIS, link_hash
from songbe.events.statements import insert
from songbe.kernel.digests import canonical_json

SEALER_LOCK = 7_221_001
SEAL_BATCH = 500


def record_event(
    *,
    kind: EventKind,
    actor: str,
    place: str = "",
    subject: str = "",
    payload: Mapping[str, Any] | None = None,
    key: str | None = None,
) -> Event:
    """This function will note that something happened, inside the transaction in which it is done.

    Raises IntegrityError if the same idempotency key was noted before, TypeError for a payload that has no canonical
    form.
    """
    canonical_json(dict(payload or {}))  # what cannot be sealed is refused here, not a second later
    return insert(
        Event(
            kind=kind.value,
            occurred_at=timezone.now(),
            actor=actor,
            place=place,
            subject=subject,
            payload=dict(payload or {}),
            key=key,
        )
    )


def seal_events(*, limit: int = SEAL_BATCH) -> int:
    """This function will give unsealed events their place in the chain, oldest first, and return how many.

    One sealer works at a time; another call returns 0 at once.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        waiting = list(Event.objects.filter(sequence=None).order_by("id")[:limit])
        if not waiting:
            return 0
        last = Event.objects.exclude(sequence=None).order_by("-sequence").first()
        sequence, previous = (last.sequence or 0, last.hash) if last else (0, GENESIS)
        now = timezone.now()
        for event in waiting:
            sequence += 1
            event.sequence, event.previous_hash, event.sealed_at = sequence, previous, now
            event.hash = previous = link_hash(
                sequence=sequence,
                previous_hash=previous,
                kind=event.kind,
                occurred_at=event.occurred_at,
                actor=event.actor,
                place=event.place,
                subject=event.subject,
                payload=event.payload,
            )
        Event.objects.bulk_update(waiting, ["sequence", "previous_hash", "hash", "sealed_at"])
        return len(waiting)
