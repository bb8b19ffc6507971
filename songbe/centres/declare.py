"""What a pack may say of its operations centres."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from songbe.indicators.declare import DeclaredIndicators
from songbe.packs.faults import Faults
from songbe.packs.reading import Declared, read_document
from songbe.places.declare import DeclaredPlaces

RESERVED = frozenset({"search", "sectors", "figures", "assumptions"})
"""Words that stand in addresses under /ioc/ and so cannot name a centre."""


class Scope(Declared):
    """What a centre looks at."""

    sectors: tuple[str, ...] | Literal["all"] = ()
    places: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()


class BoardGroup(Declared):
    """A group of indicators on a board."""

    title_vi: str
    title_en: str
    indicators: tuple[str, ...]


class CentreLine(Declared):
    """One operations centre."""

    code: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name_vi: str
    name_en: str
    kind: Literal["province", "district", "department", "specialised"]
    place: str
    agency: str
    scope: Scope
    certainty: str = ""
    source: str = ""
    board: tuple[BoardGroup, ...]


class Centres(Declared):
    """``centres.yaml``."""

    centres: tuple[CentreLine, ...]


def read_centres(
    folder: Path, places: DeclaredPlaces, indicators: DeclaredIndicators, faults: Faults
) -> tuple[CentreLine, ...]:
    """Read and cross-check the centres of a pack."""
    document = read_document(folder / "centres.yaml", Centres, faults)
    if document is None:
        return ()
    known = {
        "place": {unit.code for unit in places.units},
        "agency": {agency.code for agency in places.agencies},
        "sector": {sector.code for sector in places.sectors},
        "indicator": {d.code for d in indicators.definitions}
        | {alias for d in indicators.definitions for alias in d.aliases},
    }
    seen: set[str] = set()
    for centre in document.value.centres:
        if centre.code in RESERVED:
            faults.add(
                "bad_value",
                document.path,
                column="code",
                value=centre.code,
                detail="an address of every province bears this name",
                right="another word",
            )
        if centre.code in seen:
            faults.add("duplicate", document.path, column="code", value=centre.code, right="each centre once")
        seen.add(centre.code)
        for kind, values in _named(centre).items():
            for value in values:
                if value not in known[kind]:
                    faults.add(
                        "unknown_reference",
                        document.path,
                        column=f"{centre.code}.{kind}",
                        value=value,
                        where="the pack",
                        right=f"the code of a declared {kind}",
                    )
    return document.value.centres


def _named(centre: CentreLine) -> dict[str, tuple[str, ...]]:
    sectors = () if centre.scope.sectors == "all" else centre.scope.sectors
    return {
        "place": (centre.place, *centre.scope.places),
        "agency": (centre.agency, *centre.scope.agencies),
        "sector": tuple(sectors),
        "indicator": tuple(code for group in centre.board for code in group.indicators),
    }
