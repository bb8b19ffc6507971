"""The full pack at full scale: every number that must come out exactly does, as its simulation files say."""

import csv
from collections.abc import Collection, Iterator
from typing import Any

import pytest

from songbe.demonstration.actions.values import values_of
from songbe.indicators.rules.definitions import Definition, Kind, computed_parts
from songbe.kernel.periods import Period, parse_period
from songbe.warehouse.rules.components import Component, period_condition
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


WHEN = {"daily": "{}-06-14", "monthly": "{}-06", "quarterly": "{}-Q2", "yearly": "{}"}
PUBLISHED_ONLY = {"dti_hang", "dti_dnb"}
"""The ranks of a year are published in the next one; nobody makes up one that is not out yet."""
IN_ONE_PLACE = {"bts5g", "dvctt_so", "dvctt_tyle", "dvctt_toantrinh", "tt_dvc"}
"""The one station on trial and the one catalogue of procedures stand in no district."""


def asked_for(made: Made) -> dict[str, Definition]:
    """The indicators that leaders ask for, by the key under which they do."""
    return {a: d for d in made.pack.indicators.definitions for a in d.aliases if a.islower()}


def samples(made: Made) -> dict[str, str]:
    """One place of each tier: the largest, where nothing is missing only because little happens."""
    desks = made.shop.desks
    largest = {tier: max(desks.of(tier), key=lambda d: d.weight).unit for tier in ("district", "commune")}
    return {"province": desks.province.unit, **largest}


def records(made: Made, component: Component, places: Collection[str], when: Period) -> int:
    """How many records a component counts at places and in those below them."""
    above = {unit.code: unit.parent_code for unit in made.pack.places.units}
    units = [code for code in above if {code, above[code], above.get(above[code])} & set(places)]
    counted = period_condition(component, when.start.isoformat(), when.end.isoformat())
    inside = ", ".join(f"'{code}'" for code in units)
    row = made.row(
        f"SELECT count(*) FROM {component.fact}_fact "
        f"WHERE ({component.record_condition}) AND ({counted}) AND unit IN ({inside})"
    )
    return int(row[0])


def test_every_promised_tier_has_values_as_often_as_promised(full: Made) -> None:
    sent = {(value.indicator, value.place, value.code) for value in values_of(full.shop)}
    asked = asked_for(full)
    missing = [
        (key, tier)
        for key, definition in asked.items()
        if definition.kind in (Kind.reported, Kind.outside) and key not in PUBLISHED_ONLY
        for tier in definition.tiers
        if (definition.code, samples(full)[tier], WHEN[definition.frequency].format(full.year)) not in sent
    ]

    assert len(asked) == 73
    assert missing == []


def test_every_promised_tier_has_records_to_count(full: Made) -> None:
    lacking = []
    for key, definition in asked_for(full).items():
        if not definition.kind.is_computed:
            continue
        made = computed_parts(definition)
        for tier in definition.tiers:
            if key in IN_ONE_PLACE and tier != "province":
                continue
            # A part of a whole needs a whole there and then; of what is counted, none in one place is a figure too.
            places = (
                [samples(full)[tier]]
                if made.base
                else [unit.code for unit in full.pack.places.units if unit.tier == tier]
            )
            when = WHEN[definition.frequency] if made.base else "{}"
            if not records(full, made.base or made.of, places, parse_period(when.format(full.year))):
                lacking.append((key, tier))

    assert lacking == []
