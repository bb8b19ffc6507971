"""An order on its way: opened when a dossier is filed, paid once, cancelled or given back, and counted."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from pydantic import ValidationError

from songbe.cases.actions.applying import apply_cases
from songbe.cases.actions.filing import submit, withdraw
from songbe.cases.actions.handling import complete_step
from songbe.cases.actions.paying import StillOwed
from songbe.cases.actions.receiving import receive, refuse, return_result
from songbe.cases.declare import QuestionLine
from songbe.cases.models import Case
from songbe.cases.queries.fees import refunds_due
from songbe.config.worker import beat
from songbe.events.models import Event
from songbe.indicators.queries import figure
from songbe.kernel.periods import parse_period
from songbe.packs.reading import Row
from songbe.payments.actions import cancel_order, note_payment, open_order, refund_order, set_amounts
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
from songbe.payments.queries import day_book, orders_of
from songbe.payments.rules import OrderLine, Owing, Purpose
from songbe.places.policy import OPERATOR, OutOfReach
from songbe.warehouse.models import FactChange
from tests.cases.stories import BIRTH, MOTHER, birth, business, clock_at, who
from tests.cases.test_migrating import declared
from tests.stories import apply_demo

pytestmark = pytest.mark.django_db
CLERK = "motcuanganha"
FEE = 100_000


@pytest.fixture(autouse=True)
def _tuesday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_at(monkeypatch, "2023-12-26T08:00")


def order_of(case: Case) -> PaymentOrder:
    """The one order of a case."""
    (order,) = orders_of(f"case:{case.code}")
    return order


def pay(case: Case, key: str = "p1", amount: int = FEE, channel: str = "cash", by: str = CLERK) -> PaymentOrder:
    """Note at the desk that a case was paid."""
    return note_payment(
        number=order_of(case).number, amount_vnd=amount, channel=channel, reference="BL-0001", key=key, actor=who(by)
    )


def signed(case: Case) -> Case:
    """Do all that a small business needs, but hand it over."""
    receive(code=case.code, actor=who(CLERK))
    complete_step(code=case.code, step="appraise", actor=who("xulynganha"))
    return complete_step(code=case.code, step="sign", capacity="TM.", actor=who("chutichnganha"))


def said_last(kind: str, key: str) -> dict[str, object] | None:
    """What the warehouse holds of a record: what was added and not taken away again."""
    held: list[dict[str, object]] = []
    for change in FactChange.objects.filter(kind=kind, fact__id=key).order_by("id"):
        if change.sign > 0:
            held.append(change.fact)
        else:
            held.remove(change.fact)
    assert len(held) <= 1
    return held[0] if held else None


def apply_with_fee(code: str, fee: int) -> None:
    """Put the invented province into force with another fee for one procedure."""
    apply_demo()
    cases = declared()
    rows = tuple(
        Row(row.value.model_copy(update={"fee_vnd": Decimal(fee)}), row.path, row.line)
        if row.value.code == code
        else row
        for row in cases.procedures.rows
    )
    apply_cases(declared=replace(cases, procedures=replace(cases.procedures, rows=rows)), province="99", actor=OPERATOR)


def test_filing_opens_an_order_once_for_what_the_procedure_costs() -> None:
    apply_demo()
    first, again, free = business(), business(), birth("b")

    order = order_of(first)
    assert first.pk == again.pk
    assert (order.number, order.amount_vnd, order.state) == (f"PN-{first.code}", FEE, "open")
    assert (order.agency, order.handler, order.unit) == ("UB991", "UB991", "991")
    assert orders_of(f"case:{free.code}") == ()
    event = Event.objects.get(kind="order.opened")
    assert (event.subject, event.payload) == (f"order:{order.number}", {"of": f"case:{first.code}", "amount": FEE})


def test_what_is_paid_is_noted_once_with_one_event_and_told_to_the_warehouse() -> None:
    apply_demo()
    case = receive(code=business().code, actor=who(CLERK))

    paid = pay(case)
    again = pay(case)

    assert paid.pk == again.pk
    assert (again.state, again.channel, again.reference) == ("paid", "cash", "BL-0001")
    assert again.paid_by is not None
    assert again.paid_by.username == CLERK
    assert Event.objects.filter(kind="order.paid").count() == 1
    dossier, payment = said_last("dossier", case.code), said_last("payment", paid.number)
    assert dossier is not None
    assert (dossier["fee_vnd"], dossier["paid_vnd"], dossier["paid_online_at"]) == ("100000", "100000", None)
    assert payment is not None
    assert (payment["dossier"], payment["amount_vnd"], payment["method"]) == (case.code, "100000", "cash")


def test_the_order_keeps_nothing_about_a_person_who_pays() -> None:
    apply_demo()
    pay(business())

    kept = str(PaymentOrder.objects.values().get()) + str(list(Event.objects.values_list("payload", flat=True)))

    assert MOTHER.name not in kept
    assert MOTHER.id_number not in kept


def test_paying_twice_is_refused_with_a_sentence_and_changes_nothing() -> None:
    apply_demo()
    case = business()
    pay(case)

    with pytest.raises(PaidAlready) as refused:
        pay(case, "another key", channel="online")

    assert "đã thu rồi (chứng từ BL-0001)" in refused.value.message("vi")
    assert order_of(case).channel == "cash"


def test_what_cannot_be_noted_says_why_and_changes_nothing() -> None:
    apply_demo()
    case = business()
    number, clerk = order_of(case).number, who(CLERK)
    with pytest.raises(WrongAmount) as wrong:
        pay(case, amount=10_000)
    assert "100.000 đồng, không phải 10.000" in wrong.value.message("vi")
    with pytest.raises(NoSuchChannel):
        pay(case, channel="gold")
    with pytest.raises(NoReference):
        note_payment(number=number, amount_vnd=FEE, channel="cash", reference=" ", key="k", actor=clerk)
    with pytest.raises(UnknownOrder):
        note_payment(number="PN-0", amount_vnd=FEE, channel="cash", reference="1", key="k", actor=clerk)
    with pytest.raises(OutOfReach):
        pay(case, by="motcua101")
    with pytest.raises(OutOfReach):
        pay(case, by="xulynganha")
    assert order_of(case).state == "open"
    assert set(Event.objects.filter(kind__startswith="order.").values_list("kind", flat=True)) == {"order.opened"}


def test_a_result_waits_until_it_is_paid() -> None:
    apply_demo()
    case = signed(business())

    with pytest.raises(StillOwed) as owed:
        return_result(code=case.code, actor=who(CLERK))
    assert order_of(case).number in owed.value.message("vi")
    pay(case)

    assert return_result(code=case.code, actor=who(CLERK)).state == "returned"


def test_who_is_exempt_gets_the_result_and_owes_nothing() -> None:
    apply_demo()
    case = signed(business())
    number = order_of(case).number

    with pytest.raises(NoReasonGiven):
        cancel_order(number=number, why=" ", key="c", actor=who(CLERK))
    for _ in range(2):
        cancel_order(number=number, why="Miễn theo quy định của tỉnh", key="c", actor=who(CLERK))

    assert return_result(code=case.code, actor=who(CLERK)).state == "returned"
    dossier = said_last("dossier", case.code)
    assert dossier is not None
    assert (dossier["fee_vnd"], dossier["paid_vnd"]) == ("0", "0")
    with pytest.raises(OrderNotInThisState):
        pay(case)


def test_withdrawing_before_receipt_cancels_what_is_open_and_asks_for_what_was_paid_to_be_given_back() -> None:
    apply_demo()
    unpaid, paid = business("a"), business("b")
    pay(paid)

    for case in (unpaid, paid):
        withdraw(code=case.code, actor=who("congdan"))

    assert order_of(unpaid).state == "cancelled"
    assert [order.number for order in refunds_due({"UB991"})] == [order_of(paid).number]
    assert refunds_due({"UBX99101"}) == ()
    back = refund_order(number=order_of(paid).number, why="Phiếu chi 12", key="r", actor=who(CLERK))
    assert (back.state, refunds_due(None)) == ("refunded", ())
    fact = said_last("payment", back.number)
    assert fact is not None
    assert fact["state"] == "refunded"


def test_refusing_before_receipt_cancels_and_after_it_leaves_the_desk_to_decide() -> None:
    apply_demo()
    before, after = business("a"), receive(code=business("b").code, actor=who(CLERK))

    refuse(code=before.code, reason="Không thuộc thẩm quyền", actor=who(CLERK))
    refuse(code=after.code, reason="Không đủ điều kiện", actor=who("xulynganha"))

    assert (order_of(before).state, order_of(after).state) == ("cancelled", "open")


def test_what_was_paid_is_given_back_once_with_a_reason_and_never_cancelled() -> None:
    apply_demo()
    case = receive(code=business().code, actor=who(CLERK))
    number = order_of(case).number
    with pytest.raises(OrderNotInThisState):
        refund_order(number=number, why="x", key="r", actor=who(CLERK))
    pay(case)
    with pytest.raises(OrderNotInThisState):
        cancel_order(number=number, why="x", key="c", actor=who(CLERK))
    with pytest.raises(NoReasonGiven):
        refund_order(number=number, why="", key="r", actor=who(CLERK))

    for _ in range(2):
        refund_order(number=number, why="Thu nhầm", key="r", actor=who(CLERK))

    assert Event.objects.filter(kind="order.refunded").count() == 1
    dossier = said_last("dossier", case.code)
    assert dossier is not None
    assert (dossier["fee_vnd"], dossier["paid_vnd"]) == ("0", "0")


def test_an_amount_is_reckoned_anew_at_the_desk_before_it_is_paid() -> None:
    apply_demo()
    case = business()
    number, clerk = order_of(case).number, who(CLERK)
    with pytest.raises(NoSuchAmounts):
        set_amounts(number=number, amounts_vnd=[0], why="x", actor=clerk)
    with pytest.raises(NoReasonGiven):
        set_amounts(number=number, amounts_vnd=[50_000], why="", actor=clerk)

    for _ in range(2):
        set_amounts(number=number, amounts_vnd=[50_000], why="Giảm một nửa", actor=clerk)

    assert Event.objects.get(kind="order.reckoned").payload["old"] == FEE
    with pytest.raises(WrongAmount):
        pay(case)
    assert pay(case, amount=50_000).state == "paid"


def test_each_part_of_a_bundle_is_paid_once_where_the_whole_was_filed() -> None:
    apply_with_fee("2.990002", 30_000)
    bundle = submit(
        procedure_code="2.990001", answers=BIRTH, applicant=MOTHER, channel="online", key="b", actor=who("congdan")
    )
    receive(code=bundle.code, actor=who("motcua101"))
    parts = {part.procedure.code: part for part in Case.objects.filter(parent=bundle)}
    assert [order.amount_vnd for order in PaymentOrder.objects.all()] == [30_000]
    assert order_of(parts["2.990002"]).agency == "UBX99101"

    register(parts["1.001193"])
    receive(code=parts["2.990002"].code, actor=who("motcuatinh"))
    complete_step(code=parts["2.990002"].code, step="handle", actor=who("xulythue"))
    complete_step(code=bundle.code, step="gather", actor=who("motcua101"))
    with pytest.raises(StillOwed):
        return_result(code=bundle.code, actor=who("motcua101"))
    pay(parts["2.990002"], amount=30_000, by="motcua101")

    assert return_result(code=bundle.code, actor=who("motcua101")).state == "returned"
    told = FactChange.objects.filter(kind="payment")
    assert [(change.sign, change.fact["agency"]) for change in told] == [(1, "CT")]


def register(case: Case) -> None:
    """Do what the commune does for a birth."""
    receive(code=case.code, actor=who("motcua101"))
    complete_step(code=case.code, step="appraise", outcome="fit", actor=who("xuly101"))
    complete_step(code=case.code, step="sign", capacity="TM.", actor=who("chutich101"))
    complete_step(code=case.code, step="record", actor=who("xuly101"))


def test_a_fee_for_each_copy_is_multiplied_by_how_many_are_wanted() -> None:
    apply_demo()
    cases = declared()
    form = cases.forms["household_business"]
    pages = tuple(
        page.model_copy(
            update={
                "questions": tuple(
                    q.model_copy(update={"each_pays": q.key == "capital", "kind": "whole"}) if q.key == "capital" else q
                    for q in page.questions
                )
            }
        )
        for page in form.value.pages
    )
    changed = Row(form.value.model_copy(update={"pages": pages}), form.path, form.line)
    with_copies = replace(cases, forms={**cases.forms, "household_business": changed})
    apply_cases(declared=with_copies, province="99", actor=OPERATOR)

    order = order_of(business(capital="3"))

    assert (order.amount_vnd, order.lines[0]["count"]) == (3 * FEE, 3)


def test_a_days_book_sums_by_channel_and_what_went_back_is_taken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    apply_demo()
    cases = [business(str(n)) for n in range(4)]
    for case, channel in zip(cases, ("cash", "cash", "card", "online"), strict=True):
        pay(case, f"p{case.pk}", channel=channel)
    refund_order(number=order_of(cases[0]).number, why="Thu nhầm", key="r", actor=who(CLERK))
    waiting = business("later")
    clock_at(monkeypatch, "2023-12-27T08:00")
    refund_order(number=order_of(cases[2]).number, why="Thu nhầm", key="r", actor=who(CLERK))

    book, next_day = (day_book(day=date(2023, 12, day), agencies={"UB991"}) for day in (26, 27))

    assert [(s.channel, s.count, s.in_vnd, s.back_vnd, s.left_vnd) for s in book.sums] == [
        ("cash", 2, 200_000, 100_000, 100_000),
        ("card", 1, 100_000, 0, 100_000),
        ("online", 1, 100_000, 0, 100_000),
    ]
    assert (book.total.in_vnd, book.total.left_vnd) == (400_000, 300_000)
    assert (next_day.total.count, next_day.total.left_vnd) == (0, -100_000)
    assert [order.number for order in book.waiting] == [order_of(waiting).number]
    assert day_book(day=date(2023, 12, 26), agencies={"UBX99101"}).entries == ()


@pytest.mark.django_db(transaction=True)
def test_what_was_paid_online_stands_in_the_figure_and_leads_back_to_the_order() -> None:
    apply_demo()
    case = receive(code=business().code, actor=who(CLERK))
    pay(case, channel="online")

    beat()

    found = figure(code="DEMO011", place="991", period=parse_period("2023-12"))
    assert found.value == FEE
    assert found.records == 1
    assert found.simulated
    refund_order(number=order_of(case).number, why="Thu nhầm", key="r", actor=who(CLERK))
    beat()
    assert figure(code="DEMO011", place="991", period=parse_period("2023-12")).value == 0


def at_once(*doings: Callable[[], object]) -> None:
    """Do things at the same moment, each with a connection of its own."""
    together = threading.Barrier(len(doings))

    def alone(do: Callable[[], object]) -> None:
        together.wait()
        try:
            do()
        finally:
            connection.close()

    threads = [threading.Thread(target=alone, args=(do,)) for do in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_the_same_moment_note_one_payment() -> None:
    apply_demo()
    case = business()
    number, clerk = order_of(case).number, who(CLERK)
    came: list[str] = []

    def note(key: str) -> None:
        try:
            done = note_payment(number=number, amount_vnd=FEE, channel="cash", reference=key, key=key, actor=clerk)
            came.append(done.state)
        except PaidAlready:
            came.append("refused")

    at_once(*(partial(note, f"k{n}") for n in range(4)))

    assert sorted(came) == ["paid", "refused", "refused", "refused"]
    assert Event.objects.filter(kind="order.paid").count() == 1
    assert sum(change.sign for change in FactChange.objects.filter(kind="payment")) == 1


@pytest.mark.django_db(transaction=True)
def test_who_withdraws_and_who_takes_the_money_at_the_same_moment_never_lock_each_other_out() -> None:
    apply_demo()
    clerk, citizen = who(CLERK), who("congdan")
    refused: list[str] = []

    def take(number: str) -> None:
        try:
            note_payment(number=number, amount_vnd=FEE, channel="cash", reference="1", key=number, actor=clerk)
        except OrderNotInThisState:
            refused.append(number)

    cases = [business(str(n)) for n in range(5)]
    for case in cases:
        number = order_of(case).number
        at_once(partial(take, number), partial(withdraw, code=case.code, actor=citizen))

    for case in cases:
        case.refresh_from_db()
        order = order_of(case)
        assert case.state == "withdrawn"
        assert order.state == ("cancelled" if order.number in refused else "paid")


def test_only_a_number_of_things_multiplies_a_fee() -> None:
    asked = {"key": "copies", "name_vi": "Số bản", "name_en": "Copies", "each_pays": True}

    assert QuestionLine.model_validate({**asked, "kind": "whole"}).each_pays
    with pytest.raises(ValidationError, match="each_pays needs the kind whole"):
        QuestionLine.model_validate({**asked, "kind": "text"})


LINE = OrderLine(Purpose.fee, "Lệ phí", "Fee", 8000)


def opened(**changed: object) -> PaymentOrder | None:
    """An order about something that is no case."""
    owing = Owing("permit:G-1", "UB991", "UB991", "991", "DVC", (LINE,))
    return open_order(owing=replace(owing, **changed), key="k", actor=OPERATOR)  # type: ignore[arg-type]


def test_an_order_may_be_about_something_that_is_no_case() -> None:
    apply_demo()
    order = opened()
    assert order is not None

    paid = note_payment(number="PN-G-1", amount_vnd=8000, channel="card", reference="1", key="p", actor=who(CLERK))

    assert paid.pk == order.pk
    fact = said_last("payment", "PN-G-1")
    assert fact is not None
    assert fact["dossier"] is None
    assert opened(lines=()) == order
    assert open_order(owing=Owing("permit:G-2", "UB991", "UB991", "991", "DVC", ()), key="x", actor=OPERATOR) is None


def test_a_drill_is_counted_nowhere() -> None:
    apply_demo()
    opened(practice=True)

    note_payment(number="PN-G-1", amount_vnd=8000, channel="card", reference="1", key="p", actor=who(CLERK))

    assert not FactChange.objects.exists()
    assert day_book(day=date(2023, 12, 26), agencies=None).entries == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_vnd": 0},
        {"state": "paid"},  # by nobody, at no time
        {"state": "cancelled"},  # for no reason
        {"state": "lost"},
        {"channel": "cash"},  # of an open order
    ],
)
def test_the_database_keeps_no_order_that_says_half(wrong: dict[str, object]) -> None:
    apply_demo()
    order = opened()
    assert order is not None

    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentOrder.objects.filter(pk=order.pk).update(**wrong)
