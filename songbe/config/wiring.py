"""Where packages are joined that may not name each other."""

from collections.abc import Callable, Mapping

from songbe.cases.actions.paying import hold_case
from songbe.events.models import Event
from songbe.warehouse.actions.facts import report_change


def tell_warehouse(kind: str, old: Mapping[str, object] | None, new: Mapping[str, object] | None, event: Event) -> None:
    """This function will tell the warehouse, in the caller's transaction, what a record was and what it is now."""
    report_change(kind=kind, old=old, new=new, event=event)


def hold_subject(subject: str) -> Callable[[Event], None]:
    """This function will lock what an order is about, and return what is to be called when the order changed.

    subject: ``case:CODE``. So whoever changes a case and its order locks the case first, and none waits for the other.
    """
    kind, _, key = subject.partition(":")
    return hold_case(key) if kind == "case" else _nobody


def _nobody(_event: Event) -> None:
    return None
