"""A question answered: understood, read, said, and every number of it looked for in the result before it leaves."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import structlog

from songbe.assistant.queries.mind import mind
from songbe.assistant.queries.model import picked
from songbe.assistant.queries.naming import names_for
from songbe.assistant.queries.procedures import told_of_procedure
from songbe.assistant.queries.results import result_of
from songbe.assistant.rules.guard import numbers_in, numbers_of, strays
from songbe.assistant.rules.query import Operation, Query, Refusal
from songbe.assistant.rules.reading import Reading, Understood, understand
from songbe.assistant.rules.result import Line, Result
from songbe.assistant.rules.wording.names import period_label
from songbe.assistant.rules.wording.speech import Speech, newest
from songbe.kernel.numbers import Locale
from songbe.places.policy import Actor

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a figure comes from. unit: the place; measure: the unit of measure; as_of: ISO."""

    indicator: str
    unit: str
    measure: str
    period: str
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered. amounts: (place, code of the period) -> the figure as it is said; numbers: every number of the
    result and what is declared to follow from it; others: further readings, where the margin is small; text: the
    sentence, in the language asked for; helped: a language model picked the query."""

    question: str
    query: Query
    text: str
    result: Result | None = None
    refusal: Refusal | None = None
    numbers: tuple[Decimal, ...] = ()
    citation: Citation | None = None
    others: tuple[Query, ...] = ()
    names: tuple[str, ...] = ()
    took: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    amounts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    helped: bool = False

    @property
    def refused(self) -> bool:
        """Whether there is no figure or procedure in the answer."""
        return self.refusal is not None

    @property
    def first(self) -> Line | None:
        """The line whose value answers."""
        return self.result.lines[0] if self.result is not None and self.result.lines else None


def ask(question: str, *, now: date, actor: Actor, language: str = "vi", before: Query | None = None) -> Answer:
    """Return the answer to a question.

    now: the day it is asked; language: ``vi``, ``en``, ``zh``, ``ja`` or ``ko``; before: what the question before it
    asked, on which a short question leans. Never raises for what is asked: what cannot be answered is refused with the
    reason.
    """
    knows = mind(now)
    understood = understand(question, now=now, mind=knows, before=before)
    reading = picked(question, understood, now=now, mind=knows, before=before)
    answer = _helped(reading, question, now=now, actor=actor, language=language)
    if answer is None:
        answer = answer_reading(understood.best, question, now=now, actor=actor, language=language)
    answer = _with_others(answer, understood, language)
    heard = tuple((kind, question[span.start : span.end]) for kind, span in understood.took)
    return replace(answer, took=heard)


def _helped(reading: Reading | None, question: str, *, now: date, actor: Actor, language: str) -> Answer | None:
    """Return the answer to what a model picked; None where it is refused: the words alone then decide."""
    if reading is None:
        return None
    answer = answer_reading(reading, question, now=now, actor=actor, language=language)
    return None if answer.refused else replace(answer, helped=True)


def answer_query(query: Query, *, now: date, actor: Actor, language: str = "vi") -> Answer:
    """Return the answer to a typed query. Raises UnknownIndicator, UnknownPlace for codes that do not exist."""
    return answer_reading(Reading(query, 1.0), "", now=now, actor=actor, language=language)


def answer_reading(reading: Reading, question: str, *, now: date, actor: Actor, language: str) -> Answer:
    """Return the answer to one reading of a question."""
    if reading.query.operation is Operation.procedure:
        return _procedure(reading.query, question, now, language)
    if reading.refusal is not None:
        result = Result(reading.query, refusal=reading.refusal, said=reading.said)
    else:
        result = result_of(reading.query, now=now, actor=actor)
    return said(result, question, now=now, language=language)


def _procedure(query: Query, question: str, now: date, language: str) -> Answer:
    told = told_of_procedure(query, now=now, language=language)
    citation = Citation(told.name, "", "", told.on, told.source, told.on) if told.name else None
    return Answer(question, query, told.text, None, told.refusal, told.numbers, citation)


def said(result: Result, question: str, *, now: date, language: str) -> Answer:
    """Return a result as an answer; a sentence with a number from nowhere is not said, and noted."""
    names = names_for(result)
    speech = Speech(language, names, now)
    text = speech.say(result)
    citation = _citation(result, speech)
    named = _names_in(result, speech)
    numbers = tuple(dict.fromkeys([*numbers_of(result), *(number for name in named for number in numbers_in(name))]))
    known = (*named, result.said, *(_words(citation) if citation else ()))
    if wrong := strays(text, numbers, known):
        log.error("numbers_from_nowhere", numbers=wrong, operation=result.query.operation.value)
        text = speech.phrase("no_indicator")
        return Answer(question, result.query, text, result, Refusal.no_indicator, numbers)
    amounts = {(line.place, line.period.code): speech.value(line) for line in (*result.lines, *result.before)}
    return Answer(question, result.query, text, result, result.refusal, numbers, citation, names=known, amounts=amounts)


def _names_in(result: Result, speech: Speech) -> tuple[str, ...]:
    query = result.query
    codes = dict.fromkeys([*query.indicators, *(line.indicator for line in result.lines), result.nearest.indicator])
    places = dict.fromkeys(
        [*query.places, *(line.place for line in (*result.lines, *result.before)), speech.names.home]
    )
    units = dict.fromkeys(line.unit for line in (*result.lines, *result.before))
    return (
        *(speech.name(code) for code in codes if code),
        *(speech.place(code) for code in places if code),
        *(speech.names.units[code].name.say(speech.language) for code in units),
    )


def _citation(result: Result, speech: Speech) -> Citation | None:
    line = result.lines[0] if result.lines else None
    if line is None or result.refusal is not None:
        return None
    return Citation(
        indicator=speech.name(line.indicator),
        unit=speech.place(line.place),
        measure=speech.names.units[line.unit].name.say(speech.language),
        period=period_label(line.period, speech.language),
        source=speech.source_of(line),
        as_of=(newest(result) or line).as_of,
    )


def _words(citation: Citation) -> tuple[str, ...]:
    return (citation.source, citation.as_of, citation.measure)


def _with_others(answer: Answer, understood: Understood, language: str) -> Answer:
    readings = [reading.query for reading in understood.readings if reading.refusal is None]
    others = tuple(query for query in readings if query.indicators != answer.query.indicators)
    if answer.refused or not others:
        return answer
    return replace(answer, others=others)


__all__ = ["Answer", "Citation", "Locale", "answer_query", "ask"]
