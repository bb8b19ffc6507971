"""What a dossier tells the warehouse: codes, moments, numbers, yes or no; nothing about a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
    post_return: bool
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
        "post_return": dossier.post_return,
        "essential": dossier.essential,
        "internal": dossier.internal,
        "linked": dossier.linked,
    }


@dataclass(frozen=True, slots=True)
class Entry:
    """A case as the entry of a register. opened: the day it was opened, which is the day it is counted on.

    quantity: 1, or what is measured of it, in the register's unit.
    """

    code: str
    register: str
    agency: str
    unit: str
    sector: str
    category: str
    detail: str
    state: str
    opened: date
    simulated: bool
    quantity: Decimal = Decimal(1)


def entry_fact(entry: Entry) -> Mapping[str, object]:
    """Return the one fact of an entry, with the state it has now: whatever becomes of it, it is counted once."""
    return {
        "id": entry.code,
        "agency": entry.agency,
        "unit": entry.unit,
        "sector": entry.sector,
        "source": SOURCE,
        "simulated": entry.simulated,
        "register": entry.register,
        "entry": entry.code,
        "category": entry.category or None,
        "detail": entry.detail or None,
        "state": entry.state or None,
        "from_on": entry.opened,
        "to_on": None,
        "quantity": entry.quantity,
        "amount_vnd": None,
    }


@dataclass(frozen=True, slots=True)
class Count:
    """What a case adds to a counter on a day."""

    code: str
    counter: str
    agency: str
    unit: str
    sector: str
    category: str
    on: date
    quantity: int
    simulated: bool


def count_fact(count: Count) -> Mapping[str, object]:
    """Return the fact of what a case adds to a counter."""
    return {
        "id": count.code,
        "agency": count.agency,
        "unit": count.unit,
        "sector": count.sector,
        "source": SOURCE,
        "simulated": count.simulated,
        "counter": count.counter,
        "category": count.category,
        "on_date": count.on,
        "quantity": Decimal(count.quantity),
    }


@dataclass(frozen=True, slots=True)
class Report:
    """A citizen's report as its fact sees it. Moments are local wall time."""

    code: str
    agency: str
    unit: str
    sector: str
    channel: str
    category: str
    received_at: datetime
    due_at: datetime | None
    acknowledged_at: datetime | None
    answered_at: datetime | None
    finished_at: datetime | None
    state: str
    agencies: int
    rating: int | None
    reopened: int
    duplicate: bool
    public: bool
    missed: bool
    wait_seconds: int | None
    simulated: bool


def report_fact(report: Report) -> Mapping[str, object]:
    """Return the fact of a report or a call."""
    due = report.due_at
    return {
        "id": report.code,
        "agency": report.agency,
        "unit": report.unit,
        "sector": report.sector,
        "source": SOURCE,
        "simulated": report.simulated,
        "channel": report.channel,
        "category": report.category or None,
        "received_at": report.received_at,
        "due_at": due,
        "overdue_at": None if due is None else due + timedelta(minutes=1),
        "acknowledged_at": report.acknowledged_at,
        "answered_at": report.answered_at,
        "finished_at": report.finished_at,
        "state": report.state,
        "agencies": report.agencies,
        "rating": report.rating,
        "reopened": report.reopened,
        "duplicate": report.duplicate,
        "public": report.public,
        "missed": report.missed,
        "wait_seconds": report.wait_seconds,
    }
