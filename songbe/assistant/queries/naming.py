"""The names that the sentence of a result needs."""

from songbe.assistant.rules.lexicon import PARTS
from songbe.assistant.rules.result import Result
from songbe.assistant.rules.wording.names import Named, Names, Unit
from songbe.indicators.queries import catalogue
from songbe.indicators.queries.catalogue import UnitOfMeasure
from songbe.places.queries import Place, applied_pack_id, gazetteer
from songbe.warehouse.queries import vocabulary
from songbe.warehouse.words import Vocabulary


def names_for(result: Result) -> Names:
    """Return what the indicators, places, units of measure and named parts of a result are called."""
    known, map_ = catalogue(), gazetteer()
    query = result.query
    lines = (*result.lines, *result.before)
    codes = dict.fromkeys([*query.indicators, *(line.indicator for line in lines), result.nearest.indicator])
    definitions = [known.definitions[code] for code in codes if code]
    home = map_.province.code
    on = query.period.last if query.period else None
    places = dict.fromkeys([home, *query.places, *(line.place for line in lines), result.nearest.place])
    units = {definition.unit for definition in definitions}
    labels = [line.label for line in lines if line.label]
    vi, en = (vocabulary(locale, pack=applied_pack_id()) for locale in ("vi", "en"))
    return Names(
        indicators={each.code: Named(each.name_vi, each.name_en) for each in definitions},
        places={code: place_named(map_.place(code, on)) for code in places if code},
        units={code: unit_named(known.units[code]) for code in units},
        home=home,
        levels={each.code: each.tiers for each in definitions},
        labels={label: _part(label, vi, en) for label in labels},
    )


def _part(label: str, vi: Vocabulary, en: Vocabulary) -> Named:
    if label in PARTS:
        return Named(PARTS[label][0], PARTS[label][-1])
    return Named(vi.value("category", label), en.value("category", label))


def place_named(place: Place) -> Named:
    """Return what a place is called in a sentence."""
    return Named(place.name_vi, place.name_en, area=not place.is_agency)


def unit_named(unit: UnitOfMeasure) -> Unit:
    """Return what a unit of measure is called in a sentence."""
    # A symbol that is a Vietnamese word is none elsewhere.
    international = unit.symbol.isascii() and unit.symbol.casefold() != unit.name_vi.casefold()
    elsewhere = unit.symbol if unit.symbol and international else unit.name_en
    return Unit(Named(unit.symbol or unit.name_vi, elsewhere), unit.kind, unit.code == "vnd")
