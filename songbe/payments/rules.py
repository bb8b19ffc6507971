"""What is owed, how an order may stand, and what the warehouse is told of it. Amounts are whole đồng."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from types import MappingProxyType

PREFIX = "PN"
SOURCE = "songbe"
MOST_VND = 10**12
"""More than anybody pays at a desk; a longer number is a slip of the hand."""


class OrderState(StrEnum):
    """How an order stands."""

    open = "open"
    paid = "paid"
    cancelled = "cancelled"
    refunded = "refunded"


class OrderVerb(StrEnum):
    """What is done to an order."""

    pay = "pay"
    set_amounts = "set_amounts"
    cancel = "cancel"
    refund = "refund"


MOVES: Mapping[OrderVerb, tuple[OrderState, OrderState]] = MappingProxyType(
    {
        OrderVerb.pay: (OrderState.open, OrderState.paid),
        OrderVerb.set_amounts: (OrderState.open, OrderState.open),
        OrderVerb.cancel: (OrderState.open, OrderState.cancelled),
        OrderVerb.refund: (OrderState.paid, OrderState.refunded),
    }
)
"""Verb -> the state in which it may be done, and the state after it. One table."""


class Purpose(StrEnum):
    """What is paid for: lệ phí (fee), phí (charge). The words that facts use."""

    fee = "fee"
    charge = "charge"


class PaymentChannel(StrEnum):
    """How it was paid: cash at the desk, a card or a QR code at the desk, online."""

    cash = "cash"
    card = "card"
    online = "online"


METHODS: Mapping[PaymentChannel, str] = MappingProxyType(
    {PaymentChannel.cash: "cash", PaymentChannel.card: "qr", PaymentChannel.online: "national_platform"}
)
"""Channel -> the word of a payment's fact."""


@dataclass(frozen=True, slots=True)
class Tariff:
    """What one thing costs, as it is declared. each_vnd: đồng, perhaps not whole."""

    purpose: Purpose
    name_vi: str
    name_en: str
    each_vnd: Decimal


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line of an order: so many at so much. each_vnd: whole đồng."""

    purpose: Purpose
    name_vi: str
    name_en: str
    each_vnd: int
    count: int = 1

    @property
    def amount_vnd(self) -> int:
        """What the line comes to, in đồng."""
        return self.each_vnd * self.count


def whole_vnd(amount: Decimal) -> int:
    """Return an amount in whole đồng, half a đồng upwards: there is no smaller coin."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def owed(tariffs: Iterable[Tariff], counts: Sequence[int] = ()) -> tuple[OrderLine, ...]:
    """Return the lines that are owed; none where nothing is.

    counts: whole numbers of which each is paid for, such as copies; a missing one counts as one.
    """
    times = 1
    for count in counts:
        times *= max(1, count)
    each = ((tariff, whole_vnd(tariff.each_vnd)) for tariff in tariffs)
    return tuple(
        OrderLine(tariff.purpose, tariff.name_vi, tariff.name_en, amount, times)
        for tariff, amount in each
        if amount > 0
    )


def total_vnd(lines: Iterable[OrderLine]) -> int:
    """Return what lines come to together, in đồng."""
    return sum(line.amount_vnd for line in lines)


def reckoned(lines: Sequence[OrderLine], amounts: Sequence[int]) -> tuple[OrderLine, ...] | None:
    """Return the lines with other amounts, one for each; None if they do not fit, or come to nothing.

    amounts: whole đồng. A line that keeps its amount keeps how it was reckoned.
    """
    fits = len(amounts) == len(lines) and all(0 <= amount <= MOST_VND for amount in amounts)
    if not fits or sum(amounts) == 0:
        return None
    return tuple(
        line if line.amount_vnd == amount else replace(line, each_vnd=amount, count=1)
        for line, amount in zip(lines, amounts, strict=True)
    )


def amount_read(text: str) -> int | None:
    """Return an amount as people write it, ``100.000`` or ``100 000 đ``; None if it is no whole number of đồng."""
    plain = text.strip().casefold().removesuffix("đồng").removesuffix("đ").removesuffix("vnd").strip()
    groups = plain.replace("\u00a0", " ").replace(",", ".").replace(" ", ".").split(".")
    digits = "".join(groups)
    grouped = len(groups) == 1 or (0 < len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))
    if not (digits.isascii() and digits.isdigit() and grouped):
        return None
    return int(digits) if int(digits) <= MOST_VND else None


def may(verb: OrderVerb, state: str) -> bool:
    """Whether something may be done to an order in a state."""
    return state == MOVES[verb][0]


def order_number(key: str, nth: int = 1) -> str:
    """Return the number of the nth order about something: ``PN-H09.12-231226-0007``, then ``PN-H09.12-231226-0007-2``.

    key: the code of what it is about, so that people know one by the other. Raises ValueError for an nth below 1.
    """
    if nth < 1:
        raise ValueError(f"orders are counted from 1, not {nth}")
    return f"{PREFIX}-{key}" if nth == 1 else f"{PREFIX}-{key}-{nth}"


@dataclass(frozen=True, slots=True)
class Owing:
    """What somebody owes for a subject. agency: who collects; handler, unit, sector: what the payment counts for.

    note_vi: why the amount may be another in the end. practice: never counted.
    """

    subject: str
    agency: str
    handler: str
    unit: str
    sector: str
    lines: tuple[OrderLine, ...]
    note_vi: str = ""
    practice: bool = False
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Paid:
    """An order as its facts see it. Moments are local wall time."""

    number: str
    subject: str
    handler: str
    unit: str
    sector: str
    state: str
    channel: str
    lines: tuple[OrderLine, ...]
    opened_at: datetime
    paid_at: datetime | None
    simulated: bool


def payment_facts(order: Paid) -> tuple[Mapping[str, object], ...]:
    """Return the facts of an order, one for each purpose; none before it is paid: an order is no payment yet.

    They count for the agency that handles the subject, as those of the demonstration do, not for who took the money.
    """
    if order.paid_at is None:
        return ()
    state = "refunded" if order.state == OrderState.refunded else "settled"
    kind, _, key = order.subject.partition(":")
    purposes = dict.fromkeys(line.purpose for line in order.lines if line.amount_vnd)
    return tuple(
        {
            "id": order.number if n == 1 else f"{order.number}.{n}",
            "agency": order.handler,
            "unit": order.unit,
            "sector": order.sector,
            "source": SOURCE,
            "simulated": order.simulated,
            "dossier": key if kind == "case" else None,
            "purpose": purpose.value,
            "method": METHODS[PaymentChannel(order.channel)],
            "amount_vnd": Decimal(total_vnd(line for line in order.lines if line.purpose == purpose)),
            "created_at": order.opened_at,
            "paid_at": order.paid_at,
            "state": state,
        }
        for n, purpose in enumerate(purposes, 1)
    )


@dataclass(frozen=True, slots=True)
class Settled:
    """What the orders of a subject come to. Amounts in đồng; paid_online_at: of the first that was paid online."""

    due_vnd: int
    paid_vnd: int
    paid_online_at: datetime | None


def settled(orders: Collection[tuple[str, int, str, datetime | None]]) -> Settled:
    """Return what the orders of a subject come to: cancelled and refunded ones count for nothing.

    orders: state, amount in đồng, channel, when it was paid.
    """
    live = [order for order in orders if order[0] in (OrderState.open, OrderState.paid)]
    paid = [order for order in live if order[0] == OrderState.paid]
    online = [at for _state, _amount, channel, at in paid if channel == PaymentChannel.online and at is not None]
    return Settled(
        sum(amount for _state, amount, _channel, _at in live),
        sum(amount for _state, amount, _channel, _at in paid),
        min(online, default=None),
    )
