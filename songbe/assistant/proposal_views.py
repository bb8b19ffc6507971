"""Proposed synonyms, /hoi/tu-dong-nghia/: what people called an indicator, shown to who answers for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from songbe.assistant.errors import NoSuchChoice
from songbe.assistant.models import SynonymProposal
from songbe.assistant.proposal_actions import accept_synonym, decline_synonym, withdraw_synonym
from songbe.assistant.queries.proposals import proposal_page
from songbe.assistant.rules.proposals import Decision, ProposalState
from songbe.kernel.errors import NotAllowed, NotFound, SongbeError
from songbe.places.models import Person
from songbe.places.policy import Actor, OutOfReach, Right
from songbe.places.queries import actor_of
from songbe.ui.refusals import refused
from songbe.ui.words import locale_of

View = Callable[..., HttpResponse]


def _answering(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, **asked: Any) -> HttpResponse:
        try:
            return view(request, _actor(request), **asked)
        except SongbeError as error:
            return refused(request, error, home="/hoi/")

    return answer


def _shown(view: View) -> Callable[..., HttpResponseBase]:
    shown: Callable[..., HttpResponseBase] = never_cache(require_safe(login_required(_answering(view))))
    return shown


def _doing(view: View) -> Callable[..., HttpResponseBase]:
    done: Callable[..., HttpResponseBase] = never_cache(require_POST(login_required(_answering(view))))
    return done


def _actor(request: HttpRequest) -> Actor:
    person = request.user
    if not isinstance(person, Person):
        raise OutOfReach(actor=str(person), right=Right.NAME_INDICATORS.value, place="")
    return actor_of(person, today=timezone.localdate())


@_shown
def synonyms(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what was proposed for the indicators that somebody names."""
    given = request.GET.get("state") or ProposalState.proposed.value
    if given not in set(ProposalState):
        raise NoSuchChoice(given=given, what="state")
    page = proposal_page(actor, state=ProposalState(given), indicator=request.GET.get("indicator", ""))
    return render(request, "assistant/synonyms.html", {"page": page, "locale": locale_of(get_language())})


@_doing
def decide(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Accept, decline or take back a proposal, and show the list again."""
    given = request.POST.get("decision", "")
    if given not in set(Decision):
        raise NoSuchChoice(given=given, what="decision")
    try:
        decided = _decide(Decision(given), number, request.POST.get("reason", ""), actor)
    except (NotAllowed, NotFound):
        raise
    except SongbeError as error:
        messages.error(request, error.message(locale_of(get_language())))
    else:
        messages.success(request, _said(Decision(given)) % {"name": decided.name, **(decided.replay or {})})
    back = {key: request.POST[key] for key in ("indicator", "state") if request.POST.get(key)}
    return redirect(f"{reverse('assistant:synonyms')}?{urlencode(back)}".rstrip("?"))


def _decide(decision: Decision, number: int, reason: str, actor: Actor) -> SynonymProposal:
    match decision:
        case Decision.accept:
            return accept_synonym(number=number, actor=actor)
        case Decision.decline:
            return decline_synonym(number=number, reason=reason, actor=actor)
        case Decision.withdraw:
            return withdraw_synonym(number=number, reason=reason, actor=actor)


def _said(decision: Decision) -> str:
    match decision:
        case Decision.accept:
            return _("Đã nhận “%(name)s”: đọc lại %(questions)s câu đã biết, không câu nào bị hiểu sai đi.")
        case Decision.decline:
            return _("Đã ghi không nhận “%(name)s”.")
        case Decision.withdraw:
            return _("Đã rút “%(name)s”: từ câu hỏi sau không dùng nữa.")
