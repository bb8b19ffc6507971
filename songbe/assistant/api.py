"""Two addresses for other programs of people who signed in: a question, and a typed query, both in JSON."""

import json
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from songbe.assistant.queries.sent import NotReadable
from songbe.assistant.queries.tools import Asker
from songbe.assistant.rules.wording.names import LANGUAGES
from songbe.assistant.tools import BY_ADDRESS, call_tool
from songbe.kernel.errors import NotAllowed, SongbeError
from songbe.places import clock
from songbe.places.models import Person
from songbe.places.queries import actor_of
from songbe.ui.limits import TooOften, limit
from songbe.ui.refusals import status_of
from songbe.ui.words import locale_of

LARGEST = 64 * 1024
"""Bytes: far more than the longest query."""
MOST, MINUTES = 600, 10


class NotSignedIn(NotAllowed):
    """Nobody in particular asks for figures."""

    code = "not_signed_in"
    message_en = "Figures are for people who signed in. Sign in at /accounts/login/ and send it again."
    message_vi = "Số liệu dành cho người đã đăng nhập. Hãy đăng nhập tại /accounts/login/ rồi gửi lại."


def _said(request: HttpRequest) -> Any:
    # Read in parts: Django's own limit would answer with a page.
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise NotReadable(reason=f"more than {LARGEST} bytes")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as wrong:
        raise NotReadable(reason="not JSON in UTF-8") from wrong


def _answer(request: HttpRequest, address: str) -> dict[str, Any]:
    person = request.user
    if not isinstance(person, Person):
        raise NotSignedIn
    limit(request, name="assistant", most=MOST, minutes=MINUTES)
    language = get_language() or "vi"
    by = Asker(actor_of(person, today=timezone.localdate()), clock.today(), language if language in LANGUAGES else "vi")
    return call_tool(tool=BY_ADDRESS[address], said=_said(request), by=by, through="http")


@require_POST
@never_cache
def answer(request: HttpRequest, address: str) -> JsonResponse:
    """Answer what was sent; a refusal is a sentence with its code and status."""
    try:
        return _written(_answer(request, address), 200)
    except SongbeError as error:
        said = {"error": error.code, "message": " ".join(error.message(locale_of(get_language())).split())}
        return _written(said, _status(error))


def _status(error: SongbeError) -> int:
    match error:
        case NotSignedIn():
            return 401
        case TooOften():
            return 429
        case NotAllowed():
            return status_of(error)
        case _:
            return 400


def _written(document: dict[str, Any], status: int) -> JsonResponse:
    return JsonResponse(document, status=status, json_dumps_params={"ensure_ascii": False})


urlpatterns = [path(f"{address}", answer, {"address": address}, name=f"assistant-{address}") for address in BY_ADDRESS]
