"""Words that are not quite what was meant: keys of Telex left over, a letter too many, missing, changed, swapped."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from songbe.kernel.vietnamese import fold

_TELEX = ((re.compile("dd"), "d"), (re.compile("uow"), "uo"), (re.compile("([aeo])\\1"), r"\1"), (re.compile("w"), ""))
_TONE_KEY = re.compile(r"(?<=[aeiouy])([a-z]{0,3})[sfrxj]$|(?<=[aeiouy])[sfrxj](?=[a-z]{1,2}$)")
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?"
    r"(?:[aeiouy]|ai|ao|au|ay|eo|eu|ia|ie?u|o[aei]|oa[iy]|oeo|ua|u[eiouy]|uo[iu]|uya|uyu|u[ou]|yeu"
    r"|(?:[aeiou]|ie|ye|oo?|oa|oe|ua|ue|uo)(?:ch?|m|ng?|nh|p|t)|uy(?:ch|en|et|n|nh|p|t))"
)
"""A Vietnamese syllable without diacritics: how it begins, its vowels, how it ends (Đoàn Thiện Thuật, 1977)."""
SHORTEST = 3
"""Letters that a word has at least, to be read as another with a letter changed: shorter ones are too near to many."""


def without_keys(plain: str) -> str:
    """Return a word without the keys by which Telex writes marks: ``hoof`` is ``ho``, ``ddungs`` ``dung``."""
    bare = _TONE_KEY.sub(lambda found: found[1] or "", plain)
    for keys, letter in _TELEX:
        bare = keys.sub(letter, bare)
    return bare


def is_syllable(plain: str) -> bool:
    """Whether a word without diacritics can be one as it stands, so that no letter of it need have gone wrong."""
    return _SYLLABLE.fullmatch(plain) is not None


def _shorter(word: str) -> Iterator[str]:
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


class Spelling:
    """Known words, found again when one letter of them went wrong."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        near: defaultdict[str, set[str]] = defaultdict(set)
        for word in self.words:
            if len(word) >= SHORTEST:
                for short in _shorter(word):
                    near[short].add(word)
        self._near = {short: tuple(sorted(found)) for short, found in near.items()}
        self.meant = lru_cache(maxsize=4096)(self._meant)

    def _meant(self, plain: str) -> tuple[tuple[str, float], ...]:
        """Return the known words that a word can be, each with how sure that is, the surest first: 1 if it is one."""
        if plain in self.words:
            return ((plain, 1.0),)
        bare = without_keys(plain)
        if bare != plain and bare in self.words:
            return ((bare, 0.9),)
        if len(plain) < SHORTEST or plain.isdigit():
            return ()
        sure = 0.7 if is_syllable(plain) else 1.0
        found = dict.fromkeys(self._near.get(plain, ()), 0.8)
        for short in _shorter(plain):
            if short in self.words:
                found[short] = 0.85 if _doubled(plain, short) else 0.75
            if len(plain) > SHORTEST:
                found |= {
                    word: max(found.get(word, 0), 0.7) for word in self._near.get(short, ()) if _one_off(plain, word)
                }
        return tuple(
            (word, sure * likeness) for word, likeness in sorted(found.items(), key=lambda one: (-one[1], one[0]))[:4]
        )


def _doubled(typed: str, word: str) -> bool:
    return re.sub(r"(.)\1", r"\1", typed) == re.sub(r"(.)\1", r"\1", word)


def _one_off(typed: str, word: str) -> bool:
    """Whether two words of one length differ in one letter, or in two that changed places."""
    if len(typed) != len(word):
        return False
    wrong = [at for at, (one, other) in enumerate(zip(typed, word, strict=True)) if one != other]
    if len(wrong) == 1:
        return True
    return (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and typed[wrong[0]] == word[wrong[1]]
        and typed[wrong[1]] == word[wrong[0]]
    )


CLEARLY = 0.04
"""By how much the surest of several readings of a slip is surer than the next, to be what was meant."""


def put_right(question: str, meant: "Spelling", spelt: dict[str, str], known: Callable[[str], bool]) -> str:
    """Return a question with the slips in some words put right: those that are one of ``meant`` with a letter wrong.

    spelt: each of these words without diacritics -> as it is written; known: whether a word is one in its own right,
    which is left alone. Short words and words with digits are left alone too.
    """

    def right(found: re.Match[str]) -> str:
        plain = fold(found[0])
        if len(plain) <= SHORTEST or plain in meant.words or known(plain) or not plain.isalpha():
            return found[0]
        bare = without_keys(plain)
        if bare in meant.words and bare != plain:
            return spelt[bare]
        if known(bare) or is_syllable(plain):
            return found[0]
        readings = meant.meant(plain)
        sure = [word for word, likeness in readings if likeness >= 0.7]
        clear = len(sure) == 1 or (len(readings) > 1 and readings[0][1] - readings[1][1] > CLEARLY)
        return spelt[sure[0]] if sure and clear else found[0]

    return re.sub(r"[^\W_]+", right, question)
