"""What a pack may say of work with a clock: the folder ``cases/``. docs/packs.md"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from songbe.cases.declare.counters import CountersSheet
from songbe.cases.declare.forms import FormSheet, QuestionLine, read_forms
from songbe.cases.declare.playbooks import playbook_faults
from songbe.cases.declare.procedures import (
    DESK,
    CategoryLine,
    PaperLine,
    PauseLine,
    ProcedureLine,
    RegimeLine,
    SecretMarkLine,
    TypeSheet,
    WorkLine,
    questions_of,
)
from songbe.cases.declare.processes import ProcessSheet, read_processes
from songbe.cases.declare.scores import ScoresSheet, scores_faults
from songbe.cases.rules.blocks import Block, Consult, Handoff, Step, Wait, every, longest, minutes
from songbe.kernel.working_time import WorkingCalendar
from songbe.packs.faults import Faults
from songbe.packs.reading import Row, Table, check_known, check_unique, read_document, read_table
from songbe.places.declare import DeclaredPlaces
from songbe.places.policy import RIGHTS

__all__ = [
    "DeclaredCases",
    "FormSheet",
    "ProcedureLine",
    "ProcessSheet",
    "QuestionLine",
    "TypeSheet",
    "WorkLine",
    "read_cases",
]


REPORT = "report"
"""The type that citizens' reports are cases of."""


@dataclass(frozen=True, slots=True)
class DeclaredCases:
    """All that a pack says of work with a clock."""

    regimes: Table[RegimeLine]
    pauses: Table[PauseLine]
    papers: Table[PaperLine]
    procedures: Table[ProcedureLine]
    processes: Mapping[str, Row[ProcessSheet]] = field(default_factory=dict)
    forms: Mapping[str, Row[FormSheet]] = field(default_factory=dict)
    types: Mapping[str, Row[TypeSheet]] = field(default_factory=dict)
    categories: Table[CategoryLine] = field(default_factory=lambda: Table(()))
    secret_marks: Table[SecretMarkLine] = field(default_factory=lambda: Table(()))
    scores: Row[ScoresSheet] | None = None
    counters: Row[CountersSheet] | None = None


def read_cases(folder: Path, places: DeclaredPlaces, faults: Faults) -> DeclaredCases:
    """Read and cross-check what a pack says of cases; a pack without the folder ``cases/`` says nothing."""
    root = folder / "cases"
    if not root.is_dir():
        return DeclaredCases(Table(()), Table(()), Table(()), Table(()))
    read = DeclaredCases(
        read_table(root / "regimes.csv", RegimeLine, faults),
        read_table(root / "pauses.csv", PauseLine, faults),
        read_table(root / "papers.csv", PaperLine, faults),
        read_table(root / "procedures.csv", ProcedureLine, faults),
        read_processes(folder, faults),
        read_forms(folder, faults),
        read_types(folder, faults),
        read_table(root / "categories.csv", CategoryLine, faults, required=False),
        read_table(root / "secret_marks.csv", SecretMarkLine, faults, required=False),
        read_document(root / "service_scores.yaml", ScoresSheet, faults, required=False),
        read_document(root / "dossier_counters.yaml", CountersSheet, faults, required=False),
    )
    check_unique(read.categories, lambda line: line.code, "code", faults)
    check_unique(read.secret_marks, lambda line: line.mark, "mark", faults)
    check_unique(read.regimes, lambda line: line.code, "code", faults)
    check_unique(read.pauses, lambda line: line.reason, "reason", faults)
    check_unique(read.papers, lambda line: line.code, "code", faults)
    check_unique(read.procedures, lambda line: (line.code, line.valid_from), "code", faults)
    _check_procedures(read, places, faults)
    _check_types(read, places, faults)
    _check_categories(read, places, faults)
    _check_processes(read, places, faults)
    _check_scores(read, faults)
    return read


def read_types(folder: Path, faults: Faults) -> dict[str, Row[TypeSheet]]:
    """Read every type of cases of a pack, by code."""
    found: dict[str, Row[TypeSheet]] = {}
    for path in sorted((folder / "cases" / "types").glob("*.yaml")):
        row = read_document(path, TypeSheet, faults)
        if row is not None:
            if row.value.code in found:
                faults.add("duplicate", path, column="code", value=row.value.code, right="each type once")
            found[row.value.code] = row
    return found


def _check_categories(read: DeclaredCases, places: DeclaredPlaces, faults: Faults) -> None:
    agencies = {agency.code for agency in places.agencies} | {"UBX{unit}", "UB{district}"}
    check_known(read.categories, lambda line: line.agencies, agencies, "agencies", "agencies.csv", faults)
    if len(read.categories) and REPORT not in read.types:
        path = read.categories.rows[0].path
        faults.add("unknown_reference", path, value=REPORT, where="cases/types/", right="a type of this code")


def _check_types(read: DeclaredCases, places: DeclaredPlaces, faults: Faults) -> None:
    """See that what types name is declared; registers are those of the pack, which the warehouse's part reads."""
    agencies = {agency.code for agency in places.agencies}
    sectors = {sector.code for sector in places.sectors}
    calendar = places.calendars.working_time()
    for row in read.types.values():
        line = row.value
        wanted = (
            ("sector", [line.sector], sectors, "sectors.csv"),
            ("process", [line.process], read.processes, "cases/processes/"),
            ("form", [line.form], read.forms, "cases/forms/"),
            ("opened_by", line.opened_by, {"public", *RIGHTS}, "the roles of docs/packs.md"),
        )
        for column, values, known, where in wanted:
            for value in values:
                if value not in known:
                    faults.add(
                        "unknown_reference", row.path, column=column, value=value, where=where, right="one declared"
                    )
        for column, wrong, right in _work_faults(line, read, agencies, calendar):
            faults.add("bad_procedure", row.path, column=column, detail=wrong, right=right)
        for column, wrong, right in _playbook_faults(line, read, agencies):
            faults.add("bad_playbook", row.path, column=column, detail=wrong, right=right)


def _playbook_faults(line: TypeSheet, read: DeclaredCases, agencies: set[str]) -> Iterator[tuple[str, str, str]]:
    if line.playbook is None:
        return
    process, form = read.processes.get(line.process), read.forms.get(line.form)
    yield from playbook_faults(
        line.playbook,
        process=process.value.process() if process else None,
        form=form.value if form else None,
        practice=line.practice_when,
        agencies=agencies,
    )


def _check_procedures(read: DeclaredCases, places: DeclaredPlaces, faults: Faults) -> None:
    table = read.procedures
    known: tuple[tuple[str, Iterable[str], str], ...] = (
        ("sector", {sector.code for sector in places.sectors}, "sectors.csv"),
        ("regime", {regime.code for regime in read.regimes}, "cases/regimes.csv"),
        ("process", {"", *read.processes}, "cases/processes/"),
        ("form", {"", *read.forms}, "cases/forms/"),
    )
    for column, right, where in known:
        check_known(table, lambda line, c=column: [getattr(line, c)], right, column, where, faults)  # type: ignore[misc]
    papers = {paper.code for paper in read.papers}
    check_known(table, lambda line: [*line.papers, *line.optional_papers], papers, "papers", "cases/papers.csv", faults)
    results = papers | {""}
    check_known(table, lambda line: [line.result_paper], results, "result_paper", "cases/papers.csv", faults)
    check_known(table, lambda line: line.bundle, {line.code for line in table}, "bundle", "this table", faults)
    agencies = {agency.code for agency in places.agencies}
    for row in table.rows:
        for column, wrong, right in _work_faults(row.value, read, agencies, places.calendars.working_time()):
            faults.add("bad_procedure", row.path, line=row.line, column=column, detail=wrong, right=right)


def _work_faults(
    line: WorkLine, read: DeclaredCases, agencies: set[str], calendar: WorkingCalendar
) -> Iterator[tuple[str, str, str]]:
    form = read.forms.get(line.form)
    units = {q.key for q in form.value.questions if q.kind in ("unit", "agency")} if form else set()
    for column, pattern in (("handler", line.handler), ("receiver", line.receiver)):
        asked = questions_of(pattern)
        if pattern and not DESK.fullmatch(pattern):
            yield column, f"{pattern!r} is no agency and no pattern", "STP, or UBX{unit}"
        elif pattern and not asked and pattern not in agencies:
            yield column, f"there is no agency {pattern!r}", "an agency of agencies.csv"
        elif line.takes_dossiers and set(asked) - units:
            yield column, f"no question of the form answers {pattern!r}", "a question of kind unit or agency"
    if line.takes_dossiers and not form:
        yield "form", "a procedure with a process is filed with a form", "a form of cases/forms/"
    process = read.processes.get(line.process)
    if process and line.term is not None and line.term.unit.value.startswith("working"):
        per_day = calendar.minutes_per_day
        needed, allowed = longest(process.value.process().line, per_day), minutes(line.term, per_day)
        if needed > allowed:
            yield "process", f"its steps need {needed} working minutes, the term is {allowed}", "steps within the term"


def _check_processes(read: DeclaredCases, places: DeclaredPlaces, faults: Faults) -> None:
    agencies = {agency.code for agency in places.agencies}
    reasons = {pause.reason for pause in read.pauses}
    cases = {line.code for line in read.procedures} | set(read.types)
    for row in read.processes.values():
        for block in every(row.value.process().line):
            for value, where in _strangers(block, agencies, reasons, cases):
                faults.add(
                    "unknown_reference", row.path, column=block.key, value=value, where=where, right="one declared"
                )


def _check_scores(read: DeclaredCases, faults: Faults) -> None:
    """See that the law and the pauses that scores speak of are declared."""
    if read.scores is None:
        return
    regimes, pauses = {line.code for line in read.regimes}, {line.reason for line in read.pauses}
    for column, value, where, right in scores_faults(read.scores.value, regimes=regimes, pauses=pauses):
        faults.add("unknown_reference", read.scores.path, column=column, value=value, where=where, right=right)


def _strangers(block: Block, agencies: set[str], reasons: set[str], cases: set[str]) -> Iterator[tuple[str, str]]:
    """Yield what a block speaks of that nobody declared, and where it should stand."""
    role = getattr(block, "role", "")
    if role and role not in RIGHTS:
        yield role, "the roles of docs/packs.md"
    match block:
        case Step() | Wait() if block.at not in {"handler", "receiver", *agencies}:
            yield block.at, "agencies.csv (or handler, receiver)"
        case Consult() if not block.chosen:
            yield from ((asked, "agencies.csv") for asked in block.asked if asked not in agencies)
        case Handoff() if block.case not in cases:
            yield block.case, "cases/procedures.csv"
        case _:
            pass
    if isinstance(block, Wait) and block.reason not in reasons:
        yield block.reason, "cases/pauses.csv"
