"""Where packages are joined that may not name each other."""

from collections.abc import Mapping

from songbe.events.models import Event
from songbe.warehouse.actions.facts import report_change


def tell_warehouse(kind: str, old: Mapping[str, object] | None, new: Mapping[str, object] | None, event: Event) -> None:
    """This function will tell the warehouse, in the caller's transaction, what a record was and what it is now."""
    report_change(kind=kind, old=old, new=new, event=event)
