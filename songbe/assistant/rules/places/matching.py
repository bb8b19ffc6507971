"""Stretches of a question that can be the name of a unit or a place elsewhere."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from songbe.assistant.rules.places.heard import Heard
from songbe.assistant.rules.places.known import Known
from songbe.assistant.rules.places.spellings import Spelling, Spelt, type_of
from songbe.assistant.rules.places.words import (
    AMBIGUOUS_BARE,
    CROSSING,
    CUES,
    LINKS,
    ORDINARY,
    THING_BEFORE,
    TIER_OF_TYPE,
    TYPE_WORDS,
)
from songbe.assistant.rules.spelling import is_syllable
from songbe.assistant.rules.text import Word

_SHORT, _LONG = 6, 9
"""Letters from which a name may have one slip, or two."""

_HALF = 0.5
"""What a missing diacritic costs, or a slip that could be mended."""

DOUBTFUL = 0.1
"""How sure a name is that may be ordinary words: only a district behind it makes it one."""


@dataclass(frozen=True, slots=True)
class TypeWord:
    """A word before a name that says what it is: the words ``[first, last)``. plain: it may be another word too."""

    first: int
    last: int
    type: str
    plain: bool = False

    def fits(self, known: Known) -> bool:
        """Whether a place is of this type."""
        return type_of(known) == self.type

    def fits_tier(self, known: Known) -> bool:
        """Whether a place is of the tier of this type."""
        return known.tier == TIER_OF_TYPE.get(self.type, "?") or (known.tier == "" and self.type in _WIDE_TYPES)


_WIDE_TYPES = ("country", "region")


@dataclass(frozen=True, slots=True)
class Match:
    """The words ``[first, last)`` can be these places, at some cost. typed: the type word before, if any.

    sure: 0-1, how well the letters speak for a name.
    """

    first: int
    last: int
    known: tuple[Known, ...]
    cost: float
    typed: TypeWord | None
    sure: float


def type_word_before(heard: Heard, at: int) -> TypeWord | None:
    """Return the type word that ends where a name begins."""
    for phrase, type_ in TYPE_WORDS:
        first = at - len(phrase)
        if heard.says_before(at, phrase) and heard.soft(first, at + 1) and _is_meant(heard, first, at):
            return TypeWord(first, at, type_, plain=_may_be_another(heard, first, at))
    return None


def _is_meant(heard: Heard, first: int, last: int) -> bool:
    """Whether a type word is one: bare ``xa`` among words with diacritics is not."""
    word = heard.words[first]
    if last - first > 1:
        return True
    if word.plain in AMBIGUOUS_BARE and not word.marked:
        return not heard.said.marked
    return True


def _may_be_another(heard: Heard, first: int, last: int) -> bool:
    word = heard.words[first]
    return last == first + 1 and (len(word.text) == 1 or (word.plain in AMBIGUOUS_BARE and not word.marked))


def matches(heard: Heard, spelt: Spelt, blocked: Collection[int]) -> list[Match]:
    """Return what names stand in a question, the longest first; none overlap."""
    found = list(_all(heard, spelt, blocked))
    found.sort(key=lambda m: (m.cost > 0, -_letters(heard, m), m.cost, m.first))
    kept: list[Match] = []
    used = set(blocked)
    for match in found:
        words = set(range(match.typed.first if match.typed else match.first, match.last))
        if not words & used:
            kept.append(match)
            used |= words
    return sorted(kept, key=lambda match: match.first)


def _letters(heard: Heard, match: Match) -> int:
    return sum(len(word.plain) for word in heard.words[match.first : match.last])


def _all(heard: Heard, spelt: Spelt, blocked: Collection[int]) -> Iterator[Match]:
    for first in range(len(heard.words)):
        typed = type_word_before(heard, first)
        for last in range(first + 1, min(first + spelt.longest, len(heard.words)) + 1):
            if last - 1 in blocked or not heard.soft(first, last):
                break
            match = _match(heard, spelt, first, last, typed)
            if match:
                yield match


def _match(heard: Heard, spelt: Spelt, first: int, last: int, typed: TypeWord | None) -> Match | None:
    """Return the best of what some words can be, if it can be believed."""
    words = heard.words[first:last]
    found = spelt.exact(words)
    mended = heard.mended[first:last]
    if mended != words and not found:
        found = [(each, cost + _HALF) for each, cost in spelt.exact(mended)]
    if not found or min(cost for _, cost in found) > 1:
        found += _near(spelt, words, typed)
    believed = [
        (each, cost, sure) for each, cost in found if (sure := _believed(heard, first, last, each, cost, typed)) > 0
    ]
    if not believed:
        return None
    least = min(cost for _, cost, _ in believed)
    best = [(each, sure) for each, cost, sure in believed if cost == least]
    known = tuple(dict.fromkeys(each.known for each, _ in best))
    return Match(first, last, known, least, typed, max(sure for _, sure in best))


def _near(spelt: Spelt, words: Sequence[Word], typed: TypeWord | None) -> list[tuple[Spelling, float]]:
    letters = sum(len(word.plain) for word in words)
    if letters < (_SHORT - 2 if typed else _SHORT):
        return []
    if not typed and len(words) < 3 and not any(word.marked or not is_syllable(word.plain) for word in words):
        return []
    return spelt.near(words, at_most=2 if letters >= _LONG else 1)


def _believed(heard: Heard, first: int, last: int, each: Spelling, cost: float, typed: TypeWord | None) -> float:
    """Return how sure it is that some words mean a place as spelt; 0: they do not."""
    fits = typed is not None and (typed.fits(each.known) or typed.fits_tier(each.known))
    if typed and typed.plain and (cost > 0 or each.initials):
        fits = False
    if each.initials:
        return 0.0 if cost else _initials_believed(heard, first, last, each, fits=fits)
    if len(each.text) == 1 and not fits:
        return _single_believed(heard, first, last, each, cost)
    if cost > 0:
        return _slip_believed(heard, first, last, each, cost, fits=fits)
    if fits:
        return 0.95
    if each.known.kind == "elsewhere" and each.known.tier == "" and _is_ordinary(heard, first, last):
        return 0.0
    return _bare_believed(heard, first, last, each)


def _initials_believed(heard: Heard, first: int, last: int, each: Spelling, *, fits: bool) -> float:
    if fits:
        return 0.9
    if heard.shouted(first, last):
        return 0.85 if len(each.key) > 2 else 0.6
    return 0.7 if len(each.key) > 2 and not set(each.key) & set("aeio") else 0.0


def _single_believed(heard: Heard, first: int, last: int, each: Spelling, cost: float) -> float:
    """A name of one syllable is a word like any other, but for a long foreign one."""
    if not is_syllable(each.plain[0]) and len(each.plain[0]) > 4 and cost == 0:
        return 0.9
    named = heard.capital(first, last) and first > 0 and _after_cue(heard, first)
    return 0.7 if cost == 0 and named and not each.plain[0].isdigit() else 0.0


def _slip_believed(heard: Heard, first: int, last: int, each: Spelling, cost: float, *, fits: bool) -> float:
    letters = len(each.key)
    allowed = 2 if letters >= _LONG else 1 if letters >= _SHORT or (fits and len(each.text) > 1) else _HALF
    if cost > allowed or (_is_ordinary(heard, first, last) and not fits):
        return 0.0
    away = each.known.kind == "elsewhere"
    words = heard.words[first:last]
    strange = any(not is_syllable(word.plain) for word in words)
    cased = heard.capital(first, last)
    if fits:
        return 0.8 if strange or not away else 0.0
    if (away or _is_crossed(heard, first, last)) and not cased:
        return 0.0
    low = each.known.tier == ("district" if away else "commune")
    if low and (letters < _LONG or cost > 1):
        return 0.0
    alike = sum(word.plain == plain for word, plain in zip(words, each.plain, strict=False)) if len(words) > 2 else 0
    if not _is_slight(heard.mended[first:last], each) or not (strange or cased or alike > 1 or cost <= _HALF):
        return 0.0
    return 0.75 if any(word.marked for word in words) else 0.65


def _is_slight(words: Sequence[Word], each: Spelling) -> bool:
    """Whether the slips leave each word its first letter, and what it is if it is short."""
    if len(words) != len(each.plain):
        return True
    pairs = [(word.plain, plain) for word, plain in zip(words, each.plain, strict=True) if word.plain != plain]
    return all(typed[0] == meant[0] and len(meant) > 2 for typed, meant in pairs)


def _bare_believed(heard: Heard, first: int, last: int, each: Spelling) -> float:
    """A name without its type word: where diacritics were typed they speak, else a capital or the word before."""
    cased, cue = heard.capital(first, last), _after_cue(heard, first)
    if _is_ordinary(heard, first, last) and not (cased or (cue and each.known.kind == "elsewhere")):
        return DOUBTFUL if each.known.tier == "commune" and each.known.kind == "unit" else 0.0
    if (first and heard.words[first - 1].text in THING_BEFORE) or (_is_crossed(heard, first, last) and not cased):
        return 0.0
    words = heard.words[first:last]
    evident = any(word.marked for word in words) or each.text == each.plain
    if each.known.kind == "elsewhere" and each.known.tier == "district":
        return 0.8 if evident and (cased or cue) else 0.6 if cased or cue else 0.0
    low = each.known.tier == "commune"
    if evident and heard.said.marked:
        return 0.85 if low else 0.95
    if heard.said.marked and low and not cased:
        return 0.0
    if each.known.kind == "elsewhere" and not (cased or cue):
        return 0.65
    return 0.7 if low else 0.85


def _after_cue(heard: Heard, first: int) -> bool:
    return any(heard.says_before(first, phrase) for phrase in (*CUES, *LINKS))


def _is_ordinary(heard: Heard, first: int, last: int) -> bool:
    """Whether some words, perhaps with one beside them, are an ordinary phrase."""
    return any(
        heard.says(at, phrase)
        for phrase in ORDINARY
        for at in range(max(0, last - len(phrase)), first + 1)
        if at + len(phrase) >= last
    )


def _is_crossed(heard: Heard, first: int, last: int) -> bool:
    """Whether an ordinary word of two syllables ends with the first of some words, or begins with the last."""
    return any(heard.says(first - 1, phrase) or heard.says(last - 1, phrase) for phrase in CROSSING)
