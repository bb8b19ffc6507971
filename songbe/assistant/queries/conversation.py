"""A conversation as its page shows it: each answer with its chips, what else can be chosen, chart, table and links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from songbe.assistant.models import Asked
from songbe.assistant.queries.naming import place_named
from songbe.assistant.queries.written import query_of
from songbe.assistant.rules.query import Operation, Query
from songbe.assistant.rules.wording.names import period_label
from songbe.centres.queries.addresses import Address, figure_path, records_path
from songbe.indicators.queries import catalogue
from songbe.kernel.periods import Period, parse_period, quarter, year
from songbe.places.queries import gazetteer

EXAMPLES = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """Something a chip can be set to."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table, and its bar: share of the longest, 0 to 100."""

    label: str
    value: str
    share: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer. links: words and addresses; others: other readings, by number."""

    number: int
    question: str
    text: str
    refused: bool
    corrected: bool
    helped: bool
    milliseconds: int
    indicators: Sequence[Choice]
    places: Sequence[Choice]
    periods: Sequence[Choice]
    rows: Sequence[Row]
    links: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ConversationPage:
    """All turns of a conversation, the newest last. examples: questions of the catalogue, before anything was asked."""

    conversation: UUID
    turns: Sequence[Turn]
    examples: Sequence[str]
    language: str


def conversation_page(conversation: UUID, actor: str, *, language: str, now: date) -> ConversationPage:
    """Return the page of a conversation of somebody; empty for one that has not begun, or is another's."""
    rows = Asked.objects.filter(conversation=conversation, actor=actor).order_by("number")
    turns = [_turn(row, now) for row in rows]
    said = turns[-1] if turns else None
    chosen = rows.last().language if said else language  # type: ignore[union-attr]
    return ConversationPage(conversation, turns, () if turns else examples(), chosen)


def examples() -> list[str]:
    """Return questions that the catalogue answers, of indicators that have a key of their own."""
    asked = [d.synonyms[0] if d.synonyms else d.name_vi for d in catalogue().definitions.values() if d.aliases]
    return [text[:1].upper() + text[1:] for text in asked[:: max(1, len(asked) // EXAMPLES)][:EXAMPLES]]


def _turn(row: Asked, now: date) -> Turn:
    query, answer = query_of(row.corrected or row.query), row.answer
    readings = [query_of(each) for each in answer.get("others", ())]
    return Turn(
        number=row.number,
        question=row.question,
        text=answer["text"],
        refused=answer["refused"],
        corrected=row.corrected is not None,
        helped=bool(answer.get("helped")),
        milliseconds=row.milliseconds,
        indicators=_indicators(query, readings, row.language),
        places=_places(query, row.language),
        periods=_periods(query, now, row.language),
        rows=_rows(answer, row.language),
        links=_links(query, answer["refused"]),
    )


def _indicators(query: Query, readings: Sequence[Query], language: str) -> list[Choice]:
    known = catalogue().definitions
    codes = dict.fromkeys([*query.indicators[:1], *(code for each in readings for code in each.indicators)])
    return [
        Choice(code, known[code].name_vi if language == "vi" else known[code].name_en, code == query.indicators[0])
        for code in codes
        if code in known
    ]


def _places(query: Query, language: str) -> list[Choice]:
    if not query.places:
        return []
    map_ = gazetteer()
    here = map_.place(query.places[0])
    beside = map_.of_tier(here.tier) if not here.is_agency else ()
    home = map_.place(map_.province.code)
    offered = {place.code: place for place in (home, *map_.of_tier("district"), *beside, here)}
    return [Choice(code, place_named(place).say(language), code == here.code) for code, place in offered.items()]


def _periods(query: Query, now: date, language: str) -> list[Choice]:
    own = query.period
    if own is None:
        return []
    quarters = [quarter(own.start.year, number) for number in range(1, 5)]
    offered = dict.fromkeys([own, *(year(now.year - back) for back in range(3)), *quarters])
    return [Choice(each.code, period_label(each, language), each == own) for each in offered if each.start <= now]


def _rows(answer: Mapping[str, Any], language: str) -> list[Row]:
    chart = answer.get("chart")
    if not chart:
        return []
    map_, points = gazetteer(), chart["points"]
    longest = max((abs(point["value"]) for point in points), default=0) or 1
    by_place = chart["kind"] == "bar"
    return [
        Row(
            place_named(map_.place(point["place"])).say(language)
            if by_place
            else period_label(parse_period(point["period"]), language),
            point["said"],
            round(100 * abs(point["value"]) / longest),
        )
        for point in points
    ]


def _links(query: Query, refused: bool) -> list[tuple[str, str]]:
    if query.operation is Operation.procedure and query.procedure:
        return [("procedure", f"/dvc/{query.procedure}/")]
    if not query.indicators:
        return []
    code, place = query.indicators[0], query.places[0] if query.places else gazetteer().province.code
    period = query.period or year(2000)
    own = Address(figure_path(code), place, period.code, "as-then")
    if refused:
        return [("figure", str(own.at(period=_whole(period))))]
    return [("figure", str(own)), ("records", str(own.at(records_path(code))))]


def _whole(period: Period) -> Period:
    return year(period.start.year)


def changed(query: Query, *, indicator: str = "", place: str = "", period: str = "") -> Query:
    """Return a query with some of its chips set to something else. Raises InvalidPeriod."""
    if indicator:
        query = replace(query, indicators=(indicator, *query.indicators[1:]))
    if place:
        query = replace(query, places=(place, *query.places[1:]))
    if period:
        query = replace(query, periods=(parse_period(period),), latest=False)
    return query
