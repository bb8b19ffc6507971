"""Numbers as they are said: digits, Roman numerals of quarters, words from one to ninety-nine, and years."""

from songbe.assistant.rules.times.words import expanded
from songbe.kernel.vietnamese import fold

_ONES = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TENS = {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5, "bẩy": 7}
_ORDINAL = {"nhất": 1, "nhì": 2, "giêng": 1, "chạp": 12}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_NO_DIGITS_OF_A_YEAR = frozenset(fold("nghìn ngàn không trăm lẻ linh").split())


def _said_numbers() -> dict[str, int]:
    ones = {fold(word): value for value, word in enumerate(_ONES, start=1)} | {
        fold(word): value for word, value in _AFTER_TENS.items()
    }
    said = ones | {fold(word): value for word, value in _ORDINAL.items()} | {"muoi": 10}
    said |= {f"muoi {word}": 10 + value for word, value in ones.items()}
    for tens in range(2, 10):
        word_of_tens = f"{fold(_ONES[tens - 1])} muoi"
        said |= {word_of_tens: 10 * tens} | {f"{word_of_tens} {word}": 10 * tens + one for word, one in ones.items()}
    return said


_SAID = _said_numbers()
_ONE = "(một|hai|ba|bốn|năm|sáu|bảy|tám|chín)"
_AFTER = "(một|mốt|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|tám|chín)"
_WORDS = expanded(f"{_ONE} mươi( {_AFTER})?|mười( {_AFTER})?|{_ONE}", {})
_YEAR = expanded(
    f"hai (nghìn( không trăm)?( (lẻ|linh))?|không) ({_ONE} mươi( {_AFTER})?|mười( {_AFTER})?|{_ONE} {_AFTER})", {}
)

KINDS = {
    # a count or a day, a month, a quarter
    "n": rf"\d{{1,3}}|{_WORDS}",
    "d": rf"\d{{1,2}}|{_WORDS}",
    "m": r"\d{1,2}|" + expanded("mười (một|hai)|mười|một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|giêng|chạp", {}),
    "q": r"\d{1,2}|iii|ii|iv|i|v|" + expanded("một|hai|ba|bốn|tư|nhất|nhì", {}),
    # one or two digits, four, a likely year, its last two digits, a year in words
    "dd": r"\d{1,2}",
    "y4": r"\d{4}",
    "y": r"(?:19|20|21)\d\d",
    "yy": r"[0-4]\d",
    "ys": _YEAR,
}
"""What a number in a form may be, by its letter."""


def number(said: str) -> int:
    """Return the number that a text of one of the kinds says. Raises ValueError for any other text."""
    plain = " ".join(fold(said).split())
    value = int(plain) if plain.isdecimal() else _ROMAN.get(plain) or _SAID.get(plain)
    if value is None:
        raise ValueError(f"no number: {said}")
    return value


def year_of(said: str) -> int:
    """Return the year that is said in digits, two of them of this century, or in words."""
    if said.isdecimal():
        return int(said) if len(said) > 2 else 2000 + int(said)
    # Without "two thousand": what is left is a number below a hundred, or its two digits.
    parts = [part for part in fold(said).split()[1:] if part not in _NO_DIGITS_OF_A_YEAR]
    whole = " ".join(parts)
    return 2000 + (_SAID[whole] if whole in _SAID else 10 * _SAID[parts[0]] + _SAID[parts[1]])
