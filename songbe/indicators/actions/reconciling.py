"""Checking cells against records: random ones every night; a difference is an alarm."""

import random
from dataclasses import dataclass
from fractions import Fraction

import structlog

from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.indicators.queries.catalogue import catalogue, component_numbers
from songbe.indicators.rules.values import amount_over
from songbe.kernel.periods import Period, month, month_index, quarter, year
from songbe.places.policy import Actor
from songbe.places.queries import gazetteer
from songbe.warehouse.models import Cell
from songbe.warehouse.queries import EMPTY, series, sums_from_records
from songbe.warehouse.rules.components import Component

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that does not say what its records say."""

    component: str
    place: str
    period: str
    cells: str
    records: str


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What a check found."""

    checked: int
    differences: tuple[Difference, ...]


def reconcile(*, count: int, seed: int, actor: Actor) -> Reconciled:
    """This function will compare ``count`` random sums of cells with the records they should sum, and note what it
    found.

    seed: chooses which; the same seed over the same data checks the same.
    """
    chance = random.Random(seed)  # noqa: S311  a sample, not a secret
    components = sorted({c.digest: c for made in catalogue().parts.values() if made for c in made.all}.items())
    numbers = component_numbers([digest for digest, _ in components])
    places = sorted(gazetteer().units)
    years = sorted(set(Cell.objects.values_list("year", flat=True)))
    if not numbers or not years:
        return Reconciled(0, ())
    found: list[Difference] = []
    for _ in range(count):
        digest, component = chance.choice(components)
        period = _period(chance, years)
        place = chance.choice(places)
        difference = _compare(component, numbers.get(digest, 0), place, period)
        if difference:
            log.error("cell_differs", component=difference.component, place=place, period=period.code)
            found.append(difference)
    record_event(
        kind=EventKind.CELLS_RECONCILED,
        actor=actor.name,
        subject="warehouse:cells",
        payload={"checked": count, "differ": len(found), "seed": seed},
    )
    return Reconciled(count, tuple(found))


def _period(chance: random.Random, years: list[int]) -> Period:
    at = chance.choice(years)
    return chance.choice([year(at), quarter(at, chance.randint(1, 4)), month(at, chance.randint(1, 12))])


def _compare(component: Component, number: int, place: str, period: Period) -> Difference | None:
    months = series([number], [place], last_year=period.last.year).get((number, place), EMPTY)
    amount = amount_over(
        component,
        months.n,
        {at: Fraction(v) for at, v in months.v.items()},
        months.buckets,
        first_month=month_index(period.start),
        last_month=month_index(period.last),
    )
    sums = sums_from_records(component, place, period)
    if amount.n == sums.n and (not component.value or component.buckets or amount.v == Fraction(sums.v)):
        return None
    return Difference(component.digest, place, period.code, f"{amount.n} {amount.v}", f"{sums.n} {sums.v}")
