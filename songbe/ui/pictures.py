"""Small pictures as numbers: where the points, bars and hexagons of an inline SVG stand. No colours, no words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
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
class Hexagon:
    """One tile of a cartogram. step: 1-5 on the colour scale, 0 without a value; lines: the name, broken to fit."""

    code: str
    points: str
    x: str
    y: str
    lines: tuple[tuple[str, str], ...]
    value_y: str
    step: int
    item: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cartogram:
    """All tiles, with the box that holds them. legend: the classes in words, each with its step."""

    box: str
    hexagons: tuple[Hexagon, ...]
    legend: tuple[tuple[int, str], ...]


UNIT = 100
LINE = 27
LONGEST = 9


def cartogram(
    shapes: Mapping[str, Any], items: Sequence[Mapping[str, Any]], classes: Sequence[Mapping[str, Any]]
) -> Cartogram | None:
    """Return the tiles of a GeoJSON feature collection (y upwards, neighbours one apart), each with its item.

    items: ``{code, name, value, status, href}``; classes: ``{min, max, label}`` with ``min <= value < max``.
    """
    known = {str(item["code"]): item for item in items}
    features = list(shapes.get("features", ()))
    if not features:
        return None
    rings = [[(_grown(x), -_grown(y)) for x, y in feature["geometry"]["coordinates"][0]] for feature in features]
    steps = {id(one): _spread(at, len(classes)) for at, one in enumerate(classes)}
    hexagons = tuple(
        _hexagon(str(feature["properties"]["code"]), feature["properties"], ring, known, classes, steps)
        for feature, ring in zip(features, rings, strict=True)
    )
    xs, ys = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
    box = f"{min(xs) - 4:.0f} {min(ys) - 4:.0f} {max(xs) - min(xs) + 8:.0f} {max(ys) - min(ys) + 8:.0f}"
    return Cartogram(box, hexagons, tuple((steps[id(one)], str(one["label"])) for one in classes))


def _grown(number: float) -> float:
    # A tile is one wide in the pack and about 180 here, so that letters have whole sizes.
    return number * 1.8 * UNIT


def _spread(at: int, count: int) -> int:
    """Return the step of a class: the first is the lightest, the last the darkest, however many there are."""
    return CLASSES if count <= 1 else 1 + round(at * (CLASSES - 1) / (count - 1))


def _hexagon(
    code: str,
    properties: Mapping[str, Any],
    ring: Sequence[tuple[float, float]],
    known: Mapping[str, Mapping[str, Any]],
    classes: Sequence[Mapping[str, Any]],
    steps: Mapping[int, int],
) -> Hexagon:
    item = known.get(code, {"name": properties.get("name", code), "value": None})
    corners = ring[:-1] if ring[0] == ring[-1] else ring
    x, y = sum(p[0] for p in corners) / len(corners), sum(p[1] for p in corners) / len(corners)
    names = broken(str(item.get("name") or properties.get("name", code)))
    top = y - LINE * (len(names) - 1) / 2 - LINE * 0.2
    return Hexagon(
        code,
        " ".join(f"{px:.0f},{py:.0f}" for px, py in corners),
        f"{x:.0f}",
        f"{y:.0f}",
        tuple((name, f"{top + LINE * at:.0f}") for at, name in enumerate(names)),
        f"{top + LINE * (len(names) - 1) + LINE * 1.35:.0f}",
        _step(item.get("value"), classes, steps),
        item,
    )


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
