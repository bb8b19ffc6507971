"""What rows of facts are measured against.

The order of their days, the map of their time, the words of their register, and what the warehouse counts already.
"""

# ruff: noqa: S608  Names come from facts.py and kinds.py.
from collections.abc import Iterator, Sequence

import duckdb
import pyarrow as pa

from songbe.config.intake_targets.kinds import KINDS, WORDED, Kind, Worded
from songbe.intake.targets import Rule
from songbe.warehouse import store
from songbe.warehouse.models import FactChange
from songbe.warehouse.queries import paths


def rules_of(kind: str) -> Iterator[Rule]:
    """Yield what no good fact of a kind does; the tables are those of ``load_known`` and ``places``."""
    of = KINDS[kind]
    yield from _orders(of)
    yield _place_then(of.clock)
    if kind in WORDED:
        yield from _words(WORDED[kind])
    yield Rule("id", "already_known", "t.id IN (SELECT id FROM known)")
    for number, key in enumerate(of.keys):
        same = " AND ".join(f"k.{column} IS NOT DISTINCT FROM t.{column}" for column in key)
        where = f"t.id NOT IN (SELECT id FROM known) AND EXISTS (SELECT 1 FROM known_{number} k WHERE {same})"
        yield Rule(key[0], "already_known", where)


def _orders(of: Kind) -> Iterator[Rule]:
    for start, end in of.spans:
        # A day without a time stands for its start: within one day it says nothing about the order.
        within = f"t.{end} = date_trunc('day', t.{end}) AND CAST(t.{end} AS DATE) = CAST(t.{start} AS DATE)"
        broken = f"t.{end} < t.{start} AND NOT ({within})"
        # Where one column stands for another, its fault is said once.
        if of.absent.get(end, "").isidentifier():
            broken += f" AND t.{end} IS DISTINCT FROM t.{of.absent[end]}"
        yield Rule(end, "end_before_start", broken, f"strftime(t.{start}, '%Y-%m-%d %H:%M')")


def _place_then(clock: str) -> Rule:
    """Cells are summed on the map of their month: a fact at a unit that was not there then would count nowhere."""
    day = f"CAST(t.{clock} AS DATE)"
    there = (
        f"SELECT 1 FROM places p WHERE p.code = t.unit AND coalesce(p.valid_from <= {day}, TRUE) "
        f"AND coalesce({day} < p.valid_to, TRUE)"
    )
    return Rule("unit", "place_not_then", f"t.unit IS NOT NULL AND {day} IS NOT NULL AND NOT EXISTS ({there})", day)


def _words(of: Worded) -> Iterator[Rule]:
    for column in of.columns:
        mine = f"w.name = t.{of.naming} AND w.col = '{column}'"
        # A register that declares no words takes any.
        wrong = (
            f"EXISTS (SELECT 1 FROM declared_words w WHERE {mine}) "
            f"AND NOT EXISTS (SELECT 1 FROM declared_words w WHERE {mine} AND w.word = t.{column})"
        )
        listed = f"(SELECT string_agg(w.word, ', ') FROM declared_words w WHERE {mine})"
        yield Rule(column, "unknown_value", f"t.{column} IS NOT NULL AND {wrong}", listed)


def load_known(kind: str, words: Sequence[tuple[str, str, str]], connection: duckdb.DuckDBPyConnection) -> None:
    """This function will make the tables that the rules of a kind read.

    ``known`` holds ids, ``known_0``, ... the other keys that the warehouse counts already; ``declared_words`` the
    words of registers and counters. words: (register or counter, column, word).
    """
    columns = zip(*words, strict=True) if words else ((), (), ())
    table = {
        name: pa.array(list(said), pa.string()) for name, said in zip(("name", "col", "word"), columns, strict=True)
    }
    connection.register("loading", pa.table(table))
    connection.execute("CREATE TABLE declared_words AS SELECT * FROM loading")
    connection.unregister("loading")
    facts = store.facts_sql(kind, paths(kind))
    connection.execute(
        f"CREATE TABLE known AS SELECT id FROM {facts} SEMI JOIN taken USING (id) GROUP BY id HAVING sum(sign) > 0"
    )
    waiting = FactChange.objects.filter(kind=kind, segment=None, sign=1).values_list("fact__id", flat=True)
    connection.execute("INSERT INTO known SELECT unnest(?::VARCHAR[])", [list(waiting)])
    for number, key in enumerate(KINDS[kind].keys):
        listed = ", ".join(f"f.{column}" for column in key)
        same = " AND ".join(f"f.{column} IS NOT DISTINCT FROM t.{column}" for column in key)
        connection.execute(
            f"CREATE TABLE known_{number} AS SELECT {listed} FROM {facts} f SEMI JOIN taken t ON {same} "
            "GROUP BY ALL HAVING sum(sign) > 0"
        )
