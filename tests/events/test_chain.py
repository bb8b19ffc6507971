"""The log of events: what is written stays as it was written, and a broken link is found and named."""

import os
import subprocess
import sys
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from songbe.events import standalone_verify
from songbe.events.actions import record_event, seal_events
from songbe.events.kinds import EventKind
from songbe.events.models import Event
from songbe.events.queries import events_about, events_after
from songbe.events.standalone_verify import verify


def _three() -> None:
    for number in range(3):
        record_event(
            kind=EventKind.TARGET_SET,
            actor="lan",
            place="99",
            subject="target:1",
            payload={"tên": "Dĩ An", "số": number},
        )


def _url() -> str:
    named: dict[str, Any] = connection.get_connection_params()
    return f"postgresql:///{named['dbname']}?" + "&".join(
        f"{key}={named[key]}" for key in ("host", "port", "user", "password") if named.get(key)
    )


@pytest.mark.django_db
def test_events_are_read_only_once_they_are_sealed() -> None:
    _three()
    assert events_after(0) == ()

    assert seal_events() == 3

    assert [event.sequence for event in events_after(0)] == [1, 2, 3]
    assert [event.payload["số"] for event in events_about("target:1")] == [2, 1, 0]


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["UPDATE events_event SET actor = 'x'", "DELETE FROM events_event"])
def test_the_database_refuses_to_change_or_delete_an_event(change: str) -> None:
    _three()
    seal_events()

    with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.django_db(transaction=True)
def test_the_verifier_holds_a_chain_true_that_nobody_touched() -> None:
    _three()
    seal_events()

    assert verify(_url()) == {
        "ok": True,
        "checked": 3,
        "broken_at": None,
        "fault": None,
        "head": events_after(2)[0].hash,
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("tamper", "broken_at", "fault"),
    [
        ("UPDATE events_event SET payload = '{\"số\": 7}' WHERE sequence = 2", 2, "was changed after it was sealed"),
        ("UPDATE events_event SET previous_hash = repeat('a', 64) WHERE sequence = 3", 3, "the event before it"),
        ("DELETE FROM events_event WHERE sequence = 2", 2, "event 2 is missing"),
    ],
)
def test_a_broken_link_is_found_and_named(tamper: str, broken_at: int, fault: str) -> None:
    _three()
    seal_events()
    with connection.cursor() as cursor:  # somebody with the keys of the database itself
        cursor.execute("ALTER TABLE events_event DISABLE TRIGGER events_append_only")
        cursor.execute(tamper)
        cursor.execute("ALTER TABLE events_event ENABLE TRIGGER events_append_only")

    found = verify(_url())

    assert not found["ok"]
    assert found["broken_at"] == broken_at
    assert fault in found["fault"]


@pytest.mark.django_db
def test_the_same_key_twice_is_one_event() -> None:
    record_event(kind=EventKind.TARGET_SET, actor="lan", key="nộp-1")

    with pytest.raises(Exception, match="events_event_key"), transaction.atomic():
        record_event(kind=EventKind.TARGET_SET, actor="lan", key="nộp-1")

    assert Event.objects.count() == 1


def test_the_verifier_imports_nothing_of_the_product() -> None:
    code = """
import sys, importlib.util
spec = importlib.util.spec_from_file_location("verifier", sys.stdin.read())
spec.loader.exec_module(importlib.util.module_from_spec(spec))
sys.exit(any(name.startswith(("songbe", "django")) for name in sys.modules))
"""
    assert standalone_verify.__file__ is not None
    run = subprocess.run(
        [sys.executable, "-I", "-c", code], input=standalone_verify.__file__, text=True, cwd=os.path.sep, check=False
    )
    assert run.returncode == 0
