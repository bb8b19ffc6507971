"""How a figure was computed, line by line, in two languages."""

from dataclasses import dataclass
from decimal import Decimal

from songbe.indicators.queries.catalogue import Catalogue, catalogue
from songbe.indicators.queries.figures import Figure
from songbe.indicators.rules.definitions import Definition
from songbe.indicators.rules.wording import condition_words, formula_words
from songbe.kernel.errors import SongbeError
from songbe.kernel.numbers import format_en, format_vi
from songbe.kernel.periods import parse_period
from songbe.places.queries import Gazetteer, applied_pack, gazetteer
from songbe.warehouse.queries import vocabulary
from songbe.warehouse.words import Vocabulary


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the explanation."""

    label_vi: str
    label_en: str
    text_vi: str
    text_en: str


MAPS = {
    "as-then": ("theo địa giới tại thời điểm ghi nhận", "boundaries as they were when it was recorded"),
    "as-now": ("theo địa giới hiện nay", "boundaries of today"),
}


def explanation(
    found: Figure, *, on: Catalogue | None = None, pack: int | None = None, map_: Gazetteer | None = None
) -> list[Line]:
    """Return the steps by which a figure came about, in words and numbers.

    on, map_: the definitions and places, if the caller keeps them; pack: the applied pack, if the caller knows it.
    """
    known = on or catalogue()
    number = applied_pack().id if pack is None else pack
    definition = known.definitions[found.indicator]
    period, owner = parse_period(found.period), _agency(definition.owner, map_ or gazetteer())
    defined = definition.definition_vi or definition.name_vi
    lines = [
        Line("Định nghĩa", "Definition", defined, f"{definition.name_en} — {defined}"),
        Line("Căn cứ", "Named by", definition.source, definition.source),
        Line("Cơ quan chủ trì", "Owner", *owner),
        Line("Kỳ", "Period", period.label_vi(), period.label_en()),
        Line("Bản đồ", "Map", *MAPS[found.basis]),
        *_computed(found, definition, known, number),
    ]
    if found.published is not None:
        lines.append(_value("Đã công bố", "Published", found.published, found.decimals, f" — {found.source}"))
    if found.computed is not None:
        lines.append(_value("Tính từ bản ghi", "Computed", found.computed, found.decimals))
    if found.coverage:
        lines.append(Line("Phạm vi trên bản đồ mới", "On the new map", found.coverage, found.coverage))
    version = str(found.definition_version)
    lines.append(Line("Phiên bản định nghĩa", "Definition version", version, version))
    return lines


def _agency(code: str, map_: Gazetteer) -> tuple[str, str]:
    try:
        place = map_.place(code)
    except SongbeError:
        return code, code
    return place.name("vi"), place.name("en")


def _computed(found: Figure, definition: Definition, known: Catalogue, pack: int) -> list[Line]:
    made = known.parts[found.indicator]
    if made is None:
        return []
    vi, en = vocabulary("vi", pack=pack), vocabulary("en", pack=pack)

    def counted(words: Vocabulary) -> str:
        if found.suppressed:
            return condition_words(made.counted, words)
        number = f"{format_en(found.records)} records" if words is en else f"{format_vi(found.records)} bản ghi"
        return f"{condition_words(made.counted, words)} — {number}"

    lines = [
        Line("Công thức", "Formula", formula_words(definition, vi), formula_words(definition, en)),
        Line("Bản ghi được đếm", "Records counted", counted(vi), counted(en)),
    ]
    if found.denominator is not None and found.numerator is not None:
        sums = [f"{write(found.numerator, 0)} / {write(found.denominator, 0)}" for write in (format_vi, format_en)]
        lines.append(Line("Phép tính", "Sum", *sums))
    return lines


def _value(label_vi: str, label_en: str, value: Decimal, decimals: int, behind: str = "") -> Line:
    return Line(label_vi, label_en, format_vi(value, decimals) + behind, format_en(value, decimals) + behind)
