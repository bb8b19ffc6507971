"""Writing to the warehouse: facts in, cells out."""

import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

import duckdb
import pyarrow as pa
from django.db import transaction

from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.events.models import Event
from songbe.events.statements import insert_all
from songbe.kernel.errors import InvalidInput
from songbe.places.policy import Actor, Right
from songbe.warehouse import store
from songbe.warehouse.facts import FACTS, Type
from songbe.warehouse.models import FactChange, Segment


class InvalidFact(InvalidInput):
    """A fact that does not keep the contract."""

    code = "invalid_fact"
    message_en = "A {kind} fact cannot be taken: {reason}."
    message_vi = "Không nhận được dữ kiện {kind}: {reason}."


def check_fact(kind: str, fact: Mapping[str, object]) -> None:
    """Raise InvalidFact unless the fact has exactly the columns of its kind, words it may say, and its agency and
    unit."""
    columns = FACTS.get(kind)
    if columns is None:
        raise InvalidFact(kind=kind, reason=f"there is no such kind, only {', '.join(FACTS)}")
    strange = set(fact) - set(columns)
    if strange:
        raise InvalidFact(kind=kind, reason=f"nobody knows {', '.join(sorted(strange))}")
    for needed in ("id", "agency", "unit"):
        if not fact.get(needed):
            raise InvalidFact(kind=kind, reason=f"{needed} is missing")
    for name, value in fact.items():
        words = columns[name].words
        if value is not None and words and value not in words:
            raise InvalidFact(kind=kind, reason=f"{name} says {value!r}, which is none of {', '.join(words)}")


def report_change(
    *, kind: str, old: Mapping[str, object] | None, new: Mapping[str, object] | None, event: Event
) -> None:
    """This function will tell the warehouse, in the caller's transaction, that a record changed from ``old`` to
    ``new``.

    old: None when the record is new; new: None when it should never have been. Raises InvalidFact.
    """
    said = [(sign, fact) for sign, fact in ((-1, old), (1, new)) if fact is not None]
    for _sign, fact in said:
        check_fact(kind, fact)
    insert_all([FactChange(kind=kind, sign=sign, fact=_as_json(fact), event_id=event.pk) for sign, fact in said])


def _as_json(fact: Mapping[str, object]) -> dict[str, object]:
    plain = (datetime, date, Decimal)
    return {name: str(value) if isinstance(value, plain) else value for name, value in fact.items()}


@transaction.atomic
def collect_changes(*, limit: int = 50_000) -> int:
    """This function will write waiting changes of sealed events to segments, one a kind, and return how many changes
    they hold."""
    sealed = Event.objects.exclude(sequence=None).values("id")
    waiting = list(
        FactChange.objects.select_for_update(skip_locked=True)
        .filter(segment=None, event_id__in=sealed)
        .order_by("id")[:limit]
    )
    for kind in sorted({change.kind for change in waiting}):
        changes = [change for change in waiting if change.kind == kind]
        with store.engine() as connection:
            connection.register("changes", _table(kind, changes))
            segment = _write_segment(
                connection,
                kind=kind,
                query="SELECT * FROM changes",
                source="platform",
                simulated=False,
                key=f"changes:{kind}:{changes[0].pk}-{changes[-1].pk}",
            )
        FactChange.objects.filter(pk__in=[change.pk for change in changes]).update(segment=segment)
    return len(waiting)


def _table(kind: str, changes: list[FactChange]) -> pa.Table:
    columns = FACTS[kind]
    data = {name: [None if (v := change.fact.get(name)) is None else str(v) for change in changes] for name in columns}
    table = pa.table({**data, "sign": pa.array([change.sign for change in changes], pa.int8())})
    return table


def typed_select(kind: str, source: str, *, sign: str = "1") -> str:
    """Return SQL that casts a relation's columns to a fact's types; columns it lacks must be given as NULL there."""
    columns = ", ".join(f"CAST({name} AS {column.type.sql}) AS {name}" for name, column in FACTS[kind].items())
    return f"SELECT {columns}, CAST({sign} AS TINYINT) AS sign FROM {source}"


def _write_segment(
    connection: duckdb.DuckDBPyConnection, *, kind: str, query: str, source: str, simulated: bool, key: str
) -> Segment:
    path = f"facts/{kind}/{uuid.uuid4().hex}.parquet"
    ordered = f"{typed_select(kind, f'({query})', sign='sign')} ORDER BY unit, agency, id"
    rows, digest = store.write_parquet(connection, ordered, path)
    facts = store.facts_sql(kind, [path])
    moments = [
        name
        for name, column in FACTS[kind].items()
        if column.type in (Type.moment, Type.day) and not name.startswith(("due", "overdue", "to_"))
    ]
    newest = ", ".join(f"max({name})::TIMESTAMP" for name in moments)
    found = connection.execute(f"SELECT greatest({newest}), coalesce(bool_or(sign < 0), FALSE) FROM {facts}").fetchone()
    watermark, corrects = found or (None, False)
    return Segment.objects.create(
        kind=kind,
        path=path,
        rows=rows,
        corrects=corrects,
        source=source,
        simulated=simulated,
        digest=digest,
        key=key,
        watermark=(watermark or datetime(1970, 1, 1)).replace(tzinfo=UTC),  # noqa: DTZ001
    )


@transaction.atomic
def import_facts(
    *,
    kind: str,
    connection: duckdb.DuckDBPyConnection,
    query: str,
    source: str,
    simulated: bool,
    key: str,
    place: str,
    actor: Actor,
) -> Segment:
    """This function will take a batch of facts from a query of an open DuckDB as one new segment, with one event.

    query: columns of the kind and ``sign``. key: the same key twice is the same batch and is not taken again.
    Raises OutOfReach unless the actor may import facts at ``place``.
    """
    actor.require(Right.IMPORT_FACTS, place)
    earlier = Segment.objects.filter(key=key).first()
    if earlier is not None:
        return earlier
    segment = _write_segment(connection, kind=kind, query=query, source=source, simulated=simulated, key=key)
    event = record_event(
        kind=EventKind.FACTS_IMPORTED,
        actor=actor.name,
        place=place,
        subject=f"segment:{segment.pk}",
        key=f"facts:{key}",
        payload={"kind": kind, "rows": segment.rows, "digest": segment.digest, "source": source},
    )
    segment.event_id = event.pk
    segment.save(update_fields=["event_id"])
    return segment


@transaction.atomic
def undo_import(*, segment: Segment, place: str, actor: Actor) -> Segment:
    """This function will take a batch back: a new segment that counts each of its facts with the opposite sign."""
    actor.require(Right.IMPORT_FACTS, place)
    key = f"undo:{segment.pk}"
    earlier = Segment.objects.filter(key=key).first()
    if earlier is not None:
        return earlier
    with store.engine() as connection:
        query = f"SELECT * REPLACE (-sign AS sign) FROM {store.facts_sql(segment.kind, [segment.path])}"
        undone = _write_segment(
            connection, kind=segment.kind, query=query, source=segment.source, simulated=segment.simulated, key=key
        )
    record_event(
        kind=EventKind.IMPORT_UNDONE,
        actor=actor.name,
        place=place,
        subject=f"segment:{segment.pk}",
        payload={"rows": undone.rows, "by": undone.pk},
    )
    return undone
