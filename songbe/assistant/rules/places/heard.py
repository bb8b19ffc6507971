"""A question word by word: its case, the gaps between words, slips of the keyboard mended."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from songbe.assistant.rules.spelling import is_syllable
from songbe.assistant.rules.text import Said, Span, Word, agrees
from songbe.kernel.vietnamese import fold, normalise

_SOFT = frozenset(" .-–&/'’")
_LONE = 12
_DOUBLED = re.compile(r"(.)\1+")
_TELEX = (("aa", "a"), ("ee", "e"), ("oo", "o"), ("dd", "d"), ("w", ""))


can_be = lru_cache(maxsize=1 << 15)(agrees)
bare = lru_cache(maxsize=1 << 14)(fold)
"""The same few hundred words are asked about for every word of every question."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A question ready for places to be found. cased: the same letters with their case; empty if it is no evidence.

    words: as typed. mended: each word, or what was meant where the keyboard slipped.
    """

    said: Said
    cased: str
    words: tuple[Word, ...]
    mended: tuple[Word, ...]

    def soft(self, first: int, last: int) -> bool:
        """Whether the words ``[first, last)`` stand in one phrase: no comma or end of sentence between."""
        return all(self._gap(i) for i in range(first + 1, last))

    def _gap(self, i: int) -> bool:
        between = self.said.text[self.words[i - 1].span.end : self.words[i].span.start]
        return len(between) <= 3 and all(letter in _SOFT for letter in between)

    def span(self, first: int, last: int) -> Span:
        """Return the letters of the words ``[first, last)``."""
        return Span(self.words[first].span.start, self.words[last - 1].span.end)

    def capital(self, first: int, last: int) -> bool:
        """Whether each of some words was typed with a capital or is a number, at least one of them a capital."""
        heads = [self.cased[word.span.start] for word in self.words[first:last]] if self.cased else []
        return any(head.isupper() for head in heads) and all(head.isupper() or head.isdigit() for head in heads)

    def shouted(self, first: int, last: int) -> bool:
        """Whether some words are an abbreviation as typed: capitals, with at most one small letter."""
        if not self.cased:
            return False
        letters = [c for word in self.words[first:last] for c in self.cased[word.span.start : word.span.end]]
        small = sum(letter.islower() for letter in letters)
        return small <= (1 if len(letters) > 3 else 0) and letters[-1].isupper()

    def says(self, at: int, phrase: Sequence[str]) -> bool:
        """Whether the words from ``at`` can be a phrase; commas between do not matter."""
        if at < 0 or at + len(phrase) > len(self.words):
            return False
        return all(can_be(self.words[i].text, meant) for i, meant in enumerate(phrase, start=at))

    def says_before(self, at: int, phrase: Sequence[str]) -> bool:
        """Whether the words that end before ``at`` can be a phrase."""
        return self.says(at - len(phrase), phrase)


def heard(said: Said, raw: str, taken: Iterable[Span]) -> Heard:
    """Return a question ready for places to be found. raw: as typed, for its case; may be empty."""
    left = said.without(taken)
    cased = normalise(raw)
    # A whole sentence in capitals says nothing; a lone abbreviation does.
    mixed = cased != cased.lower() and (cased != cased.upper() or len(cased) <= _LONE)
    words = left.words
    return Heard(left, cased if mixed and len(cased) == len(said.text) else "", words, tuple(map(_mended, words)))


def _mended(word: Word) -> Word:
    """Return a word without a letter struck twice and without the keys that should have been a diacritic."""
    if is_syllable(word.plain) or word.plain.isdigit():
        return word
    once = _DOUBLED.sub(r"\1", word.text)
    for text in (once, _without_telex(word.text), _without_telex(once)):
        plain = bare(text)
        if is_syllable(plain) and len(plain) == len(text):
            return Word(word.span, text, plain)
    return word


def _without_telex(text: str) -> str:
    for typed, meant in _TELEX:
        text = text.replace(typed, meant)
    return text[:-1] if len(text) > 1 and text[-1] in "sfrxj" else text
