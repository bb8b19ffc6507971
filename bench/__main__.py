"""``python -m bench [deadlines] [cells] [changes] [publishing] [maps] [pages] [cases]``: all parts by default; prints
tables and writes bench/results.json."""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import cells, changes, deadlines, rivals
from bench.faults import own_home
from bench.workload import make_facts
from songbe.packs.faults import Faults
from songbe.places.declare import read_calendars

ROWS = int(os.environ.get("BENCH_ROWS", "5000000"))
RUNS = int(os.environ.get("BENCH_RUNS", "5"))
RESULTS = Path(__file__).parent / "results.json"
PACK = Path(__file__).parents[1] / "packs" / "demo"
DEADLINES = 1_000_000
PARTS = ("deadlines", "cells", "changes", "publishing", "maps", "pages", "cases")
JUDGED: tuple[tuple[str, float, float | None], ...] = (
    ("cells.ratio", 1.2, 0.8),
    ("cells.cells_that_differ", 0, None),
    ("cells.grouping_sets_cells_that_differ", 0, None),
    ("cells.chdb_cells_that_differ", 0, None),
    ("changes.spread.ratio", 0.35, 0.1),
    ("changes.spread.cells_that_differ", 0, None),
    ("changes.current.ratio", 0.05, None),
    ("changes.current.cells_that_differ", 0, None),
    ("maps.ratio", 1.5, None),
    ("pages.p95_ms", 150, None),
    ("pages.errors", 0, None),
    ("pages.queries_most", 12, None),
    ("cases.transition.rows_that_differ", 0, None),
    ("cases.filing.rows_that_differ", 0, None),
    ("cases.steady.p99_ms", 200, None),
    ("cases.lists.inbox.p95_ms", 100, None),
    ("cases.lists.late.p95_ms", 100, None),
    ("cases.lists.by_name.p95_ms", 100, None),
    ("cases.lists.by_code.p95_ms", 100, None),
    ("cases.figure.seconds", 5, None),
)
"""What was asked for: figure, at most, and what is aimed at."""
JUDGED_FROM_BELOW: tuple[tuple[str, float, float | None], ...] = (
    ("cases.transition.ratio", 0.3, 0.5),
    ("cases.filing.ratio", 0.15, None),
)
"""Figures of which more is better: at least, and what is aimed at."""
CASES = """
import django, json, sys
django.setup()
from bench import cases
sys.stdout.write(json.dumps(cases.measure(int(sys.argv[1]))))
"""


def main(parts: list[str]) -> None:
    """Measure the parts asked for."""
    console, found = Console(), _known()
    if "deadlines" in parts:
        found["deadlines"] = _deadlines()
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        facts = at / "facts.parquet"
        if {"cells", "changes"} & set(parts):
            make_facts(facts, ROWS)
        if "cells" in parts:
            found["cells"] = _cells(at, facts)
        if "changes" in parts:
            found["changes"] = _changes(at, facts)
    if {"publishing", "maps", "pages"} & set(parts):
        found |= _on_the_platform(parts)
    if "cases" in parts:
        found["cases"] = _cases()
    found["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    found["judged"] = _judged(found)
    RESULTS.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    _show(console, found)


def _known() -> dict[str, Any]:
    return json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}


def _deadlines() -> dict[str, Any]:
    faults = Faults(PACK)
    said = read_calendars(PACK, faults)
    if said is None:
        raise FileNotFoundError(PACK)
    taken = deadlines.measure(said.working_time(), count=DEADLINES, runs=RUNS)
    return {"cases": DEADLINES, "runs": RUNS, "seconds": statistics.median(taken)}


def _cells(at: Path, facts: Path) -> dict[str, Any]:
    rivals_known: dict[str, Callable[[Path, Path], None]] = {"grouping_sets": rivals.grouping_sets}
    if rivals.has_chdb():
        rivals_known["chdb"] = rivals.chdb
    works: dict[str, Callable[[Path, Path], None]] = {"ours": cells.ours, "reference": cells.by_hand} | rivals_known
    outs = {name: at / f"{name}.parquet" for name in works}
    taken = cells.interleaved(RUNS, *(partial(work, facts, outs[name]) for name, work in works.items()))
    seconds = dict(zip(works, taken, strict=True))
    found: dict[str, Any] = {
        "rows": ROWS,
        "runs": RUNS,
        "seconds": seconds["ours"],
        "reference_seconds": seconds["reference"],
        "ratio": seconds["ours"] / seconds["reference"],
        "cells_that_differ": cells.differences(outs["ours"], outs["reference"]),
    }
    for name in rivals_known:
        found[f"{name}_seconds"] = seconds[name]
        found[f"{name}_cells_that_differ"] = cells.differences(outs["ours"], outs[name])
    return found


def _changes(at: Path, facts: Path) -> dict[str, Any]:
    base, out, together = at / "base.parquet", at / "changed.parquet", at / "together.parquet"
    full = cells.timed(lambda: cells.ours(facts, base))
    found: dict[str, Any] = {"full_seconds": full}
    for name, count, months, communes in (("spread", 10_000, (0, 12), 91), ("current", 1_000, (11, 12), 3)):
        batch = at / f"{name}.parquet"
        changes.make_changes(facts, batch, changes=count, months=months, communes=communes)
        (seconds,) = cells.interleaved(RUNS, lambda batch=batch: cells.ours(batch, out))  # type: ignore[misc]
        changes.whole(facts, batch, together, at / "whole.parquet")
        found[name] = {
            "changes": count,
            "seconds": seconds,
            "ratio": seconds / full,
            "cells_that_differ": changes.differing(base, out, at / "whole.parquet"),
        }
    return found


def _cases() -> dict[str, Any]:
    """Measure the case engine in a process and a home of its own: never on what somebody works with."""
    with own_home() as environ:
        command = [sys.executable, "-c", CASES, str(RUNS)]
        said = subprocess.run(command, env=environ, cwd=PACK.parents[1], stdout=subprocess.PIPE, check=True)
    return dict(json.loads(said.stdout))


def _on_the_platform(parts: list[str]) -> dict[str, Any]:
    import django

    from songbe.config.postgres import ensure_database

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "songbe.config.settings")
    os.environ["DATABASE_URL"] = ensure_database()
    django.setup()
    from bench import maps, pages, publishing
    from songbe.config.passwords import demo_password
    from songbe.places.models import RoleGrant

    found: dict[str, Any] = {}
    if "publishing" in parts:
        times, rows = zip(*(publishing.once() for _ in range(RUNS)), strict=True)
        found["publishing"] = {"rows": rows[0], "runs": RUNS, "seconds": statistics.median(times)}
    if "maps" in parts:
        old, new = maps.works()
        old()
        then, now = cells.interleaved(RUNS, old, new)
        found["maps"] = {"as_then_seconds": then, "as_now_seconds": now, "ratio": now / then}
    if "pages" in parts:
        leader = (
            RoleGrant.objects.filter(role="leader", person__practice=True)
            .select_related("person")
            .order_by("pk")
            .first()
        )
        code = maps.one_code()
        paths = ["/ioc/", f"/ioc/figures/{code}/"]
        found["pages"] = pages.measure(
            paths, username=leader.person.username if leader else "", password=demo_password()
        ) | pages.queries(paths, username=leader.person.username if leader else "")
    return found


def _judged(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the figures that were asked for beside what they may be at most, or at least."""
    judged: dict[str, dict[str, Any]] = {}
    for bound, asked in (("at_most", JUDGED), ("at_least", JUDGED_FROM_BELOW)):
        for name, limit, aim in asked:
            value: Any = found
            for key in name.split("."):
                value = value.get(key) if isinstance(value, dict) else None
            if value is not None:
                kept = value <= limit if bound == "at_most" else value >= limit
                judged[name] = {"value": value, bound: limit, "aim": aim, "kept": kept}
    return judged


def _flat(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield each figure of a part with its name."""
    if not isinstance(value, dict):
        yield name, value
        return
    for key, inner in value.items():
        yield from _flat(f"{name} {key}", inner)


def _show(console: Console, found: dict[str, Any]) -> None:
    table = Table("what", "value")
    for part, values in found.items():
        if part == "judged":
            continue
        for name, value in _flat(part, values):
            table.add_row(name, f"{value:.3f}" if isinstance(value, float) else str(value))
    console.print(table)
    judged = Table("asked for", "measured", "limit", "aim", "kept")
    for name, said in found["judged"].items():
        measured = f"{said['value']:.3f}" if isinstance(said["value"], float) else str(said["value"])
        limit = f"≤ {said['at_most']:g}" if "at_most" in said else f"≥ {said['at_least']:g}"
        aim = "" if said["aim"] is None else f"{said['aim']:g}"
        judged.add_row(name, measured, limit, aim, "yes" if said["kept"] else "NO")
    console.print(judged)


if __name__ == "__main__":
    main(sys.argv[1:] or list(PARTS))
