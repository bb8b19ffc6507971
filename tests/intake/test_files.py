"""Reading real files: what they are, what they hold, and what is refused before it can do harm."""

import struct
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from songbe.intake.files import sheets, sniffing, workbook_process
from songbe.intake.files.reading import read_sheets
from songbe.intake.files.sheets import BrokenFile, EmptyFile, Ragged, Sheet, TooManyColumns, TooManyRows
from songbe.intake.files.sniffing import FileKind, FileTooLarge, NoSuchFile, UnknownFileKind, require_size, sniff
from songbe.intake.rules.cells import NUMBER_MARK
from tests.intake.making import (
    csv_file,
    dossier_row,
    ods_file,
    parquet_file,
    raw_xlsx,
    sheet_xml,
    text_file,
    xlsx_file,
    xlsx_sheets,
)

ROWS = [dossier_row(1), dossier_row(2)]


def _read(path: Path, *known: str) -> tuple[Sheet, ...]:
    folder = path.parent / f"{path.name}.folder"
    folder.mkdir()
    return read_sheets(
        path, folder, name=path.name, time_zone="Asia/Ho_Chi_Minh", is_known=(known or ("id", "unit")).__contains__
    )


def _lines(sheet: Sheet) -> list[tuple[Any, ...]]:
    """Row number and texts of each row."""
    assert isinstance(sheet.content, pa.Table)
    rows = sheet.content.to_pylist()
    return [(row["row_no"], *(row[f"c{index}"] for index in range(len(sheet.columns)))) for row in rows]


# --- What a file is ---------------------------------------------------------------------------------------------------
def test_a_file_is_what_its_bytes_say_whatever_its_name_says(tmp_path: Path) -> None:
    assert sniff(xlsx_file(tmp_path / "a.csv", ROWS), name="a") is FileKind.xlsx
    assert sniff(ods_file(tmp_path / "b.xlsx", ROWS), name="b") is FileKind.ods
    assert sniff(parquet_file(tmp_path / "c.txt", ROWS), name="c") is FileKind.parquet
    assert sniff(csv_file(tmp_path / "d.parquet", ROWS), name="d") is FileKind.csv


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel 97-2003"),
        (b"\xef\xbb\xbf\r\n <HTML><table><tr><td>id", "HTML"),  # what many systems call .xls
        (b"<?xml version='1.0'?><Workbook>", "XML"),
        (b"\xff\xfei\x00d\x00", "UTF-16"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (b"PAR1 without an end\x00", "binary"),
    ],
)
def test_what_is_no_table_is_refused_by_what_it_is(tmp_path: Path, content: bytes, found: str) -> None:
    path = tmp_path / "data.xlsx"
    path.write_bytes(content)

    with pytest.raises(UnknownFileKind, match=found):
        sniff(path, name="data.xlsx")


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 and no more")

    with pytest.raises(UnknownFileKind):
        sniff(tmp_path / "a.xlsx", name="a.xlsx")
    with pytest.raises(BrokenFile):
        sniff(tmp_path / "b.xlsx", name="b.xlsx")


def test_a_file_must_be_there_hold_something_and_not_be_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").touch()
    path = text_file(tmp_path / "a.csv", "id", "1")

    with pytest.raises(NoSuchFile):
        require_size(tmp_path / "none", name="none")
    with pytest.raises(NoSuchFile):
        require_size(tmp_path, name="a folder")
    with pytest.raises(EmptyFile):
        require_size(tmp_path / "empty", name="empty")
    monkeypatch.setattr(sniffing, "FILE_LIMIT", 4)
    with pytest.raises(FileTooLarge):
        require_size(path, name="a.csv")


# --- Archives that are more than they seem ----------------------------------------------------------------------------
def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = raw_xlsx(tmp_path / "bomb.xlsx", b" " * (4 * sniffing.MIB))
    monkeypatch.setattr(sniffing, "UNPACKED_LIMIT", 2 * sniffing.MIB)

    assert bomb.stat().st_size < 10_000
    with pytest.raises(FileTooLarge, match="unpacked"):
        sniff(bomb, name="bomb.xlsx")


def test_an_archive_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    honest = raw_xlsx(tmp_path / "a.xlsx", b" " * sniffing.MIB).read_bytes()
    liar = tmp_path / "liar.xlsx"
    liar.write_bytes(honest.replace(struct.pack("<L", sniffing.MIB), struct.pack("<L", 100)))

    with pytest.raises(BrokenFile):
        sniff(liar, name="liar.xlsx")


def test_a_sheet_of_two_cells_that_claims_billions_kills_only_its_own_process(tmp_path: Path) -> None:
    sparse = raw_xlsx(tmp_path / "sparse.xlsx", sheet_xml({"A1": "id", "XFD1048576": "x"}))

    with pytest.raises(BrokenFile, match="too large or too sparse"):
        _read(sparse)


def test_a_spreadsheet_of_repeated_cells_is_refused(tmp_path: Path) -> None:
    path = ods_file(tmp_path / "a.ods", ROWS)
    parts = {}
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    many = b'<table:table-row table:number-rows-repeated="1000000">'
    wide = b'<table:table-cell table:number-columns-repeated="16000" '
    parts["content.xml"] = parts["content.xml"].replace(b"<table:table-row>", many).replace(b"<table:table-cell ", wide)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    with pytest.raises(BrokenFile):
        _read(path)


def test_too_many_rows_are_refused_before_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("delimited", "workbooks", "parquet"):
        monkeypatch.setattr(f"songbe.intake.files.{module}.ROW_LIMIT", 1)

    for path in (
        csv_file(tmp_path / "a.csv", ROWS),
        xlsx_file(tmp_path / "a.xlsx", ROWS),
        parquet_file(tmp_path / "a.parquet", ROWS),
    ):
        with pytest.raises(TooManyRows):
            _read(path)


# --- Text files -------------------------------------------------------------------------------------------------------
def test_rows_keep_their_place_between_blank_lines_and_line_breaks_in_quotes(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "", "id,unit", "1,99101", "", "   ", '2,"99\n101"', "3,99102")

    (sheet,) = _read(path)

    assert sheet.columns == ("id", "unit")
    assert sheet.header_row == 2
    assert [line for line in _lines(sheet) if any(line[1:])] == [
        (3, "1", "99101"),
        (6, "2", "99\n101"),
        (7, "3", "99102"),
    ]
    assert sheet.ragged == ()


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_comma_and_semicolon_with_or_without_a_byte_order_mark(
    tmp_path: Path, delimiter: str, encoding: str, ending: str
) -> None:
    lines = ["Mã hồ sơ|Phí, lệ phí|unit", "1|1,5|99101"]
    quoted = [delimiter.join(f'"{cell}"' for cell in line.split("|")) for line in lines]
    (tmp_path / "a.csv").write_bytes((ending.join(quoted) + ending).encode(encoding))

    (sheet,) = _read(tmp_path / "a.csv", "Mã hồ sơ", "Phí, lệ phí", "unit")

    assert sheet.columns == ("Mã hồ sơ", "Phí, lệ phí", "unit")
    assert _lines(sheet) == [(2, "1", "1,5", "99101")]


def test_the_header_decides_what_parts_the_cells(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "id;unit;a,b,c,d", "1;99101;x")

    (sheet,) = _read(path)

    assert sheet.columns == ("id", "unit", "a,b,c,d")


def test_a_row_with_too_few_or_too_many_cells_is_named(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "id,unit", "1,99101", "2", "3,99101,x,y", "4,99101")

    (sheet,) = _read(path)

    assert sheet.ragged == (Ragged(3, 1), Ragged(4, 4))
    assert _lines(sheet) == [(2, "1", "99101"), (5, "4", "99101")]


def test_cells_are_trimmed_of_every_kind_of_space(tmp_path: Path) -> None:
    (sheet,) = _read(text_file(tmp_path / "a.csv", "id,unit", "  1\u00a0,\t99101 "))

    assert _lines(sheet) == [(2, "1", "99101")]


@pytest.mark.parametrize("before", [0, 3_000_000])
def test_another_encoding_is_refused_with_the_line_where_it_shows(tmp_path: Path, before: int) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,unit\n" + b"1,2\n" * before + "2,Thủ Dầu Một\n".encode("utf-16-le").replace(b"\x00", b"\x80"))

    with pytest.raises(Exception, match=f"line {before + 2} on"):
        _read(path)


def test_a_letter_cut_off_at_the_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,unit\n1,\xe1\xbb")

    with pytest.raises(Exception, match="line 2 on"):
        _read(path)


@pytest.mark.parametrize(
    "text",
    [
        ",".join(f"cột {number}" for number in range(sheets.COLUMN_LIMIT + 1)) + "\n1\n",  # too many columns
        "x" * 1_000_000 + ",id\n1,2\n",  # one endless name
        "id," + "x" * 300_000,  # no end at all
        '"id,unit\n' + "1,2\n" * 100_000,  # a quote that is never closed
        "\n" * 300_000 + "id\n1\n",  # nothing but blank lines for too long
    ],
)
def test_a_header_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")

    with pytest.raises(TooManyColumns):
        _read(tmp_path / "a.csv")


def test_blank_lines_alone_are_no_table(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        _read(text_file(tmp_path / "a.csv", "", " , ,", ""))


# --- Workbooks --------------------------------------------------------------------------------------------------------
def test_visible_sheets_are_read_where_they_stand(tmp_path: Path) -> None:
    path = xlsx_sheets(
        tmp_path / "a.xlsx",
        {
            "T8": [["id", "unit"], ["1", 25741]],
            "Ẩn": [["id"], ["secret"]],
            "Rỗng": [],
            "T9": [["id", "unit"], ["", ""]],
        },
        hidden=["Ẩn"],
        top=2,
        left=1,
    )

    first, second = _read(path)

    assert (first.name, first.header_row, first.first_column, first.columns) == ("T8", 3, 1, ("id", "unit"))
    assert _lines(first) == [(4, "1", "25741")]
    assert (second.name, _lines(second)) == ("T9", [])


def test_numbers_and_dates_of_excel_are_never_in_doubt(tmp_path: Path) -> None:
    moment = datetime.fromisoformat("2023-09-05T08:15")
    path = xlsx_sheets(tmp_path / "a.xlsx", {"S": [["id", "unit"], [1.234, moment], ["1.234", True]]})

    (sheet,) = _read(path)

    assert _lines(sheet) == [(2, f"1.234{NUMBER_MARK}", "2023-09-05T08:15:00"), (3, "1.234", "true")]


def test_formulas_are_not_computed(tmp_path: Path) -> None:
    cells = b'<c r="A2"><f>1+1</f><v>7</v></c>'
    content = sheet_xml({"A1": "id", "B2": "99101"}).replace(b'<row r="2">', b'<row r="2">' + cells)

    (sheet,) = _read(raw_xlsx(tmp_path / "a.xlsx", content))

    assert _lines(sheet)[0][:2] == (2, "7")


def test_a_column_under_no_header_is_noticed_if_it_holds_anything(tmp_path: Path) -> None:
    path = xlsx_sheets(tmp_path / "a.xlsx", {"S": [["id", "", "unit", ""], ["1", "", "2", "x"]]})

    (sheet,) = _read(path)

    assert sheet.nameless_columns() == (3,)


def test_a_workbook_that_cannot_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = raw_xlsx(tmp_path / "a.xlsx", b"<worksheet><sheetData><row")
    slow = xlsx_file(tmp_path / "b.xlsx", ROWS)

    with pytest.raises(BrokenFile):
        _read(broken)
    monkeypatch.setattr(workbook_process, "SECONDS_LIMIT", 0.001)
    with pytest.raises(BrokenFile, match="too large"):
        _read(slow)


def test_an_opendocument_sheet_is_read(tmp_path: Path) -> None:
    (sheet,) = _read(ods_file(tmp_path / "a.ods", ROWS))

    assert sheet.name == "Bảng"
    assert sheet.columns == tuple(ROWS[0])
    assert [line[:2] for line in _lines(sheet)] == [(2, "H1"), (3, "H2")]


# --- Parquet ----------------------------------------------------------------------------------------------------------
def test_a_parquet_file_that_is_broken_or_too_wide_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + b"\x01" * 100 + b"PAR1")
    wide = parquet_file(tmp_path / "b.parquet", [{f"c{number}": "x" for number in range(sheets.COLUMN_LIMIT + 1)}])

    with pytest.raises(BrokenFile):
        _read(tmp_path / "a.parquet")
    with pytest.raises(TooManyColumns):
        _read(wide)


def test_a_parquet_file_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("songbe.intake.files.parquet.UNPACKED_LIMIT", 10)

    with pytest.raises(FileTooLarge):
        _read(parquet_file(tmp_path / "a.parquet", ROWS))
