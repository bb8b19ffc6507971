"""Files of facts: every kind of the warehouse, and every register, as a target of intake."""

# ruff: noqa: S608  Names come from facts.py, texts are quoted.
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from django.conf import settings

from songbe.config.intake_targets.kinds import KINDS, WORDED
from songbe.config.intake_targets.known import load_known, rules_of
from songbe.config.intake_targets.labels import LABELS, OWN_LABELS, SPELLINGS
from songbe.intake.targets import Batch, Check, Field, TakingBack, Target, Type, Word
from songbe.kernel.errors import Conflict
from songbe.packs.faults import Faults
from songbe.packs.reading import read_document
from songbe.places.declare import PackSheet
from songbe.places.policy import Right
from songbe.places.queries import province, sectors
from songbe.warehouse import facts as warehouse
from songbe.warehouse import store
from songbe.warehouse.actions.facts import import_facts, undo_import
from songbe.warehouse.declare import DeclaredFacts, read_facts
from songbe.warehouse.models import FactChange, Segment
from songbe.warehouse.queries import paths

_TYPES = {
    warehouse.Type.text: Type.text,
    warehouse.Type.word: Type.word,
    warehouse.Type.flag: Type.flag,
    warehouse.Type.whole: Type.whole,
    warehouse.Type.amount: Type.amount,
    warehouse.Type.moment: Type.moment,
    warehouse.Type.day: Type.day,
}
_BY_NAME = {"agency": Type.agency, "receiving_agency": Type.agency, "unit": Type.unit}
_ALWAYS = frozenset({"agency", "unit"})
_STANDS = {"source": "getvariable('source')", "simulated": "FALSE"}
_PROMISES = frozenset({"due_at", "due_now_at", "overdue_at"})
_OPEN_ENDED = frozenset({"from_on", "to_on"})
_LEAST = {"rating": 1}


class CorrectedSince(Conflict):
    """An import that cannot be taken back: records of it were corrected later, and would count below nothing."""

    code = "corrected_since"
    message_en = "{count} records of this import were corrected afterwards; it cannot be undone as a whole"
    message_vi = "{count} bản ghi của lần nhập này đã được đính chính sau đó, không thể hoàn tác cả lần nhập"

    def __init__(self, *, count: int) -> None:
        super().__init__(count=count)


def fact_target(name: str, kind: str) -> Target:
    """Return the target of a kind of facts. Raises NoPack."""
    return _target(name, kind, declared_facts())


def _target(name: str, kind: str, declared: DeclaredFacts) -> Target:
    of = KINDS[kind]
    fields = tuple(_field(kind, column) for column in warehouse.FACTS[kind])
    return Target(
        name=name,
        label_vi=of.label_vi,
        label_en=of.label_en,
        fields=_named(fields, kind, declared) if kind in WORDED else fields,
        keys=(("id",), *of.keys),
        right=Right.IMPORT_FACTS,
        place="agency",
        stands_in="unit",
        rules=tuple(rules_of(kind)),
        prepare=partial(load_known, kind, _words_of_names(kind, declared)),
        apply=partial(_apply, kind),
        undo=_undo,
        computed=True,
    )


def register_target(name: str, register: str) -> Target | None:
    """Return the target of one register; None if the pack declares no such register. Raises NoPack."""
    declared = declared_facts()
    line = next((each for each in declared.registers if each.code == register), None)
    if line is None:
        return None
    whole = _target(name, "register_change", declared)
    absent = {"register": register, "sector": line.sector}
    words = {"register": (register,), "category": line.categories, "detail": line.details, "state": line.states}
    fields = []
    for each in whole.fields:
        stands = store.quoted(absent[each.name]) if absent.get(each.name) else each.absent
        own = tuple(Word(word) for word in words[each.name]) if each.name in words else each.words
        fields.append(replace(each, absent=stands, words=own))
    return replace(whole, fields=tuple(fields), label_vi=line.name_vi, label_en=line.name_en)


def register_names() -> list[str]:
    """Return the registers of the pack in force. Raises NoPack."""
    return sorted(line.code for line in declared_facts().registers)


def declared_facts() -> DeclaredFacts:
    """Return the registers and counters of the pack in force, from the folder it lies in.

    Empty when neither the deployment's folder nor the one beside it that bears the pack's name holds it. Raises NoPack.
    """
    applied, own = province().name, settings.SONGBE_PACK
    for folder in (own, own.parent / applied):
        faults = Faults(folder)
        sheet = read_document(folder / "pack.yaml", PackSheet, faults, required=False)
        if sheet is not None and sheet.value.name == applied:
            return read_facts(folder, faults)
    return read_facts(own.parent / applied, Faults(own.parent))


def _field(kind: str, name: str) -> Field:
    column, of = warehouse.FACTS[kind][name], KINDS[kind]
    read_as = _BY_NAME.get(name) or (Type.money if name.endswith("_vnd") else _TYPES[column.type])
    spellings = SPELLINGS.get((kind, name), {})
    words = tuple(Word(word, spellings.get(word, ())) for word in column.words)
    if name == "sector":
        words = tuple(Word(sector.code, (sector.name_vi,)) for sector in sectors())
    return Field(
        name=name,
        label_vi=OWN_LABELS.get((kind, name), LABELS[name]),
        type=read_as,
        required=name in of.required | _ALWAYS,
        words=words,
        check=_check(name, read_as, column.bound),
        absent={**_STANDS, **of.absent}.get(name, ""),
    )


def _check(name: str, read_as: Type, bound: int) -> Check:
    if read_as.is_number:
        return Check(lowest=_LEAST.get(name, 0), highest=bound or None)
    if read_as.is_time:
        return Check(past=name not in _PROMISES | _OPEN_ENDED, promise=name in _PROMISES)
    return Check()


def _named(fields: tuple[Field, ...], kind: str, declared: DeclaredFacts) -> tuple[Field, ...]:
    """Return the fields with what the pack declares: the names of registers or counters, and their sectors."""
    lines = declared.registers if kind == "register_change" else declared.counters
    naming = WORDED[kind].naming
    names = tuple(Word(line.code, (line.name_vi,)) for line in lines)
    sector = _sector_by(naming, {line.code: line.sector for line in lines if line.sector})
    return tuple(
        replace(field, words=names)
        if field.name == naming
        else replace(field, absent=sector)
        if field.name == "sector"
        else field
        for field in fields
    )


def _sector_by(column: str, sector_of: Mapping[str, str]) -> str:
    cases = [f"WHEN {store.quoted(code)} THEN {store.quoted(sector)}" for code, sector in sector_of.items()]
    return f"CASE {column} {' '.join(cases)} END" if cases else ""


def _words_of_names(kind: str, declared: DeclaredFacts) -> list[tuple[str, str, str]]:
    """Return (register or counter, column, word) for all words the pack declares for this kind of facts."""
    if kind == "register_change":
        return [
            (line.code, column, word)
            for line in declared.registers
            for column, words in (("category", line.categories), ("detail", line.details), ("state", line.states))
            for word in words
        ]
    if kind == "counter":
        return [(line.code, "category", word) for line in declared.counters for word in line.categories]
    return []


def _apply(kind: str, batch: Batch) -> str:
    simulated = batch.connection.execute(f"SELECT bool_or(simulated) FROM ({batch.query})").fetchone()
    segment = import_facts(
        kind=kind,
        connection=batch.connection,
        query=f"SELECT *, 1 AS sign FROM ({batch.query})",
        source=batch.source,
        simulated=bool(simulated and simulated[0]),
        key=batch.key,
        place=batch.place,
        actor=batch.actor,
    )
    return f"segment:{segment.pk}"


def _undo(back: TakingBack) -> str:
    segment = Segment.objects.get(pk=int(back.reference.removeprefix("segment:")))
    _require_uncorrected(segment)
    return f"segment:{undo_import(segment=segment, place=back.place, actor=back.actor).pk}"


def _require_uncorrected(segment: Segment) -> None:
    """Raise CorrectedSince if other batches, or changes that wait to become one, say something of its records."""
    own = store.facts_sql(segment.kind, [segment.path])
    others = store.facts_sql(segment.kind, [path for path in paths(segment.kind) if path != segment.path])
    columns = ", ".join(warehouse.FACTS[segment.kind])
    with store.engine() as connection:
        found = connection.execute(
            f"SELECT count(DISTINCT id) FROM (SELECT {columns} FROM {others} SEMI JOIN {own} own USING (id) "
            "GROUP BY ALL HAVING sum(sign) <> 0)"
        ).fetchone()
        waiting = list(FactChange.objects.filter(kind=segment.kind, segment=None).values_list("fact__id", flat=True))
        more = connection.execute(f"SELECT count(*) FROM {own} WHERE list_contains(?, id)", [waiting]).fetchone()
    count = (found or (0,))[0] + (more or (0,))[0]
    if count:
        raise CorrectedSince(count=count)
