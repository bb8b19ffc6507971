"""Rows between a file and the platform: ``given`` as the file says them, ``taken`` as the target means them.

Both live in an embedded DuckDB of their own, and vanish with it. ``given`` has sheet_no, row_no and a text for each
field; ``taken`` has sheet_no, row_no, and for each field its typed value (NULL where it is bad) and its fault in
``bad_<field>``. Rules between the fields, and what the platform knows already, are checked on ``taken`` (checks.py).
"""

# ruff: noqa: S608  Names come from a target's declaration, texts are quoted.
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
from django.conf import settings

from songbe.intake.files.sheets import BrokenFile, Sheet
from songbe.intake.files.sniffing import MIB
from songbe.intake.rules import cells
from songbe.intake.rules.cells import NUMBER_MARK, Proof, Separator
from songbe.intake.rules.headers import Header, match_header
from songbe.intake.rules.words import NO, YES, Look, any_word, look_among, look_for_period, look_in
from songbe.intake.targets import Field, Target, Type
from songbe.kernel.periods import parse_period
from songbe.places.queries import Gazetteer

MEMORY_LIMIT = 4 * 1024**3
TEMPORARY_LIMIT = "16GB"
MOST_CASES = 16
_OUR_MISTAKE = (duckdb.ParserException, duckdb.SyntaxException, duckdb.CatalogException)


@dataclass(frozen=True, slots=True)
class Stage:
    """A file on its way in. headers: one a sheet."""

    connection: duckdb.DuckDBPyConnection
    target: Target
    sheets: tuple[Sheet, ...]
    headers: tuple[Header, ...]

    @property
    def headers_fit(self) -> bool:
        """Whether every sheet has the columns it must have, and no other."""
        return not any(header.faults for header in self.headers)


@contextmanager
def stage(
    target: Target, sheets: tuple[Sheet, ...], folder: Path, *, name: str, known: Gazetteer, today: date, source: str
) -> Iterator[Stage]:
    """Stage the sheets of a file for a target; what does not fit stays visible as faults of its cells.

    folder: for what does not fit into memory. name: of the file. source: whose data it is.
    Raises BrokenFile for a file that turns out unreadable, or larger than memory and disk, only now.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": settings.SONGBE_THREADS,
        "memory_limit": f"{_memory() // MIB}MiB",
        "temp_directory": str(folder),
        "max_temp_directory_size": TEMPORARY_LIMIT,
        "preserve_insertion_order": False,
    }
    connection = duckdb.connect(":memory:", config=config)
    try:
        headers = (match_header(s.columns, target.fields, nameless=s.nameless_columns()) for s in sheets)
        staged = Stage(connection, target, sheets, tuple(headers))
        connection.execute(f"SET VARIABLE today = DATE '{today}'")
        connection.execute(f"SET VARIABLE source = {cells.quoted(source)}")
        _load_places(connection, known)
        try:
            _load_given(staged)
            _load_taken(staged, known)
        except duckdb.Error as bad:
            # Text and workbooks were read before: only of Parquet are the rows read here.
            if isinstance(bad, _OUR_MISTAKE) or not any(isinstance(sheet.content, str) for sheet in sheets):
                raise
            raise BrokenFile(name=name, reason=str(bad).splitlines()[0]) from bad
        yield staged
    finally:
        connection.close()


def _memory() -> int:
    """Return how many bytes a stage may hold in memory: half of the machine's at most."""
    return min(MEMORY_LIMIT, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2)


def _load_places(connection: duckdb.DuckDBPyConnection, known: Gazetteer) -> None:
    """Make the table ``places``: units in all their states, and agencies."""
    states = [state for found in known.units.values() for state in found] + list(known.agencies.values())
    _load(
        connection,
        "places",
        {
            "code": pa.array([state.code for state in states], pa.string()),
            "tier": pa.array([state.tier for state in states], pa.string()),
            "valid_from": pa.array([state.valid_from for state in states], pa.date32()),
            "valid_to": pa.array([state.valid_to for state in states], pa.date32()),
        },
    )


def _load(connection: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, pa.Array]) -> None:
    connection.register("loading", pa.table(dict(columns)))
    connection.execute(f"CREATE TABLE {name} AS SELECT * FROM loading")
    connection.unregister("loading")


def _load_given(staged: Stage) -> None:
    """Make the view ``given``. Rows that say nothing are no rows."""
    parts = []
    for number, (sheet, header) in enumerate(zip(staged.sheets, staged.headers, strict=True)):
        if isinstance(sheet.content, str):
            staged.connection.execute(f"CREATE VIEW sheet_{number} AS {sheet.content}")
        else:
            staged.connection.register(f"sheet_{number}", sheet.content)
        columns = [f"{_given(field, header, sheet)} AS {field.name}" for field in staged.target.fields]
        says_something = " OR ".join(f"c{index} <> ''" for index in header.at.values()) or "FALSE"
        parts.append(
            f"SELECT {number}::SMALLINT AS sheet_no, row_no, {', '.join(columns)} "
            f"FROM sheet_{number} WHERE {says_something}"
        )
    staged.connection.execute(f"CREATE VIEW given AS {' UNION ALL '.join(parts)}")


def _given(field: Field, header: Header, sheet: Sheet) -> str:
    index = header.at.get(field.name)
    if index is None:
        return "NULL::VARCHAR"
    keeps_mark = field.type.is_number or not sheet.marked
    return f"nullif(c{index}, '')" if keeps_mark else f"nullif(rtrim(c{index}, '{NUMBER_MARK}'), '')"


def _load_taken(staged: Stage, known: Gazetteer) -> None:
    """Make the table ``taken``: what each text means, then what is wrong with it, then what stands for the rest.

    Each step is a table: DuckDB would put the first into the others, and read a text as often as they name its value.
    """
    said = {name for header in staged.headers for name in header.at}
    fields = [field for field in staged.target.fields if field.name in said]
    codes = {f.name: _load_codes(staged.connection, f, known) for f in staged.target.fields if f.type.is_looked_up}
    separators = _separators(staged.connection, [field.name for field in fields if field.type.is_number])
    values, faults, joins = [], [], []
    for field in fields:
        name = field.name
        cell, join = _code(name, codes[name]) if name in codes else (f"given.{name}", "")
        values.append(f"given.{name} AS given_{name}")
        values.append(f"{cells.value_sql(field, cell, separators.get(name, {}))} AS {name}")
        faults.append(f"{cells.fault_sql(field, f'given_{name}', name)} AS bad_{name}")
        joins.append(join)
    for statement in (
        f"CREATE TABLE valued AS SELECT {', '.join(['sheet_no', 'row_no', *values])} FROM given {' '.join(joins)}",
        f"CREATE TABLE judged AS SELECT {', '.join(['*', *faults])} FROM valued",
        "DROP TABLE valued",
        f"CREATE TABLE taken AS SELECT sheet_no, row_no, {', '.join(_taken(f, said) for f in staged.target.fields)} "
        f"FROM (SELECT sheet_no, row_no, {', '.join(_typed(f, said) for f in staged.target.fields)} FROM judged)",
        "DROP TABLE judged",
    ):
        staged.connection.execute(statement)


def _typed(field: Field, said: Collection[str]) -> str:
    """SQL for a field's good value, its fault, and whether the file says anything."""
    name, kind = field.name, field.type.sql
    if name not in said:
        missing = "'missing_value'" if field.required and not field.absent else "NULL"
        return f"NULL::{kind} AS {name}, FALSE AS has_{name}, {missing}::VARCHAR AS bad_{name}"
    good = f"CASE WHEN bad_{name} IS NULL THEN {cells.typed_sql(field, name)} END"
    return f"{good} AS {name}, given_{name} IS NOT NULL AS has_{name}, bad_{name}"


def _taken(field: Field, said: Collection[str]) -> str:
    """SQL for a field's value and fault; where the file says nothing, what stands for it."""
    name, stands = field.name, f"CAST({field.absent} AS {field.type.sql})"
    if not field.absent:
        return f"{name}, bad_{name}"
    if name not in said:
        return f"{stands} AS {name}, bad_{name}"
    return f"CASE WHEN has_{name} THEN {name} ELSE {stands} END AS {name}, bad_{name}"


def _code(name: str, codes: Mapping[str, str | None]) -> tuple[str, str]:
    """Return SQL for the code of a looked-up field, and the join it needs.

    codes: text -> code, of texts that are not codes themselves. Mostly there are few, and no join of all rows is
    worth it.
    """
    if len(codes) > MOST_CASES or not all(text.isprintable() for text in codes):
        return f"code_{name}.code", f"LEFT JOIN code_{name} ON given.{name} = code_{name}.given"
    cases = (f"WHEN {cells.quoted(text)} THEN {cells.quoted(code) if code else 'NULL'}" for text, code in codes.items())
    return (f"CASE given.{name} {' '.join(cases)} ELSE given.{name} END" if codes else f"given.{name}"), ""


def _load_codes(connection: duckdb.DuckDBPyConnection, field: Field, known: Gazetteer) -> dict[str, str | None]:
    """Make the table ``code_<field>``: what each text of a field means; return the texts that are no codes."""
    found = connection.execute(f"SELECT DISTINCT {field.name} FROM given WHERE {field.name} IS NOT NULL").fetchall()
    look = look_for(field, known)
    codes = [look(text) for (text,) in found]
    texts = pa.array([text for (text,) in found], pa.string())
    _load(connection, f"code_{field.name}", {"given": texts, "code": pa.array(codes, pa.string())})
    if field.type is Type.period:
        periods = [parse_period(code) for code in sorted({code for code in codes if code})]
        _load(
            connection,
            "periods",
            {
                "code": pa.array([period.code for period in periods], pa.string()),
                "start_on": pa.array([period.start for period in periods], pa.date32()),
                "last_on": pa.array([period.last for period in periods], pa.date32()),
                "kind": pa.array([period.kind.value for period in periods], pa.string()),
            },
        )
    return {text: code for (text,), code in zip(found, codes, strict=True) if text != code}


def look_for(field: Field, known: Gazetteer) -> Look:
    """Return how the texts of a field are looked up."""
    match field.type:
        case Type.flag:
            return look_among((YES, NO))
        case Type.period:
            return look_for_period
        case Type.unit:
            return look_in(known.units.keys())
        case Type.agency:
            return look_in(known.agencies.keys())
        case Type.place:
            return look_in(known.units.keys() | known.agencies.keys())
    return look_among(field.words) if field.words else any_word


def _separators(connection: duckdb.DuckDBPyConnection, numbers: list[str]) -> dict[str, dict[int, Separator]]:
    """Return, by field and sheet, what stands before decimals, where the clear cells of the column prove it."""
    marked = [f"bool_or(contains({name}, '.') OR contains({name}, ','))" for name in numbers]
    any_marked = connection.execute(f"SELECT {', '.join(marked) or 'NULL'} FROM given").fetchone() or ()
    doubtful = [name for name, has_one in zip(numbers, any_marked, strict=False) if has_one]
    found: dict[str, dict[int, Separator]] = {name: {} for name in numbers}
    if not doubtful:
        return found
    proofs = ", ".join(cells.proof_sql(name) for name in doubtful)
    for sheet, *said in connection.execute(f"SELECT sheet_no, {proofs} FROM given GROUP BY sheet_no").fetchall():
        for name, proof in zip(doubtful, (Proof(*said[i : i + 3]) for i in range(0, len(said), 3)), strict=True):
            if proof.either and proof.separator is not None:
                found[name][sheet] = proof.separator
    return found
