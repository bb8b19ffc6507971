"""The assistant's page: ask, see how it was understood, change that."""

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

from songbe.assistant.actions import ask_question, choose_reading
from songbe.assistant.errors import NoSuchChoice, NotYourConversation
from songbe.assistant.models import Asked
from songbe.assistant.queries.conversation import changed, conversation_page
from songbe.assistant.queries.written import query_of
from songbe.assistant.rules.wording.names import LANGUAGES
from songbe.indicators.queries import catalogue
from songbe.kernel.errors import SongbeError
from songbe.places import clock
from songbe.places.models import Person
from songbe.places.policy import Actor, OutOfReach, Right
from songbe.places.queries import actor_of, gazetteer, province
from songbe.ui.refusals import refused
from songbe.ui.words import locale_of

Screen = Callable[..., HttpResponse]


def _screen(*methods: str) -> Callable[[Screen], Callable[..., HttpResponseBase]]:
    def decorate(view: Screen) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def answer(request: HttpRequest, **asked: Any) -> HttpResponse:
            try:
                return view(request, _actor(request), **asked)
            except SongbeError as error:
                return refused(request, error, home="/hoi/")

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


@_screen("GET", "HEAD")
def page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show a conversation, or a new one."""
    conversation = _conversation(request.GET.get("c", ""))
    language = locale_of(getattr(request, "LANGUAGE_CODE", "vi"))
    shown = conversation_page(conversation, actor.name, language=language, now=clock.today())
    said = {"page": shown, "text": request.GET.get("q", ""), "languages": LANGUAGES}
    return render(request, "assistant/page.html", said)


@_screen("POST")
def question(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Answer a question, and show the conversation."""
    conversation = _conversation(request.POST.get("c", ""))
    language = request.POST.get("language") or locale_of(getattr(request, "LANGUAGE_CODE", "vi"))
    if language not in LANGUAGES:
        raise NoSuchChoice(given=language, what="language")
    row = ask_question(question=request.POST.get("q", ""), conversation=conversation, actor=actor, language=language)
    return _shown(row)


@_screen("POST")
def reading(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Answer what a person set the chips of an answer to."""
    conversation = _conversation(request.POST.get("c", ""))
    number = request.POST.get("number", "")
    row = Asked.objects.filter(conversation=conversation, actor=actor.name, number=_number(number)).first()
    if row is None:
        raise NotYourConversation(conversation=conversation)
    indicator, place = request.POST.get("indicator", ""), request.POST.get("place", "")
    if indicator:
        catalogue().definition(indicator)
    if place:
        gazetteer().place(place)
    query = changed(
        query_of(row.corrected or row.query), indicator=indicator, place=place, period=request.POST.get("period", "")
    )
    return _shown(choose_reading(conversation=conversation, number=row.number, query=query, actor=actor))


def _number(given: str) -> int:
    if not given.isdecimal():
        raise NoSuchChoice(given=given, what="number")
    return int(given)


def _shown(row: Asked) -> HttpResponse:
    return redirect(f"/hoi/?c={row.conversation}#q{row.number}")
