"""Facts to cells: the engine beside two-stage SQL written by hand for the same shapes; full, after changes, on the
new map."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from bench.workload import YEAR, Shape, communes, condition, indicators
from songbe.indicators.rules.definitions import parts
from songbe.warehouse.rules.cells import computing, leaf_sql, rolled_up_sql
from songbe.warehouse.rules.components import Component

FOREVER = 2**30


def components() -> tuple[dict[int, Component], dict[str, list[int]]]:
    """Return the components of all indicators by number, and each indicator's numbers."""
    numbers: dict[str, int] = {}
    by_number: dict[int, Component] = {}
    of: dict[str, list[int]] = {}
    for _, _, definition in indicators():
        made = parts(definition)
        for component in made.all if made else ():
            number = numbers.setdefault(component.digest, len(numbers) + 1)
            by_number[number] = component
            of.setdefault(definition.code, []).append(number)
    return by_number, of


def places(connection: duckdb.DuckDBPyConnection) -> None:
    """Put the tree of 101 units into a DuckDB."""
    rows = [(c, a) for c, d in communes() for a in (c, d, "p")]
    connection.execute(
        "CREATE TEMP TABLE unit_reach (descendant VARCHAR, ancestor VARCHAR, first_month INTEGER, end_month INTEGER)"
    )
    connection.executemany(f"INSERT INTO unit_reach VALUES (?, ?, 0, {FOREVER})", rows)
    connection.execute("CREATE TEMP TABLE agency_reach (descendant VARCHAR, ancestor VARCHAR)")


def ours(facts: Path, out: Path) -> None:
    """Plan, compute and roll up all cells, Parquet to Parquet."""
    by_number, _ = components()
    with duckdb.connect(config={"threads": 2, "preserve_insertion_order": False}) as connection:
        places(connection)
        for statement in computing(by_number, {"dossier": f"read_parquet('{facts}')"}):
            connection.execute(statement)
        connection.execute(f"COPY ({leaf_sql()}) TO '{out}.leaf' (FORMAT parquet)")
        connection.execute(
            f"COPY ({rolled_up_sql(f'''read_parquet('{out}.leaf')''', lonely=[])}) TO '{out}' (FORMAT parquet)"
        )


# --- The reference: what a careful analyst would write for these sixty shapes ----------------------------------------
RECEIVED = """
CREATE TEMP TABLE by_received AS SELECT unit, month(received_at) AS m, sector, channel, applicant, procedure_tier,
  online_level IS NULL AS plain, count(*) AS n, sum(fee_vnd) AS fees, count(fee_vnd) AS n_fees, sum(paid_vnd) AS paid,
  count(paid_vnd) AS n_paid, count(*) FILTER (WHERE finished_at IS NULL OR finished_at > received_at) AS opened
FROM read_parquet('{facts}') WHERE received_at IS NOT NULL GROUP BY ALL"""
FINISHED = """
CREATE TEMP TABLE by_finished AS SELECT unit, year(finished_at) * 12 + month(finished_at) - {base} AS m, sector,
channel, applicant,
  procedure_tier, count(*) AS n, count(*) FILTER (WHERE due_at IS NOT NULL) AS n_due,
  count(*) FILTER (WHERE finished_at <= due_at) AS on_time, sum(rating) AS rating, count(rating) AS n_rating,
  count(*) FILTER (WHERE essential) AS essential, count(*) FILTER (WHERE finished_at > received_at) AS closed,
  count(*) FILTER (WHERE finished_at > overdue_at) AS closed_overdue
FROM read_parquet('{facts}') WHERE finished_at IS NOT NULL GROUP BY ALL"""
OVERDUE = """
CREATE TEMP TABLE by_overdue AS SELECT unit, year(overdue_at) * 12 + month(overdue_at) - {base} AS m, sector,
channel, applicant,
  procedure_tier, count(*) AS n
FROM read_parquet('{facts}') WHERE overdue_at IS NOT NULL AND (finished_at IS NULL OR finished_at > overdue_at) GROUP
BY ALL"""
DAYS = """
CREATE TEMP TABLE by_days AS SELECT unit, year(finished_at) * 12 + month(finished_at) - {base} AS m, sector, channel,
applicant,
  procedure_tier, working_days AS d, count(*) AS n, count(*) FILTER (WHERE essential) AS essential
FROM read_parquet('{facts}') WHERE finished_at IS NOT NULL AND working_days IS NOT NULL GROUP BY ALL"""

SUMS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "received": ("by_received", [("n", "n")]),
    "finished": ("by_finished", [("n", "n")]),
    "on_time": ("by_finished", [("n", "on_time"), ("b", "n_due")]),
    "filed_online": ("by_received", [("n", "n"), ("b", "n")]),
    "fees": ("by_received", [("n", "n_fees"), ("v", "fees")]),
    "paid": ("by_received", [("n", "n_paid"), ("v", "paid")]),
    "rating": ("by_finished", [("n", "n_rating"), ("v", "rating")]),
    "essential": ("by_finished", [("n", "essential"), ("b", "n")]),
    "median_days": ("by_days", [("n", "n")]),
    "p90_days": ("by_days", [("n", "essential")]),
}
TREE = "(SELECT unit, unnest([unit, d, 'p']) AS place FROM (VALUES {}) t(unit, d))"


def _filters(shape: Shape, chosen: list[tuple[str, ...]], column: str, extra: str = "") -> str:
    made = []
    for i, words in enumerate(chosen):
        where = " AND ".join(part for part in (condition(shape, words), extra) if part) or "TRUE"
        made.append(f"coalesce(sum({column}) FILTER (WHERE {where}), 0) AS c{i}")
    return ", ".join(made)


def by_hand(facts: Path, out: Path) -> None:
    """Compute the same cells with SQL written by hand: one first stage a clock, one filtered select a shape, one
    roll-up."""
    base = YEAR * 12
    tree = TREE.format(", ".join(f"('{c}', '{d}')" for c, d in communes()))
    with duckdb.connect(config={"threads": 2, "preserve_insertion_order": False}) as connection:
        for sql in (RECEIVED, FINISHED, OVERDUE, DAYS):
            connection.execute(sql.format(facts=facts, base=base))
        connection.execute(
            "CREATE TEMP TABLE leaf (shape VARCHAR, word VARCHAR, part VARCHAR, unit VARCHAR, m BIGINT, d INTEGER, "
            "x DECIMAL(38,3))"
        )
        for shape, chosen in chosen_words():
            for statement in _by_hand_shape(shape, chosen):
                connection.execute(statement)
        connection.execute(
            f"COPY (SELECT shape, word, part, place, m, d, sum(x) AS x "
            f"FROM leaf JOIN {tree} USING (unit) WHERE x <> 0 GROUP BY ALL HAVING sum(x) <> 0) "
            f"TO '{out}' (FORMAT parquet)"
        )


def chosen_words() -> list[tuple[Shape, list[tuple[str, ...]]]]:
    """Return the shapes with the words that become indicators."""
    chosen: dict[str, tuple[Shape, list[tuple[str, ...]]]] = {}
    for shape, words, _ in indicators():
        chosen.setdefault(shape.name, (shape, []))[1].append(words)
    return list(chosen.values())


def _by_hand_shape(shape: Shape, chosen: list[tuple[str, ...]]) -> list[str]:
    if shape.measure in ("open", "overdue"):
        enter = ("by_received", "opened") if shape.measure == "open" else ("by_overdue", "n")
        leave = "closed" if shape.measure == "open" else "closed_overdue"
        return [_one(shape, chosen, *enter, "n", ""), _one(shape, chosen, "by_finished", f"-{leave}", "n", "")]
    table, sums = SUMS[shape.measure]
    made = []
    for part, column in sums:
        extra = "plain AND channel = 'online'" if shape.measure == "filed_online" and part == "n" else ""
        made.append(_one(shape, chosen, table, column, part, extra))
    return made


def _one(shape: Shape, chosen: list[tuple[str, ...]], table: str, column: str, part: str, extra: str) -> str:
    day = "d" if table == "by_days" else "NULL::INTEGER"
    filters = _filters(shape, chosen, column, extra)
    return (
        f"INSERT INTO leaf SELECT '{shape.name}', word, '{part}', unit, m, d, x "
        f"FROM (UNPIVOT (SELECT unit, m, {day} AS d, {filters} "
        f"FROM {table} GROUP BY ALL) ON COLUMNS('^c[0-9]+$') INTO NAME word VALUE x)"
    )


def differences(ours_out: Path, hand_out: Path) -> int:
    """Count cells that differ between the engine and the reference."""
    _, of = components()
    rows = []
    for shape, chosen in chosen_words():
        for i, words in enumerate(chosen):
            numbers = of[f"{shape.name}_{'_'.join(words)}"]
            rows.append((shape.name, f"c{i}", "n", numbers[0]))
            rows.append((shape.name, f"c{i}", "v", numbers[0]))
            if len(numbers) > 1:
                rows.append((shape.name, f"c{i}", "b", numbers[1]))
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE names (shape VARCHAR, word VARCHAR, part VARCHAR, component INTEGER)")
        connection.executemany("INSERT INTO names VALUES (?, ?, ?, ?)", rows)
        connection.execute(
            f"CREATE TABLE mine AS SELECT shape, word, part, place, month - {YEAR * 12 - 1} AS m, bucket AS d, "
            f"(CASE WHEN part = 'v' THEN v ELSE n END)::DECIMAL(38,3) AS x FROM read_parquet('{ours_out}') "
            "JOIN names USING (component) WHERE x <> 0"
        )
        found = connection.execute(
            f"SELECT count(*) FROM mine FULL JOIN (SELECT * REPLACE (coalesce(d, -1) AS d) "
            f"FROM read_parquet('{hand_out}')) h "
            "USING (shape, word, part, place, m, d) WHERE mine.x IS DISTINCT FROM h.x"
        ).fetchone()
        total = connection.execute("SELECT count(*) FROM mine").fetchone()
    if not total or not total[0]:
        raise AssertionError("no cell was compared")
    return int((found or (1,))[0])


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def interleaved(runs: int, *works: Callable[[], object]) -> list[float]:
    """Return the median seconds of several works, run in turn so that a noisy machine disturbs all alike."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for seconds, work in zip(taken, works, strict=True):
            seconds.append(timed(work))
    return [statistics.median(seconds) for seconds in taken]
