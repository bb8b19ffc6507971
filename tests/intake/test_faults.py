"""Every way in which a row can be wrong: where it is said to be, and as what. A bad file loads nothing."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from songbe.config.intake_targets import target_named
from songbe.indicators.actions import Report, approve_value, report_value
from songbe.indicators.models import ReportedValue
from songbe.intake.actions import Outcome, import_file
from songbe.intake.checks import LISTED
from songbe.intake.models import Import
from songbe.intake.rules.faults import KINDS
from songbe.kernel.periods import parse_period
from songbe.places.policy import OPERATOR, Actor
from songbe.warehouse.models import Segment
from tests.intake.making import Row, csv_file, dossier_row, figure_row, text_file, xlsx_sheets
from tests.stories import bring_in, dossier

pytestmark = pytest.mark.usefixtures("province")

NOW = timezone.make_aware(datetime.fromisoformat("2024-01-15T10:00"))


def bring(path: Path, target: str = "dossiers", *, actor: Actor = OPERATOR, dry_run: bool = False) -> Outcome:
    """Import a file on a day in January 2024."""
    return import_file(target=target_named(target), path=path, actor=actor, at=NOW, dry_run=dry_run)


def said(outcome: Outcome) -> list[tuple[str, str, str]]:
    """Where, which column, which kind."""
    return [(fault.where, fault.field, fault.kind) for fault in outcome.faults.listed]


BAD_DOSSIERS: tuple[tuple[Row, set[tuple[str, str]]], ...] = (
    ({}, set()),
    ({"agency": "SXYZ"}, {("agency", "unknown_agency")}),
    ({"unit": "99199"}, {("unit", "unknown_place")}),
    ({"agency": ""}, {("agency", "missing_value")}),
    ({"id": ""}, {("id", "missing_value")}),
    ({"received_at": "30/02/2023 08:00"}, {("received_at", "impossible_date")}),
    ({"received_at": "9/2023"}, {("received_at", "incomplete_date")}),
    ({"received_at": "hôm qua"}, {("received_at", "not_a_date")}),
    ({"received_at": "2024-01-16T08:00"}, {("received_at", "future_date")}),
    ({"rating": "năm"}, {("rating", "not_a_number")}),
    ({"rating": "6"}, {("rating", "out_of_range")}),
    ({"rating": "2.5"}, {("rating", "not_integer")}),
    ({"working_days": "251"}, {("working_days", "out_of_range")}),
    ({"fee_vnd": "-1"}, {("fee_vnd", "negative_value")}),
    ({"channel": "fax"}, {("channel", "unknown_value")}),
    ({"sector": "XYZ"}, {("sector", "unknown_value")}),
    ({"reused": "có lẽ"}, {("reused", "unknown_value")}),
    ({"receiving_agency": "SXYZ"}, {("receiving_agency", "unknown_agency")}),
    ({"procedure": "1.0\n2.0"}, {("procedure", "bad_text")}),
    ({"procedure": "x" * 201}, {("procedure", "bad_text")}),
    ({"finished_at": "2023-09-04T10:00"}, {("finished_at", "end_before_start")}),
    ({"finished_at": "05/09/2023"}, set()),  # a day without a time says nothing of the order within it
    ({"due_at": "04/09/2023"}, {("due_at", "end_before_start")}),
    ({"due_at": "05/09/2023"}, set()),  # a promise is kept until the day's end
    ({"unit": "99801", "agency": "STP"}, {("unit", "place_not_then")}),  # there since 2025-07-01
    ({"id": "H0"}, {("id", "duplicate_row")}),
    ({"id": "H0", "procedure": "2.0"}, {("id", "conflicting_duplicate")}),
    ({"id": "CŨ"}, {("id", "already_known")}),
    # all that is wrong with a row is named
    (
        {"agency": "SXYZ", "received_at": "x", "rating": "7"},
        {("agency", "unknown_agency"), ("received_at", "not_a_date"), ("rating", "out_of_range")},
    ),
)


def by_row(outcome: Outcome) -> dict[int, set[tuple[str, str]]]:
    """Row -> column and kind of each fault."""
    rows: dict[int, set[tuple[str, str]]] = {}
    for fault in outcome.faults.listed:
        rows.setdefault(fault.row, set()).add((fault.field, fault.kind))
    return rows


def test_every_bad_row_of_dossiers_is_named_and_nothing_is_loaded(tmp_path: Path) -> None:
    bring_in("dossier", [dossier(1, id="CŨ")], key="earlier")
    rows = [dossier_row(number) | dict(row) for number, (row, _) in enumerate(BAD_DOSSIERS)]

    outcome = bring(csv_file(tmp_path / "a.csv", rows))

    # A line break in a cell adds no row: the record's number counts.
    expected = {number: faults for number, (_, faults) in enumerate(BAD_DOSSIERS, start=2) if faults}
    assert by_row(outcome) == expected
    assert outcome.faults.total == sum(map(len, expected.values()))
    assert not Import.objects.exists()
    assert Segment.objects.count() == 1


BAD_FIGURES: tuple[tuple[Row, set[tuple[str, str]]], ...] = (
    ({}, set()),
    ({"indicator": "DEMO999"}, {("indicator", "unknown_value")}),
    ({"indicator": "DEMO001"}, {("indicator", "not_reported"), ("value", "not_integer")}),  # counted, and whole
    ({"indicator": "DEMO015", "value": "7"}, set()),  # published outside, sent in by whoever read it
    ({"place": "99199"}, {("place", "unknown_place")}),
    ({"place": "99101"}, {("place", "wrong_tier")}),
    ({"place": "99801"}, {("place", "place_not_then"), ("place", "wrong_tier")}),
    ({"period": "tháng 9"}, {("period", "unknown_period")}),
    ({"period": "2023-09"}, {("period", "period_too_fine")}),
    ({"period": "2023-09-01"}, {("period", "period_too_fine")}),  # what Excel makes of 2023-09
    ({"period": "2025"}, {("period", "future_period")}),
    ({"period": "2024"}, set()),  # begun: an estimate
    ({"period": "1999"}, {("period", "closed_period")}),
    ({"value": ""}, {("value", "missing_value")}),
    ({"value": "cao"}, {("value", "not_a_number")}),
    ({"value": "100.01"}, {("value", "out_of_range")}),  # a share above the whole
    ({"value": "-0.5"}, {("value", "negative_value")}),
    ({"qualifier": "chắc"}, {("qualifier", "unknown_value")}),
    ({"qualifier": "Hơn"}, set()),
)


def test_every_bad_reported_figure_is_named_and_nothing_is_loaded(tmp_path: Path) -> None:
    closed = parse_period("1999")
    report_value(report=Report("DEMO014", "99", closed, value=Decimal(60)), at=NOW, actor=OPERATOR)
    approve_value(indicator="DEMO014", place="99", period=closed, actor=OPERATOR)
    rows = [figure_row(period=str(2000 + number)) | dict(row) for number, (row, _) in enumerate(BAD_FIGURES)]

    outcome = bring(csv_file(tmp_path / "a.csv", rows), "reported-figures")

    assert by_row(outcome) == {number: faults for number, (_, faults) in enumerate(BAD_FIGURES, start=2) if faults}
    assert ReportedValue.objects.count() == 1


@pytest.mark.parametrize(
    ("target", "row", "faults"),
    [
        ("register-changes", {"register": "no_such"}, [("A2", "register", "unknown_value")]),
        ("register-changes", {"category": "ship"}, [("F2", "category", "unknown_value")]),
        ("register:certificate", {"register": "", "state": "lost"}, [("F2", "state", "unknown_value")]),
        ("register-changes", {"to_on": "2022-12-31"}, [("F2", "to_on", "end_before_start")]),
        ("register-changes", {"quantity": "-1"}, [("F2", "quantity", "negative_value")]),
    ],
)
def test_a_bad_register_row_is_named(tmp_path: Path, target: str, row: Row, faults: list[tuple[str, str, str]]) -> None:
    good = {"register": "certificate", "entry": "CTS1", "agency": "STTTT", "unit": "99", "from_on": "01/01/2023"}

    assert said(bring(csv_file(tmp_path / "a.csv", [good | dict(row)]), target)) == faults


def test_the_same_entry_on_the_same_day_is_one_fact_whatever_its_id(tmp_path: Path) -> None:
    good = {"register": "certificate", "entry": "C1", "agency": "STTTT", "unit": "99", "from_on": "01/01/2023"}
    rows = [good | {"id": "a"}, good | {"id": "b"}, good | {"id": "c", "entry": "C2"}]

    assert said(bring(csv_file(tmp_path / "a.csv", rows), "register:certificate")) == [
        ("E3", "from_on", "conflicting_duplicate")
    ]

    bring(csv_file(tmp_path / "b.csv", rows[1:]), "register:certificate")
    assert said(bring(csv_file(tmp_path / "c.csv", [good | {"id": "z"}]), "register:certificate")) == [
        ("A2", "register", "already_known")
    ]


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        (["id,agency,unit,procedure", "1,STP,99,1.0"], [("1", "received_at", "missing_column")]),
        (["id,agency,unit,procedure,received_at,Họ tên", "1,STP,99,1.0,2023-09-05,An"], [("F1", "", "unknown_column")]),
        (
            ["id,agency,unit,procedure,received_at,Mã hồ sơ", "1,STP,99,1.0,2023-09-05,2"],
            [("F1", "id", "duplicate_column")],
        ),
        (["id,agency,unit,procedure,received_at", "1,STP,99"], [("2", "", "wrong_cell_count")]),
    ],
)
def test_a_header_or_row_that_does_not_fit_is_named(
    tmp_path: Path, lines: Sequence[str], faults: list[tuple[str, str, str]]
) -> None:
    assert said(bring(text_file(tmp_path / "a.csv", *lines))) == faults


def test_a_fault_in_excel_names_its_sheet_and_cell(tmp_path: Path) -> None:
    good = dossier_row(1)
    header = list(good)
    path = xlsx_sheets(
        tmp_path / "a.xlsx",
        {"T8": [header, list(good.values())], "T9": [header, list((good | {"rating": 3}).values())[:5]]},
        top=3,
        left=2,
    )

    (fault,) = bring(path).faults.listed

    assert (fault.where, fault.kind, fault.detail) == ("T9!C5", "duplicate_row", "T8!5")


def test_the_first_thousand_faults_are_listed_and_all_are_counted(tmp_path: Path) -> None:
    rows = [dossier_row(number, rating="9", channel="fax") for number in range(800)]

    outcome = bring(csv_file(tmp_path / "a.csv", rows))

    assert outcome.faults.total == 1600
    assert len(outcome.faults.listed) == LISTED
    assert [fault.where for fault in outcome.faults.listed[:3]] == ["F2", "G2", "F3"]
    assert {row.row for row in outcome.bad_rows} == set(range(2, 502))


def test_a_question_is_told_from_an_error(tmp_path: Path) -> None:
    rows = [figure_row(value="1.234"), figure_row(value="x", period="2021")]

    outcome = bring(csv_file(tmp_path / "a.csv", rows), "reported-figures", dry_run=True)

    assert [fault.kind for fault in outcome.faults.questions] == ["ambiguous_number"]
    assert outcome.faults.questions[0].detail == "1234 / 1.234"
    assert [fault.kind for fault in outcome.faults.errors] == ["not_a_number"]


def test_reasons_come_in_both_languages(tmp_path: Path) -> None:
    (fault,) = bring(csv_file(tmp_path / "a.csv", [dossier_row(rating="9")])).faults.listed

    assert fault.label == "Đánh giá"
    assert fault.reason("vi") == "“9” nằm ngoài khoảng cho phép: 1 – 5"
    assert fault.reason("en") == "'9' is out of range: 1 – 5"


def test_every_kind_of_fault_stands_in_a_test() -> None:
    told: set[str] = set()
    for path in Path(__file__).parent.glob("test_*.py"):
        text = path.read_text(encoding="utf-8")
        told |= {kind for kind in KINDS if f'"{kind}"' in text}

    assert set(KINDS) == told
