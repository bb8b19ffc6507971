"""Verify the event log with nothing of the product: only PostgreSQL, SHA-256 and JSON.

Run it as ``python standalone_verify.py DATABASE_URL``. It reads every sealed event in order, computes each hash anew
and
names the first link that does not hold. It prints one JSON document and ends with 0 if all hold, 1 if one does not.
"""

import hashlib
import json
import sys
from datetime import UTC
from typing import Any

import psycopg

COLUMNS = "sequence, previous_hash, hash, kind, occurred_at, actor, place, subject, payload"


def expected_hash(row: dict[str, Any]) -> str:
    """Compute a row's hash as docs/events.md describes it."""
    moment = row["occurred_at"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    said = [
        row["sequence"],
        row["previous_hash"],
        row["kind"],
        moment,
        row["actor"],
        row["place"],
        row["subject"],
        row["payload"],
    ]
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def fault_of(row: dict[str, Any], sequence: int, previous: str) -> str | None:
    """Say what is wrong with a link, if anything is."""
    if row["sequence"] != sequence:
        return f"event {sequence} is missing: {row['sequence']} comes next"
    if row["previous_hash"] != previous:
        return f"event {sequence} does not name the hash of the event before it"
    if row["hash"] != expected_hash(row):
        return f"event {sequence} ({row['kind']}) was changed after it was sealed"
    return None


def verify(url: str) -> dict[str, Any]:
    """Walk the chain; stop at the first broken link."""
    checked, previous = 0, "0" * 64
    with psycopg.connect(url, row_factory=psycopg.rows.dict_row) as connection, connection.cursor("chain") as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM events_event WHERE sequence IS NOT NULL ORDER BY sequence")  # noqa: S608
        for row in cursor:
            fault = fault_of(row, checked + 1, previous)
            if fault:
                return {"ok": False, "checked": checked, "broken_at": checked + 1, "fault": fault}
            checked, previous = checked + 1, row["hash"]
    return {"ok": True, "checked": checked, "broken_at": None, "fault": None, "head": previous}


if __name__ == "__main__":
    result = verify(sys.argv[1])
    sys.stdout.write(json.dumps(result) + "\n")
    sys.exit(0 if result["ok"] else 1)
