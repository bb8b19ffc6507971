"""A question that was refused, read again about the indicator that was meant: its place, time and operation stay."""

from datetime import date

from songbe.assistant.models import Asked
from songbe.assistant.queries.mind import mind
from songbe.assistant.queries.written import query_of
from songbe.assistant.rules.hearing import hear
from songbe.assistant.rules.putting import query_from
from songbe.assistant.rules.query import Query


def read_about(question: str, indicators: tuple[str, ...], *, now: date, before: Query | None) -> Query:
    """Return what a question asks of indicators that its own words do not name. before: what it leans on."""
    knows = mind(now)
    return query_from(hear(question, now, knows, before), indicators, now, knows, before)


def read_again(row: Asked, indicators: tuple[str, ...]) -> Query:
    """Return what a question that was kept asks of indicators, where it stands in its conversation."""
    last = Asked.objects.filter(conversation=row.conversation, number=row.number - 1).first()
    before = query_of(last.corrected or last.query) if last is not None else None
    return read_about(row.question, indicators, now=row.day, before=before)
