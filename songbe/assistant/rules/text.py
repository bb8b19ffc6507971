"""A question as it was typed, and the same without diacritics, letter by letter."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from songbe.kernel.vietnamese import fold, normalise

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of letters ``[start, end)`` of a question."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether they share a letter."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: "Span") -> bool:
        """Whether the other lies inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters and digits. marked: whether it was typed with a diacritic, so that its spelling is evidence."""

    span: Span
    text: str
    plain: str

    @property
    def marked(self) -> bool:
        """Whether it bears a diacritic or is đ."""
        return self.text != self.plain


@dataclass(frozen=True, slots=True)
class Said:
    """A question. text: one spelling, lower case; plain: as long, without diacritics; both have the same offsets."""

    text: str
    plain: str
    words: tuple[Word, ...]

    @property
    def marked(self) -> bool:
        """Whether the question was typed with diacritics at all: if so, a word without any has none."""
        return self.text != self.plain

    def at(self, span: Span) -> str:
        """Return the letters of a stretch, as typed but in lower case."""
        return self.text[span.start : span.end]

    def without(self, spans: Iterable[Span]) -> "Said":
        """Return the question with some stretches blanked; offsets stay."""
        text, plain = list(self.text), list(self.plain)
        for span in spans:
            blank = " " * (span.end - span.start)
            text[span.start : span.end], plain[span.start : span.end] = blank, blank
        return _said("".join(text), "".join(plain))


def said(question: str) -> Said:
    """Return a question ready to be read: NFC, tones placed the traditional way, single spaces, lower case."""
    text = normalise(question).translate(_LOWER)
    return _said(text, text.translate(_BARE))


def words_of(text: str) -> list[tuple[str, str]]:
    """Return the words of a text as ``said`` would, each as spelt and without diacritics, and not where they stand."""
    lower = normalise(text).translate(_LOWER)
    return [(word, word.translate(_BARE)) for word in _WORD.findall(lower)]


def _said(text: str, plain: str) -> Said:
    words = tuple(
        Word(Span(found.start(), found.end()), found[0], plain[found.start() : found.end()])
        for found in _WORD.finditer(text)
    )
    return Said(text, plain, words)


class _Letters(dict[int, str]):
    """A table for ``str.translate`` that grows by the letters it meets, each kept as one letter."""

    def __init__(self, change: Callable[[str], str]) -> None:
        super().__init__()
        self.change = change

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        changed = self.change(letter)
        self[code] = changed if len(changed) == 1 else letter
        return self[code]


_LOWER, _BARE = _Letters(str.lower), _Letters(fold)


def agrees(typed: str, meant: str) -> bool:
    """Whether a word as typed can be a word as spelt: what was typed with a diacritic must be spelt so.

    Both in lower case. ``quy`` can be ``quý`` and ``quỹ``, ``quý`` can not be ``quỹ``.
    """
    return typed == meant or (typed == fold(typed) and typed == fold(meant))
