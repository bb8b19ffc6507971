"""Gazetteers of the real packs, read from their files without a database."""

from functools import lru_cache

from songbe.assistant.rules.places import Gazetteer, Known
from songbe.config.environment import ROOT
from songbe.packs.faults import Faults
from songbe.places.declare import read_places


@lru_cache(maxsize=2)
def gazetteer_of(pack: str) -> Gazetteer:
    """Return the gazetteer of one of the repository's packs."""
    return Gazetteer(known_of(pack))


def known_of(pack: str) -> tuple[Known, ...]:
    """Return what one of the repository's packs knows, as the query reads it from the database."""
    declared = read_places(ROOT / "packs" / pack, Faults(ROOT / "packs" / pack))
    assert declared
    units = [
        Known(u.code, "unit", u.tier, u.type, u.name_vi, u.short_name_vi, (u.name_en,), u.parent_code, u.valid_from,
              u.valid_to)
        for u in declared.units
    ]  # fmt: skip
    agencies = [
        Known(a.code, "agency", "", a.kind, a.name_vi, a.abbr, (a.name_en,) if a.name_en else (), a.unit_code)
        for a in declared.agencies
    ]
    elsewhere = [
        Known(p.code, "elsewhere", p.kind if p.kind in ("province", "district") else "", p.kind, p.name_vi,
              p.short_name_vi, (*p.other_names, p.name_en))
        for p in declared.elsewhere
    ]  # fmt: skip
    return (*units, *agencies, *elsewhere)
