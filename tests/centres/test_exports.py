"""Screens as files: what is seen, with source, as-of, mark and address in every row."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from python_calamine import CalamineWorkbook

from songbe.centres.exports import Export, Table, UnknownFormat, export_of, file_of
from songbe.centres.queries.indicators import indicator
from songbe.centres.queries.overview import overview, sector
from songbe.centres.queries.records import records
from songbe.centres.queries.tiles import any_simulated
from tests.centres.asking import asked
from tests.centres.conftest import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]

HOST = "https://ioc.example.org"
SCREENS = [
    "/ioc/?place=99&period=2023",
    "/ioc/sectors/DVC/?place=991",
    "/ioc/figures/DEMO003/?period=2023-Q2",
    "/ioc/ngan-ha/",
    "/ioc/figures/DEMO001/records/?place=99101&period=2023-03",
]


def _sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def _table(sheet: Sequence[Sequence[Any]], first: str) -> list[dict[str, Any]]:
    """Return the rows under the heading that begins with a name."""
    at = next(number for number, row in enumerate(sheet) if row and row[0] == first)
    return [dict(zip(sheet[at], row, strict=True)) for row in sheet[at + 1 :] if any(cell != "" for cell in row)]


def test_a_sector_as_a_worksheet_has_the_numbers_of_the_screen() -> None:
    page = sector(asked(), "DVC")

    sheets = _sheets(file_of(export_of(page, host=HOST), "xlsx").content)

    rows = _table(sheets["Dịch vụ hành chính công"], "Mã")
    tiles = [*page.tiles, *page.rest]
    assert [row["Mã"] for row in rows] == [tile.definition.code for tile in tiles]
    for row, tile in zip(rows, tiles, strict=True):
        shown = None if row["Giá trị"] == "" else round(Decimal(row["Giá trị"]), tile.figure.decimals)
        assert shown == tile.figure.value
        assert row["Nguồn"] == tile.figure.source
        assert row["Mô phỏng"] == ("mô phỏng" if tile.figure.simulated else "")
        assert row["Địa chỉ"] == HOST + tile.url
        assert row["Đến ngày"] == (tile.figure.as_of or "")


def test_the_sheet_says_where_when_and_from_which_address() -> None:
    export = export_of(sector(asked(place="991", period="2023-Q3"), "DVC"), host=HOST)

    sheet = next(iter(_sheets(file_of(export, "xlsx").content).values()))

    assert [row[:2] for row in sheet[:7]] == [
        ["Bảng", "Dịch vụ hành chính công"],
        ["Nơi", "Thành phố Ngân Hà (991)"],
        ["Kỳ", "quý 3/2023 (2023-Q3)"],
        ["Bản đồ", "theo địa giới lúc ghi nhận"],
        ["Số liệu đến", "26/12/2023"],
        ["Mô phỏng", "có số mô phỏng: xem dấu ở từng dòng"],
        ["Địa chỉ", "https://ioc.example.org/ioc/?place=991&period=2023-Q3&basis=as-then"],
    ]


def test_the_overview_is_four_tables() -> None:
    page = overview(asked())

    export = export_of(page, host=HOST)

    assert [(table.title, len(table.rows)) for table in export.tables] == [
        ("Chỉ tiêu chính", len(page.headline)),
        ("Các lĩnh vực", 3),
        ("Xấu đi so với cùng kỳ", len(page.worse)),
        ("Số liệu trễ hạn", len(page.late)),
    ]
    assert any_simulated(tile.figure for tile in page.headline)


def test_an_indicator_brings_its_course_and_its_places() -> None:
    page = indicator(asked(), "DEMO003")

    export = export_of(page, host=HOST)

    course, ranking = export.tables[1:]
    assert [row[1] for row in course.rows] == list(page.trend)
    assert [(row[0], row[4], row[7]) for row in ranking.rows] == [
        (one.rank, one.place.name_vi, one.figure.value) for one in page.ranking
    ]


def test_records_are_all_there_each_with_its_mark() -> None:
    page = records(asked(period="2023-03"), "DEMO001", size=10_000)

    rows = _rows(file_of(export_of(page, host=HOST), "csv").content)

    assert len(rows) - 1 == page.total == page.figure.records
    assert rows[0][-4:] == ["Nguồn", "Đến ngày", "Mô phỏng", "Địa chỉ"]
    assert {row[-2] for row in rows[1:]} == {"mô phỏng"}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_every_row_of_every_export_has_source_as_of_mark_and_address(leader: Client, screen: str, kind: str) -> None:
    response = leader.get(f"{screen}{'&' if '?' in screen else '?'}format={kind}")

    assert response.status_code == 200
    assert f".{kind}" in response.headers["Content-Disposition"]
    tables = _csv_tables(response.content) if kind == "csv" else _xlsx_tables(response.content)
    assert tables
    for head, *rows in tables:
        assert head[-4:] == ["Nguồn", "Đến ngày", "Mô phỏng", "Địa chỉ"]
        for row in rows:
            assert row[-4]
            assert row[-2] in ("mô phỏng", "")
            assert row[-1].startswith("http://testserver/ioc/")


def _csv_tables(content: bytes) -> list[list[list[Any]]]:
    tables: list[list[list[Any]]] = []
    for row in _rows(content):
        if row and row[-1] == "Địa chỉ":
            tables.append([row])
        elif len(row) > 1:
            tables[-1].append(row)
    return tables


def _xlsx_tables(content: bytes) -> list[list[list[Any]]]:
    found = []
    for sheet in _sheets(content).values():
        at = next(number for number, row in enumerate(sheet) if row and row[-1] == "Địa chỉ")
        found.append(sheet[at:])
    return found


def test_numbers_in_csv_are_plain_and_dates_iso() -> None:
    export = Export(
        "x", "x", overview(asked()).frame, [Table("x", ["a", "b", "c"], [[Decimal("84.10"), date(2023, 1, 2), None]])]
    )

    assert _rows(file_of(export, "csv").content) == [["a", "b", "c"], ["84.10", "2023-01-02", ""]]


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@x", "\tx"])
def test_no_text_becomes_a_formula(text: str) -> None:
    export = Export("x", "x", overview(asked()).frame, [Table("x", ["a"], [[text]])])

    assert _rows(file_of(export, "csv").content)[1] == ["'" + text]
    sheet = _sheets(file_of(export, "xlsx").content)["x"]
    assert str(sheet[-1][0]).strip() == text.strip()


def test_sheets_of_one_name_are_told_apart() -> None:
    tables = [Table("Một [tên] rất dài quá ba mươi mốt chữ cái", ["a"], [["b"]])] * 2

    names = list(_sheets(file_of(Export("x", "x", overview(asked()).frame, tables), "xlsx").content))

    assert names == ["Một  tên  rất dài quá ba mươi m", "Một  tên  rất dài quá ba mư (2)"]


def test_there_is_no_third_kind(leader: Client) -> None:
    with pytest.raises(UnknownFormat):
        file_of(Export("x", "x", overview(asked()).frame, []), "pdf")
    assert leader.get("/ioc/?format=pdf").status_code == 400


def test_words_are_english_for_who_reads_english() -> None:
    with translation.override("en"):
        export = export_of(indicator(asked(), "DEMO003"), host=HOST)

    assert export.title == "Share of dossiers settled on time"


def test_an_export_shows_nobody_what_the_screen_would_not(client: Client) -> None:
    signed_in(client, "trucnganha")

    assert client.get("/ioc/figures/DEMO001/records/?place=992&format=csv").status_code == 403
    assert client.get("/ioc/figures/DEMO001/records/?place=991&format=csv").status_code == 200
