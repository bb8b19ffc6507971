"""Vietnamese text: one spelling to store, one folded form to search, one key to sort."""

import re
import unicodedata
from functools import lru_cache
from itertools import product

_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_BREVE, _CIRCUMFLEX, _HORN = "\u0306", "\u0302", "\u031b"

# ngang, huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries.
_LEVEL_TONE = "1"
_TONE_RANK = {_GRAVE: "2", _HOOK: "3", _TILDE: "4", _ACUTE: "5", _DOT: "6"}
_TONES = tuple(_TONE_RANK)
# A letter that has sisters always carries its rank among them, so that ăn sorts after az.
_SISTERS = (
    ("a", "a" + _BREVE, "a" + _CIRCUMFLEX),
    ("d", "đ"),
    ("e", "e" + _CIRCUMFLEX),
    ("o", "o" + _CIRCUMFLEX, "o" + _HORN),
    ("u", "u" + _HORN),
)
_SISTER_RANK = {letter: f"{sisters[0]}{rank}" for sisters in _SISTERS for rank, letter in enumerate(sisters)}
_DIGIT_RANK = dict(zip("0123456789", "ABCDEFGHIJ", strict=True))

# Eth and African d look like đ and are typed for it; the zero-width signs come along from web pages and Excel.
_LOOKALIKES = str.maketrans("ÐðƉɖ", "ĐđĐđ", "\u200b\u200c\u200d\u2060\ufeff\u00ad")


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _tone_moves() -> dict[str, str]:
    """Return each misplaced vowel pair and its traditional spelling: oà -> òa, uỷ -> ủy, and after q úy -> uý."""
    moves = {}
    for first, second, tone in product("oOuU", "aAeEyY", _TONES):
        if (first + second).lower() in ("oa", "oe", "uy"):
            moves[_nfc(first + second + tone)] = _nfc(first + tone + second)
    for q, u, y, tone in product("qQ", "uU", "yY", _TONES):
        moves[_nfc(q + u + tone + y)] = _nfc(q + u + y + tone)
    return moves


_MOVES = _tone_moves()
# The pair must close its syllable (hoàn keeps its tone) and the u of qu is no vowel (quý keeps its own).
_MISPLACED = re.compile(rf"(?<![qQ])(?:{'|'.join(map(re.escape, _MOVES))})(?![^\W\d_]|[\u0300-\u036f])")


def normalise(text: str) -> str:
    """Return the one spelling to store: NFC, single spaces, tones placed the traditional way.

    ``Hoà`` becomes ``Hòa``, ``Thuỷ`` ``Thủy``, ``Qúy`` ``Quý``; invisible signs go, look-alikes of đ become đ.
    i and y are left alone: both are right, and people spell their names as they like.
    """
    plain = " ".join(_nfc(text.translate(_LOOKALIKES)).split())
    return _MISPLACED.sub(lambda found: _MOVES[found[0]], plain)


def fold(text: str) -> str:
    """Return the form to search by: lower case, no diacritics, đ as d, single spaces. Folding twice changes nothing."""
    bare = _without_marks(_without_marks(text.translate(_LOOKALIKES)).casefold())
    return " ".join(bare.replace("đ", "d").split())


def _without_marks(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")


def sort_key(text: str) -> str:
    """Return a key whose code-point order is the Vietnamese dictionary order; store it with ``COLLATE "C"``.

    Syllable by syllable: first the letters a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y (f j w z in
    their Latin places, digits before letters), then the tone: ngang, huyền, hỏi, ngã, sắc, nặng. Case and punctuation
    do not count, so texts that differ in nothing else have the same key: add the code as the last ordering.
    """
    return " ".join(_syllable_key(syllable) for syllable in _syllables(text))


def _syllables(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", _nfc(normalise(text).casefold()))


# Vietnamese has some 7,000 syllables in use: a million names ask for few new ones.
@lru_cache(maxsize=8192)
def _syllable_key(syllable: str) -> str:
    # Letters rank above every tone digit, and a space below it: "an" < "án" < "anh", "an" < "an bình" < "ăn".
    letters: list[str] = []
    tone = _LEVEL_TONE
    for letter in syllable:
        parts = unicodedata.normalize("NFD", letter)
        base, marks = parts[0], parts[1:]
        tone = next((_TONE_RANK[mark] for mark in marks if mark in _TONE_RANK), tone)
        shape = base + "".join(mark for mark in marks if mark not in _TONE_RANK)
        letters.append(_SISTER_RANK.get(shape) or _SISTER_RANK.get(base) or _DIGIT_RANK.get(base, base))
    return "".join(letters) + tone
