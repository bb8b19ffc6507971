"""Files of the warehouse: where they lie, how DuckDB sees them, how they are written without ever being half there."""

import hashlib
import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from django.conf import settings

from songbe.warehouse.facts import FACTS


def folder() -> Path:
    """Return the warehouse's folder."""
    return Path(settings.SONGBE_HOME) / "warehouse"


@contextmanager
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an embedded DuckDB of its own: readers and the writer never share one."""
    connection = duckdb.connect(
        ":memory:", config={"threads": settings.SONGBE_THREADS, "preserve_insertion_order": False}
    )
    # A query over two seconds would draw a bar on the terminal of whoever runs a command.
    connection.execute("SET enable_progress_bar = false")
    try:
        yield connection
    finally:
        connection.close()


def absolute(paths: Iterable[str]) -> str:
    """Return a DuckDB list of the files' full paths."""
    return "[" + ", ".join(quoted(str(folder() / path)) for path in paths) + "]"


def quoted(text: str) -> str:
    """Return a SQL string."""
    return "'" + text.replace("'", "''") + "'"


def facts_sql(kind: str, paths: Iterable[str]) -> str:
    """Return SQL for the facts of a kind in some files, with their sign; an empty table when there is none."""
    listed = list(paths)
    if not listed:
        columns = ", ".join(f"NULL::{column.type.sql} AS {name}" for name, column in FACTS[kind].items())
        return f"(SELECT {columns}, 1::TINYINT AS sign WHERE FALSE)"
    return f"read_parquet({absolute(listed)})"


def all_of(facts: str) -> str:
    """Return SQL for all rows of a relation of facts."""
    return f"SELECT * FROM {facts}"


def corrected(facts: str) -> str:
    """Return SQL for the rows of those records that a relation of facts corrects."""
    return f"SELECT * FROM {facts} WHERE id IN (SELECT id FROM {facts} WHERE sign < 0)"


def uncorrected(facts: str) -> str:
    """Return SQL for the rows of those records that a relation of facts does not correct."""
    return f"SELECT * FROM {facts} WHERE id NOT IN (SELECT id FROM {facts} WHERE sign < 0)"


def write_parquet(connection: duckdb.DuckDBPyConnection, query: str, path: str) -> tuple[int, str]:
    """This function will write a query's rows to a new file in one step, and return its rows and SHA-256.

    A process that dies in between leaves a file without a name, never half a file under its name.
    """
    target = folder() / path
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{uuid.uuid4().hex}.unfinished")
    connection.execute(f"COPY ({query}) TO {quoted(str(unfinished))} (FORMAT parquet, COMPRESSION zstd)")
    found = connection.execute(f"SELECT count(*) FROM read_parquet({quoted(str(unfinished))})").fetchone()
    digest = file_digest(unfinished)
    with unfinished.open("rb") as written:
        os.fsync(written.fileno())
    unfinished.replace(target)
    return (found or (0,))[0], digest


def file_digest(path: Path) -> str:
    """Return a file's SHA-256."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def remove_unfinished() -> int:
    """This function will remove files that a process left behind when it died, and return how many."""
    count = 0
    for path in folder().rglob(".*.unfinished"):
        path.unlink(missing_ok=True)
        count += 1
    return count
