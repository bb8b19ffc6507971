"""Excel and OpenDocument workbooks, opened by a process of their own."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from songbe.intake.files import workbook_process
from songbe.intake.files.sheets import COLUMN_LIMIT, ROW_LIMIT, BrokenFile, Sheet, TooManyColumns, TooManyRows
from songbe.intake.files.sniffing import FileKind

_TOO_MUCH = "bảng tính quá lớn hoặc quá thưa / the sheet is too large or too sparse"


def read_workbook(path: Path, folder: Path, kind: FileKind, *, name: str) -> tuple[Sheet, ...]:
    """Return the visible sheets of a workbook that hold anything; the first row that says anything is the header.

    folder: where the process may write. Raises BrokenFile, TooManyColumns, TooManyRows.
    """
    # The reader looks at the ending first.
    named = folder / f"workbook.{kind.value}"
    named.hardlink_to(path)
    said = _run(named, folder, name=name)
    if sum(sheet["rows"] for sheet in said) > ROW_LIMIT:
        raise TooManyRows(name=name, rows=sum(sheet["rows"] for sheet in said))
    return tuple(_sheet(each, name=name) for each in said)


def _run(path: Path, folder: Path, *, name: str) -> list[dict[str, Any]]:
    program = [sys.executable, "-P", workbook_process.__file__, str(path), str(folder)]
    try:
        # Our own script, and a path that we made ourselves.
        run = subprocess.run(  # noqa: S603
            program, capture_output=True, text=True, check=False, timeout=2 * workbook_process.SECONDS_LIMIT
        )
    except subprocess.TimeoutExpired as late:
        raise BrokenFile(name=name, reason=_TOO_MUCH) from late
    try:
        answer = json.loads(run.stdout)
    except ValueError as died:
        # Out of memory or time, the process ends without a word.
        raise BrokenFile(name=name, reason=_TOO_MUCH) from died
    if "error" in answer:
        raise BrokenFile(name=name, reason=_TOO_MUCH if answer["error"] == "memory" else answer["error"])
    sheets: list[dict[str, Any]] = answer["sheets"]
    return sheets


def _sheet(said: dict[str, Any], *, name: str) -> Sheet:
    if len(said["columns"]) > COLUMN_LIMIT:
        raise TooManyColumns(name=name)
    with pa.memory_map(said["path"]) as source:
        table = pa.ipc.open_file(source).read_all()
    texts = {column: table[column] for column in table.column_names if column != "row_no"}
    trimmed = {column: pc.utf8_trim_whitespace(cells) for column, cells in texts.items()}
    return Sheet(
        name=said["name"],
        columns=tuple(said["columns"]),
        header_row=said["header_row"],
        content=pa.table({**trimmed, "row_no": table["row_no"]}),
        first_column=said["first_column"],
        marked=True,
    )
