"""The citizens' side, /dvc/: find a procedure, file, follow, supplement, rate."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from songbe.cases.actions.drafts import begin_draft, drop_draft, save_page
from songbe.cases.actions.filing import Applicant, NotAnswered, NotFiledHere, rate, submit_once, supplement, withdraw
from songbe.cases.declare import QuestionLine
from songbe.cases.queries.asking import (
    APPLICANT,
    CHECK,
    PAPERS,
    Filling,
    check_asked,
    check_page,
    field_of,
    filling,
    form_page,
    questions_on,
)
from songbe.cases.queries.declared import form_of
from songbe.cases.queries.fees import fees_of
from songbe.cases.queries.files import lacking, papers_of, wanted
from songbe.cases.queries.papers import NoSuchPaper, available, paper
from songbe.cases.queries.people import mine, own_case
from songbe.cases.queries.procedures import procedure_page, search
from songbe.cases.queries.results import results_for_applicant
from songbe.cases.queries.tracking import track
from songbe.cases.views.answering import actor, doing, drawn, public, signed_in
from songbe.cases.views.attaching import papers_page
from songbe.kernel.errors import InvalidInput, NotFound, SongbeError
from songbe.places import clock
from songbe.ui.refusals import status_of
from songbe.ui.words import locale_of

LONGEST_SEARCH = 200


OWN_FORMS = ("01", "02", "03", "04")
"""Forms that are handed to who asked."""


class NoSuchPage(NotFound):
    """A page that a form does not have."""

    code = "no_such_page"
    message_en = "This form has no page {page!r}. Go on from “My dossiers”."
    message_vi = "Biểu mẫu không có trang “{page}”. Hãy tiếp tục từ “Hồ sơ của tôi”."


def pdf(made: bytes, name: str) -> HttpResponse:
    """Return a document to look at."""
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def tracking_address(request: HttpRequest, code: str) -> str:
    """Return where anybody who holds a code sees how the dossier stands."""
    return request.build_absolute_uri(f"/dvc/track/?code={code}")


@signed_in
def form(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """A form of one's own dossier as PDF."""
    page = own_case(code, actor(request), clock.now())
    if number not in OWN_FORMS:
        raise NoSuchPaper(case=code, form=number)
    made = paper(page.case, number, tracking_address(request, code), drafts=False)
    return pdf(made, f"{code}-{number}.pdf")


@public
def procedures(request: HttpRequest) -> HttpResponse:
    """Find a procedure by what people call it."""
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    event = request.GET.get("event", "").strip()[:LONGEST_SEARCH]
    return drawn(request, "procedures.html", found=search(text, event, clock.today()))


@public
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """What a procedure needs, costs, takes and gives."""
    return drawn(request, "procedure.html", page=procedure_page(code, clock.today()))


@signed_in
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin to fill in a form."""
    page = procedure_page(code, clock.today())
    if not page.filed_online:
        raise NotFiledHere(name=page.line.name_vi)
    draft = begin_draft(procedure=code, actor=actor(request))
    return redirect("cases:draft", key=draft.key, page=APPLICANT)


@signed_in
def draft(request: HttpRequest, key: str, page: str) -> HttpResponse:
    """One page of a form; sent, it is kept, and the next one follows."""
    who, today = actor(request), clock.today()
    filled = filling(key, who.person or 0, today)
    if page == CHECK:
        return _check(request, filled)
    if page not in filled.pages:
        raise NoSuchPage(page=page)
    if page == PAPERS:
        return papers_page(request, filled)
    if request.method != "POST":
        return drawn(request, "form.html", filled=filled, page=form_page(filled, page, today))
    questions = questions_on(filled, page)
    texts = texts_of(request, questions)
    kept = Filling(save_page(key=key, texts=texts, actor=who), filled.declared, filled.form)
    checked = check_asked(questions, texts, today, filled.line.audience)
    if checked.faults:
        return drawn(request, "form.html", 400, filled=kept, page=form_page(kept, page, today, checked))
    onward = CHECK if request.POST.get("then") == CHECK else filled.pages[filled.pages.index(page) + 1]
    return redirect("cases:draft", key=key, page=onward)


def texts_of(request: HttpRequest, questions: Sequence[QuestionLine]) -> dict[str, str]:
    """Return what was sent for each question; of several choices, joined."""
    return {question.key: ";".join(request.POST.getlist(question.key)) for question in questions}


@doing
def keep(request: HttpRequest, key: str, page: str) -> HttpResponse:
    """Keep what is being typed on a page, unchecked; what is refused is said in a sentence for the script to show."""
    who = actor(request)
    try:
        filled = filling(key, who.person or 0, clock.today())
        questions = questions_on(filled, page)
        if not questions:
            raise NoSuchPage(page=page)
        kept = save_page(key=key, texts=texts_of(request, questions), actor=who)
    except SongbeError as error:
        return JsonResponse({"message": error.message(locale_of(get_language()))}, status=status_of(error))
    return HttpResponse(status=204, headers={"Kept-At": f"{kept.touched_at.timestamp():.6f}"})


def _check(request: HttpRequest, filled: Filling) -> HttpResponse:
    """Everything once more; sent, it is handed in."""
    who, today = actor(request), clock.today()
    page = check_page(filled, today)
    missing = lacking(filled.line, filled.draft)
    if request.method == "POST" and not page.faults and not missing:
        try:
            case = submit_once(
                procedure_code=filled.line.code,
                answers={key: str(text) for key, text in filled.draft.answers.items()},
                applicant=replace(
                    applicant_of(filled.draft.answers, filled.line.audience), language=locale_of(get_language())
                ),
                channel="online",
                key=filled.draft.key,
                actor=who,
            )
        except NotAnswered:
            return redirect("cases:draft", key=filled.draft.key, page=CHECK)
        return redirect("cases:filed", code=case.code)
    status = 400 if request.method == "POST" else 200
    given = wanted(filled.line, filled.draft)
    return drawn(request, "check.html", status, filled=filled, page=page, missing=missing, given=given)


def applicant_of(texts: dict[str, Any], audience: Sequence[str]) -> Applicant:
    """Return who asks, from what was written. audience: its first kind is meant if none was asked."""
    return Applicant(
        kind=str(texts.get("applicant_kind") or audience[0]),
        name=" ".join(str(texts.get("applicant_name", "")).split()),
        id_number=str(texts.get("applicant_id", "")).strip(),
        phone=str(texts.get("applicant_phone", "")).strip(),
        email=str(texts.get("applicant_email", "")).strip(),
        address=str(texts.get("applicant_address", "")).strip(),
        representative=" ".join(str(texts.get("applicant_representative", "")).split()),
    )


@signed_in
def drop(request: HttpRequest, key: str) -> HttpResponse:
    """Throw a form away."""
    if request.method == "POST":
        drop_draft(key=key, actor=actor(request))
        messages.success(request, _("Đã xóa bản nháp."))
    return redirect("cases:mine")


@signed_in
def own(request: HttpRequest) -> HttpResponse:
    """What somebody has begun and handed in."""
    return drawn(request, "mine.html", page=mine(actor(request).person or 0))


@signed_in
def filed(request: HttpRequest, code: str) -> HttpResponse:
    """It was handed in: the code, what happens next and when."""
    page = own_case(code, actor(request), clock.now())
    return drawn(request, "filed.html", page=page, fees=fees_of(page.case, page.parts, actor(request)))


@signed_in
def case(request: HttpRequest, code: str) -> HttpResponse:
    """How a dossier stands, for who filed it."""
    page = own_case(code, actor(request), clock.now())
    fields = [
        field_of(question, {key: _text(value) for key, value in page.case.answers.items()}, {}, clock.today())
        for question in form_of(page.case.form).questions
    ]
    forms = [each for each in available(page.case, drafts=False) if each[0] in OWN_FORMS]
    fees = fees_of(page.case, page.parts, actor(request))
    return drawn(
        request,
        "case.html",
        page=page,
        fields=fields,
        key=uuid.uuid4().hex,
        ratings=(1, 2, 3, 4, 5),
        forms=forms,
        papers=papers_of(page.case),
        results=results_for_applicant(page.case, page.parts),
        fees=fees,
        owed=any(fee.is_open for fee in fees),
    )


def _text(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


@doing
def supplement_case(request: HttpRequest, code: str) -> HttpResponse:
    """Hand in what was asked for in addition."""
    page = own_case(code, actor(request), clock.now())
    texts = {
        question.key: request.POST.get(question.key, "")
        for question in form_of(page.case.form).questions
        if question.key in request.POST
    }
    supplement(
        code=code,
        answers=texts,
        note=request.POST.get("note", ""),
        key=request.POST.get("key", "")[:64] or uuid.uuid4().hex,
        actor=actor(request),
    )
    messages.success(request, _("Đã nhận phần bổ sung. Thời hạn được tính lại từ đầu."))
    return redirect("cases:case", code=code)


@doing
def withdraw_case(request: HttpRequest, code: str) -> HttpResponse:
    """Take a dossier back."""
    withdraw(code=code, actor=actor(request))
    messages.success(request, _("Đã rút hồ sơ."))
    return redirect("cases:case", code=code)


@doing
def rate_case(request: HttpRequest, code: str) -> HttpResponse:
    """Say how content one is."""
    given = request.POST.get("rating", "")
    if not (given.isascii() and given.isdigit()):
        raise InvalidInput
    rate(code=code, rating=int(given), actor=actor(request))
    messages.success(request, _("Cảm ơn bạn đã đánh giá."))
    return redirect("cases:case", code=code)


@public
def tracking(request: HttpRequest) -> HttpResponse:
    """How a dossier stands, for anybody who holds its code: no name, no answer."""
    code = request.GET.get("code", "").strip().upper()[:40]
    return drawn(request, "track.html", code=code, found=track(code, clock.now()) if code else None)
