"""How places may be spelt, and how far typed words lie from a spelling."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from songbe.assistant.rules.places.heard import bare, can_be
from songbe.assistant.rules.places.known import Known
from songbe.assistant.rules.places.words import TYPE_WORDS
from songbe.assistant.rules.text import Word
from songbe.kernel.vietnamese import normalise

_WORD = re.compile(r"[^\W_]+")
_FAR = 9.0


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write a place. initials: an abbreviation, of which capitals are evidence."""

    known: Known
    text: tuple[str, ...]
    plain: tuple[str, ...]
    initials: bool = False

    @property
    def key(self) -> str:
        """The letters without diacritics or spaces."""
        return "".join(self.plain)


def syllables(text: str) -> tuple[str, ...]:
    """Return the words of a name in lower case."""
    return tuple(_WORD.findall(normalise(text).lower()))


def initials(words: Iterable[str]) -> str:
    """Return the first letters without diacritics."""
    return "".join(bare(word)[:1] for word in words)


def spellings_of(known: Known) -> Iterator[Spelling]:
    """Yield the ways to write a unit or a place elsewhere, without its type word."""
    names = dict.fromkeys((known.short, *known.others))
    for name in names:
        words = syllables(name)
        if words:
            yield Spelling(known, words, tuple(map(bare, words)), initials=_is_abbreviation(name))
    if known.kind == "unit" and known.tier in ("province", "district"):
        short = initials(syllables(known.short))
        if len(short) > 1:
            yield Spelling(known, (short,), (short,), initials=True)


def _is_abbreviation(name: str) -> bool:
    return len(name) <= 5 and name.upper() == name and not name.isdigit()


def type_of(known: Known) -> str:
    """Return the type of a unit; of a place elsewhere the type that its full name begins with."""
    if known.kind != "elsewhere":
        return known.type
    words = syllables(known.name)
    return next((type_ for phrase, type_ in TYPE_WORDS if words[: len(phrase)] == phrase), known.type)


class Spelt:
    """All spellings of many places, for looking up."""

    def __init__(self, spellings: Iterable[Spelling]) -> None:
        self._by_key: dict[str, list[Spelling]] = defaultdict(list)
        for spelling in spellings:
            self._by_key[spelling.key].append(spelling)
        self._fuzzy: dict[int, list[str]] = defaultdict(list)
        for key, alike in self._by_key.items():
            for count in {len(each.plain) for each in alike if not each.initials}:
                self._fuzzy[count].append(key)
        self.longest = max((len(each.plain) for alike in self._by_key.values() for each in alike), default=0)

    def exact(self, words: Sequence[Word]) -> list[tuple[Spelling, float]]:
        """Return the spellings of the same letters, each with what its diacritics cost."""
        found = [(each, cost(words, each)) for each in self._by_key.get("".join(w.plain for w in words), ())]
        return [(each, far) for each, far in found if far < _FAR]

    def near(self, words: Sequence[Word], *, at_most: int) -> list[tuple[Spelling, float]]:
        """Return the spellings of as many words within some letters, each with its cost."""
        key = "".join(word.plain for word in words)
        near = process.extract(
            key, self._fuzzy[len(words)], scorer=OSA.distance, score_cutoff=at_most, processor=None, limit=8
        )
        found = [(each, cost(words, each)) for match, _, _ in near for each in self._by_key[match]]
        return [(each, far) for each, far in found if far <= at_most and not each.initials]


def cost(words: Sequence[Word], spelling: Spelling) -> float:
    """Return how far typed words are from a spelling, in letters and diacritics; a missing diacritic is half a one."""
    if len(words) == len(spelling.text):
        return sum(map(_word_cost, words, spelling.text, spelling.plain))
    if spelling.initials:
        return 0.0 if "".join(w.text for w in words) == "".join(w.plain for w in words) else _FAR
    if not _ends_agree(words, spelling.plain):
        return _FAR
    typed, meant = "".join(word.text for word in words), "".join(spelling.text)
    return _distance(typed, meant if typed != bare(typed) else "".join(spelling.plain))


def _ends_agree(words: Sequence[Word], plain: Sequence[str]) -> bool:
    """Whether words written together are whole syllables."""
    ends, far = set(), 0
    for syllable in plain:
        far += len(syllable)
        ends.add(far)
    far = 0
    for word in words:
        far += len(word.plain)
        if far not in ends:
            return False
    return True


def _word_cost(word: Word, text: str, plain: str) -> float:
    if can_be(word.text, text):
        return 0.0
    return _distance(word.text, text if word.marked else plain)


@lru_cache(maxsize=8192)
def _distance(typed: str, meant: str) -> float:
    if typed == meant:
        return 0.0
    apart, goal = _apart(typed), _apart(meant)
    if bare(typed) == bare(meant) and all(mark in goal for mark in apart):
        return 0.5 * OSA.distance(apart, goal)
    return float(OSA.distance(apart, goal))


def _apart(text: str) -> str:
    return unicodedata.normalize("NFD", text.replace("đ", "d\u0335"))
