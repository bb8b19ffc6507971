"""The full pack at full scale: every number that must come out exactly does, as its simulation files say."""

import csv
from collections.abc import Iterator
from typing import Any

import pytest

from tests.demonstration.conftest import FULL, Made

pytestmark = pytest.mark.slow


def said(made: Made, holder: Any, name: str) -> Any:
    """What the pack says for the year."""
    return getattr(holder, f"{name}_{made.year}")


def table(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines of a table of the simulation, numbered from 1."""
    with (FULL / "simulation" / name).open(encoding="utf-8", newline="") as file:
        yield from enumerate(csv.DictReader(file), start=1)


def test_dossiers_received_paid_and_digitised(full: Made) -> None:
    services = full.pack.simulation.services
    digitised, online = services.dossiers.digitised, services.payments.online

    counts = full.row(
        "SELECT count(*), count(paid_online_at), sum(paid_vnd) FILTER (paid_online_at IS NOT NULL), "
        "count(digitised_in_at), count(digitised_out_at), "
        "count(DISTINCT agency) FILTER (digitised_in_at IS NOT NULL) FROM dossier_fact"
    )

    total = said(full, digitised, "total")
    paid = (said(full, online, "total"), said(full, online, "amount_vnd"))
    agencies = said(full, digitised, "agencies")
    assert counts == (said(full, services.dossiers, "total"), *paid, total, total, agencies)
    least = "SELECT min(n) FROM (SELECT count(digitised_in_at) AS n FROM dossier_fact GROUP BY agency HAVING n > 0)"
    assert full.row(least)[0] >= 12


def test_payments_of_every_procedure(full: Made) -> None:
    wanted = {
        paid.procedure: (said(full, paid, "count"), said(full, paid, "count") * paid.amount_vnd)
        for paid in full.pack.simulation.services.payments.online.by_procedure
    }

    paid = full.rows(
        "SELECT d.procedure, count(*), sum(p.amount_vnd) FROM payment_fact p JOIN dossier_fact d ON d.id = p.dossier "
        "WHERE p.state = 'settled' GROUP BY ALL"
    )

    assert {procedure: tuple(sums) for procedure, *sums in paid} == wanted


def test_the_catalogue_on_every_milestone(full: Made) -> None:
    names = ("total", "online_full", "online_partial", "info", "unpublished", "published", "payable", "digitisable")
    flags = ("TRUE", "online_level = 'full'", "online_level = 'partial'", "published AND online_level = 'info'",
             "NOT published", "published", "payable", "digitisable", "digitisation_flow",
             "essential AND published AND online_level <> 'info'")  # fmt: skip
    listed = ", ".join(f"count(*) FILTER ({flag})" for flag in flags)
    for milestone in full.pack.simulation.services.procedures.milestones:
        standing = f"from_on <= DATE '{milestone.from_on}' AND (to_on IS NULL OR to_on > DATE '{milestone.from_on}')"
        counted = full.row(f"SELECT {listed} FROM procedure_state_fact WHERE NOT internal AND {standing}")
        expected = [getattr(milestone, name) for name in (*names, "digitisation_flow", "essential_online")]
        assert list(counted) == expected, milestone.from_on


def test_the_catalogue_of_every_tier_at_the_end(full: Made) -> None:
    for tier, counts in full.pack.simulation.services.procedures.by_tier.items():
        row = full.row(
            "SELECT count(*), count(*) FILTER (online_level = 'full'), count(*) FILTER (online_level = 'partial'), "
            "count(*) FILTER (payable), count(*) FILTER (fee_free), count(*) FILTER (digitisable) "
            f"FROM procedure_state_fact WHERE to_on IS NULL AND NOT internal AND tier = '{tier}'"
        )
        assert row == (
            counts.total, counts.online_full, counts.online_partial, counts.payable, counts.fee_free,
            counts.digitisable,
        )  # fmt: skip


def test_every_line_of_the_registers(full: Made) -> None:
    counted = full.rows(
        "SELECT split_part(entry, '-', 2)::INTEGER, count(*) FILTER (from_on < DATE '2022-01-01'), "
        "count(*) FILTER (year(from_on) = 2022), count(*) FILTER (year(from_on) = 2023), "
        "count(*) FILTER (year(to_on) = 2022), count(*) FILTER (year(to_on) = 2023) FROM register_entry GROUP BY 1"
    )
    found = {line: tuple(counts) for line, *counts in counted}

    for number, line in table("registers.csv"):
        opening, added_2022, added_2023, closed_2022, closed_2023 = (
            int(line[name] or 0) for name in ("opening", "added_2022", "added_2023", "closed_2022", "closed_2023")
        )
        expected = (opening, added_2022, added_2023, closed_2022, closed_2023)
        made = found.get(number, (0,) * 5)
        if full.year == 2022:
            assert (*made[:2], made[3]) == (*expected[:2], closed_2022), line
        else:
            assert made == expected, line


def test_every_line_of_the_counters(full: Made) -> None:
    counted = dict(full.rows("SELECT line, sum(quantity) FROM reading GROUP BY line"))

    for number, line in table("counters.csv"):
        assert counted.get(number, 0) == int(line[f"total_{full.year}"] or 0), line


def test_published_items(full: Made) -> None:
    items = full.pack.simulation.services.public_items

    counted = full.row("SELECT count(*), count(*) FILTER (feedback) FROM public_item_fact")

    assert counted == (said(full, items, "total"), said(full, items, "feedback"))
