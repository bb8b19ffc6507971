"""Reading the national catalogue of procedures: a CSV file from outside, row by row, with all that is wrong in it.

What is wrong in a cell is named and costs that cell; a row is left out only where it cannot be known by its code or
shown by its name.
"""

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from songbe.cases.declare.procedures import OnlineLevel, ProcedureLine
from songbe.cases.rules.clock import Term, TermUnit
from songbe.intake.rules.faults import shortened
from songbe.kernel.numbers import format_vi
from songbe.kernel.vietnamese import normalise
from songbe.places.declare import Tier

T = TypeVar("T")

VALID_FROM = date(2026, 1, 1)
"""The catalogue says how things are from then on: it is never in force, and never counted, on an earlier day."""

COLUMNS = (
    "code",
    "name_vi",
    "level_now",
    "deadline",
    "deadline_unit",
    "fee_vnd_values",
    "online_level",
    "essential25",
    "essential_name_vi",
    "internal",
    "promulgated_by",
    "decision",
    "result",
    "source",
    "sector_code",
)
"""What is read; other columns may stand there."""

TIERS: Mapping[str, Tier] = {
    "province": "province",
    "commune": "commune",
    "province/commune": "commune",
    "district": "district",
    "ministry_or_utility": "province",
}
"""Where both do it, the nearer one; what a ministry or a utility does, its office in the province does."""

UNITS: Mapping[str, TermUnit] = {
    "working_day": TermUnit.working_day,
    "calendar_day": TermUnit.calendar_day,
    "month": TermUnit.month,
    "hour": TermUnit.working_hour,
    "working_hour": TermUnit.working_hour,
}
"""An hour of the catalogue is one in which the office works."""

LEVELS: Mapping[str, OnlineLevel] = {"full": "full", "partial": "partial", "information_only": "info"}
FLAGS: Mapping[str, bool] = {"": False, "yes": True}

CODE = re.compile(r"[A-Z0-9]{1,20}\.[0-9]{6}")
AMOUNT = re.compile(r"[0-9]{1,5}(\.[0-9]{1,3})?")
MONEY = re.compile(r"[0-9]{1,12}")
SHORTEST_NAME = 3
SMALLEST_FEE = 1000
"""Nobody pays a fee of twenty đồng: such a number is a percentage, thousands, or another currency."""

FEE_NOT_SAID = "danh mục quốc gia không ghi mức thu"

KINDS: Mapping[str, tuple[str, str]] = {
    "unreadable": (
        "Không đọc được tệp từ dòng này: {value}; hãy lưu lại thành CSV UTF-8",
        "The file cannot be read from here on: {value}; save it as CSV in UTF-8",
    ),
    "missing_column": ("Thiếu cột này ở dòng tiêu đề", "The header lacks this column"),
    "cell_count": (
        "Dòng nhiều hoặc ít ô hơn tiêu đề nên bị bỏ qua; ô có dấu phẩy phải đặt trong ngoặc kép",
        "The row has more or fewer cells than the header and is left out; a cell with a comma stands in double quotes",
    ),
    "no_code": ("Thiếu mã thủ tục nên bỏ qua dòng", "There is no code, so the row is left out"),
    "bad_code": (
        "Mã “{value}” sai dạng nên bỏ qua dòng; mã viết như 1.999999",
        "The code “{value}” has a wrong shape, so the row is left out; write it like 1.999999",
    ),
    "duplicate_code": (
        "Mã “{value}” đã có ở dòng trước; chỉ lấy dòng đầu",
        "The code “{value}” stands in an earlier row; only the first one is taken",
    ),
    "no_name": (
        "Tên thủ tục trống hoặc quá ngắn nên bỏ qua dòng",
        "The name is empty or too short, so the row is left out",
    ),
    "unknown_level": (
        "Không rõ cấp giải quyết “{value}”, tạm coi là cấp tỉnh",
        "Nobody knows the level “{value}”; taken as the province's",
    ),
    "bad_deadline": (
        "Thời hạn “{value}” không phải là số dương (ngày lịch, tháng: số nguyên) nên coi là không có thời hạn",
        "The deadline “{value}” is no number above 0 (of calendar days and months a whole one); taken as no deadline",
    ),
    "unknown_unit": (
        "Không rõ đơn vị thời hạn “{value}” nên coi là không có thời hạn",
        "Nobody knows the unit “{value}” of the deadline; taken as no deadline",
    ),
    "bad_fee": (
        "Mức thu “{value}” không phải là số nguyên đồng nên bỏ qua mức này",
        "The fee “{value}” is no whole number of đồng; this one is left out",
    ),
    "odd_fee": (
        "Mức thu {value} đồng nhỏ bất thường nên chỉ đưa vào ghi chú, cần kiểm chứng",
        "A fee of {value} đồng is oddly small; it stands in the note only and is to be verified",
    ),
    "unknown_online_level": (
        "Không rõ mức độ trực tuyến “{value}”, tạm coi là chỉ cung cấp thông tin",
        "Nobody knows the online level “{value}”; taken as information only",
    ),
    "unknown_flag": (
        "“{value}” không phải “yes” hay ô trống, tạm coi là không",
        "“{value}” is neither 'yes' nor empty; taken as no",
    ),
    "no_source": (
        "Thiếu nguồn nên thủ tục được ghi là chưa đối chiếu",
        "There is no source, so the procedure is shown as not verified",
    ),
    "unknown_sector": (
        "Bộ khai báo không có lĩnh vực “{value}” nên thủ tục chưa được xếp lĩnh vực",
        "The pack has no sector “{value}”; the procedure stands in none",
    ),
}
"""Kind of fault -> its sentences, Vietnamese and English."""


@dataclass(frozen=True, slots=True)
class CatalogueFault:
    """One thing that is wrong in one cell. line: of the file, the header is 1."""

    line: int
    column: str
    kind: str
    value: str = ""

    def reason(self, locale: str) -> str:
        """Return the sentence: Vietnamese for ``vi``, else English."""
        vietnamese = locale == "vi"
        empty = "(trống)" if vietnamese else "(empty)"
        return KINDS[self.kind][0 if vietnamese else 1].format(value=shortened(self.value) or empty)


@dataclass(frozen=True, slots=True)
class CatalogueRead:
    """What a file holds. rows: how many it has, those that were left out too."""

    rows: int
    lines: tuple[ProcedureLine, ...]
    faults: tuple[CatalogueFault, ...]

    @property
    def left_out(self) -> int:
        """How many rows cannot be used at all."""
        return self.rows - len(self.lines)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row and what was found wrong in it so far."""

    line: int
    cells: Mapping[str, str]
    faults: list[CatalogueFault]

    def __getitem__(self, column: str) -> str:
        return normalise(self.cells[column])

    def note(self, kind: str, column: str, value: str | None = None) -> None:
        self.faults.append(CatalogueFault(self.line, column, kind, self[column] if value is None else value))


def read_catalogue(text: str, *, sectors: Collection[str]) -> CatalogueRead:
    """Return the procedures of a catalogue's text and all that is wrong in it. sectors: those that the pack has.

    A text that is no table, or lacks a column, has faults and no procedures.
    """
    faults: list[CatalogueFault] = []
    lines: dict[str, ProcedureLine] = {}
    rows = 0
    try:
        for row in _rows(text, faults):
            rows += 1
            line = _line(row, sectors, lines)
            if line is not None:
                lines[line.code] = line
    except csv.Error as error:
        return CatalogueRead(rows, (), (*faults, CatalogueFault(rows + 2, "", "unreadable", str(error))))
    return CatalogueRead(rows, tuple(lines.values()), tuple(faults))


def _rows(text: str, faults: list[CatalogueFault]) -> Iterator[_Row]:
    """Yield the rows with the line each begins on; an empty line is none. Raises csv.Error."""
    if "\0" in text:
        raise csv.Error("NUL")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = [name.strip() for name in next(reader, [])]
    missing = [name for name in COLUMNS if name not in header]
    faults += [CatalogueFault(1, name, "missing_column") for name in missing]
    if missing:
        return
    before = reader.line_num
    for cells in reader:
        if cells:
            found = dict(zip(header, cells, strict=False)) if len(cells) == len(header) else {}
            yield _Row(before + 1, found, faults)
        before = reader.line_num


def _line(row: _Row, sectors: Collection[str], known: Collection[str]) -> ProcedureLine | None:
    """Return what a row says; None if it cannot be used."""
    if not _is_usable(row, known):
        return None
    term = _term(row)
    fee, note = _fees(row)
    called = row["essential_name_vi"]
    return ProcedureLine(
        code=row["code"],
        name_vi=row["name_vi"],
        name_en=row["name_vi"],
        sector=_sector(row, sectors),
        tier=_word(row, "level_now", TIERS, "unknown_level", "province"),
        handler="",
        term_amount=None if term is None else term.amount,
        term_unit=TermUnit.working_day if term is None else term.unit,
        internal=_word(row, "internal", FLAGS, "unknown_flag", False),
        regime="",
        legal_basis=", ".join(filter(None, (row["decision"], row["promulgated_by"]))),
        source=_source(row),
        certainty="read" if row["source"] else "",
        valid_from=VALID_FROM,
        fee_vnd=fee,
        fee_note_vi=note,
        online_level=_word(row, "online_level", LEVELS, "unknown_online_level", "info"),
        result_vi=row["result"],
        essential=_word(row, "essential25", FLAGS, "unknown_flag", False),
        synonyms=(called,) if called and called != row["name_vi"] else (),
    )


def _is_usable(row: _Row, known: Collection[str]) -> bool:
    """Whether a row has a code of its own and a name; what it lacks is noted."""
    if not row.cells:
        row.note("cell_count", "", "")
        return False
    code, before = row["code"], len(row.faults)
    if not code:
        row.note("no_code", "code")
    elif not CODE.fullmatch(code):
        row.note("bad_code", "code")
    elif code in known:
        row.note("duplicate_code", "code")
    if len(row["name_vi"]) < SHORTEST_NAME:
        row.note("no_name", "name_vi")
    return len(row.faults) == before


def _word(row: _Row, column: str, words: Mapping[str, T], kind: str, otherwise: T) -> T:
    """Return what a word of a column means; an unknown one is noted and means something cautious."""
    if row[column] not in words:
        row.note(kind, column)
    return words.get(row[column], otherwise)


def _sector(row: _Row, sectors: Collection[str]) -> str:
    given = row["sector_code"]
    if given in sectors:
        return given
    row.note("unknown_sector", "sector_code")
    return ""


def _source(row: _Row) -> str:
    if not row["source"]:
        row.note("no_source", "source")
    return row["source"]


def _term(row: _Row) -> Term | None:
    amount, unit = row["deadline"], row["deadline_unit"]
    if not amount and not unit:
        return None
    if not AMOUNT.fullmatch(amount) or not Fraction(amount):
        row.note("bad_deadline", "deadline")
        return None
    if unit not in UNITS:
        row.note("unknown_unit", "deadline_unit")
        return None
    try:
        return Term(Fraction(amount), UNITS[unit])
    except ValueError:
        row.note("bad_deadline", "deadline")
        return None


def _fees(row: _Row) -> tuple[Decimal, str]:
    """Return the lowest fee and the note: all fees if there are several, or what cannot be a fee in đồng."""
    given = [part.strip() for part in row["fee_vnd_values"].split(";") if part.strip()]
    if not given:
        return Decimal(0), FEE_NOT_SAID
    fees: list[int] = []
    odd: list[str] = []
    for part in given:
        if not MONEY.fullmatch(part):
            row.note("bad_fee", "fee_vnd_values", part)
        elif 0 < int(part) < SMALLEST_FEE:
            row.note("odd_fee", "fee_vnd_values", part)
            odd.append(part)
        else:
            fees.append(int(part))
    notes = [f"tùy trường hợp: {'; '.join(format_vi(fee) for fee in fees)} đồng"] if len(fees) > 1 else []
    notes += [f"danh mục còn ghi mức {', '.join(odd)}, chưa rõ đơn vị"] if odd else []
    notes += [FEE_NOT_SAID] if not fees and not odd else []
    return Decimal(min(fees, default=0)), "; ".join(notes)
