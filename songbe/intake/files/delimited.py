"""Text files: cells between commas or semicolons, in UTF-8.

Arrow reads them on one thread, because only then does it number the rows: blank lines and line breaks inside quotes
keep their place, and a row with too few or too many cells is named instead of being bent into shape.
"""

import codecs
import csv
import io
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from songbe.intake.files.sheets import (
    COLUMN_LIMIT,
    ROW_LIMIT,
    BrokenFile,
    EmptyFile,
    Ragged,
    Sheet,
    TooManyColumns,
    TooManyRows,
)
from songbe.kernel.errors import InvalidInput

DELIMITERS = (",", ";")
_LONGEST_HEADER = 256 * 1024
_BLOCK = 32 * 1024 * 1024


class NotUtf8(InvalidInput):
    """A text in another encoding."""

    code = "not_utf8"
    message_en = "{name} is not in UTF-8 from line {line} on. Save it as 'CSV UTF-8'"
    message_vi = "Tệp {name} không phải UTF-8 kể từ dòng {line}. Hãy lưu lại dạng “CSV UTF-8”"

    def __init__(self, *, name: str, line: int) -> None:
        super().__init__(name=name, line=line)


def read_delimited(path: Path, *, name: str, is_known: Callable[[str], bool]) -> Sheet:
    """Return the one sheet of a text file.

    is_known: whether a header's text is one that the target knows; it decides between comma and semicolon.
    Raises NotUtf8, TooManyColumns, TooManyRows, EmptyFile, BrokenFile.
    """
    _require_utf8(path, name=name)
    delimiter, columns, header_row = _header(path, name=name, is_known=is_known)
    texts, ragged = _texts(path, delimiter, len(columns), name=name)
    total = texts.num_rows + len(ragged)
    if total > ROW_LIMIT:
        raise TooManyRows(name=name, rows=total)
    lost = {row.row for row in ragged}
    numbers = [number for number in range(1, total + 1) if number not in lost] if lost else range(1, total + 1)
    table = texts.append_column("row_no", pa.array(numbers, pa.int64()))
    return Sheet(
        name="",
        columns=columns,
        header_row=header_row,
        content=table.filter(pc.greater(table["row_no"], header_row)),
        ragged=tuple(row for row in ragged if row.row > header_row and row.cells > 0),
    )


def _require_utf8(path: Path, *, name: str) -> None:
    decoder, line = codecs.getincrementaldecoder("utf-8")(), 1
    with path.open("rb") as content:
        while chunk := content.read(1 << 20):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                # The decoder may have kept the first bytes of a letter from the chunk before; they hold no line break.
                raise NotUtf8(name=name, line=line + chunk.count(b"\n", 0, error.start)) from error
            line += chunk.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise NotUtf8(name=name, line=line) from error


def _header(path: Path, *, name: str, is_known: Callable[[str], bool]) -> tuple[str, tuple[str, ...], int]:
    """Return the delimiter, the header's texts and its row."""
    with path.open(encoding="utf-8-sig", newline="") as content:
        head = content.read(_LONGEST_HEADER)
        whole = not content.read(1)
    found = [(delimiter, *_first_record(head, delimiter, whole=whole, name=name)) for delimiter in DELIMITERS]
    return max(found, key=lambda each: (sum(map(is_known, each[1])), len(each[1])))


def _first_record(head: str, delimiter: str, *, whole: bool, name: str) -> tuple[tuple[str, ...], int]:
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    row = 0
    try:
        for row, record in enumerate(reader, start=1):
            if not any(cell.strip() for cell in record):
                continue
            if len(record) > COLUMN_LIMIT or (not whole and reader.line_num > head.count("\n")):
                raise TooManyColumns(name=name)
            return tuple(cell.strip() for cell in record), row
    except csv.Error as error:
        raise TooManyColumns(name=name) from error
    if not whole:
        raise TooManyColumns(name=name)
    raise EmptyFile(name=name)


def _texts(path: Path, delimiter: str, width: int, *, name: str) -> tuple[pa.Table, list[Ragged]]:
    ragged: list[Ragged] = []

    def note(row: arrow_csv.InvalidRow) -> str:
        # A line of blanks alone is as good as an empty one.
        ragged.append(Ragged(row.number, row.actual_columns if row.text.strip() else 0))
        return "skip"

    names = [f"c{index}" for index in range(width)]
    try:
        table = arrow_csv.read_csv(
            path,
            read_options=arrow_csv.ReadOptions(use_threads=False, block_size=_BLOCK, column_names=names),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=note
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        raise BrokenFile(name=name, reason=str(error)) from error
    trimmed = {column: pc.utf8_trim_whitespace(table[column]) for column in names}
    return pa.table(trimmed), ragged
