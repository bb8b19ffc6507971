"""What questions are read with, from the real packs' files without a database."""

from functools import lru_cache

from songbe.assistant.queries.mind import indicator_subjects, procedure_subjects, trait_of
from songbe.assistant.rules.hearing import Mind
from songbe.config.environment import ROOT
from songbe.config.packs import read_pack
from songbe.indicators.queries.catalogue import UnitOfMeasure
from songbe.kernel.vietnamese import fold
from tests.assistant.places.packs import gazetteer_of


@lru_cache(maxsize=2)
def mind_of(name: str) -> Mind:
    """Return the mind of one of the repository's packs."""
    pack, _faults = read_pack(ROOT / "packs" / name)
    assert pack
    places, indicators = pack.places, pack.indicators
    units = {
        m.code: UnitOfMeasure(m.code, m.name_vi, m.name_en, m.symbol, m.kind, m.decimals) for m in indicators.measures
    }
    published = frozenset(line.indicator for line in indicators.published)
    subjects = indicator_subjects(indicators.definitions, published, units)
    parts: dict[str, tuple[str, ...]] = {}
    for line in indicators.published:
        if line.dimension and line.fact:
            parts[line.indicator] = (*parts.get(line.indicator, ()), line.dimension)
    return Mind(
        subjects=subjects,
        procedures=procedure_subjects(line for line in pack.cases.procedures if not line.internal),
        places=gazetteer_of(name),
        traits={each.code: trait_of(each) for each in indicators.definitions},
        province=places.sheet.province,
        tier_of={u.code: u.tier for u in places.units} | {a.code: "agency" for a in places.agencies},
        published=published,
        parts=parts,
        aimed=frozenset(line.indicator for line in indicators.targets),
        parents_of={
            u.code: frozenset(other.parent_code for other in places.units if other.code == u.code) for u in places.units
        },
        words=frozenset(word for u in places.units for word in fold(u.name_vi).split()) | subjects.spelling.words,
    )
