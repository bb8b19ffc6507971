"""Absences at the desk, /desk/absences/: who is away, who does their work, and noting or ending it."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from songbe.cases.queries.absences import absence_page
from songbe.cases.views.answering import actor, at_desk, doing, drawn
from songbe.kernel.errors import InvalidInput, SongbeError
from songbe.places import clock
from songbe.places.actions import end_absence, note_absence
from songbe.places.models import Absence
from songbe.places.policy import Actor, OutOfReach, Right
from songbe.places.rules.absences import Away
from songbe.ui.words import locale_of


class NotADay(InvalidInput):
    """A day that cannot be read."""

    code = "not_a_day"
    message_en = "{given!r} is no day. Write it as 2023-12-29."
    message_vi = "“{given}” không phải là ngày. Hãy ghi theo dạng 2023-12-29."


class NoSuchDesk(InvalidInput):
    """A role to be done by somebody else that was not chosen from the list."""

    code = "no_such_desk"
    message_en = "Choose whose role is done by somebody else, and by whom: {given!r} is none."
    message_vi = "Hãy chọn vai trò được làm thay và người làm thay: “{given}” không có trong danh sách."


def _official(request: HttpRequest) -> Actor:
    who = actor(request)
    if not who.may_somewhere(Right.READ_CASES):
        raise OutOfReach(actor=who.name, right=Right.READ_CASES.value, place="/desk/absences/")
    return who


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise NotADay(given=given[:20]) from None


def _number(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise NoSuchDesk(given=given[:20])
    return int(given)


@at_desk
def absences(request: HttpRequest) -> HttpResponse:
    """Who is away; sent, somebody's absence is noted."""
    who, status = _official(request), 200
    if request.method == "POST":
        try:
            noted = _note(request, who)
        except SongbeError as error:
            messages.error(request, error.message(locale_of(get_language())))
            status = 400
        else:
            said = _("Đã ghi: %(deputy)s làm thay %(person)s.")
            messages.success(request, said % {"deputy": noted.deputy, "person": noted.person})
            return redirect("cases:absences")
    page = absence_page(who, clock.today(), real_today=timezone.localdate())
    return drawn(request, "absences.html", status, page=page, said=request.POST)


def _note(request: HttpRequest, who: Actor) -> Absence:
    said = request.POST
    person, _sep, rest = said.get("desk", "").partition("|")
    role, _sep, agency = rest.partition("|")
    wanted = Away(
        _number(person),
        role,
        agency,
        _number(said.get("deputy", "")),
        _day(said.get("from", "")),
        _day(said.get("to", "")) + timedelta(days=1),
    )
    return note_absence(wanted=wanted, capacity=said.get("capacity", ""), actor=who, today=timezone.localdate())


@doing
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End an absence early."""
    try:
        ended = end_absence(number=number, actor=_official(request))
    except SongbeError as error:
        messages.error(request, error.message(locale_of(get_language())))
    else:
        messages.success(request, _("Đã kết thúc việc vắng mặt của %(person)s.") % {"person": ended.person})
    return redirect("cases:absences")
