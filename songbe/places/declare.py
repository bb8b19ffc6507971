"""What a pack may say of places, agencies, sectors, calendars and accounts."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from songbe.kernel.working_time import WorkingCalendar
from songbe.packs.faults import Faults
from songbe.packs.reading import (
    Declared,
    Maybe,
    Row,
    Table,
    Words,
    check_known,
    check_unique,
    read_document,
    read_table,
)

Certainty = Literal["read", "memory", "assumption", "published", ""]
Tier = Literal["province", "district", "commune"]
Role = Literal[
    "leader",
    "duty_officer",
    "data_officer",
    "approver",
    "administrator",
    "reader",
    "one_stop_clerk",
    "hotline_agent",
    "handler",
    "accountant",
    "head_of_office",
    "signer",
]


class Successor(Declared):
    """The unit that took the province over, of which the province's new units are a part."""

    unit: str
    total_units: int
    valid_from: date


class Source(Declared):
    """Where something in the pack was read."""

    id: str
    title: str
    url: str = ""
    licence: str = ""


class PackSheet(Declared):
    """``pack.yaml``: the province itself."""

    name: str
    title_vi: str
    title_en: str
    province: str
    reference_date: date
    default_period: str
    timezone: str = "Asia/Ho_Chi_Minh"
    languages: tuple[str, ...] = ("vi", "en")
    organisation_vi: str
    organisation_en: str
    sources: tuple[Source, ...] = ()
    successor: Successor | None = None


class UnitLine(Declared):
    """One unit in one dated state."""

    code: str = Field(min_length=1)
    parent_code: str = ""
    tier: Tier
    type: Literal["province", "city", "town", "district", "ward", "commune", "township"]
    name_vi: str = Field(min_length=1)
    short_name_vi: str = Field(min_length=1)
    name_en: str
    valid_from: Maybe[date] = None
    valid_to: Maybe[date] = None
    source: str = ""
    certainty: Certainty = ""

    def holds_on(self, day: date) -> bool:
        """Whether this state is in force on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


class ElsewhereLine(Declared):
    """A place that people name and the province has no figures of."""

    code: str = Field(min_length=1)
    name_vi: str = Field(min_length=1)
    short_name_vi: str = Field(min_length=1)
    name_en: str = ""
    other_names: Words = ()
    kind: Literal["province", "district", "country", "region"]
    source: str = ""


class UnitChangeLine(Declared):
    """One old-to-new pair of a boundary change."""

    on_date: date
    old_code: str
    new_code: str
    kind: Literal["whole", "part"]
    weight: Annotated[Fraction, BeforeValidator(lambda text: Fraction(str(text)))]
    source: str = ""
    certainty: Certainty = ""


AgencyKind = Literal[
    "province",
    "elected",
    "department",
    "authority",
    "public_unit",
    "committee",
    "vertical",
    "judicial",
    "utility",
    "enterprise",
    "press",
    "party",
    "mass",
    "specialised_centre",
    "district_committee",
    "district_office",
    "commune_committee",
]


class AgencyLine(Declared):
    """One agency."""

    code: str = Field(min_length=1)
    name_vi: str = Field(min_length=1)
    name_en: str = ""
    abbr: str = ""
    kind: AgencyKind
    unit_code: str
    parent_code: str = ""
    sectors: Words = ()
    digital_id: str = ""
    valid_from: Maybe[date] = None
    valid_to: Maybe[date] = None
    source: str = ""
    certainty: Certainty = ""


class AgencyTemplateLine(Declared):
    """One agency for every unit of a tier (and of some types)."""

    code: str
    name_vi: str
    name_en: str = ""
    abbr: str = ""
    kind: AgencyKind
    tier: Tier
    unit_types: Words = ()
    parent_code: str = ""
    sectors: Words = ()
    source: str = ""
    certainty: Certainty = ""


class SectorLine(Declared):
    """One sector that indicators are filed under."""

    code: str
    order: int
    name_vi: str
    name_en: str
    lead_agency: str = ""


class ReportingCalendarEntry(Declared):
    """How nominal months lie on real days."""

    code: str
    name_vi: str
    name_en: str
    month_starts_on: int = Field(ge=1, le=28)


class Calendars(Declared):
    """``calendars.yaml``. risk_days, new_date_days: working days, see docs/packs.md."""

    sessions: tuple[tuple[time, time], ...]
    cutoff: time
    working_weekdays: tuple[int, ...]
    holidays: dict[int, tuple[date, ...]]
    swapped_working_days: dict[int, tuple[date, ...]] = Field(default_factory=dict)
    risk_days: int = Field(default=1, ge=1, le=30)
    new_date_days: int = Field(default=3, ge=1, le=60)
    reporting: tuple[ReportingCalendarEntry, ...]

    def working_time(self) -> WorkingCalendar:
        """Return when the office works; local wall time. Raises ValueError if it does not hold together."""
        return WorkingCalendar(
            sessions=self.sessions,
            cutoff=self.cutoff,
            working_weekdays=frozenset(day - 1 for day in self.working_weekdays),  # a pack counts Monday as 1
            holidays=frozenset(day for days in self.holidays.values() for day in days),
            swapped=frozenset(day for days in self.swapped_working_days.values() for day in days),
        )


class AccountRole(Declared):
    """A role at an agency."""

    role: Role
    agency: str


class Account(Declared):
    """A demonstration account."""

    username: str
    name_vi: str
    roles: tuple[AccountRole, ...]


class Accounts(Declared):
    """``accounts.yaml``."""

    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class DeclaredPlaces:
    """All that a pack says of places, with templates expanded."""

    sheet: PackSheet
    units: Table[UnitLine]
    changes: Table[UnitChangeLine]
    agencies: tuple[AgencyLine, ...]
    sectors: Table[SectorLine]
    calendars: Calendars
    accounts: tuple[Account, ...]
    tiles: Path | None
    elsewhere: Table[ElsewhereLine]


def read_calendars(folder: Path, faults: Faults) -> Calendars | None:
    """Read the calendars of a pack; None when they cannot be read."""
    read = read_document(folder / "calendars.yaml", Calendars, faults)
    return read.value if read else None


def read_places(folder: Path, faults: Faults) -> DeclaredPlaces | None:
    """Read and cross-check the places of a pack; None when the pack's own sheet or calendars cannot be read."""
    sheet = read_document(folder / "pack.yaml", PackSheet, faults)
    calendars = read_calendars(folder, faults)
    units = read_table(folder / "places/units.csv", UnitLine, faults)
    changes = read_table(folder / "places/unit_changes.csv", UnitChangeLine, faults, required=False)
    elsewhere = read_table(folder / "places/elsewhere.csv", ElsewhereLine, faults, required=False)
    lines = read_table(folder / "agencies.csv", AgencyLine, faults)
    templates = read_table(folder / "agency_templates.csv", AgencyTemplateLine, faults, required=False)
    sectors = read_table(folder / "sectors.csv", SectorLine, faults)
    accounts = read_document(folder / "accounts.yaml", Accounts, faults, required=False)
    if sheet is None or calendars is None:
        return None
    _check_units(units, faults)
    _check_changes(units, changes, faults)
    check_unique(elsewhere, lambda line: line.code, "code", faults)
    expanded = expand_agencies(templates, units, sheet.value.reference_date)
    agencies = (*(row.value for row in lines.rows), *expanded)
    _check_agencies(lines, agencies, units, sectors, faults)
    check_unique(sectors, lambda line: line.code, "code", faults)
    _check_accounts(accounts, agencies, faults)
    tiles = folder / "places/tiles.geojson"
    return DeclaredPlaces(
        sheet.value,
        units,
        changes,
        agencies,
        sectors,
        calendars,
        accounts.value.accounts if accounts else (),
        tiles if tiles.exists() else None,
        elsewhere,
    )


def expand_agencies(templates: Table[AgencyTemplateLine], units: Table[UnitLine], day: date) -> tuple[AgencyLine, ...]:
    """Return one agency for every unit that a template names, as the units stand on ``day``."""
    return tuple(
        _from_template(template, unit)
        for template in templates
        for unit in units
        if unit.tier == template.tier
        and unit.holds_on(day)
        and (not template.unit_types or unit.type in template.unit_types)
    )


def _from_template(template: AgencyTemplateLine, unit: UnitLine) -> AgencyLine:
    name = unit.name_vi if template.name_vi.startswith("{unit_name}") else unit.name_vi[:1].lower() + unit.name_vi[1:]
    words = {"unit": unit.code, "unit_name": name, "unit_name_en": unit.name_en, "parent": unit.parent_code}
    return AgencyLine(
        code=template.code.format(**words),
        name_vi=template.name_vi.format(**words),
        name_en=template.name_en.format(**words),
        abbr=template.abbr.format(**words),
        kind=template.kind,
        unit_code=unit.code,
        parent_code=template.parent_code.format(**words),
        sectors=template.sectors,
        source=template.source,
        certainty=template.certainty,
    )


def _check_units(units: Table[UnitLine], faults: Faults) -> None:
    check_known(
        units,
        lambda line: [line.parent_code] if line.parent_code else [],
        {u.code for u in units},
        "parent_code",
        "places/units.csv",
        faults,
    )
    states: dict[str, list[Row[UnitLine]]] = defaultdict(list)
    for row in units.rows:
        states[row.value.code].append(row)
    for code, rows in states.items():
        ordered = sorted(rows, key=lambda row: row.value.valid_from or date.min)
        for before, after in pairwise(ordered):
            if (before.value.valid_to or date.max) > (after.value.valid_from or date.min):
                faults.add(
                    "overlap",
                    after.path,
                    line=after.line,
                    column="valid_from",
                    value=code,
                    right=f"a valid_from not before {before.value.valid_to or 'the end of the state above'}",
                )


def _check_changes(units: Table[UnitLine], changes: Table[UnitChangeLine], faults: Faults) -> None:
    codes = {unit.code for unit in units}
    check_known(changes, lambda line: [line.old_code, line.new_code], codes, "old_code", "places/units.csv", faults)
    sums: dict[tuple[date, str], Fraction] = defaultdict(Fraction)
    last: dict[tuple[date, str], Row[UnitChangeLine]] = {}
    for row in changes.rows:
        key = row.value.on_date, row.value.old_code
        sums[key] += row.value.weight
        last[key] = row
    for key, total in sums.items():
        if total != 1:
            faults.add(
                "weights",
                last[key].path,
                line=last[key].line,
                column="weight",
                value=key[1],
                detail=str(total),
                right="fractions that sum to exactly 1",
            )


def _check_agencies(
    lines: Table[AgencyLine],
    agencies: tuple[AgencyLine, ...],
    units: Table[UnitLine],
    sectors: Table[SectorLine],
    faults: Faults,
) -> None:
    known_units, known = {unit.code for unit in units}, {agency.code for agency in agencies}
    check_unique(lines, lambda line: line.code, "code", faults)
    check_known(lines, lambda line: [line.unit_code], known_units, "unit_code", "places/units.csv", faults)
    check_known(
        lines, lambda line: [line.parent_code] if line.parent_code else [], known, "parent_code", "agencies.csv", faults
    )
    check_known(lines, lambda line: line.sectors, {s.code for s in sectors}, "sectors", "sectors.csv", faults)
    check_known(
        sectors,
        lambda line: [line.lead_agency] if line.lead_agency else [],
        known,
        "lead_agency",
        "agencies.csv",
        faults,
    )


def _check_accounts(accounts: Row[Accounts] | None, agencies: tuple[AgencyLine, ...], faults: Faults) -> None:
    known = {agency.code for agency in agencies}
    for account in accounts.value.accounts if accounts else ():
        for role in account.roles:
            if accounts and role.agency not in known:
                faults.add(
                    "unknown_reference",
                    accounts.path,
                    column=account.username,
                    value=role.agency,
                    where="agencies.csv",
                    right="an agency's code",
                )


__all__ = ["Account", "AgencyLine", "DeclaredPlaces", "ElsewhereLine", "UnitLine", "expand_agencies", "read_places"]
