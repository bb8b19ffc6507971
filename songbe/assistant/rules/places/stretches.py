"""Stretches of a question that mean places, and how neighbours among them belong together."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

from songbe.assistant.rules.places.agencies import Named
from songbe.assistant.rules.places.heard import Heard
from songbe.assistant.rules.places.settling import States
from songbe.assistant.rules.places.words import (
    AMBIGUOUS_BARE,
    BODY_WORDS,
    COMMITTEES,
    LINKS,
    NO_NAME,
    NOT_WHOLE_AFTER,
    NOT_WHOLE_BEFORE,
    TIER_OF_TYPE,
    TYPE_WORDS,
    WHOLE,
    WIDE,
)
from songbe.assistant.rules.spelling import is_syllable

_WIDE_SURE = 0.6
_NO_UNITS = ("country", "region")
_NUMBERED = ("ward", "urban_district")
_SAID_TO_BE = tuple(
    (phrase, type_) for phrase, type_ in (*TYPE_WORDS, *BODY_WORDS) if type_ not in _NO_UNITS and len(phrase[0]) > 1
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The words ``[first, last)`` mean something. means: unit, province, agency, outside or unknown."""

    first: int
    last: int
    means: str
    codes: tuple[str, ...] = ()
    outside: str = ""
    tier: str = ""
    exact: bool = True
    certainty: float = 0.95


def linked(heard: Heard, last: int, first: int) -> bool:
    """Whether a place that begins at ``first`` belongs to what ends at ``last``: beside it, or behind a link."""
    if last == first:
        return True
    return any(heard.says(last, phrase) and last + len(phrase) == first for phrase in LINKS)


def wide(heard: Heard, blocked: Collection[int]) -> Iterator[Stretch]:
    """Yield what is said of more than the province by no name: the country, other provinces."""
    used = set(blocked)
    for first in range(len(heard.words)):
        phrase = next((each for each in sorted(WIDE, key=len, reverse=True) if heard.says(first, each)), None)
        if phrase is None or used & set(range(first, first + len(phrase))) or _is_bare(heard, first, len(phrase)):
            continue
        last = first + len(phrase)
        used |= set(range(first, last))
        begins = first - 1 if first and heard.words[first - 1].text.isdigit() and phrase[0] == "tỉnh" else first
        words = heard.said.at(heard.span(begins, last))
        yield Stretch(begins, last, "outside", outside=words, certainty=_WIDE_SURE)


def _is_bare(heard: Heard, first: int, length: int) -> bool:
    """Whether words without diacritics would have to be ``tỉnh``, in a question that has some."""
    words = heard.words[first : first + length]
    return heard.said.marked and not any(word.marked for word in words)


def province_words(heard: Heard, blocked: Collection[int]) -> Iterator[Stretch]:
    """Yield where the whole province is named by a common noun."""
    used = set(blocked)
    for first in range(len(heard.words)):
        phrase = next((each for each in WHOLE if heard.says(first, each)), None)
        if phrase and not _is_bare(heard, first, len(phrase)):
            last = first + len(phrase)
            goes_on = last < len(heard.words) and heard.words[last].text in NOT_WHOLE_AFTER and phrase[-1] == "tỉnh"
        elif heard.words[first].text == "tỉnh":
            last, goes_on = first + 1, not _is_alone(heard, first)
        else:
            continue
        if not goes_on and not used & set(range(first, last)):
            used |= set(range(first, last))
            yield Stretch(first, last, "province")


def _is_alone(heard: Heard, at: int) -> bool:
    """Whether the word for province stands for ours: not for a level, for others, or in a compound."""
    before = heard.words[at - 1].text if at else ""
    after = heard.words[at + 1].text if at + 1 < len(heard.words) else ""
    return before not in NOT_WHOLE_BEFORE and not before.isdigit() and after not in NOT_WHOLE_AFTER


def behind_committee(heard: Heard, stretch: Stretch, blocked: Collection[int]) -> Stretch:
    """Return the place with the words for its committee before it: its figures stand by unit."""
    if stretch.means not in ("unit", "province", "outside"):
        return stretch
    for phrase in COMMITTEES:
        first = stretch.first - len(phrase)
        if heard.says_before(stretch.first, phrase) and heard.soft(first, stretch.first + 1) and first not in blocked:
            return replace(stretch, first=first)
    return stretch


def body_with_place(heard: Heard, named: Named, places: list[Stretch]) -> list[Stretch]:
    """Return what a body and the place behind it mean together, and take that place out of the list.

    A body of the province before one of its districts is another body, which nobody knows: the place remains.
    """
    after = next((each for each in places if each.first >= named.last), None)
    if after and not (linked(heard, named.last, after.first) and heard.soft(named.last - 1, after.first + 1)):
        after = None
    local = dict(named.body.codes)
    last = after.last if after else named.last
    both = Stretch(named.first, last, "agency", (named.body.code,), exact=named.exact, certainty=named.sure)
    if after and after.means == "unit" and after.codes[0] in local:
        places.remove(after)
        return [replace(both, codes=(local[after.codes[0]],), exact=named.exact and after.exact)]
    if after and after.means == "outside" and after.certainty > _WIDE_SURE:
        places.remove(after)
        return [replace(after, first=named.first)]
    if after and after.means == "province" and not named.body.local:
        places.remove(after)
        return [replace(both, certainty=max(both.certainty, 0.9))]
    alone = replace(both, last=named.last)
    if (
        after
        and after.means == "unit"
        and not named.body.local
        and after.first == named.last
        and after.tier != "province"
    ):
        return [replace(alone, last=after.last, means="unknown")]
    told = len(named.body.words) > 1 and not named.body.local and heard.says_before(named.first, ("cơ", "quan"))
    if named.shared and not told:
        return []
    return [alone]


def within_district(
    heard: Heard, places: list[Stretch], options: dict[int, tuple[str, ...]], states: States, on: date
) -> list[Stretch]:
    """Return the places with each commune settled by the district behind it, which it then holds.

    options: by first word all codes a name may have, so that a district beside a name can tell it from a district's.
    """
    found: list[Stretch] = []
    for place in places:
        before = found[-1] if found else None
        if before and before.means == "unit" and place.means == "unit" and place.tier == "district":
            lower = [c for c in options.get(before.first, before.codes) if states.parent(c, on) == place.codes[0]]
            if lower and len(place.codes) == 1 and linked(heard, before.last, place.first):
                exact = before.exact and place.exact
                found[-1] = replace(
                    before, last=place.last, codes=(lower[0],), tier="commune", exact=exact,
                    certainty=max(before.certainty, 0.9 if exact else 0.75),
                )  # fmt: skip
                continue
        found.append(place)
    return found


def unknown(heard: Heard, blocked: Collection[int], syllables: Collection[tuple[int, str]]) -> Iterator[Stretch]:
    """Yield what is said to be a place by a type word before a name that nobody knows."""
    used = set(blocked)
    for first in range(len(heard.words)):
        words = next((each for each in _SAID_TO_BE if heard.says(first, each[0])), None)
        if words is None or first in used or _may_be_another(heard, first):
            continue
        phrase, type_ = words
        start = first + len(phrase)
        last = _name_end(heard, start, syllables, type_)
        if last > start and not used & set(range(first, last)):
            used |= set(range(first, last))
            yield Stretch(first, last, "unknown")


def _may_be_another(heard: Heard, first: int) -> bool:
    """Whether a word without diacritics need not be a type word."""
    word = heard.words[first]
    return word.plain in (*AMBIGUOUS_BARE, "so", "cuc") and not word.marked


def _name_end(heard: Heard, start: int, syllables: Collection[tuple[int, str]], type_: str) -> int:
    """Return where the name behind a type word ends; ``start`` if there is none.

    With capitals in the question the name is the words with capitals; without, two syllables that many names are made
    of, or a word that is no syllable. A ward may have a number. Of an agency only the first word has a capital.
    """
    end = start
    while end < min(start + 4, len(heard.words)) and heard.soft(start - 1, end + 1) and _goes_on(heard, end):
        end += 1
    if type_ not in TIER_OF_TYPE:
        second = end == start + 1 < len(heard.words) and heard.words[end].text not in NO_NAME
        return end + second if heard.cased else start
    if heard.cased or end == start:
        numbered = end == start < len(heard.words) and type_ in _NUMBERED and heard.words[start].text.isdigit()
        return start + 1 if numbered else end
    if not is_syllable(heard.words[start].plain) and heard.words[start].plain.isalpha():
        return start + 1
    end = min(end, start + 2)
    like_a_name = all((at, word.text) in syllables for at, word in enumerate(heard.words[start:end]))
    return end if end == start + 2 and like_a_name else start


def _goes_on(heard: Heard, at: int) -> bool:
    word = heard.words[at]
    if word.text.isdigit():
        return False
    return heard.capital(at, at + 1) if heard.cased else word.text not in NO_NAME
