"""Figures on a page: filters that write numbers and dates, tags that draw tiles, marks and small pictures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from songbe.kernel.numbers import Locale
from songbe.kernel.periods import parse_period
from songbe.ui import pictures, words
from songbe.ui.shapes import CountsShape, FigureShape, GroupShape, TileShape, UnitShape

register = template.Library()

ADDING_UP = ("count", "money", "amount")
"""Kinds of units whose months add up to the year, so that a month has no part in the year's target."""


def _here() -> Locale:
    return words.locale_of(get_language())


# --- Text -------------------------------------------------------------------------------------------------------------
@register.filter
def number(value: Decimal | int | None, digits: int | None = None) -> str:
    """Return ``10.035,5``; a dash where there is none."""
    return "–" if value is None else words.number_text(value, _here(), digits)


@register.filter
def signed(value: Decimal | None) -> str:
    """Return ``+3,2``; a dash where there is none."""
    return "–" if value is None else words.signed_text(value, _here())


@register.filter
def day(value: date | None) -> str:
    """Return ``31/12/2023``."""
    return "" if value is None else date_format(value, "SHORT_DATE_FORMAT")


@register.filter
def period(code: str) -> str:
    """Return a period's name as in a running sentence: ``tháng 9/2023``."""
    asked = parse_period(code)
    return asked.label_en() if _here() == "en" else asked.label_vi()


@register.filter
def named(thing: Any) -> str:
    """Return the name of a thing in the reader's language, by whatever name its class keeps it."""
    english = str(getattr(thing, "name_en", ""))
    if _here() == "en" and english:
        return english
    return str(thing.name_vi if hasattr(thing, "name_vi") else thing.name)


@register.filter
def short_name(place: Any) -> str:
    """Return a place's name as a column of names shows it."""
    return str(place.name_en) if _here() == "en" and place.name_en else str(place.short_name_vi or place.name_vi)


@register.filter
def label(line: Any) -> str:
    """Return the label of a line of an explanation in the reader's language."""
    return str(line.label_en if _here() == "en" else line.label_vi)


@register.filter
def said(line: Any) -> str:
    """Return what a line of an explanation says in the reader's language."""
    return str(line.text_en if _here() == "en" else line.text_vi)


@register.filter
def state_word(status: str) -> str:
    """Return what a state is called."""
    return str(words.STATE_WORDS[status])


@register.simple_tag
def amount_text(value: Decimal | None, unit: UnitShape, qualifier: str | None = None) -> str:
    """Return a value with its unit in one line, for running text and attributes."""
    return "–" if value is None else words.amount_of(value, unit, _here(), qualifier).text


@register.simple_tag
def target_text(figure: FigureShape, unit: UnitShape) -> str:
    """Return the target with its unit; nothing without one."""
    return target_amount(figure.target, unit)


@register.simple_tag
def target_amount(target: Decimal | None, unit: UnitShape) -> str:
    """Return a target with its unit; nothing without one."""
    return "" if target is None else words.amount_of(words.without_idle_zeros(target), unit, _here()).text


@register.filter
def publication_word(status: str) -> str:
    """Return what a publication status is called."""
    names = {
        "provisional": _("tạm tính"),
        "approved": _("đã duyệt"),
        "published": _("đã công bố"),
        "restated": _("đã đính chính"),
    }
    return names.get(status, status)


@register.filter
def kind_word(kind: str) -> str:
    """Return where an indicator's figures come from, in words."""
    names = {
        "reported": _("cơ quan báo cáo"),
        "from-cases": _("đếm từ hồ sơ"),
        "from-registers": _("đếm từ sổ đăng ký"),
        "from-portal": _("đếm từ cổng"),
        "outside": _("bên ngoài công bố"),
    }
    return names.get(kind, kind)


# --- Parts ------------------------------------------------------------------------------------------------------------
@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a sign of the sheet in ui/parts/icons.html; the word beside it carries the meaning."""
    return format_html(
        '<svg class="icon icon-{}" aria-hidden="true" focusable="false"><use href="#i-{}"/></svg>', name, name
    )


@register.inclusion_tag("ui/parts/amount.html")
def amount(figure: FigureShape, unit: UnitShape, exact: bool = True) -> dict[str, Any]:
    """Draw a figure's number with unit and qualifier; exact: offer the whole amount where money is shortened."""
    shown = None if figure.value is None else words.amount_of(figure.value, unit, _here(), figure.qualifier)
    return {"amount": shown, "suppressed": figure.suppressed, "exact": exact}


@register.inclusion_tag("ui/parts/amount.html")
def published_amount(value: Decimal | None, unit: UnitShape, qualifier: str = "") -> dict[str, Any]:
    """Draw a number that was frozen when it was published."""
    shown = None if value is None else words.amount_of(value, unit, _here(), qualifier or None)
    return {"amount": shown, "suppressed": False, "exact": True}


@register.inclusion_tag("ui/parts/marks.html")
def marks(figure: FigureShape, every: bool = False) -> dict[str, Any]:
    """Draw what keeps a number from being taken at face value: simulated, estimated, provisional, restated.

    every: say also that a simulated figure is provisional.
    """
    provisional = figure.publication_status == "provisional" and (every or not figure.simulated)
    return {"figure": figure, "provisional": provisional and figure.value is not None}


@register.inclusion_tag("ui/parts/state.html")
def state(status: str, quiet: bool = False) -> dict[str, Any]:
    """Draw a state as sign, word and colour. quiet: nothing where there is no target."""
    return {"status": str(status), "word": words.STATE_WORDS[str(status)], "quiet": quiet}


@register.inclusion_tag("ui/parts/change.html")
def change(tile: TileShape) -> dict[str, Any]:
    """Draw the change against the same period of the year before."""
    if tile.change is None:
        return {"change": None}
    return {"change": words.change_of(tile.change, tile.unit, tile.definition, _here(), tile.relative)}


@register.inclusion_tag("ui/parts/tile.html")
def tile(tile: TileShape, level: int = 3) -> dict[str, Any]:
    """Draw a figure among others: name, number, state, change, course, as-of."""
    return {"tile": tile, "figure": tile.figure, "unit": tile.unit, "since": since(tile), "level": level}


@register.simple_tag
def since(tile: TileShape) -> str:
    """Return the period since which a share has stayed on the wrong side of its target; nothing when it has not."""
    figure, direction = tile.figure, tile.definition.direction
    if figure.target is None or tile.unit.kind in ADDING_UP or figure.target_status not in ("missed", "at-risk"):
        return ""
    at = words.first_of_run(tile.trend, figure.target, direction)
    return "" if at is None or len(tile.trend) - at < 2 else tile.trend_labels[at]


# --- Pictures ---------------------------------------------------------------------------------------------------------
@register.inclusion_tag("ui/parts/sparkline.html")
def sparkline(tile: TileShape) -> dict[str, Any]:
    """Draw a figure's recent course with the line of its target, and say it in words."""
    target = None if tile.unit.kind in ADDING_UP else tile.figure.target
    known = [(name, value) for name, value in zip(tile.trend_labels, tile.trend, strict=False) if value is not None]
    spoken = (
        {
            at: {"label": name, "amount": words.amount_of(value, tile.unit, _here()).text}
            for at, (name, value) in (("first", known[0]), ("last", known[-1]))
        }
        if known
        else {}
    )
    drawn = pictures.spark(tile.trend, target) if len(known) > 1 else None
    return {"spark": drawn, "status": tile.figure.target_status, **spoken}


@register.inclusion_tag("ui/parts/hexagons.html")
def hexagons(chart: Mapping[str, Any] | None, shapes: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Draw a map of tiles or of boundaries. chart: ``shapes``, ``items``, ``classes``, ``unit``, ``digits``."""
    chart = chart or {}
    found = shapes or chart.get("shapes")
    drawn = pictures.cartogram(found, chart.get("items", ()), chart.get("classes", ())) if found else None
    return {
        "map": drawn,
        "unit": chart.get("unit", ""),
        "digits": chart.get("digits", 0),
        "name": chart.get("name", ""),
    }


@register.filter
def tile_value(area: pictures.Area, digits: int) -> str:
    """Return the number on a tile of a cartogram."""
    value = area.item.get("value")
    return "–" if value is None else words.number_text(Decimal(str(value)), _here(), digits)


@register.inclusion_tag("ui/parts/ranking.html")
def ranking(ranked: Sequence[Any], tile: TileShape, caption: str = "") -> dict[str, Any]:
    """Draw places by value as a table whose cells hold bars from zero."""
    targets = [one.figure.target for one in ranked]
    shared = targets[0] if len(set(targets)) == 1 else None
    values = [value for one in ranked for value in (one.figure.value, one.figure.target)]
    scale = pictures.bar_scale(values, percent=tile.unit.kind == "percent")
    at = scale.share(shared)
    return {
        "rows": [
            (one, scale.share(one.figure.value), one.figure.target and scale.share(one.figure.target)) for one in ranked
        ],
        "tile": tile,
        "target": shared,
        "targets": any(target is not None for target in targets),
        "target_at": at,
        # The name stands on the side of its line that has the room.
        "target_side": ("end", -6) if Decimal(at) > 50 else ("start", 6),
        "caption": caption,
        "points": words.points() if tile.unit.kind == "percent" else "",
        "changes": any(one.change is not None for one in ranked),
    }


@register.filter
def change_class(one: Any, tile: TileShape) -> str:
    """Return how a place's change is to be read: better, worse or neither."""
    return "" if one.change is None else words.change_of(one.change, tile.unit, tile.definition, _here()).side


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A row whose cells carry the name of their column, for screens too narrow for columns."""

    cells: Sequence[tuple[str, str]]
    simulated: bool


@register.simple_tag
def labelled_rows(
    columns: Sequence[str], rows: Sequence[Sequence[str]], simulated: Sequence[bool]
) -> list[LabelledRow]:
    """Return rows with the names of their columns, and whether each was simulated."""
    marks = simulated or [False] * len(rows)
    return [LabelledRow(list(zip(columns, row, strict=True)), mark) for row, mark in zip(rows, marks, strict=True)]


# --- Counts -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Tally:
    """How many indicators stand how."""

    indicators: int = 0
    with_value: int = 0
    met: int = 0
    at_risk: int = 0
    missed: int = 0
    worse: int = 0
    late: int = 0

    @property
    def with_target(self) -> int:
        """How many can be judged at all."""
        return self.met + self.at_risk + self.missed


@register.simple_tag
def tally(counted: Iterable[CountsShape]) -> Tally:
    """Add up the counts of several sectors."""
    everything = list(counted)
    return Tally(**{field.name: sum(getattr(one, field.name) for one in everything) for field in fields(Tally)})


@register.simple_tag
def board_tally(groups: Iterable[GroupShape]) -> Tally:
    """Count how the figures of a board stand."""
    tiles = [one for group in groups for one in group.tiles]
    states = [str(one.figure.target_status) for one in tiles]
    met = states.count("met") + states.count("on-track")
    with_value = sum(one.figure.value is not None for one in tiles)
    return Tally(
        len(tiles), with_value, met, states.count("at-risk"), states.count("missed"), sum(one.worse for one in tiles)
    )


@register.inclusion_tag("ui/parts/verdict.html")
def verdict(counts: Tally, late: int | None = None) -> dict[str, Any]:
    """Draw how many indicators stand how, the worst first, as a bar and in words. late: instead of the counts'."""
    parts = [("missed", counts.missed), ("at-risk", counts.at_risk), ("met", counts.met)]
    total, at, bars = counts.missed + counts.at_risk + counts.met, 0, []
    for status, count in parts:
        bars.append(
            (status, count, f"{100 * at / total:.2f}" if total else "0", f"{100 * count / total:.2f}" if total else "0")
        )
        at += count
    return {"bars": bars, "total": total, "counts": counts, "late": counts.late if late is None else late}


@register.inclusion_tag("ui/parts/chart_table.html")
def chart_table(chart: Mapping[str, Any], caption: str = "") -> dict[str, Any]:
    """Write the data of a line chart as a table."""
    digits = int(chart.get("digits", 0))
    series = chart.get("series", ())
    rows = [
        (name, [_cell(one["values"], at, digits) for one in series]) for at, name in enumerate(chart.get("periods", ()))
    ]
    return {
        "series": series,
        "rows": rows,
        "unit": chart.get("unit", ""),
        "target": chart.get("target"),
        "caption": caption,
    }


def _cell(values: Sequence[Any], at: int, digits: int) -> str:
    value = values[at] if at < len(values) else None
    return "–" if value is None else words.number_text(Decimal(str(value)), _here(), digits)
