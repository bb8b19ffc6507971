"""Screens as files: exactly what is seen, each row with its source, its as-of, its mark and its address."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from songbe.centres.queries.frames import locale
from songbe.centres.queries.pages import (
    BoardPage,
    Frame,
    IndicatorPage,
    Late,
    OverviewPage,
    Ranked,
    RecordsPage,
    SectorPage,
    SectorState,
    Tile,
)
from songbe.indicators.queries import Figure
from songbe.indicators.queries.catalogue import UnitOfMeasure
from songbe.kernel.errors import InvalidInput
from songbe.kernel.numbers import QUALIFIER_WORDS, Qualifier
from songbe.places.queries import Place
from songbe.ui.words import STATE_WORDS, unit_word

Cell = str | int | Decimal | date | None
Exportable = OverviewPage | SectorPage | IndicatorPage | BoardPage | RecordsPage


class UnknownFormat(InvalidInput):
    """A kind of file that screens are not written as."""

    code = "unknown_format"
    message_en = "There is no export {given!r}, only xlsx and csv."
    message_vi = "Không xuất được dạng {given!r}, chỉ có xlsx và csv."


@dataclass(frozen=True, slots=True)
class Table:
    """One table of an export. A number keeps its decimals, so that 84.10 stays 84,10 in a worksheet."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Export:
    """A screen as tables. name: of the file, without its ending."""

    title: str
    name: str
    frame: Frame
    tables: Sequence[Table]


@dataclass(frozen=True, slots=True)
class File:
    """A file to send."""

    name: str
    content_type: str
    content: bytes


def export_of(page: Exportable, *, host: str) -> Export:
    """Return a screen as tables. host: scheme and host of the addresses in the rows."""
    match page:
        case OverviewPage():
            return _overview(page, host)
        case SectorPage():
            return _sector(page, host)
        case IndicatorPage():
            return _indicator(page, host)
        case BoardPage():
            return _board(page, host)
        case RecordsPage():
            return _records(page, host)


def file_of(export: Export, kind: str) -> File:
    """Return an export as a file. kind: ``xlsx`` or ``csv``. Raises UnknownFormat."""
    match kind:
        case "xlsx":
            content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            return File(f"{export.name}.xlsx", content_type, _xlsx(export))
        case "csv":
            return File(f"{export.name}.csv", "text/csv; charset=utf-8", _csv(export))
        case _:
            raise UnknownFormat(given=kind)


# --- Tables -----------------------------------------------------------------------------------------------------------
def _overview(page: OverviewPage, host: str) -> Export:
    tables = [
        _tiles(_("Chỉ tiêu chính"), page.headline, host),
        _sectors(page, host),
        _tiles(_("Xấu đi so với cùng kỳ"), page.worse, host),
        _late(page.late, page.frame, host),
    ]
    return Export(_("Tổng quan"), _name("ioc", page.frame), page.frame, tables)


def _sector(page: SectorPage, host: str) -> Export:
    name = page.state.sector.name_en if locale() == "en" else page.state.sector.name_vi
    tables = [_tiles(name, [*page.tiles, *page.rest], host), _late(page.late, page.frame, host)]
    return Export(name, _name(page.state.sector.code, page.frame), page.frame, tables)


def _board(page: BoardPage, host: str) -> Export:
    groups = [_tiles(group.title, group.tiles, host) for group in page.groups]
    return Export(page.name, _name(page.code, page.frame), page.frame, [*groups, _late(page.late, page.frame, host)])


def _indicator(page: IndicatorPage, host: str) -> Export:
    tables = [_tiles(_("Số liệu"), [page.tile], host), _course(page, host)]
    if page.ranking:
        tables.append(_ranking(page, host))
    name = page.tile.definition.name(locale())
    return Export(name, _name(page.tile.definition.code, page.frame), page.frame, tables)


def _name(what: str, frame: Frame) -> str:
    return "-".join([what, frame.place.code, frame.period.code.replace("/", "_"), frame.basis])


def _trust_columns() -> list[str]:
    return [_("Nguồn"), _("Đến ngày"), _("Mô phỏng"), _("Địa chỉ")]


def _mark(simulated: bool) -> str:
    return _("mô phỏng") if simulated else ""


def _trust(figure: Figure, url: str, host: str) -> list[Cell]:
    return [figure.source, figure.as_of, _mark(figure.simulated), f"{host}{url}"]


def _figure_columns() -> list[str]:
    return [
        *(_("Mã"), _("Chỉ tiêu"), _("Mã nơi"), _("Nơi"), _("Kỳ"), _("Mức độ"), _("Giá trị"), _("Đơn vị tính")),
        *(_("So với cùng kỳ"), _("Mục tiêu"), _("Trạng thái"), _("Công bố")),
        *_trust_columns(),
    ]


def _tiles(title: str, tiles: Iterable[Tile], host: str) -> Table:
    rows = [[*_figure_cells(t.figure, t.unit, t.change), *_trust(t.figure, t.url, host)] for t in tiles]
    return Table(title, _figure_columns(), rows)


def _figure_cells(figure: Figure, unit: UnitOfMeasure, change: Decimal | None) -> list[Cell]:
    return [
        figure.indicator,
        figure.name_en if locale() == "en" and figure.name_en else figure.name,
        figure.place,
        figure.place_name,
        figure.period,
        QUALIFIER_WORDS[Qualifier(figure.qualifier)][locale()] if figure.qualifier else "",
        figure.value,
        unit_word(unit, locale()),
        change,
        None if figure.target is None else figure.target.normalize(),
        str(STATE_WORDS[figure.target_status.value]),
        _status_word(figure.publication_status),
    ]


def _status_word(status: str) -> str:
    words = {
        "provisional": _("tạm tính"),
        "approved": _("đã duyệt"),
        "published": _("đã công bố"),
        "restated": _("đã đính chính"),
    }
    return words.get(status, status)


def _sectors(page: OverviewPage, host: str) -> Table:
    columns = [
        *(_("Mã"), _("Lĩnh vực"), _("Số chỉ tiêu"), _("Có số liệu"), _("Đạt"), _("Có nguy cơ"), _("Chưa đạt")),
        *(_("Xấu đi"), _("Trễ hạn")),
        *_trust_columns(),
    ]
    return Table(_("Các lĩnh vực"), columns, [_sector_row(one, page.frame, host) for one in page.sectors])


def _sector_row(one: SectorState, frame: Frame, host: str) -> list[Cell]:
    name = one.sector.name_en if locale() == "en" else one.sector.name_vi
    counts: list[Cell] = [one.indicators, one.with_value, one.met, one.at_risk, one.missed, one.worse, one.late]
    source = _("đếm trên các chỉ tiêu của lĩnh vực")
    return [one.sector.code, name, *counts, source, one.newest, _mark(frame.simulated), f"{host}{one.url}"]


def _late(late: Iterable[Late], frame: Frame, host: str) -> Table:
    columns = [
        *(_("Mã"), _("Chỉ tiêu"), _("Mã nơi"), _("Nơi"), _("Kỳ"), _("Hạn"), _("Số ngày trễ"), _("Cơ quan")),
        *_trust_columns(),
    ]
    rows: list[list[Cell]] = [
        [
            *(one.definition.code, one.definition.name(locale()), one.place.code, _place(one.place)),
            *(one.period.code, one.due_on, one.days_late, one.owner),
            *(one.definition.source, frame.today, _mark(frame.simulated), f"{host}{one.url}"),
        ]
        for one in late
    ]
    return Table(_("Số liệu trễ hạn"), columns, rows)


def _place(place: Place) -> str:
    return place.name(locale())


def _course(page: IndicatorPage, host: str) -> Table:
    year = page.frame.period.last.year
    columns = [_("Phần của năm"), str(year), str(year - 1), _("Đơn vị tính"), *_trust_columns()]
    unit, trust = unit_word(page.tile.unit, locale()), _trust(page.tile.figure, page.tile.url, host)
    parts = zip(page.trend_labels, page.trend, page.year_before, strict=True)
    return Table(_("Diễn biến"), columns, [[label, now, before, unit, *trust] for label, now, before in parts])


def _ranking(page: IndicatorPage, host: str) -> Table:
    rows = [_ranked(one, page.tile.unit, host) for one in page.ranking]
    return Table(_("Từng nơi"), [_("Hạng"), *_figure_columns()], rows)


def _ranked(one: Ranked, unit: UnitOfMeasure, host: str) -> list[Cell]:
    return [
        one.rank or None,
        *_figure_cells(one.figure, unit, one.change),
        *_trust(one.figure, one.url, host),
    ]


def _records(page: RecordsPage, host: str) -> Export:
    columns = [*page.columns, *_trust_columns()]
    rows: list[list[Cell]] = [
        [*row, page.figure.source, page.figure.as_of, _mark(simulated), page.frame.address]
        for row, simulated in zip(page.rows, page.simulated, strict=True)
    ]
    name = page.definition.name(locale())
    shown = len(page.rows)
    title = _("Bản ghi") if shown == page.total else f"{_('Bản ghi')} 1-{shown} / {page.total}"
    return Export(name, _name(f"{page.definition.code}-records", page.frame), page.frame, [Table(title, columns, rows)])


# --- Files ------------------------------------------------------------------------------------------------------------
def _heading(export: Export) -> list[tuple[str, str]]:
    frame = export.frame
    basis = _("theo địa giới hiện nay") if frame.basis == "as-now" else _("theo địa giới lúc ghi nhận")
    return [
        (_("Bảng"), export.title),
        (_("Nơi"), f"{_place(frame.place)} ({frame.place.code})"),
        (_("Kỳ"), f"{frame.period_label} ({frame.period.code})"),
        (_("Bản đồ"), basis),
        (_("Số liệu đến"), _day(frame.as_of)),
        (_("Mô phỏng"), _("có số mô phỏng: xem dấu ở từng dòng") if frame.simulated else _("không")),
        (_("Địa chỉ"), frame.address),
    ]


def _day(day: date | None) -> str:
    return "" if day is None else date_format(day, "SHORT_DATE_FORMAT")


def _csv(export: Export) -> bytes:
    """Return RFC 4180 text with a byte order mark: plain numbers, ISO dates, tables one under the other."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for at, table in enumerate(table for table in export.tables if table.rows):
        if at:
            writer.writerow([])
        if len(export.tables) > 1:
            writer.writerow([_harmless(table.title)])
        writer.writerow(table.columns)
        writer.writerows([_csv_cell(cell) for cell in row] for row in table.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _csv_cell(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Decimal():
            return format(cell, "f")
        case date():
            return cell.isoformat()
        case str():
            return _harmless(cell)
    return str(cell)


def _harmless(text: str) -> str:
    """Return a text that a spreadsheet program will not take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


class _Book:
    """A workbook being written, with its formats made once."""

    def __init__(self, target: io.BytesIO) -> None:
        self.book = xlsxwriter.Workbook(
            target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self.head = self.book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
        self.strong = self.book.add_format({"bold": True})
        self.wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.day = self.book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
        self._numbers: dict[int, Any] = {}

    def number(self, digits: int) -> Any:
        """Return the format of numbers with so many decimals; the program writes separators of its own language."""
        if digits not in self._numbers:
            form = "#,##0" + ("." + "0" * digits if digits else "")
            self._numbers[digits] = self.book.add_format({"num_format": form, "valign": "top"})
        return self._numbers[digits]


def _xlsx(export: Export) -> bytes:
    target = io.BytesIO()
    made = _Book(target)
    made.book.set_properties({"title": export.title, "comments": export.frame.address})
    names: set[str] = set()
    for table in export.tables:
        _sheet(made, export, table, _sheet_name(table.title, names))
    made.book.close()
    return target.getvalue()


def _sheet_name(title: str, taken: set[str]) -> str:
    """Return a name that a worksheet may bear: 31 letters, none of them special, used once whatever its case."""
    plain = "".join(" " if letter in "[]:*?/\\'" else letter for letter in title).strip() or "-"
    name, number = plain[:31], 2
    while name.casefold() in taken:
        name, number = f"{plain[:27]} ({number})", number + 1
    taken.add(name.casefold())
    return name


def _sheet(made: _Book, export: Export, table: Table, name: str) -> None:
    sheet = made.book.add_worksheet(name)
    heading = _heading(export)
    for row, (label, text) in enumerate(heading):
        sheet.write_string(row, 0, label, made.strong)
        sheet.write_string(row, 1, text)
    first = len(heading) + 1
    for column, label in enumerate(table.columns):
        sheet.write_string(first, column, label, made.head)
    for row, cells in enumerate(table.rows, first + 1):
        for column, cell in enumerate(cells):
            _write(made, sheet, row, column, cell)
    _arrange(sheet, table, first)


def _write(made: _Book, sheet: Any, row: int, column: int, cell: Cell) -> None:
    match cell:
        case None:
            return
        case Decimal():
            digits = max(0, -int(cell.as_tuple().exponent))
            sheet.write_number(row, column, float(cell), made.number(digits))
        case int():
            sheet.write_number(row, column, cell, made.number(0))
        case date():
            sheet.write_datetime(row, column, cell, made.day)
        case str():
            sheet.write_string(row, column, cell, made.wrapped)


def _arrange(sheet: Any, table: Table, first: int) -> None:
    for column, label in enumerate(table.columns):
        texts = [str(row[column]) for row in table.rows[:200] if row[column] is not None]
        sheet.set_column(column, column, min(48, 2 + max(map(len, [label, *texts]))))
    sheet.freeze_panes(first + 1, 2)
    if table.rows:
        sheet.autofilter(first, 0, first + len(table.rows), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first)
    sheet.set_footer("&L&F&R&P / &N")
