"""Writing centres, and raising alerts."""

from collections.abc import Iterable

from django.db import transaction

from songbe.cases.actions.playbooks import open_by_alert
from songbe.centres.declare import CentreLine
from songbe.centres.models import Centre
from songbe.centres.queries.alerts import arisen
from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.places import clock
from songbe.places.policy import Actor, Right


@transaction.atomic
def apply_centres(*, declared: Iterable[CentreLine], province: str, actor: Actor) -> int:
    """This function will put a pack's centres into force and return how many there are. Raises OutOfReach."""
    actor.require(Right.APPLY_PACK, province)
    Centre.objects.all().delete()
    rows = [Centre(order=order, **centre.model_dump(mode="json")) for order, centre in enumerate(declared)]
    Centre.objects.bulk_create(rows)
    record_event(
        kind=EventKind.PACK_APPLIED, actor=actor.name, place=province, subject="centres", payload={"centres": len(rows)}
    )
    return len(rows)


def raise_alerts(*, actor: Actor) -> int:
    """This function will open the playbook of every alert that stands and was not answered before; return how many.

    Each in a transaction of its own: what was opened stays opened if another fails. Raises what ``open_by_alert``
    raises.
    """
    return sum(open_by_alert(alert=alert, actor=actor) is not None for alert in arisen(clock.today()))
