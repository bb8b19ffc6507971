"""SQL that computes cells from facts and rolls them up to places."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from songbe.warehouse.rules.components import Component
from songbe.warehouse.rules.plan import Scan, Shape, by_shape, partials, scans, shape_sql

CELL_COLUMNS = (
    "component INTEGER, agency VARCHAR, unit VARCHAR, month INTEGER, bucket INTEGER, "
    "n BIGINT, v DECIMAL(38,3), s BIGINT"
)


def computing(components: Mapping[int, Component], sources: Mapping[str, str]) -> Iterator[str]:
    """Yield the statements that fill the table ``cells`` with all components.

    components: number -> component. sources: fact kind -> SQL of its facts (a relation with ``sign``).
    """
    shapes: dict[Shape, list[Scan]] = by_shape(scans(components))
    homes = partials(shapes)
    by_partial = defaultdict(list)
    for shape, partial in homes.items():
        by_partial[partial].append(shape)
    yield f"CREATE TEMP TABLE cells ({CELL_COLUMNS})"
    for partial, members in by_partial.items():
        yield f"CREATE TEMP TABLE {partial.name} AS {partial.sql(sources[partial.fact])}"
        for shape in members:
            yield f"INSERT INTO cells {shape_sql(shape, shapes[shape], partial)}"
        yield f"DROP TABLE {partial.name}"


def leaf_sql() -> str:
    """SQL for the finished cells: one row a component, agency, unit, month and bucket, without those that say
    nothing."""
    return (
        "SELECT component, agency, unit, month, coalesce(bucket, -1)::SMALLINT AS bucket, "
        "sum(n)::BIGINT AS n, sum(v) AS v, "
        "sum(s)::BIGINT AS s FROM cells GROUP BY ALL HAVING sum(n) <> 0 OR sum(v) <> 0 ORDER BY component, month, unit"
    )


def rolled_up_sql(cells: str, *, lonely: Iterable[int]) -> str:
    """SQL that sums leaf cells up to places, by component, place, month and bucket.

    It reads the tables ``unit_reach(descendant, ancestor, first_month, end_month)`` and
    ``agency_reach(descendant, ancestor)``. lonely: components that are also wanted for each agency alone, as ``=CODE``.
    """
    alone = ", ".join(str(number) for number in lonely) or "NULL"
    sums = "sum(n) AS n, sum(v) AS v, sum(s) AS s"
    return f"""
    WITH by_unit AS (SELECT component, unit, month, bucket, {sums} FROM {cells} GROUP BY ALL),
    by_agency AS (
        SELECT component, agency, month, bucket, {sums} FROM {cells}
        WHERE agency IN (SELECT descendant FROM agency_reach) GROUP BY ALL
    ),
    placed AS (
        SELECT component, r.ancestor AS place, month, bucket, n, v, s FROM by_unit c
        JOIN unit_reach r ON r.descendant = c.unit AND c.month >= r.first_month AND c.month < r.end_month
        UNION ALL SELECT component, r.ancestor, month, bucket, n, v, s FROM by_agency c
        JOIN agency_reach r ON r.descendant = c.agency
        UNION ALL SELECT component, '=' || agency, month, bucket, n, v, s FROM by_agency
        WHERE component IN ({alone})
    )
    SELECT component, place, month, bucket, sum(n)::BIGINT AS n, sum(v) AS v, sum(s)::BIGINT AS s FROM placed GROUP
    BY ALL
    """


def yearly_sql(placed: str) -> str:
    """SQL that lays twelve months side by side: one row a component, place, year and bucket."""
    return f"""
    SELECT component, place, month // 12 AS year, bucket, {_months("n", "BIGINT")} AS n,
        {_months("v", "DECIMAL(38,3)")} AS v, sum(s)::BIGINT AS s
    FROM ({placed}) GROUP BY ALL
    """


def _months(column: str, kind: str) -> str:
    sums = (f"coalesce(sum({column}) FILTER (month % 12 = {m}), 0)::{kind}" for m in range(12))
    return f"[{', '.join(sums)}]"
