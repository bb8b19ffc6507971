"""What the facts of a small year look like: consistent in themselves, and exactly as many as the pack says."""

import csv
from pathlib import Path

import pytest

from songbe.demonstration.actions import read_pack, write_practice_file
from songbe.demonstration.actions.workshop import MAKERS
from songbe.warehouse.facts import FACTS
from tests.demonstration.conftest import DEMO, Made, make

NEVER = {
    "finished before received": "finished_at < received_at",
    "due before received": "due_at < received_at",
    "the promise in force is earlier than the first": "due_now_at < due_at",
    "returned before finished": "returned_at < finished_at",
    "overdue not a minute after the promise": "overdue_at <> due_at + INTERVAL 1 MINUTE",
    "closed without an end": "state IN ('finished', 'returned', 'refused', 'withdrawn') AND finished_at IS NULL",
    "open with an end": "state NOT IN ('finished', 'returned', 'refused', 'withdrawn') AND finished_at IS NOT NULL",
    "returned without a moment": "(state = 'returned') <> (returned_at IS NOT NULL)",
    "digitised on one side only": "(digitised_in_at IS NULL) <> (digitised_out_at IS NULL)",
    "digitised before received": "digitised_in_at < received_at OR digitised_out_at > finished_at",
    "paid before received": "paid_online_at < received_at",
    "paid online another sum than the fee": "paid_online_at IS NOT NULL AND paid_vnd <> fee_vnd",
    "information only, and filed online": "online_level = 'info' AND channel LIKE 'online%'",
    "filed at a desk at the weekend": "isodow(received_at) > 5 AND channel <> 'online'",
    "filed at a desk in the night": "channel IN ('counter', 'postal') AND hour(received_at) NOT BETWEEN 7 AND 16",
    "rated while open": "rating IS NOT NULL AND finished_at IS NULL",
    "ended at the weekend": "isodow(finished_at) > 5",
    "more than 250 working days": "working_days NOT BETWEEN 0 AND 250",
    "a committee of another place": "procedure_tier <> 'province' AND NOT ends_with(agency, unit)",
}


@pytest.mark.parametrize("condition", NEVER.values(), ids=NEVER)
def test_no_dossier_is(y2023: Made, condition: str) -> None:
    assert y2023.row(f"SELECT count(*) FROM dossier_fact WHERE {condition}") == (0,)


@pytest.mark.parametrize("kind", MAKERS)
def test_facts_have_the_columns_of_their_kind_and_its_words(y2023: Made, kind: str) -> None:
    names = {name for name, *_ in y2023.rows(f"DESCRIBE {kind}_fact")}
    assert names == {*FACTS[kind], "sign"}
    assert y2023.row(f"SELECT count(*) - count(DISTINCT id) FROM {kind}_fact") == (0,)
    for name, column in FACTS[kind].items():
        said = {word for (word,) in y2023.rows(f"SELECT DISTINCT {name} FROM {kind}_fact") if word is not None}
        assert not column.words or said <= set(column.words), name


def test_every_agency_and_unit_is_one_of_the_pack(y2023: Made) -> None:
    agencies = {agency.code for agency in y2023.pack.places.agencies}
    units = {unit.code for unit in y2023.pack.places.units}
    for kind in MAKERS:
        for agency, unit in y2023.rows(f"SELECT DISTINCT agency, unit FROM {kind}_fact"):
            assert agency in agencies, (kind, agency)
            assert unit in units, (kind, unit)


def test_what_was_open_at_the_end_of_the_first_year_ended_in_the_second(y2022: Made, y2023: Made) -> None:
    left = "SELECT count(*) FROM dossier_fact WHERE finished_at IS NULL OR finished_at >= DATE '{}-01-01'"

    assert y2022.row(left.format(2023))[0] > 0
    assert y2023.row(left.format(2024))[0] > 0
    # The records are told as they stood at the end of both years.
    assert y2022.row("SELECT count(*) FROM dossier_fact WHERE finished_at IS NULL") == (0,)


def test_places_are_as_strong_and_weak_as_the_pack_says(y2023: Made) -> None:
    shares = dict(
        y2023.rows(
            "SELECT left(unit, 3), avg((finished_at <= due_at)::INTEGER) FROM dossier_fact "
            "WHERE unit <> '99' AND finished_at IS NOT NULL GROUP BY 1"
        )
    )

    assert shares["992"] < shares["993"] < shares["991"]


def test_the_share_filed_online_is_that_of_each_place_and_rises_over_the_year(y2022: Made, y2023: Made) -> None:
    online = "SELECT avg((channel LIKE 'online%')::INTEGER) FROM dossier_fact WHERE {}"

    assert y2023.row(online.format("unit = '991'"))[0] == pytest.approx(0.68, abs=0.06)
    assert y2023.row(online.format("unit = '992'"))[0] == pytest.approx(0.58, abs=0.06)
    assert y2022.row(online.format("month(received_at) <= 3")) < y2022.row(online.format("month(received_at) >= 10"))


def test_dossiers_and_payments_agree_about_money(y2023: Made) -> None:
    settled = "state = 'settled' AND method = 'national_platform'"
    assert y2023.row(f"SELECT count(*), sum(amount_vnd) FROM payment_fact WHERE {settled}") == (420, 40_460_000)
    paid = "SELECT count(*), sum(paid_vnd) FROM dossier_fact WHERE paid_online_at IS NOT NULL"
    assert y2023.row(paid) == (420, 40_460_000)
    same = "p.paid_at = d.paid_online_at AND p.unit = d.unit AND p.amount_vnd = d.fee_vnd"
    joined = f"SELECT count(*) FROM payment_fact p JOIN dossier_fact d ON d.id = p.dossier WHERE p.{settled} AND {same}"
    assert y2023.row(joined) == (420,)
    assert y2023.row("SELECT count(*) FROM payment_fact WHERE dossier IS NULL AND purpose = 'fee'") == (0,)


@pytest.mark.parametrize(("year", "expected"), [(2022, (240, 240, 9)), (2023, (600, 600, 13))])
def test_so_many_dossiers_are_digitised_at_so_many_agencies(
    y2022: Made, y2023: Made, year: int, expected: tuple[int, int, int]
) -> None:
    made = {2022: y2022, 2023: y2023}[year]
    at_agencies = "count(DISTINCT agency) FILTER (digitised_in_at IS NOT NULL)"
    inside = f"WHERE year(digitised_in_at) = {year} AND year(digitised_out_at) = {year} AND year(finished_at) = {year}"

    counted = f"SELECT count(digitised_in_at), count(digitised_out_at), {at_agencies} FROM dossier_fact {inside}"

    assert made.row(counted) == expected


def test_registers_and_counters_come_to_the_numbers_of_their_tables(y2023: Made) -> None:
    entries = "SELECT count(*) FROM register_change_fact WHERE category = 'person' AND"
    assert y2023.row(f"{entries} year(from_on) = 2023") == (112,)
    assert y2023.row(f"{entries} year(to_on) = 2022") == (11,)
    assert y2023.row("SELECT count(*) FROM register_change_fact WHERE to_on <= from_on") == (0,)
    assert y2023.row("SELECT sum(quantity) FROM counter_fact WHERE unit <> '99'") == (12345,)
    assert y2023.row("SELECT count(*) FROM counter_fact WHERE quantity <> round(quantity) OR quantity < 1") == (0,)


def test_as_many_entries_as_units_are_one_in_each(y2023: Made) -> None:
    # Sixteen agency certificates in eight communes: a whole multiple is two in each.
    opening = "FROM register_change_fact WHERE category = 'agency' AND unit <> '99' AND from_on < DATE '2022-01-01'"

    assert y2023.row(f"SELECT min(n), max(n), count(*) FROM (SELECT count(*) AS n {opening} GROUP BY unit)") == (
        2,
        2,
        8,
    )


def test_exactly_so_many_items_let_readers_answer(y2022: Made, y2023: Made) -> None:
    counted = "SELECT count(*), count(*) FILTER (feedback) FROM public_item_fact"

    assert (y2022.row(counted), y2023.row(counted)) == ((180, 150), (200, 184))
    assert y2023.row("SELECT count(*) FROM public_item_fact WHERE answered AND NOT feedback") == (0,)


def test_reports_are_answered_in_order(y2022: Made, y2023: Made) -> None:
    broken = (
        "acknowledged_at < received_at OR answered_at < acknowledged_at OR finished_at < answered_at "
        "OR (state IN ('closed', 'rejected')) <> (finished_at IS NOT NULL) "
        "OR (wait_seconds IS NULL) = (channel = 'phone')"
    )
    for made in (y2022, y2023):
        assert made.row(f"SELECT count(*) FROM report_fact WHERE {broken}") == (0,)
    assert y2023.row("SELECT count(*) FROM report_fact WHERE answered_at IS NULL")[0] > 0


def test_the_same_facts_come_from_one_thread_and_from_two_and_others_from_another_seed(y2023: Made) -> None:
    digest = "SELECT md5(string_agg(f::VARCHAR, '|' ORDER BY id)) FROM (FROM {}_fact) f"
    pack = read_pack(DEMO, 2023)

    alone, other = make(pack, 2023, threads=1), make(pack, 2023, seed=2)

    for kind in MAKERS:
        asked = digest.format(kind)
        assert alone.connection.execute(asked).fetchone() == y2023.row(asked), kind
    received = digest.format("dossier")
    assert other.connection.execute(received).fetchone() != y2023.row(received)


def test_the_practice_file_holds_so_many_faults_and_is_the_same_every_time(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"

    counts = write_practice_file(folder=DEMO, target=first)
    write_practice_file(folder=DEMO, target=second)

    assert counts == {"": 300, "finished_before_received": 2, "unknown_unit": 3, "duplicate_row": 2}
    assert first.read_bytes() == second.read_bytes()
    with first.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 307
    assert sum(row["unit"] == "25999" for row in rows) == 3
    assert len({row["id"] for row in rows}) == 305
