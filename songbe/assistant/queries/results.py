"""What queries come to: by ``reading``, the same read of figures as the screens', in few database queries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Min

from songbe.assistant.queries.members import members
from songbe.assistant.rules.query import Group, Operation, Query, Refusal
from songbe.assistant.rules.result import (
    Derived,
    Line,
    Mark,
    Nearest,
    Result,
    difference,
    fulfils,
    missing,
    ranked,
    shares,
)
from songbe.indicators.queries import Figure, catalogue
from songbe.indicators.queries.catalogue import Catalogue, component_numbers
from songbe.indicators.queries.figures import Reading, reading
from songbe.indicators.rules.definitions import Definition
from songbe.kernel.periods import Period, PeriodKind, days, month_of, parse_period, quarter, week, year
from songbe.places.policy import Actor, Right
from songbe.places.queries import Gazetteer, gazetteer
from songbe.warehouse.models import Cell

YEARS_BACK = 4
MOST_POINTS = 62


@dataclass(frozen=True, slots=True)
class _Ask:
    query: Query
    now: date
    actor: Actor
    known: Catalogue
    map_: Gazetteer

    @property
    def definition(self) -> Definition:
        return self.known.definitions[self.query.indicators[0]]

    def read(self, places: Sequence[str], periods: Sequence[Period]) -> "_Read":
        drafts = [place for place in places if self.actor.may(Right.READ_DRAFTS, place)]
        return _Read(self, reading(codes=self.query.indicators, places=places, periods=periods, drafts_at=drafts))


@dataclass(frozen=True, slots=True)
class _Read:
    ask: _Ask
    of: Reading

    def line(self, place: str, period: Period, code: str = "") -> Line:
        return _line(self.of.figure(code or self.ask.definition.code, place, period), period, self.ask.known)

    def parts(self, place: str, period: Period) -> Mapping[str, Decimal | None]:
        return self.of.figure(self.ask.definition.code, place, period).breakdown


def result_of(query: Query, *, now: date, actor: Actor) -> Result:
    """Return what a query comes to. now: the day it is asked; actor: who asks, of whose rights drafts depend.

    Nothing that was named is replaced: where there is no figure the result says so, and what exists nearest.
    """
    ask = _Ask(query, now, actor, catalogue(), gazetteer())
    if query.operation is Operation.definition:
        return _defined(ask)
    if query.latest:
        ask = replace(ask, query=_newest(ask))
    yearly = _is_yearly(ask)
    read = replace(ask, query=_whole_years(query)) if yearly else ask
    found = _WAYS.get(query.operation, _value)(read)
    if yearly:
        found = replace(found, query=replace(found.query, periods=query.periods, versus=query.versus))
    return found if found.refusal else replace(found, warnings=_warnings(ask, found))


def _is_yearly(ask: _Ask) -> bool:
    """Whether what has a figure of the whole year alone is asked for of the year so far: what is measured once a year,
    and what was published of it."""
    query, period = ask.query, ask.query.period
    running = period is not None and period.last == ask.now and period.start == date(ask.now.year, 1, 1)
    if not running or query.operation is Operation.series:
        return False
    if ask.definition.frequency == "yearly":
        return True
    if query.operation not in (Operation.value, Operation.target_gap) or len(query.places) != 1:
        return False
    whole = year(ask.now.year)
    there = ask.read(query.places, (whole,)).of.figure(ask.definition.code, query.places[0], whole)
    return there.published is not None


def _whole_years(query: Query) -> Query:
    periods = tuple(year(period.start.year) for period in query.periods)
    return replace(query, periods=periods, versus=query.versus and year(query.versus.start.year))


def _line(figure: Figure, period: Period, known: Catalogue) -> Line:
    unit = known.units[figure.unit]
    covered = parse_period(figure.period_covered)
    counted = figure.published is None and figure.computed is not None and figure.value == figure.computed
    return Line(
        indicator=figure.indicator,
        place=figure.place,
        period=period,
        value=figure.value,
        qualifier=figure.qualifier or "",
        unit=unit.code,
        decimals=_digits(figure.value, figure.decimals),
        target=figure.target,
        target_status=figure.target_status.value,
        numerator=figure.numerator if figure.value == figure.computed else None,
        denominator=figure.denominator if figure.value == figure.computed else None,
        source="" if counted else figure.source,
        as_of=figure.as_of.isoformat() if figure.as_of else "",
        basis=figure.basis,
        covered=covered if covered != period else None,
        simulated=figure.simulated,
        status=figure.publication_status,
        counted=counted,
    )


def _digits(value: Decimal | None, declared: int) -> int:
    return declared if value is None else max(declared, -int(value.as_tuple().exponent or 0))


def _newest(ask: _Ask) -> Query:
    """Return the query for the newest period for which there is a figure: this year, or the last that has one."""
    query = ask.query
    places = query.places or (ask.map_.province.code,)
    years = [year(ask.now.year - back) for back in range(YEARS_BACK)]
    found = ask.read(places[:1], years)
    code = ask.definition.code
    first = next((one for one in years if found.of.value(code, places[0], one) is not None), years[0])
    return replace(query, periods=(first,))


def _value(ask: _Ask) -> Result:
    query = ask.query
    if query.group is not None:
        return _among(ask)
    found = ask.read(query.places, query.periods)
    lines = [
        found.line(place, period, code)
        for code in query.indicators
        for place in query.places
        for period in query.periods
    ]
    if not any(map(_has, lines)) or _before_all(ask, lines):
        return _nothing(ask)
    parts = found.parts(query.places[0], query.periods[0]) if len(lines) == 1 else {}
    labelled = [replace(lines[0], label=name, value=value, qualifier="") for name, value in parts.items()]
    if query.part in parts:
        return Result(query, tuple(line for line in labelled if line.label == query.part))
    return Result(query, (*lines, *labelled))


def _before_all(ask: _Ask, lines: Sequence[Line]) -> bool:
    """Whether nothing was counted because counting had not begun."""
    definition = ask.definition
    if any(line.value for line in lines) or not definition.kind.is_computed:
        return False
    numbers = component_numbers([each.digest for each in ask.known.parts_of(definition).all])
    first = Cell.objects.filter(component_id__in=numbers.values()).aggregate(first=Min("year"))["first"]
    return first is None or all(line.period.last.year < first for line in lines)


def _has(line: Line) -> bool:
    return line.value is not None


def _nothing(ask: _Ask) -> Result:
    """Say that there is no figure, and where the nearest is."""
    query = ask.query
    place = query.places[0] if query.places else ask.map_.province.code
    asked = query.period or year(ask.now.year)
    near = [year(asked.start.year - back) for back in range(1, YEARS_BACK)]
    near = [
        one
        for one in (*([year(asked.start.year)] if asked.kind is not PeriodKind.YEAR else []), *near)
        if one.start <= ask.now
    ]
    wanted = [one for one in near if one.start.year >= 1900]
    home = ask.map_.province.code
    found = ask.read((place, home), (asked, *wanted))
    code = ask.definition.code
    there = next((one for one in wanted if found.of.value(code, place, one) is not None), None)
    above = home if place != home and found.of.value(code, home, asked) is not None else ""
    why = Refusal.future if asked.start > ask.now else Refusal.no_data
    return Result(query, refusal=why, nearest=Nearest(there, above))


def parts_of(period: Period, grain: str, until: date) -> tuple[Period, ...]:
    """Return a period cut into days, weeks, months, quarters or years, up to a day; the last may be cut short by it."""
    found: list[Period] = []
    day = period.start
    while day < period.end and day <= until and len(found) < MOST_POINTS:
        part = _part_with(day, grain)
        found.append(part if part.end <= period.end else days(day, period.last))
        day = part.end
    return tuple(found)


def _part_with(day: date, grain: str) -> Period:
    match grain:
        case "day":
            return days(day, day)
        case "week":
            iso = day.isocalendar()
            return week(iso.year, iso.week)
        case "quarter":
            return quarter(day.year, (day.month + 2) // 3)
        case "year":
            return year(day.year)
        case _:
            return month_of(day)


def _series(ask: _Ask) -> Result:
    query = ask.query
    grain = query.grain or "month"
    if len(query.periods) > 1:
        periods: tuple[Period, ...] = query.periods
    else:
        period = query.period or year(ask.now.year)
        if grain == "year" and period.kind is PeriodKind.YEAR:
            period = days(date(period.start.year - YEARS_BACK, 1, 1), period.last)
        periods = parts_of(period, grain, ask.now)
    if not periods:
        return _nothing(ask)
    places = query.places or (ask.map_.province.code,)
    found = ask.read(places, periods)
    lines = [found.line(place, period) for place in places for period in periods]
    if not any(_has(line) for line in lines):
        yearly = ask.definition.frequency == "yearly" and grain != "year"
        return _series(replace(ask, query=replace(query, grain="year"))) if yearly else _nothing(ask)
    values = [(line.value, at) for at, line in enumerate(lines) if line.value is not None]
    there = [lines[at] for _value, at in values]
    change, percent = difference(there[-1], there[0]) if len(places) == 1 and len(there) > 1 else (None, None)
    derived = Derived(change, percent, highest=max(values)[1], lowest=min(values)[1])
    return Result(replace(query, grain=grain), tuple(lines), derived=derived)


def _compare(ask: _Ask) -> Result:
    query = ask.query
    if query.versus is not None and query.period is not None:
        found = ask.read(query.places, (query.period, query.versus))
        lines = [found.line(place, query.period) for place in query.places]
        before = [found.line(place, query.versus) for place in query.places]
        if not any(map(_has, lines)):
            return _nothing(ask)
        change, percent = difference(lines[0], before[0])
        return Result(query, tuple(lines), tuple(before), Derived(change, percent))
    found = ask.read(query.places, query.periods)
    lines = [
        found.line(place, period, code)
        for code in query.indicators
        for place in query.places
        for period in query.periods
    ]
    if not any(map(_has, lines)):
        return _nothing(ask)
    same = len(query.indicators) == 1
    change = percent = None
    if same and len(lines) == 2:
        late, early = (lines[1], lines[0]) if len(query.periods) == 2 else (lines[0], lines[1])
        change, percent = difference(late, early)
    if same and len(query.places) > 1:
        lines = _with_positions(lines, query)
    return Result(query, tuple(lines), derived=Derived(change, percent))


def _with_positions(lines: list[Line], query: Query) -> list[Line]:
    numbered = {(line.place, line.period): line for line in ranked(lines, query.order or "desc")}
    return [numbered.get((line.place, line.period), line) for line in lines]


def _among(ask: _Ask) -> Result:
    query = ask.query
    group, period = query.group or Group("*district"), query.period or year(ask.now.year)
    places = members(group, period.last, ask.map_, agencies=ask.definition.kind.is_computed)
    codes = [*dict.fromkeys([*(place.code for place in places), *query.places])]
    if not codes:
        return Result(query, refusal=Refusal.unknown_place, said=group.within)
    found = ask.read(codes, (period,))
    lines = ranked([found.line(code, period) for code in codes], query.order or "desc")
    if not lines:
        return _nothing(ask)
    if query.operation is Operation.filter and query.test is not None:
        test = query.test
        if test.value is None and not any(line.target is not None for line in lines):
            return Result(query, refusal=Refusal.no_target)
        chosen = [line for line in lines if fulfils(line, test)]
        return Result(query, tuple(chosen), derived=Derived(counted=len(lines), fulfil=len(chosen)))
    last = lines[query.n - 1].position if 0 < query.n <= len(lines) else len(lines)
    shown = [line for line in lines if line.position <= last]
    return Result(query, tuple(shown), derived=Derived(counted=len(lines)))


def _rank_of(ask: _Ask) -> Result:
    query = ask.query
    place = query.places[0] if query.places else ask.map_.province.code
    period = query.period or year(ask.now.year)
    here = ask.map_.place(place, period.last)
    group = query.group or Group("*department" if here.is_agency else f"*{here.tier}")
    codes = [one.code for one in members(group, period.last, ask.map_, agencies=False)]
    found = ask.read([*dict.fromkeys([*codes, place])], (period,))
    lines = ranked([found.line(code, period) for code in dict.fromkeys([*codes, place])], query.order or "desc")
    own = next((line for line in lines if line.place == place), None)
    if own is None:
        return _nothing(ask)
    return Result(replace(query, group=group), (own,), tuple(lines[:1]), Derived(counted=len(lines)))


def _target(ask: _Ask) -> Result:
    query, definition = ask.query, ask.definition
    if query.group is not None:
        return _among(ask)
    place = query.places[0]
    periods = list(dict.fromkeys([*query.periods, *(year(one.start.year) for one in query.periods)]))
    found = ask.read((place,), periods)
    line = next((one for period in periods if (one := found.line(place, period)).target is not None), None)
    there = found.line(place, query.periods[0])
    if not _has(there):
        return _nothing(ask)
    if line is None or line.target is None:
        return Result(query, (there,), refusal=Refusal.no_target)
    value = line.value if line.value is not None else there.value or Decimal(0)
    left = missing(value, line.target, definition.direction)
    return Result(
        query,
        (line if _has(line) else replace(there, target=line.target),),
        derived=Derived(missing=left, met=not left),
    )


def _explained(ask: _Ask) -> Result:
    query = ask.query
    place, period = query.places[0] if query.places else ask.map_.province.code, query.period or year(ask.now.year)
    versus = query.versus or _earlier(ask, place, period)
    below = [one.code for one in ask.map_.children(place, period.last)] if place in ask.map_.units else []
    found = ask.read((place, *below), (period, versus))
    whole = (found.line(place, period), found.line(place, versus))
    if not _has(whole[0]):
        return _nothing(ask)
    change, percent = difference(*whole)
    now = [found.line(code, period) for code in below]
    before = [found.line(code, versus) for code in below]
    by = "place"
    if not any(map(_has, now)):
        parts = parts_of(period, "month", ask.now) if period.is_whole_months and len(period.months()) > 1 else ()
        again = ask.read((place,), [*parts, *(part.year_before() for part in parts)])
        now = [again.line(place, part) for part in parts]
        before = [again.line(place, part.year_before()) for part in parts]
        by = "period" if any(map(_has, now)) else ""
    parted = [replace(line, share=share) for line, share in zip(now, shares(now, before, whole), strict=True)]
    told = sorted((line for line in parted if line.share is not None), key=_by_share)
    lines = (whole[0], *told[:3])
    return Result(
        replace(query, versus=versus, places=(place,)),
        lines,
        (whole[1],),
        Derived(change, percent),
        by=by if told else "",
    )


def _by_share(line: Line) -> Decimal:
    return -abs(line.share or Decimal(0))


def _earlier(ask: _Ask, place: str, period: Period) -> Period:
    """Return with what a period is compared if nothing is said: a year before, or the one before if that has none."""
    found = ask.read((place,), (period.year_before(), period.previous()))
    has = found.of.value(ask.definition.code, place, period.year_before()) is not None
    return period.year_before() if has else period.previous()


def _defined(ask: _Ask) -> Result:
    definition = ask.definition
    owner = ask.map_.agencies.get(definition.owner)
    return Result(
        ask.query,
        texts=(
            ("definition", definition.definition_vi or definition.name_vi),
            ("owner_vi", owner.name_vi if owner else definition.owner),
            ("owner_en", owner.name("en") if owner else definition.owner),
            ("source", definition.source),
            ("unit", definition.unit),
            ("frequency", definition.frequency),
        ),
    )


def _warnings(ask: _Ask, result: Result) -> tuple[Mark, ...]:
    lines = [line for line in (*result.lines, *result.before) if _has(line)]
    found = []
    query = result.query
    running = [period for period in query.periods if period.last >= ask.now]
    if running and query.versus is not None and query.versus.days > running[0].days:
        found.append(Mark.unequal)
    elif any(period.last > ask.now for period in query.periods) and query.operation is not Operation.series:
        found.append(Mark.running)
    if any(line.covered is not None for line in lines):
        found.append(Mark.covered)
    if any(line.simulated for line in lines):
        found.append(Mark.simulated)
    if any(line.status == "restated" for line in lines):
        found.append(Mark.restated)
    elif lines and all(line.status == "provisional" for line in lines):
        found.append(Mark.provisional)
    return tuple(found)


_WAYS: Mapping[Operation, Callable[[_Ask], Result]] = {
    Operation.series: _series,
    Operation.compare: _compare,
    Operation.rank: _among,
    Operation.filter: _among,
    Operation.rank_of: _rank_of,
    Operation.explain: _explained,
    Operation.target_gap: _target,
}


def definitions_of(codes: Iterable[str]) -> list[Definition]:
    """Return definitions by code. Raises UnknownIndicator."""
    known = catalogue()
    return [known.definition(code) for code in codes]
