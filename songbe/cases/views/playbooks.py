"""Answers to alerts: the duty officer's list with its clocks, and what the public is told."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from songbe.cases.queries.desk import readable
from songbe.cases.queries.playbooks import duty, messages_in_force
from songbe.cases.views.answering import actor, at_desk, drawn, public
from songbe.places import clock
from songbe.places.policy import WATCHING, Actor, OutOfReach, Right


def _watches(who: Actor) -> bool:
    return any(held.role in WATCHING for held in who.held)


@at_desk
def playbooks(request: HttpRequest) -> HttpResponse:
    """Alerts that are being answered, with their clocks; to htmx only the list."""
    who = actor(request)
    if not _watches(who) and not who.may_somewhere(Right.READ_CASES):
        raise OutOfReach(actor=who.name, right=Right.READ_CASES.value, place="/desk/playbooks/")
    page = duty(who, readable(who), clock.now(), clock.today())
    part = request.headers.get("HX-Request") == "true"
    response = drawn(request, "parts/playbooks_running.html" if part else "playbooks.html", page=page)
    patch_vary_headers(response, ["HX-Request"])
    return response


@at_desk
def on_board(request: HttpRequest) -> HttpResponse:
    """The part of an operations centre's screen that says which alerts are being answered; only the part."""
    who = actor(request)
    page = duty(who, readable(who), clock.now(), clock.today()) if _watches(who) else None
    return drawn(request, "parts/playbooks_board.html", page=page)


@public
def public_messages(request: HttpRequest) -> HttpResponse:
    """What the public is told now."""
    return drawn(request, "public_messages.html", rows=messages_in_force(clock.now()))
