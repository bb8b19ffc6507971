"""Small pictures as numbers: where the points, bars and areas of an inline SVG stand. No colours, no words."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import cos, radians
from typing import Any

CLASSES = 5
"""Steps of the colour scale of maps."""


@dataclass(frozen=True, slots=True)
class Spark:
    """A small line in a box of 100 x 100, y downwards. lines: one ``points`` attribute for each unbroken stretch."""

    lines: tuple[str, ...]
    dots: tuple[tuple[str, str], ...]
    last: tuple[str, str] | None
    target: str


def spark(values: Sequence[Decimal | None], target: Decimal | None = None) -> Spark | None:
    """Return the line through values, oldest first, and the target's height; None without any value.

    The box spans the values and the target: the line says which way it goes, not how large it is.
    """
    known = [value for value in values if value is not None]
    if not known:
        return None
    span = [*known, target] if target is not None else known
    low, high = min(span), max(span)
    room = (high - low) or Decimal(1)

    def height(value: Decimal) -> str:
        # Six per cent of air above and below, so that no stroke is cut; a flat line runs through the middle.
        return _text(94 - 88 * (value - low) / room) if high > low else "50"

    def across(index: int) -> str:
        return _text(Decimal(100 * index) / (len(values) - 1)) if len(values) > 1 else "50"

    points = [None if value is None else (across(at), height(value)) for at, value in enumerate(values)]
    runs = _runs(points)
    return Spark(
        tuple(" ".join(f"{x},{y}" for x, y in run) for run in runs if len(run) > 1),
        tuple(run[0] for run in runs if len(run) == 1),
        points[-1],
        "" if target is None else height(target),
    )


def _runs(points: Iterable[tuple[str, str] | None]) -> list[list[tuple[str, str]]]:
    runs: list[list[tuple[str, str]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _text(number: Decimal) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class Scale:
    """A bar axis from zero. most: where the axis ends."""

    most: Decimal

    def share(self, value: Decimal | None) -> str:
        """Return how far along the axis a value lies, in per cent; below zero there is no bar."""
        if value is None or value <= 0 or not self.most:
            return "0"
        return _text(min(Decimal(100), 100 * value / self.most))


def bar_scale(values: Iterable[Decimal | None], target: Decimal | None = None, *, percent: bool = False) -> Scale:
    """Return the axis for some bars and their target; shares run to 100, save where all of them are small."""
    known = [value for value in (*values, target) if value is not None]
    most = max(known, default=Decimal(0))
    if percent and 50 <= most <= 100:
        return Scale(Decimal(100))
    # A little air on the right, so that the target's line is never the frame.
    return Scale(most * Decimal("1.04"))


@dataclass(frozen=True, slots=True)
class Area:
    """One tile or unit of a map. path: SVG path data; step: 1-5 on the colour scale, 0 without a value.

    lines: the name, broken to fit; none where the area is too small for it, and then ``value_y`` is empty too.
    """

    code: str
    path: str
    x: str
    y: str
    lines: tuple[tuple[str, str], ...]
    value_y: str
    step: int
    item: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cartogram:
    """All tiles or units, with the box that holds them. legend: the classes in words, each with its step.

    true_to_scale: drawn from boundaries, not from tiles of one size.
    """

    box: str
    areas: tuple[Area, ...]
    legend: tuple[tuple[int, str], ...]
    true_to_scale: bool = False


UNIT = 100
LINE = 27
LONGEST = 9
TILE = 1.8 * UNIT
# A tile is one wide in the pack and about 180 here, so that letters have whole sizes.
MAP_WIDTH, MAP_HEIGHT = 6 * TILE, 7 * TILE
NARROWEST = 0.55 * TILE
"""An area narrower than this bears no words: they would run over its neighbours."""

Ring = Sequence[tuple[float, float]]


def cartogram(
    shapes: Mapping[str, Any], items: Sequence[Mapping[str, Any]], classes: Sequence[Mapping[str, Any]]
) -> Cartogram | None:
    """Return the areas of a GeoJSON feature collection, each with its item.

    shapes: plane coordinates, y upwards, neighbours one apart; with ``degrees: true`` longitudes and latitudes.
    items: ``{code, name, value, status, href}``; classes: ``{min, max, label}`` with ``min <= value < max``.
    """
    known = {str(item["code"]): item for item in items}
    features = list(shapes.get("features", ()))
    if not features:
        return None
    in_degrees = bool(shapes.get("degrees"))
    given = [_rings(feature["geometry"]) for feature in features]
    drawn = _projected(given) if in_degrees else [[_grown(ring) for ring in rings] for rings in given]
    steps = {id(one): _spread(at, len(classes)) for at, one in enumerate(classes)}
    areas = []
    for feature, rings in zip(features, drawn, strict=True):
        code = str(feature["properties"]["code"])
        item = known.get(code, {"name": feature["properties"].get("name", code), "value": None})
        areas.append(_area(code, item, rings, _step(item.get("value"), classes, steps)))
    xs, ys = (
        [x for rings in drawn for ring in rings for x, _ in ring],
        [y for rings in drawn for ring in rings for _, y in ring],
    )
    box = f"{min(xs) - 4:.0f} {min(ys) - 4:.0f} {max(xs) - min(xs) + 8:.0f} {max(ys) - min(ys) + 8:.0f}"
    legend = tuple((steps[id(one)], str(one["label"])) for one in classes)
    return Cartogram(box, tuple(areas), legend, in_degrees)


def _rings(geometry: Mapping[str, Any]) -> list[Ring]:
    coordinates = geometry["coordinates"]
    polygons = coordinates if geometry["type"] == "MultiPolygon" else [coordinates]
    return [[(point[0], point[1]) for point in ring] for polygon in polygons for ring in polygon]


def _grown(ring: Ring) -> Ring:
    return [(x * TILE, -y * TILE) for x, y in ring]


def _projected(given: Sequence[Sequence[Ring]]) -> list[list[Ring]]:
    """Return rings of degrees as plane ones that fill the map: near the equator a cosine is projection enough."""
    points = [point for rings in given for ring in rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    squeeze = cos(radians((south + north) / 2))
    width, height = (east - west) * squeeze, north - south
    scale = min(MAP_WIDTH / (width or 1), MAP_HEIGHT / (height or 1))
    return [
        [[((x - west) * squeeze * scale, (north - y) * scale) for x, y in ring] for ring in rings] for rings in given
    ]


def _spread(at: int, count: int) -> int:
    """Return the step of a class: the first is the lightest, the last the darkest, however many there are."""
    return CLASSES if count <= 1 else 1 + round(at * (CLASSES - 1) / (count - 1))


def _area(code: str, item: Mapping[str, Any], rings: Sequence[Ring], step: int) -> Area:
    main = max(rings, key=_twice_area)
    x, y = _middle(main)
    names = broken(str(item.get("name") or code))
    width = max(px for px, _ in main) - min(px for px, _ in main)
    if width < NARROWEST:
        names = ()
    top = y - LINE * (len(names) - 1) / 2 - LINE * 0.2
    return Area(
        code,
        "".join(_path(ring) for ring in rings),
        f"{x:.0f}",
        f"{y:.0f}",
        tuple((name, f"{top + LINE * at:.0f}") for at, name in enumerate(names)),
        f"{top + LINE * (len(names) - 1) + LINE * 1.35:.0f}" if names else "",
        step,
        item,
    )


def _path(ring: Ring) -> str:
    corners = ring[:-1] if ring[0] == ring[-1] else ring
    return "M" + "L".join(f"{x:.0f},{y:.0f}" for x, y in corners) + "Z"


def _twice_area(ring: Ring) -> float:
    return abs(sum(x * b - a * y for (x, y), (a, b) in itertools.pairwise(ring)))


def _middle(ring: Ring) -> tuple[float, float]:
    """Return the centre of gravity of a closed ring."""
    twice = sum(x * b - a * y for (x, y), (a, b) in itertools.pairwise(ring))
    if not twice:
        return ring[0]
    pairs = list(itertools.pairwise(ring))
    x = sum((px + qx) * (px * qy - qx * py) for (px, py), (qx, qy) in pairs) / (3 * twice)
    y = sum((py + qy) * (px * qy - qx * py) for (px, py), (qx, qy) in pairs) / (3 * twice)
    return x, y


def _step(value: Any, classes: Sequence[Mapping[str, Any]], steps: Mapping[int, int]) -> int:
    if value is None:
        return 0
    for one in classes:
        low, high = one.get("min"), one.get("max")
        if (low is None or value >= low) and (high is None or value < high):
            return steps[id(one)]
    return steps[id(classes[-1])] if classes else 3


def broken(name: str) -> tuple[str, ...]:
    """Return a name in one or two lines, as even as its words allow."""
    words = name.split()
    if len(name) <= LONGEST or len(words) < 2:
        return (name,)
    halves = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return min(halves, key=lambda half: (max(map(len, half)), -len(half[0])))
