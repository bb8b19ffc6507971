"""Two other ways by hand to the same cells, printed beside: GROUPING SETS in DuckDB, and chDB with its ``-If`` sums."""

import importlib.util
import os
from pathlib import Path
from typing import Any

import duckdb

from bench.cells import DAYS, FINISHED, OVERDUE, RECEIVED, SUMS, TREE, chosen_words
from bench.workload import CUTS, YEAR, Shape, communes, condition

CUT_COLUMNS = ("sector", "channel", "applicant", "procedure_tier")
GROUPED = {
    "by_received": {
        "n": "n",
        "n_fees": "n_fees",
        "fees": "fees",
        "n_paid": "n_paid",
        "paid": "paid",
        "opened": "opened",
        "filed": "CASE WHEN plain AND channel = 'online' THEN n END",
    },
    "by_finished": {
        name: name for name in ("n", "n_due", "on_time", "rating", "n_rating", "essential", "closed", "closed_overdue")
    },
    "by_overdue": {"n": "n"},
    "by_days": {"n": "n", "essential": "essential"},
}
"""First-stage table -> what the second stage sums."""


def parts_of(shape: Shape) -> list[tuple[str, str, str, int]]:
    """Return the sums of a shape: part, first-stage table, column of GROUPED, sign."""
    if shape.measure == "open":
        return [("n", "by_received", "opened", 1), ("n", "by_finished", "closed", -1)]
    if shape.measure == "overdue":
        return [("n", "by_overdue", "n", 1), ("n", "by_finished", "closed_overdue", -1)]
    table, sums = SUMS[shape.measure]
    filed = shape.measure == "filed_online"
    return [(part, table, "filed" if filed and part == "n" else column, 1) for part, column in sums]


def grouping_sets(facts: Path, out: Path) -> None:
    """Compute the cells with one GROUP BY GROUPING SETS a first-stage table, joined to the words that are wanted."""
    base = YEAR * 12
    tree = TREE.format(", ".join(f"('{c}', '{d}')" for c, d in communes()))
    with duckdb.connect(config={"threads": 2, "preserve_insertion_order": False}) as connection:
        for sql in (RECEIVED, FINISHED, OVERDUE, DAYS):
            connection.execute(sql.format(facts=facts, base=base))
        for table, sums in GROUPED.items():
            at = ["unit", "m", *(["d"] if table == "by_days" else [])]
            sets = ", ".join(f"({', '.join([*at, *columns])})" for columns, _ in CUTS)
            summed = ", ".join(f"coalesce(sum({sql}), 0) AS s_{name}" for name, sql in sums.items())
            connection.execute(
                f"CREATE TEMP TABLE g{table} AS SELECT {', '.join([*at, *CUT_COLUMNS])}, "
                f"GROUPING({', '.join(CUT_COLUMNS)}) AS cut, {summed} FROM {table} GROUP BY GROUPING SETS ({sets})"
            )
        connection.execute(
            "CREATE TEMP TABLE wanted (shape VARCHAR, word VARCHAR, cut BIGINT, sector VARCHAR, channel VARCHAR, "
            "applicant VARCHAR, procedure_tier VARCHAR)"
        )
        connection.executemany("INSERT INTO wanted VALUES (?, ?, ?, ?, ?, ?, ?)", _wanted())
        joined = " AND ".join(f"g.{column} IS NOT DISTINCT FROM w.{column}" for column in ("cut", *CUT_COLUMNS))
        leaves = " UNION ALL ".join(
            f"SELECT shape, word, '{part}' AS part, unit, m, {'d' if table == 'by_days' else 'NULL::INTEGER'} AS d, "
            f"({sign} * s_{column})::DECIMAL(38,3) AS x "
            f"FROM g{table} g JOIN wanted w ON {joined} AND shape = '{shape.name}'"
            for shape, _ in chosen_words()
            for part, table, column, sign in parts_of(shape)
        )
        connection.execute(
            f"COPY (SELECT shape, word, part, place, m, d, sum(x) AS x FROM ({leaves}) JOIN {tree} USING (unit) "
            f"WHERE x <> 0 GROUP BY ALL HAVING sum(x) <> 0) TO '{out}' (FORMAT parquet)"
        )


def _wanted() -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for shape, chosen in chosen_words():
        cut = sum(2 ** (len(CUT_COLUMNS) - 1 - at) for at, name in enumerate(CUT_COLUMNS) if name not in shape.columns)
        for i, words in enumerate(chosen):
            said = dict(zip(shape.columns, words, strict=True))
            rows.append((shape.name, f"c{i}", cut, *(said.get(name) for name in CUT_COLUMNS)))
    return rows


def has_chdb() -> bool:
    """Whether chDB is installed (``make bench`` installs it)."""
    return importlib.util.find_spec("chdb") is not None


FIRST_STAGES = {
    "by_received": (
        "toMonth(received_at)",
        "count() AS n, sum(fee_vnd) AS fees, count(fee_vnd) AS n_fees, "
        "sum(paid_vnd) AS paid, count(paid_vnd) AS n_paid, "
        "countIf(finished_at IS NULL OR finished_at > received_at) AS opened, "
        "countIf(online_level IS NULL AND channel = 'online') AS filed",
        "received_at IS NOT NULL",
    ),
    "by_finished": (
        f"toYear(finished_at) * 12 + toMonth(finished_at) - {YEAR * 12}",
        "count() AS n, count(due_at) AS n_due, countIf(finished_at <= due_at) AS on_time, sum(rating) AS rating, "
        "count(rating) AS n_rating, countIf(essential) AS essential, countIf(finished_at > received_at) AS closed, "
        "countIf(finished_at > overdue_at) AS closed_overdue",
        "finished_at IS NOT NULL",
    ),
    "by_overdue": (
        f"toYear(overdue_at) * 12 + toMonth(overdue_at) - {YEAR * 12}",
        "count() AS n",
        "overdue_at IS NOT NULL AND (finished_at IS NULL OR finished_at > overdue_at)",
    ),
    "by_days": (
        f"toYear(finished_at) * 12 + toMonth(finished_at) - {YEAR * 12}",
        "count() AS n, countIf(essential) AS essential",
        "finished_at IS NOT NULL AND working_days IS NOT NULL",
    ),
}
"""Table -> its month, its sums, its records; ClickHouse's SQL."""


def chdb(facts: Path, out: Path) -> None:
    """Compute the cells in chDB: the same two stages, each indicator a ``sumIf``, months and parts as arrays."""
    from chdb import session as chdb_session

    session = chdb_session.Session()
    try:
        for setting in ("CREATE DATABASE b", "SET max_threads = 2", "SET prefer_column_name_to_alias = 1"):
            session.query(setting)
        for table, (month, sums, records) in FIRST_STAGES.items():
            day = ", working_days AS d" if table == "by_days" else ""
            session.query(
                f"CREATE TABLE b.{table} ENGINE = Memory AS SELECT unit, {month} AS m{day}, sector, channel, "
                f"applicant, procedure_tier, {sums} FROM file('{facts}', Parquet) WHERE {records} "
                f"GROUP BY unit, m{', d' if day else ''}, sector, channel, applicant, procedure_tier"
            )
        session.query(
            "CREATE TABLE b.leaf (shape String, word String, part String, unit String, m Int32, d Nullable(Int32), "
            "x Decimal(38, 3)) ENGINE = Memory"
        )
        for shape, chosen in chosen_words():
            for part, table, column, sign in parts_of(shape):
                session.query(_one_in_chdb(shape, chosen, part, table, column, sign))
        session.query("CREATE TABLE b.tree (unit String, place String) ENGINE = Memory")
        rows = ", ".join(f"('{c}', '{place}')" for c, d in communes() for place in (c, d, "p"))
        session.query(f"INSERT INTO b.tree VALUES {rows}")
        out.unlink(missing_ok=True)
        session.query(
            "SELECT shape, word, part, place, m, d, sum(x) AS x FROM b.leaf INNER JOIN b.tree USING (unit) "
            f"GROUP BY shape, word, part, place, m, d HAVING sum(x) <> 0 INTO OUTFILE '{os.fspath(out)}' FORMAT Parquet"
        )
    finally:
        session.close()


def _one_in_chdb(shape: Shape, chosen: list[tuple[str, ...]], part: str, table: str, column: str, sign: int) -> str:
    day = "d" if table == "by_days" else "NULL"
    grouped = "unit, m, d" if table == "by_days" else "unit, m"
    sums = ", ".join(f"sumIf({column}, {condition(shape, words) or '1'})" for words in chosen)
    names = ", ".join(f"'c{i}'" for i in range(len(chosen)))
    return (
        f"INSERT INTO b.leaf SELECT '{shape.name}', pair.1, '{part}', unit, m, day, {sign} * pair.2 FROM "
        f"(SELECT unit, m, {day} AS day, arrayJoin(arrayZip([{names}], [{sums}])) AS pair FROM b.{table} "
        f"GROUP BY {grouped}) WHERE pair.2 <> 0"
    )
