"""From sums to a value: pure arithmetic with exact fractions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from songbe.indicators.rules.definitions import Definition, Joining, Measure
from songbe.warehouse.rules.components import Component, Form


@dataclass(frozen=True, slots=True)
class Amount:
    """What a component comes to for a place and a period. Fractions, since shares of divided units are fractions."""

    n: Fraction = Fraction(0)
    v: Fraction = Fraction(0)
    buckets: Mapping[int, Fraction] | None = None

    def __add__(self, other: "Amount") -> "Amount":
        mixed: dict[int, Fraction] = dict(self.buckets or {})
        for value, n in (other.buckets or {}).items():
            mixed[value] = mixed.get(value, Fraction(0)) + n
        return Amount(self.n + other.n, self.v + other.v, mixed or None)

    def times(self, weight: Fraction) -> "Amount":
        """Return the share of this amount that a weight takes."""
        scaled = {value: n * weight for value, n in self.buckets.items()} if self.buckets else None
        return Amount(self.n * weight, self.v * weight, scaled)


@dataclass(frozen=True, slots=True)
class Value:
    """A value with what it was made of. value: in the indicator's unit, unrounded; None when nothing was there to
    measure."""

    value: Fraction | None
    numerator: Fraction | None
    denominator: Fraction | None
    records: Fraction


def scale_of(definition: Definition, *, percent: bool) -> int:
    """Return what a ratio is multiplied by to stand in the indicator's unit."""
    return 100 if percent else definition.per


def value_of(definition: Definition, of: Amount, base: Amount | None, *, percent: bool, agencies: int = 0) -> Value:
    """Return an indicator's value from the amounts of its components.

    agencies: how many agencies had a record, for ``distinct_agencies``. percent: whether the unit of measure is
    percent.
    """
    match definition.measure:
        case Measure.count | Measure.sum | Measure.stock:
            total = of.v if definition.of.field and definition.measure is not Measure.count else of.n
            return Value(total, total, None, of.n)
        case Measure.mean:
            return Value(of.v / of.n if of.n else None, of.v, of.n, of.n)
        case Measure.percentile:
            return Value(nearest_rank(of.buckets or {}, definition.percentile), None, of.n, of.n)
        case Measure.share | Measure.stock_share | Measure.ratio:
            return _ratio(definition, of, base or Amount(), scale_of(definition, percent=percent))
        case Measure.distinct_agencies:
            return Value(Fraction(agencies), Fraction(agencies), None, of.n)
        case _:
            return Value(None, None, None, Fraction(0))


def _ratio(definition: Definition, of: Amount, base: Amount, scale: int) -> Value:
    same = definition.measure is not Measure.ratio
    top = of.v if (definition.base.field if same else definition.of.field) else of.n
    bottom = base.v if definition.base.field else base.n
    records = base.n if same or definition.of.fact == definition.base.fact else of.n
    return Value(top / bottom * scale if bottom else None, top, bottom, records)


def nearest_rank(buckets: Mapping[int, Fraction], percentile: int) -> Fraction | None:
    """Return the smallest value that at least ``percentile`` percent of the records do not exceed; None without
    records.

    Source: the nearest-rank definition (rank = ceil(p / 100 x n), counted from 1).
    """
    total = sum(buckets.values(), Fraction(0))
    if total <= 0:
        return None
    needed, seen = total * percentile / 100, Fraction(0)
    for value in sorted(buckets):
        seen += buckets[value]
        if seen >= needed and buckets[value] > 0:
            return Fraction(value)
    return Fraction(max(buckets))


def amount_over(
    component: Component,
    n: Mapping[int, int],
    v: Mapping[int, int | Fraction],
    buckets: Mapping[int, Mapping[int, int]],
    *,
    first_month: int,
    last_month: int,
) -> Amount:
    """Return what a component's months come to: a flow over the period, a stock at its end (all months up to the
    last)."""
    start = first_month if component.form is Form.flow else -1
    inside = [month for month in n if start <= month <= last_month]
    mixed: dict[int, Fraction] = {}
    for month in inside:
        for value, count in buckets.get(month, {}).items():
            mixed[value] = mixed.get(value, Fraction(0)) + count
    return Amount(
        Fraction(sum(n[month] for month in inside)),
        sum((Fraction(v[month]) for month in inside if month in v), Fraction(0)),
        mixed or None,
    )


def joined(values: Sequence[Fraction], joining: Joining) -> Fraction | None:
    """Return the value of a longer period from those of its parts, oldest first."""
    if not values:
        return None
    match joining:
        case Joining.sum:
            return sum(values, Fraction(0))
        case Joining.last:
            return values[-1]
        case Joining.mean | Joining.recompute:
            return sum(values, Fraction(0)) / len(values)
        case _:
            assert_never(joining)
