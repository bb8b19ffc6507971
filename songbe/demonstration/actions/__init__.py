"""Bringing a simulated year in: facts by batches, reported values, each once."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from songbe.demonstration.actions.practice import write_practice_file
from songbe.demonstration.actions.reading import UnableToSimulate, read_pack
from songbe.demonstration.actions.values import bring_values
from songbe.demonstration.actions.workshop import MAKERS, Pack, Workshop, source_of, workshop
from songbe.demonstration.declare import YEARS
from songbe.demonstration.rules.settings import Year
from songbe.places.policy import Actor, Right
from songbe.warehouse import store
from songbe.warehouse.actions.facts import import_facts, undo_import
from songbe.warehouse.models import Segment

OPENING = "opening"
"""The part of a key that marks the stock with which a year begins, when the year before it was not brought in."""
DATED = ("register_change", "procedure_state")
"""Kinds whose facts stand from a day on, so that a year begins with a stock."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """What is there after a year was brought in.

    rows: fact kind -> facts. values: reported values. new: batches that this run brought. seconds: what it took.
    """

    year: int
    rows: Mapping[str, int]
    values: int
    new: int
    seconds: float


def simulate_year(*, year: int, folder: Path, seed: int = 1, scale: Decimal | float = 1, actor: Actor) -> Simulated:
    """This function will bring one demonstration year of a pack into the warehouse and the reported values.

    The same pack, year, seed and scale give the same facts. scale: of dossiers, payments, reports and published items;
    registers, counters, procedures and reported values stay whole. A second run finds its batches and changes nothing.
    Raises OutOfReach unless the actor may import facts, report and approve values at the province; UnableToSimulate.
    """
    began = time.perf_counter()
    pack = read_pack(folder, year)
    for right in (Right.IMPORT_FACTS, Right.REPORT_VALUES, Right.APPROVE_VALUES):
        actor.require(right, pack.province)
    with store.engine() as connection:
        shop = workshop(pack, _wanted(pack, year, seed, Decimal(str(scale)).normalize()), connection)
        before = Segment.objects.count()
        rows = {kind: _bring(shop, kind, actor) for kind in MAKERS}
        values = bring_values(shop=shop, key=key_of(pack, shop.year, "values"), actor=actor)
        new = Segment.objects.count() - before
    return Simulated(year, rows, values, new, time.perf_counter() - began)


def key_of(pack: Pack, of: Year, kind: str, *, year: int | None = None, opening: bool = False) -> str:
    """Return the idempotency key of a batch. year: another one than that of ``of``."""
    which = f"{year or of.year}{'-' + OPENING if opening else ''}"
    return f"demo:{pack.places.sheet.name}:{kind}:{which}:{of.seed}:{of.scale}"


def _wanted(pack: Pack, year: int, seed: int, scale: Decimal) -> Year:
    wanted = Year(year, seed, scale, date(YEARS[-1], 12, 31))
    before = key_of(pack, wanted, DATED[0], year=year - 1)
    return replace(wanted, alone=year != YEARS[0] and not Segment.objects.filter(key=before).exists())


def _bring(shop: Workshop, kind: str, actor: Actor) -> int:
    key = key_of(shop.pack, shop.year, kind)
    if kind not in DATED:
        return _batch(shop, kind, f"FROM {kind}_fact", key, actor)
    year = shop.year.year
    first = date(year, 1, 1)
    since = "TRUE" if year == YEARS[0] else f"from_on >= DATE '{first}'"
    began = f"FROM {kind}_fact WHERE {since} AND from_on < DATE '{year + 1}-01-01'"
    count = _batch(shop, kind, began, key, actor)
    if shop.year.alone:
        standing = f"FROM {kind}_fact WHERE from_on < DATE '{first}' AND (to_on IS NULL OR to_on >= DATE '{first}')"
        count += _batch(shop, kind, standing, key_of(shop.pack, shop.year, kind, opening=True), actor)
    if year == YEARS[0]:
        _take_opening_back(shop, kind, actor)
    return count


def _batch(shop: Workshop, kind: str, query: str, key: str, actor: Actor) -> int:
    earlier = Segment.objects.filter(key=key).first()
    if earlier is not None:
        return earlier.rows
    MAKERS[kind](shop)
    segment = import_facts(
        kind=kind,
        connection=shop.connection,
        query=query,
        source=source_of(shop.year),
        simulated=True,
        key=key,
        place=shop.pack.province,
        actor=actor,
    )
    return segment.rows


def _take_opening_back(shop: Workshop, kind: str, actor: Actor) -> None:
    """When the year after this one came first, it brought a stock in that this year now accounts for itself."""
    opening = Segment.objects.filter(
        key=key_of(shop.pack, shop.year, kind, year=shop.year.year + 1, opening=True)
    ).first()
    if opening is not None:
        undo_import(segment=opening, place=shop.pack.province, actor=actor)


__all__ = ["Simulated", "UnableToSimulate", "read_pack", "simulate_year", "write_practice_file"]
