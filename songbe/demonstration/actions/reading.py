"""Reading a pack for its demonstration."""

from pathlib import Path

from songbe.demonstration.actions.workshop import Pack
from songbe.demonstration.declare import YEARS, read_simulation
from songbe.indicators.declare import read_indicators
from songbe.kernel.errors import InvalidInput
from songbe.packs.faults import Faults
from songbe.places.declare import read_places
from songbe.warehouse.declare import read_facts


class UnableToSimulate(InvalidInput):
    """A year that cannot be simulated."""

    code = "unable_to_simulate"
    message_en = "The year {year} cannot be simulated from {folder}: {reason}"
    message_vi = "Không mô phỏng được năm {year} từ {folder}: {reason}"


def read_pack(folder: Path, year: int) -> Pack:
    """Read a pack with its simulation. Raises UnableToSimulate if it has none for the year, or one with faults."""
    faults = Faults(folder)
    places = read_places(folder, faults)
    if places is None:
        raise UnableToSimulate(year=year, folder=folder.name, reason=_first(faults))
    facts = read_facts(folder, faults)
    indicators = read_indicators(folder, places, facts, faults)
    own = Faults(folder)
    simulation = read_simulation(folder, places, facts, indicators, own)
    if simulation is None or len(own):
        raise UnableToSimulate(year=year, folder=folder.name, reason=_first(own))
    if year not in YEARS:
        raise UnableToSimulate(year=year, folder=folder.name, reason=f"{', '.join(map(str, YEARS))}")
    return Pack(places, facts, indicators, simulation)


def _first(faults: Faults) -> str:
    return next((f"{fault} ({len(faults)})" for fault in faults), "simulation/services.yaml")
