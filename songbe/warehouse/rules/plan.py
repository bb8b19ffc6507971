"""From many components to few scans: two-stage aggregation written out as SQL.

Stage one reads the facts once per clock and keeps sums by agency, unit, month and the few words that conditions choose
from. Stage two answers every component from those sums: components of one *shape* (the same columns, other words)
become
one grouped query joined with a table of their words, instead of one filter each.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from songbe.warehouse.rules.components import Component, Form

MOST_DIMENSIONS = 5
"""Words that one partial may be grouped by; more would make it as long as the facts."""


@dataclass(frozen=True, slots=True)
class Scan:
    """One side of a component: records added (or, for a stock's leaving, taken away) in the month of ``clock``."""

    component: int
    of: Component
    clock: str
    sign: int

    @property
    def entered(self) -> str:
        """SQL that leaves out records which never stood: a stock left before it was entered."""
        if self.of.form is Form.flow:
            return "TRUE"
        return f"({self.of.leave} IS NULL OR {self.of.leave} > {self.of.clock})"


@dataclass(frozen=True, slots=True)
class Shape:
    """What the components of one grouped query have in common."""

    fact: str
    clock: str
    value: str
    buckets: bool
    columns: tuple[str, ...]
    residual: tuple[str, ...]


def scans(components: Mapping[int, Component]) -> list[Scan]:
    """Return the sides of all components; a stock has two."""
    found = []
    for number, component in components.items():
        found.append(Scan(number, component, component.clock, 1))
        if component.form is Form.stock:
            found.append(Scan(number, component, component.leave, -1))
    return found


def shape_of(scan: Scan) -> Shape:
    """Return the shape a scan belongs to."""
    residual = [*scan.of.condition.rest, *([scan.entered] if scan.entered != "TRUE" else [])]
    columns = tuple(choice.column for choice in scan.of.condition.choices)
    return Shape(scan.of.fact, scan.clock, scan.of.value, scan.of.buckets, columns, tuple(sorted(residual)))


def by_shape(found: Iterable[Scan]) -> dict[Shape, list[Scan]]:
    """Gather scans of one shape."""
    shapes: dict[Shape, list[Scan]] = defaultdict(list)
    for scan in found:
        shapes[shape_of(scan)].append(scan)
    return dict(shapes)


@dataclass(frozen=True, slots=True)
class Partial:
    """A first-stage table: facts of a kind summed by agency, unit, month, words and flags."""

    name: str
    fact: str
    clock: str
    columns: tuple[str, ...]
    flags: tuple[str, ...]
    values: tuple[str, ...]
    buckets: tuple[str, ...]

    def sql(self, source: str) -> str:
        """Return the query that makes this partial from ``source`` (a table or view with a ``sign``)."""
        keys = [*self.columns, *(f"({flag}) AS f{i}" for i, flag in enumerate(self.flags)), *self.buckets]
        sums = [
            f"sum(sign * {v})::DECIMAL(38,3) AS v_{v}, sum(sign * ({v} IS NOT NULL)::INT)::BIGINT AS n_{v}"
            for v in self.values
        ]
        listed = ", ".join(
            [
                f"agency, unit, {month_sql(self.clock)} AS month",
                *keys,
                "sum(sign)::BIGINT AS n",
                "sum(sign * simulated::INT)::BIGINT AS s",
                *sums,
            ]
        )
        return f"SELECT {listed} FROM {source} WHERE {self.clock} IS NOT NULL GROUP BY ALL"


def month_sql(clock: str) -> str:
    """SQL for the month index (year x 12 + month - 1) of a moment or day."""
    return f"(year({clock}) * 12 + month({clock}) - 1)::INTEGER"


def partials(shapes: Iterable[Shape]) -> dict[Shape, Partial]:
    """Choose first-stage tables, so that each shape finds its columns, flags and values in one of them."""
    groups: dict[tuple[str, str], list[list[Shape]]] = defaultdict(list)
    for shape in sorted(shapes, key=lambda s: (-len(s.columns) - len(s.residual), s.columns, s.residual, s.value)):
        home = groups[shape.fact, shape.clock]
        for members in home:
            if _fits(members, shape):
                members.append(shape)
                break
        else:
            home.append([shape])
    chosen = {}
    for (fact, clock), homes in groups.items():
        for i, members in enumerate(homes):
            partial = _partial(f"p_{fact}_{clock}_{i}", fact, clock, members)
            chosen.update(dict.fromkeys(members, partial))
    return chosen


def _fits(members: list[Shape], shape: Shape) -> bool:
    if shape.buckets or members[0].buckets:
        return (
            shape.buckets and members[0].buckets and members[0].value == shape.value and _keys([*members, shape]) <= 3
        )
    return _keys([*members, shape]) <= max(MOST_DIMENSIONS, _keys(members))


def _keys(members: list[Shape]) -> int:
    return len({c for s in members for c in s.columns} | {r for s in members for r in s.residual})


def _partial(name: str, fact: str, clock: str, members: list[Shape]) -> Partial:
    return Partial(
        name=name,
        fact=fact,
        clock=clock,
        columns=tuple(sorted({c for s in members for c in s.columns})),
        flags=tuple(sorted({r for s in members for r in s.residual})),
        values=tuple(sorted({s.value for s in members if s.value and not s.buckets})),
        buckets=tuple(sorted({s.value for s in members if s.buckets})),
    )


def shape_sql(shape: Shape, members: list[Scan], partial: Partial) -> str:
    """Return the query that answers all components of one shape from its partial.

    Columns: component, agency, unit, month, bucket, n (records), v (sum), s (simulated records).
    """
    flags = [f"f{partial.flags.index(part)}" for part in shape.residual]
    where = " AND ".join([*flags, *([f"{shape.value} IS NOT NULL"] if shape.buckets else [])]) or "TRUE"
    n, v, bucket = _sums(shape)
    if not shape.columns:
        answers = [
            f"SELECT {scan.component} AS component, agency, unit, month, {bucket} AS bucket, "
            f"{scan.sign} * sum({n}) AS n, {scan.sign} * sum({v}) AS v, {scan.sign} * sum(s) AS s "
            f"FROM {partial.name} WHERE {where} GROUP BY ALL"
            for scan in members
        ]
        return " UNION ALL ".join(answers)
    columns = ", ".join(shape.columns)
    inner = (
        f"SELECT {columns}, agency, unit, month, {bucket} AS bucket, sum({n}) AS n, sum({v}) AS v, sum(s) AS s "
        f"FROM {partial.name} WHERE {where} GROUP BY ALL"
    )
    words = ", ".join(f"w{i}" for i in range(len(shape.columns)))
    joined = " AND ".join(f"g.{column} = p.w{i}" for i, column in enumerate(shape.columns))
    return (
        f"SELECT p.component, g.agency, g.unit, g.month, g.bucket, sum(p.sign * g.n) AS n, sum(p.sign * g.v) AS v, "
        f"sum(p.sign * g.s) AS s FROM ({inner}) g JOIN (VALUES {_word_rows(members)}) p(component, sign, {words}) "
        f"ON {joined} GROUP BY ALL"
    )


def _sums(shape: Shape) -> tuple[str, str, str]:
    if shape.buckets:
        return "n", "0", shape.value
    if shape.value:
        return f"n_{shape.value}", f"v_{shape.value}", "NULL::INTEGER"
    return "n", "0", "NULL::INTEGER"


def _word_rows(members: list[Scan]) -> str:
    rows: list[str] = []
    for scan in members:
        values = (choice.values for choice in scan.of.condition.choices)
        rows.extend(f"({scan.component}, {scan.sign}, {', '.join(words)})" for words in product(*values))
    return ", ".join(rows)
