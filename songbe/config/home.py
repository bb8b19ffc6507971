"""Where the bare address leads: officials to their work, everybody else to the public services."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from songbe.places.models import Person
from songbe.places.policy import Right
from songbe.places.queries import actor_of


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead people who work on cases to the desk, other officials to the figures, everybody else to public services."""
    person = request.user
    if not isinstance(person, Person):
        return redirect("/dvc/")
    actor = actor_of(person, today=timezone.localdate())
    if actor.may_somewhere(Right.READ_CASES):
        return redirect("/desk/")
    return redirect("/ioc/" if actor.may_somewhere(Right.READ_FIGURES) else "/dvc/")
