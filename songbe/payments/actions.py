"""What is done to orders: opened, reckoned anew, paid, cancelled, given back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.events.models import Event
from songbe.kernel.numbers import format_vi
from songbe.payments.errors import (
    NoReasonGiven,
    NoReference,
    NoSuchAmounts,
    NoSuchChannel,
    OrderNotInThisState,
    PaidAlready,
    UnknownOrder,
    WrongAmount,
)
from songbe.payments.models import PaymentOrder
from songbe.payments.queries import lines_of
from songbe.payments.rules import (
    MOVES,
    OrderLine,
    OrderState,
    OrderVerb,
    Owing,
    Paid,
    PaymentChannel,
    may,
    order_number,
    payment_facts,
    reckoned,
    total_vnd,
)
from songbe.places import clock
from songbe.places.policy import Actor, Right

LONGEST_REASON = 500
LONGEST_REFERENCE = 60
Follow = Callable[[Event], None]


@transaction.atomic
def open_order(*, owing: Owing, key: str, actor: Actor) -> PaymentOrder | None:
    """This function will open an order for what is owed, once for each key; None where nothing is owed.

    Whoever keeps the subject calls it, in the transaction in which it came to be; the right was asked there.
    """
    earlier = PaymentOrder.objects.filter(open_key=key).first()
    if earlier is not None or not owing.lines:
        return earlier
    nth = PaymentOrder.objects.filter(subject=owing.subject).count() + 1
    order = PaymentOrder.objects.create(
        number=order_number(owing.subject.partition(":")[2], nth),
        subject=owing.subject,
        agency=owing.agency,
        handler=owing.handler,
        unit=owing.unit,
        sector=owing.sector,
        lines=_plain(owing.lines),
        note_vi=owing.note_vi,
        amount_vnd=total_vnd(owing.lines),
        opened_at=clock.now(),
        open_key=key,
        practice=owing.practice,
        simulated=owing.simulated,
    )
    _record(order, EventKind.ORDER_OPENED, actor)
    return order


@transaction.atomic
def note_payment(*, number: str, amount_vnd: int, channel: str, reference: str, key: str, actor: Actor) -> PaymentOrder:
    """This function will note that an order was paid, whole, once: the same key again changes nothing.

    amount_vnd: đồng that were taken. reference: of the receipt, or the bank's. Raises UnknownOrder, OutOfReach,
    PaidAlready, OrderNotInThisState, WrongAmount, NoSuchChannel, NoReference.
    """
    order, follow = _taken(number, actor)
    if order.pay_key == key:
        return order
    if order.state == OrderState.paid:
        raise PaidAlready(number=number, reference=order.reference)
    _require(OrderVerb.pay, order)
    if amount_vnd != order.amount_vnd:
        raise WrongAmount(number=number, owed=format_vi(order.amount_vnd), given=format_vi(amount_vnd))
    if channel not in set(PaymentChannel):
        raise NoSuchChannel(number=number, allowed=", ".join(PaymentChannel))
    if not reference.strip():
        raise NoReference(number=number)
    order.state, order.channel = MOVES[OrderVerb.pay][1].value, channel
    order.reference, order.pay_key = reference.strip()[:LONGEST_REFERENCE], key
    order.paid_at, order.paid_by_id = clock.now(), actor.person
    order.simulated = order.simulated or actor.practice or clock.is_shifted()
    _keep(order, _record(order, EventKind.ORDER_PAID, actor, channel=channel), follow)
    return order


@transaction.atomic
def set_amounts(*, number: str, amounts_vnd: Sequence[int], why: str, actor: Actor) -> PaymentOrder:
    """This function will reckon an order anew, where the amount depends on what is only seen at the desk.

    amounts_vnd: đồng, one for each line. Saying the same again changes nothing. Raises UnknownOrder, OutOfReach,
    OrderNotInThisState, NoSuchAmounts, NoReasonGiven.
    """
    order, follow = _taken(number, actor)
    _require(OrderVerb.set_amounts, order)
    lines = reckoned(lines_of(order), amounts_vnd)
    if lines is None:
        raise NoSuchAmounts(number=number, count=len(order.lines))
    if lines == lines_of(order):
        return order
    old = order.amount_vnd
    order.why = _explained(order, why)
    order.lines, order.amount_vnd = _plain(lines), total_vnd(lines)
    _keep(order, _record(order, EventKind.ORDER_RECKONED, actor, old=old), follow)
    return order


@transaction.atomic
def cancel_order(*, number: str, why: str, key: str, actor: Actor) -> PaymentOrder:
    """This function will cancel an order nobody paid, with a reason: somebody is exempt, or need not pay.

    Raises UnknownOrder, OutOfReach, OrderNotInThisState, NoReasonGiven.
    """
    order, follow = _taken(number, actor)
    if order.end_key == key:
        return order
    _require(OrderVerb.cancel, order)
    _end(order, OrderVerb.cancel, why=_explained(order, why), key=key)
    _keep(order, _record(order, EventKind.ORDER_CANCELLED, actor), follow)
    return order


@transaction.atomic
def cancel_orders_of(*, subject: str, why: str, actor: Actor) -> int:
    """This function will cancel what nobody paid yet for something that comes to nothing, and return how many orders.

    Whoever keeps the subject calls it, with the subject locked; the right was asked there.
    """
    waiting = PaymentOrder.objects.select_for_update().filter(subject=subject, state=OrderState.open.value)
    orders = list(waiting.order_by("pk"))
    for order in orders:
        _end(order, OrderVerb.cancel, why=why, key=f"subject:{order.number}")
        _keep(order, _record(order, EventKind.ORDER_CANCELLED, actor), None)
    return len(orders)


@transaction.atomic
def refund_order(*, number: str, why: str, key: str, actor: Actor) -> PaymentOrder:
    """This function will note that what was paid was given back, whole, with a reason.

    Raises UnknownOrder, OutOfReach, OrderNotInThisState, NoReasonGiven.
    """
    order, follow = _taken(number, actor)
    if order.end_key == key:
        return order
    _require(OrderVerb.refund, order)
    _end(order, OrderVerb.refund, why=_explained(order, why), key=key)
    _keep(order, _record(order, EventKind.ORDER_REFUNDED, actor, channel=order.channel), follow)
    return order


# --- What every verb does ---------------------------------------------------------------------------------------------
def _taken(number: str, actor: Actor) -> tuple[PaymentOrder, Follow]:
    """Return an order with its subject and itself locked, in this order, and what to call when it changed."""
    subject = PaymentOrder.objects.filter(number=number).values_list("subject", flat=True).first()
    if subject is None:
        raise UnknownOrder(number=number)
    follow: Follow = import_string(settings.SONGBE_HOLD)(subject)
    order = PaymentOrder.objects.select_for_update().get(number=number)
    actor.require(Right.COLLECT_FEES, order.agency)
    return order, follow


def _require(verb: OrderVerb, order: PaymentOrder) -> None:
    if not may(verb, order.state):
        raise OrderNotInThisState(number=order.number, state=order.state, verb=verb.value)


def _explained(order: PaymentOrder, why: str) -> str:
    if not why.strip():
        raise NoReasonGiven(number=order.number)
    return why.strip()[:LONGEST_REASON]


def _end(order: PaymentOrder, verb: OrderVerb, *, why: str, key: str) -> None:
    order.state, order.ended_at = MOVES[verb][1].value, clock.now()
    order.why, order.end_key = why, key


def _record(order: PaymentOrder, kind: EventKind, actor: Actor, **more: object) -> Event:
    return record_event(
        kind=kind,
        actor=actor.name,
        place=order.agency,
        subject=f"order:{order.number}",
        payload={"of": order.subject, "amount": order.amount_vnd, **more},
    )


def _keep(order: PaymentOrder, event: Event, follow: Follow | None) -> None:
    """Save an order, tell the warehouse what is other than it was told, and whoever keeps the subject."""
    old = {fact["id"]: fact for fact in order.told}
    new = {str(fact["id"]): _as_told(fact) for fact in ([] if order.practice else payment_facts(_as_paid(order)))}
    say = import_string(settings.SONGBE_TELL)
    for key in {**old, **new}:
        if old.get(key) != new.get(key):
            say("payment", old.get(key), new.get(key), event)
    order.told = list(new.values())
    order.save()
    if follow is not None:
        follow(event)


def _as_paid(order: PaymentOrder) -> Paid:
    return Paid(
        number=order.number,
        subject=order.subject,
        handler=order.handler,
        unit=order.unit,
        sector=order.sector,
        state=order.state,
        channel=order.channel,
        lines=lines_of(order),
        opened_at=_wall(order.opened_at),
        paid_at=None if order.paid_at is None else _wall(order.paid_at),
        simulated=order.simulated,
    )


def _wall(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(tzinfo=None, second=0, microsecond=0)


def _as_told(fact: Mapping[str, object]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, date | Decimal) else value for name, value in fact.items()}


def _plain(lines: Sequence[OrderLine]) -> list[dict[str, Any]]:
    return [
        {
            "purpose": line.purpose.value,
            "name_vi": line.name_vi,
            "name_en": line.name_en,
            "each_vnd": line.each_vnd,
            "count": line.count,
        }
        for line in lines
    ]
