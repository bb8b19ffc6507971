"""How everything stands: what many screens need at once, worked out once for each state of the data.

A process keeps the newest of them in memory, keyed by the newest row of every table that a figure can depend on. That
version is one query a request; whoever sees a new version works from new data.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.db.models import Max, Q, Subquery, Sum

from songbe.centres.models import Centre
from songbe.centres.rules import adds_up, comparable, newest_year, relative_change, trend_periods
from songbe.events.kinds import EventKind
from songbe.events.models import Event
from songbe.indicators.models import DefinitionVersion, Publication, PublishedFigure, ReportedValue, Target
from songbe.indicators.queries.figures import Figure, Glance, Reading, reading
from songbe.indicators.queries.ground import Ground, ground
from songbe.indicators.rules.definitions import Definition
from songbe.indicators.rules.targets import change_is_worse
from songbe.kernel.periods import Period, half, month, quarter, year
from songbe.kernel.working_time import WorkingCalendar
from songbe.places.models import AppliedPack, Sector
from songbe.places.queries import NoPack, Place, boundaries, sectors, working_calendar
from songbe.warehouse.models import CellFile, Segment
from songbe.warehouse.queries import series

COUNTED = (CellFile, ReportedValue, DefinitionVersion, Publication, Target, PublishedFigure)
"""Tables that only grow: a change is a new row with a new id."""

DECIDED = (
    EventKind.VALUE_APPROVED,
    EventKind.VALUE_RETURNED,
    EventKind.BOUNDARIES_IMPORTED,
    EventKind.BOUNDARIES_WITHDRAWN,
)
"""What changes rows instead of adding them, or is read seldom; the event is the new row."""


@dataclass(frozen=True, slots=True)
class Version:
    """What the data in force are known by. pack: the applied pack; newest: the newest row of every other table."""

    pack: int
    newest: tuple[object, ...]


def data_version() -> Version:
    """Return what the data in force are known by, in one query. Raises NoPack."""
    grown = [Subquery(model._default_manager.order_by("-id").values("id")[:1]) for model in COUNTED]
    decided = [
        Subquery(Event.objects.filter(kind=kind.value).order_by("-occurred_at").values("occurred_at")[:1])
        for kind in DECIDED
    ]
    named = {f"newest_{at}": each for at, each in enumerate([*grown, *decided])}
    row = AppliedPack.objects.annotate(**named).order_by("-id").values_list("id", *named).first()
    if row is None:
        raise NoPack
    return Version(row[0], tuple(row[1:]))


@dataclass(frozen=True, slots=True)
class Shared:
    """What every screen needs of the data in force, whatever the place and period.

    until: the newest day of a demonstration, else None. begins: fact kind -> the first month that has any.
    """

    version: Version
    ground: Ground
    sectors: Sequence[Sector]
    centres: Sequence[Centre]
    tiles: Mapping[str, Any] | None
    boundaries: Mapping[str, Any] | None
    office: WorkingCalendar
    until: date | None
    begins: Mapping[str, date]

    def sector(self, code: str) -> Sector | None:
        """Return a sector by its code."""
        return next((sector for sector in self.sectors if sector.code == code), None)

    def today(self, now: date) -> date:
        """Return the day the screens speak of: today, or in a demonstration the newest day of its facts."""
        return min(now, self.until) if self.until else now


def shared_now() -> Shared:
    """Return what every screen needs of the data in force. Raises NoPack."""
    return shared_at(data_version())


@lru_cache(maxsize=2)
def shared_at(version: Version) -> Shared:
    """Return what every screen needs of a version of the data; kept in memory."""
    base = ground()
    pack = AppliedPack.objects.get(id=version.pack)
    return Shared(
        version,
        base,
        sectors(),
        tuple(Centre.objects.all()),
        pack.tiles,
        boundaries(),
        working_calendar(),
        _until(),
        _begins(base),
    )


def _until() -> date | None:
    """Return the newest day of a demonstration, where more facts are simulated than real; else None.

    Reports of a demonstration's last months were sent after its end, and somebody who tries out an import ends nothing.
    """
    facts = Segment.objects.aggregate(
        newest=Max("watermark", filter=Q(simulated=True)),
        made=Sum("rows", filter=Q(simulated=True), default=0),
        real=Sum("rows", filter=Q(simulated=False), default=0),
    )
    # A watermark is wall time of the province, kept as if it were UTC.
    return facts["newest"].date() if facts["made"] > facts["real"] else None


def _begins(base: Ground) -> dict[str, date]:
    """Return when the records of each fact kind begin: before that a zero says nothing."""
    facts = {
        number: component.fact
        for code, numbers in base.numbers.items()
        if (made := base.known.parts[code])
        for number, component in zip(numbers, made.all, strict=True)
    }
    begins: dict[str, int] = {}
    for (number, _), months in series(facts, [base.map_.province.code], last_year=9999).items():
        first = min((month for month, count in months.n.items() if count), default=None)
        if first is not None:
            begins[facts[number]] = min(first, begins.get(facts[number], first))
    return {fact: date(index // 12, index % 12 + 1, 1) for fact, index in begins.items()}


@dataclass(frozen=True, slots=True)
class View:
    """Which figures are looked at: a place on a map. drafts: also what nobody approved yet; on: today, for its map."""

    place: str
    basis: str
    drafts: bool
    on: date


@dataclass(frozen=True, slots=True)
class State:
    """How a figure stands, and against the same period of last year. before: None where nothing can be compared."""

    code: str
    now: Glance
    before: Decimal | None
    change: Decimal | None
    worse: bool

    @property
    def relative(self) -> Decimal | None:
        """The change as a share of what was before; None where nothing was."""
        return relative_change(self.before, self.change)


@lru_cache(maxsize=256)
def year_before(period: Period) -> Period:
    """Return the same period one year earlier; remembered, since a thousand figures ask for the same."""
    return period.year_before()


@dataclass(frozen=True, slots=True)
class Standing:
    """Figures of one view, read once. states, trends, figures: those that were looked at already."""

    shared: Shared
    view: View
    reading: Reading
    today: date
    states: dict[tuple[str, Period], State] = field(default_factory=dict)
    trends: dict[tuple[str, Period], tuple[Decimal | None, ...]] = field(default_factory=dict)
    figures: dict[tuple[str, Period], Figure] = field(default_factory=dict)

    def figure(self, code: str, period: Period) -> Figure:
        """Return a figure with all that is said of it."""
        found = self.figures.get((code, period))
        if found is None:
            found = self.figures[code, period] = self.reading.figure(code, self.view.place, period)
        return found

    def state(self, code: str, period: Period) -> State:
        """Return how a figure stands and how it changed."""
        found = self.states.get((code, period))
        if found is None:
            found = self.states[code, period] = self._state(self.reading.definitions[code], period)
        return found

    def _state(self, definition: Definition, period: Period) -> State:
        now = self.reading.glance(definition.code, self.view.place, period)
        fits = comparable(definition, period, self.today)
        before = self.value(definition, year_before(period)) if fits else None
        return _state(definition, now, before)

    def value(self, definition: Definition, period: Period, place: str = "") -> Decimal | None:
        """Return a value for a comparison or a trend: None before the records begin and after today."""
        if period.start > self.today or not self._recorded(definition, period):
            return None
        return self.reading.value(definition.code, place or self.view.place, period)

    def _recorded(self, definition: Definition, period: Period) -> bool:
        made = self.reading.ground.known.parts[definition.code]
        if made is None:
            return True
        begins = [self.shared.begins.get(component.fact) for component in made.all]
        if adds_up(definition):
            return all(begin is not None and begin <= period.start for begin in begins)
        return all(begin is not None and begin <= period.last for begin in begins)

    def trend(self, code: str, period: Period) -> tuple[Decimal | None, ...]:
        """Return the values of a small trend, oldest first."""
        found = self.trends.get((code, period))
        if found is None:
            definition = self.reading.definitions[code]
            periods = trend_periods(definition.frequency, period)
            found = self.trends[code, period] = tuple(self.value(definition, each) for each in periods)
        return found


def _state(definition: Definition, now: Glance, before: Decimal | None) -> State:
    if now.value is None or before is None:
        return State(definition.code, now, before, None, False)
    change = now.value - before
    worse = bool(change) and change_is_worse(Fraction(before), Fraction(now.value), definition.direction)
    return State(definition.code, now, before, change, worse)


def expected_at(definition: Definition, place: Place) -> bool:
    """Whether a figure of a definition is to be expected at a place."""
    return definition.kind.is_computed if place.is_agency else place.tier in definition.tiers


def whole(shared: Shared, view: View, period: Period) -> Standing:
    """Return all figures of a view, in a period and all that it is compared with; kept in memory."""
    usual = period in _usual(newest_year(shared.today(view.on)))
    return _whole(shared.version, view, None if usual else period)


@lru_cache(maxsize=16)
def _whole(version: Version, view: View, odd: Period | None) -> Standing:
    shared = shared_at(version)
    periods = (
        _usual(newest_year(shared.today(view.on))) if odd is None else _around(odd, ("monthly", "quarterly", "yearly"))
    )
    found = reading(
        codes=shared.ground.known.definitions,
        places=[view.place],
        periods=periods,
        basis=view.basis,
        drafts_at=[view.place] if view.drafts else [],
        on=shared.ground,
    )
    return Standing(shared, view, found, shared.today(view.on))


@lru_cache(maxsize=4)
def _usual(newest: int) -> frozenset[Period]:
    """Return every period that is offered, with those it is compared with."""
    years = range(newest - 4, newest + 2)
    return frozenset(
        [
            *(year(y) for y in range(newest - 8, newest + 2)),
            *(half(y, number) for y in years for number in (1, 2)),
            *(quarter(y, number) for y in years for number in (1, 2, 3, 4)),
            *(month(y, number) for y in years for number in range(1, 13)),
        ]
    )


def _around(period: Period, frequencies: Sequence[str]) -> frozenset[Period]:
    before = period.year_before()
    listed = [each for frequency in frequencies for p in (period, before) for each in trend_periods(frequency, p)]
    return frozenset([period, before, *listed])


@lru_cache(maxsize=256)
def some(
    version: Version,
    view: View,
    codes: tuple[str, ...],
    places: tuple[str, ...],
    drafts_at: frozenset[str],
    period: Period,
) -> Standing:
    """Return some figures of a view and of other places beside it; kept in memory. drafts_at: as for ``reading``."""
    shared = shared_at(version)
    known = shared.ground.known
    periods = _around(period, sorted({known.definition(code).frequency for code in codes} | {"monthly"}))
    years = [year(p.last.year) for p in (period, period.year_before())]
    listed = [
        *years,
        *(each for y in years for number in range(1, 5) for each in (*y.months(), quarter(y.start.year, number))),
    ]
    found = reading(
        codes=codes,
        places=[view.place, *places],
        periods=[*periods, *listed],
        basis=view.basis,
        drafts_at=drafts_at,
        on=shared.ground,
    )
    return Standing(shared, view, found, shared.today(view.on))
