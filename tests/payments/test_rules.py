"""What is owed and how an order may stand: tables, and what holds for every sum."""

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songbe.payments.rules import (
    MOST_VND,
    MOVES,
    OrderLine,
    OrderState,
    OrderVerb,
    Paid,
    PaymentChannel,
    Purpose,
    Tariff,
    amount_read,
    may,
    order_number,
    owed,
    payment_facts,
    reckoned,
    settled,
    total_vnd,
    whole_vnd,
)
from songbe.warehouse.facts import FACTS

MORNING, NOON = datetime(2023, 12, 26, 8), datetime(2023, 12, 26, 12)  # noqa: DTZ001  wall time, as facts are
AMOUNTS = st.integers(min_value=0, max_value=10**9)
TARIFFS = st.builds(
    Tariff,
    st.sampled_from(Purpose),
    st.just("Lệ phí"),
    st.just("Fee"),
    st.decimals(min_value=0, max_value=10**7, places=2, allow_nan=False),
)


def tariff(amount: str, purpose: Purpose = Purpose.fee) -> Tariff:
    """Something that costs so much."""
    return Tariff(purpose, "Lệ phí", "Fee", Decimal(amount))


def line(amount: int, purpose: Purpose = Purpose.fee, count: int = 1) -> OrderLine:
    """A line of an order."""
    return OrderLine(purpose, "Lệ phí", "Fee", amount, count)


def order(state: str = "paid", channel: str = "cash", *lines: OrderLine) -> Paid:
    """An order as its facts see it."""
    paid_at = NOON if state in ("paid", "refunded") else None
    number, subject = "PN-A-231226-0001", "case:A-231226-0001"
    return Paid(number, subject, "UB1", "1", "DVC", state, channel, lines or (line(8000),), MORNING, paid_at, True)


@pytest.mark.parametrize(
    ("tariffs", "counts", "total"),
    [
        (["100000"], [], 100000),  # a business
        (["8000"], [3], 24000),  # three copies
        (["2000"], [5, 2], 20000),  # two copies of five pages
        (["8000"], [0], 8000),  # nobody asks for no copy
        (["0"], [3], 0),  # free of charge
        ([], [], 0),
        (["15000", "30000"], [], 45000),  # a fee and a charge
        (["1000.5"], [2], 2002),  # rounded once each, half a đồng upwards
        (["0.4"], [], 0),
    ],
)
def test_what_is_owed_is_reckoned_in_whole_dong(tariffs: list[str], counts: list[int], total: int) -> None:
    assert total_vnd(owed([tariff(each) for each in tariffs], counts)) == total


@given(st.lists(TARIFFS, max_size=4), st.lists(st.integers(min_value=1, max_value=50), max_size=2))
def test_every_line_that_is_owed_costs_something_and_they_sum_to_the_whole(
    tariffs: list[Tariff], counts: list[int]
) -> None:
    lines = owed(tariffs, counts)
    times = 1
    for count in counts:
        times *= count

    assert all(each.amount_vnd > 0 for each in lines)
    assert total_vnd(lines) == times * sum(whole_vnd(each.each_vnd) for each in tariffs)


@pytest.mark.parametrize(
    ("verb", "allowed"),
    [
        (OrderVerb.pay, {"open"}),
        (OrderVerb.set_amounts, {"open"}),
        (OrderVerb.cancel, {"open"}),  # what was paid is given back, never cancelled
        (OrderVerb.refund, {"paid"}),
    ],
)
def test_a_verb_is_done_in_its_state_only(verb: OrderVerb, allowed: set[str]) -> None:
    assert {state.value for state in OrderState if may(verb, state)} == allowed


@given(st.lists(st.sampled_from(OrderVerb), max_size=8))
def test_no_walk_pays_twice_or_leaves_an_end(verbs: list[OrderVerb]) -> None:
    state, paid = OrderState.open, 0
    for verb in verbs:
        if may(verb, state):
            assert state not in (OrderState.cancelled, OrderState.refunded)
            state, paid = MOVES[verb][1], paid + (verb is OrderVerb.pay)

    assert paid <= 1
    assert paid == (state in (OrderState.paid, OrderState.refunded))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("100000", 100000),
        ("100.000", 100000),
        ("1.250.000 đ", 1250000),
        (" 15 000 đồng ", 15000),
        ("8,000", 8000),
        ("0", 0),
        ("10.00", None),  # no groups of three: perhaps cents
        ("1.2500", None),
        ("mười nghìn", None),
        ("-8000", None),
        ("", None),
        ("đ", None),
        ("99999999999999", None),
        ("\u0661\u0662", None),  # digits of another script
    ],
)
def test_a_sum_is_read_as_people_write_it(text: str, amount: int | None) -> None:
    assert amount_read(text) == amount


@given(st.integers(min_value=0, max_value=MOST_VND))
def test_a_sum_that_was_written_in_groups_is_read_as_itself(amount: int) -> None:
    assert amount_read(f"{amount:,}".replace(",", ".")) == amount


@pytest.mark.parametrize(
    ("lines", "amounts", "total"),
    [
        ([line(2000)], [26000], 26000),
        ([line(8000, count=3)], [24000], 24000),
        ([line(100), line(200)], [0, 200], 200),
        ([line(100)], [0], None),  # nothing is owed: cancel
        ([line(100)], [1, 2], None),
        ([line(100)], [], None),
        ([line(100)], [-5], None),
        ([line(100)], [MOST_VND + 1], None),
    ],
)
def test_an_order_is_reckoned_anew_line_by_line(lines: list[OrderLine], amounts: list[int], total: int | None) -> None:
    found = reckoned(lines, amounts)

    assert (None if found is None else total_vnd(found)) == total


def test_a_line_that_keeps_its_amount_keeps_how_it_was_reckoned() -> None:
    assert reckoned([line(8000, count=3), line(500)], [24000, 700]) == (line(8000, count=3), line(700))


@pytest.mark.parametrize(
    ("orders", "come_to"),
    [
        ([], (0, 0, None)),
        ([("open", 100, "", None)], (100, 0, None)),
        ([("paid", 100, "cash", NOON)], (100, 100, None)),
        ([("paid", 100, "card", NOON)], (100, 100, None)),  # a card at the desk is not online
        ([("paid", 100, "online", NOON), ("paid", 50, "online", MORNING)], (150, 150, MORNING)),
        ([("refunded", 100, "online", NOON)], (0, 0, None)),
        ([("cancelled", 100, "", None), ("open", 80, "", None)], (80, 0, None)),
    ],
)
def test_orders_come_to_what_is_still_owed_and_paid(
    orders: list[tuple[str, int, str, datetime | None]], come_to: tuple[int, int, datetime | None]
) -> None:
    found = settled(orders)

    assert (found.due_vnd, found.paid_vnd, found.paid_online_at) == come_to


@pytest.mark.parametrize("state", ["open", "cancelled"])
def test_an_order_that_nobody_paid_is_no_payment(state: str) -> None:
    assert payment_facts(order(state, "")) == ()


@pytest.mark.parametrize(("channel", "method"), [("cash", "cash"), ("card", "qr"), ("online", "national_platform")])
def test_a_payment_counts_for_who_handles_the_dossier(channel: str, method: str) -> None:
    (fact,) = payment_facts(order("paid", channel))

    assert set(fact) == set(FACTS["payment"])
    assert (fact["agency"], fact["dossier"], fact["method"], fact["state"]) == (
        "UB1", "A-231226-0001", method, "settled",
    )  # fmt: skip


def test_a_fee_and_a_charge_are_two_payments_which_sum_to_the_order() -> None:
    lines = line(10), line(20, Purpose.charge), line(5, count=2)

    facts = payment_facts(order("refunded", "cash", *lines))

    assert [(f["id"], f["purpose"], f["amount_vnd"], f["state"]) for f in facts] == [
        ("PN-A-231226-0001", "fee", 20, "refunded"),
        ("PN-A-231226-0001.2", "charge", 20, "refunded"),
    ]


@given(st.lists(st.builds(line, AMOUNTS, st.sampled_from(Purpose), st.integers(1, 9)), min_size=1, max_size=5))
def test_facts_sum_to_the_order_whatever_its_lines(lines: list[OrderLine]) -> None:
    facts = payment_facts(order("paid", "cash", *lines))

    assert sum(Decimal(str(fact["amount_vnd"])) for fact in facts) == total_vnd(lines)
    assert len({fact["id"] for fact in facts}) == len(facts)


def test_numbers_say_what_they_are_about() -> None:
    assert order_number("H09.12-231226-0007") == "PN-H09.12-231226-0007"
    assert order_number("H09.12-231226-0007", 2) == "PN-H09.12-231226-0007-2"
    with pytest.raises(ValueError, match="counted from 1"):
        order_number("A", 0)


def test_every_channel_is_a_method_that_facts_know() -> None:
    words = {str(payment_facts(order("paid", channel.value))[0]["method"]) for channel in PaymentChannel}

    assert words <= set(FACTS["payment"]["method"].words)
