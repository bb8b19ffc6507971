"""Agencies that a question names: in full, in part, by initials, or by both."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from songbe.assistant.rules.places.heard import Heard, bare, can_be
from songbe.assistant.rules.places.known import Known
from songbe.assistant.rules.places.spellings import initials, syllables
from songbe.assistant.rules.places.words import FILLERS, NOT_BODY_BEFORE, NUMBER_BEFORE, ORDINARY, SHORTENED
from songbe.assistant.rules.spelling import is_syllable

_BRACKETED = re.compile(r"\(([^)]*)\)")
_BARE_FILLERS = frozenset(map(bare, FILLERS))
_ENDS_HEAD = FILLERS | {"nhân", "tỉnh"}
_UNSURE = 0.5
_COUNCIL = "Hội đồng nhân dân và "
"""What people leave out of the name of the office that the council and the committee share."""

_NO_HEAD = frozenset({"số"})
_BY_UNIT = ("district_committee", "commune_committee", "province")
"""Kinds whose figures stand by unit: who names them means the unit."""


@dataclass(frozen=True, slots=True)
class Body:
    """What an agency is called without the words for its place: of several districts one name each."""

    words: tuple[str, ...]
    plain: tuple[str, ...]
    head: int
    codes: tuple[tuple[str, str], ...]

    @property
    def local(self) -> bool:
        """Whether a place must follow to tell which."""
        return not self.code

    @property
    def code(self) -> str:
        """The code of the agency of the province; empty if only its districts have one."""
        return dict(self.codes).get("", "")


@dataclass(frozen=True, slots=True)
class Named:
    """The words ``[first, last)`` name a body. shared: words that need a place or ``tỉnh`` behind."""

    first: int
    last: int
    body: Body
    exact: bool
    sure: float
    shared: bool = False


class Bodies:
    """All agencies by the words and initials they are called by."""

    def __init__(self, agencies: Iterable[Known], units: dict[str, list[Known]], province: str) -> None:
        self._by_word: dict[str, list[Body]] = defaultdict(list)
        self._by_initials: dict[str, Body] = {}
        heads: dict[tuple[tuple[str, ...], int], list[tuple[str, str]]] = defaultdict(list)
        short: list[tuple[str, tuple[str, str]]] = []
        for agency in agencies:
            if agency.type in _BY_UNIT:
                continue
            states = units.get(agency.parent, [])
            unit = agency.parent if agency.parent != province else ""
            place = (unit, agency.code)
            shorter = agency.name.replace(_COUNCIL, "")
            for name in dict.fromkeys((agency.name, shorter, *agency.others)):
                words, head = _words_of(name, states)
                if words:
                    # A further name is one only in full.
                    heads[words, len(words) if name in agency.others else head].append(place)
            short += [(key, place) for key in _abbreviations(agency, states) if not unit]
        for (words, head), places in heads.items():
            body = Body(words, tuple(map(bare, words)), head, tuple(dict.fromkeys(places)))
            self._by_word[body.plain[0]].append(body)
        for key, place in short:
            self._by_initials.setdefault(key, Body((key,), (key,), 1, (place,)))

    def named(self, heard: Heard) -> list[Named]:
        """Return the bodies that a question names, the longest first where they overlap."""
        found = sorted(self._all(heard), key=lambda each: (each.first, -each.last, -each.sure))
        kept: list[Named] = []
        for each in found:
            if not kept or each.first >= kept[-1].last:
                kept.append(each)
        return kept

    def _all(self, heard: Heard) -> Iterator[Named]:
        for first in range(len(heard.words)):
            if _is_another_word(heard, first):
                continue
            yield from self._by_name(heard, first)
            yield from self._short(heard, first)

    def _short(self, heard: Heard, first: int) -> Iterator[Named]:
        for last in range(first + 1, min(first + 5, len(heard.words)) + 1):
            if not heard.soft(first, last):
                return
            key = "".join(word.plain for word in heard.words[first:last])
            body = self._by_initials.get(key)
            if body and (heard.shouted(first, last) or len(key) > 4 or not set(key) & set("aeiou")):
                sure = 0.9 if heard.shouted(first, last) else 0.75
                yield Named(first, last, body, exact=True, sure=_UNSURE if _is_topic(heard, first, last) else sure)

    def _by_name(self, heard: Heard, first: int) -> Iterator[Named]:
        spread = _spread(heard, first)
        candidates = self._by_word.get(bare(spread[0][0]), ()) if spread else ()
        walked = [(body, *_walk(spread, body)) for body in candidates]
        full = [(body, far, slips) for body, known, far, slips in walked if known == len(body.words)]
        for body, far, slips in full:
            yield self._full(heard, first, spread[far - 1][1] + 1, body, slips)
        most = max((known for body, known, _, slips in walked if not slips), default=0)
        partly = [(body, far) for body, known, far, slips in walked if known == most and not slips]
        if not full and len(partly) == 1 and _is_enough(heard, first, partly[0][0], most):
            body, far = partly[0]
            last = spread[far - 1][1] + 1
            marked = any(word.marked for word in heard.words[first:last])
            sure = 0.8 if marked or heard.capital(first, first + 1) else 0.6
            if far == len(spread) or spread[far][1] >= last:  # not in the midst of an abbreviation
                yield Named(first, last, body, exact=True, sure=sure)

    def _full(self, heard: Heard, first: int, last: int, body: Body, slips: int) -> Named:
        topic = any(heard.says(first, phrase) and len(phrase) >= last - first for phrase in ORDINARY)
        ordinary = topic or (len(body.words) == 1 and is_syllable(body.plain[0]))
        sure = _UNSURE if _is_topic(heard, first, last) else 0.8 if slips else 0.95
        return Named(first, last, body, exact=not slips, sure=sure, shared=ordinary or body.local)


def _is_another_word(heard: Heard, first: int) -> bool:
    """Whether what looks like the word for a department is a part of another word, or a number."""
    before, word = heard.words[first - 1].text if first else "", heard.words[first]
    return word.plain == "so" and (before in NOT_BODY_BEFORE or (not word.marked and bare(before) in NUMBER_BEFORE))


def _is_topic(heard: Heard, first: int, last: int) -> bool:
    """Whether an abbreviation stands for words that more often are what a question is about."""
    return last == first + 1 and SHORTENED.get(heard.words[first].text) in ORDINARY


def _words_of(name: str, states: Sequence[Known]) -> tuple[tuple[str, ...], int]:
    """Return the words of an agency's name without its place, and how many of them its first part has."""
    name = _BRACKETED.sub(" ", name)
    for place in (*(state.name for state in states), *(state.short for state in states)):
        if name.lower().endswith(place.lower()):
            name = name[: -len(place)]
            break
    parts = name.split()
    head = next((i for i, part in enumerate(parts) if i and (part[0].isupper() or part in _ENDS_HEAD)), len(parts))
    words = tuple(word for word in syllables(name) if word not in FILLERS)
    if len(words) > 1 and words[-1] == "tỉnh":
        words = words[:-1]
    return words, head


def _abbreviations(agency: Known, states: Sequence[Known]) -> Iterator[str]:
    words, _ = _words_of(agency.name, states)
    yield from (key for key in (initials(words),) if len(key) > 2)
    acronyms = [part for text in _BRACKETED.findall(agency.name) for part in text.split() if part.isupper()]
    for name in (agency.short, agency.code, *agency.others, *acronyms):
        key = "".join(map(bare, syllables(name)))
        if 2 < len(key) < 12 and key.isalpha() and not name.islower() and " " not in name.strip()[3:]:
            yield key


def _spread(heard: Heard, first: int) -> list[tuple[str, int]]:
    """Return the next words with abbreviations written out and fillers left out, each with where it was typed."""
    spread: list[tuple[str, int]] = []
    for i in range(first, min(first + 14, len(heard.words))):
        word = heard.mended[i]
        if i > first and word.text in FILLERS | _BARE_FILLERS:
            continue
        spread += [(meant, i) for meant in SHORTENED.get(word.text, (word.text,))]
    return spread


def _walk(spread: Sequence[tuple[str, int]], body: Body) -> tuple[int, int, int]:
    """Return how many words of a body's name are said, how far in the question, and how many slips were forgiven."""
    slips = 0
    for k, meant in enumerate(body.words):
        if k >= len(spread):
            return k, k, slips
        typed = spread[k][0]
        if can_be(typed, meant):
            continue
        rest = _rest_by_initials(spread[k:], body.plain[k:]) if len(body.words) - k > 1 else 0
        if rest:
            return len(body.words), k + rest, slips
        head = k > 0 or (bare(typed) == bare(meant) and typed not in _NO_HEAD)
        if not head or slips or len(body.words) < 3 or not _is_slip(typed, meant):
            return k, k, slips
        slips += 1
    return len(body.words), len(body.words), slips


def _rest_by_initials(spread: Sequence[tuple[str, int]], rest: Sequence[str]) -> int:
    """Return how many of the next words together are the initials of the rest of a name; 0 if none."""
    goal, typed = "".join(word[0] for word in rest), ""
    for k, (word, _) in enumerate(spread[:5], start=1):
        typed += bare(word)
        if typed == goal:
            return k
        if not goal.startswith(typed):
            return 0
    return 0


def _is_slip(typed: str, meant: str) -> bool:
    said, goal = bare(typed), bare(meant)
    return said == goal or (len(goal) > 3 and OSA.distance(said, goal) <= 1)


def _is_enough(heard: Heard, first: int, body: Body, known: int) -> bool:
    """Whether the beginning of a name tells the agency: its first part, or three words of a department."""
    if any(heard.says(first, phrase) for phrase in ORDINARY) and not heard.words[first].marked:
        return False
    if any(heard.says(first, phrase) and len(phrase) >= known for phrase in ORDINARY):
        return False
    return known >= max(2, body.head) if body.head > 1 else known >= 3
