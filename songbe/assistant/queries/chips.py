"""What of a reading can be changed, and what is offered in place of what was refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from songbe.assistant.queries.naming import place_named
from songbe.assistant.rules.choosing import OFFERED, changed
from songbe.assistant.rules.choosing import Choice as Change
from songbe.assistant.rules.query import Operation, Query, Refusal
from songbe.assistant.rules.wording.names import period_label
from songbe.centres.queries.standing import expected_at
from songbe.centres.rules import newest_year, offered_periods
from songbe.indicators.queries import catalogue
from songbe.indicators.rules.definitions import Definition
from songbe.kernel.periods import PeriodKind, parse_period, year
from songbe.places.queries import Place, gazetteer

BESIDE = 20
"""Other indicators of the same sector that are offered at most."""
ELSEWHERE = (Refusal.outside, Refusal.unknown_place, Refusal.not_at_level)
"""Refusals of a place: the same is offered for the whole province."""
WHOLE = {"yearly": (PeriodKind.YEAR,), "quarterly": (PeriodKind.YEAR, PeriodKind.QUARTER)}
"""Periods of which there are figures, by how often they come; all others have every month."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something a chip can be set to."""

    value: str
    label: str
    chosen: bool
    group: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of a reading that can be changed. name: of the field."""

    name: str
    title: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Offer:
    """A button that takes something near for what was asked. fields: what it sends."""

    label: str
    fields: Mapping[str, str]


def chips(query: Query, others: Iterable[Query], *, language: str, now: date) -> list[Chip]:
    """Return the parts of a reading that can be changed, each with what is valid for the rest of it.

    others: further readings, whose indicators stand first. now: up to when periods are offered.
    """
    known = catalogue().definitions
    definition = known.get(query.indicators[0]) if query.indicators else None
    if definition is None or query.operation in (Operation.procedure, Operation.refuse):
        return []
    readings = [known[code] for other in others for code in other.indicators if code in known]
    found = [Chip("indicator", _("Chỉ tiêu"), _indicators(query, definition, readings, language))]
    if query.operation is not Operation.definition:
        found.append(Chip("place", _("Nơi"), _places(query, definition, language)))
        found.append(Chip("period", _("Kỳ"), _periods(query, definition, language, now)))
    operations = dict.fromkeys([query.operation, *OFFERED])
    ways = [Choice(each.value, operation_word(each), each is query.operation) for each in operations]
    return [*found, Chip("operation", _("Cách tính"), ways)]


def operation_word(operation: Operation) -> str:
    """Return what an operation is called on a chip."""
    return {
        Operation.value: _("giá trị"),
        Operation.series: _("từng tháng"),
        Operation.compare: _("so sánh"),
        Operation.rank: _("xếp hạng"),
        Operation.rank_of: _("đứng thứ mấy"),
        Operation.filter: _("lọc"),
        Operation.target_gap: _("so với mục tiêu"),
        Operation.definition: _("định nghĩa"),
        Operation.explain: _("tách thay đổi"),
        Operation.procedure: _("thủ tục"),
        Operation.refuse: _("không trả lời"),
    }[operation]


def _named(definition: Definition, language: str) -> str:
    return definition.name_vi if language == "vi" else definition.name_en or definition.name_vi


def _indicators(query: Query, definition: Definition, readings: Sequence[Definition], language: str) -> list[Choice]:
    map_ = gazetteer()
    where = map_.place(query.places[0], _on(query)) if query.places else map_.place(map_.province.code)
    beside = [each for each in catalogue().of_sector(definition.sector) if expected_at(each, where)][:BESIDE]
    own = [definition, *readings]
    codes = {each.code for each in own}
    found = [Choice(each.code, _named(each, language), each is definition) for each in dict.fromkeys(own)]
    return found + [
        Choice(each.code, _named(each, language), False, _("Cùng lĩnh vực"))
        for each in beside
        if each.code not in codes
    ]


def _on(query: Query) -> date | None:
    return query.periods[0].last if query.periods else None


def _places(query: Query, definition: Definition, language: str) -> list[Choice]:
    map_, on = gazetteer(), _on(query)
    home = map_.place(map_.province.code, on)
    here = map_.place(query.places[0], on) if query.places else home
    beside = () if here.is_agency else map_.of_tier(here.tier, on)
    listed = {
        each.code: each for each in (home, *map_.of_tier("district", on), *beside) if expected_at(definition, each)
    }
    alone = len(query.places) <= 1 and query.group is None
    if alone:
        listed[here.code] = here
    found = [Choice(each.code, _short(each, language), alone and each.code == here.code) for each in listed.values()]
    return found if alone else [Choice("", _several(query, language), True), *found]


def _several(query: Query, language: str) -> str:
    if not query.places:
        return _("nhiều nơi")
    map_, on = gazetteer(), _on(query)
    return ", ".join(_short(map_.place(code, on), language) for code in query.places)


def _short(place: Place, language: str) -> str:
    return place.name_vi if language == "vi" else place.name_en or place.name_vi


def _periods(query: Query, definition: Definition, language: str, now: date) -> list[Choice]:
    kinds = WHOLE.get(definition.frequency)
    offered = [each for each in offered_periods(newest_year(now), now) if kinds is None or each.kind in kinds]
    alone = len(query.periods) == 1
    if alone and query.periods[0] not in offered:
        offered.insert(0, query.periods[0])
    found = [
        Choice(each.code, period_label(each, language), query.periods == (each,), str(each.last.year))
        for each in offered
    ]
    if alone:
        return found
    return [Choice("", ", ".join(period_label(each, language) for each in query.periods), True), *found]


def reading_label(query: Query, language: str) -> str:
    """Return a reading in a few words: indicator, place, period, and what is done unless that is plain."""
    known, map_, on = catalogue().definitions, gazetteer(), _on(query)
    words = [_named(known[code], language) for code in query.indicators if code in known]
    if query.operation is not Operation.definition:
        words += [place_named(map_.place(code, on)).say(language) for code in query.places]
        words += [period_label(each, language) for each in query.periods if not query.latest]
    return ", ".join(words if query.operation is Operation.value else [*words, operation_word(query.operation)])


def nearest_offers(
    query: Query, refusal: Refusal, nearest: Mapping[str, Any], *, meant: Query, language: str, now: date
) -> list[Offer]:
    """Return what can be asked in place of what was refused: the nearest thing there is, for the rest what was asked.

    meant: what the question asks if its subject is what was refused. nearest: codes of an indicator, a place, a
    period, as far as something is known to exist there.
    """
    indicator = nearest.get("indicator") or next(iter(query.indicators), "")
    if indicator not in catalogue().definitions:
        return []
    home = gazetteer().province.code
    fields = [{"indicator": indicator, **more} for more in _near(query, refusal, nearest, indicator, now)]
    return [
        Offer(reading_label(changed(meant, _choice(each), home=home, newest_year=newest_year(now)), language), each)
        for each in fields
    ]


def _near(
    query: Query, refusal: Refusal, nearest: Mapping[str, Any], indicator: str, now: date
) -> list[dict[str, str]]:
    found = []
    if nearest.get("period"):
        found.append({"period": str(nearest["period"])})
    elif refusal is Refusal.future:
        found.append({"period": year(newest_year(now)).code})
    if nearest.get("place"):
        found.append({"place": str(nearest["place"])})
    elif refusal in ELSEWHERE and "province" in catalogue().definitions[indicator].tiers:
        found.append({"place": gazetteer().province.code})
    if refusal is Refusal.no_target:
        found.append({"operation": Operation.value.value})
    plainly = nearest.get("indicator") or query.operation is Operation.refuse
    return found or ([{}] if plainly else [])


def _choice(fields: Mapping[str, str]) -> Change:
    period, operation = fields.get("period"), fields.get("operation")
    return Change(
        indicator=fields.get("indicator", ""),
        place=fields.get("place", ""),
        period=parse_period(period) if period else None,
        operation=Operation(operation) if operation else None,
    )
