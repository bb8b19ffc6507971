"""How every view of cases answers: who asks, and a page with the sentence when something is refused."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from songbe.kernel.errors import SongbeError
from songbe.places import clock
from songbe.places.models import Person
from songbe.places.policy import Actor
from songbe.places.queries import actor_of
from songbe.ui.refusals import refused
from songbe.ui.words import locale_of

View = Callable[..., HttpResponse]


def actor(request: HttpRequest) -> Actor:
    """Return who asks; nobody in particular when not signed in."""
    person = request.user
    if not isinstance(person, Person):
        return Actor("visitor")
    kept: tuple[int, Actor] | None = getattr(request, "songbe_actor", None)
    if kept is None or kept[0] != person.pk:
        kept = request.songbe_actor = (person.pk, actor_of(person, today=timezone.localdate()))  # type: ignore[attr-defined]
    return kept[1]


def _answering(view: View, home: str) -> View:
    @wraps(view)
    def answer(request: HttpRequest, **asked: Any) -> HttpResponse:
        try:
            return view(request, **asked)
        except SongbeError as error:
            return refused(request, error, home=home)

    return answer


def public(view: View) -> Callable[..., HttpResponseBase]:
    """Decorate a view that anybody may ask for."""
    shown: Callable[..., HttpResponseBase] = require_http_methods(["GET", "HEAD", "POST"])(_answering(view, "/dvc/"))
    return shown


def signed_in(view: View) -> Callable[..., HttpResponseBase]:
    """Decorate a view for people who signed in; never cached by others."""
    inside = login_required(_answering(view, "/dvc/"))
    shown: Callable[..., HttpResponseBase] = never_cache(require_http_methods(["GET", "HEAD", "POST"])(inside))
    return shown


def doing(view: View) -> Callable[..., HttpResponseBase]:
    """Decorate a view that changes something: it takes POST only."""
    shown: Callable[..., HttpResponseBase] = never_cache(require_POST(login_required(_answering(view, "/desk/"))))
    return shown


def at_desk(view: View) -> Callable[..., HttpResponseBase]:
    """Decorate a page of the officials' desk."""
    inside = login_required(_answering(view, "/desk/"))
    shown: Callable[..., HttpResponseBase] = never_cache(require_http_methods(["GET", "HEAD", "POST"])(inside))
    return shown


def drawn(request: HttpRequest, template: str, status: int = 200, **said: Any) -> HttpResponse:
    """Return a page. template: below ``cases/``."""
    return render(request, f"cases/{template}", {"locale": locale_of(get_language()), "shifted": clock.is_shifted(),
                  "today": clock.today(), **said}, status=status)  # fmt: skip
