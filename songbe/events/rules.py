"""How events are chained: pure, so that anybody can write it again from docs/events.md."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from songbe.kernel.digests import canonical_json, sha256_hex

GENESIS = "0" * 64
"""What the first event names as the hash before it."""


def link_hash(
    *,
    sequence: int,
    previous_hash: str,
    kind: str,
    occurred_at: datetime,
    actor: str,
    place: str,
    subject: str,
    payload: Mapping[str, Any],
) -> str:
    """Return the hash of one event: SHA-256 over the canonical JSON of all it says and the hash before it.

    occurred_at: aware; written in UTC with six decimals.
    """
    moment = occurred_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    said = [sequence, previous_hash, kind, moment, actor, place, subject, payload]
    return sha256_hex(canonical_json(said))
