"""A question that was refused, read again about the indicator that was meant: its place, time and operation stay."""

from datetime import date

from songbe.assistant.queries.mind import mind
from songbe.assistant.rules.hearing import hear
from songbe.assistant.rules.putting import query_from
from songbe.assistant.rules.query import Query


def read_about(question: str, indicators: tuple[str, ...], *, now: date, before: Query | None) -> Query:
    """Return what a question asks of indicators that its own words do not name. before: what it leans on."""
    knows = mind(now)
    return query_from(hear(question, now, knows, before), indicators, now, knows, before)
