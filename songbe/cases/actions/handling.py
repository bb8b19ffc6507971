"""What officials do with a case they have: their step, give it back, wait, promise a new date, pass it to somebody."""

from datetime import datetime, timedelta

from django.db import transaction

from songbe.cases.actions.apologies import REASON
from songbe.cases.actions.changing import end_apology, reckon, settle, taken
from songbe.cases.actions.joining import join_parent
from songbe.cases.actions.messages import publish_message
from songbe.cases.actions.moments import wall
from songbe.cases.actions.moving import carry_out, data_of, spots, stand_still, standing
from songbe.cases.actions.notices import notify
from songbe.cases.models import Case, Pause, Promise, Token
from songbe.cases.queries.declared import calendar, process_of
from songbe.cases.rules.blocks import Block, Consult, Step, Wait
from songbe.cases.rules.clock import why_no_new_date
from songbe.cases.rules.process import Move, Spot, advance, seats, send_back
from songbe.cases.rules.standing_in import acts_for, may_work, signing
from songbe.cases.rules.states import State, Verb
from songbe.events.kinds import EventKind
from songbe.events.statements import update
from songbe.kernel.errors import Conflict, InvalidInput, NotAllowed
from songbe.places import clock
from songbe.places.models import Person, RoleGrant
from songbe.places.policy import Actor, OutOfReach, Right
from songbe.places.queries import absences_on

LONGEST_NOTE = 2000
SILENCE = "silence"


class NotThere(Conflict):
    """A step at which the case does not stand, or no longer."""

    code = "not_there"
    message_en = "Case {case} does not stand at “{step}” any more: somebody did it meanwhile. Look again."
    message_vi = "Hồ sơ {case} không còn ở bước “{step}”: đã có người thực hiện. Hãy xem lại."


class NoSuchOutcome(InvalidInput):
    """A word that a step does not end with."""

    code = "no_such_outcome"
    message_en = "Step “{step}” of case {case} ends with one of: {allowed}. Choose one."
    message_vi = "Bước “{step}” của hồ sơ {case} kết thúc bằng một trong: {allowed}. Hãy chọn một."


class NoNewDateNow(Conflict):
    """A new date that may not be promised."""

    code = "no_new_date"
    message_en = "Case {case} cannot be given a new date ({reason}): one only, later than the old one, and an apology at least one working day before it."  # noqa: E501
    message_vi = "Hồ sơ {case} không hẹn lại được ({reason}): chỉ một lần, muộn hơn hẹn cũ, và xin lỗi trước hạn ít nhất một ngày làm việc."  # noqa: E501


class NoReasonGiven(InvalidInput):
    """An apology that was drafted and sent without its reason."""

    code = "no_reason_given"
    message_en = "The apology for case {case} still says “{placeholder}”. Write the reason there and send it again: nothing was sent."  # noqa: E501
    message_vi = "Thư xin lỗi của hồ sơ {case} còn chỗ “{placeholder}”. Hãy ghi lý do vào đó rồi gửi lại: chưa gửi gì."


class NotTheirs(InvalidInput):
    """Somebody who could not do the step that is passed to them."""

    code = "not_theirs"
    message_en = "{person} does not hold the role {role} at {agency}, so case {case} cannot be passed to them."
    message_vi = "{person} không giữ vai trò {role} tại {agency} nên không giao được hồ sơ {case}."


class NotGivenToSign(NotAllowed):
    """A step that is signed, done by somebody who was not given to sign it."""

    code = "not_given_to_sign"
    message_en = (
        "You stand in without the right to sign step “{step}” of case {case}. Somebody who signs there may sign it."
    )
    message_vi = (
        "Bạn làm thay nhưng không được giao ký bước “{step}” của hồ sơ {case}. Hãy chuyển người có quyền ký tại đó."
    )


class IsAway(Conflict):
    """Somebody who is away, and to whom work would be passed."""

    code = "is_away"
    message_en = "{person} is away until {last}; {deputy} stands in. Case {case} was not passed: choose somebody else, or say that it is passed although they are away."  # noqa: E501
    message_vi = "{person} vắng mặt đến hết {last}; {deputy} làm thay. Hồ sơ {case} chưa được giao: hãy chọn người khác, hoặc xác nhận vẫn giao dù đang vắng."  # noqa: E501


def spot_of(case: Case, key: str, part: str) -> tuple[Token, list[Token], Block]:
    """Return the open spot of a case, all its open spots, and the block. Raises NotThere."""
    open_now = standing(case)
    token = next((each for each in open_now if (each.key, each.part) == (key, part)), None)
    if token is None:
        raise NotThere(case=case.code, step=key)
    return token, open_now, seats(process_of(case.process))[key].block


def _require(actor: Actor, token: Token) -> None:
    if not may_work(actor, token.role, token.agency, token.person_id):
        raise OutOfReach(actor=actor.name, right=token.role, place=token.agency)


def close_token(token: Token, *, now: datetime, actor: Actor, outcome: str, note: str, capacity: str = "") -> None:
    """This function will note who did the work on a spot, for whom if that was somebody else, and what came of it."""
    token.closed_at, token.outcome, token.capacity = now, outcome, capacity
    token.closed_by_id, token.note = actor.person, note.strip()[:LONGEST_NOTE]
    absent = acts_for(actor, token.role, token.agency, token.person_id)
    token.closed_for_id = None if absent is None else absent.for_person
    update(token, "closed_at", "outcome", "capacity", "closed_by", "closed_for", "note")


def _with_absent(payload: dict[str, object], token: Token) -> dict[str, object]:
    """Return what an event says, with the number of the person somebody stood in for."""
    return payload if token.closed_for_id is None else payload | {"for": token.closed_for_id}


@transaction.atomic
def complete_step(
    *,
    code: str,
    step: str,
    actor: Actor,
    part: str = "",
    outcome: str = "",
    note: str = "",
    capacity: str = "",
    version: int | None = None,
) -> Case:
    """This function will note that a step, or an answer to a consultation, is done and let work go on.

    part: of a consultation, the agency that answers. capacity: in which a step is signed (TM., KT., TL., TUQ.).
    Raises UnknownCase, CaseChanged, NotInThisState, NotThere, NoSuchOutcome, OutOfReach.
    """
    case = taken(code, verb=Verb.complete_step, version=version)
    token, open_now, block = spot_of(case, step, part)
    _require(actor, token)
    _check_outcome(case, block, outcome, capacity, actor, token)
    now = clock.now()
    close_token(token, now=now, actor=actor, outcome=outcome or "done", note=note, capacity=capacity)
    case.outcomes = {**case.outcomes, _outcome_key(step, part): outcome or "done"}
    move = advance(process_of(case.process), spots(open_now), Spot(step, part), data_of(case))
    go_on(case, move, token, now=now, actor=actor, open_now=open_now)
    publish_message(case, token, now=now, actor=actor)
    payload = {"step": step, "part": part, "outcome": outcome or "done", "finished": move.finished}
    settle(case, kind=EventKind.CASE_STEP_COMPLETED, actor=actor, payload=_with_absent(payload, token))
    if move.finished:
        join_parent(case, now=now, actor=actor)
    return case


def _outcome_key(step: str, part: str) -> str:
    return f"{step}:{part}" if part else step


def _check_outcome(case: Case, block: Block, outcome: str, capacity: str, actor: Actor, token: Token) -> None:
    if not isinstance(block, Step):
        return
    if (block.outcomes and outcome not in block.outcomes) or (outcome and not block.outcomes):
        raise NoSuchOutcome(case=case.code, step=block.name_vi, allowed=", ".join(block.outcomes) or "—")
    if block.capacities:
        _check_signing(case, block, capacity, actor, token)


def _check_signing(case: Case, block: Step, capacity: str, actor: Actor, token: Token) -> None:
    absent = acts_for(actor, token.role, token.agency, token.person_id)
    if absent is None:
        actor.require(Right.SIGN_CASES, token.agency)
    allowed = signing(actor, token.agency, block.capacities, absent)
    if not allowed:
        raise NotGivenToSign(case=case.code, step=block.name_vi)
    if capacity not in allowed:
        raise NoSuchOutcome(case=case.code, step=block.name_vi, allowed=", ".join(allowed))


def go_on(
    case: Case, move: Move, token: Token, *, now: datetime, actor: Actor, open_now: list[Token] | None = None
) -> None:
    """Carry a move out; who asked is told when the result is fixed."""
    carry_out(case, move, now=now, actor=actor, done=token, open_now=open_now)
    if move.finished and case.kind == "dossier":
        notify(case, "finished")


@transaction.atomic
def end_wait(*, code: str, step: str, actor: Actor, note: str = "", version: int | None = None) -> Case:
    """This function will end a wait that the process declares: the clock goes on, unless another wait stands beside it.

    Raises UnknownCase, CaseChanged, NotInThisState, NotThere, OutOfReach.
    """
    case = taken(code, verb=Verb.end_wait, version=version)
    token, open_now, _block = spot_of(case, step, "")
    _require(actor, token)
    now = clock.now()
    close_token(token, now=now, actor=actor, outcome="done", note=note)
    Pause.objects.filter(case=case, end=None).update(end=now)
    case.state = State.processing.value
    reckon(case, now=now, why="wait_ended")
    move = advance(process_of(case.process), spots(open_now), Spot(step), data_of(case))
    go_on(case, move, token, now=now, actor=actor)
    known = seats(process_of(case.process))
    for each in open_now:
        beside = known[each.key].block
        if each.pk != token.pk and isinstance(beside, Wait):
            stand_still(case, beside, now=now)
    settle(case, kind=EventKind.CASE_WAIT_ENDED, actor=actor, payload=_with_absent({"step": step}, token))
    return case


@transaction.atomic
def give_back(*, code: str, step: str, to: str, why: str, actor: Actor, version: int | None = None) -> Case:
    """This function will give work back to an earlier step, with a reason.

    Raises UnknownCase, CaseChanged, NotInThisState, NotThere, OutOfReach.
    """
    case = taken(code, verb=Verb.send_back, version=version)
    token, open_now, block = spot_of(case, step, "")
    _require(actor, token)
    if not isinstance(block, Step) or to not in block.back_to or not why.strip():
        raise NotThere(case=code, step=to)
    now = clock.now()
    close_token(token, now=now, actor=actor, outcome="sent_back", note=why)
    move = send_back(process_of(case.process), spots(open_now), Spot(step), to)
    carry_out(case, move, now=now, actor=actor, done=token)
    settle(case, kind=EventKind.CASE_SENT_BACK, actor=actor, payload=_with_absent({"step": step, "to": to}, token))
    return case


@transaction.atomic
def set_new_date(*, code: str, due_at: datetime, apology: str, actor: Actor, version: int | None = None) -> Case:
    """This function will promise a new date, once, with an apology that the head of the agency gives.

    due_at: aware. An apology that was drafted is used with it, whatever became of its words.
    Raises UnknownCase, CaseChanged, NotInThisState, OutOfReach, NoNewDateNow, NoReasonGiven.
    """
    case = taken(code, verb=Verb.set_new_date, version=version)
    actor.require(Right.SUPERVISE_CASES, case.handler)
    now = clock.now()
    proposed, moment = wall(due_at), wall(now)
    if proposed is None or moment is None or not apology.strip():
        raise NoNewDateNow(case=code, reason="không có lời xin lỗi / no apology")
    if REASON in apology:
        raise NoReasonGiven(case=code, placeholder=REASON)
    why = why_no_new_date(
        due_now=wall(case.due_now_at),
        given_before=case.new_dates,
        proposed=proposed,
        now=moment,
        calendar=calendar(),
    )
    if why is not None:
        raise NoNewDateNow(case=code, reason=why.value)
    case.due_now_at, case.new_dates = due_at, case.new_dates + 1
    Promise.objects.create(
        case=case, due_at=due_at, given_at=now, why="new_date", apology=apology.strip()[:LONGEST_NOTE]
    )
    notify(case, "new_date", note=apology.strip())
    drafted = end_apology(case, "used", now=now)
    payload = {"due": due_at.isoformat(), "drafted": drafted}
    settle(case, kind=EventKind.CASE_DATE_SET, actor=actor, payload=payload)
    return case


@transaction.atomic
def assign(
    *, code: str, step: str, part: str, to: str, actor: Actor, although_away: bool = False, version: int | None = None
) -> Case:
    """This function will pass a step to one of those who may do it. to: their account's name.

    although_away: also if they are away. Raises UnknownCase, CaseChanged, NotInThisState, NotThere, OutOfReach,
    NotTheirs, IsAway.
    """
    case = taken(code, verb=Verb.assign, version=version)
    token, _open_now, _block = spot_of(case, step, part)
    if not actor.may(Right.SUPERVISE_CASES, token.agency):
        _require(actor, token)
    person = Person.objects.filter(username=to, is_active=True).first()
    granted = RoleGrant.objects.filter(person=person, role=token.role, agency_id=token.agency, valid_to=None)
    if person is None or not granted.exists():
        raise NotTheirs(person=to, role=token.role, agency=token.agency, case=code)
    if not although_away:
        _is_here(person, token, code)
    token.person = person
    token.save(update_fields=["person"])
    settle(case, kind=EventKind.CASE_ASSIGNED, actor=actor, payload={"step": step, "part": part, "to": person.pk})
    return case


def _is_here(person: Person, token: Token, code: str) -> None:
    """Raise IsAway if somebody else does a person's work of a role today."""
    away = absences_on(clock.today()).filter(person=person, role=token.role, agency_id=token.agency)
    absence = away.select_related("deputy").first()
    if absence is not None:
        last = absence.valid_to - timedelta(days=1)
        raise IsAway(person=str(person), last=f"{last:%d/%m/%Y}", deputy=str(absence.deputy), case=code)


def lapse_silent_consultations(*, actor: Actor, limit: int = 100) -> int:
    """This function will take silence for consent where a process says so and the time has passed; return how many.

    Each case in a transaction of its own; one that is locked or changed meanwhile waits for the next time.
    """
    late = Token.objects.filter(kind="consult", closed_at=None, due_at__lt=clock.now(), case__state="processing")
    done = 0
    for code, key, part in late.values_list("case__code", "key", "part")[:limit]:
        done += _lapse(code, key, part, actor)
    return done


@transaction.atomic
def _lapse(code: str, key: str, part: str, actor: Actor) -> int:
    case = taken(code, verb=Verb.complete_step)
    open_now = standing(case)
    token = next((each for each in open_now if (each.key, each.part) == (key, part)), None)
    block = seats(process_of(case.process))[key].block
    if token is None or not isinstance(block, Consult) or not block.silence:
        return 0
    now = clock.now()
    close_token(token, now=now, actor=actor, outcome=SILENCE, note="")
    case.outcomes = {**case.outcomes, _outcome_key(key, part): SILENCE}
    move = advance(process_of(case.process), spots(open_now), Spot(key, part), data_of(case))
    go_on(case, move, token, now=now, actor=actor)
    payload = {"step": key, "part": part, "outcome": SILENCE, "finished": move.finished}
    settle(case, kind=EventKind.CASE_STEP_COMPLETED, actor=actor, payload=payload)
    return 1
