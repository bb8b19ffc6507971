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

MOST_DIMENSIONS = 4
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
class Sum:
    """One sum a partial keeps: of the records that fulfil ``residual``, counted, or with a column added up."""

    residual: tuple[str, ...]
    value: str

    @property
    def fulfilled(self) -> str:
        """SQL that says which records count."""
        parts = [f"({part})" for part in self.residual] + ([f"{self.value} IS NOT NULL"] if self.value else [])
        return " AND ".join(parts) or "TRUE"


@dataclass(frozen=True, slots=True)
class Partial:
    """A first-stage table: facts of a kind summed by agency, unit, month and words; one column a sum."""

    name: str
    fact: str
    clock: str
    columns: tuple[str, ...]
    bucket: str
    sums: tuple[Sum, ...]

    def sql(self, source: str) -> str:
        """Return the query that makes this partial from ``source`` (a table or view with a ``sign``)."""
        keys = [*self.columns, *([self.bucket] if self.bucket else [])]
        listed = ["agency", "unit", f"{month_sql(self.clock)} AS month", *keys]
        for number, kept in enumerate(self.sums):
            only = "" if kept.fulfilled == "TRUE" else f" FILTER (WHERE {kept.fulfilled})"
            listed.append(f"sum(sign){only}::BIGINT AS n{number}")
            listed.append(f"sum(sign * simulated::INT){only}::BIGINT AS s{number}")
            if kept.value:
                listed.append(f"sum(sign * {kept.value}){only}::DECIMAL(38,3) AS v{number}")
        where = f"{self.clock} IS NOT NULL" + (f" AND {self.bucket} IS NOT NULL" if self.bucket else "")
        return f"SELECT {', '.join(listed)} FROM {source} WHERE {where} GROUP BY ALL"


def month_sql(clock: str) -> str:
    """SQL for the month index (year x 12 + month - 1) of a moment or day."""
    return f"(year({clock}) * 12 + month({clock}) - 1)::INTEGER"


def _sum_of(shape: Shape) -> Sum:
    return Sum(shape.residual, "" if shape.buckets else shape.value)


def partials(shapes: Iterable[Shape]) -> dict[Shape, Partial]:
    """Choose first-stage tables, so that each shape finds its words and its sum in one of them."""
    groups: dict[tuple[str, str, str], list[list[Shape]]] = defaultdict(list)
    for shape in sorted(shapes, key=lambda s: (-len(s.columns), s.columns, s.residual, s.value)):
        home = groups[shape.fact, shape.clock, shape.value if shape.buckets else ""]
        for members in home:
            if len(_columns([*members, shape])) <= max(MOST_DIMENSIONS, len(_columns(members))):
                members.append(shape)
                break
        else:
            home.append([shape])
    chosen: dict[Shape, Partial] = {}
    for (fact, clock, bucket), homes in groups.items():
        for number, members in enumerate(homes):
            sums = tuple(sorted({_sum_of(s) for s in members}, key=lambda kept: (kept.residual, kept.value)))
            name = f"p_{fact}_{clock}_{bucket}_{number}"
            chosen.update(dict.fromkeys(members, Partial(name, fact, clock, _columns(members), bucket, sums)))
    return chosen


def _columns(members: list[Shape]) -> tuple[str, ...]:
    return tuple(sorted({column for shape in members for column in shape.columns}))


def shape_sql(shape: Shape, members: list[Scan], partial: Partial) -> str:
    """Return the query that answers all components of one shape from its partial.

    Columns: component, agency, unit, month, bucket, n (records), v (sum), s (simulated records). A component may
    have several
    rows of one key, which whoever reads them adds up.
    """
    number = partial.sums.index(_sum_of(shape))
    bucket = partial.bucket or "NULL::INTEGER"
    v = f"sum(v{number})" if partial.sums[number].value else "0"
    keys = ", ".join([*shape.columns, "agency", "unit", "month"])
    inner = (
        f"SELECT {keys}, {bucket} AS bucket, sum(n{number}) AS n, {v} AS v, sum(s{number}) AS s FROM {partial.name} "
        f"WHERE n{number} IS NOT NULL GROUP BY ALL"
    )
    if not shape.columns:
        rows = ", ".join(f"({scan.component}, {scan.sign})" for scan in members)
        return (
            f"SELECT p.component, g.agency, g.unit, g.month, g.bucket, p.sign * g.n, p.sign * g.v, p.sign * g.s "
            f"FROM ({inner}) g, (VALUES {rows}) p(component, sign)"
        )
    words = ", ".join(f"w{i}" for i in range(len(shape.columns)))
    joined = " AND ".join(f"g.{column} = p.w{i}" for i, column in enumerate(shape.columns))
    return (
        f"SELECT p.component, g.agency, g.unit, g.month, g.bucket, p.sign * g.n, p.sign * g.v, p.sign * g.s "
        f"FROM ({inner}) g JOIN (VALUES {_word_rows(members)}) p(component, sign, {words}) ON {joined}"
    )


def _word_rows(members: list[Scan]) -> str:
    rows: list[str] = []
    for scan in members:
        values = (choice.values for choice in scan.of.condition.choices)
        rows.extend(f"({scan.component}, {scan.sign}, {', '.join(words)})" for words in product(*values))
    return ", ".join(rows)
