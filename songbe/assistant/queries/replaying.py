"""The questions that are read again before a name goes live, and what becomes of them; nothing is answered."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from songbe.assistant.models import Asked, KnownQuestion, SynonymProposal
from songbe.assistant.queries.mind import Learned, learned, mind_with
from songbe.assistant.queries.written import query_of
from songbe.assistant.rules.hearing import Mind
from songbe.assistant.rules.learning import named_alike, subject_of_question
from songbe.assistant.rules.query import Operation, Query
from songbe.assistant.rules.replay import Case, Replay, replay, subject_of
from songbe.assistant.rules.text import Said
from songbe.indicators.queries import catalogue
from songbe.kernel.vietnamese import fold

NEWEST = 500
"""Questions that were understood and not corrected, read again: the newest ones."""
MOST_LISTED, MOST_EVIDENCE = 20, 50
"""Questions that became worse that are kept; questions a proposal rests on that are read again: the newest."""

Tell = Callable[[int, int], None]


def quietly(_done: int, _all: int) -> None:
    """Say nothing of how far a replay is."""


def replayed(proposal: SynonymProposal, *, on: date, tell: Tell = quietly) -> dict[str, Any]:
    """Return what becomes of other questions, and of those a proposal rests on, if it is accepted.

    ``questions``, ``read``, ``right_before``, ``right_after`` and ``worse`` of the others; ``evidence`` and
    ``understood`` of its own; ``seconds`` it took.
    """
    started = time.perf_counter()
    own = (proposal.indicator, proposal.name, proposal.key)
    names = tuple(each for each in learned() if each != own)
    old, new = mind_with(names, on), mind_with((*names, own), on)
    own_questions = list(_evidence(proposal))
    others = [*_others(proposal, own_questions, old), *_named(names, on)]
    found = replay(others, old=old, new=new, words=proposal.key, tell=tell)
    mine = replay(own_questions, old=old, new=new, words=proposal.key)
    return {
        **document(found),
        "evidence": mine.questions,
        "understood": mine.right_after,
        "seconds": round(time.perf_counter() - started, 1),
    }


def replayed_together(*, on: date, tell: Tell = quietly) -> Replay:
    """Return what all accepted names together do to the other questions: what to look at after another pack."""
    names = learned()
    cases, words = [*_asked(), *_named((), on)], " ".join(new for _code, _name, new in names)
    return replay(cases, old=mind_with((), on), new=mind_with(names, on), words=words, tell=tell)


def document(found: Replay) -> dict[str, Any]:
    """Return a replay as JSON can hold it, with the first questions that became worse."""
    said = asdict(found)
    return said | {"became_worse": len(found.worse), "worse": [asdict(each) for each in found.worse[:MOST_LISTED]]}


def _named(names: Learned, on: date) -> Iterator[Case]:
    """Yield every name that leads to an indicator (official ones, synonyms, abbreviations, names from use) and the
    questions that the pack knows."""
    for each in catalogue().definitions.values():
        for name in dict.fromkeys((each.name_vi, *each.synonyms, *each.abbreviations)):
            yield Case(name, each.code, on)
    for question, code in KnownQuestion.objects.order_by("question").values_list("question", "indicator"):
        yield Case(question, code, on)
    for code, name, _new in names:
        yield Case(name, code, on)


def _others(proposal: SynonymProposal, own: Sequence[Case], mind: Mind) -> Iterator[Case]:
    """Yield what was asked, without questions that name their subject by the same words as one a proposal rests on:
    that nobody said the answer was wrong does not make them witnesses that it was right."""

    def subject(case: Case) -> Said:
        return subject_of_question(case.question, case.day, mind, case.before)

    new, known = proposal.key.split(), [subject(each) for each in own]
    for case in _asked():
        codes = (case.truth, proposal.indicator)
        if any(word in fold(case.question) for word in new):
            asked = subject(case)
            if any(named_alike(asked, each, codes, mind) for each in known):
                continue
        yield case


def _asked() -> Iterator[Case]:
    """Yield the newest questions whose subject was known and that were not corrected, each once."""
    rows = Asked.objects.filter(corrected__isnull=True).exclude(query__operation=Operation.refuse.value).order_by("-id")
    newest = list(rows[:NEWEST])
    before = _before(newest)
    found = {}
    for row in newest:
        query = query_of(row.query)
        if subject_of(query):
            case = Case(row.question, subject_of(query), row.day, before.get((row.conversation, row.number - 1)))
            found[row.question, case.before] = case
    yield from found.values()


def _evidence(proposal: SynonymProposal) -> Iterator[Case]:
    rows = list(proposal.evidence.order_by("-id")[:MOST_EVIDENCE])
    before = _before(rows)
    for row in rows:
        yield Case(row.question, proposal.indicator, row.day, before.get((row.conversation, row.number - 1)))


def _before(rows: list[Asked]) -> dict[tuple[Any, int], Query]:
    """Return what the questions of the conversations of some rows asked, by conversation and number."""
    later = {row.conversation for row in rows if row.number > 1}
    known = Asked.objects.filter(conversation__in=later).values_list("conversation", "number", "query", "corrected")
    return {(talk, number): query_of(corrected or query) for talk, number, query, corrected in known}
