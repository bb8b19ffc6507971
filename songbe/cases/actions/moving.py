"""Carrying a move of the process out: tokens closed and opened, parts handed to other agencies."""

from collections.abc import Mapping
from datetime import datetime

from songbe.cases.actions.changing import days_used, hastened, reckon
from songbe.cases.actions.moments import aware, wall
from songbe.cases.actions.opening import open_linked
from songbe.cases.models import Case, Pause, Token
from songbe.cases.queries.declared import calendar, pauses, playbook_of, process_of
from songbe.cases.rules.blocks import Block, Consult, Handoff, Process, Step, Wait
from songbe.cases.rules.clock import due
from songbe.cases.rules.process import Move, Spot, seats, start
from songbe.cases.rules.states import State
from songbe.events.statements import Read, insert, update
from songbe.places.policy import Actor
from songbe.places.queries import kind_of_agency

_STANDING = Read(lambda case: Token.objects.filter(case=case, closed_at=None).order_by("pk"), case=-1)


def standing(case: Case) -> list[Token]:
    """Return the open tokens of a case, locked with it."""
    return _STANDING(case.pk)


def spots(tokens: list[Token]) -> frozenset[Spot]:
    """Return where open tokens stand."""
    return frozenset(Spot(token.key, token.part) for token in tokens)


def data_of(case: Case) -> Mapping[str, object]:
    """Return what decisions look at: the answers, facts of the case, outcomes of its steps."""
    known = {
        "channel": case.channel,
        "applicant": case.party.kind if case.party else "",
        "handler_kind": kind_of_agency(case.handler),
    }
    return {**case.answers, **known, **case.outcomes}


def begin_work(case: Case, *, now: datetime, actor: Actor) -> None:
    """This function will start a case's clock and open the first steps of its process; the case is not saved here."""
    case.received_at, case.state = now, State.processing.value
    reckon(case, now=now, why="received")
    carry_out(case, start(process_of(case.process), data_of(case)), now=now, actor=actor)


def carry_out(
    case: Case,
    move: Move,
    *,
    now: datetime,
    actor: Actor,
    done: Token | None = None,
    open_now: list[Token] | None = None,
) -> None:
    """This function will close and open tokens as a move says, and note a result that it fixes.

    done: the token whose work was done; others the move closes are no longer needed. open_now: the open tokens, if they
    are known already.
    """
    for token in standing(case) if open_now is None else open_now:
        spot = Spot(token.key, token.part)
        if spot in move.closed and (done is None or token.pk != done.pk):
            token.closed_at, token.outcome = now, token.outcome or "not_needed"
            update(token, "closed_at", "outcome")
    process = process_of(case.process)
    for spot in move.opened:
        _open(case, process, spot, now=now, actor=actor)
        block = seats(process)[spot.key].block
        if isinstance(block, Wait):
            stand_still(case, block, now=now)
    if move.finished:
        case.state, case.finished_at = State.finished.value, now
        case.working_days = days_used(case)
    if move.ended and case.kind != "dossier" and case.finished_at is not None:
        case.closed_at = now


def stand_still(case: Case, wait: Wait, *, now: datetime) -> None:
    """This function will stop a case's clock for a wait, unless it stands still already; the case is not saved here."""
    if Pause.objects.filter(case=case, end=None).exists():
        return
    reason = pauses()[wait.reason]
    Pause.objects.create(case=case, reason=wait.reason, effect=reason.effect.value, start=now, note=wait.name_vi)
    case.state = reason.state
    reckon(case, now=now, why=wait.reason)


def _open(case: Case, process: Process, spot: Spot, *, now: datetime, actor: Actor) -> None:
    block = seats(process)[spot.key].block
    agency = _agency(case, block, spot)
    if isinstance(block, Handoff):
        agency = open_linked(case, block, now=now, actor=actor).handler
    insert(
        Token(
            case=case,
            key=spot.key,
            part=spot.part,
            kind=type(block).__name__.lower(),
            name_vi=block.name_vi,
            name_en=block.name_en,
            role=getattr(block, "role", ""),
            agency=agency,
            opened_at=now,
            due_at=due_at(case, block, now),
        )
    )


def _agency(case: Case, block: Block, spot: Spot) -> str:
    """Return who is to do it: the agency asked, the desk that received, the one that handles, or one named."""
    if isinstance(block, Consult):
        return spot.part
    at = getattr(block, "at", "handler")
    return {"handler": case.handler, "receiver": case.receiver}.get(at, at)


def due_at(case: Case, block: Block, now: datetime) -> datetime | None:
    """Return when a step that opens now is due; None where it has no time of its own."""
    playbook = playbook_of(case.procedure)
    by_the_clock = playbook.clock(block.key) if playbook is not None else None
    if by_the_clock is not None:
        return hastened(case, now, now + by_the_clock)
    if not isinstance(block, Step | Consult) or block.time is None:
        return None
    moment = wall(now)
    return None if moment is None else hastened(case, now, aware(due(block.time, moment, (), calendar())))
