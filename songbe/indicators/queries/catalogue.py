"""The catalogue of definitions in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, Q

from songbe.indicators.models import DefinitionVersion, MeasureUnit
from songbe.indicators.rules.definitions import Definition, Kind, Measure, Parts, Selection, parts
from songbe.kernel.errors import NotFound
from songbe.kernel.vietnamese import fold
from songbe.warehouse.models import ComponentRow


class UnknownIndicator(NotFound):
    """A code or alias that no definition has."""

    code = "unknown_indicator"
    message_en = "There is no indicator {given!r}. See: songbe indicators."
    message_vi = "Không có chỉ tiêu {given!r}. Xem: songbe indicators."


@dataclass(frozen=True, slots=True)
class UnitOfMeasure:
    """A unit of measure."""

    code: str
    name_vi: str
    name_en: str
    symbol: str
    kind: str
    decimals: int

    def name(self, locale: str) -> str:
        """The word behind a number: the symbol if there is one."""
        return self.symbol or (self.name_en if locale == "en" else self.name_vi)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All definitions in force, with the units of measure and the numbers of their components."""

    definitions: Mapping[str, Definition]
    versions: Mapping[str, int]
    by_alias: Mapping[str, str]
    units: Mapping[str, UnitOfMeasure]
    parts: Mapping[str, Parts | None]

    def definition(self, given: str) -> Definition:
        """Return a definition by code or alias. Raises UnknownIndicator."""
        code = given if given in self.definitions else self.by_alias.get(given, "")
        if not code:
            raise UnknownIndicator(given=given)
        return self.definitions[code]

    def parts_of(self, definition: Definition) -> Parts:
        """Return the components of a definition whose figures are computed. Raises ValueError for any other."""
        made = self.parts[definition.code]
        if made is None:
            raise ValueError(f"{definition.code} is not computed")
        return made

    def unit(self, definition: Definition) -> UnitOfMeasure:
        """Return a definition's unit of measure."""
        return self.units[definition.unit]

    def of_sector(self, sector: str, *, families: bool = False) -> tuple[Definition, ...]:
        """Return a sector's definitions in the pack's order; family members only if asked for."""
        return tuple(d for d in self.definitions.values() if d.sector == sector and (families or not d.family))


def catalogue() -> Catalogue:
    """Return the definitions in force; kept in memory until a newer version of any is applied."""
    state = DefinitionVersion.objects.aggregate(newest=Max("id"), count=Count("id", filter=Q(current=True)))
    return _catalogue(state["newest"] or 0, state["count"])


@lru_cache(maxsize=2)
def _catalogue(newest: int, count: int) -> Catalogue:
    rows = DefinitionVersion.objects.filter(current=True).order_by("id")
    definitions = {row.code: definition_of(row.spec) for row in rows}
    units = {
        u.code: UnitOfMeasure(u.code, u.name_vi, u.name_en, u.symbol, u.kind, u.decimals)
        for u in MeasureUnit.objects.all()
    }
    return Catalogue(
        definitions,
        {row.code: row.version for row in rows},
        {alias: d.code for d in definitions.values() for alias in d.aliases},
        units,
        {code: parts(d) for code, d in definitions.items()},
    )


def definition_of(spec: Mapping[str, Any]) -> Definition:
    """Return the definition that a stored version says."""
    said = dict(spec)
    for key in ("aliases", "tiers", "synonyms", "abbreviations"):
        said[key] = tuple(said[key])
    said["of"], said["base"] = Selection(**said["of"]), Selection(**said["base"])
    said["kind"], said["measure"] = Kind(said["kind"]), Measure(said["measure"])
    return Definition(**said)


def component_numbers(digests: list[str]) -> dict[str, int]:
    """Return the numbers under which the cells of components stand; those never computed are absent."""
    return dict(ComponentRow.objects.filter(digest__in=digests).values_list("digest", "id"))


@dataclass(frozen=True, slots=True)
class Hit:
    """A definition that a search found."""

    definition: Definition
    score: int


def search(text: str, *, limit: int = 50) -> list[Hit]:
    """Return the definitions whose names, synonyms or codes hold every word of a text, best first; diacritics do not
    matter."""
    words = fold(text).split()
    if not words:
        return []
    found = DefinitionVersion.objects.filter(current=True)
    for word in words:
        found = found.filter(folded__contains=word)
    known = catalogue().definitions
    hits = [Hit(known[row.code], _score(row, words)) for row in found[:400] if row.code in known]
    return sorted(hits, key=lambda hit: (-hit.score, hit.definition.family != "", hit.definition.code))[:limit]


def _score(row: DefinitionVersion, words: list[str]) -> int:
    phrase = " ".join(words)
    score = sum(3 for word in words if word in row.folded_name.split())
    score += 12 if row.folded_name.startswith(phrase) else 6 if phrase in row.folded_name else 0
    return score + (20 if row.code.lower() == phrase or f" {phrase} " in f" {row.folded.replace('|', ' ')} " else 0)
