"""Files of figures that agencies report: one row says one indicator at one place in one period."""

# ruff: noqa: S608  Names are ours.
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import duckdb
import pyarrow as pa
from django.db import connection as database
from django.utils import timezone

from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.indicators.models import ReportedValue
from songbe.indicators.queries.catalogue import Catalogue, catalogue
from songbe.indicators.rules.definitions import Definition
from songbe.intake.targets import Batch, Check, Field, Rule, TakingBack, Target, Type, Word
from songbe.kernel.errors import Conflict
from songbe.kernel.numbers import QUALIFIER_WORDS
from songbe.kernel.vietnamese import fold
from songbe.places.policy import Right

_QUALIFIERS = tuple(Word(qualifier.value, (said["vi"],)) for qualifier, said in QUALIFIER_WORDS.items())

_WHOLE_MONTHS = ("month", "quarter", "half", "year", "months")
_PERIODS = {
    "daily": ("day", "week", "days", *_WHOLE_MONTHS),
    "monthly": _WHOLE_MONTHS,
    "quarterly": ("quarter", "half", "year", "months"),
    "yearly": ("year",),
}
"""Frequency of an indicator -> the kinds of periods that it can be reported for."""
_FREQUENCY_VI = {"daily": "ngày", "monthly": "tháng", "quarterly": "quý", "yearly": "năm"}

_SHARE = ("ty le ", "ty trong ")
_NO_SHARE = ("tang", "giam", "ke hoach", "so voi", "chi tieu", "thuc hien")
_NOT_NEGATIVE = frozenset({"count", "duration", "rank", "score"})


class ApprovedSince(Conflict):
    """An import of figures that cannot be taken back, since some were approved."""

    code = "approved_since"
    message_en = "{count} figures of this import are approved; report corrections with their reason instead"
    message_vi = "{count} số liệu của lần nhập này đã được duyệt; hãy gửi đính chính kèm lý do"

    def __init__(self, *, count: int) -> None:
        super().__init__(count=count)


def reported_figures() -> Target:
    """Return the target of reported figures."""
    known = catalogue()
    indicators = tuple(Word(d.code, (*d.aliases, d.name_vi)) for d in known.definitions.values())
    return Target(
        name="reported-figures",
        label_vi="số liệu báo cáo",
        label_en="reported figures",
        fields=(
            Field("indicator", "Chỉ tiêu", Type.word, required=True, words=indicators),
            Field("place", "Địa bàn", Type.place, required=True),
            Field("period", "Kỳ", Type.period, required=True),
            Field("value", "Giá trị", Type.amount, required=True),
            Field("qualifier", "Mức độ", Type.word, words=_QUALIFIERS),
            Field("source", "Nguồn", Type.text, check=Check(longest=300), absent="getvariable('source')"),
        ),
        keys=(("indicator", "place", "period"),),
        right=Right.REPORT_VALUES,
        place="place",
        rules=_RULES,
        prepare=_prepare,
        apply=_apply,
        undo=_undo,
    )


def limits(definition: Definition, measure: str) -> tuple[int | None, int | None]:
    """Return the least and the greatest value of an indicator, None where there is none.

    measure: the kind of its unit. A definition does not say whether a percentage is a part of a whole: its name does.
    Growth and the fulfilment of plans pass 100.
    """
    name = fold(definition.name_vi)
    if measure == "percent" and name.startswith(_SHARE) and not any(word in name for word in _NO_SHARE):
        return 0, 100
    return (0, None) if measure in _NOT_NEGATIVE else (None, None)


_OF_IT = "FROM definitions d WHERE d.code = t.indicator"
_THEN = (
    "SELECT 1 FROM places p, periods q WHERE p.code = t.place AND q.code = t.period "
    "AND coalesce(p.valid_from <= q.last_on, TRUE) AND coalesce(q.start_on < p.valid_to, TRUE)"
)
_RULES = (
    Rule("indicator", "not_reported", f"EXISTS (SELECT 1 {_OF_IT} AND d.computed)", f"(SELECT d.kind {_OF_IT})"),
    Rule(
        "place",
        "wrong_tier",
        "EXISTS (SELECT 1 FROM definitions d, tiers p WHERE d.code = t.indicator AND p.code = t.place "
        "AND p.tier <> 'agency' AND NOT list_contains(d.tiers, p.tier))",
        "(SELECT p.tier FROM tiers p WHERE p.code = t.place)",
    ),
    Rule(
        "place",
        "place_not_then",
        f"t.place IS NOT NULL AND t.period IS NOT NULL AND NOT EXISTS ({_THEN})",
        "t.period",
    ),
    Rule(
        "period",
        "period_too_fine",
        "EXISTS (SELECT 1 FROM definitions d, periods q WHERE d.code = t.indicator AND q.code = t.period "
        "AND NOT list_contains(d.periods, q.kind))",
        f"(SELECT d.frequency {_OF_IT})",
    ),
    Rule("period", "future_period", "t.period IN (SELECT code FROM periods WHERE start_on > getvariable('today'))"),
    Rule("value", "negative_value", f"t.value < 0 AND EXISTS (SELECT 1 {_OF_IT} AND d.low = 0)"),
    Rule(
        "value",
        "out_of_range",
        f"EXISTS (SELECT 1 {_OF_IT} AND t.value > d.high)",
        f"(SELECT d.low || ' – ' || d.high {_OF_IT})",
    ),
    Rule("value", "not_integer", f"t.value <> trunc(t.value) AND EXISTS (SELECT 1 {_OF_IT} AND d.counts)"),
    Rule(
        "period", "closed_period", "(t.indicator, t.place, t.period) IN (SELECT (indicator, place, period) FROM closed)"
    ),
)


def _prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables that the rules read: ``definitions`` of the file's indicators, ``tiers``, ``closed`` periods."""
    known = catalogue()
    used = [code for (code,) in connection.execute("SELECT DISTINCT indicator FROM taken").fetchall() if code]
    rows = [_definition_row(known, known.definitions[code]) for code in used]
    _load(connection, "definitions", _DEFINITIONS, rows)
    connection.execute("CREATE TABLE tiers AS SELECT code, any_value(tier) AS tier FROM places GROUP BY code")
    approved = ReportedValue.objects.filter(indicator__in=used, status="approved")
    closed = list(approved.values_list("indicator", "place", "period").distinct())
    _load(connection, "closed", {name: pa.string() for name in ("indicator", "place", "period")}, closed)


_DEFINITIONS = {
    "code": pa.string(),
    "kind": pa.string(),
    "computed": pa.bool_(),
    "tiers": pa.list_(pa.string()),
    "frequency": pa.string(),
    "periods": pa.list_(pa.string()),
    "low": pa.int64(),
    "high": pa.int64(),
    "counts": pa.bool_(),
}


def _definition_row(known: Catalogue, definition: Definition) -> tuple[object, ...]:
    measure = known.unit(definition).kind
    frequency = definition.frequency
    return (
        definition.code,
        definition.kind.value,
        definition.kind.is_computed,
        list(definition.tiers),
        f"{_FREQUENCY_VI[frequency]} / {frequency}",
        list(_PERIODS[frequency]),
        *limits(definition, measure),
        measure == "count" and definition.decimals == 0,
    )


def _load(
    connection: duckdb.DuckDBPyConnection, name: str, columns: dict[str, Any], rows: Sequence[tuple[object, ...]]
) -> None:
    said = {column: pa.array([row[i] for row in rows], kind) for i, (column, kind) in enumerate(columns.items())}
    connection.register("loading", pa.table(said))
    connection.execute(f"CREATE TABLE {name} AS SELECT * FROM loading")
    connection.unregister("loading")


_INCOMING = """
CREATE TEMP TABLE intake_figures (
  indicator text, place text, period text, start date, "end" date, value numeric, qualifier text, source text,
  estimate boolean)
"""
_SUPERSEDE = """
UPDATE indicators_reportedvalue r SET superseded_at = %(at)s FROM intake_figures i
WHERE r.indicator = i.indicator AND r.place = i.place AND r.period = i.period AND r.superseded_at IS NULL
"""
_INSERT = """
WITH entered AS (
  INSERT INTO indicators_reportedvalue (indicator, place, period, start, "end", value, qualifier, estimate, status,
    source, reported_by, reported_at, simulated, reason)
  SELECT indicator, place, period, start, "end", value, qualifier, estimate, 'submitted',
    source, %(actor)s, %(at)s, FALSE, ''
  FROM intake_figures RETURNING id)
SELECT min(id), max(id) FROM entered
"""


def _apply(batch: Batch) -> str:
    """Write all values with one event. What waits for approval is superseded; what is approved was refused before."""
    today = timezone.localtime(batch.at).date()
    with database.cursor() as cursor:
        cursor.execute(_INCOMING)
        _copy(cursor, batch, today)
        cursor.execute(_SUPERSEDE, {"at": batch.at})
        superseded = cursor.rowcount
        cursor.execute(_INSERT, {"at": batch.at, "actor": batch.actor.name})
        first, last = cursor.fetchone()
        cursor.execute("DROP TABLE intake_figures")
    record_event(
        kind=EventKind.VALUE_REPORTED,
        actor=batch.actor.name,
        place=batch.place,
        subject=batch.key,
        key=f"values:{batch.key}",
        payload={"rows": batch.rows, "superseded": superseded, "source": batch.source},
    )
    return f"values:{first}-{last}@{batch.at.isoformat()}"


def _copy(cursor: Any, batch: Batch, today: date) -> None:
    rows = batch.connection.execute(
        "SELECT indicator, place, period, start_on, last_on + 1, value, coalesce(qualifier, ''), source, "
        f"last_on >= DATE '{today}' FROM ({batch.query}) JOIN periods ON periods.code = period"
    )
    with cursor.copy("COPY intake_figures FROM STDIN") as copy:
        while chunk := rows.fetchmany(10_000):
            for row in chunk:
                copy.write_row(row)


_RESTORE = """
UPDATE indicators_reportedvalue old SET superseded_at = NULL FROM indicators_reportedvalue new
WHERE new.id BETWEEN %(first)s AND %(last)s AND new.reported_at = %(at)s AND new.superseded_at = %(now)s
  AND old.indicator = new.indicator AND old.place = new.place AND old.period = new.period
  AND old.superseded_at = %(at)s AND old.id < %(first)s
"""


def _undo(back: TakingBack) -> str:
    """Withdraw the values that nobody superseded since, and put those before them in force again."""
    said, _, moment = back.reference.removeprefix("values:").partition("@")
    first, last = map(int, said.split("-"))
    at = datetime.fromisoformat(moment)
    entered = ReportedValue.objects.select_for_update().filter(pk__range=(first, last), reported_at=at)
    approved = len(entered.filter(status="approved"))
    if approved:
        raise ApprovedSince(count=approved)
    withdrawn = entered.filter(superseded_at=None).update(superseded_at=back.at)
    with database.cursor() as cursor:
        cursor.execute(_RESTORE, {"first": first, "last": last, "at": at, "now": back.at})
        restored = cursor.rowcount
    event = record_event(
        kind=EventKind.IMPORT_UNDONE,
        actor=back.actor.name,
        place=back.place,
        subject=f"values:{first}-{last}",
        payload={"rows": withdrawn, "restored": restored},
    )
    return f"event:{event.pk}"
