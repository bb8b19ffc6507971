"""What a pack assumes for its demonstration years, read and cross-checked."""

from dataclasses import dataclass
from pathlib import Path

from songbe.demonstration.declare.assumed import YEARS, Assumed
from songbe.demonstration.declare.checks import check_services, check_tables
from songbe.demonstration.declare.tables import SimulatedCounter, SimulatedRegister, SimulatedReport
from songbe.indicators.declare import DeclaredIndicators
from songbe.packs.faults import Faults
from songbe.packs.reading import Table, read_document, read_tables
from songbe.places.declare import DeclaredPlaces
from songbe.warehouse.declare import DeclaredFacts

FOLDER = "simulation"


@dataclass(frozen=True, slots=True)
class Simulation:
    """All that a pack assumes for its demonstration years."""

    services: Assumed
    registers: Table[SimulatedRegister]
    counters: Table[SimulatedCounter]
    reported: Table[SimulatedReport]


def read_simulation(
    folder: Path, places: DeclaredPlaces, facts: DeclaredFacts, indicators: DeclaredIndicators, faults: Faults
) -> Simulation | None:
    """Read and cross-check ``simulation/`` of a pack; None without one, or when ``services.yaml`` cannot be read."""
    root = folder / FOLDER
    if not root.is_dir():
        return None
    services = read_document(root / "services.yaml", Assumed, faults)
    registers = read_tables(root, "registers*.csv", SimulatedRegister, faults)
    counters = read_tables(root, "counters*.csv", SimulatedCounter, faults)
    reported = read_tables(root, "reported*.csv", SimulatedReport, faults)
    check_tables(registers, counters, reported, places, facts, indicators, faults)
    if services is None:
        return None
    check_services(services, places, faults)
    return Simulation(services.value, registers, counters, reported)


__all__ = ["FOLDER", "YEARS", "Simulation", "read_simulation"]
