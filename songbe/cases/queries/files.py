"""Papers of a draft or a case, and who may open them."""

from collections.abc import Mapping
from dataclasses import dataclass

from songbe.cases.declare import ProcedureLine
from songbe.cases.declare.procedures import PaperLine
from songbe.cases.errors import Quarantined, UnknownCase
from songbe.cases.models import Attached, Case, Draft, StoredFile
from songbe.cases.queries.declared import line_of, papers
from songbe.cases.queries.desk import readable
from songbe.cases.queries.photos import PHOTO
from songbe.cases.queries.results import papers_got
from songbe.cases.rules.states import Verb, may
from songbe.places.policy import Actor, Right


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper that is asked for, what was given, and what could be used again."""

    paper: PaperLine
    optional: bool
    given: tuple[Attached, ...]
    again: tuple[StoredFile, ...]


def wanted(line: ProcedureLine, draft: Draft) -> tuple[Wanted, ...]:
    """Return the papers of a procedure with what a draft has of them."""
    known: Mapping[str, PaperLine] = papers()
    codes = [(code, False) for code in line.papers] + [(code, True) for code in line.optional_papers]
    given = list(Attached.objects.filter(draft=draft).select_related("file").order_by("pk"))
    before = (
        Attached.objects.filter(case__isnull=False, file__person_id=draft.person_id, file__found="")
        .select_related("file")
        .order_by("-pk")
    )
    earlier: dict[str, dict[int, StoredFile]] = {}
    for paper, file in papers_got(draft.person_id):
        earlier.setdefault(paper, {}).setdefault(file.pk, file)
    for attached in before[:200]:
        earlier.setdefault(attached.paper, {}).setdefault(attached.file_id, attached.file)
    return tuple(
        Wanted(
            known[code],
            optional,
            tuple(each for each in given if each.paper == code),
            tuple(earlier.get(code, {}).values())[:5],
        )
        for code, optional in codes
        if code in known
    )


def lacking(line: ProcedureLine, draft: Draft) -> tuple[PaperLine, ...]:
    """Return the papers that must be given and are not."""
    given = set(Attached.objects.filter(draft=draft, file__found="").values_list("paper", flat=True))
    known = papers()
    return tuple(known[code] for code in line.papers if code in known and code not in given)


def to_scan(case: Case, actor: Actor) -> tuple[PaperLine, ...]:
    """Return the papers that somebody at the desk may scan for a case: those it needs or may have, until it is
    received."""
    line = line_of(case.procedure)
    if not isinstance(line, ProcedureLine) or not may(Verb.scan_paper, case.state):
        return ()
    known = papers() if actor.may(Right.RECEIVE_CASES, case.receiver) else {}
    return tuple(known[code] for code in (*line.papers, *line.optional_papers) if code in known)


def papers_of(case: Case) -> tuple[tuple[str, str, Attached], ...]:
    """Return the papers of a case: name in both languages, and the file. Photographs are no papers."""
    known = papers()
    rows = Attached.objects.filter(case=case).exclude(paper=PHOTO).select_related("file").order_by("pk")
    return tuple(
        (known[row.paper].name_vi, known[row.paper].name_en, row) if row.paper in known else (row.paper, row.paper, row)
        for row in rows
    )


def file_for(attached: int, actor: Actor) -> StoredFile:
    """Return a file to somebody who gave it, or reads the case it belongs to. Raises UnknownCase, Quarantined."""
    row = Attached.objects.select_related("file", "case").filter(pk=attached).first()
    if row is None or not _may_open(row, actor):
        raise UnknownCase(case=str(attached))
    if row.file.found:
        raise Quarantined(found=row.file.found)
    return row.file


def _may_open(row: Attached, actor: Actor) -> bool:
    if actor.person is not None and row.file.person_id == actor.person:
        return True
    return row.case_id is not None and readable(actor).filter(pk=row.case_id).exists()
