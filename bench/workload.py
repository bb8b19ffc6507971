"""The work that is measured: five million dossiers of a made-up province, a thousand indicators in sixty shapes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import duckdb

from songbe.indicators.rules.definitions import Definition, Kind, Measure, Selection
from songbe.warehouse.facts import FACTS

DISTRICTS, COMMUNES = 9, 91
SECTORS = [f"S{i:02}" for i in range(27)]
CHANNELS = ["online", "online_assisted", "counter", "postal"]
APPLICANTS = ["citizen", "enterprise", "organisation", "foreigner"]
TIERS = ["province", "district", "commune"]
YEAR = 2023


def communes() -> list[tuple[str, str]]:
    """Return (commune, district) codes."""
    return [(f"c{i:02}", f"d{i % DISTRICTS}") for i in range(COMMUNES)]


def make_facts(
    path: Path, rows: int, *, salt: int = 0, months: tuple[int, int] = (0, 12), units: int = COMMUNES
) -> None:
    """Write ``rows`` dossiers to a Parquet file; the same rows for the same arguments. months: [first, end) of the
    year received."""

    def one_of(words: list[str], number: int) -> str:
        listed = ", ".join(f"'{word}'" for word in words)
        return f"[{listed}][1 + (h({number}) % {len(words)})::INT]"

    first, end = months
    days = f"(h(1) % {365 * (end - first) // 12})::INT + {365 * first // 12}"
    said = {
        "id": f"'D{salt}-' || i",
        "agency": f"'a' || lpad((h(2) % {units})::VARCHAR, 2, '0')",
        "unit": f"'c' || lpad((h(2) % {units})::VARCHAR, 2, '0')",
        "sector": one_of(SECTORS, 3),
        "source": "'bench'",
        "simulated": "true",
        "channel": one_of(CHANNELS, 4),
        "applicant": one_of(APPLICANTS, 5),
        "procedure_tier": one_of(TIERS, 6),
        "received_at": f"TIMESTAMP '{YEAR}-01-01 08:00' + to_days({days})",
        "due_at": "received_at + to_days(5 + (h(7) % 20)::INT)",
        "overdue_at": "due_at + INTERVAL 1 MINUTE",
        "finished_at": "CASE WHEN h(8) % 20 <> 0 THEN received_at + to_days((h(9) % 24)::INT) END",
        "working_days": "CASE WHEN h(8) % 20 <> 0 THEN (h(9) % 24)::INT END",
        "fee_vnd": "(h(10) % 9) * 10000",
        "paid_vnd": "CASE WHEN h(11) % 3 = 0 THEN (h(10) % 9) * 10000 END",
        "rating": "CASE WHEN h(12) % 4 = 0 THEN 1 + (h(13) % 5)::INT END",
        "essential": "h(14) % 10 = 0",
    }
    said = {name: text.replace("h(", "hashed(i, ") for name, text in said.items()}
    columns = ", ".join(
        f"CAST({said.get(name, 'NULL')} AS {column.type.sql}) AS {name}" for name, column in FACTS["dossier"].items()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"CREATE MACRO hashed(i, k) AS hash(i * 1000 + k + {salt} * 7919)")
        connection.execute(
            f"COPY (SELECT {columns}, 1::TINYINT AS sign FROM range({rows}) t(i)) "
            f"TO '{path}' (FORMAT parquet, COMPRESSION zstd)"
        )


@dataclass(frozen=True)
class Shape:
    """A measure cut by some columns. ``words``: the combinations that become indicators."""

    name: str
    measure: str
    columns: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]


MEASURES = [
    "received",
    "finished",
    "on_time",
    "filed_online",
    "fees",
    "paid",
    "rating",
    "open",
    "overdue",
    "median_days",
    "p90_days",
    "essential",
]
CUTS: list[tuple[tuple[str, ...], list[list[str]]]] = [
    ((), []),
    (("sector",), [SECTORS]),
    (("channel",), [CHANNELS]),
    (("applicant",), [APPLICANTS]),
    (("procedure_tier", "channel", "applicant"), [TIERS, CHANNELS, APPLICANTS]),
]


def shapes() -> list[Shape]:
    """Return the sixty shapes."""
    return [
        Shape(f"{measure}_{i}", measure, columns, tuple(product(*words)))
        for measure in MEASURES
        for i, (columns, words) in enumerate(CUTS)
    ]


def indicators(count: int = 1000) -> Iterator[tuple[Shape, tuple[str, ...], Definition]]:
    """Yield the first ``count`` indicators: shape, words, definition."""
    made = 0
    for shape in shapes():
        for words in shape.words:
            if made == count:
                return
            made += 1
            yield shape, words, definition(f"{shape.name}_{'_'.join(words)}", shape, words)


def condition(shape: Shape, words: tuple[str, ...]) -> str:
    """Return the words a shape is cut by, as a condition."""
    return " and ".join(f"{column} = '{word}'" for column, word in zip(shape.columns, words, strict=True))


def definition(code: str, shape: Shape, words: tuple[str, ...]) -> Definition:
    """Return one indicator as a pack would declare it."""
    cut = condition(shape, words)

    def joined(extra: str) -> str:
        return " and ".join(part for part in (cut, extra) if part)

    made: dict[str, tuple[Measure, Selection, Selection]] = {
        "received": (Measure.count, Selection("dossier", "received", where=cut), Selection()),
        "finished": (Measure.count, Selection("dossier", "finished", where=cut), Selection()),
        "on_time": (
            Measure.share,
            Selection(where="finished_at <= due_at"),
            Selection("dossier", "finished", where=joined("due_at is not null")),
        ),
        "filed_online": (
            Measure.share,
            Selection(where="online_level is null and channel = 'online'"),
            Selection("dossier", "received", where=cut),
        ),
        "fees": (Measure.sum, Selection("dossier", "received", field="fee_vnd", where=cut), Selection()),
        "paid": (Measure.sum, Selection("dossier", "received", field="paid_vnd", where=cut), Selection()),
        "rating": (Measure.mean, Selection("dossier", "finished", field="rating", where=cut), Selection()),
        "open": (Measure.stock, Selection("dossier", "received", "finished", where=cut), Selection()),
        "overdue": (Measure.stock, Selection("dossier", "overdue", "finished", where=cut), Selection()),
        "median_days": (
            Measure.percentile,
            Selection("dossier", "finished", field="working_days", where=cut),
            Selection(),
        ),
        "p90_days": (
            Measure.percentile,
            Selection("dossier", "finished", field="working_days", where=joined("essential")),
            Selection(),
        ),
        "essential": (Measure.share, Selection(where="essential"), Selection("dossier", "finished", where=cut)),
    }
    measure, of, base = made[shape.measure]
    percentile = 90 if shape.measure == "p90_days" else 50
    return Definition(code, code, code, "DVC", "dossier", Kind.from_cases, measure, of, base, percentile=percentile)
