"""Reading the warehouse: cells from PostgreSQL, records and odd periods from the facts themselves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Max

from songbe.kernel.numbers import Locale
from songbe.kernel.periods import Period
from songbe.places.models import Agency, Sector, UnitReach
from songbe.places.queries import applied_pack_id
from songbe.warehouse import store
from songbe.warehouse.facts import FACTS, KINDS
from songbe.warehouse.models import Cell, Segment, Wording
from songbe.warehouse.rules.components import Component, Form, period_condition
from songbe.warehouse.words import Vocabulary


@dataclass(frozen=True, slots=True)
class Sums:
    """What a component comes to at a place in a period. buckets: value -> records, for percentiles."""

    n: int = 0
    v: Decimal = Decimal(0)
    simulated: bool = False
    buckets: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """A component's months at one place: month index -> (records, sum), and value counts for percentiles."""

    n: Mapping[int, int]
    v: Mapping[int, Decimal]
    simulated: bool
    buckets: Mapping[int, Mapping[int, int]]


EMPTY = Series({}, {}, False, {})


def series(components: Iterable[int], places: Iterable[str], *, last_year: int) -> dict[tuple[int, str], Series]:
    """Return the months of some components at some places up to a year, in one database query."""
    rows = Cell.objects.filter(component_id__in=list(components), place__in=list(places), year__lte=last_year)
    gathered: dict[tuple[int, str], list[tuple[int, int, list[int], list[Decimal] | None, int]]] = {}
    for component, place, year, bucket, n, v, s in rows.values_list(
        "component_id", "place", "year", "bucket", "n", "v", "s"
    ):
        gathered.setdefault((component, place), []).append((year, bucket, n, v, s))
    return {key: _series(found) for key, found in gathered.items()}


def _series(rows: list[tuple[int, int, list[int], list[Decimal] | None, int]]) -> Series:
    n: dict[int, int] = {}
    v: dict[int, Decimal] = {}
    buckets: dict[int, dict[int, int]] = {}
    for year, bucket, counts, sums, _ in rows:
        for month in range(12):
            index = year * 12 + month
            n[index] = n.get(index, 0) + counts[month]
            if sums is not None:
                v[index] = v.get(index, Decimal(0)) + sums[month]
            if bucket >= 0 and counts[month]:
                at = buckets.setdefault(index, {})
                at[bucket] = at.get(bucket, 0) + counts[month]
    return Series(n, v, any(row[4] for row in rows), buckets)


def agencies_alone(component: int, agencies: Sequence[str], *, last_year: int) -> dict[str, Series]:
    """Return a component's months for each agency alone, not for those under it."""
    found = series([component], [f"={code}" for code in agencies], last_year=last_year)
    return {place[1:]: months for (_, place), months in found.items()}


def paths(kind: str) -> list[str]:
    """Return the files that hold a kind of facts."""
    return list(Segment.objects.filter(kind=kind).order_by("id").values_list("path", flat=True))


def watermarks() -> dict[str, datetime]:
    """Return, by kind, the newest moment the facts speak of; aware."""
    return dict(Segment.objects.values_list("kind").annotate(Max("watermark")))


def place_condition(place: str, *, start: date, end: date) -> str:
    """Return SQL for the facts that count for a place in the half-open days [start, end), on the map as it was then."""
    column, codes = _reached(place, start, end)
    return f"{column} IN ({', '.join(map(store.quoted, sorted(codes)))})" if codes else "FALSE"


def _reached(place: str, start: date, end: date) -> tuple[str, frozenset[str]]:
    """Return the column by which facts are of a place, and what it may hold."""
    if place.startswith("="):
        return "agency", frozenset({place[1:]})
    return _reached_then(place, start, end, applied_pack_id())


@lru_cache(maxsize=4096)
def _reached_then(place: str, start: date, end: date, _pack: int) -> tuple[str, frozenset[str]]:
    if Agency.objects.filter(code=place).exists():
        return "agency", frozenset(_agencies_under(place))
    rows = UnitReach.objects.filter(basis="as-then", ancestor=place)
    return "unit", frozenset(
        r.descendant
        for r in rows
        if (r.valid_from is None or r.valid_from < end) and (r.valid_to is None or start < r.valid_to)
    )


def _agencies_under(code: str) -> list[str]:
    parents = list(Agency.objects.values_list("code", "parent_code"))
    found, level = {code}, {code}
    while level:
        level = {child for child, parent in parents if parent in level} - found
        found |= level
    return sorted(found)


def sums_from_records(component: Component, place: str, period: Period, *, relation: str = "") -> Sums:
    """Return what a component comes to, counted from the facts themselves: any place, any days.

    relation: SQL of the facts to look at; all facts of the kind by default.
    """
    where = record_where(component, place, period)
    value = component.value or "0"
    facts = relation or store.facts_sql(component.fact, paths(component.fact))
    with store.engine() as connection:
        row = connection.execute(
            f"SELECT coalesce(sum(sign), 0)::BIGINT, coalesce(sum(sign * {value}), 0)::DECIMAL(38,3), "
            f"coalesce(sum(sign * simulated::INT), 0) > 0 FROM {facts} WHERE {where}"
        ).fetchone()
        buckets: list[tuple[int, int]] = []
        if component.buckets:
            buckets = connection.execute(
                f"SELECT {value}, sum(sign)::BIGINT FROM {facts} WHERE {where} "
                "GROUP BY ALL HAVING sum(sign) <> 0 ORDER BY 1"
            ).fetchall()
    n, v, simulated = row or (0, Decimal(0), False)
    return Sums(n, v, simulated, tuple(buckets))


def many_sums_from_records(
    wanted: Sequence[tuple[Component, str]], period: Period
) -> dict[tuple[Component, str], Sums]:
    """Return what components come to at places in a period, as ``sums_from_records`` would: the facts of a kind are
    read once for all of them. Components that are kept by their values are counted one by one."""
    found = {(each, place): sums_from_records(each, place, period) for each, place in wanted if each.buckets}
    by_kind: dict[str, list[tuple[Component, str]]] = {}
    for component, place in dict.fromkeys(wanted):
        if not component.buckets:
            by_kind.setdefault(component.fact, []).append((component, place))
    for kind, asked in by_kind.items():
        rows = _by_unit_and_agency(kind, list(dict.fromkeys(component for component, _ in asked)), period)
        for component, place in asked:
            found[component, place] = _sum_of(rows[component], component, place, period)
    return found


_Row = tuple[str, str, int, Decimal, int]
"""Unit, agency, records, their sum, how many of them are simulated."""


def _by_unit_and_agency(kind: str, components: Sequence[Component], period: Period) -> dict[Component, list[_Row]]:
    """Return what components of one kind of facts come to in a period, by the unit and the agency of the facts."""
    columns = ", ".join(_filtered(each, period) for each in components)
    reached = dict.fromkeys(f"({_days_of(each, period)})" for each in components)
    facts = f"{store.facts_sql(kind, paths(kind))} WHERE {' OR '.join(reached)}"
    with store.engine() as connection:
        rows = connection.execute(f"SELECT unit, agency, {columns} FROM {facts} GROUP BY unit, agency").fetchall()
    return {
        each: [(row[0], row[1], *row[2 + 3 * at : 5 + 3 * at]) for row in rows] for at, each in enumerate(components)
    }


def _filtered(component: Component, period: Period) -> str:
    only = f"FILTER (WHERE ({component.record_condition}) AND ({_days_of(component, period)}))"
    return (
        f"coalesce(sum(sign) {only}, 0)::BIGINT, "
        f"coalesce(sum(sign * {component.value or '0'}) {only}, 0)::DECIMAL(38,3), "
        f"coalesce(sum(sign * simulated::INT) {only}, 0)::BIGINT"
    )


def _sum_of(rows: Sequence[_Row], component: Component, place: str, period: Period) -> Sums:
    start = period.start if component.form is Form.flow else date.min
    reached = [_reached(part, start, period.end) for part in place.split("+")]
    units = frozenset[str]().union(*(codes for column, codes in reached if column == "unit"))
    agencies = frozenset[str]().union(*(codes for column, codes in reached if column == "agency"))
    own = [row for row in rows if row[0] in units or row[1] in agencies]
    return Sums(
        sum(row[2] for row in own), sum((row[3] for row in own), Decimal(0)), sum(row[4] for row in own) > 0, ()
    )


def _days_of(component: Component, period: Period) -> str:
    return period_condition(component, period.start.isoformat(), period.end.isoformat())


def record_where(component: Component, place: str, period: Period) -> str:
    """Return SQL for the records a component counts at a place in a period.

    place: a unit, an agency, or several units joined by ``+`` (those whose past counts for a unit of today's map).
    """
    if "+" in place:
        return " OR ".join(f"({record_where(component, unit, period)})" for unit in place.split("+"))
    parts = [
        component.record_condition,
        _days_of(component, period),
        place_condition(place, start=period.start if component.form is Form.flow else date.min, end=period.end),
    ]
    return " AND ".join(f"({part})" for part in parts)


def records_digest(component: Component, place: str, period: Period) -> str:
    """Return one SHA-256 over the ids of all records a component counts, in order."""
    facts = store.facts_sql(component.fact, paths(component.fact))
    where = record_where(component, place, period)
    with store.engine() as connection:
        row = connection.execute(
            f"SELECT sha256(coalesce(string_agg(id, chr(10) ORDER BY id), '')) FROM "
            f"(SELECT id FROM {facts} WHERE {where} GROUP BY id HAVING sum(sign) > 0)"
        ).fetchone()
    return str((row or ("",))[0])


@dataclass(frozen=True, slots=True)
class Records:
    """The records a component counts: how many, and the first of them."""

    total: int
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def records(component: Component, place: str, period: Period, *, limit: int = 100, offset: int = 0) -> Records:
    """Return the records that a component counts at a place in a period, corrected ones as they are now, by id."""
    where = record_where(component, place, period)
    columns = tuple(FACTS[component.fact])
    facts = store.facts_sql(component.fact, paths(component.fact))
    netted = f"SELECT {', '.join(columns)} FROM {facts} WHERE {where} GROUP BY ALL HAVING sum(sign) > 0"
    with store.engine() as connection:
        total = connection.execute(f"SELECT count(*) FROM ({netted})").fetchone()
        rows = connection.execute(f"{netted} ORDER BY id LIMIT {int(limit)} OFFSET {int(offset)}").fetchall()
    return Records((total or (0,))[0], columns, tuple(rows))


def kinds() -> tuple[str, ...]:
    """Return the kinds of facts."""
    return KINDS


def vocabulary(locale: Locale, *, pack: int) -> Vocabulary:
    """Return the words of a language. pack: the applied pack, by whose number they are kept in memory."""
    return Vocabulary(locale, _own_words(pack))


@lru_cache(maxsize=2)
def _own_words(_pack: int) -> Mapping[tuple[str, str], tuple[str, str]]:
    own = {(w.column, w.word): (w.name_vi, w.name_en) for w in Wording.objects.all()}
    return own | {("sector", s.code): (s.name_vi, s.name_en) for s in Sector.objects.all()}
