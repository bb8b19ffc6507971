"""A computing process that dies at any moment: the next run repairs what it left, and every figure is right."""

import os
import random
import signal
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from songbe.indicators.queries import figures
from songbe.indicators.queries.catalogue import catalogue
from songbe.indicators.rules.definitions import parts
from songbe.kernel.periods import parse_period
from songbe.warehouse import store
from songbe.warehouse.models import CellFile
from songbe.warehouse.queries import sums_from_records
from tests.stories import apply_demo, at, bring_in, compute, dossier

KILLS = 20
CODES = ["DEMO001", "DEMO002", "DEMO003", "DEMO004", "DEMO005"]
UNITS = ["99101", "99102", "99201", "99301"]


def _batch(number: int) -> None:
    rows = [
        dossier(
            number * 100 + i,
            unit=UNITS[i % 4],
            received_at=at(f"2023-{1 + i % 12:02}-10T08:00"),
            due_at=at(f"2023-{1 + i % 12:02}-20T08:00"),
            overdue_at=at(f"2023-{1 + i % 12:02}-20T08:01"),
            finished_at=at(f"2023-{1 + i % 12:02}-{15 + i % 10}T08:00") if i % 3 else None,
        )
        for i in range(24)
    ]
    bring_in("dossier", rows, key=f"batch {number}")


COMPUTE = """
import django
django.setup()
from songbe.indicators.actions import compute_indicators
from songbe.places.policy import OPERATOR
print("ready", flush=True)
compute_indicators(actor=OPERATOR)
"""


def _compute_until_killed(after: float) -> None:
    """Let a process of its own compute, and kill it ``after`` seconds of work unless it was done before."""
    said = {"DATABASE_URL": _address(), "SONGBE_HOME": str(settings.SONGBE_HOME), "SONGBE_LOG_LEVEL": "warning"}
    said["DJANGO_SETTINGS_MODULE"] = "songbe.config.settings"
    with subprocess.Popen([sys.executable, "-c", COMPUTE], stdout=subprocess.PIPE, env=os.environ | said) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        time.sleep(after)
        child.kill()
    assert child.returncode in (-signal.SIGKILL, 0)


def _address() -> str:
    known = {key: quote(str(value), safe="") for key, value in connection.settings_dict.items()}
    return (
        f"postgresql://{known['USER']}:{known['PASSWORD']}@/{known['NAME']}?host={known['HOST']}&port={known['PORT']}"
    )


@pytest.mark.django_db(transaction=True)
def test_after_twenty_kills_at_random_moments_every_figure_is_right() -> None:
    apply_demo()
    chance = random.Random(20231231)
    began = time.perf_counter()
    _batch(0)
    compute()
    whole = time.perf_counter() - began
    for number in range(1, KILLS + 1):
        _batch(number)
        _compute_until_killed(chance.uniform(0, min(whole, 0.6)))

    compute()

    periods = [parse_period(text) for text in ("2023", "2023-05", "2023-Q4")]
    found = figures(codes=CODES, places=["99", "991", "99201"], periods=periods)
    for (code, place, period), shown in found.items():
        made = parts(catalogue().definitions[code])
        assert made is not None
        assert shown.numerator == sums_from_records(made.of, place, parse_period(period)).n, (code, place, period)
    assert found["DEMO001", "99", "2023"].computed == 24 * (KILLS + 1)
    kept = {path.name for path in (store.folder() / "cells").iterdir()}
    assert kept == {file.path.rsplit("/", 1)[1] for file in CellFile.objects.all()}
