"""The page that says why there is no page, for every package."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from songbe.kernel.errors import InvalidInput, NotAllowed, NotFound, SongbeError
from songbe.ui.words import locale_of

STATUS: Sequence[tuple[type[SongbeError], int]] = ((NotFound, 404), (NotAllowed, 403), (InvalidInput, 400))
CONFLICT = 409


def status_of(error: SongbeError) -> int:
    """Return the HTTP status of a refusal."""
    return next((code for kind, code in STATUS if isinstance(error, kind)), CONFLICT)


def refused(request: HttpRequest, error: SongbeError, *, home: str) -> HttpResponse:
    """Return the page that says why there is no page. home: where its button leads."""
    status = status_of(error)
    titles = {404: _("Không tìm thấy"), 403: _("Không có quyền xem"), 400: _("Yêu cầu không hợp lệ")}
    said = {
        "status": status,
        "title": titles.get(status, _("Không thực hiện được")),
        "message": error.message(locale_of(get_language())),
        "exception_code": error.code,
        "home": home,
    }
    return render(request, "ui/error.html", said, status=status)
