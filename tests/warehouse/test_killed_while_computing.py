"""A computing process that dies at any moment: the next run repairs what it left, and every figure is right."""

import os
import random
import signal
import time

import pytest
from django.db import connections

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


def _compute_until_killed(after: float) -> None:
    connections.close_all()
    child = os.fork()
    if child == 0:
        compute()
        os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


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
