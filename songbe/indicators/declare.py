"""What a pack may say of indicators: definitions, families, units of measure, targets, published figures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field

from songbe.indicators.rules.definitions import Definition, Kind, Measure, Selection, parts
from songbe.kernel.errors import SongbeError
from songbe.kernel.periods import parse_period
from songbe.packs.faults import Faults
from songbe.packs.reading import Declared, Maybe, Row, Table, Words, check_known, check_unique, read_table, read_tables
from songbe.places.declare import DeclaredPlaces
from songbe.warehouse.declare import DeclaredFacts
from songbe.warehouse.facts import FACTS


class MeasureLine(Declared):
    """One unit of measure."""

    code: str
    name_vi: str
    name_en: str
    symbol: str = ""
    kind: Literal["count", "percent", "money", "duration", "index", "rank", "ratio", "amount", "score"]
    decimals: int = 0


class IndicatorLine(Declared):
    """One indicator."""

    code: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_.{}-]*$")
    aliases: Words = ()
    name_vi: str = Field(min_length=3)
    name_en: str = Field(min_length=3)
    definition_vi: str = ""
    sector: str
    unit: str
    direction: Literal["higher", "lower", "neutral"] = "neutral"
    decimals: Maybe[int] = None
    frequency: Literal["daily", "monthly", "quarterly", "yearly"]
    calendar: str = "statistics"
    tiers: Words
    kind: Kind
    measure: Measure = Measure.none
    fact: str = ""
    clock: str = ""
    leave: str = ""
    field: str = ""
    where: str = ""
    base_fact: str = ""
    base_clock: str = ""
    base_leave: str = ""
    base_field: str = ""
    base_where: str = ""
    percentile: int = Field(default=50, ge=1, le=99)
    per: int = 1
    ytd: Literal["", "sum", "last", "mean", "recompute"] = ""
    late: Literal["restate", "freeze", "accept"] = "restate"
    small_cell: int = 0
    band: Decimal = Decimal("0.05")
    source: str = ""
    certainty: str = ""
    owner: str = ""
    synonyms: Words = ()
    abbreviations: Words = ()
    facet: Literal["", "count", "rate", "rank", "money", "duration", "score", "amount"] = ""
    subject: str = ""
    channel: str = ""


SaidLine = TypeVar("SaidLine", "TargetLine", "PublishedLine")


class TargetLine(Declared):
    """One target for a place and a period."""

    indicator: str
    place: str
    period: str
    value: Decimal
    source: str = ""
    valid_from: Maybe[date] = None
    valid_to: Maybe[date] = None
    certainty: str = ""


class PublishedLine(Declared):
    """One figure that somebody else published."""

    fact: str = ""
    indicator: str
    place: str
    period: str
    value: Decimal
    qualifier: Literal["", "more_than", "nearly", "about", "top"] = ""
    unit: str = ""
    statement_vi: str = ""
    source: str
    published_on: Maybe[date] = None
    dimension: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DeclaredIndicators:
    """All that a pack says of indicators; families are expanded, and counted apart by ``Definition.family``."""

    measures: Table[MeasureLine]
    definitions: tuple[Definition, ...]
    targets: Table[TargetLine]
    published: Table[PublishedLine]


def read_indicators(folder: Path, places: DeclaredPlaces, facts: DeclaredFacts, faults: Faults) -> DeclaredIndicators:
    """Read and cross-check the indicators of a pack."""
    measures = read_table(folder / "measures.csv", MeasureLine, faults)
    check_unique(measures, lambda line: line.code, "code", faults)
    lines = read_tables(folder, "indicators/*.csv", IndicatorLine, faults)
    families = read_table(folder / "families.csv", IndicatorLine, faults, required=False)
    targets = read_table(folder / "targets.csv", TargetLine, faults, required=False)
    published = read_tables(folder, "published/*.csv", PublishedLine, faults)
    check_unique(lines, lambda line: line.code, "code", faults)
    _check_lines(lines, places, measures, faults)
    decimals = {measure.code: measure.decimals for measure in measures}
    own = [(row, definition_from(row.value, decimals)) for row in lines.rows]
    _check_formulas(own, facts, faults)
    _check_aliases(lines, faults)
    definitions = (*(definition for _, definition in own), *_members(families, places, decimals, facts, faults))
    _check_values(targets, published, definitions, places, faults)
    return DeclaredIndicators(measures, definitions, targets, published)


def _check_lines(
    lines: Table[IndicatorLine], places: DeclaredPlaces, measures: Table[MeasureLine], faults: Faults
) -> None:
    check_known(lines, lambda line: [line.sector], {s.code for s in places.sectors}, "sector", "sectors.csv", faults)
    check_known(lines, lambda line: [line.unit], {m.code for m in measures}, "unit", "measures.csv", faults)
    check_known(
        lines,
        lambda line: [line.owner] if line.owner else [],
        {a.code for a in places.agencies},
        "owner",
        "agencies.csv",
        faults,
    )
    check_known(lines, lambda line: line.tiers, ("province", "district", "commune"), "tiers", "the tiers", faults)
    calendars = {entry.code for entry in places.calendars.reporting}
    check_known(lines, lambda line: [line.calendar], calendars, "calendar", "calendars.yaml", faults)
    for row in lines.rows:
        if not row.value.owner:
            faults.add(
                "no_owner", row.path, line=row.line, column="owner", right="the code of the agency that answers for it"
            )
        if not row.value.source:
            faults.add(
                "no_source",
                row.path,
                line=row.line,
                column="source",
                right="the law, plan, index or board that names it",
            )


def definition_from(line: IndicatorLine, decimals: dict[str, int], *, family: str = "") -> Definition:
    """Return the definition a line declares. decimals: digits of each unit of measure, for lines that name none."""
    said = line.model_dump(
        exclude={
            "fact",
            "clock",
            "leave",
            "field",
            "where",
            "base_fact",
            "base_clock",
            "base_leave",
            "base_field",
            "base_where",
            "decimals",
            "band",
        }
    )
    return Definition(
        **said,
        of=Selection(line.fact, line.clock, line.leave, line.field, line.where),
        base=Selection(line.base_fact, line.base_clock, line.base_leave, line.base_field, line.base_where),
        decimals=decimals.get(line.unit, 0) if line.decimals is None else line.decimals,
        band=str(line.band),
        family=family,
    )


def _check_formulas(own: Iterable[tuple[Row[IndicatorLine], Definition]], facts: DeclaredFacts, faults: Faults) -> None:
    seen: dict[tuple[object, ...], str] = {}
    for row, definition in own:
        problem = formula_problem(definition, facts)
        if problem:
            faults.add(
                "bad_formula",
                row.path,
                line=row.line,
                column="measure",
                detail=problem,
                right="a formula as docs/packs.md describes it",
            )
            continue
        made = parts(definition)
        if made is None:
            continue
        key = (definition.measure, tuple(c.digest for c in made.all), definition.percentile, definition.per)
        if key in seen:
            faults.add(
                "same_formula",
                row.path,
                line=row.line,
                column="code",
                value=seen[key],
                right="another formula, or its names as synonyms of that indicator",
            )
        seen.setdefault(key, definition.code)


def formula_problem(definition: Definition, facts: DeclaredFacts) -> str:
    """Say why a definition's formula cannot run; empty when it can (or when there is none and none is needed)."""
    if not definition.kind.is_computed:
        return "" if definition.measure is Measure.none else f"a figure of kind {definition.kind} is not computed"
    if definition.measure is Measure.none:
        return f"a figure of kind {definition.kind} needs a measure"
    try:
        parts(definition)
    except SongbeError as error:
        return error.message("en")
    except KeyError as error:
        return f"there is no fact kind, clock or column {error}"
    return _field_problem(definition) or "; ".join(_unknown_words(definition, facts))


def _field_problem(definition: Definition) -> str:
    for selection in (definition.of, definition.base):
        if selection.field and selection.field not in FACTS.get(selection.fact, {}):
            return f"{selection.fact} has no column {selection.field}"
    if definition.measure in (Measure.sum, Measure.mean, Measure.percentile) and not definition.of.field:
        return f"{definition.measure} needs a field"
    if definition.measure is Measure.percentile and not FACTS[definition.of.fact][definition.of.field].bound:
        return f"{definition.of.field} is not a bounded whole number"
    if definition.measure in (Measure.stock, Measure.stock_share) and not (
        definition.of.leave or definition.base.leave
    ):
        return "a stock needs a leave"
    return ""


def _unknown_words(definition: Definition, facts: DeclaredFacts) -> Iterator[str]:
    registers = {line.code: line for line in facts.registers}
    counters = {line.code: line for line in facts.counters}
    made = parts(definition)
    for component in made.all if made else ():
        chosen = {
            choice.column: [value.strip("'") for value in choice.values] for choice in component.condition.choices
        }
        if component.fact == "register_change":
            if not chosen.get("register"):
                yield "a condition on register_change names its register"
            for name in chosen.get("register", ()):
                if name not in registers:
                    yield f"register {name!r} is not declared"
                    continue
                words = {
                    "category": registers[name].categories,
                    "detail": registers[name].details,
                    "state": registers[name].states,
                }
                for column, allowed in words.items():
                    yield from (
                        f"{column} {value!r} is no word of register {name!r}"
                        for value in chosen.get(column, ())
                        if value not in allowed
                    )
        if component.fact == "counter":
            yield from (
                f"counter {name!r} is not declared" for name in chosen.get("counter", ()) if name not in counters
            )


def _check_aliases(lines: Table[IndicatorLine], faults: Faults) -> None:
    seen: dict[str, str] = {line.code: line.code for line in lines}
    for row in lines.rows:
        for alias in row.value.aliases:
            if alias in seen and seen[alias] != row.value.code:
                faults.add(
                    "duplicate",
                    row.path,
                    line=row.line,
                    column="aliases",
                    value=alias,
                    right="an alias nobody else has",
                )
            seen[alias] = row.value.code


def _members(
    families: Table[IndicatorLine],
    places: DeclaredPlaces,
    decimals: dict[str, int],
    facts: DeclaredFacts,
    faults: Faults,
) -> Iterator[Definition]:
    for row in families.rows:
        for sector in places.sectors:
            words = {"sector": sector.code, "sector_name": sector.name_vi, "sector_name_en": sector.name_en}
            narrowed = f"sector = '{sector.code}'"
            said = {
                key: value.format(**words) if isinstance(value, str) and "{" in value else value
                for key, value in row.value.model_dump().items()
            }
            said["sector"] = sector.code
            for column in ("where", "base_where"):
                if row.value.base_fact or column == "where":
                    said[column] = f"({said[column]}) AND {narrowed}" if said[column] else narrowed
            member = definition_from(IndicatorLine.model_validate(said), decimals, family=row.value.code)
            problem = formula_problem(member, facts)
            if problem:
                faults.add(
                    "bad_formula",
                    row.path,
                    line=row.line,
                    column="measure",
                    detail=problem,
                    right="a formula that runs for every sector",
                )
                break
            yield member


def _check_values(
    targets: Table[TargetLine],
    published: Table[PublishedLine],
    definitions: tuple[Definition, ...],
    places: DeclaredPlaces,
    faults: Faults,
) -> None:
    codes = {definition.code for definition in definitions}
    known = {unit.code for unit in places.units} | {agency.code for agency in places.agencies}
    _check_said(targets, codes, known, faults)
    _check_said(published, codes, known, faults)


def _check_said(table: Table[SaidLine], codes: set[str], known: set[str], faults: Faults) -> None:
    check_known(table, lambda line: [line.indicator], codes, "indicator", "indicators/*.csv", faults)
    check_known(table, lambda line: [line.place], known, "place", "places/units.csv", faults)
    for row in table.rows:
        try:
            parse_period(row.value.period)
        except SongbeError as error:
            faults.add(
                "bad_value",
                row.path,
                line=row.line,
                column="period",
                value=row.value.period,
                detail=error.message("en"),
                right="2023, 2023-Q3, 2023-09 or another form of docs/packs.md",
            )
