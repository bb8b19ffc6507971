"""1022 for everybody: report something, follow it, read what was answered."""

import uuid
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from songbe.cases.actions.filing import Applicant, NotAnswered
from songbe.cases.actions.reports import Call, rate_report, reopen_report, take_report_once
from songbe.cases.declare import REPORT
from songbe.cases.models import Case
from songbe.cases.queries.asking import as_asked, field_of
from songbe.cases.queries.declared import categories, current, form_of, work
from songbe.cases.queries.hotline import Alike, alike, public_answers, report_page, sent_before
from songbe.cases.rules.answers import AnswerFault, check
from songbe.cases.views.answering import actor, drawn, public
from songbe.cases.views.photographs import PhotosSent, photos_sent
from songbe.kernel.errors import InvalidInput
from songbe.places import clock
from songbe.ui.limits import limit

MOST, MINUTES = 30, 10


def point_of(text: str) -> tuple[Decimal, Decimal] | None:
    """Return latitude and longitude of a checked answer."""
    latitude, _comma, longitude = text.partition(", ")
    return (Decimal(latitude), Decimal(longitude)) if longitude else None


@public
def report(request: HttpRequest) -> HttpResponse:
    """Report something: what may be the same is shown first, then it is sent; no account is needed."""
    today = clock.today()
    form = form_of(current("form", work(REPORT, today).line.form))
    texts = {question.key: request.POST.get(question.key, "") for question in form.questions}
    faults: dict[str, AnswerFault] = {}
    near: tuple[Alike, ...] = ()
    sent = PhotosSent()
    key = request.POST.get("key", "")[:64] or uuid.uuid4().hex
    if request.method == "POST":
        limit(request, name="report", most=MOST, minutes=MINUTES)
        earlier = sent_before(key)
        if earlier is not None:
            return _taken(request, earlier, key)
        sent = photos_sent(request)
        checked = check(as_asked(form.questions, today), texts, today)
        faults = {fault.key: fault for fault in checked.faults}
        if not faults and not sent.faults:
            values = checked.values
            near = alike(
                str(values.get("report_text", "")), str(values.get("unit", "")), point_of(str(values.get("point", ""))),
                clock.now(),
            )  # fmt: skip
            if not near or request.POST.get("anyway"):
                return _send(request, texts, key, sent)
    return drawn(
        request,
        "hotline_report.html",
        400 if faults or sent.faults else 200,
        fields=[field_of(question, texts, faults, today) for question in form.questions],
        faults=[*faults.values(), *sent.faults],
        sent=sent,
        near=near,
        key=key,
        categories=list(categories().values()),
        chosen=request.POST.get("category", ""),
        said=request.POST,
    )


def _send(request: HttpRequest, texts: dict[str, str], key: str, sent: PhotosSent) -> HttpResponse:
    name = " ".join(request.POST.get("name", "").split())[:200]
    phone, email = request.POST.get("phone", "").strip()[:20], request.POST.get("email", "").strip()[:200]
    reporter = Applicant("citizen", name or "—", "", phone, email) if name or phone or email else None
    try:
        case = take_report_once(
            answers=texts,
            call=Call("web", public=request.POST.get("private") != "yes", photos=sent.photos),
            key=key,
            actor=actor(request),
            reporter=reporter,
            category=request.POST.get("category", ""),
        )
    except NotAnswered as refused:
        raise InvalidInput from refused
    return _taken(request, case, key)


def _taken(request: HttpRequest, case: Case, key: str) -> HttpResponse:
    messages.success(request, _("Đã nhận phản ánh. Giữ đường dẫn của trang này để theo dõi, đánh giá hoặc gửi lại."))
    return redirect(f"/1022/{case.code}/?key={key}")


@public
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """How a report stands; who holds the link it was sent with rates the answer or opens it again."""
    key = (request.POST.get("key") or request.GET.get("key", ""))[:64]
    page = report_page(code, key)
    if request.method == "POST":
        limit(request, name="follow", most=MOST, minutes=MINUTES)
        if "rating" in request.POST:
            given = request.POST["rating"]
            if not (given.isascii() and given.isdigit()):
                raise InvalidInput
            rate_report(code=code, rating=int(given), key=key, actor=actor(request))
            messages.success(request, _("Cảm ơn bạn đã đánh giá."))
        else:
            reopen_report(code=code, why=request.POST.get("why", ""), key=key, actor=actor(request))
            messages.success(request, _("Đã mở lại phản ánh."))
        return redirect(f"/1022/{code}/?key={key}")
    return drawn(request, "hotline_follow.html", page=page, key=key, ratings=(1, 2, 3, 4, 5))


@public
def answers(request: HttpRequest) -> HttpResponse:
    """What was answered in public."""
    text, category = request.GET.get("q", "").strip()[:200], request.GET.get("category", "")[:40]
    return drawn(
        request,
        "hotline_answers.html",
        rows=public_answers(text, category),
        text=text,
        chosen=category,
        categories=list(categories().values()),
    )
