"""Looking up what a cell says in a list: words, yes and no, periods, places."""

from collections.abc import Callable, Collection, Iterable

from songbe.intake.targets import Word
from songbe.kernel.errors import InvalidPeriod
from songbe.kernel.periods import parse_period
from songbe.kernel.vietnamese import fold, normalise

Look = Callable[[str], str | None]
"""From what a cell says to the code it means, None when it means none."""

YES = Word("true", ("1", "có", "yes", "đúng", "x"))
NO = Word("false", ("0", "không", "no", "sai"))
LONGEST_WORD = 200


def look_among(words: Iterable[Word]) -> Look:
    """Return a lookup by code, else by spelling, letter case and diacritics aside.

    A spelling that two words share means neither.
    """
    codes: set[str] = set()
    meanings: dict[str, set[str]] = {}
    for word in words:
        codes.add(word.code)
        for way in (word.code, *word.spellings):
            meanings.setdefault(fold(way), set()).add(word.code)

    def look(text: str) -> str | None:
        if text in codes or len(text) > LONGEST_WORD:
            return text if text in codes else None
        found = meanings.get(fold(text), set())
        return next(iter(found)) if len(found) == 1 else None

    return look


def any_word(text: str) -> str | None:
    """Return the word as it is stored: one spelling, single spaces; None for a text too long to be a word."""
    return normalise(text) if len(text) <= LONGEST_WORD else None


def look_for_period(text: str) -> str | None:
    """Return the canonical code of a period."""
    try:
        return parse_period(text).code
    except InvalidPeriod:
        return None


def look_in(codes: Collection[str]) -> Look:
    """Return a lookup that knows these codes, in any letter case."""
    upper = {code.upper(): code for code in codes}
    return lambda text: text if text in codes else upper.get(text.upper())
