"""All places by name: what a question says of them."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from songbe.assistant.rules.places.agencies import Bodies, Named
from songbe.assistant.rules.places.groups import Many, groups
from songbe.assistant.rules.places.heard import Heard, bare, heard
from songbe.assistant.rules.places.known import Found, Group, Known, PlacesFound
from songbe.assistant.rules.places.matching import DOUBTFUL, Match, matches
from songbe.assistant.rules.places.settling import States, settle
from songbe.assistant.rules.places.spellings import Spelt, spellings_of, syllables
from songbe.assistant.rules.places.stretches import (
    Stretch,
    behind_committee,
    body_with_place,
    linked,
    province_words,
    unknown,
    wide,
    within_district,
)
from songbe.assistant.rules.text import Said, Span

_MANY = 3
"""Names that must have a syllable for it to be one that names are made of."""


class Gazetteer:
    """The places that a question may name, built once from what a pack knows."""

    def __init__(self, known: Iterable[Known]) -> None:
        entries = tuple(known)
        units = [each for each in entries if each.kind == "unit"]
        tops = sorted((u for u in units if u.tier == "province"), key=lambda unit: unit.valid_from or date.min)
        # One that took the province over begins later than it.
        self.province = tops[0].code if tops else ""
        self._states = States(units, self.province)
        self._tiers = {(unit.code, unit.name): unit.tier for unit in units}
        named = [each for each in entries if each.kind != "agency"]
        self._spelt = Spelt(spelling for each in named for spelling in spellings_of(each))
        self._syllables = _usual(syllables(each.short) for each in named)
        agencies = [each for each in entries if each.kind == "agency"]
        self._bodies = Bodies(agencies, self._states.of, self.province)

    def find(self, said: Said, on: date, taken: tuple[Span, ...] = (), *, raw: str = "") -> PlacesFound:
        """Return what places a question names, as they were on a day.

        taken: stretches that mean something else already. raw: the question as typed, whose capitals are evidence.
        """
        question = heard(said, raw, taken)
        named = self._bodies.named(question)
        places = self._places(question, named, on)
        for body in named:
            meant = body_with_place(question, body, places)
            places = sorted([*places, *meant], key=_order)
        together = groups(question, _words(places))
        blocked = _words(places) | {i for each in together for i in range(each.first, each.last)}
        said_groups, places = _within(question, together, places)
        strange = unknown(question, blocked, self._syllables)
        return _result(question, sorted([*places, *strange], key=_order), said_groups)

    def _places(self, question: Heard, named: list[Named], on: date) -> list[Stretch]:
        """Return the units, places elsewhere and mentions of the province, each with what belongs to it."""
        bodies = {i for each in named for i in range(each.first, each.last)}
        found = matches(question, self._spelt, bodies)
        places = [stretch for match in found if (stretch := self._stretch(match, on))]
        options = {
            (match.typed.first if match.typed else match.first): tuple(
                each.code for each in match.known if each.kind == "unit" and each.tier == "commune"
            )
            for match in found
            if match.typed is None or match.typed.fits_tier(match.known[0]) or len(match.known) > 1
        }
        places += wide(question, bodies | _words(places))
        places = sorted(places, key=_order)
        places = within_district(question, places, options, self._states, on)
        places = [behind_committee(question, place, bodies) for place in places if place.certainty > DOUBTFUL]
        places += province_words(question, bodies | _words(places))
        return sorted(places, key=_order)

    def _stretch(self, match: Match, on: date) -> Stretch | None:
        first = match.typed.first if match.typed else match.first
        settled = settle(match.known, match.typed, on, self._states)
        exact = match.cost == 0
        sure = round(match.sure - settled.doubt, 2)
        if settled.outside:
            return Stretch(first, match.last, "outside", outside=settled.outside, exact=exact, certainty=sure)
        if settled.codes == (self.province,):
            return Stretch(first, match.last, "province", exact=exact, certainty=sure)
        if settled.codes:
            tier = next(each.tier for each in match.known if each.code == settled.codes[0])
            return Stretch(first, match.last, "unit", settled.codes, tier=tier, exact=exact, certainty=sure)
        return Stretch(first, match.last, "unknown") if match.typed and exact else None


def _usual(names: Iterable[tuple[str, ...]]) -> frozenset[tuple[int, str]]:
    """Return which syllables many names have in first and in second place, with and without diacritics."""
    counted: Counter[tuple[int, str]] = Counter()
    for name in names:
        for at, syllable in enumerate(name[:2]):
            counted.update({(at, syllable), (at, bare(syllable))})
    return frozenset(each for each, count in counted.items() if count >= _MANY)


def _order(stretch: Stretch) -> tuple[int, int]:
    return stretch.first, stretch.last


def _words(places: Iterable[Stretch]) -> set[int]:
    return {i for place in places for i in range(place.first, place.last)}


def _within(question: Heard, together: list[Many], places: list[Stretch]) -> tuple[list[Group], list[Stretch]]:
    """Return the groups, each with the unit it lies in, and the places without those units.

    Of two places that are named before, a question which of them asks for no group.
    """
    found, left = [], list(places)
    for many in together:
        before = [each for each in left if each.last <= many.first and each.means in ("unit", "agency")]
        if many.asks and len(before) > 1:
            continue
        district = _district_of(question, many, left)
        if district:
            left.remove(district)
        last = max(many.last, district.last if district else 0)
        begins = min(many.first, district.first) if district and district.first > many.first else many.first
        within = district.codes[0] if district else ""
        found.append(Group(question.span(begins, last), many.code, many.types, within))
    return found, left


def _district_of(question: Heard, many: Many, places: list[Stretch]) -> Stretch | None:
    """Return the district in which a group of communes lies: named behind it, or alone before it."""
    if many.code not in ("*commune", "*"):
        return None
    districts = [each for each in places if each.means == "unit" and each.tier == "district" and len(each.codes) == 1]
    behind = (each for each in districts if each.first >= many.last and linked(question, many.last, each.first))
    alone = len(districts) == 1 and many.code == "*commune" and districts[0].last <= many.first
    return next(behind, districts[0] if alone else None)


def _result(question: Heard, places: list[Stretch], found: list[Group]) -> PlacesFound:
    named = tuple(
        Found(question.span(each.first, each.last), each.codes, each.outside, each.exact, max(each.certainty, 0.1))
        for each in places
        if each.means in ("unit", "agency", "outside")
    )
    province = next((question.span(each.first, each.last) for each in places if each.means == "province"), None)
    spans = [question.span(each.first, each.last) for each in places if each.means == "unknown"]
    return PlacesFound(named, tuple(found), province, tuple((span, question.said.at(span)) for span in spans))
