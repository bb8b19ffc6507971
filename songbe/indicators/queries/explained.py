"""How a figure was computed, line by line."""

from dataclasses import dataclass

from songbe.indicators.queries.catalogue import Catalogue, catalogue
from songbe.indicators.queries.figures import Figure
from songbe.indicators.rules.wording import condition_words, formula_words
from songbe.kernel.numbers import format_vi
from songbe.kernel.periods import parse_period


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the explanation."""

    label_vi: str
    label_en: str
    text: str


def explanation(found: Figure, *, on: Catalogue | None = None) -> list[Line]:
    """Return the steps by which a figure came about, in words and numbers. on: the definitions, if the caller keeps
    them."""
    known = on or catalogue()
    definition, made = known.definitions[found.indicator], known.parts[found.indicator]
    lines = [
        Line("Định nghĩa", "Definition", definition.definition_vi or definition.name_vi),
        Line("Căn cứ", "Named by", definition.source),
        Line("Cơ quan chủ trì", "Owner", definition.owner),
        Line("Kỳ", "Period", parse_period(found.period).label_vi()),
        Line(
            "Bản đồ",
            "Map",
            "theo địa giới tại thời điểm ghi nhận" if found.basis == "as-then" else "theo địa giới hiện nay",
        ),
    ]
    if made is not None:
        lines.append(Line("Công thức", "Formula", formula_words(definition)))
        counted = "" if found.suppressed else f" — {format_vi(found.records)} bản ghi"
        lines.append(Line("Bản ghi được đếm", "Records counted", condition_words(made.counted) + counted))
        if found.denominator is not None and found.numerator is not None:
            lines.append(
                Line("Phép tính", "Sum", f"{format_vi(found.numerator, 0)} / {format_vi(found.denominator, 0)}")
            )
    if found.published is not None:
        lines.append(Line("Đã công bố", "Published", f"{format_vi(found.published, found.decimals)} — {found.source}"))
    if found.computed is not None:
        lines.append(Line("Tính từ bản ghi", "Computed", format_vi(found.computed, found.decimals)))
    if found.coverage:
        lines.append(Line("Phạm vi trên bản đồ mới", "On the new map", found.coverage))
    lines.append(Line("Phiên bản định nghĩa", "Definition version", str(found.definition_version)))
    return lines
