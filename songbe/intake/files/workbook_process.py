"""Opens a workbook in a process of its own, with bounded memory and time; its visible sheets become Arrow files.

A workbook of a few kilobytes can say that it has a cell in the last of 17 billion: whoever opens it must be able to
die of it without harm. Run as ``python -P workbook_process.py WORKBOOK FOLDER``; it imports nothing of this product,
and prints one line of JSON: the sheets, or why there are none. Formulas are not computed: what the file holds as
their result counts.
"""

import datetime
import itertools
import json
import math
import resource
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

NUMBER_MARK = "\ue000"  # the same as in rules/cells.py; a test compares them
MEMORY_LIMIT = 4 * 1024**3
SECONDS_LIMIT = 180
CHUNK = 20_000
LARGEST_EXACT = 2**53


def text_of(value: object) -> str:
    """Return a cell's value as the text of the plain form. Numbers with a fraction carry NUMBER_MARK."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            return _number(value)
        case datetime.datetime():
            return _to_second(value).isoformat()
        case datetime.date() | datetime.time():
            return value.isoformat()
        case None:
            return ""
    return str(value)


def _number(value: float) -> str:
    if math.isfinite(value) and value.is_integer() and abs(value) <= LARGEST_EXACT:
        return str(int(value))
    return f"{value!r}{NUMBER_MARK}"


def _to_second(moment: datetime.datetime) -> datetime.datetime:
    # Excel keeps a moment as a fraction of a day, which misses whole seconds by microseconds.
    return (moment + datetime.timedelta(milliseconds=500)).replace(microsecond=0)


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, Sequence[Any]]]:
    return ((number, row) for number, row in enumerate(sheet.iter_rows(), start=1) if any(cell != "" for cell in row))


def _text(value: object) -> str:
    # Most cells are texts: asked first, a large sheet takes half the time.
    return value if type(value) is str else text_of(value)


def _write(rows: Iterable[tuple[int, Sequence[Any]]], width: int, path: Path) -> int:
    schema = pa.schema([(f"c{index}", pa.string()) for index in range(width)] + [("row_no", pa.int64())])
    source, count = iter(rows), 0
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        while chunk := list(itertools.islice(source, CHUNK)):
            cells = [pa.array([_text(row[index]) for _, row in chunk], pa.string()) for index in range(width)]
            numbers = pa.array([number for number, _ in chunk], pa.int64())
            writer.write(pa.record_batch([*cells, numbers], schema=schema))
            count += len(chunk)
    return count


def _sheets(workbook: CalamineWorkbook, folder: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for sheet_data in workbook.sheets_metadata:
        if sheet_data.visible is not SheetVisibleEnum.Visible or sheet_data.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(sheet_data.name)
        rows = _rows(sheet)
        header = next(rows, None)
        if header is None or sheet.start is None:
            continue
        number, cells = header
        path = folder / f"sheet{len(found)}.arrow"
        count = _write(rows, len(cells), path)
        found.append(
            {
                "name": sheet_data.name,
                "path": str(path),
                "header_row": number,
                "columns": [text_of(cell).rstrip(NUMBER_MARK).strip() for cell in cells],
                "first_column": sheet.start[1],
                "rows": count,
            }
        )
    return found


def main(workbook: str, folder: str) -> int:
    """Read the workbook, and return the exit code: 0 with the sheets, 1 with the reason."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_LIMIT, SECONDS_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer: dict[str, object] = {"sheets": _sheets(load_workbook(workbook), Path(folder))}
    except CalamineError as error:
        answer = {"error": str(error) or type(error).__name__}
    except MemoryError:
        answer = {"error": "memory"}
    sys.stdout.write(json.dumps(answer) + "\n")
    return 1 if "error" in answer else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
