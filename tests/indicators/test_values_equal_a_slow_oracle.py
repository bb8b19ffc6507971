"""Random small provinces: what the engine computes equals what a reader with a pencil would, record by record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from songbe.indicators.rules.definitions import Definition, Kind, Measure, Selection, parts
from songbe.indicators.rules.values import Amount, amount_over, value_of
from songbe.kernel.periods import Period, parse_period
from songbe.warehouse.facts import FACTS
from songbe.warehouse.rules.cells import computing, leaf_sql, rolled_up_sql, yearly_sql
from songbe.warehouse.rules.components import Component

Fact = dict[str, Any]
Test = Callable[[Fact], bool]

UNITS = {"99": None, "991": "99", "992": "99", "99101": "991", "99102": "991", "99201": "992"}
AGENCIES = {"UB99": "99", "UB991": "991", "X1": "99101", "X2": "99102", "X3": "99201"}
PERIODS = [parse_period(p) for p in ("2023", "2023-H1", "2023-Q2", "2023-02", "2023-01/2023-05", "2022")]


@dataclass(frozen=True)
class Case:
    """A definition beside the same thing said in Python. fits: the numerator's test; base: the denominator's."""

    definition: Definition
    fits: Test
    base: Test = lambda fact: True


def _definition(code: str, measure: Measure, **said: Any) -> Definition:
    return Definition(code, code, code, "DVC", "dossier", Kind.from_cases, measure, **said)


def _on_time(fact: Fact) -> bool:
    return bool(fact["finished_at"] and fact["due_at"] and fact["finished_at"] <= fact["due_at"])


CASES = [
    Case(_definition("received", Measure.count, of=Selection("dossier", "received")), lambda f: True),
    Case(
        _definition(
            "online",
            Measure.count,
            of=Selection("dossier", "received", where="channel in ('online', 'online_assisted')"),
        ),
        lambda f: f["channel"] in ("online", "online_assisted"),
    ),
    Case(
        _definition(
            "not online",
            Measure.count,
            of=Selection("dossier", "received", where="channel <> 'online' and sector = 'DVC'"),
        ),
        lambda f: f["channel"] != "online" and f["sector"] == "DVC",
    ),
    Case(
        _definition(
            "on time",
            Measure.share,
            of=Selection(where="finished_at <= due_at"),
            base=Selection("dossier", "finished", where="due_at is not null"),
        ),
        _on_time,
        lambda f: f["due_at"] is not None,
    ),
    Case(
        _definition(
            "on time online",
            Measure.share,
            of=Selection(where="finished_at <= due_at"),
            base=Selection("dossier", "finished", where="channel = 'online' and due_at is not null"),
        ),
        _on_time,
        lambda f: f["due_at"] is not None and f["channel"] == "online",
    ),
    Case(
        _definition(
            "paid", Measure.sum, of=Selection("dossier", "finished", field="paid_vnd", where="channel = 'online'")
        ),
        lambda f: f["channel"] == "online",
    ),
    Case(_definition("rating", Measure.mean, of=Selection("dossier", "finished", field="rating")), lambda f: True),
    Case(
        _definition("median", Measure.percentile, of=Selection("dossier", "finished", field="working_days")),
        lambda f: True,
    ),
    Case(
        replace(
            _definition(
                "p90", Measure.percentile, of=Selection("dossier", "finished", field="working_days", where="reused")
            ),
            percentile=90,
        ),
        lambda f: bool(f["reused"]),
    ),
    Case(_definition("open", Measure.stock, of=Selection("dossier", "received", "finished")), lambda f: True),
    Case(
        _definition("overdue", Measure.stock, of=Selection("dossier", "overdue", "finished", where="not reused")),
        lambda f: f["reused"] is False,
    ),
    Case(
        _definition(
            "open online",
            Measure.stock_share,
            of=Selection(where="channel = 'online'"),
            base=Selection("dossier", "received", "finished"),
        ),
        lambda f: f["channel"] == "online",
    ),
    Case(
        _definition(
            "settled of received",
            Measure.ratio,
            of=Selection("dossier", "finished"),
            base=Selection("dossier", "received"),
        ),
        lambda f: True,
    ),
]

moments = st.integers(0, 24 * 420).map(lambda hours: datetime(2022, 11, 20) + timedelta(hours=hours))  # noqa: DTZ001
maybe_moments = st.none() | moments

facts = st.lists(
    st.fixed_dictionaries(
        {
            "agency": st.sampled_from(sorted(AGENCIES)),
            "sector": st.sampled_from(["DVC", "ICT"]),
            "channel": st.sampled_from(["online", "online_assisted", "counter"]),
            "received_at": moments,
            "finished_at": maybe_moments,
            "due_at": maybe_moments,
            "overdue_at": maybe_moments,
            "working_days": st.none() | st.integers(0, 6),
            "rating": st.none() | st.integers(1, 5),
            "paid_vnd": st.none() | st.integers(0, 900),
            "reused": st.none() | st.booleans(),
        }
    ),
    max_size=40,
)


def _ancestors(unit: str) -> set[str]:
    found = {unit}
    while (parent := UNITS[unit]) is not None:
        unit = parent
        found.add(unit)
    return found


def _belongs(fact: Fact, place: str) -> bool:
    return place == fact["agency"] or place in _ancestors(AGENCIES[fact["agency"]])


def _in(moment: datetime | None, period: Period) -> bool:
    return moment is not None and period.start <= moment.date() < period.end


def _standing(fact: Fact, selection: Selection, period: Period) -> bool:
    since, until = fact[f"{selection.clock}_at"], fact[f"{selection.leave}_at"]
    if since is None or since.date() >= period.end:
        return False
    return until is None or (until > since and until.date() >= period.end)


def _counted(fact: Fact, selection: Selection, period: Period) -> bool:
    return _standing(fact, selection, period) if selection.leave else _in(fact[f"{selection.clock}_at"], period)


def slow_value(case: Case, province: list[Fact], place: str, period: Period) -> Fraction | None:
    """What somebody with a pencil would find."""
    definition = case.definition
    here = [f for f in province if _belongs(f, place)]
    match definition.measure:
        case Measure.count | Measure.stock:
            return Fraction(sum(1 for f in here if _counted(f, definition.of, period) and case.fits(f)))
        case Measure.sum:
            return Fraction(
                sum(f["paid_vnd"] or 0 for f in here if _counted(f, definition.of, period) and case.fits(f))
            )
        case Measure.mean:
            found = [f["rating"] for f in here if _counted(f, definition.of, period) and f["rating"] is not None]
            return Fraction(sum(found), len(found)) if found else None
        case Measure.percentile:
            values = sorted(
                f["working_days"]
                for f in here
                if _counted(f, definition.of, period) and case.fits(f) and f["working_days"] is not None
            )
            rank = -(-len(values) * definition.percentile // 100)
            return Fraction(values[rank - 1]) if values else None
        case Measure.ratio:
            bottom = sum(1 for f in here if _counted(f, definition.base, period))
            return Fraction(sum(1 for f in here if _counted(f, definition.of, period)), bottom) if bottom else None
        case _:
            whole = [f for f in here if _counted(f, definition.base, period) and case.base(f)]
            return Fraction(sum(1 for f in whole if case.fits(f)), len(whole)) if whole else None


def load(connection: duckdb.DuckDBPyConnection, province: list[Fact], *, sign: int = 1, table: str = "facts") -> None:
    """Put facts into a DuckDB table with a sign."""
    columns = FACTS["dossier"]
    listed = ", ".join(f"{name} {column.type.sql}" for name, column in columns.items())
    connection.execute(f"CREATE TABLE IF NOT EXISTS {table} ({listed}, sign TINYINT)")
    for number, fact in enumerate(province):
        said = {
            **dict.fromkeys(columns),
            **fact,
            "id": f"D{number}",
            "unit": AGENCIES[fact["agency"]],
            "simulated": True,
        }
        connection.execute(
            f"INSERT INTO {table} VALUES ({', '.join('?' * (len(columns) + 1))})", [*said.values(), sign]
        )


def compute(
    connection: duckdb.DuckDBPyConnection, components: Mapping[int, Component]
) -> dict[tuple[int, str], dict[str, dict[int, Any]]]:
    """Run the engine as production does, and return the cells by component and place."""
    connection.execute(
        "CREATE TABLE unit_reach AS SELECT * FROM (VALUES "
        + ", ".join(f"('{unit}', '{above}', 0, {2**30})" for unit in UNITS for above in _ancestors(unit))
        + ") t(descendant, ancestor, first_month, end_month)"
    )
    connection.execute(
        "CREATE TABLE agency_reach AS SELECT * FROM (VALUES "
        + ", ".join(f"('{a}', '{a}')" for a in AGENCIES)
        + ") t(descendant, ancestor)"
    )
    for statement in computing(components, {"dossier": "facts"}):
        connection.execute(statement)
    connection.execute(f"CREATE TABLE leaf AS {leaf_sql()}")
    found: dict[tuple[int, str], dict[str, dict[int, Any]]] = {}
    for component, place, year, bucket, n, v, _ in connection.execute(
        yearly_sql(rolled_up_sql("leaf", lonely=[]))
    ).fetchall():
        at = found.setdefault((component, place), {"n": {}, "v": {}, "b": {}})
        for month in range(12):
            index = year * 12 + month
            at["n"][index] = at["n"].get(index, 0) + n[month]
            at["v"][index] = at["v"].get(index, 0) + Fraction(v[month])
            if bucket >= 0 and n[month]:
                at["b"].setdefault(index, {})[bucket] = n[month]
    return found


def engine_values(province: list[Fact], withdrawn: list[Fact]) -> dict[tuple[str, str, str], Fraction | None]:
    """Return the engine's value of every case, place and period. withdrawn: facts that came and were taken back."""
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        load(connection, province)
        load(connection, withdrawn)
        load(connection, withdrawn, sign=-1)
        made = {case.definition.code: parts(case.definition) for case in CASES}
        digests = {c.digest: c for p in made.values() if p for c in p.all}
        numbers = {digest: number for number, digest in enumerate(digests, 1)}
        cells = compute(connection, {numbers[digest]: c for digest, c in digests.items()})

    def amount(component: Component | None, place: str, period: Period) -> Amount | None:
        if component is None:
            return None
        at = cells.get((numbers[component.digest], place), {"n": {}, "v": {}, "b": {}})
        first, last = period.start.year * 12 + period.start.month - 1, period.last.year * 12 + period.last.month - 1
        return amount_over(component, at["n"], at["v"], at["b"], first_month=first, last_month=last)

    values = {}
    for case in CASES:
        both = made[case.definition.code]
        assert both is not None
        for place in [*UNITS, *AGENCIES]:
            for period in PERIODS:
                of, base = amount(both.of, place, period), amount(both.base, place, period)
                assert of is not None
                values[case.definition.code, place, period.code] = value_of(
                    case.definition, of, base, percent=False
                ).value
    return values


@settings(max_examples=60, deadline=None)
@given(province=facts, withdrawn=facts)
def test_every_measure_equals_the_slow_oracle_at_every_place_in_every_period(
    province: list[Fact], withdrawn: list[Fact]
) -> None:
    values = engine_values(province, withdrawn[:10])

    for case in CASES:
        for place in [*UNITS, *AGENCIES]:
            for period in PERIODS:
                expected = slow_value(case, province, place, period)
                assert values[case.definition.code, place, period.code] == expected, (
                    case.definition.code,
                    place,
                    period.code,
                )


def test_the_last_day_of_a_period_is_inside_and_the_day_after_is_not() -> None:
    blank: Fact = dict.fromkeys(["finished_at", "due_at", "overdue_at", "working_days", "rating", "paid_vnd", "reused"])
    last = {**blank, "agency": "X1", "sector": "DVC", "channel": "online", "received_at": datetime(2023, 2, 28, 23, 59)}  # noqa: DTZ001
    after = {**last, "received_at": datetime(2023, 3, 1)}  # noqa: DTZ001

    values = engine_values([last, after], [])

    assert values["received", "99", "2023-02"] == 1
    assert values["received", "99", "2023-Q2"] == 0
    assert values["open", "99", "2023-02"] == 1
    assert values["open", "99", "2023"] == 2
