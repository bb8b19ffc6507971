"""Boundaries of units from a GeoJSON file: what is wrong with each, and a shape light enough to draw."""

import itertools
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Point = tuple[float, float]
Ring = tuple[Point, ...]

CODES = ("code", "unit_code", "ma")
"""Properties of a feature that may name the unit, in this order."""
DETAIL = 1500
"""How many steps the width of the whole map is told apart in: finer detail is not drawn."""


class Wrong(StrEnum):
    """What can be wrong with one feature."""

    nameless = "nameless"
    unknown = "unknown"
    repeated = "repeated"
    no_area = "no_area"
    open_ring = "open_ring"
    off_the_globe = "off_the_globe"
    swapped = "swapped"


SAID: Mapping[Wrong, tuple[str, str]] = {
    Wrong.nameless: (
        "không nêu mã đơn vị: cần thuộc tính code, unit_code hoặc ma",
        "it names no unit: give the property code, unit_code or ma",
    ),
    Wrong.unknown: ("không có đơn vị này trong bộ khai báo", "the pack has no such unit"),
    Wrong.repeated: ("đơn vị này đã có ở trên; mỗi đơn vị một lần", "the unit stands above already; give each once"),
    Wrong.no_area: (
        "không phải Polygon hay MultiPolygon có diện tích",
        "it is no Polygon or MultiPolygon with an area",
    ),
    Wrong.open_ring: (
        "có vòng chưa khép kín: điểm cuối phải trùng điểm đầu, ít nhất bốn điểm",
        "a ring is not closed: its last point is its first, with four points at least",
    ),
    Wrong.off_the_globe: (
        "tọa độ ngoài kinh độ ±180, vĩ độ ±90: cần WGS 84 tính bằng độ",
        "coordinates outside longitude ±180, latitude ±90: WGS 84 in degrees is wanted",
    ),
    Wrong.swapped: (
        "vĩ độ đứng trước kinh độ: mỗi điểm là [kinh độ, vĩ độ]",
        "latitude stands before longitude: a point is [longitude, latitude]",
    ),
}


@dataclass(frozen=True, slots=True)
class BoundaryFault:
    """One feature that cannot be taken. number: its place in the file, the first is 1."""

    number: int
    unit: str
    wrong: Wrong

    def sentence(self, locale: str) -> str:
        """Say it in a language."""
        vietnamese, english = SAID[self.wrong]
        name = f" ({self.unit})" if self.unit else ""
        return (
            f"feature {self.number}{name}: {english}" if locale == "en" else f"hình {self.number}{name}: {vietnamese}"
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """The boundary of one unit: outer rings and holes alike, longitude and latitude in degrees, each ring closed."""

    unit: str
    rings: tuple[Ring, ...]


def read_boundaries(
    features: Sequence[object], *, known: AbstractSet[str]
) -> tuple[tuple[Shape, ...], tuple[BoundaryFault, ...]]:
    """Return the shapes of a feature collection, made light, and all that is wrong with it.

    known: codes of the pack's units. Shapes are returned for the features without a fault.
    """
    shapes: list[Shape] = []
    faults: list[BoundaryFault] = []
    seen: set[str] = set()
    for number, feature in enumerate(features, 1):
        unit = _unit_of(feature)
        rings = _rings_of(feature)
        wrong = _wrong_name(unit, known, seen) or _wrong_shape(rings)
        seen.add(unit)
        if wrong is None:
            shapes.append(Shape(unit, rings))
        else:
            faults.append(BoundaryFault(number, unit, wrong))
    return tuple(lightened(shapes)), tuple(faults)


def _unit_of(feature: object) -> str:
    properties = feature.get("properties") if isinstance(feature, Mapping) else None
    if not isinstance(properties, Mapping):
        return ""
    return next((str(properties[name]).strip() for name in CODES if properties.get(name) not in (None, "")), "")


def _rings_of(feature: object) -> tuple[Ring, ...]:
    """Return every ring of a feature; empty when it is no polygon or its numbers are none."""
    geometry = feature.get("geometry") if isinstance(feature, Mapping) else None
    if not isinstance(geometry, Mapping):
        return ()
    given: Any = geometry.get("coordinates")
    try:
        match geometry.get("type"):
            case "Polygon":
                return tuple(_ring(ring) for ring in given)
            case "MultiPolygon":
                return tuple(_ring(ring) for polygon in given for ring in polygon)
    except (TypeError, ValueError):
        pass
    return ()


def _ring(points: Any) -> Ring:
    return tuple((float(point[0]), float(point[1])) for point in points)


def _wrong_name(unit: str, known: AbstractSet[str], seen: AbstractSet[str]) -> Wrong | None:
    if not unit:
        return Wrong.nameless
    if unit not in known:
        return Wrong.unknown
    return Wrong.repeated if unit in seen else None


def _wrong_shape(rings: Sequence[Ring]) -> Wrong | None:
    points = [point for ring in rings for point in ring]
    if not points:
        return Wrong.no_area
    if any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        return Wrong.open_ring
    # Vietnam lies east of 100 degrees: what has its latitude there has them the wrong way round.
    if all(abs(x) <= 90 < abs(y) <= 180 for x, y in points):
        return Wrong.swapped
    if not all(abs(x) <= 180 and abs(y) <= 90 for x, y in points):
        return Wrong.off_the_globe
    return None if any(_area(ring) > 0 for ring in rings) else Wrong.no_area


def _area(ring: Ring) -> float:
    """Return twice the area inside a ring, in square degrees."""
    return abs(sum(x * b - a * y for (x, y), (a, b) in itertools.pairwise(ring)))


def lightened(shapes: Sequence[Shape]) -> list[Shape]:
    """Return the shapes without the points that no screen can show.

    A border that two units share may part by less than a step of DETAIL: less than a screen shows.
    """
    points = [point for shape in shapes for ring in shape.rings for point in ring]
    if not points:
        return []
    width = max(x for x, _ in points) - min(x for x, _ in points)
    return [Shape(shape.unit, tuple(thinned(ring, width / DETAIL) for ring in shape.rings)) for shape in shapes]


def thinned(ring: Ring, tolerance: float) -> Ring:
    """Return a closed ring without the points nearer than ``tolerance`` to what is left (Douglas and Peucker, 1973).

    tolerance: in the ring's own measure. A ring keeps four points at least.
    """
    if len(ring) <= 4:
        return ring
    # A closed ring has no two ends: it is cut at its first point and at the one farthest from it.
    middle = max(range(len(ring)), key=lambda at: _square(ring[0], ring[at]))
    kept = _thinned_line(ring[: middle + 1], tolerance)[:-1] + _thinned_line(ring[middle:], tolerance)
    return tuple(kept) if len(kept) >= 4 else ring


def _square(a: Point, b: Point) -> float:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


def _thinned_line(line: Sequence[Point], tolerance: float) -> list[Point]:
    keep = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        inner = range(first + 1, last)
        if not inner:
            continue
        farthest = max(inner, key=lambda at: _distance(line[at], line[first], line[last]))
        if _distance(line[farthest], line[first], line[last]) > tolerance:
            keep.add(farthest)
            waiting += [(first, farthest), (farthest, last)]
    return [line[at] for at in sorted(keep)]


def _distance(point: Point, a: Point, b: Point) -> float:
    length = _square(a, b)
    if length == 0:
        return float(_square(point, a) ** 0.5)
    along = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length
    along = min(1.0, max(0.0, along))
    return float(_square(point, (a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1]))) ** 0.5)
