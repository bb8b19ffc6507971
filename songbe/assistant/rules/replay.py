"""Questions read again before a name goes live: what they were understood as, and what they would be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from songbe.assistant.rules.hearing import Mind
from songbe.assistant.rules.lexicon import FACETS
from songbe.assistant.rules.query import Operation, Query
from songbe.assistant.rules.reading import understand
from songbe.assistant.rules.subjects import terms_of
from songbe.assistant.rules.text import said
from songbe.kernel.vietnamese import fold

_ASKS_HOW_LONG = tuple(frozenset(fold(phrase).split()) for phrase in FACETS["duration"])
_ADDED = "thời gian"
"""What the hearing adds to a question that asks how long something takes."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question whose subject is known. truth: the code of an indicator or procedure; before: what the question
    before asked."""

    question: str
    truth: str
    day: date
    before: Query | None = None


@dataclass(frozen=True, slots=True)
class Worse:
    """A question that would be understood worse. instead: what it would be understood as, the likeliest first; nothing
    where it would be refused."""

    question: str
    truth: str
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of it. questions: all; read: those that have a new word of the names, for no other can change;
    right_before, right_after: how many of those were and would be understood right."""

    questions: int
    read: int
    right_before: int
    right_after: int
    worse: tuple[Worse, ...] = ()


def meant(case: Case, mind: Mind) -> tuple[str, ...]:
    """Return what a question is understood as: the codes of its readings, the likeliest first; none where refused."""
    found = understand(case.question, now=case.day, mind=mind, before=case.before)
    if found.best.query.operation is Operation.refuse:
        return ()
    return tuple(dict.fromkeys(subject_of(reading.query) for reading in found.readings))


def subject_of(query: Query) -> str:
    """Return the code of what a query asks about: of a procedure or of its first indicator; empty for none."""
    return query.procedure or next(iter(query.indicators), "")


def is_worse(truth: str, was: Sequence[str], now: Sequence[str]) -> bool:
    """Whether readings became worse: the likeliest is another one and not the true one, or another is offered."""
    if now[:1] != was[:1]:
        return list(now[:1]) != [truth]
    return bool(set(now) - set(was) - {truth})


def touches(case: Case, added: frozenset[str], mind: Mind) -> bool:
    """Whether added words can change how a question is read. mind: that has them.

    A question that follows another leans on the names of that one's subject: it is always read.
    """
    if case.before is not None:
        return True
    heard = mind.subjects.reached(said(case.question))
    if any(words <= heard for words in _ASKS_HOW_LONG):
        heard |= mind.subjects.reached(said(_ADDED))
    return not added.isdisjoint(heard)


def replay(
    cases: Sequence[Case],
    *,
    old: Mind,
    new: Mind,
    words: str,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> Replay:
    """Return what becomes of questions when names are added. old, new: without and with the names; words: those of the
    names that are new; tell: is told how many questions were gone through, of how many."""
    added = frozenset(term.plain for term in terms_of(said(words)))
    readings = []
    for number, case in enumerate(cases, start=1):
        if touches(case, added, new):
            readings.append((case, meant(case, old), meant(case, new)))
        tell(number, len(cases))
    return Replay(
        len(cases),
        len(readings),
        sum(was[:1] == (case.truth,) for case, was, _now in readings),
        sum(now[:1] == (case.truth,) for case, _was, now in readings),
        tuple(Worse(case.question, case.truth, now) for case, was, now in readings if is_worse(case.truth, was, now)),
    )
