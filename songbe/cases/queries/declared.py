"""What is declared of cases, in the versions that were applied."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, Max, Q

from songbe.cases.declare import FormSheet, ProcedureLine, ProcessSheet, TypeSheet, WorkLine
from songbe.cases.declare.playbooks import PlaybookSheet
from songbe.cases.declare.procedures import CategoryLine, PaperLine, PauseLine, SecretMarkLine, questions_of
from songbe.cases.models import CATALOGUE, Definition
from songbe.cases.rules.blocks import Process
from songbe.cases.rules.secrets import Mark
from songbe.events.statements import Read
from songbe.kernel.errors import NotFound
from songbe.kernel.working_time import WorkingCalendar
from songbe.places.declare import Calendars
from songbe.places.queries import applied_pack_id, calendars, gazetteer

WORK = ("procedure", "type")
"""Kinds of definitions that cases are opened of."""


class UnknownProcedure(NotFound):
    """A code that no procedure in force has."""

    code = "unknown_procedure"
    message_en = "There is no procedure {code!r} in force. Search for it by name at /dvc/."
    message_vi = "Không có thủ tục “{code}” đang có hiệu lực. Hãy tìm theo tên tại /dvc/."


@dataclass(frozen=True, slots=True)
class Declared:
    """One declared thing and the row that keeps this version."""

    row: Definition
    line: WorkLine


_IN_FORCE = Read(
    lambda code, on: (
        Definition.objects.defer("body")
        .filter(Q(valid_to=None) | Q(valid_to__gt=on), kind__in=WORK, code=code, current=True, valid_from__lte=on)
        .order_by("pk")[:1]
    ),
    code="?code",
    on=date.min,
)
_CURRENT = Read(
    lambda kind, code: Definition.objects.defer("body").filter(kind=kind, code=code, current=True),
    kind="?kind",
    code="?code",
)


def work(code: str, on: date) -> Declared:
    """Return the procedure or type of cases of a code that is in force on a day. Raises UnknownProcedure."""
    row = _IN_FORCE.first(code, on)
    if row is None:
        raise UnknownProcedure(code=code)
    return Declared(row, line_of(row))


def procedure(code: str, on: date) -> ProcedureLine:
    """Return the procedure of a code that is in force on a day. Raises UnknownProcedure."""
    line = work(code, on).line
    if not isinstance(line, ProcedureLine):
        raise UnknownProcedure(code=code)
    return line


def types_in_force(on: date) -> tuple[TypeSheet, ...]:
    """Return every type of cases in force on a day."""
    return _types(applied_pack_id(), on)


@lru_cache(maxsize=4)
def _types(_pack: int, on: date) -> tuple[TypeSheet, ...]:
    rows = Definition.objects.filter(kind="type", current=True, valid_from__lte=on).order_by("code")
    lines = (line_of(row) for row in rows if row.valid_to is None or row.valid_to > on)
    return tuple(line for line in lines if isinstance(line, TypeSheet))


def current(kind: str, code: str) -> Definition:
    """Return the current version of a process, form, paper, pause or regime. Raises Definition.DoesNotExist."""
    row = _CURRENT.first(kind, code)
    if row is None:
        raise Definition.DoesNotExist(f"{kind} {code}")
    return row


def procedures_in_force(on: date) -> tuple[ProcedureLine, ...]:
    """Return every procedure in force on a day, by code; kept in memory until another pack is applied or another
    catalogue imported."""
    return _procedures(applied_pack_id(), _catalogue(), on)


def _catalogue() -> tuple[int, int]:
    """Return what becomes another pair of numbers whenever procedures of the catalogue come or go."""
    rows = Definition.objects.filter(current=True, origin=CATALOGUE)
    found = rows.aggregate(count=Count("pk"), newest=Max("pk"))
    return found["count"], found["newest"] or 0


@lru_cache(maxsize=4)
def _procedures(_pack: int, _imported: tuple[int, int], on: date) -> tuple[ProcedureLine, ...]:
    rows = Definition.objects.filter(kind="procedure", current=True, valid_from__lte=on).order_by("code")
    lines = (line_of(row) for row in rows if row.valid_to is None or row.valid_to > on)
    return tuple(line for line in lines if isinstance(line, ProcedureLine))


def line_of(row: Definition) -> WorkLine:
    """Return the procedure or type that a version holds; kept in memory, for a version never changes."""
    key = (row.pk, row.digest)
    if key not in _KEPT:
        model = TypeSheet if row.kind == "type" else ProcedureLine
        _KEPT[key] = model.model_validate(row.body)
    return _KEPT[key]


_KEPT: dict[tuple[int, str], WorkLine] = {}


@lru_cache(maxsize=2048)
def version(pk: int) -> Definition:
    """Return a version, without its body; kept in memory, for a version never changes."""
    return Definition.objects.defer("body").get(pk=pk)


def playbook_of(row: Definition) -> PlaybookSheet | None:
    """Return how alerts are answered by cases of a version; None of anything that answers none."""
    line = line_of(row)
    return line.playbook if isinstance(line, TypeSheet) else None


@lru_cache(maxsize=512)
def _process(pk: int, _digest: str) -> Process:
    return ProcessSheet.model_validate(Definition.objects.get(pk=pk).body).process()


@lru_cache(maxsize=512)
def _form(pk: int, _digest: str) -> FormSheet:
    return FormSheet.model_validate(Definition.objects.get(pk=pk).body)


def process_of(row: Definition) -> Process:
    """Return the process that a version holds."""
    return _process(row.pk, row.digest)


def form_of(row: Definition) -> FormSheet:
    """Return the form that a version holds."""
    return _form(row.pk, row.digest)


def pauses() -> Mapping[str, PauseLine]:
    """Return the reasons for which a clock may stand still."""
    return _pauses(applied_pack_id())


@lru_cache(maxsize=4)
def _pauses(_pack: int) -> Mapping[str, PauseLine]:
    rows = Definition.objects.filter(kind="pause", current=True)
    return {row.code: PauseLine.model_validate(row.body) for row in rows}


def papers() -> Mapping[str, PaperLine]:
    """Return the kinds of papers."""
    return _papers(applied_pack_id())


@lru_cache(maxsize=4)
def _papers(_pack: int) -> Mapping[str, PaperLine]:
    rows = Definition.objects.filter(kind="paper", current=True)
    return {row.code: PaperLine.model_validate(row.body) for row in rows}


def categories() -> Mapping[str, CategoryLine]:
    """Return what citizens report, by code."""
    return _categories(applied_pack_id())


@lru_cache(maxsize=4)
def _categories(_pack: int) -> Mapping[str, CategoryLine]:
    rows = Definition.objects.filter(kind="category", current=True).order_by("pk")
    return {row.code: CategoryLine.model_validate(row.body) for row in rows}


def secret_marks() -> tuple[Mark, ...]:
    """Return the marks of state secrets, which are refused at intake; the longer ones first."""
    return _secret_marks(applied_pack_id())


@lru_cache(maxsize=4)
def _secret_marks(_pack: int) -> tuple[Mark, ...]:
    rows = Definition.objects.filter(kind="secret_mark", current=True)
    lines = [SecretMarkLine.model_validate(row.body) for row in rows]
    return tuple(Mark(line.mark, line.spellings) for line in sorted(lines, key=lambda line: -len(line.mark)))


def calendar() -> WorkingCalendar:
    """Return the working calendar in force; kept in memory until another pack is applied."""
    return _calendar(applied_pack_id())


@lru_cache(maxsize=4)
def _calendar(pack: int) -> WorkingCalendar:
    return _calendars(pack).working_time()


def risk_days() -> int:
    """Return how many working days before it is due a case is at risk."""
    return _calendars(applied_pack_id()).risk_days


def new_date_days() -> int:
    """Return by how many working days a drafted apology puts the promised date off."""
    return _calendars(applied_pack_id()).new_date_days


@lru_cache(maxsize=4)
def _calendars(_pack: int) -> Calendars:
    return calendars()


def desk(pattern: str, answers: Mapping[str, object]) -> str:
    """Return the agency that a pattern and the answers name: ``UBX{unit}`` -> ``UBX25747``.

    Raises UnknownPlace if there is none.
    """
    filled = pattern.format_map({key: answers.get(key, "") for key in questions_of(pattern)})
    return gazetteer().place(filled).code
