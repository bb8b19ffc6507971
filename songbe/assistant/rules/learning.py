"""What a question called an indicator: the words that its names do not hold yet, once somebody said what was meant."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import dropwhile

from songbe.assistant.rules.hearing import Mind, Parts, hear
from songbe.assistant.rules.lexicon import EMPTY
from songbe.assistant.rules.query import Operation, Query
from songbe.assistant.rules.reading import understand
from songbe.assistant.rules.text import Said, Span, Word, said

MOST_WORDS = 6
"""Words that what somebody calls an indicator has at most; more are a sentence, and no name."""
LONGEST = 80
"""Letters that it has at most."""
SOON = timedelta(minutes=10)
"""How soon after a refusal the same is asked in other words."""
_SORTS = frozenset({"so", "ty", "ti", "le", "tong", "luong", "muc", "diem"})
"""Words before a subject that say what sort of number is asked for."""
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Called:
    """What a question calls an indicator. key: the words that its names do not hold, without diacritics, in the order
    of the alphabet; words: the same as typed; name: with the other words of the subject, as typed."""

    key: str
    words: str
    name: str

    @property
    def marked(self) -> bool:
        """Whether any diacritic was typed."""
        return self.words != self.key or not self.name.isascii()


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was asked. day: on which; before: what the question before asked; query: what was understood;
    refused: whether its subject was not known; chosen: the indicator that the person chose, else empty."""

    question: str
    day: date
    at: datetime
    query: Query
    before: Query | None = None
    refused: bool = False
    chosen: str = ""


def called(question: str, parts: Parts, code: str, mind: Mind) -> Called | None:
    """Return what a question calls an indicator. parts: what its words are.

    None where its names hold all of it, where it is no name for its length, or where the question names a place that
    is not known or asks what is not answered whatever its subject.
    """
    if parts.cues.refusal is not None or parts.places.unknown or any(each.outside for each in parts.places.found):
        return None
    subject = _subject(parts, question)
    content = [word for word in subject.words if _says_something(word)]
    held = mind.subjects.held(code, subject)
    new = [word for word in content if word.span not in held]
    name = " ".join(word.text for word in _naming(subject, held))
    if not new or len(content) > MOST_WORDS or len(name) > LONGEST:
        return None
    return Called(" ".join(sorted({word.plain for word in new})), " ".join(word.text for word in new), name)


def subject_of_question(question: str, day: date, mind: Mind, before: Query | None) -> Said:
    """Return the words of a question that are left for its subject."""
    return _subject(hear(question, day, mind, before), question)


def named_alike(one: Said, other: Said, codes: Collection[str], mind: Mind) -> bool:
    """Whether two questions name their subjects by the same words. codes: of the indicators that they are about."""
    first, second = (
        frozenset().union(*(mind.subjects.held(code, each) for code in codes if code in mind.traits))
        for each in (one, other)
    )
    return {word.plain for word in _naming(one, first)} == {word.plain for word in _naming(other, second)}


def _naming(subject: Said, held: frozenset[Span]) -> list[Word]:
    """Return the words that name a subject. What says nothing by itself does (``hồ sơ``) where a name holds it."""
    named = [
        word for word in subject.words if _says_something(word) or (word.span in held and not _DIGIT.search(word.plain))
    ]
    return list(dropwhile(lambda word: word.plain in _SORTS, named))


def _subject(parts: Parts, question: str) -> Said:
    """Return the words of a question that are left for its subject, as they were typed, not as slips were put right."""
    left = [word.text for word in parts.rest.words]
    kept = []
    for typed, heard in zip(said(question).words, parts.heard.words, strict=False):
        if left and heard.text == left[0]:
            left.pop(0)
            kept.append(typed.text)
    return said(" ".join(kept))


def _says_something(word: Word) -> bool:
    return len(word.plain) > 1 and word.plain not in EMPTY and not _DIGIT.search(word.plain)


def learned_from(turn: Turn, mind: Mind) -> tuple[str, Called] | None:
    """Return the indicator and what it was called, where a person chose another one than was understood, or one of
    several."""
    if not turn.chosen or turn.chosen not in mind.traits or turn.query.operation is Operation.procedure:
        return None
    parts = hear(turn.question, turn.day, mind, turn.before)
    if turn.query.indicators[:1] == (turn.chosen,) and not (turn.refused or _unsure(turn, mind)):
        return None
    found = called(turn.question, parts, turn.chosen, mind)
    return None if found is None else (turn.chosen, found)


def _unsure(turn: Turn, mind: Mind) -> bool:
    return len(understand(turn.question, now=turn.day, mind=mind, before=turn.before).readings) > 1


def learned_from_two(first: Turn, second: Turn, mind: Mind) -> tuple[str, Called] | None:
    """Return the indicator and what it was called by a question whose subject was not known, where the next one asked
    the same in other words and was understood.

    The same: soon after, and of no place or time that the first does not name.
    """
    code = second.chosen or next(iter(second.query.indicators), "")
    if not first.refused or first.chosen or second.refused or code not in mind.traits:
        return None
    if not timedelta(0) <= second.at - first.at <= SOON:
        return None
    heard = hear(first.question, first.day, mind, first.before)
    if not _names_no_more(hear(second.question, second.day, mind, None), heard):
        return None
    found = called(first.question, heard, code, mind)
    return None if found is None else (code, found)


def _names_no_more(second: Parts, first: Parts) -> bool:
    return all(of(second) <= of(first) for of in (_times, _places))


def _times(parts: Parts) -> frozenset[str]:
    if parts.when is None:
        return frozenset()
    return frozenset(period.code for period in (*parts.when.periods, parts.when.versus) if period is not None)


def _places(parts: Parts) -> frozenset[str]:
    named = [each.codes[0] for each in parts.places.found if each.codes]
    return frozenset([*named, *(group.code for group in parts.places.groups)])
