"""What a one-stop desk does: receive, ask for more, refuse, hand the result over."""

from datetime import datetime

from django.db import transaction

from songbe.cases.actions.changing import reckon, settle, taken
from songbe.cases.actions.filing import close_everything
from songbe.cases.actions.joining import join_parent
from songbe.cases.actions.moving import begin_work
from songbe.cases.actions.notices import notify
from songbe.cases.actions.paying import drop_fees, require_paid
from songbe.cases.actions.results import hand_over
from songbe.cases.models import Case, Pause, Token
from songbe.cases.queries.declared import pauses
from songbe.cases.rules.states import State, Verb
from songbe.events.kinds import EventKind
from songbe.kernel.errors import Conflict, InvalidInput
from songbe.places import clock
from songbe.places.policy import Actor, Right

LONGEST_REASON = 2000
SUPPLEMENT = "supplement"


class NoReason(InvalidInput):
    """Something that must be explained to whom it concerns."""

    code = "no_reason"
    message_en = "Say why: the applicant reads it. Nothing was done to case {case}."
    message_vi = "Hãy ghi lý do để người nộp biết. Hồ sơ {case} chưa thay đổi."


class StillAtWork(Conflict):
    """A result that is fixed while others are still at work."""

    code = "still_at_work"
    message_en = "Case {case} still waits for: {steps}. Hand the result over when they are done."
    message_vi = "Hồ sơ {case} còn chờ: {steps}. Chỉ trả kết quả khi các bước này xong."


@transaction.atomic
def receive(*, code: str, actor: Actor, version: int | None = None) -> Case:
    """This function will take a complete case in: its clock starts, the first promise is made, work begins.

    Raises UnknownCase, CaseChanged, NotInThisState, OutOfReach.
    """
    case = taken(code, verb=Verb.receive, version=version)
    actor.require(Right.RECEIVE_CASES, case.receiver)
    now = clock.now()
    begin_work(case, now=now, actor=actor)
    due = case.first_due_at
    notify(case, "received")
    settle(case, kind=EventKind.CASE_RECEIVED, actor=actor, payload={"due": None if due is None else due.isoformat()})
    return case


@transaction.atomic
def refuse(*, code: str, reason: str, actor: Actor, version: int | None = None) -> Case:
    """This function will refuse a case with a reason: at the desk before it is received, or by who handles it.

    Raises UnknownCase, CaseChanged, NotInThisState, OutOfReach, NoReason.
    """
    case = taken(code, verb=Verb.refuse, version=version)
    _require_either(actor, case)
    _explained(case, reason)
    now = clock.now()
    close_everything(case, State.refused, now=now)
    drop_fees(case, actor=actor)
    if case.received_at is not None:
        case.finished_at = now
    case.outcomes = {**case.outcomes, "refused_because": reason.strip()[:LONGEST_REASON]}
    notify(case, "refused", note=reason.strip())
    settle(case, kind=EventKind.CASE_REFUSED, actor=actor)
    join_parent(case, now=now, actor=actor)
    return case


@transaction.atomic
def ask_supplement(*, code: str, what: str, actor: Actor, version: int | None = None) -> Case:
    """This function will ask the applicant for more: the clock waits, and starts afresh when it comes.

    Raises UnknownCase, CaseChanged, NotInThisState, OutOfReach, NoReason.
    """
    case = taken(code, verb=Verb.ask_supplement, version=version)
    _require_either(actor, case)
    _explained(case, what)
    now = clock.now()
    Pause.objects.create(
        case=case,
        reason=SUPPLEMENT,
        effect=pauses()[SUPPLEMENT].effect.value,
        start=now,
        note=what.strip()[:LONGEST_REASON],
    )
    case.state = State.supplement.value
    case.supplements += 1
    if case.received_at is not None:
        reckon(case, now=now, why=SUPPLEMENT)
    notify(case, SUPPLEMENT, note=what.strip())
    settle(case, kind=EventKind.CASE_SUPPLEMENT_ASKED, actor=actor)
    return case


def _require_either(actor: Actor, case: Case) -> None:
    """Raise OutOfReach unless the actor receives at the desk, or handles at the agency (once it was received)."""
    if case.received_at is not None and actor.may(Right.HANDLE_CASES, case.handler):
        return
    actor.require(Right.RECEIVE_CASES, case.receiver)


def _explained(case: Case, reason: str) -> None:
    if not reason.strip():
        raise NoReason(case=case.code)


@transaction.atomic
def return_result(*, code: str, actor: Actor, by_post: bool = False, version: int | None = None) -> Case:
    """This function will hand a result over to who asked for it; what is kept of it as files is theirs from then on.

    by_post: it was sent. What is owed for it, or for a part of it, is paid before. Raises UnknownCase, CaseChanged,
    NotInThisState, OutOfReach, StillAtWork, StillOwed.
    """
    case = taken(code, verb=Verb.return_result, version=version)
    actor.require(Right.RECEIVE_CASES, case.receiver)
    left = Token.objects.filter(case=case, closed_at=None)
    if left:
        raise StillAtWork(case=code, steps=", ".join(token.name_vi for token in left))
    require_paid(case)
    now: datetime = clock.now()
    case.returned_at = case.closed_at = now
    case.state, case.post_return = State.returned.value, by_post
    hand_over(case)
    notify(case, "returned")
    settle(case, kind=EventKind.CASE_RETURNED, actor=actor)
    return case
