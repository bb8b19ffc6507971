"""Computing cells: only what is missing, published in one transaction, safe against dying at any moment."""

import time
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.kernel.digests import canonical_json, sha256_hex
from songbe.places.models import Agency, UnitReach
from songbe.places.policy import Actor
from songbe.warehouse import store
from songbe.warehouse.models import Cell, CellFile, ComponentRow, Segment
from songbe.warehouse.rules.cells import computing, leaf_sql, rolled_up_sql, yearly_sql
from songbe.warehouse.rules.components import Component

COMPUTING_LOCK = 7_221_002
FOREVER = 2**30


@dataclass(frozen=True, slots=True)
class Computed:
    """What one run did."""

    components: int
    segments: int
    cells: int
    published: int
    seconds: float


def number_components(components: Iterable[Component]) -> dict[str, int]:
    """This function will give every component its number and return digest -> number."""
    wanted = {component.digest: component for component in components}
    known = dict(ComponentRow.objects.filter(digest__in=wanted).values_list("digest", "id"))
    new = [
        ComponentRow(
            digest=digest, fact=component.fact, spec={"sql": component.record_condition, "clock": component.clock}
        )
        for digest, component in wanted.items()
        if digest not in known
    ]
    ComponentRow.objects.bulk_create(new, ignore_conflicts=True)
    return dict(ComponentRow.objects.filter(digest__in=wanted).values_list("digest", "id"))


def compute_cells(*, components: Iterable[Component], lonely: Iterable[str], actor: Actor) -> Computed:
    """This function will compute the cells that are missing and publish them to the web's store.

    lonely: digests of components that are wanted for each agency alone too. What a run that died left behind is made
    again or thrown
    away: cells count only once they and their publication are committed together.
    """
    began = time.perf_counter()
    wanted = {component.digest: component for component in components}
    numbers = number_components(wanted.values())
    by_number = {numbers[digest]: component for digest, component in wanted.items()}
    alone = [numbers[digest] for digest in lonely]
    segments = cells = published = 0
    with _one_at_a_time():
        store.remove_unfinished()
        _forget_lost_files()
        tree = tree_digest()
        published += _roll_up_again(tree, alone)
        for group, missing in _missing(by_number).items():
            count, rows = _compute_group(group, {number: by_number[number] for number in missing}, alone, tree)
            segments, cells, published = segments + len(group), cells + count, published + rows
        if segments:
            record_event(
                kind=EventKind.CELLS_COMPUTED,
                actor=actor.name,
                subject="warehouse:cells",
                payload={"components": len(by_number), "segments": segments, "cells": cells},
            )
    return Computed(len(by_number), segments, cells, published, time.perf_counter() - began)


class _one_at_a_time:  # noqa: N801  reads as a phrase
    """Hold the lock of the one writer for a session, so that a second run waits for the first."""

    def __enter__(self) -> None:
        with database.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [COMPUTING_LOCK])

    def __exit__(self, *_: object) -> None:
        with database.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [COMPUTING_LOCK])


def _forget_lost_files() -> None:
    known = set(CellFile.objects.values_list("path", flat=True)) | set(Segment.objects.values_list("path", flat=True))
    for path in (store.folder()).rglob("cells/*.parquet"):
        if path.relative_to(store.folder()).as_posix() not in known:
            path.unlink(missing_ok=True)


def _missing(components: Mapping[int, Component]) -> dict[tuple[int, ...], tuple[int, ...]]:
    """Return groups of segments -> components that were not yet computed over them."""
    present: dict[int, set[int]] = defaultdict(set)
    for file in CellFile.objects.all():
        for segment in file.segments:
            present[segment].update(file.components)
    wants: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for segment, kind in Segment.objects.order_by("id").values_list("id", "kind"):
        of_kind = {number for number, component in components.items() if component.fact == kind}
        missing = tuple(sorted(of_kind - present[segment]))
        if missing:
            wants[missing].append(segment)
    merged: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for missing, group in wants.items():
        merged[tuple(group)].extend(missing)
    return {group: tuple(missing) for group, missing in merged.items()}


def _compute_group(
    group: tuple[int, ...], components: Mapping[int, Component], lonely: Iterable[int], tree: str
) -> tuple[int, int]:
    paths: dict[str, list[str]] = defaultdict(list)
    for kind, path in Segment.objects.filter(pk__in=group).values_list("kind", "path"):
        paths[kind].append(path)
    sources = {kind: store.facts_sql(kind, paths[kind]) for kind in {c.fact for c in components.values()}}
    with store.engine() as connection:
        for statement in computing(components, sources):
            connection.execute(statement)
        path = f"cells/{uuid.uuid4().hex}.parquet"
        count, _ = store.write_parquet(connection, leaf_sql(), path)
        csv = _rolled_up(connection, [path], lonely)
    with transaction.atomic():
        rows = merge_cells(csv)
        CellFile.objects.create(
            path=path,
            segments=list(group),
            components=sorted(components),
            rows=count,
            tree=tree,
            published_at=timezone.now(),
        )
    csv.unlink()
    return count, rows


def _rolled_up(connection: duckdb.DuckDBPyConnection, paths: Iterable[str], lonely: Iterable[int]) -> Path:
    load_reaches(connection)
    csv = store.folder() / f"cells/.{uuid.uuid4().hex}.unfinished"
    placed = rolled_up_sql(f"read_parquet({store.absolute(paths)})", lonely=lonely)
    export_cells(connection, yearly_sql(placed), csv)
    return csv


def _roll_up_again(tree: str, lonely: Iterable[int]) -> int:
    """Publish all cells anew when units or agencies were moved since; the cells themselves do not know where they
    lie."""
    files = list(CellFile.objects.values_list("path", "tree"))
    if all(known == tree for _, known in files):
        return 0
    with store.engine() as connection:
        csv = _rolled_up(connection, [path for path, _ in files], lonely)
    with transaction.atomic():
        Cell.objects.all().delete()
        rows = merge_cells(csv)
        CellFile.objects.update(tree=tree, published_at=timezone.now())
    csv.unlink()
    return rows


def tree_digest() -> str:
    """Return one digest of the trees along which cells are rolled up."""
    units = UnitReach.objects.filter(basis="as-then").values_list("descendant", "ancestor", "valid_from", "valid_to")
    agencies = Agency.objects.order_by("code").values_list("code", "parent_code")
    return sha256_hex(canonical_json([sorted([str(value) for value in row] for row in units), list(agencies)]))


def load_reaches(connection: duckdb.DuckDBPyConnection) -> None:
    """This function will put the trees of units and agencies, as they were, into a DuckDB as tables."""
    connection.execute(
        "CREATE TEMP TABLE unit_reach (descendant VARCHAR, ancestor VARCHAR, first_month INTEGER, end_month INTEGER)"
    )
    reaches = UnitReach.objects.filter(basis="as-then").values_list("descendant", "ancestor", "valid_from", "valid_to")
    rows = sorted({(d, a, _month(start, 0), _month(end, FOREVER)) for d, a, start, end in reaches})
    connection.executemany("INSERT INTO unit_reach VALUES (?, ?, ?, ?)", _joined_ranges(rows))
    connection.execute("CREATE TEMP TABLE agency_reach (descendant VARCHAR, ancestor VARCHAR)")
    parents = dict(Agency.objects.values_list("code", "parent_code"))
    connection.executemany(
        "INSERT INTO agency_reach VALUES (?, ?)", [(c, a) for c in parents for a in _line(c, parents)] or [("", "")]
    )


def _joined_ranges(rows: list[tuple[str, str, int, int]]) -> list[tuple[str, str, int, int]]:
    joined: list[tuple[str, str, int, int]] = []
    for row in rows:
        if joined and joined[-1][:2] == row[:2] and joined[-1][3] >= row[2]:
            joined[-1] = (*row[:2], joined[-1][2], max(joined[-1][3], row[3]))
        else:
            joined.append(row)
    return [row for row in joined if row[2] < row[3]]


def _month(day: date | None, default: int) -> int:
    return default if day is None else day.year * 12 + day.month - 1


def _line(code: str, parents: Mapping[str, str]) -> list[str]:
    line = [code]
    while (parent := parents.get(line[-1], "")) and parent not in line:
        line.append(parent)
    return line


def export_cells(connection: duckdb.DuckDBPyConnection, query: str, target: Path) -> None:
    """This function will write rolled-up cells to a CSV file that PostgreSQL's COPY reads."""
    target.parent.mkdir(parents=True, exist_ok=True)
    listed = "'{' || array_to_string(%s, ',') || '}'"
    v = f"CASE WHEN list_bool_or(list_transform(v, x -> x <> 0)) THEN {listed % 'v'} END"
    connection.execute(
        f"COPY (SELECT component, place, year, bucket, {listed % 'n'} AS n, {v} AS v, s FROM ({query}) "
        f"ORDER BY component, place) TO {store.quoted(str(target))} (FORMAT csv, HEADER false)"
    )


MERGE = """
INSERT INTO warehouse_cell AS c (component_id, place, year, bucket, n, v, s)
SELECT component_id, place, year, bucket, n, v, s FROM incoming
ON CONFLICT (component_id, place, year, bucket) DO UPDATE SET
  n = ARRAY(SELECT a + b FROM unnest(c.n, EXCLUDED.n) WITH ORDINALITY AS t(a, b, i) ORDER BY i),
  v = CASE WHEN c.v IS NULL THEN EXCLUDED.v WHEN EXCLUDED.v IS NULL THEN c.v
      ELSE ARRAY(SELECT a + b FROM unnest(c.v, EXCLUDED.v) WITH ORDINALITY AS t(a, b, i) ORDER BY i) END,
  s = c.s + EXCLUDED.s
"""


def merge_cells(csv: Path) -> int:
    """This function will add rolled-up cells to those the web reads, inside the caller's transaction, and return how
    many rows came."""
    with database.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS incoming")
        cursor.execute("CREATE TEMP TABLE incoming (LIKE warehouse_cell) ON COMMIT DROP")
        empty = not Cell.objects.exists()
        target = "warehouse_cell" if empty else "incoming"
        with (
            cursor.copy(f"COPY {target} (component_id, place, year, bucket, n, v, s) FROM STDIN (FORMAT csv)") as copy,
            csv.open("rb") as rows,
        ):
            while chunk := rows.read(1 << 20):
                copy.write(chunk)
        if empty:
            cursor.execute("SELECT count(*) FROM warehouse_cell")
            return int(cursor.fetchone()[0])
        cursor.execute(MERGE)
        return int(cursor.rowcount)
