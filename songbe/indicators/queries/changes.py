"""The difference between two states of a figure: yesterday's and today's, published and computed, old map and new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from songbe.indicators.models import DefinitionVersion, Publication
from songbe.indicators.queries.catalogue import catalogue, definition_of
from songbe.indicators.rules.changes import Change, Reason, split
from songbe.indicators.rules.definitions import Definition, Measure, computed_parts, parts
from songbe.indicators.rules.values import Amount, value_of
from songbe.kernel.errors import InvalidInput
from songbe.kernel.periods import Period
from songbe.places.models import UnitReach
from songbe.warehouse import store
from songbe.warehouse.models import Segment
from songbe.warehouse.queries import sums_from_records
from songbe.warehouse.rules.components import Component


@dataclass(frozen=True, slots=True)
class State:
    """What a figure was drawn from. segments: files of facts; version: of the definition; basis: the map."""

    segments: tuple[int, ...]
    version: int
    basis: str


class NotComparable(InvalidInput):
    """A figure whose change cannot be split."""

    code = "not_comparable"
    message_en = "The change of {indicator} cannot be split: {reason}."
    message_vi = "Không tách được thay đổi của {indicator}: {reason}."


def state_now(code: str, *, basis: str = "as-then") -> State:
    """Return the state a figure is drawn from at this moment."""
    return State(tuple(Segment.objects.order_by("id").values_list("id", flat=True)), catalogue().versions[code], basis)


def state_at(code: str, moment: datetime, *, basis: str = "as-then") -> State:
    """Return the state a figure was drawn from at a moment (aware)."""
    segments = tuple(Segment.objects.filter(recorded_at__lte=moment).order_by("id").values_list("id", flat=True))
    version = DefinitionVersion.objects.filter(code=code, valid_from__lte=moment).order_by("-version").first()
    return State(segments, version.version if version else 1, basis)


def state_of(publication: Publication) -> State:
    """Return the state a published figure was drawn from."""
    return State(tuple(publication.segments), publication.definition_version, publication.basis)


def change_between(
    *, code: str, place: str, period: Period, before: State, after: State, late_after: datetime | None = None
) -> Change:
    """Return why a computed figure differs between two states.

    late_after: what was recorded later than this (aware) counts as a late report; by default nothing does.
    Raises NotComparable for figures that are not computed, or whose agencies are counted.
    """
    old, new = _definition(code, before.version), _definition(code, after.version)
    if parts(old) is None or parts(new) is None or Measure.distinct_agencies in (old.measure, new.measure):
        raise NotComparable(indicator=code, reason="it is not a sum over records")
    added = Segment.objects.filter(pk__in=set(after.segments) - set(before.segments))
    late = [s for s in added if late_after is not None and s.recorded_at > late_after]
    in_time = [s for s in added if s not in late]
    base = list(Segment.objects.filter(pk__in=before.segments))

    def value(definition: Definition, layers: Sequence["_Layer"], basis: str) -> Fraction | None:
        return _value(definition, place, period, layers, basis)

    whole = _Layer(base, None)
    fresh, tardy = _Layer(in_time, False), _Layer(late, False)
    everything = _Layer([*base, *added], None)
    steps = [
        (Reason.new_records, value(old, [whole, fresh], before.basis)),
        (Reason.late_reports, value(old, [whole, fresh, tardy], before.basis)),
        (Reason.corrections, value(old, [everything], before.basis)),
        (Reason.definition, value(new, [everything], before.basis)),
        (Reason.boundaries, value(new, [everything], after.basis)),
    ]
    return split(value(old, [whole], before.basis), steps)


@dataclass(frozen=True, slots=True)
class _Layer:
    """Some segments; corrections: True only rows of corrected records, False only the others, None all."""

    segments: Sequence[Segment]
    corrections: bool | None

    def relation(self, kind: str) -> str:
        paths = [s.path for s in self.segments if s.kind == kind]
        facts = store.facts_sql(kind, paths)
        if self.corrections is None:
            return store.all_of(facts)
        return store.corrected(facts) if self.corrections else store.uncorrected(facts)


def _definition(code: str, version: int) -> Definition:
    return definition_of(DefinitionVersion.objects.get(code=code, version=version).spec)


def _value(definition: Definition, place: str, period: Period, layers: Sequence[_Layer], basis: str) -> Fraction | None:
    made = computed_parts(definition)
    of = _amount(made.of, place, period, layers, basis)
    base = _amount(made.base, place, period, layers, basis) if made.base else None
    percent = catalogue().units[definition.unit].kind == "percent"
    return value_of(definition, of, base, percent=percent).value


def _amount(component: Component, place: str, period: Period, layers: Sequence[_Layer], basis: str) -> Amount:
    relation = "(" + " UNION ALL BY NAME ".join(f"({layer.relation(component.fact)})" for layer in layers) + ")"
    total = Amount()
    for unit, weight in weights_of(place, period, basis).items():
        sums = sums_from_records(component, unit, period, relation=relation)
        total += Amount(Fraction(sums.n), Fraction(sums.v), {v: Fraction(n) for v, n in sums.buckets} or None).times(
            weight
        )
    return total


def counted_place(place: str, period: Period, basis: str) -> str:
    """Return where a figure's records lie: the place, or the units whose past counts for it today, joined by ``+``."""
    return "+".join(sorted(weights_of(place, period, basis))) or place


def weights_of(place: str, period: Period, basis: str) -> dict[str, Fraction]:
    """Return whose past counts for a place on a map, and with what weight."""
    if basis == "as-then":
        return {place: Fraction(1)}
    rows = UnitReach.objects.filter(basis="as-now", ancestor=place)
    inside = [
        r
        for r in rows
        if (r.valid_from is None or r.valid_from < period.end) and (r.valid_to is None or period.start < r.valid_to)
    ]
    return {r.descendant: Fraction(r.weight_numerator, r.weight_denominator) for r in inside}
