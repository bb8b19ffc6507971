"""Asking for screens without a browser, and the dossiers that fill them."""

from datetime import date

import duckdb

from songbe.centres.queries.addresses import ROOT, Address
from songbe.centres.queries.frames import Asked
from songbe.centres.queries.standing import shared_now
from songbe.kernel.periods import parse_period
from songbe.places.policy import OPERATOR
from songbe.places.queries import actor_named
from songbe.warehouse.actions.facts import import_facts
from songbe.warehouse.facts import FACTS
from songbe.warehouse.models import Segment

TODAY = date(2026, 11, 23)
"""When the tests look: years after the demonstration, on the new map."""

PER_YEAR = 1200
UNITS = ("99101", "99102", "99103", "99201", "99202", "99203", "99301", "99302")


def asked(
    who: str = "lanhdao",
    *,
    place: str = "99",
    period: str = "2023",
    basis: str = "as-then",
    path: str = ROOT,
) -> Asked:
    """Return what an account asks to see."""
    shared, when = shared_now(), parse_period(period)
    where = shared.ground.map_.place(place, TODAY if basis == "as-now" else when.last)
    actor = actor_named(who, today=TODAY)
    address = Address(path, place, when.code, basis)
    return Asked(shared, actor, where, when, basis, address, "https://ioc.example.org", TODAY)


def two_years_of_dossiers() -> Segment:
    """Import simulated dossiers of 2022 and 2023: every tenth at the province's own agencies; in 2023 more are late."""
    home = "i % 10 = 0"
    units = ", ".join(f"'{unit}'" for unit in UNITS)
    said = {
        "id": "'D' || i",
        "unit": f"CASE WHEN {home} THEN '99' ELSE [{units}][1 + i % {len(UNITS)}] END",
        "agency": f"CASE WHEN {home} THEN (CASE WHEN i % 20 = 0 THEN 'STTTT' ELSE 'STP' END) "
        f"ELSE 'UBX' || [{units}][1 + i % {len(UNITS)}] END",
        "sector": "'DVC'",
        "source": "'thử'",
        "simulated": "TRUE",
        "procedure": "'SIM.1'",
        "channel": f"CASE WHEN i % 3 = 0 OR (i < {PER_YEAR} AND i % 7 = 0) THEN 'online' ELSE 'counter' END",
        "received_at": f"TIMESTAMP '2022-01-03 08:00' + INTERVAL (i // {PER_YEAR}) YEAR "
        "+ INTERVAL ((i * 37) % 350) DAY",
        "due_at": "received_at + INTERVAL 7 DAY",
        "overdue_at": "received_at + INTERVAL 8 DAY",
        "finished_at": f"CASE WHEN i % 11 <> 0 THEN received_at + INTERVAL (CASE WHEN i % (CASE WHEN i < {PER_YEAR} "
        f"THEN 9 ELSE 5 END) = 0 THEN 12 ELSE 3 END) DAY END",
        "working_days": "i % 9",
        "rating": "1 + i % 5",
        "state": "'finished'",
        "digitised_in_at": "CASE WHEN i % 4 = 0 THEN received_at END",
    }
    given = {name: said.get(name, f"NULL::{column.type.sql}") for name, column in FACTS["dossier"].items()}
    columns = ", ".join(f"{value} AS {name}" for name, value in given.items())
    with duckdb.connect() as connection:
        return import_facts(
            kind="dossier",
            connection=connection,
            query=f"SELECT {columns}, 1 AS sign FROM range({2 * PER_YEAR}) r(i)",
            source="thử",
            simulated=True,
            key="two-years",
            place="99",
            actor=OPERATOR,
        )
