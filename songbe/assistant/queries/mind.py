"""What questions are read with: the catalogue, the places and the procedures in force; kept until they change."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from songbe.assistant.models import SynonymProposal
from songbe.assistant.queries.known_places import known_places
from songbe.assistant.rules.hearing import Mind, Trait
from songbe.assistant.rules.proposals import ProposalState
from songbe.assistant.rules.subjects import Subject, Subjects
from songbe.cases.declare import ProcedureLine
from songbe.cases.queries.declared import procedures_in_force
from songbe.indicators.models import DefinitionVersion, PublishedFigure, Target
from songbe.indicators.queries import catalogue
from songbe.indicators.queries.catalogue import UnitOfMeasure
from songbe.indicators.rules.definitions import Definition, Measure
from songbe.kernel.vietnamese import fold
from songbe.places.models import Elsewhere
from songbe.places.queries import Gazetteer, applied_pack_id, gazetteer

PROMINENT, OF_A_FAMILY, PUBLISHED = 0.12, -0.10, 0.03
"""Added to the likeness of what leaders ask for by a name of its own; of a member of a family; of what is published."""

Learned = tuple[tuple[str, str, str], ...]
"""Indicators with a name that was accepted from use, and those of its words that are new, without diacritics."""


def mind(on: date) -> Mind:
    """Return what questions are read with on a day; kept in memory until the catalogue, the pack, the procedures or
    the synonyms that were accepted change."""
    return _mind(_newest_definition(), applied_pack_id(), learned(), on)


def learned() -> Learned:
    """Return the names that were accepted from use, in the order in which they were proposed."""
    accepted = SynonymProposal.objects.filter(state=ProposalState.accepted.value).order_by("id")
    return tuple(accepted.values_list("indicator", "name", "key"))


def mind_with(names: Learned, on: date) -> Mind:
    """Return what questions would be read with if these were the names accepted from use, and no others."""
    known = mind(on)
    subjects = _subjects(_newest_definition(), applied_pack_id(), names)
    return replace(known, subjects=subjects, words=known.words | subjects.spelling.words)


def _newest_definition() -> int:
    return DefinitionVersion.objects.order_by("-id").values_list("id", flat=True).first() or 0


@lru_cache(maxsize=4)
def _mind(_newest: int, _pack: int, names: Learned, on: date) -> Mind:
    known, map_ = catalogue(), gazetteer()
    published = frozenset(PublishedFigure.objects.values_list("indicator", flat=True))
    return Mind(
        subjects=_subjects(_newest, _pack, names),
        procedures=procedure_subjects(line for line in procedures_in_force(on) if not line.internal),
        places=known_places(),
        traits={code: trait_of(definition) for code, definition in known.definitions.items()},
        province=map_.province.code,
        tier_of=_tiers(map_),
        published=published,
        parts=_parts(),
        parents_of={code: frozenset(state.parent for state in states) for code, states in map_.units.items()},
        words=_words(map_) | _subjects(_newest, _pack, names).spelling.words,
        aimed=frozenset(Target.objects.values_list("indicator", flat=True)),
    )


def _words(map_: Gazetteer) -> frozenset[str]:
    units = (state.name_vi for states in map_.units.values() for state in states)
    elsewhere = Elsewhere.objects.values_list("name_vi", flat=True)
    return frozenset(word for name in (*units, *elsewhere) for word in fold(name).split())


def _parts() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    named = PublishedFigure.objects.exclude(dimension="").exclude(fact="").order_by("order")
    for indicator, part in named.values_list("indicator", "dimension"):
        if part not in found.setdefault(indicator, []):
            found[indicator].append(part)
    return {indicator: tuple(parts) for indicator, parts in found.items()}


@lru_cache(maxsize=3)
def _subjects(_newest: int, _pack: int, names: Learned) -> Subjects:
    published = frozenset(PublishedFigure.objects.values_list("indicator", flat=True))
    return indicator_subjects(catalogue().definitions.values(), published, catalogue().units, names)


def indicator_subjects(
    definitions: Iterable[Definition],
    published: frozenset[str],
    units: Mapping[str, UnitOfMeasure],
    names: Learned = (),
) -> Subjects:
    """Return the index of indicators by all their names. names: those that were accepted from use."""
    return Subjects(
        [
            Subject(
                each.code,
                (each.name_vi, *each.synonyms, *each.abbreviations, each.name_en, each.code, *each.aliases),
                f"{each.definition_vi} {each.subject} {each.channel}",
                each.facet,
                each.tiers,
                prominence(each, published),
                tuple(
                    fold(word) for word in (units[each.unit].name_vi, units[each.unit].symbol, units[each.unit].name_en)
                ),
                tuple((name, new) for code, name, new in names if code == each.code),
            )
            for each in definitions
        ]
    )


def prominence(definition: Definition, published: frozenset[str]) -> float:
    """Return by how much an indicator is asked for more than others: one that has a key of its own, or is published."""
    return (
        (PROMINENT if definition.aliases else 0.0)
        + (OF_A_FAMILY if definition.family else 0.0)
        + (PUBLISHED if definition.code in published else 0.0)
    )


def procedure_subjects(lines: Iterable[ProcedureLine]) -> Subjects:
    """Return the index of procedures by name, synonyms and events of life; what is filed here before what is only
    described."""
    return Subjects(
        [
            Subject(
                line.code,
                (line.name_vi, *line.synonyms, line.name_en, *line.life_events, line.code),
                line.result_vi,
                prominence=0.04 * line.essential + 0.06 * line.takes_dossiers,
            )
            for line in lines
        ]
    )


def trait_of(definition: Definition) -> Trait:
    """Return what reading needs to know of a definition."""
    return Trait(
        definition.direction,
        definition.facet,
        frozenset(definition.tiers),
        definition.kind.is_computed,
        definition.frequency,
        definition.measure in (Measure.stock, Measure.stock_share),
    )


def _tiers(map_: Gazetteer) -> Mapping[str, str]:
    found = {code: states[0].tier for code, states in map_.units.items()}
    return found | dict.fromkeys(map_.agencies, "agency")
