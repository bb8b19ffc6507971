"""1022 at the line: take a call, route, make one answer of many, merge what repeats."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from songbe.cases.actions.filing import Applicant
from songbe.cases.actions.photos import hide_photo
from songbe.cases.actions.reports import (
    Call,
    answer_report,
    merge_report,
    note_missed_call,
    route_report,
    split_report,
    suggested_agencies,
    take_report_once,
)
from songbe.cases.declare import REPORT
from songbe.cases.queries.asking import as_asked, field_of
from songbe.cases.queries.declared import categories, current, form_of, work
from songbe.cases.queries.desk import desk_page
from songbe.cases.queries.hotline import agency_answers, alike, line_of_reports, split_with
from songbe.cases.queries.photos import photos_of
from songbe.cases.rules.answers import AnswerFault, check
from songbe.cases.rules.states import Verb, may
from songbe.cases.views.answering import actor, at_desk, doing, drawn
from songbe.cases.views.hotline import point_of
from songbe.cases.views.photographs import PhotosSent, photos_sent
from songbe.kernel.errors import SongbeError
from songbe.places import clock
from songbe.places.models import Agency
from songbe.places.policy import Actor, OutOfReach, Right
from songbe.ui.words import locale_of


def _agent(request: HttpRequest) -> Actor:
    who = actor(request)
    if not who.may_somewhere(Right.TAKE_REPORTS):
        raise OutOfReach(actor=who.name, right=Right.TAKE_REPORTS.value, place="/desk/1022/")
    return who


@at_desk
def line(request: HttpRequest) -> HttpResponse:
    """The line: a call is written down on the left, what waits stands on the right."""
    who, today = _agent(request), clock.today()
    form = form_of(current("form", work(REPORT, today).line.form))
    texts = {question.key: request.POST.get(question.key, "") for question in form.questions}
    faults: dict[str, AnswerFault] = {}
    sent = PhotosSent()
    if request.method == "POST":
        sent = photos_sent(request)
        checked = check(as_asked(form.questions, today), texts, today)
        faults = {fault.key: fault for fault in checked.faults}
        if not faults and not sent.faults:
            case = take_report_once(
                answers=texts,
                call=_call(request, sent),
                key=request.POST.get("key", "")[:64] or uuid.uuid4().hex,
                actor=who,
                reporter=_caller(request),
                category=request.POST.get("category", ""),
            )
            return redirect("cases:agent-case", code=case.code)
    return drawn(
        request,
        "agent.html",
        400 if faults or sent.faults else 200,
        line=line_of_reports(who, clock.now()),
        fields=[field_of(question, texts, faults, today) for question in form.questions],
        faults=[*faults.values(), *sent.faults],
        sent=sent,
        categories=list(categories().values()),
        key=request.POST.get("key") or uuid.uuid4().hex,
        missed_key=uuid.uuid4().hex,
        said=request.POST,
    )


def _seconds(given: str) -> int:
    return min(1800, int(given)) if given.isascii() and given.isdigit() else 0


def _call(request: HttpRequest, sent: PhotosSent) -> Call:
    waited, private = _seconds(request.POST.get("wait", "0")), request.POST.get("private") == "yes"
    return Call("phone", waited, not private, sent.photos)


def _caller(request: HttpRequest) -> Applicant | None:
    name, phone = " ".join(request.POST.get("name", "").split())[:200], request.POST.get("phone", "").strip()[:20]
    return Applicant("citizen", name or "—", "", phone) if name or phone else None


@at_desk
def case(request: HttpRequest, code: str) -> HttpResponse:
    """One report at the line: what may be the same, whom to ask, what they said, the answer."""
    who, now = _agent(request), clock.now()
    page = desk_page(code, who, now)
    kept = page.shown.case
    report = kept.report
    point = point_of(f"{report.latitude}, {report.longitude}") if report.latitude is not None else None
    unit = str(kept.answers.get("unit", ""))
    chosen = request.GET.get("category") or report.category
    keys = {one.token.key for one in page.doable}
    return drawn(
        request,
        "agent_case.html",
        page=page,
        report=report,
        near=[each for each in alike(report.text, unit, point, now) if each.case.pk != kept.pk],
        categories=list(categories().values()),
        chosen=chosen,
        suggested=suggested_agencies(chosen, unit) if chosen in categories() else (),
        agencies=list(Agency.objects.order_by("sort_key")),
        said=agency_answers(kept),
        photos=photos_of([kept.pk]).get(kept.pk, ()),
        related=split_with(kept),
        may_split=may(Verb.split_off, kept.state) and report.duplicate_of_id is None,
        may_route="classify" in keys,
        may_answer="merge" in keys,
    )


@doing
def do(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Route, answer or merge a report, or hide a photograph of it, and show it again with what came of it."""
    who, said = _agent(request), request.POST
    version = int(said["version"]) if said.get("version", "").isdigit() else None
    try:
        if verb == "route":
            agencies = tuple(said.getlist("agencies"))
            route_report(code=code, category=said.get("category", ""), agencies=agencies, actor=who, version=version)
        elif verb == "answer":
            public = said.get("public") == "yes"
            answer_report(code=code, answer=said.get("answer", ""), public=public, actor=who, version=version)
        elif verb == "hide":
            given = said.get("photo", "")
            hide_photo(code=code, attached=int(given) if given.isdecimal() else 0, actor=who)
        elif verb == "split":
            text, category = said.get("text", ""), said.get("category", "")
            second = split_report(code=code, text=text, category=category, actor=who, version=version)
            messages.success(request, _("Đã tách thành phản ánh %(code)s.") % {"code": second.code})
        else:
            merge_report(code=code, into=said.get("into", ""), actor=who)
    except SongbeError as error:
        messages.error(request, error.message(locale_of(get_language())))
    else:
        messages.success(request, _("Đã thực hiện. Hồ sơ %(code)s.") % {"code": code})
    return redirect("cases:agent-case", code=code)


@doing
def missed(request: HttpRequest) -> HttpResponse:
    """Note a call that nobody took."""
    note_missed_call(
        wait_seconds=_seconds(request.POST.get("wait", "0")),
        key=request.POST.get("key", "")[:64] or uuid.uuid4().hex,
        actor=_agent(request),
    )
    messages.success(request, _("Đã ghi một cuộc gọi nhỡ."))
    return redirect("cases:agent")
