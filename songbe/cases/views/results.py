"""Files that officials give a dossier: papers scanned at the counter, and its result, fetched by who asked for it."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from songbe.cases.actions.counter_papers import scan_paper
from songbe.cases.actions.files import LARGEST
from songbe.cases.actions.results import attach_result
from songbe.cases.models import Case
from songbe.cases.queries.results import result_for
from songbe.cases.views.answering import actor, doing, signed_in
from songbe.cases.views.attaching import as_kept
from songbe.kernel.errors import SongbeError
from songbe.ui.words import locale_of


@doing
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """Scan a paper of a dossier at the counter."""
    said = partial(scan_paper, code=code, paper=request.POST.get("paper", "")[:80])
    return _given(request, code, said, _("Đã lưu giấy tờ vào hồ sơ %(code)s."))


@doing
def attach(request: HttpRequest, code: str) -> HttpResponse:
    """Give the result of a dossier as a file."""
    said = partial(attach_result, code=code, why=request.POST.get("why", ""))
    return _given(request, code, said, _("Đã gắn kết quả điện tử vào hồ sơ %(code)s."))


def _given(request: HttpRequest, code: str, keep: Callable[..., Case], done: str) -> HttpResponse:
    """Hand a file that was sent on, and show the dossier again with what came of it."""
    file, version = request.FILES.get("file"), request.POST.get("version", "")
    try:
        keep(
            name=(file.name if file else "") or "?",
            content=file.read(LARGEST + 1) if file else b"",
            actor=actor(request),
            version=int(version) if version.isascii() and version.isdigit() else None,
        )
    except SongbeError as error:
        messages.error(request, error.message(locale_of(get_language())))
    else:
        messages.success(request, done % {"code": code})
    return redirect("cases:desk-case", code=code)


@signed_in
def result(request: HttpRequest, number: int) -> HttpResponse:
    """An electronic result, to who asked for it or reads its case."""
    return as_kept(result_for(number, actor(request)), save=True)
