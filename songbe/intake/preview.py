"""Rows of a staged file as people look at them: what was understood, and what was written where something is wrong."""

# ruff: noqa: S608  Names come from a target's declaration, numbers are ours.
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from songbe.intake.rules.cells import NUMBER_MARK
from songbe.intake.rules.faults import Fault, column_letters
from songbe.intake.staging import Stage

ROWS_SHOWN = 20_000


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A row as it was understood. values: without the empty ones; cells: field -> address."""

    sheet: str
    row: int
    values: Mapping[str, Any]
    cells: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a file as they are meant, bad cells left out."""

    rows: tuple[GoodRow, ...] = ()


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row in which something is wrong, as the file says it."""

    sheet: str
    row: int
    texts: Mapping[str, str]
    faults: tuple[Fault, ...]


def preview(staged: Stage, *, limit: int = ROWS_SHOWN) -> Preview:
    """Return the first rows as they are meant."""
    names = [each.name for each in staged.target.fields]
    found = staged.connection.execute(
        f"SELECT sheet_no, row_no, {', '.join(names)} FROM taken ORDER BY sheet_no, row_no LIMIT {int(limit)}"
    ).fetchall()
    addresses = [_addresses(staged, number) for number in range(len(staged.sheets))]
    rows = []
    for sheet_no, row, *said in found:
        values = {name: _plain(value) for name, value in zip(names, said, strict=True) if value is not None}
        cells = {name: f"{letters}{row}" for name, letters in addresses[sheet_no].items() if name in values}
        rows.append(GoodRow(staged.sheets[sheet_no].name, row, values, cells))
    return Preview(tuple(rows))


def _addresses(staged: Stage, number: int) -> dict[str, str]:
    first = staged.sheets[number].first_column
    return {name: column_letters(index + first) for name, index in staged.headers[number].at.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    return value


def bad_rows(staged: Stage, faults: Iterable[Fault]) -> tuple[BadRow, ...]:
    """Return the rows of some faults as the file says them, in the order of the faults. Headers are no rows."""
    by_row: dict[tuple[str, int], list[Fault]] = {}
    for fault in faults:
        by_row.setdefault((fault.sheet, fault.row), []).append(fault)
    texts = _texts(staged, by_row) if staged.headers_fit else {}
    return tuple(
        BadRow(sheet, row, texts[sheet, row], tuple(found))
        for (sheet, row), found in by_row.items()
        if (sheet, row) in texts
    )


def _texts(staged: Stage, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], dict[str, str]]:
    numbers = {sheet.name: number for number, sheet in enumerate(staged.sheets)}
    pairs = ", ".join(f"({numbers[sheet]}, {int(row)})" for sheet, row in wanted) or "(-1, -1)"
    names = [each.name for each in staged.target.fields]
    found = staged.connection.execute(
        f"SELECT sheet_no, row_no, {', '.join(names)} FROM given "
        f"WHERE (sheet_no, row_no) IN (SELECT (a, b) FROM (VALUES {pairs}) v(a, b))"
    ).fetchall()
    return {
        (staged.sheets[sheet_no].name, row): {
            name: text.rstrip(NUMBER_MARK) for name, text in zip(names, said, strict=True) if text is not None
        }
        for sheet_no, row, *said in found
    }
