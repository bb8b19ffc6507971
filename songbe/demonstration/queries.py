"""Reading what a demonstration assumes."""

from collections.abc import Mapping
from pathlib import Path

from songbe.demonstration.declare import FOLDER
from songbe.demonstration.declare.assumed import Assumed, Assumption
from songbe.demonstration.rules.catalogue import procedures
from songbe.packs.faults import Faults
from songbe.packs.reading import read_document, read_table
from songbe.places.declare import SectorLine

TIER_NAMES: Mapping[str, str] = {"province": "cấp tỉnh", "district": "cấp huyện", "commune": "cấp xã"}


def procedure_names(folder: Path) -> Mapping[str, str]:
    """Return procedure code -> Vietnamese name; the name of a simulated one says so. Empty without a demonstration."""
    faults = Faults(folder)
    row = read_document(folder / FOLDER / "services.yaml", Assumed, faults, required=False)
    if row is None:
        return {}
    services = row.value
    sectors = {line.code: line.name_vi for line in read_table(folder / "sectors.csv", SectorLine, faults)}
    found = procedures(services.procedures, services.dossiers.sectors, services.seed)
    simulated = [procedure for procedure in found if procedure.named is None]
    pattern = services.procedures.simulated_name_vi
    made = {
        p.code: pattern.format(number=n, sector_name=sectors.get(p.sector, p.sector), tier_name=TIER_NAMES[p.tier])
        for n, p in enumerate(simulated, start=1)
    }
    return {p.code: p.name_vi for p in services.procedures.named} | made


def assumptions(folder: Path) -> tuple[Assumption, ...]:
    """Return the sentences in which a pack says what its demonstration assumes; none if it has no demonstration."""
    services = read_document(folder / FOLDER / "services.yaml", Assumed, Faults(folder), required=False)
    return services.value.assumptions if services else ()
