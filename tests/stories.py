"""What stories start from: the invented province in force, and facts made for the purpose."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import duckdb
from django.db import connection as database

from songbe.config.environment import ROOT
from songbe.config.packs import apply_pack
from songbe.indicators.actions import compute_indicators
from songbe.places.policy import OPERATOR
from songbe.warehouse.actions.cells import Computed
from songbe.warehouse.actions.facts import import_facts
from songbe.warehouse.facts import FACTS
from songbe.warehouse.models import Segment

DEMO = ROOT / "packs" / "demo"
PASSWORD = "thử-nghiệm-3"  # an account of a test database that lives for seconds


def apply_demo() -> None:
    """Put the invented province into force."""
    apply_pack(DEMO, actor=OPERATOR, password=PASSWORD)


def at(text: str) -> datetime:
    """A moment on the province's clock."""
    return datetime.fromisoformat(text)


def dossier(number: int, **said: Any) -> dict[str, Any]:
    """The smallest dossier that counts: received in a commune, not simulated."""
    unit = said.pop("unit", "99101")
    plain = {
        "id": f"D{number}",
        "agency": f"UBX{unit}",
        "unit": unit,
        "sector": "DVC",
        "source": "thử",
        "simulated": False,
        "channel": "counter",
        "state": "processing",
        "received_at": at("2023-03-01T08:00"),
    }
    return plain | said


def bring_in(
    kind: str, facts: Iterable[Mapping[str, Any]], *, key: str, old: Iterable[Mapping[str, Any]] = ()
) -> Segment:
    """Import facts as one batch; ``old``: what they correct."""
    columns = FACTS[kind]
    with duckdb.connect() as connection:
        listed = ", ".join(f"{name} {column.type.sql}" for name, column in columns.items())
        connection.execute(f"CREATE TABLE batch ({listed}, sign TINYINT)")
        for sign, rows in ((-1, old), (1, facts)):
            for fact in rows:
                values = [*({**dict.fromkeys(columns), **fact}).values(), sign]
                connection.execute(f"INSERT INTO batch VALUES ({', '.join('?' * len(values))})", values)
        return import_facts(
            kind=kind,
            connection=connection,
            query="SELECT * FROM batch",
            source="thử",
            simulated=False,
            key=key,
            place="99",
            actor=OPERATOR,
        )


def compute() -> Computed:
    """Compute what is stale."""
    return compute_indicators(actor=OPERATOR)


def hang_up() -> None:
    """End every other session in the test database: what a broken request left open would keep it from going."""
    with database.cursor() as cursor:
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
