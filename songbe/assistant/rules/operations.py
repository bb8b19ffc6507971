"""What is to be done with the figures, read off the words of a question."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cache

from songbe.assistant.rules import cues as say
from songbe.assistant.rules.lexicon import FACETS
from songbe.assistant.rules.query import Operation, Refusal, Test
from songbe.assistant.rules.text import Said, Span, said


@dataclass(frozen=True, slots=True)
class Cues:
    """What a question's words say of the operation. order: ``desc``, ``asc``, ``best`` or ``worst``; n: 0 where no
    number is said. elliptic: it leans on the question before; anywhere: where something is, is asked; asks_amount: a
    number is asked for."""

    operation: Operation | None = None
    order: str = ""
    n: int = 0
    test: Test | None = None
    facet: str = ""
    refusal: Refusal | None = None
    compares: bool = False
    elliptic: bool = False
    anywhere: bool = False
    asks_amount: bool = False
    yearly_goal: bool = False
    spans: tuple[Span, ...] = ()


_REFUSED = (
    (say.PERSONAL, Refusal.personal),
    (say.OPINION, Refusal.opinion),
    (say.PREDICTION, Refusal.prediction),
    (say.CAUSE, Refusal.cause),
    (say.INSTRUCTION, Refusal.instruction),
)


def find_cues(rest: Said, group: bool) -> Cues:
    """Return what the words say is to be done. group: whether places were named as a group (``huyện nào``)."""
    text = rest.plain
    anywhere = spans_of(say.ANYWHERE, text)
    cues = Cues(
        facet=facet_of(rest),
        elliptic=bool(say.ELLIPTIC.search(text.strip())),
        anywhere=bool(anywhere),
        asks_amount=bool(say.QUANTITY.search(text)),
    )
    for pattern, reason in _REFUSED:
        if pattern.search(text):
            return replace(cues, refusal=reason, operation=Operation.refuse)
    found = _tested(text, cues, group or bool(anywhere)) or _told(rest, cues, group)
    return replace(found, spans=(*found.spans, *anywhere))


def _told(rest: Said, cues: Cues, group: bool) -> Cues:
    text = rest.plain
    if explain := spans_of(say.EXPLAIN, text) or spans_of(say.EXPLAIN_FIRST, text):
        return replace(cues, operation=Operation.explain, spans=(*explain, *spans_of(say.CHANGE, text)))
    if spans := spans_of(say.DEFINITION, text):
        return replace(cues, operation=Operation.definition, spans=spans)
    goal = spans_of(say.TARGET, text)
    if goal and not _names_goal_only(rest):
        return replace(
            cues,
            operation=Operation.target_gap,
            spans=goal,
            yearly_goal=" nam" in text,
            compares=bool(say.COMPARE.search(text)),
        )
    ranked = _ranked(rest, cues, group)
    if ranked is not None:
        return ranked
    compared = spans_of(say.COMPARE, text)
    if spans := spans_of(say.SERIES, text):
        return replace(cues, operation=Operation.series, spans=(*spans, *compared), compares=bool(compared))
    if compared:
        return replace(cues, operation=Operation.compare, spans=compared, compares=True)
    return cues


def _names_goal_only(rest: Said) -> bool:
    """Whether a goal is a word of the subject rather than what is asked: ``số chỉ tiêu``, ``chỉ tiêu nào``."""
    found = re.search(r"(?<!\w)(?:bao nhieu|may|bo|(so)) chi tieu(?!\w)", rest.plain)
    # Without diacritics "so chi tieu" is "against the target"; only "số" makes targets what is counted.
    return found is not None and (found[1] is None or rest.text[found.start(1) : found.end(1)] == "số")


def _ranked(rest: Said, cues: Cues, group: bool) -> Cues | None:
    text = rest.plain
    if spans := spans_of(say.RANK_OF, text):
        return replace(cues, operation=Operation.rank_of, order="desc", spans=spans)
    forms = ((say.LEAST, "asc"), (say.WORST, "worst"), (say.BEST, "best"), (say.MOST, "desc"), (say.RANKING, "desc"))
    for pattern, order in forms:
        spans = spans_of(pattern, text)
        if not spans:
            continue
        n, at = _how_many(text)
        if pattern is say.RANKING and not n and not group:
            continue
        nearest = tuple(Span(found.start(), found.end()) for found in re.finditer(r"(?<!\w)nhat(?!\w)", text))
        told = replace(cues, operation=Operation.rank, order=order, n=n or (0 if pattern is say.RANKING else 1))
        return replace(told, spans=(*spans, *at, *nearest), facet=cues.facet or _facet_of_order(text))
    return None


def _facet_of_order(text: str) -> str:
    """Return what sort of number a superlative speaks of: the most are counted, the fastest take little time."""
    if re.search(r"(?<!\w)(?:nhanh|cham|lau) nhat(?!\w)", text):
        return "duration"
    return "count" if re.search(r"(?<!\w)(?:nhieu|it|dong)(?!\w)", text) else ""


def _how_many(text: str) -> tuple[int, tuple[Span, ...]]:
    found = say.TOP.search(text)
    if found is None:
        return 0, ()
    count = [each for each in found.groups() if each][-1]
    return int(count) if count.isdigit() else say.DIGITS_IN_WORDS.get(count, 0), (Span(found.start(), found.end()),)


def _tested(text: str, cues: Cues, group: bool) -> Cues | None:
    if not group:
        return None
    for pattern, sign in say.TESTS:
        found = pattern.search(text)
        if found is None:
            continue
        value = number_vi(next(each for each in reversed(found.groups()) if each and each[0].isdigit()))
        if value is None:
            continue
        scale, spans = say.SCALE.match(text, found.end()), _own_words(pattern, found)
        facet = cues.facet
        if scale is not None:
            value, spans = value * say.SCALES.get(scale[1], 1), (*spans, Span(*scale.span()))
            facet = "rate" if scale[1] in ("%", "phan tram") else facet
        return replace(cues, operation=Operation.filter, test=Test(sign, value), spans=spans, facet=facet)
    for pattern, meets in ((say.UNMET, False), (say.MET, True)):
        if spans := spans_of(pattern, text):
            return replace(cues, operation=Operation.filter, test=Test(meets=meets), spans=spans)
    return None


def number_vi(written: str) -> Decimal | None:
    """Return a number as Vietnamese text writes it: ``1.234,5``; ``84.05`` is read as 84,05. None if it is none."""
    grouped = re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", written)
    plain = written.replace(".", "").replace(",", ".") if grouped else written.replace(",", ".")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


_FACETS = tuple((facet, tuple(said(word) for word in words)) for facet, words in FACETS.items())


def facet_of(rest: Said) -> str:
    """Return what sort of number is asked for, as far as the words say; empty if they do not."""
    padded = f" {rest.plain} "
    if say.OF_A_HUNDRED.search(padded):
        return "rate"
    for facet, words in _FACETS:
        for word in words:
            at = padded.find(f" {word.plain} ") if word.plain != "%" else padded.find("%") - 1
            if at >= 0 and rest.text[at : at + len(word.plain)] in (word.text, word.plain):
                return facet
    return ""


def spans_of(pattern: re.Pattern[str], text: str) -> tuple[Span, ...]:
    """Return where the words of a pattern stand in a text; what stands between them for anything is not theirs."""
    return tuple(span for found in _found(pattern, text) for span in _own_words(pattern, found))


def _own_words(pattern: re.Pattern[str], found: re.Match[str]) -> tuple[Span, ...]:
    own = _words_of(pattern, found.lastgroup or "")
    return tuple(
        Span(found.start() + word.start(), found.start() + word.end())
        for word in re.finditer(r"\S+", found[0])
        if word[0].strip(".,;:?!%") in own or not any(map(str.isalpha, word[0]))
    )


@cache
def _words_of(pattern: re.Pattern[str], form: str) -> frozenset[str]:
    """Return the words of one form of a pattern, or of all where it has no forms."""
    source = re.sub(r"\(\?<!.*?\)", "", pattern.pattern)
    if form.startswith("form"):
        source = source.split(f"(?P<{form}>", 1)[1].split("(?P<form", 1)[0]
    return frozenset(re.findall(r"(?<!\\)[a-z]+", source))


def _found(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    return (found for found in pattern.finditer(text) if found[0].strip())
