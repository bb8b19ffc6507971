"""After changes: what is computed again, beside computing everything, and whether any cell differs."""

from pathlib import Path

import duckdb

from bench.cells import ours
from bench.workload import make_facts


def make_changes(base: Path, target: Path, *, changes: int, months: tuple[int, int], communes: int) -> None:
    """Write ``changes`` corrected dossiers as (-old, +new) pairs: another finishing day, another channel.

    months: [first, end) of the year in which they were received; communes: how many units they lie in.
    """
    first, end = (f"2023-{months[0] + 1:02}-01", f"2023-{months[1]:02}-28")
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE old AS SELECT * FROM read_parquet('{base}') "
            f"WHERE received_at BETWEEN DATE '{first}' AND DATE '{end}' "
            f"AND unit < 'c{communes:02}' ORDER BY hash(id) LIMIT {changes}"
        )
        connection.execute(
            "CREATE TABLE new AS SELECT * REPLACE (coalesce(finished_at, received_at) + to_days(3) AS finished_at, "
            "CASE WHEN channel = 'online' THEN 'counter' ELSE 'online' END AS channel) FROM old"
        )
        connection.execute(
            f"COPY (SELECT * REPLACE ((-1)::TINYINT AS sign) FROM old UNION ALL SELECT * FROM new) "
            f"TO '{target}' (FORMAT parquet)"
        )
        written = connection.execute("SELECT count(*) FROM old").fetchone()
        if not written or written[0] != changes:
            raise AssertionError(f"only {written} dossiers could be changed")


def differing(base_cells: Path, change_cells: Path, whole_cells: Path) -> int:
    """Count cells in which base plus changes differ from computing everything anew."""
    with duckdb.connect() as connection:
        found = connection.execute(
            f"""
            WITH summed AS (
                SELECT component, place, month, bucket, sum(n) AS n, sum(v) AS v FROM (
                    SELECT * FROM read_parquet('{base_cells}') UNION ALL SELECT * FROM read_parquet('{change_cells}')
                ) GROUP BY ALL HAVING sum(n) <> 0 OR sum(v) <> 0
            ), whole AS (SELECT component, place, month, bucket, n, v FROM read_parquet('{whole_cells}') WHERE n <> 0
            OR v <> 0)
            SELECT count(*) FROM summed FULL JOIN whole USING (component, place, month, bucket)
            WHERE summed.n IS DISTINCT FROM whole.n OR summed.v IS DISTINCT FROM whole.v
            """
        ).fetchone()
    return int((found or (1,))[0])


def whole(base: Path, changes: Path, together: Path, out: Path) -> None:
    """Compute everything anew over base and changes."""
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * FROM read_parquet(['{base}', '{changes}'])) TO '{together}' (FORMAT parquet)"
        )
    ours(together, out)


__all__ = ["differing", "make_changes", "make_facts", "whole"]
