"""Files and what becomes of them: taken in once, counted, taken back, taken in again."""

import csv
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from songbe.config.intake_targets import FACT_KINDS, target_named, target_names
from songbe.config.intake_targets.facts import CorrectedSince
from songbe.config.intake_targets.figures import ApprovedSince
from songbe.events.models import Event
from songbe.indicators.actions import approve_value
from songbe.indicators.models import ReportedValue
from songbe.indicators.queries import figure
from songbe.intake.actions import AlreadyUndone, import_file, undo_import
from songbe.intake.files.sheets import BrokenFile, EmptyFile
from songbe.intake.files.sniffing import NoSuchFile, UnknownFileKind
from songbe.intake.models import Import
from songbe.intake.queries import UnknownImport, import_numbered, imports
from songbe.intake.rules.headers import names_of
from songbe.intake.targets import Batch, UnknownTarget
from songbe.kernel.periods import parse_period
from songbe.places.policy import OPERATOR, Actor
from songbe.warehouse import store
from songbe.warehouse.facts import FACTS
from songbe.warehouse.models import Segment
from tests.intake.making import (
    Row,
    csv_file,
    dossier_row,
    figure_row,
    ods_file,
    parquet_file,
    xlsx_file,
    xlsx_sheets,
)
from tests.intake.test_faults import NOW, bring, said
from tests.stories import DEMO, bring_in, compute

pytestmark = pytest.mark.usefixtures("province")

YEAR = parse_period("2023")


def _taken(path: Path, target: str = "dossiers") -> Import:
    outcome = bring(path, target)
    assert outcome.imported is not None, said(outcome)
    return outcome.imported


def _undone(imported: Import, *, hours: int = 1) -> Import:
    target = target_named(imported.target)
    return undo_import(imported=imported, target=target, actor=OPERATOR, at=NOW + timedelta(hours=hours))


def _facts(imported: Import) -> list[dict[str, Any]]:
    """What the warehouse has of an import, without what is empty."""
    segment = Segment.objects.get(pk=int(imported.reference.removeprefix("segment:")))
    query = f"SELECT * FROM {store.facts_sql(segment.kind, [segment.path])} ORDER BY id"
    with duckdb.connect() as connection:
        table = connection.execute(query).to_arrow_table()
    return [{name: value for name, value in row.items() if value is not None} for row in table.to_pylist()]


def _counted(code: str = "DEMO001") -> int:
    compute()
    return int(figure(code=code, period=YEAR).computed or 0)


# --- The way of a file ------------------------------------------------------------------------------------------------
def test_a_file_becomes_facts_that_figures_count(tmp_path: Path) -> None:
    rows = [dossier_row(number) for number in range(7)]

    imported = _taken(csv_file(tmp_path / "thang-9.csv", rows))

    assert (imported.target, imported.file_name, imported.rows) == ("dossiers", "thang-9.csv", 7)
    assert imported.source == "thang-9.csv"
    assert imported.status == "applied"
    assert _counted() == 7


SAID: Row = {
    "Mã hồ sơ": "H1",
    "Cơ quan xử lý": "ubx99101",
    "unit": "99101",
    "procedure": "1.004227",
    "Ngày tiếp nhận": "05/09/2023 08:15",
    "Ngày hẹn trả": "08/09/2023",
    "finished_at": "2023-09-07T10:00",
    "channel": "Nộp trực tuyến",
    "Phí, lệ phí (đồng)": "150.000",
    "rating": "5",
    "reused": "có",
}


@pytest.mark.parametrize(
    "write",
    [
        lambda path: csv_file(path, [SAID]),
        lambda path: csv_file(path, [SAID], delimiter=";", encoding="utf-8-sig"),
        lambda path: xlsx_file(path, [SAID]),
        lambda path: xlsx_file(path, [SAID], top=3, left=2),
        lambda path: ods_file(path, [SAID]),
        lambda path: parquet_file(path, [SAID]),
    ],
    ids=["comma", "semicolon", "xlsx", "xlsx-lower-down", "ods", "parquet"],
)
def test_every_kind_of_file_says_the_same(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    (fact,) = _facts(_taken(write(tmp_path / "file")))

    moment = datetime.fromisoformat
    assert fact == {
        "id": "H1",
        "agency": "UBX99101",
        "unit": "99101",
        "source": "file",
        "simulated": False,
        "procedure": "1.004227",
        "channel": "online",
        "received_at": moment("2023-09-05T08:15"),
        "due_at": moment("2023-09-08T23:59"),
        "due_now_at": moment("2023-09-08T23:59"),
        "overdue_at": moment("2023-09-09T00:00"),
        "finished_at": moment("2023-09-07T10:00"),
        "state": "finished",
        "rating": 5,
        "fee_vnd": Decimal(150000),
        "reused": True,
        "internal": False,
        "sign": 1,
    }


def test_values_of_excel_and_parquet_keep_their_types(tmp_path: Path) -> None:
    moment = datetime.fromisoformat("2023-09-05T08:15")
    row = dossier_row(unit=99101, received_at=moment, fee_vnd=150000, rating=4.0, reused=True, id=7)
    types = {
        "unit": pa.int32(),
        "received_at": pa.timestamp("us"),
        "fee_vnd": pa.decimal128(18, 3),
        "rating": pa.float64(),
        "reused": pa.bool_(),
        "id": pa.int64(),
        "due_at": pa.timestamp("us", tz="UTC"),
    }
    zoned = row | {"due_at": datetime.fromisoformat("2023-09-08T10:00+00:00"), "id": 8}

    (fact,) = _facts(_taken(xlsx_sheets(tmp_path / "a.xlsx", {"S": [list(row), list(row.values())]})))
    (other,) = _facts(_taken(parquet_file(tmp_path / "a.parquet", [zoned], **types)))

    for name in ("unit", "received_at", "fee_vnd", "rating", "reused", "agency"):
        assert fact[name] == other[name]
    assert (fact["id"], fact["unit"], fact["received_at"]) == ("7", "99101", moment)
    assert other["due_at"] == datetime.fromisoformat("2023-09-08T17:00")  # the province's wall time


def test_sheets_of_one_workbook_are_taken_together(tmp_path: Path) -> None:
    header = list(dossier_row())
    sheets = {f"T{month}": [header, list(dossier_row(month).values())] for month in (7, 8, 9)}

    assert _taken(xlsx_sheets(tmp_path / "a.xlsx", {**sheets, "Trống": []})).rows == 3


def test_the_column_of_an_amount_decides_how_its_points_are_meant(tmp_path: Path) -> None:
    row = {"entry": "C1", "agency": "STTTT", "unit": "99", "from_on": "2023-01-05", "quantity": "1.234"}
    path = csv_file(tmp_path / "a.csv", [row, row | {"entry": "C2", "quantity": "12,5"}])

    facts = _facts(_taken(path, "register:certificate"))

    assert [fact["quantity"] for fact in facts] == [Decimal(1234), Decimal("12.5")]


# --- Once -------------------------------------------------------------------------------------------------------------
def test_the_same_file_again_does_nothing_under_any_name(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [dossier_row()])
    imported = _taken(path)
    events = Event.objects.count()

    again = bring(Path(shutil.copy(path, tmp_path / "b.csv")))

    assert again.earlier
    assert again.imported == imported
    assert bring(path, dry_run=True).earlier
    assert (Import.objects.count(), Segment.objects.count(), Event.objects.count()) == (1, 1, events)


def test_the_same_file_may_be_another_target(tmp_path: Path) -> None:
    row = {"register": "certificate", "entry": "C1", "agency": "STTTT", "unit": "99", "from_on": "2023-01-05"}
    path = csv_file(tmp_path / "a.csv", [row])
    _taken(path, "register:certificate")

    assert said(bring(path, "register-changes")) == [("2", "id", "already_known")]


def test_the_database_itself_holds_one_applied_import_of_a_file(tmp_path: Path) -> None:
    imported = _taken(csv_file(tmp_path / "a.csv", [dossier_row()]))
    imported.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        imported.save(force_insert=True)


def test_an_import_is_one_event_without_anything_of_its_rows(tmp_path: Path) -> None:
    before = Event.objects.count()
    imported = _taken(csv_file(tmp_path / "a.csv", [dossier_row(id="CMND-0123456789")]))

    event = Event.objects.latest("id")
    assert Event.objects.count() == before + 1
    assert (event.kind, event.place, event.key) == ("facts.imported", "UBX99101", f"facts:import:{imported.pk}")
    assert "0123456789" not in str(event.payload)


def test_an_import_that_fails_halfway_leaves_nothing(tmp_path: Path) -> None:
    def fail(batch: Batch) -> str:
        target_named("dossiers").apply(batch)
        raise RuntimeError("the power went out")

    target = replace(target_named("dossiers"), apply=fail)

    with pytest.raises(RuntimeError):
        import_file(target=target, path=csv_file(tmp_path / "a.csv", [dossier_row()]), actor=OPERATOR, at=NOW)

    assert not Import.objects.exists()
    assert not Segment.objects.exists()


def test_a_dry_run_says_what_is_meant_and_writes_nothing(tmp_path: Path) -> None:
    home = Path(settings.SONGBE_HOME)
    before = sorted(home.rglob("*")), Event.objects.count()

    outcome = bring(csv_file(tmp_path / "a.csv", [dossier_row(), dossier_row(2, rating="9")]), dry_run=True)

    assert outcome.imported is None
    assert (outcome.rows, outcome.faults.total) == (2, 1)
    first, second = outcome.preview.rows
    assert (first.row, first.values["received_at"], first.cells["unit"]) == (2, "2023-09-05T08:15", "C2")
    assert "rating" not in second.values
    assert (sorted(home.rglob("*")), Event.objects.count()) == before
    assert not Import.objects.exists()


# --- Taken back -------------------------------------------------------------------------------------------------------
def test_an_import_is_taken_back_and_its_file_may_come_again(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [dossier_row(1), dossier_row(2)])
    first = _taken(path)
    assert _counted() == 2

    undone = _undone(first)
    assert (undone.status, undone.undone_by, _counted()) == ("undone", "operator", 0)
    assert Event.objects.latest("id").kind == "cells.computed"
    assert Event.objects.filter(kind="import.undone").count() == 1

    second = _taken(path)
    assert second.pk != first.pk
    assert _counted() == 2
    assert [each.status for each in imports(actor=OPERATOR)] == ["applied", "undone"]


def test_an_import_is_taken_back_once(tmp_path: Path) -> None:
    imported = _taken(csv_file(tmp_path / "a.csv", [dossier_row()]))
    _undone(imported)

    with pytest.raises(AlreadyUndone):
        _undone(imported)


def test_what_was_corrected_since_cannot_be_taken_back(tmp_path: Path) -> None:
    imported = _taken(csv_file(tmp_path / "a.csv", [dossier_row()]))
    (fact,) = _facts(imported)
    old = {name: value for name, value in fact.items() if name != "sign"}
    bring_in("dossier", [old | {"rating": 3}], old=[old], key="correction")

    with pytest.raises(CorrectedSince):
        _undone(imported)

    assert import_numbered(imported.pk).status == "applied"


def test_a_number_that_no_import_has_is_refused() -> None:
    with pytest.raises(UnknownImport):
        import_numbered(404)


def test_an_account_sees_the_imports_of_its_places(tmp_path: Path) -> None:
    _taken(csv_file(tmp_path / "a.csv", [dossier_row()]))

    assert imports(actor=Actor("nobody")) == ()


# --- What is no good file ---------------------------------------------------------------------------------------------
def test_a_lying_name_changes_nothing(tmp_path: Path) -> None:
    assert _taken(xlsx_file(tmp_path / "a.csv", [dossier_row()])).rows == 1
    (tmp_path / "b.xlsx").write_bytes(b"%PDF-1.4")

    with pytest.raises(UnknownFileKind, match="PDF"):
        bring(tmp_path / "b.xlsx")


@pytest.mark.parametrize("lines", [(), ("",), ("id,agency,unit,procedure,received_at",), (",,,",)])
def test_a_file_without_rows_is_refused(tmp_path: Path, lines: tuple[str, ...]) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), encoding="utf-8")

    with pytest.raises(EmptyFile):
        bring(path)


def test_a_workbook_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        bring(xlsx_sheets(tmp_path / "a.xlsx", {"S": []}))
    with pytest.raises(EmptyFile):
        bring(xlsx_sheets(tmp_path / "b.xlsx", {"S": [list(dossier_row())]}))


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile):
        bring(tmp_path / "none.csv")
    with pytest.raises(UnknownTarget, match="reported-figures"):
        target_named("facts")
    with pytest.raises(UnknownTarget, match="register:certificate"):
        target_named("register:ships")


def test_a_parquet_file_that_breaks_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = parquet_file(tmp_path / "a.parquet", [dossier_row(number) for number in range(100)])
    content = bytearray(path.read_bytes())
    content[4:400] = b"\xff" * 396
    path.write_bytes(bytes(content))
    clashing = parquet_file(tmp_path / "b.parquet", [dossier_row(file_row_number="1")])

    for broken in (path, clashing):
        with pytest.raises(BrokenFile):
            bring(broken)


def test_many_strange_words_are_all_named(tmp_path: Path) -> None:
    rows = [dossier_row(number, channel=f"kênh {number}\u200a'x'") for number in range(40)] + [
        dossier_row(99, channel="BCCI")
    ]

    outcome = bring(csv_file(tmp_path / "a.csv", rows))

    assert [fault.kind for fault in outcome.faults.listed] == ["unknown_value"] * 40


# --- Every target -----------------------------------------------------------------------------------------------------
SMALLEST: dict[str, Row] = {
    "dossiers": dossier_row(),
    "procedure-states": {"agency": "STP", "unit": "99", "procedure": "1.0", "from_on": "2023-01-01"},
    "reports": {"id": "P1", "agency": "OC-1022", "unit": "99", "received_at": "2023-09-05T08:15"},
    "payments": {
        "id": "T1",
        "agency": "STP",
        "unit": "99",
        "amount_vnd": "50000",
        "created_at": "2023-09-05 08:15",
        "paid_at": "2023-09-05 08:20",
        "method": "nền tảng thanh toán quốc gia",
    },
    "register-changes": {
        "register": "certificate",
        "entry": "C1",
        "agency": "STTTT",
        "unit": "99",
        "from_on": "2023-01-05",
        "category": "agency",
    },
    "public-items": {"id": "B1", "agency": "VPUB", "unit": "99", "item": "tin tức", "published_on": "05/09/2023"},
}
STANDS: dict[str, Row] = {
    "dossiers": {"state": "processing"},
    "procedure-states": {"id": "1.0:STP:99:2023-01-01"},
    "reports": {"state": "received", "duplicate": False, "missed": False},
    "payments": {"state": "settled", "method": "national_platform"},
    "register-changes": {"id": "certificate:C1:2023-01-05", "sector": "ICT"},
    "public-items": {"item": "news", "language": "vi"},
}


@pytest.mark.parametrize("name", sorted(SMALLEST))
def test_the_smallest_row_of_every_kind_is_completed_by_what_follows_from_it(tmp_path: Path, name: str) -> None:
    (fact,) = _facts(_taken(csv_file(tmp_path / "a.csv", [SMALLEST[name]]), name))

    assert {column: fact.get(column) for column in STANDS[name]} == STANDS[name]


def test_a_counter_must_be_one_of_the_pack(tmp_path: Path) -> None:
    row = {"counter": "visits", "agency": "STTTT", "unit": "99", "on_date": "2023-09-05", "quantity": "5"}

    assert said(bring(csv_file(tmp_path / "a.csv", [row]), "counters")) == [("A2", "counter", "unknown_value")]


def test_one_register_needs_no_name_and_knows_its_own_words(tmp_path: Path) -> None:
    row = {"Mã mục": "C1", "agency": "STTTT", "unit": "99", "from_on": "05/01/2023", "category": "PERSON"}

    (fact,) = _facts(_taken(csv_file(tmp_path / "a.csv", [row]), "register:certificate"))

    assert (fact["register"], fact["category"], fact["sector"]) == ("certificate", "person", "ICT")
    assert _counted("DEMO012") == 1


def test_all_columns_of_all_facts_can_be_headed_and_are_no_other_columns() -> None:
    for name, kind in FACT_KINDS.items():
        target = target_named(name)
        assert [field.name for field in target.fields] == list(FACTS[kind])
        assert len(names_of(target.fields)) >= len(FACTS[kind])
    declared = csv.DictReader((DEMO / "registers.csv").read_text(encoding="utf-8").splitlines())
    registers = {f"register:{row['register']}" for row in declared}
    assert len(registers) > 3
    assert all(target_named(name).fields for name in registers)
    assert (
        {"reported-figures", *FACT_KINDS} <= set(target_names()) <= {"reported-figures", *FACT_KINDS, *registers, "…"}
    )


def test_registers_of_a_pack_that_lies_elsewhere_are_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SONGBE_PACK", tmp_path / "another")

    with pytest.raises(UnknownTarget):
        target_named("register:certificate")


# --- Reported figures -------------------------------------------------------------------------------------------------
def _values() -> list[tuple[str, str, Decimal, str]]:
    rows = ReportedValue.objects.filter(superseded_at=None).order_by("period", "place")
    return [(row.place, row.period, row.value, row.qualifier) for row in rows]


def test_reported_figures_wait_for_approval_with_one_event(tmp_path: Path) -> None:
    rows = [
        figure_row(value="61,5", qualifier="hơn"),
        figure_row(period="2022", place="991", value="58"),
        figure_row(period="2024", indicator="Tỷ lệ người dân biết dùng dịch vụ số"),
    ]
    before = Event.objects.count()

    imported = _taken(csv_file(tmp_path / "a.csv", rows), "reported-figures")

    assert _values() == [
        ("991", "2022", Decimal(58), ""),
        ("99", "2023", Decimal("61.5"), "more_than"),
        ("99", "2024", Decimal("61.5"), ""),
    ]
    row = ReportedValue.objects.get(period="2023")
    assert (row.status, row.source, row.reported_by, row.estimate) == ("submitted", "a.csv", "operator", False)
    assert (str(row.start), str(row.end)) == ("2023-01-01", "2024-01-01")
    assert ReportedValue.objects.get(period="2024").estimate
    event = Event.objects.latest("id")
    assert Event.objects.count() == before + 1
    assert (event.kind, event.subject, event.payload["rows"]) == ("value.reported", f"import:{imported.pk}", 3)


def test_a_later_file_supersedes_and_undoing_it_puts_the_earlier_in_force_again(tmp_path: Path) -> None:
    first = _taken(
        csv_file(tmp_path / "a.csv", [figure_row(value="60"), figure_row(period="2022")]), "reported-figures"
    )
    second = _taken(csv_file(tmp_path / "b.csv", [figure_row(value="62")]), "reported-figures")
    assert [value for _, _, value, _ in _values()] == [Decimal("61.5"), Decimal(62)]

    _undone(second, hours=1)
    assert [value for _, _, value, _ in _values()] == [Decimal("61.5"), Decimal(60)]

    _undone(first, hours=2)
    assert _values() == []
    assert ReportedValue.objects.count() == 3
    assert _taken(tmp_path / "b.csv", "reported-figures").pk > second.pk
    assert [value for _, _, value, _ in _values()] == [Decimal(62)]


def test_undoing_leaves_what_somebody_reported_since(tmp_path: Path) -> None:
    first = _taken(csv_file(tmp_path / "a.csv", [figure_row(value="60")]), "reported-figures")
    _taken(csv_file(tmp_path / "b.csv", [figure_row(value="62")]), "reported-figures")

    _undone(first)

    assert [value for _, _, value, _ in _values()] == [Decimal(62)]


def test_figures_that_were_approved_cannot_be_taken_back(tmp_path: Path) -> None:
    imported = _taken(csv_file(tmp_path / "a.csv", [figure_row()]), "reported-figures")
    approve_value(indicator="DEMO014", place="99", period=YEAR, actor=OPERATOR)

    with pytest.raises(ApprovedSince):
        _undone(imported)
    assert said(bring(csv_file(tmp_path / "b.csv", [figure_row(value="70")]), "reported-figures")) == [
        ("C2", "period", "closed_period")
    ]


# --- Many rows --------------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_two_hundred_thousand_rows_are_a_matter_of_seconds(tmp_path: Path) -> None:
    query = (
        "SELECT 'H' || i AS id, 'UBX99101' AS agency, '99101' AS unit, '1.004227' AS procedure, "
        "TIMESTAMP '2023-01-01 08:00' + to_minutes(i) AS received_at, 1 + i % 5 AS rating FROM range(200000) t(i)"
    )
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{tmp_path}/a.parquet'")
        connection.execute(f"COPY ({query.replace(chr(39) + 'H', chr(39) + 'K')}) TO '{tmp_path}/a.csv' (HEADER)")
    began = time.perf_counter()

    assert _taken(tmp_path / "a.parquet").rows == 200_000
    assert _taken(tmp_path / "a.csv").rows == 200_000
    assert time.perf_counter() - began < 60
    again = bring(csv_file(tmp_path / "b.csv", [dossier_row(id="K77")]))
    assert said(again) == [("A2", "id", "already_known")]
