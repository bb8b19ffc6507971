"""What a dossier tells the warehouse: codes, moments, numbers, yes or no; nothing about a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

MOST_DAYS = 250
SOURCE = "songbe"


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier as its fact sees it. Moments are local wall time."""

    code: str
    procedure: str
    tier: str
    sector: str
    handler: str
    receiver: str
    unit: str
    channel: str
    online_level: str
    applicant: str
    state: str
    received_at: datetime | None
    first_due_at: datetime | None
    due_now_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    working_days: int | None
    supplements: int
    new_dates: int
    digitised_in_at: datetime | None
    digitised_out_at: datetime | None
    reused: bool
    fee_vnd: Decimal
    paid_vnd: Decimal
    paid_online_at: datetime | None
    rating: int | None
    essential: bool
    internal: bool
    linked: bool
    simulated: bool


def dossier_fact(dossier: Dossier) -> Mapping[str, object] | None:
    """Return the fact of a dossier; None as long as it was not received: what is registered only is no dossier yet.

    Promises are those people were told; ``overdue_at`` is the minute after the first one.
    """
    if dossier.received_at is None:
        return None
    due = dossier.first_due_at
    return {
        "id": dossier.code,
        "agency": dossier.handler,
        "unit": dossier.unit,
        "sector": dossier.sector,
        "source": SOURCE,
        "simulated": dossier.simulated,
        "procedure": dossier.procedure,
        "procedure_tier": dossier.tier,
        "receiving_agency": dossier.receiver,
        "channel": dossier.channel,
        "online_level": dossier.online_level,
        "received_at": dossier.received_at,
        "due_at": due,
        "due_now_at": dossier.due_now_at,
        "overdue_at": None if due is None else due + timedelta(minutes=1),
        "finished_at": dossier.finished_at,
        "returned_at": dossier.returned_at,
        "state": dossier.state,
        "working_days": None if dossier.working_days is None else min(MOST_DAYS, dossier.working_days),
        "supplements": dossier.supplements,
        "new_dates": dossier.new_dates,
        "digitised_in_at": dossier.digitised_in_at,
        "digitised_out_at": dossier.digitised_out_at,
        "reused": dossier.reused,
        "fee_vnd": dossier.fee_vnd,
        "paid_vnd": dossier.paid_vnd,
        "paid_online_at": dossier.paid_online_at,
        "rating": dossier.rating,
        "applicant": dossier.applicant,
        "post_return": False,
        "essential": dossier.essential,
        "internal": dossier.internal,
        "linked": dossier.linked,
    }
