"""Years made once for many questions; they need no database."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from songbe.config.environment import ROOT
from songbe.demonstration.actions import read_pack
from songbe.demonstration.actions.workshop import MAKERS, Pack, Workshop, workshop
from songbe.demonstration.rules.settings import Year

DEMO, FULL = ROOT / "packs/demo", ROOT / "packs/binhduong"


def make(pack: Pack, year: int, *, threads: int = 2, seed: int = 1) -> Workshop:
    """Make all facts of a year, alone, at full scale."""
    connection = duckdb.connect(config={"threads": threads})
    shop = workshop(pack, Year(year, seed, Decimal(1), date(2023, 12, 31), alone=True), connection)
    for maker in MAKERS.values():
        maker(shop)
    return shop


class Made:
    """A year with its facts: ask it in SQL."""

    def __init__(self, folder: Path, year: int) -> None:
        self.pack = read_pack(folder, year)
        self.shop = make(self.pack, year)
        self.year = year

    def row(self, query: str) -> tuple[Any, ...]:
        """The one row of a query."""
        return self.shop.connection.execute(query).fetchone() or ()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.shop.connection.execute(query).fetchall()


def _made(folder: Path, year: int) -> Iterator[Made]:
    made = Made(folder, year)
    yield made
    made.shop.connection.close()


@pytest.fixture(scope="module")
def y2022() -> Iterator[Made]:
    """The year 2022 of the invented province."""
    yield from _made(DEMO, 2022)


@pytest.fixture(scope="module")
def y2023() -> Iterator[Made]:
    """The year 2023 of the invented province."""
    yield from _made(DEMO, 2023)


@pytest.fixture(scope="module", params=[2022, 2023])
def full(request: pytest.FixtureRequest) -> Iterator[Made]:
    """The years of the full pack, 600,000 dossiers each."""
    yield from _made(FULL, request.param)
