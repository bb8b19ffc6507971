"""Electronic results: what was given for a case, who may give one, and who opens it."""

from collections.abc import Iterable
from dataclasses import dataclass

from songbe.cases.declare import ProcedureLine
from songbe.cases.errors import Quarantined, UnknownCase
from songbe.cases.models import Case, Result, StoredFile
from songbe.cases.queries.declared import line_of
from songbe.cases.queries.desk import readable
from songbe.cases.queries.fees import subjects_of
from songbe.cases.rules.states import State, Verb, may
from songbe.kernel.errors import Conflict
from songbe.payments.queries import waiting_of
from songbe.places.policy import Actor, Right


class PaidFirst(Conflict):
    """A result that is opened before it is paid."""

    code = "paid_first"
    message_en = "The result of case {case} can be opened once its fee is paid. Pay it at the one-stop desk."
    message_vi = "Kết quả hồ sơ {case} mở được sau khi nộp phí, lệ phí. Hãy nộp tại bộ phận một cửa."


@dataclass(frozen=True, slots=True)
class Results:
    """The electronic results of a case as an official sees them. earlier: those that were replaced, newest first.

    may_attach: this official may give one now, or replace it.
    """

    current: Result | None
    earlier: tuple[Result, ...]
    may_attach: bool


def may_attach(actor: Actor, case: Case) -> bool:
    """Whether somebody works where a case is handled, or at the desk that hands its result over."""
    return actor.may(Right.HANDLE_CASES, case.handler) or actor.may(Right.RECEIVE_CASES, case.receiver)


def results_at_desk(case: Case, actor: Actor) -> Results:
    """Return the electronic results of a case; nothing is asked of the database where there never was one."""
    found = list(_of([case])) if case.digitised_out_at else []
    current = next((each for each in found if each.replaced_at is None), None)
    stays = case.state == State.returned and current is not None and not current.file.found
    possible = isinstance(line_of(case.procedure), ProcedureLine) and may(Verb.attach_result, case.state) and not stays
    earlier = tuple(each for each in found if each.replaced_at is not None)
    return Results(current, earlier, possible and may_attach(actor, case))


def results_for_applicant(case: Case, parts: Iterable[Case]) -> tuple[Result, ...]:
    """Return the electronic results of a case and its parts, as they are now."""
    there = [each for each in (case, *parts) if each.digitised_out_at]
    return tuple(each for each in _of(there) if each.replaced_at is None) if there else ()


def _of(cases: Iterable[Case]) -> Iterable[Result]:
    return Result.objects.filter(case__in=cases).select_related("case", "file", "given_by").order_by("case", "-number")


def papers_got(person: int) -> tuple[tuple[str, StoredFile], ...]:
    """Return the results that were handed over to somebody and are a paper elsewhere: its kind and the file."""
    got = Result.objects.filter(file__person_id=person, file__found="", replaced_at=None).exclude(paper="")
    return tuple((each.paper, each.file) for each in got.select_related("file").order_by("-pk")[:200])


def result_for(number: int, actor: Actor) -> StoredFile:
    """Return a result to who asked for it, once it is paid, or to who reads its case.

    Raises UnknownCase, PaidFirst, Quarantined.
    """
    row = Result.objects.select_related("file", "case", "case__party").filter(pk=number).first()
    if row is None or not (_is_theirs(row, actor) or readable(actor).filter(pk=row.case_id).exists()):
        raise UnknownCase(case=str(number))
    if row.file.found:
        raise Quarantined(found=row.file.found)
    if _is_theirs(row, actor) and waiting_of(subjects_of(row.case)):
        raise PaidFirst(case=row.case.code)
    return row.file


def _is_theirs(row: Result, actor: Actor) -> bool:
    """Whether somebody asked for a result, and it was not replaced."""
    party = row.case.party
    return (
        row.replaced_at is None and party is not None and actor.person is not None and party.person_id == actor.person
    )
