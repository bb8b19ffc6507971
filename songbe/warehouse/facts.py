"""The kinds of facts and their columns: the contract between every service and every figure.

A fact says what one record of a service looks like now. It carries codes, moments, numbers and yes/no, never
personal data.
Moments are local wall time of the province. A changed record is reported as the pair (-old, +new); ``sign`` tells
which.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Type(StrEnum):
    """The types a fact's column may have; values are DuckDB's names."""

    text = "VARCHAR"
    word = "VARCHAR "  # one of few words: good to group by
    flag = "BOOLEAN"
    whole = "INTEGER"
    amount = "DECIMAL(18,3)"
    moment = "TIMESTAMP"
    day = "DATE"

    @property
    def sql(self) -> str:
        """The type's name in DuckDB."""
        return self.value.strip()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a fact. ``words``: all it may say, when that is known for every province."""

    type: Type
    words: tuple[str, ...] = ()
    bound: int = 0
    """Upper end of a whole number that figures may take percentiles of; 0: none."""

    @property
    def groups(self) -> bool:
        """Whether few values make it cheap to group by."""
        return self.type is Type.word


def _words(*words: str) -> Column:
    return Column(Type.word, words)


TEXT, WORD, FLAG = Column(Type.text), Column(Type.word), Column(Type.flag)
WHOLE, AMOUNT, MOMENT, DAY = Column(Type.whole), Column(Type.amount), Column(Type.moment), Column(Type.day)

COMMON: Mapping[str, Column] = MappingProxyType(
    {"id": TEXT, "agency": TEXT, "unit": TEXT, "sector": WORD, "source": TEXT, "simulated": FLAG}
)
"""What every fact says. agency: who handles it; unit: the unit's code as it was recorded at the time."""

_TIERS = ("province", "district", "commune")
_ONLINE = ("full", "partial", "info")

_OWN: dict[str, dict[str, Column]] = {
    "dossier": {
        "procedure": TEXT,
        "procedure_tier": _words(*_TIERS),
        "receiving_agency": TEXT,
        "channel": _words("online", "online_assisted", "counter", "postal"),
        "online_level": _words(*_ONLINE),
        "received_at": MOMENT,
        "due_at": MOMENT,
        "due_now_at": MOMENT,
        "overdue_at": MOMENT,
        "finished_at": MOMENT,
        "returned_at": MOMENT,
        "state": _words(
            "registered",
            "processing",
            "supplement",
            "financial",
            "stopped",
            "finished",
            "returned",
            "refused",
            "withdrawn",
        ),
        "working_days": Column(Type.whole, bound=250),
        "supplements": WHOLE,
        "new_dates": WHOLE,
        "digitised_in_at": MOMENT,
        "digitised_out_at": MOMENT,
        "reused": FLAG,
        "fee_vnd": AMOUNT,
        "paid_vnd": AMOUNT,
        "paid_online_at": MOMENT,
        "rating": Column(Type.whole, bound=5),
        "applicant": _words("citizen", "enterprise", "organisation", "foreigner"),
        "post_return": FLAG,
        "essential": FLAG,
        "internal": FLAG,
        "linked": FLAG,
    },
    "procedure_state": {
        "procedure": TEXT,
        "from_on": DAY,
        "to_on": DAY,
        "tier": _words(*_TIERS),
        "online_level": _words(*_ONLINE),
        "published": FLAG,
        "payable": FLAG,
        "digitisable": FLAG,
        "digitisation_flow": FLAG,
        "essential": FLAG,
        "internal": FLAG,
        "fee_free": FLAG,
        "named": FLAG,
    },
    "report": {
        "channel": _words("phone", "web", "app", "zalo", "email", "fanpage"),
        "category": WORD,
        "received_at": MOMENT,
        "due_at": MOMENT,
        "overdue_at": MOMENT,
        "acknowledged_at": MOMENT,
        "answered_at": MOMENT,
        "finished_at": MOMENT,
        "state": _words("received", "assigned", "answered", "closed", "rejected"),
        "agencies": WHOLE,
        "rating": Column(Type.whole, bound=5),
        "reopened": WHOLE,
        "duplicate": FLAG,
        "public": FLAG,
        "missed": FLAG,
        "wait_seconds": Column(Type.whole, bound=1800),
    },
    "payment": {
        "dossier": TEXT,
        "purpose": _words("fee", "charge", "fine", "land", "tuition", "hospital", "utility", "support"),
        "method": _words("national_platform", "bank", "qr", "cash"),
        "amount_vnd": AMOUNT,
        "created_at": MOMENT,
        "paid_at": MOMENT,
        "state": _words("created", "settled", "failed", "refunded"),
    },
    "register_change": {
        "register": WORD,
        "entry": TEXT,
        "category": WORD,
        "detail": WORD,
        "state": WORD,
        "from_on": DAY,
        "to_on": DAY,
        "quantity": AMOUNT,
        "amount_vnd": AMOUNT,
    },
    "counter": {"counter": WORD, "category": WORD, "on_date": DAY, "quantity": AMOUNT},
    "public_item": {
        "item": _words("news", "document", "dataset", "page", "video", "answer"),
        "topic": WORD,
        "language": _words("vi", "en", "zh", "ja", "ko"),
        "published_on": DAY,
        "feedback": FLAG,
        "views": WHOLE,
        "answered": FLAG,
    },
}

FACTS: Mapping[str, Mapping[str, Column]] = MappingProxyType(
    {kind: MappingProxyType({**COMMON, **columns}) for kind, columns in _OWN.items()}
)
"""Fact kind -> column -> what it holds."""

KINDS = tuple(FACTS)

CLOCK_ENDINGS = ("_at", "_on", "_date")


def clock_column(kind: str, clock: str) -> str:
    """Return the column a clock's name stands for: ``received`` -> ``received_at``.

    Raises KeyError if the kind has no such clock.
    """
    for ending in CLOCK_ENDINGS:
        column = FACTS[kind].get(clock + ending)
        if column is not None and column.type in (Type.moment, Type.day):
            return clock + ending
    if clock == "on" and "on_date" in FACTS[kind]:
        return "on_date"
    raise KeyError(clock)


def clocks(kind: str) -> tuple[str, ...]:
    """Return the clock names of a kind of facts."""
    return tuple(
        name.rsplit("_", 1)[0] for name, column in FACTS[kind].items() if column.type in (Type.moment, Type.day)
    )
