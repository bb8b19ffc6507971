"""Rows of the national catalogue become procedures of ours, and everything wrong in them is named."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songbe.cases.intake import COLUMNS, FEE_NOT_SAID, VALID_FROM, read_catalogue
from songbe.cases.rules.clock import Term, TermUnit
from tests.cases.catalogues import read, said


def test_a_good_row_is_described_and_not_filed_from_2026_on() -> None:
    (line,) = read({"essential25": "yes", "essential_name_vi": "Thả diều"}).lines

    assert (line.code, line.tier, line.sector, line.online_level) == ("9.900001", "province", "DVC", "partial")
    assert line.term == Term(Fraction(7), TermUnit.working_day)
    assert (line.fee_vnd, line.fee_note_vi) == (Decimal(150000), "")
    assert (line.certainty, line.source, line.legal_basis) == ("read", "an invented portal", "1/QĐ-BBT, Bộ Bầu trời")
    assert (line.essential, line.internal, line.synonyms) == (True, False, ("Thả diều",))
    assert (line.valid_from, line.valid_to, line.takes_dossiers, line.form) == (VALID_FROM, None, False, "")


@pytest.mark.parametrize(
    ("row", "column", "kind", "value"),
    [
        ({"code": ""}, "code", "no_code", ""),
        ({"code": "1.99"}, "code", "bad_code", "1.99"),
        ({"code": "9.９00001"}, "code", "bad_code", "9.９00001"),
        ({"name_vi": "  "}, "name_vi", "no_name", ""),
        ({"name_vi": "ab"}, "name_vi", "no_name", "ab"),
    ],
)
def test_a_row_without_a_code_or_a_name_is_left_out(row: dict[str, str], column: str, kind: str, value: str) -> None:
    known = read({"code": "9.900002"}, row)

    assert [line.code for line in known.lines] == ["9.900002"]
    assert known.left_out == 1
    assert [(f.line, f.column, f.kind, f.value) for f in known.faults] == [(3, column, kind, value)]


def test_of_two_rows_with_one_code_the_first_counts() -> None:
    known = read({"name_vi": "Tên thứ nhất"}, {"name_vi": "Tên thứ hai"})

    assert [line.name_vi for line in known.lines] == ["Tên thứ nhất"]
    assert [(fault.line, fault.kind) for fault in known.faults] == [(3, "duplicate_code")]


@pytest.mark.parametrize(
    ("row", "column", "kind", "kept"),
    [
        ({"deadline": "bảy"}, "deadline", "bad_deadline", {"term": None}),
        ({"deadline": "0"}, "deadline", "bad_deadline", {"term": None}),
        ({"deadline": ""}, "deadline", "bad_deadline", {"term": None}),
        ({"deadline": "1.5", "deadline_unit": "calendar_day"}, "deadline", "bad_deadline", {"term": None}),
        ({"deadline_unit": "moon"}, "deadline_unit", "unknown_unit", {"term": None}),
        ({"deadline_unit": ""}, "deadline_unit", "unknown_unit", {"term": None}),
        ({"fee_vnd_values": "miễn"}, "fee_vnd_values", "bad_fee", {"fee_vnd": 0, "fee_note_vi": FEE_NOT_SAID}),
        ({"fee_vnd_values": "-5;2000"}, "fee_vnd_values", "bad_fee", {"fee_vnd": 2000, "fee_note_vi": ""}),
        ({"fee_vnd_values": "20"}, "fee_vnd_values", "odd_fee",
         {"fee_vnd": 0, "fee_note_vi": "danh mục còn ghi mức 20, chưa rõ đơn vị"}),
        ({"level_now": "galaxy"}, "level_now", "unknown_level", {"tier": "province"}),
        ({"online_level": "magic"}, "online_level", "unknown_online_level", {"online_level": "info"}),
        ({"internal": "maybe"}, "internal", "unknown_flag", {"internal": False}),
        ({"essential25": "x"}, "essential25", "unknown_flag", {"essential": False}),
        ({"source": ""}, "source", "no_source", {"certainty": ""}),
        ({"sector_code": "SKY"}, "sector_code", "unknown_sector", {"sector": ""}),
        ({"sector_code": ""}, "sector_code", "unknown_sector", {"sector": ""}),
    ],
)  # fmt: skip
def test_a_faulty_cell_is_named_and_costs_that_cell_only(
    row: dict[str, str], column: str, kind: str, kept: dict[str, object]
) -> None:
    known = read(row)

    (line,) = known.lines
    assert {name: getattr(line, name) for name in kept} == kept
    assert [(fault.line, fault.column, fault.kind) for fault in known.faults] == [(2, column, kind)]
    for fault in known.faults:
        assert fault.reason("vi") != fault.reason("en")


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        ({"deadline": "8", "deadline_unit": "hour"}, {"term": Term(Fraction(8), TermUnit.working_hour)}),
        ({"deadline": "2", "deadline_unit": "month"}, {"term": Term(Fraction(2), TermUnit.month)}),
        ({"deadline": "0.5"}, {"term": Term(Fraction(1, 2), TermUnit.working_day)}),
        ({"deadline": "", "deadline_unit": ""}, {"term": None}),
        ({"level_now": "province/commune"}, {"tier": "commune"}),
        ({"level_now": "ministry_or_utility"}, {"tier": "province"}),
        ({"online_level": "information_only"}, {"online_level": "info"}),
        ({"fee_vnd_values": "0"}, {"fee_vnd": 0, "fee_note_vi": ""}),
        ({"fee_vnd_values": ""}, {"fee_vnd": 0, "fee_note_vi": FEE_NOT_SAID}),
        ({"fee_vnd_values": "700000;50000"},
         {"fee_vnd": 50000, "fee_note_vi": "tùy trường hợp: 700.000; 50.000 đồng"}),
        ({"name_vi": "Thoả thuận\n  với gió"}, {"name_vi": "Thỏa thuận với gió"}),
    ],
)  # fmt: skip
def test_words_of_the_catalogue_mean_words_of_ours(row: dict[str, str], kept: dict[str, object]) -> None:
    known = read(row)

    assert known.faults == ()
    assert {name: getattr(known.lines[0], name) for name in kept} == kept


def test_a_fault_names_the_line_a_row_begins_on_though_rows_before_it_take_several() -> None:
    known = read({"result": "một\nhai\nba"}, {"code": ""})

    assert [fault.line for fault in known.faults] == [5]


def test_a_row_with_too_few_cells_is_left_out() -> None:
    known = read_catalogue(said({}) + "9.900002,Thiếu ô\r\n", sectors={"DVC"})

    assert (known.rows, len(known.lines)) == (2, 1)
    assert [(fault.line, fault.kind) for fault in known.faults] == [(3, "cell_count")]


@pytest.mark.parametrize(
    "text", ["", "code,name_vi\r\n9.900001,Thả diều\r\n", said({}) + '9.1,"x"y\r\n', said({}) + "\0"]
)
def test_a_text_that_is_no_catalogue_holds_no_procedures(text: str) -> None:
    known = read_catalogue(text, sectors={"DVC"})

    assert known.lines == ()
    assert {fault.kind for fault in known.faults} <= {"missing_column", "unreadable"}
    assert known.faults


@given(st.lists(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=12)), max_size=6))
def test_whatever_stands_in_the_cells_every_row_is_taken_or_its_fault_is_named(rows: list[dict[str, str]]) -> None:
    known = read_catalogue(said(*rows), sectors={"DVC"})

    if any(fault.kind == "unreadable" for fault in known.faults):
        return
    assert known.rows == len(rows)
    lost = {fault.line for fault in known.faults if fault.kind in ("no_code", "bad_code", "duplicate_code", "no_name")}
    assert len(lost) == known.left_out
    assert all(fault.reason("vi") and fault.reason("en") for fault in known.faults)
