"""A conversation as its page shows it: each answer with its chips, what else can be chosen, chart, table and links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _

from songbe.assistant.errors import NoSuchChoice
from songbe.assistant.models import Asked
from songbe.assistant.queries.chips import Chip, Offer, chips, nearest_offers, reading_label
from songbe.assistant.queries.drawn import chart_of, figure_address
from songbe.assistant.queries.rereading import read_again
from songbe.assistant.queries.written import query_of
from songbe.assistant.rules.query import Aspect, Operation, Query, Refusal
from songbe.cases.queries.procedures import procedure_page
from songbe.centres.queries.addresses import SEARCH, Address, figure_path, records_path
from songbe.centres.rules import newest_year
from songbe.indicators.queries import catalogue
from songbe.kernel.errors import NotFound
from songbe.kernel.periods import year
from songbe.places.policy import Actor, Right
from songbe.places.queries import gazetteer
from songbe.places.rules import Basis

PAGE = "/hoi/"
SHOWN = 10
"""Turns on a page, the newest; the others one click away."""
OTHERS = 2
"""Further readings offered beside the one that was answered."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where an answer leads. kind: ``figure``, ``records``, ``procedure``, ``file``, ``track``, ``search`` or
    ``procedures``; file: a form is begun there, which is sent."""

    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer. value: the figure that answers, with its unit; of: whose it is; reading: how the
    question was understood, in a few words; marks: kind and words; near: what can be asked in place of what was
    refused; others: further readings."""

    number: int
    question: str
    language: str
    sentence: str
    refused: bool
    corrected: bool
    helped: bool
    reading: str
    wall_url: str
    source: str = ""
    value: str = ""
    of: str = ""
    marks: Sequence[tuple[str, str]] = ()
    chips: Sequence[Chip] = ()
    others: Sequence[Offer] = ()
    near: Sequence[Offer] = ()
    kind: str = ""
    chart: Mapping[str, Any] = field(default_factory=dict)
    rows: Sequence[Mapping[str, Any]] = ()
    links: Sequence[Link] = ()

    @property
    def bars(self) -> int:
        """How many places the picture shows where the table has more; 0 where it shows all."""
        drawn = len(self.chart.get("items", ()))
        return drawn if drawn < len(self.rows) else 0


@dataclass(frozen=True, slots=True)
class ConversationPage:
    """The newest turns of a conversation, the newest first. examples: what can be asked, before anything was; earlier:
    how many turns are not shown."""

    conversation: UUID
    turns: Sequence[Turn]
    examples: Sequence[str]
    language: str
    earlier: int = 0

    @property
    def url(self) -> str:
        """The address of this conversation."""
        return f"{PAGE}?{urlencode({'c': self.conversation})}"


@dataclass(frozen=True, slots=True)
class WallPage:
    """One turn of a conversation, read from afar, with the addresses of the one before and the one after.

    newest: whether it is the newest, which gives way to the next one by itself.
    """

    conversation: UUID
    turn: Turn | None
    language: str
    newest: bool
    before_url: str = ""
    after_url: str = ""


def check_query(query: Query) -> None:
    """Raise NoSuchChoice, UnknownIndicator or UnknownPlace for a typed query that cannot be answered."""
    if query.operation is Operation.procedure:
        return
    if not query.indicators:
        raise NoSuchChoice(given="", what="indicator")
    known, map_ = catalogue(), gazetteer()
    for code in query.indicators:
        known.definition(code)
    for place in query.places:
        map_.place(place)


def conversation_page(
    conversation: UUID, actor: Actor, *, language: str, now: date, everything: bool = False
) -> ConversationPage:
    """Return the page of a conversation of somebody; empty for one that has not begun, or is another's.

    language: of the screen. now: up to when periods are offered. everything: also what was asked long before.
    """
    rows = Asked.objects.filter(conversation=conversation, actor=actor.name).order_by("-number")
    read = list(rows if everything else rows[:SHOWN])
    turns = [_turn(row, actor, now) for row in read]
    suggested = () if turns else examples(language, now)
    earlier = read[-1].number - 1 if read else 0
    return ConversationPage(conversation, turns, suggested, read[0].language if read else language, earlier)


def wall_page(conversation: UUID, number: int, actor: Actor, *, language: str, now: date) -> WallPage:
    """Return one turn of a conversation of somebody for the wall. number: 0 for the newest."""
    rows = Asked.objects.filter(conversation=conversation, actor=actor.name).order_by("number")
    row = rows.filter(number=number).first() if number else rows.last()
    if row is None:
        return WallPage(conversation, None, language, not number)
    beside = set(rows.filter(number__in=(row.number - 1, row.number + 1)).values_list("number", flat=True))
    before, after = (
        wall_address(conversation, each) if each in beside else "" for each in (row.number - 1, row.number + 1)
    )
    return WallPage(conversation, _turn(row, actor, now), row.language, not number, before, after)


def wall_address(conversation: UUID, number: int = 0) -> str:
    """Return where a turn stands on the wall. number: 0 for the newest, whichever that is."""
    return f"{PAGE}?{urlencode({'c': conversation, **({'n': number} if number else {}), 'wall': 1})}"


def _turn(row: Asked, actor: Actor, now: date) -> Turn:
    query, answer = query_of(row.corrected or row.query), row.answer
    shown, language = _shown(row), row.language
    others = [query_of(each) for each in answer["others"]]
    refusal = Refusal(row.refusal) if row.refusal else None
    return Turn(
        number=row.number,
        question=row.question,
        language=language,
        sentence=shown["sentence"],
        refused=answer["refused"],
        corrected=row.corrected is not None,
        helped=answer["helped"],
        reading=reading_label(replace(query, latest=False), language),
        wall_url=wall_address(row.conversation, row.number),
        source=shown.get("source", ""),
        value=shown.get("value", ""),
        of=shown.get("of", ""),
        marks=[(kind, words) for kind, words in shown.get("marks", ())],
        chips=chips(query, others, language=language, now=now),
        others=[Offer(reading_label(each, language), {"other": str(at)}) for at, each in enumerate(others[:OTHERS])],
        near=_near(row, query, refusal, language, now) if refusal else (),
        kind=shown.get("kind", ""),
        chart=chart_of(shown),
        rows=shown.get("lines", ()),
        links=_links(row, query, actor, now),
    )


def _shown(row: Asked) -> Mapping[str, Any]:
    # What was asked before answers kept what a screen draws has its sentence alone.
    shown: Mapping[str, Any] = row.answer.get("shown") or {"sentence": row.answer["text"]}
    return shown


# --- Where it leads ---------------------------------------------------------------------------------------------------
def _near(row: Asked, query: Query, refusal: Refusal, language: str, now: date) -> list[Offer]:
    nearest = _shown(row).get("nearest", {})
    unknown = query.operation is Operation.refuse and query.indicators
    meant = read_again(row, query.indicators) if unknown else query
    return nearest_offers(query, refusal, nearest, meant=meant, language=language, now=now)


def _links(row: Asked, query: Query, actor: Actor, now: date) -> list[Link]:
    first = _shown(row).get("first")
    if first is not None:
        return _of_figure(first, actor)
    if query.operation is Operation.procedure or row.refusal == Refusal.no_procedure:
        return _of_procedure(query, now)
    if query.indicators:
        return [Link("figure", str(_whole(query, now)))]
    return [Link("search", f"{SEARCH}?{urlencode({'q': row.question})}")] if row.refusal == Refusal.no_indicator else []


def _whole(query: Query, now: date) -> Address:
    """Return the page of the indicator of an answer that holds no figure."""
    place = query.places[0] if query.places else gazetteer().province.code
    newest = newest_year(now)
    of = min(query.period.start.year, newest) if query.period else newest
    return Address(figure_path(query.indicators[0]), place, year(of).code, Basis.then.value)


def _of_figure(point: Mapping[str, Any], actor: Actor) -> list[Link]:
    address = figure_address(point)
    counted = catalogue().parts.get(point["indicator"]) is not None
    found = [Link("figure", str(address))]
    # As on the page of the indicator: who may not open the records is not led to them.
    if counted and actor.may(Right.READ_RECORDS, point["place"]):
        found.append(Link("records", str(address.at(records_path(point["indicator"])))))
    return found


def _of_procedure(query: Query, now: date) -> list[Link]:
    if query.aspect is Aspect.track:
        return [Link("track", "/dvc/track/")]
    try:
        page = procedure_page(query.procedure, now) if query.procedure else None
    except NotFound:
        page = None
    if page is None:
        return [Link("procedures", "/dvc/")]
    found = [Link("procedure", f"/dvc/{query.procedure}/")]
    return [*found, Link("file", f"/dvc/{query.procedure}/file/")] if page.filed_online else found


# --- What can be asked ------------------------------------------------------------------------------------------------
def examples(language: str, now: date) -> list[str]:
    """Return questions that can be answered, made of indicators of the catalogue. language: ``vi`` or ``en``."""
    known = catalogue().definitions.values()
    computed = [each for each in known if "district" in each.tiers and each.kind.is_computed]
    if not computed:
        return []
    names = [each.name(language) for each in computed]
    said = {"first": names[0], "second": names[len(names) // 2], "third": names[-1], "year": newest_year(now)}
    asked = (
        _("%(first)s năm %(year)s là bao nhiêu?"),
        _("%(first)s năm %(year)s, huyện nào cao nhất?"),
        _("%(second)s từng tháng năm %(year)s"),
        _("%(third)s là gì?"),
    )
    return [question % said for question in asked]
