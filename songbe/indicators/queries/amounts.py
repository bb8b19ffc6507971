"""What components come to for places and periods: from the published cells, or from the records where cells do not
reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from django.utils import timezone

from songbe.indicators.queries.ground import Ground
from songbe.indicators.rules.definitions import Definition, Measure
from songbe.indicators.rules.running import Running, running
from songbe.indicators.rules.values import Amount, amount_over
from songbe.kernel.periods import Period, days, month_index, month_of
from songbe.places.queries import reaches
from songbe.warehouse.queries import EMPTY, Series, Sums, many_sums_from_records, series
from songbe.warehouse.rules.components import Component

NOTHING = Amount()
FOREVER = 2**30
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ask:
    """Which figures are wanted, on which map."""

    ground: Ground
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
    """The gathered cells of an ask. running: their running sums; months: first and last of a period; counted: what was
    counted from records; all made when first needed."""

    ask: Ask
    cells: Mapping[tuple[int, str], Series]
    carried: Mapping[str, tuple[Carried, ...]]
    agencies_in: Mapping[str, tuple[str, ...]]
    notes: Mapping[str, str]
    running: dict[tuple[int, str], Running] = field(default_factory=dict)
    months: dict[Period, tuple[int, int]] = field(default_factory=dict)
    counted: dict[tuple[Component, str, Period], Amount] = field(default_factory=dict)

    def of(self, definition: Definition, place: str, period: Period) -> tuple[Amount, Amount | None]:
        """Return the amounts of a definition's components."""
        made, numbers = self.ask.ground.known.parts_of(definition), self.ask.ground.numbers[definition.code]
        base = self._amount(definition, made.base, numbers[1], place, period) if made.base else None
        return self._amount(definition, made.of, numbers[0], place, period), base

    def _amount(self, definition: Definition, component: Component, number: int, place: str, period: Period) -> Amount:
        asked = self._days(definition, period)
        if not asked.is_whole_months:
            return self._odd_days(definition, component, number, place, asked)
        found = self.months.get(asked)
        if found is None:
            found = self.months[asked] = (month_index(asked.start), month_index(asked.last))
        first, last = found
        carried = self.carried.get(place)
        if carried is None:
            return self._stretch(component, (number, place), first, last)
        total = Amount()
        for part in carried:
            total += self._stretch(component, (number, part.unit), first, last, part.first, part.end).times(part.weight)
        return total

    def _odd_days(self, definition: Definition, component: Component, number: int, place: str, asked: Period) -> Amount:
        """Return what days that are not whole months come to: from records; of a flow, the whole months among them from
        cells."""
        before, months, after = _split(asked)
        own = self.ask.ground.calendars.get(definition.calendar)
        if months is None or component.leave or component.buckets or (own and own.month_starts_on != 1):
            return self._counted(component, place, asked)
        rest = (self._counted(component, place, part) for part in (before, after) if part is not None)
        return sum(rest, self._amount(definition, component, number, place, months))

    def _stretch(
        self, component: Component, key: tuple[int, str], first: int, last: int, since: int = 0, until: int = FOREVER
    ) -> Amount:
        """Return what the months [first, last] come to of what was recorded in [since, until)."""
        cells = self.cells.get(key)
        if cells is None:
            return NOTHING
        if component.buckets:
            return _over(component, _between(cells, since, until), first, last)
        sums = self.running.get(key)
        if sums is None:
            sums = self.running[key] = running(cells.n, cells.v)
        begin = since if component.leave else max(first, since)
        return sums.between(begin, min(last, until - 1))

    def _days(self, definition: Definition, period: Period) -> Period:
        calendar = self.ask.ground.calendars.get(definition.calendar)
        if calendar is None or calendar.month_starts_on == 1 or not period.is_whole_months:
            return period
        start, end = calendar.span(period)
        return days(start, date.fromordinal(end.toordinal() - 1))

    def _counted(self, component: Component, place: str, period: Period) -> Amount:
        key = (component, place, period)
        if key not in self.counted:
            self._count(component, place, period)
        return self.counted[key]

    def _count(self, component: Component, place: str, period: Period) -> None:
        """Count a component at a place, and whatever else was asked for these days, while the records are read."""
        places = self.ask.places if place in self.ask.places else (place,)
        made = [self.ask.ground.known.parts[d.code] for d in self.ask.definitions]
        beside = {
            each for known in made if known for each in known.all if each.fact == component.fact and not each.buckets
        }
        components = beside | {component} if not component.buckets else {component}
        carried = {each: self.carried.get(each, (Carried(each, 0, FOREVER, Fraction(1)),)) for each in places}
        wanted = [(each, part.unit) for each in components for shares in carried.values() for part in shares]
        sums = many_sums_from_records(wanted, period)
        for each in components:
            for where, shares in carried.items():
                amounts_there = (_amount(sums[each, part.unit]).times(part.weight) for part in shares)
                self.counted[each, where, period] = sum(amounts_there, NOTHING)

    def agencies(self, definition: Definition, place: str, period: Period) -> int:
        """Return how many agencies of a place have a record of a definition in a period."""
        made, number = self.ask.ground.known.parts_of(definition), self.ask.ground.numbers[definition.code][0]
        agencies = self.agencies_in.get(place, ())
        alone = (self._amount(definition, made.of, number, f"={agency}", period) for agency in agencies)
        return sum(1 for amount in alone if amount.n > 0)

    def simulated(self, definition: Definition, place: str, period: Period) -> bool:
        """Whether any record that a figure could count was simulated."""
        units = [part.unit for part in self.carried.get(place, ())] or [place]
        numbers = self.ask.ground.numbers.get(definition.code, ())
        return any(self.cells.get((number, unit), EMPTY).simulated for number in numbers for unit in units)

    def estimated(self, definition: Definition, place: str) -> bool:
        """Whether the figure rests on the weights of divided units."""
        return definition.kind.is_computed and any(part.weight != 1 for part in self.carried.get(place, ()))

    def coverage(self, place: str) -> str:
        """Say which part of today's map the figure covers, when that has to be said."""
        return self.notes.get(place, "")

    def as_of(self, definition: Definition) -> date | None:
        """Return the newest day of which a definition's facts speak."""
        made, marks = self.ask.ground.known.parts[definition.code], self.ask.ground.marks
        found = [marks[c.fact] for c in (made.all if made else ()) if c.fact in marks]
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


def _split(asked: Period) -> tuple[Period | None, Period | None, Period | None]:
    """Return the days before the whole months in a period, those months, and the days after; None where none are."""
    first = asked.start if asked.start.day == 1 else month_of(asked.start).end
    last = month_of(asked.end).start
    if first >= last:
        return None, None, None
    months = days(first, last - _DAY)
    before = days(asked.start, first - _DAY) if asked.start < first else None
    after = days(last, asked.last) if last < asked.end else None
    return before, months, after


def _amount(sums: Sums) -> Amount:
    return Amount(Fraction(sums.n), Fraction(sums.v), {value: Fraction(n) for value, n in sums.buckets} or None)


def amounts(ask: Ask) -> Amounts:
    """Gather all cells an ask needs: one query for cells, one more on today's map."""
    carried, notes = _carried(ask) if ask.basis == "as-now" else ({}, {})
    counts_agencies = any(d.measure is Measure.distinct_agencies for d in ask.definitions)
    agencies_in = _agencies_in(ask) if counts_agencies else {}
    units = {*ask.places, *(part.unit for parts in carried.values() for part in parts)}
    units |= {f"={agency}" for listed in agencies_in.values() for agency in listed}
    last_year = max((period.last.year for period in ask.periods), default=0)
    numbers = {number for d in ask.definitions for number in ask.ground.numbers.get(d.code, ())} - {0}
    cells = series(numbers, units, last_year=last_year) if numbers else {}
    return Amounts(ask, cells, carried, agencies_in, notes)


def _carried(ask: Ask) -> tuple[dict[str, tuple[Carried, ...]], dict[str, str]]:
    """Return, for places that stand on today's map, whose past counts for them; and what must be said of those that
    do not."""
    map_ = ask.ground.map_
    today = min(ask.today, timezone.localdate())
    gathered: dict[str, list[Carried]] = {}
    notes: dict[str, str] = {}
    standing = [p for p in ask.places if any(state.holds_on(today) for state in map_.units.get(p, ()))]
    for reach in reaches(basis="as-now", ancestors=standing):
        weight = Fraction(reach.weight_numerator, reach.weight_denominator)
        gathered.setdefault(reach.ancestor, []).append(
            Carried(reach.descendant, _month(reach.valid_from, 0), _month(reach.valid_to, FOREVER), weight)
        )
    successor = map_.province.successor
    for place in {map_.province.code} & (set(ask.places) - set(standing)):
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


def _agencies_in(ask: Ask) -> dict[str, tuple[str, ...]]:
    map_ = ask.ground.map_
    under: dict[str, tuple[str, ...]] = {}
    for place in ask.places:
        if place in map_.agencies:
            under[place] = (place,)
        else:
            listed = ask.ground.agencies
            under[place] = tuple(code for code, unit in listed if any(step.code == place for step in map_.path(unit)))
    return under
