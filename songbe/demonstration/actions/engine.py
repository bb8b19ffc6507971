"""The embedded engine that makes the rows of a simulated year: given settings, running scripts."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from importlib.resources import files
from typing import Any

import duckdb
import pyarrow as pa

from songbe.demonstration.rules.settings import Settings
from songbe.warehouse.store import quoted

TYPES: Mapping[str, pa.DataType] = {
    **dict.fromkeys(("on_date", "from_on", "to_on"), pa.date32()),
    **dict.fromkeys(
        (
            "worked",
            "essential",
            "linked",
            "even",
            "by_weight",
            "level",
            "published",
            "payable",
            "digitisable",
            "digitisation_flow",
            "internal",
            "fee_free",
            "named",
        ),
        pa.bool_(),
    ),
    **dict.fromkeys(
        (
            "weight",
            "on_time",
            "late_trend",
            "online",
            "online_rise",
            "answers_on_time",
            "on_time_shift",
            "financial",
            "lower_end",
            "spread",
            "growth",
            "share",
        ),
        pa.float64(),
    ),
    **dict.fromkeys(
        (
            "number",
            "position",
            "desk_day",
            "fee_vnd",
            "term_days",
            "desk_no",
            "partial_from",
            "full_from",
            "first",
            "count",
            "procedure_no",
            "mean_vnd",
            "term_hours",
            "line",
            "batch",
            "closed_first",
            "closed_second",
            "quantity_units",
            "quantity_scale",
            "amount_units",
            "total",
            "place",
            "slot",
        ),
        pa.int64(),
    ),
}
"""Column -> type; every other column is text."""


def given(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """This function will put settings into the engine: macros, variables, tables."""
    for name, value in settings.variables.items():
        connection.execute(f"SET VARIABLE {name} = {literal(value)}")
    for macro in settings.macros:
        connection.execute(macro)
    for name, table in settings.tables.items():
        load(connection, name, table)


def load(connection: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, Sequence[object]]) -> None:
    """This function will make a table of columns."""
    arrays = {column: pa.array(values, TYPES.get(column, pa.string())) for column, values in columns.items()}
    connection.register("incoming", pa.table(arrays))
    connection.execute(f"CREATE TABLE {name} AS FROM incoming")
    connection.unregister("incoming")


def literal(value: object) -> str:
    """Return a value as SQL."""
    match value:
        case bool() | int() | float():
            return str(value)
        case datetime():
            return f"TIMESTAMP '{value:%Y-%m-%d %H:%M:%S}'"
        case date():
            return f"DATE '{value.isoformat()}'"
        case Mapping():
            return "MAP {" + ", ".join(f"{literal(k)}: {literal(v)}" for k, v in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(literal, value)) + "]"
        case _:
            return quoted(str(value))


def run(connection: duckdb.DuckDBPyConnection, *scripts: str) -> None:
    """This function will run scripts of ``songbe/demonstration/sql`` by name."""
    for script in scripts:
        connection.execute((files("songbe.demonstration") / "sql" / f"{script}.sql").read_text(encoding="utf-8"))


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    """Return a query's rows."""
    return connection.execute(query).fetchall()


def has(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Return whether the engine has a table."""
    found = connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [table]).fetchone()
    return bool(found and found[0])
