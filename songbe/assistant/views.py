"""The assistant's page: ask, see how it was understood, change that; at a desk, on a phone, and on the wall."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from songbe.assistant.actions import LONGEST, ask_question, choose_reading
from songbe.assistant.errors import NoSuchChoice, NotYourConversation
from songbe.assistant.models import Asked
from songbe.assistant.queries.conversation import PAGE, conversation_page, wall_address, wall_page
from songbe.assistant.queries.written import query_of
from songbe.assistant.rules.choosing import Choice, chosen
from songbe.assistant.rules.query import Operation, Query
from songbe.assistant.rules.wording.names import LANGUAGES
from songbe.centres.rules import newest_year
from songbe.indicators.queries import catalogue
from songbe.kernel.errors import SongbeError
from songbe.kernel.periods import parse_period
from songbe.places import clock
from songbe.places.models import Person
from songbe.places.policy import Actor, OutOfReach, Right
from songbe.places.queries import actor_of, gazetteer, province
from songbe.ui.refusals import refused
from songbe.ui.words import locale_of

LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English", "zh": "中文", "ja": "日本語", "ko": "한국어"}
DEVICE = "geolocation=(self), camera=(), microphone=(self), payment=(), usb=(), browsing-topics=()"
"""What of the device the page may use: the microphone, where the browser turns speech into text."""

Screen = Callable[..., HttpResponse]


def _screen(*methods: str) -> Callable[[Screen], Callable[..., HttpResponseBase]]:
    def decorate(view: Screen) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def answer(request: HttpRequest, **asked: Any) -> HttpResponse:
            try:
                return view(request, _actor(request), **asked)
            except SongbeError as error:
                return refused(request, error, home=PAGE)

        shown: Callable[..., HttpResponseBase] = never_cache(require_http_methods(methods)(login_required(answer)))
        return shown

    return decorate


def _actor(request: HttpRequest) -> Actor:
    person = request.user
    if not isinstance(person, Person):
        raise OutOfReach(actor=str(person), right=Right.READ_FIGURES.value, place="")
    actor = actor_of(person, today=timezone.localdate())
    actor.require(Right.READ_FIGURES, province().code)
    return actor


def _conversation(given: str) -> UUID:
    try:
        return UUID(given) if given else uuid4()
    except ValueError as wrong:
        raise NotYourConversation(conversation=given) from wrong


def _number(given: str) -> int:
    if not given.isdecimal() or len(given) > 6:
        raise NoSuchChoice(given=given, what="number")
    return int(given)


def _language(given: str) -> str:
    if given not in LANGUAGES:
        raise NoSuchChoice(given=given, what="language")
    return given


def _here(request: HttpRequest) -> str:
    return locale_of(getattr(request, "LANGUAGE_CODE", "vi"))


@_screen("GET", "HEAD")
def page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show a conversation, or a new one. A question in the address waits in the box: opening it writes nothing."""
    asked = request.GET
    conversation = _conversation(asked.get("c", ""))
    if asked.get("wall"):
        drawn = _wall(request, actor, conversation, _number(asked.get("n") or "0"))
    else:
        drawn = _drawn(request, actor, conversation)
    drawn.headers["Permissions-Policy"] = DEVICE
    return drawn


def _drawn(request: HttpRequest, actor: Actor, conversation: UUID, template: str = "page") -> HttpResponse:
    everything = bool(request.GET.get("all"))
    shown = conversation_page(conversation, actor, language=_here(request), now=clock.today(), everything=everything)
    said = {
        "page": shown,
        "text": request.GET.get("q", "")[:LONGEST],
        "languages": LANGUAGE_NAMES,
        "longest": LONGEST,
        "names": actor.may_somewhere(Right.NAME_INDICATORS),
    }
    return render(request, f"assistant/{template}.html", said)


def _wall(request: HttpRequest, actor: Actor, conversation: UUID, number: int) -> HttpResponse:
    shown = wall_page(conversation, number, actor, language=_here(request), now=clock.today())
    return render(request, "assistant/wall.html", {"page": shown, "longest": LONGEST})


@_screen("POST")
def question(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Answer a question, and show the conversation."""
    sent = request.POST
    conversation = _conversation(sent.get("c", ""))
    language, text = _language(sent.get("language") or _here(request)), sent.get("q", "").strip()
    if not text:
        # Enter in an empty box leads to the page where one can ask.
        return redirect(f"{PAGE}?c={conversation}")
    return _shown(
        request, actor, ask_question(question=text, conversation=conversation, actor=actor, language=language)
    )


@_screen("POST")
def reading(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Answer another reading of a question: one of those offered, or with a part changed."""
    sent = request.POST
    conversation, number = _conversation(sent.get("c", "")), _number(sent.get("number", ""))
    row = Asked.objects.filter(conversation=conversation, actor=actor.name, number=number).first()
    if row is None:
        raise NotYourConversation(conversation=conversation)
    query = _offered(row, sent["other"]) if sent.get("other") else _changed(row, request)
    language = _language(sent.get("language") or row.language)
    row = choose_reading(conversation=conversation, number=number, query=query, actor=actor, language=language)
    return _shown(request, actor, row)


def _offered(row: Asked, given: str) -> Query:
    others = row.answer["others"]
    at = _number(given)
    if at >= len(others):
        raise NoSuchChoice(given=given, what="other")
    return query_of(others[at])


def _changed(row: Asked, request: HttpRequest) -> Query:
    sent = request.POST
    indicator, place, operation = sent.get("indicator", ""), sent.get("place", ""), sent.get("operation", "")
    if operation and operation not in set(Operation):
        raise NoSuchChoice(given=operation, what="operation")
    choice = Choice(
        indicator=catalogue().definition(indicator).code if indicator else "",
        place=gazetteer().place(place).code if place else "",
        period=parse_period(sent["period"]) if sent.get("period") else None,
        operation=Operation(operation) if operation else None,
    )
    query, home = query_of(row.corrected or row.query), province().code
    return chosen(query, choice, home=home, newest_year=newest_year(clock.today()))


def _shown(request: HttpRequest, actor: Actor, row: Asked) -> HttpResponse:
    if request.POST.get("wall"):
        return redirect(wall_address(row.conversation))
    address = f"{PAGE}?c={row.conversation}"
    if request.headers.get("HX-Request") != "true":
        return redirect(address)
    drawn = _drawn(request, actor, row.conversation, "parts/conversation")
    drawn.headers["HX-Replace-Url"] = address
    return drawn
