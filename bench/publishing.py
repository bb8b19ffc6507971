"""Cells of the applied pack into the web's store, timed apart from computing them; nothing of it stays."""

import time

import duckdb
from django.db import connection as database
from django.db import transaction

from songbe.indicators.queries import catalogue
from songbe.indicators.rules.definitions import Measure
from songbe.warehouse import store
from songbe.warehouse.actions.cells import export_cells, load_reaches, merge_cells
from songbe.warehouse.models import Cell, CellFile, ComponentRow
from songbe.warehouse.rules.cells import rolled_up_sql, yearly_sql


def once() -> tuple[float, int]:
    """Return the seconds that publishing every cell anew takes, and how many rows come; the database is as before."""
    paths = store.absolute(CellFile.objects.values_list("path", flat=True))
    known = catalogue()
    lonely = {
        made.of.digest
        for code, made in known.parts.items()
        if made and known.definitions[code].measure is Measure.distinct_agencies
    }
    numbers = list(ComponentRow.objects.filter(digest__in=lonely).values_list("id", flat=True))
    csv = store.folder() / "bench.csv"
    began = time.perf_counter()
    try:
        with transaction.atomic():
            with duckdb.connect(config={"threads": 2}) as engine:
                load_reaches(engine)
                export_cells(engine, yearly_sql(rolled_up_sql(f"read_parquet({paths})", lonely=numbers)), csv)
            with database.cursor() as cursor:
                cursor.execute(f"TRUNCATE {Cell._meta.db_table}")
            rows = merge_cells(csv)
            taken = time.perf_counter() - began
            transaction.set_rollback(True)
    finally:
        csv.unlink(missing_ok=True)
    return taken, rows
