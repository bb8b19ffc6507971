"""What cases cost, and how it was paid: on a case's page, and in the day's list of a desk."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Value
from django.db.models.functions import Concat

from songbe.cases.models import Case
from songbe.payments.models import PaymentOrder
from songbe.payments.queries import lines_of, orders_about
from songbe.payments.rules import OrderLine, OrderState
from songbe.places.models import Agency
from songbe.places.policy import Actor, Right

FOR_NOTHING = ("refused", "withdrawn")
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Fee:
    """An order of a case as it is shown. case: whose it is, the case itself or a part of it.

    to_refund: it was paid for something that was never received.
    """

    order: PaymentOrder
    case: Case
    lines: tuple[OrderLine, ...]
    agency_vi: str
    agency_en: str
    may_collect: bool
    to_refund: bool

    @property
    def is_open(self) -> bool:
        """Whether it waits to be paid."""
        return self.order.state == OrderState.open

    @property
    def may_refund(self) -> bool:
        """Whether this reader may give it back."""
        return self.may_collect and self.order.state == OrderState.paid


def subject_of(code: str) -> str:
    """Return how an order names a case."""
    return f"case:{code}"


def subjects_of(case: Case) -> tuple[str, ...]:
    """Return how orders name a case and the parts of it."""
    parts = Case.objects.filter(parent=case).order_by("pk").values_list("code", flat=True)
    return tuple(subject_of(code) for code in (case.code, *parts))


def fees_of(case: Case, parts: Iterable[Case], actor: Actor) -> tuple[Fee, ...]:
    """Return what a case and its parts cost, each order once."""
    cases = {subject_of(each.code): each for each in (case, *parts)}
    found = [(cases[subject], order) for subject, orders in orders_about(cases).items() for order in orders]
    wanted = {order.agency for _case, order in found}
    agencies = {a.code: a for a in Agency.objects.filter(code__in=wanted)} if wanted else {}
    return tuple(
        Fee(
            order=order,
            case=each,
            lines=lines_of(order),
            agency_vi=agencies[order.agency].name_vi,
            agency_en=agencies[order.agency].name_en,
            may_collect=actor.may(Right.COLLECT_FEES, order.agency),
            to_refund=order.state == OrderState.paid and each.state in FOR_NOTHING and each.received_at is None,
        )
        for each, order in found
    )


def refunds_due(agencies: Iterable[str] | None) -> tuple[PaymentOrder, ...]:
    """Return the orders paid at some agencies for cases that were never received. agencies: None for all."""
    never = Case.objects.filter(state__in=FOR_NOTHING, received_at=None)
    subjects = never.annotate(subject=Concat(Value("case:"), "code")).values("subject")
    found = PaymentOrder.objects.filter(state="paid", practice=False, subject__in=subjects)
    if agencies is not None:
        found = found.filter(agency__in=sorted(agencies))
    return tuple(found.order_by("pk")[:MOST_ROWS])
