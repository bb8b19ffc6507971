"""Where the rows of one simulated year are made: the engine with its settings, a function for each kind of facts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from songbe.demonstration.actions.engine import given, has, rows, run
from songbe.demonstration.declare import YEARS, Simulation
from songbe.demonstration.rules.catalogue import procedures, used
from songbe.demonstration.rules.days import Day, days
from songbe.demonstration.rules.desks import Desks, desks
from songbe.demonstration.rules.digitising import quotas
from songbe.demonstration.rules.levels import Dated, dated, in_order, internal_stretches, stretches
from songbe.demonstration.rules.others import (
    digitised_months,
    item_settings,
    payment_settings,
    report_settings,
    wanted_paid,
)
from songbe.demonstration.rules.settings import Settings, Year, clock_settings, deal_table, desk_table, dossier_settings
from songbe.demonstration.rules.shares import scaled
from songbe.demonstration.rules.stocks import Measured, catalogue_table, counter_settings, measured, register_settings
from songbe.indicators.declare import DeclaredIndicators
from songbe.kernel.working_time import WorkingCalendar
from songbe.places.declare import DeclaredPlaces
from songbe.warehouse.declare import DeclaredFacts


@dataclass(frozen=True, slots=True)
class Pack:
    """What was read of a pack."""

    places: DeclaredPlaces
    facts: DeclaredFacts
    indicators: DeclaredIndicators
    simulation: Simulation

    @property
    def province(self) -> str:
        """The code of the province's unit."""
        return self.places.sheet.province


@dataclass(frozen=True, slots=True)
class Workshop:
    """One engine set up for one year of one pack."""

    pack: Pack
    year: Year
    connection: duckdb.DuckDBPyConnection
    calendar: WorkingCalendar
    every: Sequence[Day]
    desks: Desks
    catalogue: Sequence[Dated]


def source_of(year: Year) -> str:
    """Return what every fact of a simulated year says of where it comes from."""
    return f"mô phỏng {year.year} (hạt giống {year.seed})"


def workshop(pack: Pack, year: Year, connection: duckdb.DuckDBPyConnection) -> Workshop:
    """This function will set an engine up for a year."""
    services = pack.simulation.services
    calendar = pack.places.calendars.working_time()
    every = days(calendar)
    handling = desks(pack.places, services, year.year)
    found = procedures(services.procedures, services.dossiers.sectors, services.seed)
    milestones = services.procedures.milestones
    catalogue = dated(in_order(found, milestones), milestones, calendar.is_working_day, services.seed)
    given(connection, clock_settings(calendar, every, year, services.seed))
    tables = {"desk": desk_table(handling), "deal": deal_table(services, handling)}
    given(connection, Settings([], {"source": source_of(year)}, tables))
    return Workshop(pack, year, connection, calendar, every, handling, catalogue)


def make_dossiers(shop: Workshop) -> None:
    """This function will make the dossiers of the year, and mark those that are paid online and digitised."""
    if has(shop.connection, "dossier"):
        return
    services, year, connection = shop.pack.simulation.services, shop.year, shop.connection
    assumed = services.dossiers
    total = scaled(getattr(assumed, f"total_{year.year}"), year.scale)
    # A procedure younger than the year is not used yet.
    found = [dated.procedure for dated in shop.catalogue if dated.from_on < date(year.year, 1, 1)]
    uses = used(found, total, assumed.tiers, assumed.sectors, assumed.without_dossiers_share)
    given(connection, dossier_settings(services, shop.calendar, shop.every, shop.desks, uses, shop.catalogue, year))
    run(connection, "dossiers")
    eligible = rows(
        connection,
        "SELECT desk_no, count(*) FROM dossier WHERE ended_in_year AND state IN ('finished', 'returned') GROUP BY ALL",
    )
    given(connection, payment_settings(services, shop.every, shop.desks, year))
    given(
        connection,
        Settings(
            [],
            {"digitised_months": digitised_months(services, year)},
            {
                "wanted_paid": wanted_paid(services, [d.procedure for d in shop.catalogue], year),
                "wanted_digitised": quotas(services, shop.desks, dict(eligible), year),
            },
        ),
    )
    run(connection, "marks")


def make_payments(shop: Workshop) -> None:
    """This function will make the payments of the year."""
    make_dossiers(shop)
    run(shop.connection, "payments")


def make_reports(shop: Workshop) -> None:
    """This function will make the citizens' reports of the year."""
    given(shop.connection, report_settings(shop.pack.simulation.services, shop.every, shop.desks, shop.year))
    run(shop.connection, "reports")


def make_items(shop: Workshop) -> None:
    """This function will make what is published in the year."""
    given(shop.connection, item_settings(shop.pack.simulation.services, shop.every, shop.desks, shop.year))
    run(shop.connection, "public_items")


def make_counters(shop: Workshop) -> None:
    """This function will make the daily readings of the year."""
    sectors = {line.code: line.sector for line in shop.pack.facts.counters}
    lines = list(shop.pack.simulation.counters)
    given(shop.connection, counter_settings(lines, sectors, shop.desks, shop.every, shop.year.year))
    run(shop.connection, "counters")


def make_registers(shop: Workshop) -> None:
    """This function will make the entries of registers that the year needs: its own, and the stock it begins with."""
    if has(shop.connection, "register_entry"):
        return
    sectors = {line.code: line.sector for line in shop.pack.facts.registers}
    lines = list(shop.pack.simulation.registers)
    batches = [0, 1] if shop.year.year == YEARS[0] else [0, 1, 2] if shop.year.alone else [2]
    given(shop.connection, Settings([], {"batches": batches}, {}))
    given(
        shop.connection,
        register_settings(lines, sectors, measures(shop.pack), shop.desks, shop.every, shop.pack.simulation.services),
    )
    run(shop.connection, "registers")


def measures(pack: Pack) -> Callable[[str], Measured]:
    """Return how the quantity of a register behaves, by its unit of measure."""
    units = {measure.code: measure for measure in pack.indicators.measures}
    quantities = {line.code: units.get(line.quantity) for line in pack.facts.registers}

    def of(register: str) -> Measured:
        unit = quantities.get(register)
        return measured(unit.kind if unit else "count", unit.decimals if unit else 0)

    return of


def make_states(shop: Workshop) -> None:
    """This function will make the dated states of all procedures, of all years."""
    if has(shop.connection, "catalogue"):
        return
    leads: Mapping[str, str] = {
        sector.code: sector.lead_agency or shop.desks.province.agency for sector in shop.pack.places.sectors
    }
    services = shop.pack.simulation.services
    found = [stretch for procedure in shop.catalogue for stretch in stretches(procedure)]
    internal = internal_stretches(services.procedures.internal, shop.calendar.is_working_day, services.seed)
    given(shop.connection, Settings([], {}, {"catalogue": catalogue_table(found, internal, shop.pack.province, leads)}))
    run(shop.connection, "procedure_states")


MAKERS: Mapping[str, Callable[[Workshop], None]] = {
    "dossier": make_dossiers,
    "payment": make_payments,
    "report": make_reports,
    "public_item": make_items,
    "counter": make_counters,
    "register_change": make_registers,
    "procedure_state": make_states,
}
"""Fact kind -> what makes the view ``<kind>_fact``."""
