"""What components come to for places and periods: from the published cells, or from the records where cells do not
reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from songbe.indicators.queries.catalogue import Catalogue, component_numbers
from songbe.indicators.rules.definitions import Definition, Measure
from songbe.indicators.rules.values import Amount, amount_over
from songbe.kernel.periods import Period, days, month_index
from songbe.places.models import Agency
from songbe.places.queries import gazetteer, reaches, reporting_calendars
from songbe.warehouse.queries import EMPTY, Series, series, sums_from_records, watermarks
from songbe.warehouse.rules.components import Component


@dataclass(frozen=True, slots=True)
class Ask:
    """Which figures are wanted, on which map."""

    known: Catalogue
    definitions: Sequence[Definition]
    places: Sequence[str]
    periods: Sequence[Period]
    basis: str
    today: date


@dataclass(frozen=True, slots=True)
class Carried:
    """A unit whose months in [first, end) count for a place with a weight."""

    unit: str
    first: int
    end: int
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Amounts:
    """The gathered cells of an ask."""

    ask: Ask
    numbers: Mapping[str, int]
    cells: Mapping[tuple[int, str], Series]
    carried: Mapping[str, tuple[Carried, ...]]
    marks: Mapping[str, date]
    agencies_in: Mapping[str, tuple[str, ...]]
    notes: Mapping[str, str]

    def of(self, definition: Definition, place: str, period: Period) -> tuple[Amount, Amount | None]:
        """Return the amounts of a definition's components."""
        made = self.ask.known.parts_of(definition)
        base = self._amount(definition, made.base, place, period) if made.base else None
        return self._amount(definition, made.of, place, period), base

    def _amount(self, definition: Definition, component: Component, place: str, period: Period) -> Amount:
        asked = self._days(definition, period)
        if not asked.is_whole_months:
            return self._counted(component, place, asked)
        number = self.numbers.get(component.digest, 0)
        first, last = month_index(asked.start), month_index(asked.last)
        carried = self.carried.get(place)
        if carried is None:
            return _over(component, self.cells.get((number, place), EMPTY), first, last)
        total = Amount()
        for part in carried:
            cells = self.cells.get((number, part.unit), EMPTY)
            total += _over(component, _between(cells, part.first, part.end), first, last).times(part.weight)
        return total

    def _days(self, definition: Definition, period: Period) -> Period:
        calendar = reporting_calendars().get(definition.calendar)
        if calendar is None or calendar.month_starts_on == 1 or not period.is_whole_months:
            return period
        start, end = calendar.span(period)
        return days(start, date.fromordinal(end.toordinal() - 1))

    def _counted(self, component: Component, place: str, period: Period) -> Amount:
        carried = self.carried.get(place)
        if carried is None:
            return _from_sums(component, place, period)
        total = Amount()
        for part in carried:
            total += _from_sums(component, part.unit, period).times(part.weight)
        return total

    def agencies(self, definition: Definition, place: str, period: Period) -> int:
        """Return how many agencies of a place have a record of a definition in a period."""
        made = self.ask.known.parts_of(definition)
        alone = (self._amount(definition, made.of, f"={agency}", period) for agency in self.agencies_in.get(place, ()))
        return sum(1 for amount in alone if amount.n > 0)

    def simulated(self, definition: Definition, place: str, period: Period) -> bool:
        """Whether any record that a figure could count was simulated."""
        made = self.ask.known.parts[definition.code]
        units = [part.unit for part in self.carried.get(place, ())] or [place]
        return bool(made) and any(
            self.cells.get((self.numbers.get(c.digest, 0), unit), EMPTY).simulated
            for c in (made.all if made else ())
            for unit in units
        )

    def estimated(self, definition: Definition, place: str) -> bool:
        """Whether the figure rests on the weights of divided units."""
        return definition.kind.is_computed and any(part.weight != 1 for part in self.carried.get(place, ()))

    def coverage(self, place: str) -> str:
        """Say which part of today's map the figure covers, when that has to be said."""
        return self.notes.get(place, "")

    def as_of(self, definition: Definition) -> date | None:
        """Return the newest day of which a definition's facts speak."""
        made = self.ask.known.parts[definition.code]
        found = [self.marks[c.fact] for c in (made.all if made else ()) if c.fact in self.marks]
        return min(found) if found else None


def _over(component: Component, cells: Series, first: int, last: int) -> Amount:
    return amount_over(
        component,
        cells.n,
        {m: Fraction(v) for m, v in cells.v.items() if first <= m <= last or component.leave},
        cells.buckets,
        first_month=first,
        last_month=last,
    )


def _between(cells: Series, first: int, end: int) -> Series:
    return Series(
        {m: n for m, n in cells.n.items() if first <= m < end},
        {m: v for m, v in cells.v.items() if first <= m < end},
        cells.simulated,
        {m: b for m, b in cells.buckets.items() if first <= m < end},
    )


def _from_sums(component: Component, place: str, period: Period) -> Amount:
    sums = sums_from_records(component, place, period)
    return Amount(Fraction(sums.n), Fraction(sums.v), {value: Fraction(n) for value, n in sums.buckets} or None)


def amounts(ask: Ask) -> Amounts:
    """Gather all cells an ask needs: one query for cells, one for watermarks, one more where maps or agencies are
    involved."""
    components = {c.digest for d in ask.definitions if (made := ask.known.parts[d.code]) for c in made.all}
    numbers = component_numbers(sorted(components)) if components else {}
    carried, notes = _carried(ask) if ask.basis == "as-now" else ({}, {})
    agencies_in = (
        _agencies_in(ask.places) if any(d.measure is Measure.distinct_agencies for d in ask.definitions) else {}
    )
    units = {*ask.places, *(part.unit for parts in carried.values() for part in parts)}
    units |= {f"={agency}" for listed in agencies_in.values() for agency in listed}
    last_year = max((period.last.year for period in ask.periods), default=0)
    cells = series(numbers.values(), units, last_year=last_year) if numbers else {}
    marks = {kind: mark.date() for kind, mark in watermarks().items()} if components else {}
    return Amounts(ask, numbers, cells, carried, marks, agencies_in, notes)


def _carried(ask: Ask) -> tuple[dict[str, tuple[Carried, ...]], dict[str, str]]:
    """Return, for places that stand on today's map, whose past counts for them; and what must be said of those that
    do not."""
    map_ = gazetteer()
    today = min(ask.today, date.today())  # noqa: DTZ011
    gathered: dict[str, list[Carried]] = {}
    notes: dict[str, str] = {}
    standing = [p for p in ask.places if any(state.holds_on(today) for state in map_.units.get(p, ()))]
    for reach in reaches(basis="as-now", ancestors=standing):
        weight = Fraction(reach.weight_numerator, reach.weight_denominator)
        gathered.setdefault(reach.ancestor, []).append(
            Carried(reach.descendant, _month(reach.valid_from, 0), _month(reach.valid_to, 2**30), weight)
        )
    successor = map_.province.successor
    for place in set(ask.places) - set(standing) - set(map_.agencies):
        if successor:
            count = len(
                [
                    s
                    for states in map_.units.values()
                    for s in states
                    if s.parent == successor["unit"] and s.holds_on(today)
                ]
            )
            notes[place] = f"{place} = {count}/{successor['total_units']} ({successor['unit']})"
    return {place: tuple(parts) for place, parts in gathered.items()}, notes


def _month(day: date | None, default: int) -> int:
    return default if day is None else day.year * 12 + day.month - 1


def _agencies_in(places: Sequence[str]) -> dict[str, tuple[str, ...]]:
    map_ = gazetteer()
    rows = list(Agency.objects.values_list("code", "unit_code"))
    under: dict[str, tuple[str, ...]] = {}
    for place in places:
        if place in map_.agencies:
            under[place] = (place,)
        else:
            under[place] = tuple(code for code, unit in rows if any(step.code == place for step in map_.path(unit)))
    return under
