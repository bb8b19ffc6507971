"""The officials' desk, /desk/: what waits, a case and what may be done to it, filing at the counter."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from songbe.cases.actions.apologies import REASON
from songbe.cases.actions.filing import submit_once
from songbe.cases.actions.handling import assign, complete_step, end_wait, give_back, set_new_date
from songbe.cases.actions.playbooks import end_message
from songbe.cases.actions.receiving import ask_supplement, receive, refuse, return_result
from songbe.cases.declare import REPORT, ProcedureLine, TypeSheet, WorkLine
from songbe.cases.models import Case
from songbe.cases.queries.asking import APPLICANT, applicant_questions, check_asked, field_of
from songbe.cases.queries.declared import current, form_of, types_in_force, work
from songbe.cases.queries.desk import Which, control_slip, desk_page, inbox, tracking_book, workload
from songbe.cases.queries.directives import directives_about
from songbe.cases.queries.files import papers_of, to_scan
from songbe.cases.queries.many import at_once
from songbe.cases.queries.papers import available, paper
from songbe.cases.queries.papers import book as book_paper
from songbe.cases.queries.photos import photos_of
from songbe.cases.queries.procedures import search
from songbe.cases.queries.results import results_at_desk
from songbe.cases.views.answering import actor, at_desk, doing, drawn
from songbe.cases.views.citizens import applicant_of, pdf, texts_of, tracking_address
from songbe.kernel.errors import InvalidInput, NotFound, SongbeError
from songbe.payments.rules import PaymentChannel
from songbe.places import clock
from songbe.places.models import Agency
from songbe.places.policy import Actor, OutOfReach, Right
from songbe.ui.words import locale_of

DIRECTIVE = "directive"
SIZES = (50, 200, 500)
"""How many lines of a list may be seen at once."""


class UnknownVerb(NotFound):
    """Something that is not done to cases."""

    code = "unknown_verb"
    message_en = "Nothing called {verb!r} is done to a case."
    message_vi = "Không có thao tác “{verb}” với hồ sơ."


class NotAMoment(InvalidInput):
    """A date that cannot be read."""

    code = "not_a_moment"
    message_en = "{given!r} is no moment. Write a day and a time of day, such as 2023-12-29T10:00."
    message_vi = "“{given}” không phải thời điểm. Hãy chọn ngày và giờ, ví dụ 2023-12-29T10:00."


def official(request: HttpRequest) -> Actor:
    """Return who is at the desk. Raises OutOfReach for who works on no cases."""
    who = actor(request)
    if not who.may_somewhere(Right.READ_CASES) and not _types(who):
        raise OutOfReach(actor=who.name, right=Right.READ_CASES.value, place="/desk/")
    return who


def _which(given: str, counts_first: str = "work") -> Which:
    return Which(given) if given in set(Which) else Which(counts_first)


@at_desk
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for this official."""
    who = official(request)
    given = request.GET.get("list", "")
    first = "receive" if who.may_somewhere(Right.RECEIVE_CASES) else "work"
    number = request.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and 0 < int(number) < 10**6 else 1
    text = request.GET.get("q", "").strip()[:100]
    which = Which.everything if text and not given else _which(given, first)
    size = next((size for size in SIZES if str(size) == request.GET.get("size")), SIZES[0])
    found = inbox(who, which, text, clock.now(), page, size)
    return drawn(
        request,
        "desk.html",
        page=found,
        sizes=SIZES,
        size=size,
        together=at_once(which, found.rows, who),
        lists=[(each.value, each is which) for each in Which],
        may_receive=who.may_somewhere(Right.RECEIVE_CASES),
        may_supervise=who.may_somewhere(Right.SUPERVISE_CASES),
    )


@at_desk
def case(request: HttpRequest, code: str) -> HttpResponse:
    """One case."""
    who = official(request)
    page = desk_page(code, who, clock.now())
    kept = page.shown.case
    return drawn(
        request,
        "desk_case.html",
        page=page,
        key=uuid.uuid4().hex,
        channels=[channel.value for channel in PaymentChannel],
        forms=available(kept),
        papers=papers_of(kept),
        to_scan=to_scan(kept, who),
        results=results_at_desk(kept, who),
        photos=photos_of([kept.pk]).get(kept.pk, ()) if kept.kind == REPORT else (),
        reason_placeholder=REASON,
    )


@at_desk
def slip(request: HttpRequest, code: str) -> HttpResponse:
    """The control slip of a case."""
    page = desk_page(code, official(request), clock.now())
    return drawn(request, "slip.html", page=page, rows=control_slip(page.shown.case))


@at_desk
def form(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """A form of a case as PDF."""
    page = desk_page(code, official(request), clock.now())
    return pdf(paper(page.shown.case, number, tracking_address(request, code)), f"{code}-{number}.pdf")


@at_desk
def loads(request: HttpRequest) -> HttpResponse:
    """Who has how much in hand."""
    who = official(request)
    if not who.may_somewhere(Right.SUPERVISE_CASES):
        raise OutOfReach(actor=who.name, right=Right.SUPERVISE_CASES.value, place="/desk/workload/")
    return drawn(request, "workload.html", rows=workload(who, clock.now()))


@at_desk
def directives(request: HttpRequest) -> HttpResponse:
    """The part of an indicator's page that says what was directed about it; only the part."""
    who, asked = actor(request), request.GET
    indicator = asked.get("indicator", "")[:60]
    return drawn(
        request,
        "parts/directives.html",
        rows=directives_about(indicator) if who.may_somewhere(Right.READ_FIGURES) else (),
        may_direct=any(line.code == DIRECTIVE for line in _types(who)),
        indicator=indicator,
        place=asked.get("place", "")[:60],
        period=asked.get("period", "")[:60],
    )


@at_desk
def book(request: HttpRequest) -> HttpResponse:
    """The tracking book of a month."""
    who = official(request)
    today = clock.today()
    given = request.GET.get("month", f"{today:%Y-%m}")
    try:
        first = datetime.strptime(given, "%Y-%m")  # noqa: DTZ007  made aware below
    except ValueError:
        raise NotAMoment(given=given) from None
    after = (first + timedelta(days=32)).replace(day=1)
    rows = tracking_book(who, timezone.make_aware(first), timezone.make_aware(after))
    if request.GET.get("format") == "pdf":
        agency = rows[0].case.receiver if rows else ""
        marked = any(row.case.simulated for row in rows)
        made = book_paper(
            rows, agency=agency, month=f"{first:%m/%Y}", address=request.build_absolute_uri("/desk/book/"),
            simulated=marked,
        )  # fmt: skip
        return pdf(made, f"{given}.pdf")
    return drawn(request, "book.html", rows=rows, month=given, first=first)


# --- What is done -----------------------------------------------------------------------------------------------------
def _version(request: HttpRequest) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() else None


def _moment(given: str) -> datetime:
    try:
        return timezone.make_aware(datetime.fromisoformat(given))
    except ValueError:
        raise NotAMoment(given=given) from None


def _receive(who: Actor, code: str, said: Mapping[str, str], version: int | None) -> Case:
    return receive(code=code, actor=who, version=version)


def _refuse(who: Actor, code: str, said: Mapping[str, str], version: int | None) -> Case:
    return refuse(code=code, reason=said.get("note", ""), actor=who, version=version)


def _ask(who: Actor, code: str, said: Mapping[str, str], version: int | None) -> Case:
    return ask_supplement(code=code, what=said.get("note", ""), actor=who, version=version)


def _give(who: Actor, code: str, said: Mapping[str, str], version: int | None) -> Case:
    return return_result(code=code, by_post=said.get("by_post") == "yes", actor=who, version=version)


def _complete(who: Actor, code: str, said: Mapping[str, str], version: int | None) -> Case:
    return complete_step(
        code=code,
        step=said.get("step", ""),
        part=said.get("part", ""),
        outcome=said.get("outcome", ""),
        note=said.get("note", ""),
        capacity=said.get("capacity", ""),
        actor=who,
        version=version,
    )


def _end_wait(who: Actor, code: str, said: Mapping[str, str], version: int | None) -> Case:
    return end_wait(code=code, step=said.get("step", ""), note=said.get("note", ""), actor=who, version=version)


def _back(who: Actor, code: str, said: Mapping[str, str], version: int | None) -> Case:
    return give_back(
        code=code, step=said.get("step", ""), to=said.get("to", ""), why=said.get("note", ""), actor=who,
        version=version,
    )  # fmt: skip


def _assign(who: Actor, code: str, said: Mapping[str, str], version: int | None) -> Case:
    return assign(
        code=code, step=said.get("step", ""), part=said.get("part", ""), to=said.get("to", ""), actor=who,
        although_away=said.get("although_away") == "yes", version=version,
    )  # fmt: skip


def _new_date(who: Actor, code: str, said: Mapping[str, str], version: int | None) -> Case:
    due_at = _moment(said.get("due", ""))
    return set_new_date(code=code, due_at=due_at, apology=said.get("note", ""), actor=who, version=version)


def _end_message(who: Actor, code: str, said: Mapping[str, str], version: int | None) -> Case:
    return end_message(code=code, actor=who, version=version)


VERBS: Mapping[str, Callable[[Actor, str, Mapping[str, str], int | None], Case]] = {
    "receive": _receive,
    "refuse": _refuse,
    "ask": _ask,
    "give": _give,
    "complete": _complete,
    "end-wait": _end_wait,
    "back": _back,
    "assign": _assign,
    "new-date": _new_date,
    "end-message": _end_message,
}
"""What a form of the desk asks for -> the verb of the engine."""


@doing
def do(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Do something to a case, and show it again with what came of it."""
    who = official(request)
    if verb not in VERBS:
        raise UnknownVerb(verb=verb)
    said = {name: str(text) for name, text in request.POST.items()}
    try:
        done = VERBS[verb](who, code, said, _version(request))
    except SongbeError as error:
        messages.error(request, error.message(locale_of(get_language())))
        return redirect("cases:desk-case", code=code)
    messages.success(request, _("Đã thực hiện. Hồ sơ %(code)s.") % {"code": done.code})
    return redirect("cases:desk-case", code=code)


# --- At the counter ---------------------------------------------------------------------------------------------------
@at_desk
def counter(request: HttpRequest) -> HttpResponse:
    """Choose what is taken in: a procedure at the counter, or another type of case that one's role may open."""
    who = official(request)
    text = request.GET.get("q", "").strip()[:200]
    receives = who.may_somewhere(Right.RECEIVE_CASES)
    found = search(text, "", clock.today()) if receives else None
    return drawn(request, "counter.html", found=found, types=_types(who))


def _types(who: Actor) -> list[TypeSheet]:
    return [line for line in types_in_force(clock.today()) if who.own_roles() & set(line.opened_by)]


@at_desk
def counter_form(request: HttpRequest, code: str) -> HttpResponse:
    """Take a case in: all questions on one page."""
    who, today = official(request), clock.today()
    line = work(code, today).line
    agencies = _desks(who, line)
    form = form_of(current("form", line.form))
    about = () if isinstance(line, TypeSheet) and not line.asks_applicant else applicant_questions(_audience(line))
    questions = (*about, *form.questions)
    texts = texts_of(request, questions) or {}
    if request.method != "POST":
        texts = {question.key: request.GET.get(question.key, "")[:500] for question in questions}
    faults: Mapping[str, Any] = {}
    if request.method == "POST":
        checked = check_asked(questions, texts, today, _audience(line))
        faults = {fault.key: fault for fault in checked.faults}
        if not faults:
            filed = submit_once(
                procedure_code=code,
                answers=texts,
                applicant=applicant_of(texts, _audience(line)) if about else None,
                channel=request.POST.get("channel", "counter"),
                key=request.POST.get("key", "")[:64] or uuid.uuid4().hex,
                actor=who,
                receiver=request.POST.get("receiver", ""),
            )
            return redirect("cases:desk-case", code=filed.code)
    groups = [(APPLICANT, "Người nộp hồ sơ", "Who applies", about)] if about else []
    groups += [(page.key, page.name_vi, page.name_en, page.questions) for page in form.pages]
    return drawn(
        request,
        "counter_form.html",
        400 if faults else 200,
        line=line,
        drill=isinstance(line, TypeSheet) and any(texts.get(key) == "yes" for key in line.practice_when),
        groups=[(key, vi, en, [field_of(q, texts, faults, today) for q in asked]) for key, vi, en, asked in groups],
        faults=list(faults.values()),
        agencies=agencies,
        key=request.POST.get("key") or uuid.uuid4().hex,
        channel=request.POST.get("channel", "counter"),
        receiver=request.POST.get("receiver", ""),
    )


def _audience(line: WorkLine) -> tuple[str, ...]:
    return line.audience if isinstance(line, ProcedureLine | TypeSheet) else ("citizen",)


def _desks(who: Actor, line: WorkLine) -> list[Agency]:
    """Return the desks at which somebody takes a procedure in; none for a type, which goes where it says.

    Raises OutOfReach.
    """
    if isinstance(line, TypeSheet):
        return []
    found = list(Agency.objects.filter(code__in=who.places_with(Right.RECEIVE_CASES) or ()).order_by("sort_key"))
    if not found:
        raise OutOfReach(actor=who.name, right=Right.RECEIVE_CASES.value, place="/desk/new/")
    return found
