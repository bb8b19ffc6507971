"""Figures: values with everything that can be asked of them, read in a handful of queries however many are wanted."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from songbe.indicators.models import PublishedFigure, Target
from songbe.indicators.queries.amounts import Amounts, Ask, amounts
from songbe.indicators.queries.catalogue import catalogue
from songbe.indicators.queries.ground import Ground, ground
from songbe.indicators.queries.said import Reported, Said, said_about
from songbe.indicators.rules.definitions import Definition, Measure
from songbe.indicators.rules.targets import TargetStatus, target_status
from songbe.indicators.rules.values import Value, value_of
from songbe.kernel.numbers import round_half_up
from songbe.kernel.periods import Period, parse_period
from songbe.places.queries import Place, gazetteer
from songbe.warehouse.facts import FACTS
from songbe.warehouse.queries import sums_from_records
from songbe.warehouse.rules.conditions import read_condition


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator at a place in a period. Values stand in the indicator's unit, rounded half up to its digits; see
    docs/figures.md."""

    indicator: str
    name: str
    name_en: str
    sector: str
    place: str
    place_name: str
    period: str
    period_covered: str
    value: Decimal | None
    unit: str
    qualifier: str | None
    kind: str
    source: str
    as_of: date | None
    published: Decimal | None
    computed: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    records: int
    publication_status: str
    target: Decimal | None
    target_status: TargetStatus
    definition_version: int
    basis: str
    estimate: bool
    breakdown: Mapping[str, Decimal | None] = field(default_factory=dict)
    simulated: bool = False
    computed_simulated: bool = False
    statement: str = ""
    note: str = ""
    suppressed: bool = False
    coverage: str = ""
    others: Sequence["Elsewhere"] = ()
    decimals: int = 0
    target_source: str = ""

    @property
    def difference(self) -> Decimal | None:
        """Published minus computed, when both are there."""
        return None if self.published is None or self.computed is None else self.published - self.computed


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What another source says of the same thing."""

    value: Decimal
    qualifier: str
    source: str
    published_on: date | None
    dimension: str
    note: str


@dataclass(frozen=True, slots=True)
class Glance:
    """How a figure stands: its fields of the same names."""

    value: Decimal | None
    as_of: date | None
    target: Decimal | None
    target_status: TargetStatus
    simulated: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """Figures that were asked for: gathered once, each worked out when it is read."""

    ground: Ground
    definitions: Mapping[str, Definition]
    names: Mapping[Period, str]
    basis: str
    said: Said
    sums: Amounts

    def figure(self, code: str, place: str, period: Period) -> Figure:
        """Return one of the figures asked for; code: no alias. Raises KeyError for any other."""
        return _figure(self, self.definitions[code], place, period, self.names[period])

    def glance(self, code: str, place: str, period: Period) -> "Glance":
        """Return what the figure says of how it stands, for who looks at a thousand of them."""
        definition, when = self.definitions[code], self.names[period]
        return _glance(self, definition, place, period, when, _found(self, definition, place, period, when))

    def value(self, code: str, place: str, period: Period) -> Decimal | None:
        """Return the figure's value alone."""
        return _found(self, self.definitions[code], place, period, self.names[period]).value

    def own_part(self, code: str, place: str, parts: Collection[str], period: Period) -> Decimal | None:
        """Return what a computed figure comes to without what was recorded for some places in it, which do not overlap.

        None when nothing is left to measure, or too little to be shown. Raises KeyError as ``figure`` does.
        """
        definition = self.definitions[code]
        percent = self.ground.known.unit(definition).kind == "percent"
        left = _computed(definition, place, period, self.sums, percent=percent, without=parts)
        hidden = left is None or 0 < left.records < definition.small_cell
        return None if left is None or hidden else _rounded(left.value, definition.decimals)


def reading(
    *,
    codes: Iterable[str],
    places: Iterable[str],
    periods: Iterable[Period],
    basis: str = "as-then",
    today: date | None = None,
    drafts_at: Collection[str] = (),
    on: Ground | None = None,
) -> Reading:
    """Gather what the figures of some indicators at some places in some periods need.

    codes: codes or aliases. basis: ``as-then`` draws on the map as it was when things happened, ``as-now`` on
    today's map. drafts_at: the places of which reported values may be shown before they are approved.
    on: the ground of all indicators, if the caller keeps one.
    Raises UnknownIndicator, UnknownPlace.
    """
    wanted = list(dict.fromkeys(codes))
    base = on or ground(wanted)
    found = [base.known.definition(code) for code in wanted]
    wanted_places, wanted_periods = list(dict.fromkeys(places)), list(dict.fromkeys(periods))
    for place in wanted_places:
        base.map_.place(place)
    said = said_about([d.code for d in found], wanted_places, wanted_periods, base.stated, drafts_at)
    sums = amounts(Ask(base, found, wanted_places, wanted_periods, basis, today or date.max))
    return Reading(base, {d.code: d for d in found}, {p: p.code for p in wanted_periods}, basis, said, sums)


def figures(
    *,
    codes: Iterable[str],
    places: Iterable[str],
    periods: Iterable[Period],
    basis: str = "as-then",
    today: date | None = None,
    drafts_at: Collection[str] = (),
) -> dict[tuple[str, str, str], Figure]:
    """Return the figures of some indicators at some places in some periods, by (code, place, period code).

    The arguments are those of ``reading``. Raises UnknownIndicator, UnknownPlace.
    """
    wanted_places, wanted_periods = list(dict.fromkeys(places)), list(dict.fromkeys(periods))
    found = reading(
        codes=codes, places=wanted_places, periods=wanted_periods, basis=basis, today=today, drafts_at=drafts_at
    )
    return {
        (code, place, name): found.figure(code, place, period)
        for code in found.definitions
        for place in wanted_places
        for period, name in found.names.items()
    }


def figure(
    *,
    code: str,
    place: str = "",
    period: Period | None = None,
    basis: str = "as-then",
    today: date | None = None,
    drafts: bool = False,
) -> Figure:
    """Return one figure. code: an indicator's code, an alias, or the number of a published statement (``F017``).

    Place and period default to the statement's own, else to the pack's province and default period.
    drafts: whether a reported value may be shown before it is approved.
    Raises UnknownIndicator, UnknownPlace.
    """
    statement = PublishedFigure.objects.filter(fact=code).order_by("order").first() if code else None
    home = gazetteer().province
    wanted = statement.indicator if statement else code
    at = place or (statement.place if statement else home.code)
    when = period or parse_period(statement.period if statement else home.default_period)
    drafts_at = [at] if drafts else []
    found = figures(codes=[wanted], places=[at], periods=[when], basis=basis, today=today, drafts_at=drafts_at)
    one = next(iter(found.values()))
    return _as_stated(one, statement) if statement else one


def _as_stated(one: Figure, statement: PublishedFigure) -> Figure:
    digits = max(one.decimals, -int(statement.value.normalize().as_tuple().exponent or 0))
    return replace(
        one,
        value=round_half_up(statement.value, digits),
        published=round_half_up(statement.value, digits),
        qualifier=statement.qualifier or None,
        source=statement.source,
        statement=statement.statement_vi,
        note=statement.note,
        publication_status="published",
        as_of=statement.published_on,
        computed=_computed_part(one, statement.dimension) if statement.dimension else one.computed,
    )


def _computed_part(one: Figure, dimension: str) -> Decimal | None:
    """Return what the records give for a named part: those whose category bears its name."""
    made = catalogue().parts[one.indicator]
    if made is None or "category" not in FACTS[made.of.fact]:
        return None
    wanted = made.of.condition.and_also(read_condition(made.of.fact, f"category = '{dimension}'"))
    sums = sums_from_records(replace(made.of, condition=wanted), one.place, parse_period(one.period))
    return Decimal(sums.n) if sums.n else None


@dataclass(frozen=True, slots=True)
class _Found:
    """What a figure's value comes from. shown: the value before rounding, though it may be hidden."""

    computed: Value | None
    stated: Sequence[PublishedFigure]
    reported: Reported | None
    shown: Fraction | None
    hidden: bool
    digits: int

    @property
    def main(self) -> PublishedFigure | None:
        """What outsiders published first, if anything."""
        return next((row for row in self.stated if not row.dimension), self.stated[0] if self.stated else None)

    @property
    def parts(self) -> Mapping[str, Decimal]:
        """The named parts of a published statement, such as centres of districts and of departments."""
        return {row.dimension: row.value for row in self.stated if row.dimension and row.fact}

    @property
    def published(self) -> Fraction | None:
        """What was published; of a statement that names only parts, their sum."""
        main = self.main
        if main is None:
            return None
        return Fraction(main.value) if not main.dimension else Fraction(sum(self.parts.values()) or main.value)

    @property
    def value(self) -> Decimal | None:
        """The value as it is shown."""
        return None if self.hidden else _rounded(self.shown, self.digits)


def _found(of: Reading, definition: Definition, place: str, period: Period, when: str) -> _Found:
    percent = of.ground.known.unit(definition).kind == "percent"
    computed = _computed(definition, place, period, of.sums, percent=percent)
    stated = of.said.published(definition.code, place, when)
    reported = of.said.reported(definition, place, period)
    said = _Found(computed, stated, reported, None, False, 0)
    main, published = said.main, said.published
    shown = published if main else reported.value if reported else computed.value if computed else None
    hidden = bool(definition.small_cell and _hidden(definition, of.ground.map_.place(place, period.last), computed))
    digits = max(definition.decimals, -int(main.value.normalize().as_tuple().exponent)) if main else definition.decimals
    return _Found(computed, stated, reported, shown, hidden, digits)


def _glance(of: Reading, definition: Definition, place: str, period: Period, when: str, found: _Found) -> Glance:
    main, reported = found.main, found.reported
    target = of.said.target(definition.code, place, when)
    as_of = _as_of(main, reported, of.sums, definition)
    simulated = bool(found.computed and of.sums.simulated(definition, place, period)) or bool(
        reported and reported.simulated
    )
    status = _standing(definition, None if found.hidden else found.shown, target, period, as_of)
    return Glance(found.value, as_of, target.value if target else None, status, simulated and main is None)


def _figure(of: Reading, definition: Definition, place_code: str, period: Period, when: str) -> Figure:
    known, said, sums = of.ground.known, of.said, of.sums
    place, found = of.ground.map_.place(place_code, period.last), _found(of, definition, place_code, period, when)
    main, computed, reported, hidden, digits = found.main, found.computed, found.reported, found.hidden, found.digits
    target = said.target(definition.code, place_code, when)
    seen = _glance(of, definition, place_code, period, when, found)
    return Figure(
        indicator=definition.code,
        name=definition.name_vi,
        name_en=definition.name_en,
        sector=definition.sector,
        place=place_code,
        place_name=place.name_vi,
        period=when,
        period_covered=reported.covered.code if reported and not main else when,
        value=seen.value,
        unit=definition.unit,
        qualifier=(main.qualifier or None) if main else (reported.qualifier or None) if reported else None,
        kind=definition.kind.value,
        source=main.source if main else reported.source if reported else definition.source,
        as_of=seen.as_of,
        published=_rounded(found.published, digits),
        computed=None if hidden or computed is None else _rounded(computed.value, definition.decimals),
        numerator=_exact(computed.numerator) if computed and not hidden else None,
        denominator=_exact(computed.denominator) if computed and not hidden else None,
        records=round(computed.records) if computed else 0,
        publication_status=said.status(
            definition.code, place_code, when, main is not None, reported.status if reported else ""
        ),
        target=seen.target,
        target_status=seen.target_status,
        definition_version=known.versions[definition.code],
        basis=of.basis,
        estimate=sums.estimated(definition, place_code) or bool(reported and reported.estimate),
        breakdown=found.parts,
        simulated=seen.simulated,
        computed_simulated=bool(computed and sums.simulated(definition, place_code, period)),
        statement=main.statement_vi if main else "",
        note=main.note if main else "",
        suppressed=hidden,
        coverage=sums.coverage(place_code),
        others=tuple(
            Elsewhere(r.value, r.qualifier, r.source, r.published_on, r.dimension, r.note)
            for r in found.stated
            if r is not main and not (r.dimension and r.fact)
        ),
        decimals=definition.decimals,
        target_source=target.source if target else "",
    )


def _computed(
    definition: Definition,
    place: str,
    period: Period,
    sums: Amounts,
    *,
    percent: bool,
    without: Collection[str] = (),
) -> Value | None:
    if not definition.kind.is_computed or definition.measure is Measure.none:
        return None
    of, base = sums.of(definition, place, period)
    agencies = sums.agencies(definition, place, period) if definition.measure is Measure.distinct_agencies else 0
    for part in without:
        less_of, less_base = sums.of(definition, part, period)
        of += less_of.times(Fraction(-1))
        base = base + less_base.times(Fraction(-1)) if base and less_base else base
        agencies -= sums.agencies(definition, part, period) if agencies else 0
    return value_of(definition, of, base, percent=percent, agencies=agencies)


def _standing(
    definition: Definition, shown: Fraction | None, target: Target | None, period: Period, as_of: date | None
) -> TargetStatus:
    if target is None:
        return TargetStatus.no_target
    return target_status(
        value=shown,
        target=Fraction(target.value),
        direction=definition.direction,
        band=Fraction(definition.band),
        period_last=period.last,
        as_of=as_of or date.min,
    )


def _hidden(definition: Definition, place: Place, computed: Value | None) -> bool:
    return bool(computed and place.tier != "province" and 0 < computed.records < definition.small_cell)


def _as_of(
    main: PublishedFigure | None, reported: Reported | None, sums: Amounts, definition: Definition
) -> date | None:
    if main is not None:
        return main.published_on
    return reported.as_of if reported else sums.as_of(definition)


def _rounded(value: Fraction | None, digits: int) -> Decimal | None:
    if value is None:
        return None
    return Decimal(value.numerator) if value.denominator == 1 and not digits else round_half_up(value, digits)


def _exact(value: Fraction | None) -> Decimal | None:
    if value is None:
        return None
    return Decimal(value.numerator) if value.denominator == 1 else round_half_up(value, 6)
