"""What happens to a question on its way through a keyboard: lost marks, slips, abbreviations, other bytes."""

import random
import re
import unicodedata
from collections.abc import Callable

_CLIPPED = (
    "ae|attt|bhtn|bhxh|bhyt|bl|brr|bts|cbcc|cbccvc|ccvc|cchc|cntt|cntt-tt|cns|cnscđ|cts|cđs|cds|csdl|cty|dc|dn|dnb|dv|"
    "dvc|dvctt|dvcty|đc|đkkd|đkkh|đnb|đt|đtc|gd&đt|gdđt|gddt|gq|gtvt|gplx|gpxd|hs|hok|htp|httt|k|kh|kh&cn|kh&đt|ko|"
    "lđtbxh|mn|ng|nhiu|nn&ptnt|noxh|ns|nsnn|nv|pakn|pcmđ|qh|sl|sxh|tk|tl|tngt|tp|tthc|ttđt|tttt|tt&tt|tn&mt|tx|ubnd|vb|"
    r"vp|xk|t\d+|q\d|\d+t"
)
_CAPITALS = ["TDM", "BB", "DT", "PG", "TU", "DA", "TA", "BTU", "BC", "CQG", "QG", "TTr", "P", "X", "H", "ĐTM"]
"""Said short of places: in small letters they are other words."""
_ABBREVIATION = re.compile(rf"(?<![\w&])(?:(?i:{_CLIPPED})|{'|'.join(_CAPITALS)})(?![\w&])")
_TELEX = {"\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0301": "s", "\u0323": "j"}


def unmarked(text: str) -> str:
    """Return the text without diacritics; đ becomes d."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in bare if not unicodedata.combining(c))


def has_abbreviation(text: str) -> bool:
    """Tell whether a word of the text is a clipped one; names that everybody says so (IOC, GRDP, PCI) are not."""
    return bool(_ABBREVIATION.search(unicodedata.normalize("NFC", text)))


def is_unmarked(text: str) -> bool:
    """Tell whether the text has no diacritic at all."""
    return unmarked(text) == unicodedata.normalize("NFC", text)


def _swap(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _double(word: str, _: random.Random) -> str:
    return word + word[-1]


def _drop(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1 :]


def _telex(word: str, _: random.Random) -> str:
    parts = unicodedata.normalize("NFD", word)
    tones = [_TELEX[c] for c in parts if c in _TELEX]
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TELEX)) + "".join(tones[:1])


def _wrong_tone(word: str, _: random.Random) -> str:
    """Swap hỏi and ngã, as southern ears do."""
    swapped = {"\u0309": "\u0303", "\u0303": "\u0309"}
    return unicodedata.normalize("NFC", "".join(swapped.get(c, c) for c in unicodedata.normalize("NFD", word)))


_SLIPS: tuple[Callable[[str, random.Random], str], ...] = (_swap, _double, _drop, _telex, _wrong_tone, _telex)


def slip(text: str, chance: random.Random) -> str:
    """Return the text with one word mistyped: a word of four letters or more that is no name in capitals."""
    words = text.split(" ")
    fit = [i for i, word in enumerate(words) if re.fullmatch(r"[^\W\d_]{4,}", word) and word[1:].islower()]
    chance.shuffle(fit)
    how = chance.choice(_SLIPS)
    for at in fit:
        wrong = how(words[at], chance)
        if wrong != words[at]:
            return " ".join([*words[:at], wrong, *words[at + 1 :]])
    return text


def decomposed(text: str) -> str:
    """Return the text as some telephones and Macs send it: letters and marks apart."""
    return unicodedata.normalize("NFD", text)


def half_marked(text: str, chance: random.Random) -> str:
    """Return the text with the marks of about half of its words gone."""
    return " ".join(unmarked(word) if chance.random() < 0.5 else word for word in text.split(" "))
