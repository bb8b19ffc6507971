"""Asking, and choosing another reading: each keeps what was asked and answered."""

import time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from songbe.assistant.errors import NotYourConversation, QuestionTooLong
from songbe.assistant.models import Asked
from songbe.assistant.queries.asking import Answer, answer_query, ask
from songbe.assistant.queries.conversation import check_query
from songbe.assistant.queries.rereading import read_again
from songbe.assistant.queries.shown import kept_document
from songbe.assistant.queries.written import query_document, query_of
from songbe.assistant.rules.query import Operation, Query
from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.places import clock
from songbe.places.policy import Actor, Right
from songbe.places.queries import province

LONGEST = 500


@transaction.atomic
def ask_question(*, question: str, conversation: UUID, actor: Actor, language: str = "vi") -> Asked:
    """This function will answer a question in its conversation, and keep both.

    A short question leans on the one before it. Raises OutOfReach, QuestionTooLong, NotYourConversation.
    """
    actor.require(Right.READ_FIGURES, province().code)
    if len(question) > LONGEST:
        raise QuestionTooLong(length=len(question), most=LONGEST)
    last = _last(conversation, actor)
    before = query_of(last.corrected or last.query) if last is not None else None
    started = time.perf_counter()
    answer = ask(question, now=clock.today(), actor=actor, language=language, before=before)
    took = round((time.perf_counter() - started) * 1000)
    row = _kept(answer, conversation, last.number + 1 if last else 1, actor, language, took)
    _tell(EventKind.QUESTION_ASKED, row, answer, actor)
    return row


@transaction.atomic
def choose_reading(*, conversation: UUID, number: int, query: Query, actor: Actor, language: str = "") -> Asked:
    """This function will answer what a person meant instead of what was understood, and keep that it was another.

    number: of the question; where it was refused, query may say the indicator alone. language: to answer in from now
    on, empty: as before; a query that was answered already is only said again. Later questions lean on the query.
    Raises OutOfReach, NotYourConversation, UnknownIndicator, UnknownPlace, and NoSuchChoice for a query that asks for
    nothing.
    """
    actor.require(Right.READ_FIGURES, province().code)
    row = Asked.objects.select_for_update().filter(conversation=conversation, number=number, actor=actor.name).first()
    if row is None:
        raise NotYourConversation(conversation=conversation)
    if query.operation is Operation.refuse and query.indicators:
        query = read_again(row, query.indicators)
    check_query(query)
    language = language or row.language
    answer = answer_query(query, now=row.day, actor=actor, language=language)
    chosen, before = query_document(query), row.corrected or row.query
    if chosen != before:
        row.corrected = chosen
    others = _others(row, chosen)
    row.answer = kept_document(answer, language=language, now=row.day) | {"others": others}
    row.language, row.refusal = language, answer.refusal.value if answer.refusal else ""
    row.save(update_fields=["corrected", "answer", "refusal", "language"])
    _tell(EventKind.QUESTION_CORRECTED, row, answer, actor)
    return row


def _others(row: Asked, chosen: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the readings that can be taken next: those offered before, the first one among them if it was one, without
    this one."""
    understood = row.query["indicators"] and row.query["operation"] != Operation.refuse.value
    found = [*row.answer["others"], *([row.query] if understood else [])]
    return [each for at, each in enumerate(found) if each != chosen and each not in found[:at]]


def _last(conversation: UUID, actor: Actor) -> Asked | None:
    last = Asked.objects.select_for_update().filter(conversation=conversation).order_by("-number").first()
    if last is not None and last.actor != actor.name:
        raise NotYourConversation(conversation=conversation)
    return last


def _kept(answer: Answer, conversation: UUID, number: int, actor: Actor, language: str, took: int) -> Asked:
    return Asked.objects.create(
        conversation=conversation,
        number=number,
        actor=actor.name,
        asked_at=timezone.now(),
        day=clock.today(),
        question=answer.question,
        language=language,
        query=query_document(answer.query),
        answer=kept_document(answer, language=language, now=clock.today()),
        refusal=answer.refusal.value if answer.refusal else "",
        milliseconds=took,
    )


def _tell(kind: EventKind, row: Asked, answer: Answer, actor: Actor) -> None:
    record_event(
        kind=kind,
        actor=actor.name,
        place=province().code,
        subject=f"conversation:{row.conversation}",
        payload={"number": row.number, "operation": answer.query.operation.value, "refusal": row.refusal},
    )
