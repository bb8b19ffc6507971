"""Papers that the one-stop desk scans when a dossier is handed in there."""

from django.db import transaction

from songbe.cases.actions.changing import settle, taken
from songbe.cases.actions.files import MOST_FILES, Given, TooManyFiles, fresh_file, look_at
from songbe.cases.actions.keeping import keep_bytes
from songbe.cases.actions.scanning import admit
from songbe.cases.actions.secrets import noting_secrets, refuse_secrets
from songbe.cases.errors import CaseChanged, UnknownCase
from songbe.cases.models import Attached, Case
from songbe.cases.queries.files import to_scan
from songbe.cases.rules.states import Verb
from songbe.events.kinds import EventKind
from songbe.events.statements import insert
from songbe.kernel.errors import InvalidInput
from songbe.places.policy import Actor, Right


class PaperNotAsked(InvalidInput):
    """A paper that a procedure does not ask for."""

    code = "paper_not_asked"
    message_en = "Case {case} asks for no paper {paper!r}. Choose one of: {allowed}."
    message_vi = "Hồ sơ {case} không có thành phần “{paper}”. Hãy chọn một trong: {allowed}."


@noting_secrets
def scan_paper(*, code: str, paper: str, name: str, content: bytes, actor: Actor, version: int | None = None) -> Case:
    """This function will keep a file as a paper of a dossier that is not received yet; the same bytes once.

    So that a dossier whose papers are all there counts as digitised when it is received. The scanner looks at the file
    before anything is kept or locked. Raises UnknownCase, NotTaken, StateSecret, CaseChanged, NotInThisState,
    OutOfReach, PaperNotAsked.
    """
    refuse_secrets((), (name,))
    case = Case.objects.filter(code=code).first()
    if case is None:
        raise UnknownCase(case=code)
    actor.require(Right.RECEIVE_CASES, case.receiver)
    mime = look_at(name, content)
    verdict = admit(name=name, content=content, actor=actor)
    return _keep(Given(name, mime, len(content), keep_bytes(content), verdict), code, paper, actor, version)


@transaction.atomic
def _keep(given: Given, code: str, paper: str, actor: Actor, version: int | None) -> Case:
    case = taken(code, verb=Verb.scan_paper)
    actor.require(Right.RECEIVE_CASES, case.receiver)
    allowed = {line.code: line.name_vi for line in to_scan(case, actor)}
    if paper not in allowed:
        raise PaperNotAsked(case=code, paper=paper, allowed=", ".join(allowed.values()) or "—")
    there = Attached.objects.filter(case=case)
    if there.filter(paper=paper, file__digest=given.digest).exists():
        return case
    if version is not None and case.version != version:
        raise CaseChanged(case=code)
    if there.count() >= MOST_FILES:
        raise TooManyFiles(name=given.name, most=MOST_FILES)
    insert(Attached(case=case, paper=paper, file=insert(fresh_file(given, None))))
    settle(case, kind=EventKind.CASE_PAPER_SCANNED, actor=actor, payload={"paper": paper, "digest": given.digest})
    return case
