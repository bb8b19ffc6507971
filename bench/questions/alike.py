"""Which phrases of the untouched set are its own: people who never met still ask some things in the same words."""

import re
import unicodedata
from functools import cache

from bench.questions import noise
from bench.questions.bank import read_bank

OTHERS = ("tuning", "spoken", "offices", "leaders", "chains")
"""The sets by which the assistant is improved."""
SHORT = 25
"""Letters up to which a phrase is too short to be anybody's own: follow-ups, mostly."""
ALIKE = 0.6
"""Share of their runs of four letters that two phrases have in common, to be one phrase in two hands."""


def plain(words: str) -> str:
    """Return words without diacritics, case and signs."""
    return " ".join(re.findall(r"\w+", noise.unmarked(unicodedata.normalize("NFC", words)).lower()))


def grams(words: str) -> frozenset[str]:
    """Return the runs of four letters of a phrase; all of it, if it is shorter."""
    bare = plain(words)
    found = ("".join(four) for four in zip(bare, bare[1:], bare[2:], bare[3:], strict=False))
    return frozenset(found) or frozenset({bare})


def is_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two phrases are worded alike, by their runs of letters (Jaccard's index)."""
    return len(one & other) >= ALIKE * len(one | other)


@cache
def own() -> frozenset[int]:
    """Return the places in the untouched set, from 0, of phrases that name their places themselves and that no phrase
    of another set is like."""
    theirs = [grams(line.words) for name in OTHERS for line in read_bank(name)]
    return frozenset(
        at
        for at, line in enumerate(read_bank("untouched"))
        if "[" not in line.words
        and (len(line.words) <= SHORT or not any(is_alike(grams(line.words), each) for each in theirs))
    )
