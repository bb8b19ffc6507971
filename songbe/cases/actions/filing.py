"""What people who ask for something do: hand in, supplement, withdraw, rate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from songbe.cases.actions.changing import reckon, settle, taken
from songbe.cases.actions.moving import begin_work
from songbe.cases.actions.opening import make_case
from songbe.cases.actions.paying import drop_fees, open_fee
from songbe.cases.actions.secrets import noting_secrets, refuse_secrets
from songbe.cases.declare import ProcedureLine, TypeSheet
from songbe.cases.models import Attached, Case, Party, Pause, Response, Submission, Token
from songbe.cases.queries.declared import Declared, current, form_of, work
from songbe.cases.queries.questions import asked_of
from songbe.cases.rules.answers import AnswerFault, check
from songbe.cases.rules.applicants import applicant_faults
from songbe.cases.rules.states import State, Verb
from songbe.events.kinds import EventKind
from songbe.events.statements import Read, insert, run
from songbe.kernel.errors import Conflict, InvalidInput, NotAllowed
from songbe.kernel.vietnamese import fold
from songbe.places import clock
from songbe.places.policy import Actor, OutOfReach, Right

ONLINE = "online"
AT_THE_DESK = frozenset({"counter", "online_assisted", "postal"})
LONGEST_NOTE = 2000


class NotAnswered(InvalidInput):
    """Answers that cannot be taken; nothing was filed."""

    code = "not_answered"
    message_en = "{count} answers cannot be taken: {first} Nothing was handed in yet; what you wrote is kept."
    message_vi = "{count} câu trả lời chưa nhận được: {first} Hồ sơ chưa nộp; những gì đã nhập vẫn được giữ."

    def __init__(self, faults: tuple[AnswerFault, ...]) -> None:
        super().__init__(count=len(faults), first=faults[0].vi)
        self.faults = faults


class NotFiledHere(Conflict):
    """A procedure that is described here, but not taken."""

    code = "not_filed_here"
    message_en = "“{name}” cannot be filed here. Its page says where it is filed."
    message_vi = "“{name}” chưa nộp được tại đây. Trang của thủ tục ghi rõ nơi nộp."


class NotYours(NotAllowed):
    """Somebody else's case."""

    code = "not_yours"
    message_en = "Case {case} is not yours. Sign in with the account that filed it."
    message_vi = "Hồ sơ {case} không phải của bạn. Hãy đăng nhập bằng tài khoản đã nộp hồ sơ."


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who asks. kind: citizen, enterprise, organisation or foreigner.

    representative: who speaks for an enterprise or organisation. language: of their notices, ``vi`` or ``en``.
    """

    kind: str
    name: str
    id_number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    representative: str = ""
    language: str = "vi"


_EARLIER = Read(lambda key: Submission.objects.filter(key=key), key="?key")


@noting_secrets
@transaction.atomic
def submit(
    *,
    procedure_code: str,
    answers: Mapping[str, str],
    applicant: Applicant | None,
    channel: str,
    key: str,
    actor: Actor,
    receiver: str = "",
) -> Case:
    """This function will file a case, once for each key, and return it.

    answers: texts as they were written. receiver: the desk it is handed in at; online: as declared.
    Raises UnknownProcedure, NotFiledHere, NotAnswered, OutOfReach, NotAllowed, StateSecret.
    """
    earlier = _EARLIER.first(key)
    if earlier is not None:
        return earlier.case
    refuse_secrets(answers.values())
    now = clock.now()
    declared = work(procedure_code, timezone.localdate(now))
    _may_file(actor, channel, receiver, declared)
    form = form_of(current("form", declared.line.form))
    checked = check(asked_of(form, timezone.localdate(now)), answers, timezone.localdate(now))
    faults = (*_wrong_with(applicant), *checked.faults)
    if faults:
        raise NotAnswered(faults)
    case = make_case(
        declared,
        answers=checked.values,
        party=None if applicant is None else as_party(applicant, actor if channel == ONLINE else None),
        channel=channel,
        receiver=receiver,
        now=now,
        actor=actor,
    )
    insert(Submission(key=key, case=case, verb="submit"))
    Attached.objects.filter(draft_id=key).update(case=case, draft=None)
    run("DELETE FROM cases_draft WHERE key = %s", [key])
    if isinstance(declared.line, TypeSheet):
        if declared.line.playbook is not None:
            Response.objects.create(case=case)
        begin_work(case, now=now, actor=actor)
    settle(
        case,
        kind=EventKind.CASE_SUBMITTED,
        actor=actor,
        payload={"procedure": declared.line.code, "channel": channel, "receiver": case.receiver},
        key=f"submit:{key}",
    )
    open_fee(case, declared.line, actor=actor)
    return case


def submit_once(**asked: object) -> Case:
    """This function will file a case like ``submit``; of two that come at the same moment, both get the one case."""
    try:
        return submit(**asked)  # type: ignore[arg-type]
    except IntegrityError:
        earlier = Submission.objects.select_related("case").filter(key=asked["key"]).first()
        if earlier is None:
            raise
        return earlier.case


def _may_file(actor: Actor, channel: str, receiver: str, declared: Declared) -> None:
    line = declared.line
    if not line.takes_dossiers:
        raise NotFiledHere(name=line.name_vi)
    if isinstance(line, TypeSheet):
        _may_open(actor, line)
    elif channel == ONLINE:
        if actor.person is None:
            raise NotYours(case=line.code)
        if line.internal or (isinstance(line, ProcedureLine) and line.online_level == "info"):
            raise NotFiledHere(name=line.name_vi)
    elif channel in AT_THE_DESK:
        actor.require(Right.RECEIVE_CASES, receiver)
    else:
        raise InvalidInput


def _may_open(actor: Actor, line: TypeSheet) -> None:
    """Raise OutOfReach unless the actor holds a role that may open a case of a type, somewhere."""
    if "public" in line.opened_by or actor.operator:
        return
    if not actor.own_roles() & set(line.opened_by):
        raise OutOfReach(actor=actor.name, right=" / ".join(line.opened_by), place=line.code)


def _wrong_with(applicant: Applicant | None) -> tuple[AnswerFault, ...]:
    if applicant is None:
        return ()
    return applicant_faults(applicant.kind, applicant.name, applicant.id_number, applicant.representative)


def as_party(applicant: Applicant, actor: Actor | None) -> Party:
    """This function will keep who asks. actor: whose account it is; None for nobody's."""
    return insert(
        Party(
            kind=applicant.kind,
            name=applicant.name,
            folded=fold(applicant.name),
            id_number=applicant.id_number,
            phone=applicant.phone,
            email=applicant.email,
            address=applicant.address,
            representative=applicant.representative,
            language=applicant.language,
            person_id=None if actor is None else actor.person,
        )
    )


def own(case: Case, actor: Actor) -> None:
    """Raise NotYours unless the actor filed the case, or receives at the desk that took it."""
    mine = case.party is not None and actor.person is not None and case.party.person_id == actor.person
    if not mine and not actor.may(Right.RECEIVE_CASES, case.receiver):
        raise NotYours(case=case.code)


@noting_secrets
@transaction.atomic
def supplement(*, code: str, answers: Mapping[str, str], note: str, key: str, actor: Actor) -> Case:
    """This function will take what was asked for in addition, once for each key: the clock starts afresh.

    answers: those that are to be other than before. Raises UnknownCase, NotInThisState, NotYours,
    NotAnswered, StateSecret.
    """
    earlier = Submission.objects.select_related("case").filter(key=key).first()
    if earlier is not None:
        return earlier.case
    refuse_secrets([*answers.values(), note])
    case = taken(code, verb=Verb.supplement)
    own(case, actor)
    now = clock.now()
    today = timezone.localdate(now)
    questions = tuple(q for q in asked_of(form_of(case.form), today) if q.key in answers)
    checked = check(questions, answers, today)
    if checked.faults:
        raise NotAnswered(checked.faults)
    case.answers = {**case.answers, **checked.values}
    Pause.objects.filter(case=case, end=None).update(end=now)
    case.state = (State.processing if case.received_at else State.registered).value
    case.outcomes = {**case.outcomes, "supplement_note": note[:LONGEST_NOTE]}
    if case.received_at:
        reckon(case, now=now, why="supplement")
    Submission.objects.create(key=key, case=case, verb="supplement")
    settle(case, kind=EventKind.CASE_SUPPLEMENTED, actor=actor, payload={"answers": sorted(checked.values)})
    return case


@transaction.atomic
def withdraw(*, code: str, actor: Actor, version: int | None = None) -> Case:
    """This function will take a case back on the wish of who filed it. Raises UnknownCase, NotInThisState, NotYours."""
    case = taken(code, verb=Verb.withdraw, version=version)
    own(case, actor)
    now = clock.now()
    close_everything(case, State.withdrawn, now=now)
    drop_fees(case, actor=actor)
    settle(case, kind=EventKind.CASE_WITHDRAWN, actor=actor)
    return case


def close_everything(case: Case, state: State, *, now: datetime) -> None:
    """This function will end a case before its result: nobody has anything to do any more."""
    Token.objects.filter(case=case, closed_at=None).update(closed_at=now, outcome="not_needed")
    Pause.objects.filter(case=case, end=None).update(end=now)
    case.state, case.closed_at = state.value, now


@transaction.atomic
def rate(*, code: str, rating: int, actor: Actor) -> Case:
    """This function will note how content somebody is, 1 to 5; saying it again replaces it.

    Raises UnknownCase, NotInThisState, NotYours, InvalidInput.
    """
    if not 1 <= rating <= 5:
        raise InvalidInput
    case = taken(code, verb=Verb.rate)
    if case.party is None or actor.person is None or case.party.person_id != actor.person:
        raise NotYours(case=code)
    case.rating = rating
    settle(case, kind=EventKind.CASE_RATED, actor=actor, payload={"rating": rating})
    return case
