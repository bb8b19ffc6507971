"""Reads of orders: those of a subject, and what an agency collected on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from songbe.payments.models import PaymentOrder
from songbe.payments.rules import OrderLine, PaymentChannel, Purpose, Settled, settled
from songbe.places.policy import Actor, Right

MOST_WAITING = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a day's book: an order that was paid, or given back (negative), on that day. amount_vnd: đồng."""

    order: PaymentOrder
    at: datetime
    amount_vnd: int

    @property
    def back(self) -> bool:
        """Whether it was given back."""
        return self.amount_vnd < 0


@dataclass(frozen=True, slots=True)
class Sum:
    """What came in and went back by one channel. Amounts in đồng."""

    channel: str
    count: int
    in_vnd: int
    back_vnd: int

    @property
    def left_vnd(self) -> int:
        """What is in the till, in đồng."""
        return self.in_vnd - self.back_vnd


@dataclass(frozen=True, slots=True)
class DayBook:
    """What agencies collected on a day: entries, sums by channel and altogether; the oldest orders nobody paid yet."""

    day: date
    entries: tuple[Entry, ...]
    sums: tuple[Sum, ...]
    total: Sum
    waiting: tuple[PaymentOrder, ...]
    waiting_count: int

    @property
    def simulated(self) -> bool:
        """Whether anything that is summed was simulated."""
        return any(entry.order.simulated for entry in self.entries)


def lines_of(order: PaymentOrder) -> tuple[OrderLine, ...]:
    """Return the lines of an order."""
    return tuple(
        OrderLine(Purpose(line["purpose"]), line["name_vi"], line["name_en"], line["each_vnd"], line["count"])
        for line in order.lines
    )


def orders_of(subject: str) -> tuple[PaymentOrder, ...]:
    """Return the orders about something, the oldest first. subject: ``case:CODE``"""
    return tuple(PaymentOrder.objects.filter(subject=subject).order_by("pk"))


def orders_about(subjects: Iterable[str]) -> Mapping[str, tuple[PaymentOrder, ...]]:
    """Return the orders about several things, each with its own, the oldest first."""
    found: dict[str, list[PaymentOrder]] = {subject: [] for subject in subjects}
    for order in PaymentOrder.objects.filter(subject__in=list(found)).order_by("pk"):
        found[order.subject].append(order)
    return {subject: tuple(orders) for subject, orders in found.items()}


def settled_of(subject: str) -> Settled | None:
    """Return what the orders about something come to; None if there never was one."""
    orders = PaymentOrder.objects.filter(subject=subject).values_list("state", "amount_vnd", "channel", "paid_at")
    return settled(list(orders)) if orders else None


def waiting_of(subjects: Iterable[str]) -> tuple[PaymentOrder, ...]:
    """Return the orders about some things that nobody paid yet, the oldest first."""
    return tuple(PaymentOrder.objects.filter(subject__in=list(subjects), state="open").order_by("pk"))


def collecting(actor: Actor) -> frozenset[str] | None:
    """Return the agencies at which somebody notes payments; None for all of them."""
    return actor.places_with(Right.COLLECT_FEES)


def _between(day: date) -> tuple[datetime, datetime]:
    start = timezone.make_aware(datetime.combine(day, time()))
    return start, timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def day_book(*, day: date, agencies: Iterable[str] | None) -> DayBook:
    """Return what agencies collected on a day of the province. agencies: None for all; drills are left out."""
    start, end = _between(day)
    at = Q(practice=False) if agencies is None else Q(practice=False, agency__in=sorted(agencies))
    orders = PaymentOrder.objects.filter(at).select_related("paid_by")
    entries = [*_came_in(orders, start, end), *_went_back(orders, start, end)]
    entries.sort(key=lambda entry: (entry.at, entry.order.pk))
    sums = tuple(_sum(channel.value, [e for e in entries if e.order.channel == channel]) for channel in PaymentChannel)
    waiting = orders.filter(state="open").order_by("opened_at", "pk")
    return DayBook(
        day, tuple(entries), sums, _sum("", entries), tuple(waiting[:MOST_WAITING]), waiting.order_by().count()
    )


def _came_in(orders: QuerySet[PaymentOrder], start: datetime, end: datetime) -> list[Entry]:
    found = orders.filter(paid_at__gte=start, paid_at__lt=end).order_by("paid_at", "pk")
    return [Entry(order, order.paid_at, order.amount_vnd) for order in found if order.paid_at]


def _went_back(orders: QuerySet[PaymentOrder], start: datetime, end: datetime) -> list[Entry]:
    found = orders.filter(state="refunded", ended_at__gte=start, ended_at__lt=end).order_by("ended_at", "pk")
    return [Entry(order, order.ended_at, -order.amount_vnd) for order in found if order.ended_at]


def _sum(channel: str, entries: list[Entry]) -> Sum:
    return Sum(
        channel,
        sum(not entry.back for entry in entries),
        sum(entry.amount_vnd for entry in entries if not entry.back),
        -sum(entry.amount_vnd for entry in entries if entry.back),
    )
