"""Data of the pictures, in the form that frontend/README.md describes: values and words, no colours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from songbe.centres.queries.frames import Asked, locale, place_name
from songbe.centres.queries.pages import Ranked, Tile
from songbe.centres.queries.standing import Standing
from songbe.centres.rules import adds_up, classes
from songbe.kernel.numbers import format_en, format_vi
from songbe.kernel.periods import Period, PeriodKind, year
from songbe.ui.shapes import UnitShape
from songbe.ui.words import unit_word, without_idle_zeros

Course = Sequence[tuple[Period, Decimal | None, Decimal | None]]
Data = dict[str, Any]

MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
BILLION, MILLION = Decimal(10**9), Decimal(10**6)


@dataclass(frozen=True, slots=True)
class Scale:
    """How the values of a picture are written: divided by what, with which unit and how many decimals."""

    unit: str
    digits: int
    by: Decimal = Decimal(1)

    def number(self, value: Decimal | None) -> float | int | None:
        """Return a value as JSON keeps it."""
        if value is None:
            return None
        scaled = value / self.by
        return int(scaled) if scaled == scaled.to_integral_value() else float(round(scaled, 6))

    def words(self, value: Decimal) -> str:
        """Return a value as people read it."""
        written = format_en if locale() == "en" else format_vi
        return written(value / self.by, self.digits)


def scale_of(one: Tile, values: Iterable[Decimal | None]) -> Scale:
    """Return the scale of a picture: large money in millions or billions, everything else as it is."""
    return scale_for(one.unit, one.figure.decimals, values)


def scale_for(unit: UnitShape, decimals: int, values: Iterable[Decimal | None]) -> Scale:
    """Return the scale of values of a unit of measure; decimals: of those that are shown as they are."""
    largest = max((abs(v) for v in values if v is not None), default=Decimal(0))
    if unit.code == "vnd" and largest >= MILLION:
        by, word = (BILLION, _("tỷ đồng")) if largest >= BILLION else (MILLION, _("triệu đồng"))
        return Scale(word, 2, by)
    return Scale(unit_word(unit, locale()), decimals)


def short_label(period: Period) -> str:
    """Return a period of a year as an axis names it: T9, Q3, 2023."""
    match period.kind:
        case PeriodKind.MONTH:
            return MONTHS_EN[period.start.month - 1] if locale() == "en" else f"T{period.start.month}"
        case PeriodKind.QUARTER:
            return f"Q{(period.start.month + 2) // 3}"
        case _:
            return period.code


def line(asked: Asked, one: Tile, course: Course, standing: Standing) -> Data:
    """Return the course of a year beside that of the year before, with the target where it fits."""
    now, before = [value for _p, value, _b in course], [value for _p, _v, value in course]
    scale = scale_of(one, [*now, *before])
    this_year = asked.period.last.year
    yearly = one.definition.frequency == "yearly"
    name = one.definition.name(locale()) if yearly else str(this_year)
    series = [{"name": name, "values": [scale.number(value) for value in now]}]
    if any(value is not None for value in before):
        series.append({"name": str(this_year - 1), "values": [scale.number(value) for value in before]})
    data: Data = {
        "unit": scale.unit,
        "digits": scale.digits,
        "periods": [short_label(period) for period, _v, _b in course],
        "series": series,
    }
    if target := _target_beside(asked, one, standing):
        data["target"] = _named_target(target, scale)
    running = [at for at, (period, value, _b) in enumerate(course) if value is not None and _runs(asked, period)]
    if running:
        data["provisional_from"] = running[0]
    return data


def _runs(asked: Asked, period: Period) -> bool:
    return period.last > asked.today


def _target_beside(asked: Asked, one: Tile, standing: Standing) -> Decimal | None:
    """Return the target that the parts of a year can be measured by."""
    if adds_up(one.definition) and one.definition.frequency != "yearly":
        return None
    of_year = standing.reading.said.target(one.definition.code, asked.place.code, year(asked.period.last.year).code)
    return one.figure.target if one.figure.target is not None else of_year.value if of_year else None


def _named_target(target: Decimal, scale: Scale) -> Data:
    bare = without_idle_zeros(target)
    digits = max(0, -int(bare.as_tuple().exponent)) if scale.by == 1 else scale.digits
    words = Scale(scale.unit, digits, scale.by).words(bare)
    return {"value": scale.number(target), "label": " ".join(filter(None, (_("Mục tiêu"), words, scale.unit)))}


def bars(ranking: Sequence[Ranked], one: Tile) -> Data:
    """Return the ranking as bars, in its order."""
    if not ranking:
        return {}
    values = [ranked.figure.value for ranked in ranking]
    scale = scale_of(one, values)
    items = [_item(ranked, scale) for ranked in ranking]
    data: Data = {"unit": scale.unit, "digits": scale.digits, "name": one.definition.name(locale()), "items": items}
    targets = {ranked.figure.target for ranked in ranking}
    if len(targets) == 1 and (target := targets.pop()) is not None:
        data["target"] = _named_target(target, scale)
    return data


def _item(ranked: Ranked, scale: Scale) -> Data:
    value = ranked.figure.value
    return {
        "code": ranked.place.code,
        "name": place_name(ranked.place),
        "value": scale.number(value),
        "label": "" if value is None else " ".join(filter(None, (scale.words(value), scale.unit))),
        "status": ranked.figure.target_status.value,
        "href": ranked.url,
    }


def tiles_of(maps: Sequence[Mapping[str, Any] | None], ranking: Sequence[Ranked], one: Tile) -> Data | None:
    """Return the ranked places on the first map that has all of them, as GeoJSON, each with value, label and state.

    maps: GeoJSON feature collections, the best first. None if none of them has every place.
    """
    shapes = next((each for each in maps if each and _shows_all(each, ranking)), None)
    if shapes is None or not ranking:
        return None
    known = {str(feature["properties"]["code"]): feature for feature in shapes["features"]}
    scale = scale_of(one, [ranked.figure.value for ranked in ranking])
    features = []
    for ranked in sorted(ranking, key=lambda each: each.place.sort_key):
        item = _item(ranked, scale)
        said = {"code": ranked.place.code, "name": item["name"], "value": item["value"], "label": item["label"]}
        features.append(known[ranked.place.code] | {"properties": said | {"state": item["status"]}})
    return {"type": "FeatureCollection", "degrees": bool(shapes.get("degrees")), "features": features}


def _shows_all(shapes: Mapping[str, Any], ranking: Sequence[Ranked]) -> bool:
    return {ranked.place.code for ranked in ranking} <= {
        str(feature["properties"]["code"]) for feature in shapes.get("features", ())
    }


def map_of(shapes: Data | None, ranking: Sequence[Ranked], one: Tile) -> Data:
    """Return the map of the ranked places with its classes in words; empty where there is no map of them."""
    if shapes is None:
        return {}
    values = [ranked.figure.value for ranked in ranking]
    scale = scale_of(one, values)
    by_name = sorted(ranking, key=lambda each: each.place.sort_key)
    return {
        "unit": scale.unit,
        "digits": scale.digits,
        "name": one.definition.name(locale()),
        "shapes": shapes,
        "items": [_item(ranked, scale) for ranked in by_name],
        "classes": [_class(low, high, scale) for low, high in classes([v for v in values if v is not None])],
    }


def _class(low: Decimal | None, high: Decimal | None, scale: Scale) -> Data:
    words = {"low": scale.words(low) if low is not None else "", "high": scale.words(high) if high is not None else ""}
    if low is None and high is None:
        label = _("mọi giá trị")
    elif low is None:
        label = _("dưới %(high)s") % words
    elif high is None:
        label = _("từ %(low)s") % words
    else:
        label = _("%(low)s đến dưới %(high)s") % words
    limits = {"min": scale.number(low), "max": scale.number(high)}
    return {name: limit for name, limit in limits.items() if limit is not None} | {"label": label}
