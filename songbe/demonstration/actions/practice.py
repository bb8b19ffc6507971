"""Writing the import file for practice; nothing of it enters the warehouse unless somebody imports it."""

import csv
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from songbe.demonstration.actions.engine import rows, run
from songbe.demonstration.actions.reading import read_pack
from songbe.demonstration.actions.workshop import make_dossiers, workshop
from songbe.demonstration.declare import YEARS
from songbe.demonstration.rules.practice import practice_rows
from songbe.demonstration.rules.settings import Year
from songbe.warehouse import store

ENOUGH = 12_000
"""So many dossiers of the year are made to draw the good rows from."""


def write_practice_file(*, folder: Path, target: Path, seed: int = 1) -> Mapping[str, int]:
    """This function will write a CSV of dossiers with the pack's planted faults, and return kind of fault -> rows.

    Good rows count under the empty kind. The same pack and seed write the same file. Raises UnableToSimulate.
    """
    year = YEARS[-1]
    pack = read_pack(folder, year)
    assumed = pack.simulation.services.dossiers
    scale = min(Decimal(1), Decimal(ENOUGH) / assumed.total_2023)
    with store.engine() as connection:
        shop = workshop(pack, Year(year, seed, scale, date(year, 12, 31)), connection)
        make_dossiers(shop)
        run(connection, "practice")
        names = [str(name) for name, *_ in rows(connection, "DESCRIBE practice")]
        good = [dict(zip(names, row, strict=True)) for row in rows(connection, "FROM practice")]
    written = list(practice_rows(good, assumed.errors))
    with target.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.DictWriter(file, names)
        sheet.writeheader()
        sheet.writerows(row.cells for row in written)
    return Counter(row.kind for row in written)
