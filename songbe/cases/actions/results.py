"""The result of a dossier as a file: given by officials, replaced with a reason until it is handed over, then kept."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from songbe.cases.actions.changing import settle, taken
from songbe.cases.actions.files import Given, fresh_file, look_at
from songbe.cases.actions.keeping import keep_bytes
from songbe.cases.actions.notices import notify
from songbe.cases.actions.scanning import admit
from songbe.cases.actions.secrets import noting_secrets, refuse_secrets
from songbe.cases.declare import ProcedureLine
from songbe.cases.errors import CaseChanged, NotInThisState, UnknownCase
from songbe.cases.models import Case, Result, StoredFile
from songbe.cases.queries.declared import line_of
from songbe.cases.queries.results import may_attach
from songbe.cases.rules.states import State, Verb
from songbe.events.kinds import EventKind
from songbe.events.statements import insert
from songbe.kernel.errors import Conflict, InvalidInput
from songbe.places import clock
from songbe.places.policy import Actor, OutOfReach, Right

LONGEST_REASON = 2000


class NoReasonToReplace(InvalidInput):
    """A result that is replaced without a word."""

    code = "no_reason_to_replace"
    message_en = "Case {case} has an electronic result already. Say why it is replaced: the applicant reads it."
    message_vi = "Hồ sơ {case} đã có kết quả điện tử. Hãy ghi lý do thay để người nộp biết."


class ResultStays(Conflict):
    """A result that was handed over and would be replaced."""

    code = "result_stays"
    message_en = "The result of case {case} was handed over, so its file stays as it is. A correction is a new dossier."
    message_vi = "Kết quả hồ sơ {case} đã trả nên tệp được giữ nguyên. Muốn đính chính thì lập hồ sơ mới."


@noting_secrets
def attach_result(
    *, code: str, name: str, content: bytes, actor: Actor, why: str = "", version: int | None = None
) -> Case:
    """This function will keep a file as the result of a dossier; the same bytes again are the same result.

    why: it replaces the one there is. The scanner looks at it before anything is kept or locked. Raises UnknownCase,
    NotTaken, StateSecret, CaseChanged, NotInThisState, OutOfReach, NoReasonToReplace, ResultStays.
    """
    refuse_secrets((why,), (name,))
    case = Case.objects.filter(code=code).first()
    if case is None:
        raise UnknownCase(case=code)
    _require(actor, case)
    mime = look_at(name, content)
    verdict = admit(name=name, content=content, actor=actor)
    given = Given(name, mime, len(content), keep_bytes(content), verdict)
    return _attach(given, code, why.strip()[:LONGEST_REASON], actor, version)


def _require(actor: Actor, case: Case) -> None:
    if not may_attach(actor, case):
        raise OutOfReach(actor=actor.name, right=Right.HANDLE_CASES.value, place=case.handler)


@transaction.atomic
def _attach(given: Given, code: str, why: str, actor: Actor, version: int | None) -> Case:
    case = taken(code, verb=Verb.attach_result)
    _require(actor, case)
    line = line_of(case.procedure)
    if not isinstance(line, ProcedureLine):
        raise NotInThisState(case=code, state=case.state, verb=Verb.attach_result.value)
    last = Result.objects.filter(case=case, replaced_at=None).select_related("file").first()
    if last is not None and last.file.digest == given.digest:
        return case
    if version is not None and case.version != version:
        raise CaseChanged(case=code)
    now = clock.now()
    if last is not None:
        _replace(case, last, why, now=now)
    person = case.party.person_id if case.party and case.state == State.returned else None
    result = Result(case=case, file=insert(fresh_file(given, person)), paper=line.result_paper, given_at=now)
    result.given_by_id, result.number, result.why = actor.person, 1 if last is None else last.number + 1, why
    insert(result)
    case.digitised_out_at = case.digitised_out_at or now
    if case.party is not None and case.party.person_id is not None:
        notify(case, "digitised" if last is None else "replaced", note=why)
    payload = {"digest": given.digest, "number": result.number}
    settle(case, kind=EventKind.CASE_RESULT_ATTACHED, actor=actor, payload=payload)
    return case


def _replace(case: Case, last: Result, why: str, *, now: datetime) -> None:
    """Let another take a result's place. One in which a virus was found is replaced after it was handed over too."""
    if case.state == State.returned and not last.file.found:
        raise ResultStays(case=case.code)
    if not why:
        raise NoReasonToReplace(case=case.code)
    last.replaced_at = now
    last.save(update_fields=["replaced_at"])


def hand_over(case: Case) -> None:
    """This function will make the electronic results of a case and of its parts files of who asked for them."""
    if case.party is None or case.party.person_id is None:
        return
    given = Result.objects.filter(Q(case=case) | Q(case__parent=case), replaced_at=None)
    StoredFile.objects.filter(pk__in=given.values("file")).update(person=case.party.person_id)
