"""Cases and money: an order when one is filed, paid before its result, none when it comes to nothing."""

from collections.abc import Callable

from songbe.cases.actions.changing import note_told
from songbe.cases.declare import ProcedureLine, WorkLine
from songbe.cases.models import Case
from songbe.cases.queries.declared import form_of
from songbe.cases.queries.fees import subject_of, subjects_of
from songbe.events.models import Event
from songbe.kernel.errors import Conflict
from songbe.kernel.numbers import format_vi
from songbe.payments.actions import cancel_orders_of, open_order
from songbe.payments.queries import waiting_of
from songbe.payments.rules import Owing, Purpose, Tariff, owed
from songbe.places.policy import Actor

NEVER_RECEIVED = "Hồ sơ kết thúc khi chưa tiếp nhận"


class StillOwed(Conflict):
    """A result that is handed over before it is paid."""

    code = "still_owed"
    message_en = "Case {case} is not paid: order {order}, {amount} đồng. Note the payment, then hand the result over."
    message_vi = "Hồ sơ {case} chưa nộp phí: phiếu {order}, {amount} đồng. Ghi nhận đã thu rồi mới trả kết quả."


def open_fee(case: Case, line: WorkLine, *, actor: Actor) -> None:
    """This function will open the order for what a case costs, in the transaction in which the case is filed.

    Fees are due when something is filed, before it is received. A linked part is paid for where the whole was filed.
    """
    if not isinstance(line, ProcedureLine):
        return
    asked_at = case.receiver if case.parent is None else case.parent.receiver
    counted = [question.key for question in form_of(case.form).questions if question.each_pays]
    counts = [number for key in counted if isinstance(number := case.answers.get(key), int)]
    owing = Owing(
        subject=subject_of(case.code),
        agency=asked_at,
        handler=case.handler,
        unit=case.unit,
        sector=case.sector,
        lines=owed(tariffs_of(line), counts),
        note_vi=line.fee_note_vi,
        practice=case.practice,
        simulated=case.simulated,
    )
    open_order(owing=owing, key=f"filed:{case.code}", actor=actor)


def tariffs_of(line: ProcedureLine) -> tuple[Tariff, ...]:
    """Return what a procedure costs, as it declares it."""
    return (
        Tariff(Purpose.fee, f"Lệ phí: {line.name_vi}", f"Fee: {line.name_en}", line.fee_vnd),
        Tariff(Purpose.charge, f"Phí: {line.name_vi}", f"Charge: {line.name_en}", line.charge_vnd),
    )


def drop_fees(case: Case, *, actor: Actor) -> None:
    """This function will cancel what nobody paid yet for a case that ends before it was received.

    Afterwards work was done for it: the desk decides.
    """
    if case.received_at is None:
        cancel_orders_of(subject=subject_of(case.code), why=NEVER_RECEIVED, actor=actor)


def require_paid(case: Case) -> None:
    """Raise StillOwed while an order of a case, or of a part of it, waits to be paid."""
    waiting = waiting_of(subjects_of(case))
    if waiting:
        raise StillOwed(case=case.code, order=waiting[0].number, amount=format_vi(waiting[0].amount_vnd))


def hold_case(code: str) -> Callable[[Event], None]:
    """This function will lock a case whose order is about to change, and return what to call when it did."""
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("procedure", "process", "form", "party")
        .defer("procedure__body", "process__body", "form__body")
        .get(code=code)
    )
    return lambda event: note_told(case, event)
