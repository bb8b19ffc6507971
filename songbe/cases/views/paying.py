"""Money at the desk, /desk/fees/: what was collected on a day, and what is done to an order."""

import csv
import io
import uuid
from collections.abc import Callable, Mapping
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from songbe.cases.queries.fees import refunds_due
from songbe.cases.templatetags.cases import order_state_name, pay_channel_name
from songbe.cases.views.answering import actor, at_desk, doing, drawn
from songbe.cases.views.desk import NotAMoment, UnknownVerb
from songbe.kernel.errors import SongbeError
from songbe.payments.actions import cancel_order, note_payment, refund_order, set_amounts
from songbe.payments.errors import NotAnAmount
from songbe.payments.models import PaymentOrder
from songbe.payments.queries import DayBook, collecting, day_book
from songbe.payments.rules import amount_read
from songbe.places import clock
from songbe.places.models import Agency
from songbe.places.policy import Actor, OutOfReach, Right
from songbe.ui.words import locale_of

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell must not begin with: a table of sheets would reckon it."""


def _collector(request: HttpRequest) -> Actor:
    who = actor(request)
    if not who.may_somewhere(Right.COLLECT_FEES):
        raise OutOfReach(actor=who.name, right=Right.COLLECT_FEES.value, place="/desk/fees/")
    return who


def _day(given: str) -> date:
    if not given:
        return clock.today()
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise NotAMoment(given=given) from None


@at_desk
def fees(request: HttpRequest) -> HttpResponse:
    """What was collected on a day, by channel, and what waits: on a page, or as CSV."""
    who = _collector(request)
    day, chosen = _day(request.GET.get("day", "")[:20]), request.GET.get("agency", "")[:20]
    held = collecting(who)
    if chosen and held is not None and chosen not in held:
        raise OutOfReach(actor=who.name, right=Right.COLLECT_FEES.value, place=chosen)
    at = frozenset({chosen}) if chosen else held
    book = day_book(day=day, agencies=at)
    if request.GET.get("format") == "csv":
        return _as_csv(book)
    agencies = Agency.objects.filter(code__in=held or ()).order_by("sort_key")
    return drawn(request, "fees.html", book=book, agencies=agencies, chosen=chosen, day=day, refunds=refunds_due(at))


def _as_csv(book: DayBook) -> HttpResponse:
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(
        (
            _("Lúc"),
            _("Số phiếu"),
            _("Về việc"),
            _("Nơi thu"),
            _("Cách nộp"),
            _("Chứng từ"),
            _("Số tiền (đồng)"),
            _("Người thu"),
            _("Trạng thái"),
            _("Mô phỏng"),
        )
    )
    for entry in book.entries:
        order = entry.order
        local = timezone.localtime(entry.at)
        rows.writerow(
            (
                f"{local:%Y-%m-%d %H:%M}",
                order.number,
                order.subject.partition(":")[2],
                order.agency,
                pay_channel_name(order.channel),
                _safe(order.reference),
                entry.amount_vnd,
                order.paid_by or "",
                order_state_name("refunded" if entry.back else "paid"),
                _("có") if order.simulated else "",
            )
        )
    headers = {"Content-Disposition": f'attachment; filename="thu-phi-{book.day:%Y-%m-%d}.csv"'}
    # The mark at the beginning tells Excel that it is UTF-8.
    return HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


# --- What is done -----------------------------------------------------------------------------------------------------
def _amount(given: str) -> int:
    amount = amount_read(given)
    if amount is None:
        raise NotAnAmount(given=given[:40])
    return amount


def _pay(who: Actor, number: str, said: Mapping[str, str], key: str) -> PaymentOrder:
    return note_payment(
        number=number,
        amount_vnd=_amount(said.get("amount", "")),
        channel=said.get("channel", ""),
        reference=said.get("reference", ""),
        key=key,
        actor=who,
    )


def _reckon(who: Actor, number: str, said: Mapping[str, str], key: str) -> PaymentOrder:
    given = sorted((name for name in said if name.startswith("amount-")), key=lambda name: (len(name), name))
    amounts = [_amount(said[name]) for name in given]
    return set_amounts(number=number, amounts_vnd=amounts, why=said.get("why", ""), actor=who)


def _cancel(who: Actor, number: str, said: Mapping[str, str], key: str) -> PaymentOrder:
    return cancel_order(number=number, why=said.get("why", ""), key=key, actor=who)


def _refund(who: Actor, number: str, said: Mapping[str, str], key: str) -> PaymentOrder:
    return refund_order(number=number, why=said.get("why", ""), key=key, actor=who)


VERBS: Mapping[str, Callable[[Actor, str, Mapping[str, str], str], PaymentOrder]] = {
    "pay": _pay,
    "reckon": _reckon,
    "cancel": _cancel,
    "refund": _refund,
}
"""What a form asks for -> the verb of payments."""


@doing
def do(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Do something to an order, and show its case again, or the day's list, with what came of it."""
    who = _collector(request)
    if verb not in VERBS:
        raise UnknownVerb(verb=verb)
    said = {name: str(text)[:500] for name, text in request.POST.items()}
    key = said.get("key", "")[:64] or uuid.uuid4().hex
    try:
        order = VERBS[verb](who, number, said, key)
    except SongbeError as error:
        messages.error(request, error.message(locale_of(get_language())))
    else:
        state = order_state_name(order.state)
        messages.success(request, _("Phiếu %(number)s: %(state)s.") % {"number": order.number, "state": state})
    code = said.get("case", "")
    return redirect("cases:desk-case", code=code) if code else redirect("cases:fees")
