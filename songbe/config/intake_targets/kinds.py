"""What a file of each kind of facts must say, what follows from it, and what stands for the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file of one kind of facts must say, and what stands for the rest.

    keys: beside ``id``, the columns that name the same thing. clock: when the fact happened, so that its unit must have
    existed then. spans: (start, end) in this order. absent: column -> SQL.
    """

    label_vi: str
    label_en: str
    required: frozenset[str]
    clock: str
    keys: tuple[tuple[str, ...], ...] = ()
    spans: tuple[tuple[str, str], ...] = ()
    absent: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def _joined(*columns: str) -> str:
    return "concat_ws(':', " + ", ".join(f"CAST({column} AS VARCHAR)" for column in columns) + ")"


_MOMENT_AFTER = "due_at + INTERVAL 1 MINUTE"
"""``overdue_at``: the moment after the promise, on a clock that shows minutes."""

KINDS: dict[str, Kind] = {
    "dossier": Kind(
        "hồ sơ thủ tục hành chính",
        "dossiers",
        frozenset({"id", "procedure", "received_at"}),
        "received_at",
        spans=(
            ("received_at", "due_at"),
            ("received_at", "due_now_at"),
            ("due_at", "overdue_at"),
            ("received_at", "finished_at"),
            ("received_at", "returned_at"),
        ),
        absent={
            "due_now_at": "due_at",
            "overdue_at": _MOMENT_AFTER,
            "state": "CASE WHEN finished_at IS NULL THEN 'processing' ELSE 'finished' END",
            "internal": "FALSE",
        },
    ),
    "procedure_state": Kind(
        "trạng thái thủ tục hành chính",
        "states of procedures",
        frozenset({"procedure", "from_on"}),
        "from_on",
        keys=(("procedure", "agency", "unit", "from_on"),),
        spans=(("from_on", "to_on"),),
        absent={"id": _joined("procedure", "agency", "unit", "from_on"), "internal": "FALSE"},
    ),
    "report": Kind(
        "phản ánh, kiến nghị",
        "citizens' reports",
        frozenset({"id", "received_at"}),
        "received_at",
        spans=tuple(("received_at", end) for end in ("due_at", "acknowledged_at", "answered_at", "finished_at")),
        absent={
            "overdue_at": _MOMENT_AFTER,
            "state": "CASE WHEN finished_at IS NOT NULL THEN 'closed' "
            "WHEN answered_at IS NOT NULL THEN 'answered' ELSE 'received' END",
            "duplicate": "FALSE",
            "missed": "FALSE",
        },
    ),
    "payment": Kind(
        "thanh toán",
        "payments",
        frozenset({"id", "amount_vnd", "created_at"}),
        "created_at",
        spans=(("created_at", "paid_at"),),
        absent={"state": "CASE WHEN paid_at IS NULL THEN 'created' ELSE 'settled' END"},
    ),
    "register_change": Kind(
        "biến động sổ theo dõi",
        "changes of registers",
        frozenset({"register", "entry", "from_on"}),
        "from_on",
        keys=(("register", "entry", "from_on"),),
        spans=(("from_on", "to_on"),),
        absent={"id": _joined("register", "entry", "from_on")},
    ),
    "counter": Kind(
        "số đếm của hệ thống",
        "counters",
        frozenset({"counter", "on_date", "quantity"}),
        "on_date",
        keys=(("counter", "category", "agency", "unit", "on_date"),),
        absent={"id": _joined("counter", "category", "agency", "unit", "on_date")},
    ),
    "public_item": Kind(
        "nội dung công khai",
        "published items",
        frozenset({"id", "item", "published_on"}),
        "published_on",
        absent={"language": "'vi'"},
    ),
}


@dataclass(frozen=True, slots=True)
class Worded:
    """A kind whose words a pack declares by name. naming: the column with the name; columns: those with words."""

    naming: str
    columns: tuple[str, ...]


WORDED = {
    "register_change": Worded("register", ("category", "detail", "state")),
    "counter": Worded("counter", ("category",)),
}
"""Kind of facts -> where its words are declared."""
