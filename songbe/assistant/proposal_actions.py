"""Learning from use: names proposed from questions that were not understood; accepted, declined or taken back by the
indicator's owner."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from songbe.assistant.declare import KnownQuestionLine
from songbe.assistant.errors import ChangesOthers, DecidedAlready, UnknownProposal, WhyDeclined
from songbe.assistant.models import Asked, KnownQuestion, LearningPosition, SynonymProposal
from songbe.assistant.queries.mind import mind
from songbe.assistant.queries.proposals import owner_of
from songbe.assistant.queries.replaying import Tell, quietly, replayed
from songbe.assistant.queries.written import query_of
from songbe.assistant.rules.learning import Called, Turn, learned_from, learned_from_two
from songbe.assistant.rules.proposals import MOVES, Decision, ProposalState
from songbe.assistant.rules.query import Operation, Refusal
from songbe.assistant.rules.replay import subject_of
from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.events.queries import SealedEvent, events_after, newest_sequence
from songbe.places import clock
from songbe.places.policy import Actor, Right

ACCEPTING_LOCK = 7_221_005
LONGEST_REASON = 400
EXAMPLES = 3
TOLD = (EventKind.QUESTION_ASKED.value, EventKind.QUESTION_CORRECTED.value)


@transaction.atomic
def apply_questions(*, declared: Iterable[KnownQuestionLine], province: str, actor: Actor) -> int:
    """This function will put the questions of a pack into force, and return how many there are. Raises OutOfReach."""
    actor.require(Right.APPLY_PACK, province)
    KnownQuestion.objects.all().delete()
    rows = [KnownQuestion(question=line.question, indicator=line.indicator) for line in declared]
    KnownQuestion.objects.bulk_create(rows)
    record_event(
        kind=EventKind.PACK_APPLIED,
        actor=actor.name,
        place=province,
        subject="questions",
        payload={"questions": len(rows)},
    )
    return len(rows)


@transaction.atomic
def propose_synonyms(*, actor: Actor, limit: int = 200) -> int:
    """This function will learn from questions that were corrected or asked again since it last looked, and return from
    how many.

    It reads the log, so that asking neither waits for it nor fails with it; one works at a time, another call returns
    0 at once.
    """
    LearningPosition.objects.get_or_create(pk=1)
    position = LearningPosition.objects.select_for_update(skip_locked=True).filter(pk=1).first()
    if position is None:
        return 0
    newest = newest_sequence()
    told = events_after(position.sequence, kinds=TOLD, limit=limit)
    learned = sum(_learn(each, actor) for each in told)
    reached = told[-1].sequence if len(told) == limit else newest
    if reached != position.sequence:
        position.sequence = reached
        position.save(update_fields=["sequence"])
    return learned


def _learn(told: SealedEvent, actor: Actor) -> int:
    """Propose what one question teaches, and what the one before it does; return how many of them taught something."""
    talk, number = told.subject.partition(":")[2], told.payload["number"]
    near = Asked.objects.filter(conversation=talk, number__in=range(number - 2, number + 1))
    rows = {row.number: row for row in near}
    row, before = rows.get(number), rows.get(number - 1)
    asks_again = before is not None and before.refusal == Refusal.no_indicator.value
    if row is None or not (row.corrected or asks_again):
        return 0
    knows = mind(clock.today())
    second = _turn(row, before)
    found = [(row, learned_from(second, knows))]
    if before is not None and asks_again and second.query.operation is not Operation.refuse:
        found.append((before, learned_from_two(_turn(before, rows.get(number - 2)), second, knows)))
    return sum(_propose(each, *lesson, actor=actor) for each, lesson in found if lesson is not None)


def _turn(row: Asked, before: Asked | None) -> Turn:
    query = query_of(row.query)
    return Turn(
        question=row.question,
        day=row.day,
        at=row.asked_at,
        query=query,
        before=query_of(before.corrected or before.query) if before is not None else None,
        refused=row.refusal == Refusal.no_indicator.value
        or (row.corrected is not None and query.operation is Operation.refuse),
        chosen=subject_of(query_of(row.corrected)) if row.corrected is not None else "",
    )


@transaction.atomic
def _propose(row: Asked, code: str, called: Called, *, actor: Actor) -> bool:
    """Note that a question called an indicator so; return whether that is new."""
    _no_longer(row, code, called)
    SynonymProposal.objects.get_or_create(
        indicator=code,
        key=called.key,
        defaults={"words": called.words, "name": called.name, "proposed_at": timezone.now()},
    )
    proposal = SynonymProposal.objects.select_for_update().get(indicator=code, key=called.key)
    if proposal.evidence.filter(pk=row.pk).exists():
        return False
    if proposal.state == ProposalState.proposed and called.words != called.key and proposal.words == proposal.key:
        # Typed without diacritics first: the spelling that has them is the better name.
        proposal.words, proposal.name = called.words, called.name
    proposal.evidence.add(row)
    proposal.seen += 1
    proposal.save(update_fields=["words", "name", "seen"])
    record_event(
        kind=EventKind.SYNONYM_PROPOSED,
        actor=actor.name,
        place=owner_of(code),
        subject=f"synonym:{proposal.pk}",
        payload={"indicator": code, "seen": proposal.seen},
    )
    return True


def _no_longer(row: Asked, code: str, called: Called) -> None:
    """Take a question that was corrected once more away from what it was evidence for."""
    others = SynonymProposal.objects.select_for_update().filter(evidence=row, state=ProposalState.proposed.value)
    for each in others.exclude(indicator=code, key=called.key):
        each.evidence.remove(row)
        each.seen -= 1
        each.save(update_fields=["seen"])


def accept_synonym(*, number: int, actor: Actor, tell: Tell = quietly) -> SynonymProposal:
    """This function will make a proposed name one of the indicator's, once all questions that are known were read
    again with it and none of them is understood worse.

    number: of the proposal; tell: is told how many questions were gone through, of how many. What came of the reading
    is kept either way. Raises UnknownProposal, OutOfReach, DecidedAlready, UnknownIndicator, ChangesOthers.
    """
    proposal = _accept(number, actor, tell)
    if proposal.state != ProposalState.accepted:
        found: dict[str, Any] = proposal.replay or {}
        examples = "; ".join(f"“{each['question']}”" for each in found["worse"][:EXAMPLES])
        raise ChangesOthers(
            name=proposal.name,
            indicator=proposal.indicator,
            worse=found["became_worse"],
            questions=found["questions"],
            examples=examples,
        )
    return proposal


@transaction.atomic
def _accept(number: int, actor: Actor, tell: Tell) -> SynonymProposal:
    with connection.cursor() as cursor:
        # Two names that are each harmless may not be so together: the second is read with the first.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ACCEPTING_LOCK])
    proposal = _taken(number, Decision.accept, actor)
    proposal.replay = found = replayed(proposal, on=clock.today(), tell=tell)
    proposal.save(update_fields=["replay"])
    if not found["became_worse"]:
        _decided(proposal, Decision.accept, "", actor)
        record_event(
            kind=EventKind.SYNONYM_ACCEPTED,
            actor=actor.name,
            place=owner_of(proposal.indicator),
            subject=f"synonym:{proposal.pk}",
            payload={"indicator": proposal.indicator, "questions": found["questions"], "read": found["read"]},
        )
    return proposal


@transaction.atomic
def decline_synonym(*, number: int, reason: str, actor: Actor) -> SynonymProposal:
    """This function will say that a proposed name is none of the indicator's, and why.

    Raises UnknownProposal, OutOfReach, DecidedAlready, WhyDeclined.
    """
    proposal = _taken(number, Decision.decline, actor)
    if not reason.strip():
        raise WhyDeclined(name=proposal.name, indicator=proposal.indicator)
    _decided(proposal, Decision.decline, reason, actor)
    record_event(
        kind=EventKind.SYNONYM_DECLINED,
        actor=actor.name,
        place=owner_of(proposal.indicator),
        subject=f"synonym:{proposal.pk}",
        payload={"indicator": proposal.indicator, "seen": proposal.seen},
    )
    return proposal


@transaction.atomic
def withdraw_synonym(*, number: int, reason: str = "", actor: Actor) -> SynonymProposal:
    """This function will take an accepted name back: questions are read without it from now on.

    Raises UnknownProposal, OutOfReach, DecidedAlready.
    """
    proposal = _taken(number, Decision.withdraw, actor)
    _decided(proposal, Decision.withdraw, reason, actor)
    record_event(
        kind=EventKind.SYNONYM_WITHDRAWN,
        actor=actor.name,
        place=owner_of(proposal.indicator),
        subject=f"synonym:{proposal.pk}",
        payload={"indicator": proposal.indicator, "seen": proposal.seen},
    )
    return proposal


def _taken(number: int, decision: Decision, actor: Actor) -> SynonymProposal:
    """Return a proposal with its row locked, where it may be decided so. Raises UnknownProposal, OutOfReach,
    DecidedAlready."""
    proposal = SynonymProposal.objects.select_for_update().filter(pk=number).first()
    if proposal is None:
        raise UnknownProposal(number=number)
    actor.require(Right.NAME_INDICATORS, owner_of(proposal.indicator))
    if ProposalState(proposal.state) not in MOVES[decision][0]:
        raise DecidedAlready(name=proposal.name, indicator=proposal.indicator, state=proposal.state)
    return proposal


def _decided(proposal: SynonymProposal, decision: Decision, reason: str, actor: Actor) -> None:
    proposal.state = MOVES[decision][1].value
    proposal.decided_by, proposal.decided_at = actor.name, timezone.now()
    proposal.reason = reason.strip()[:LONGEST_REASON]
    proposal.save(update_fields=["state", "decided_by", "decided_at", "reason"])
