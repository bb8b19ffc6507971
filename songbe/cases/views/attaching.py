"""Papers over HTTP: given with a form, opened by who may."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from songbe.cases.actions.files import LARGEST, attach, detach, use_again
from songbe.cases.actions.keeping import path_of
from songbe.cases.actions.secrets import StateSecret
from songbe.cases.errors import NotTaken
from songbe.cases.models import StoredFile
from songbe.cases.queries.asking import PAPERS, Filling
from songbe.cases.queries.files import file_for, wanted
from songbe.cases.views.answering import actor, drawn, signed_in
from songbe.ui.words import locale_of


def papers_page(request: HttpRequest, filled: Filling) -> HttpResponse:
    """Give the papers of a form, one file at a time; what cannot be taken is said, and everything else is kept."""
    key = filled.draft.key
    before = filled.pages[filled.pages.index(PAPERS) - 1]
    if request.method == "POST":
        if request.POST.get("onward"):
            return redirect("cases:draft", key=key, page=filled.pages[filled.pages.index(PAPERS) + 1])
        try:
            _change(request, key)
        except (NotTaken, StateSecret) as refused:
            said = refused.message(locale_of(get_language()))
            given = wanted(filled.line, filled.draft)
            return drawn(request, "papers.html", 400, filled=filled, wanted=given, before=before, fault=said)
        return redirect("cases:draft", key=key, page=PAPERS)
    return drawn(request, "papers.html", filled=filled, wanted=wanted(filled.line, filled.draft), before=before)


def _change(request: HttpRequest, key: str) -> None:
    who, said = actor(request), request.POST
    if said.get("detach", "").isdigit():
        detach(draft=key, attached=int(said["detach"]), actor=who)
    elif said.get("again", "").isdigit():
        use_again(draft=key, paper=said.get("paper", ""), file=int(said["again"]), actor=who)
    else:
        given = request.FILES.get("file")
        name = (given.name if given else "") or "?"
        content = given.read(LARGEST + 1) if given else b""
        attach(draft=key, paper=said.get("paper", "")[:80], name=name, content=content, actor=who)


@signed_in
def file(request: HttpRequest, attached: int) -> HttpResponse:
    """A paper, to who gave it or reads its case; shown by the browser as what it is, never run."""
    return as_kept(file_for(attached, actor(request)))


def as_kept(kept: StoredFile, *, save: bool = False) -> HttpResponse:
    """Return a file as it is kept. save: for the browser to keep, not to show."""
    answer = HttpResponse(path_of(kept.digest).read_bytes(), content_type=kept.mime)
    answer.headers["Content-Disposition"] = content_disposition_header(save, kept.name) or "inline"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
