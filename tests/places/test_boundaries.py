"""Official boundaries: what is wrong with a file is named, good ones are taken in whole, drawn, and taken back."""

import itertools
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songbe.events.models import Event
from songbe.places.actions import import_boundaries, withdraw_boundaries
from songbe.places.actions.boundaries import BoundariesWithdrawn, NotGeoJson, UnknownBoundaries
from songbe.places.models import Boundary
from songbe.places.policy import OPERATOR, Actor, OutOfReach
from songbe.places.queries import boundaries
from songbe.places.rules.boundaries import Wrong, _distance, read_boundaries, thinned
from tests.stories import apply_demo

NOW = datetime(2024, 1, 5, 3, tzinfo=UTC)


def square(code: str | None, west: float = 106.5, south: float = 11.0, **changed: Any) -> dict[str, Any]:
    ring = [[west, south], [west + 0.1, south], [west + 0.1, south + 0.1], [west, south + 0.1], [west, south]]
    geometry = {"type": "Polygon", "coordinates": [ring]} | changed
    return {"type": "Feature", "properties": {} if code is None else {"code": code}, "geometry": geometry}


GOOD = [square("991"), square("992", 106.6), square("993", 106.7)]


@pytest.mark.parametrize(
    ("feature", "wrong"),
    [
        (square(None), Wrong.nameless),
        (square("555"), Wrong.unknown),
        (square("991"), Wrong.repeated),
        (square("992", type="LineString"), Wrong.no_area),
        (square("992", coordinates=[]), Wrong.no_area),
        (square("992", coordinates=[[["x", "y"]]]), Wrong.no_area),
        (square("992", coordinates=[[[106.5, 11], [106.6, 11], [106.5, 11], [106.5, 11]]]), Wrong.no_area),
        (square("992", coordinates=[[[106.5, 11], [106.6, 11], [106.6, 11.1]]]), Wrong.open_ring),
        (square("992", coordinates=[[[106.5, 11], [106.6, 11], [106.6, 11.1], [106.5, 11.1]]]), Wrong.open_ring),
        (square("992", 11.0, 106.5), Wrong.swapped),
        (square("992", 683_000.0, 1_220_000.0), Wrong.off_the_globe),
        ({"properties": {"code": "992"}}, Wrong.no_area),
        ("992", Wrong.nameless),
    ],
    ids=lambda value: value.value if isinstance(value, Wrong) else "",
)
def test_each_bad_feature_is_named_by_its_place_in_the_file(feature: object, wrong: Wrong) -> None:
    _shapes, faults = read_boundaries([square("991"), feature], known={"991", "992"})

    assert [(fault.number, fault.wrong) for fault in faults] == [(2, wrong)]
    assert faults[0].sentence("vi").startswith("hình 2")
    assert faults[0].sentence("en").startswith("feature 2")


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=4, max_size=40, unique=True))
def test_no_point_lies_farther_from_a_thinned_ring_than_the_tolerance(points: list[tuple[int, int]]) -> None:
    ring = tuple((float(x), float(y)) for x, y in [*points, points[0]])

    kept = thinned(ring, 10)

    assert kept[0] == kept[-1]
    assert set(kept) <= set(ring)
    sides = list(itertools.pairwise(kept))
    assert all(min(_distance(point, *side) for side in sides) <= 10 + 1e-9 for point in ring)


def _file(folder: Path, features: object) -> Path:
    path = folder / "ranh-gioi.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


@pytest.fixture
def province(db: None) -> None:
    apply_demo()


@pytest.mark.usefixtures("province")
def test_a_file_with_one_fault_leaves_no_boundary(tmp_path: Path) -> None:
    read = import_boundaries(path=_file(tmp_path, [*GOOD, square("555")]), source="", at=NOW, actor=OPERATOR)

    assert [fault.unit for fault in read.faults] == ["555"]
    assert not Boundary.objects.exists()


@pytest.mark.usefixtures("province")
def test_boundaries_are_taken_in_once_and_taken_back_with_an_event_each(tmp_path: Path) -> None:
    path = _file(tmp_path, GOOD)

    first = import_boundaries(path=path, source="đo đạc thử", at=NOW, actor=OPERATOR)
    again = import_boundaries(path=path, source="đo đạc thử", at=NOW, actor=OPERATOR)

    assert first.imported is not None
    assert (again.earlier, again.imported) == (True, first.imported)
    found = boundaries()
    assert found is not None
    assert {feature["properties"]["code"] for feature in found["features"]} == {"991", "992", "993"}

    withdraw_boundaries(number=first.imported.pk, at=NOW, actor=OPERATOR)

    assert boundaries() is None
    kinds = (
        Event.objects.filter(subject=f"boundaries:{first.imported.pk}").order_by("id").values_list("kind", flat=True)
    )
    assert list(kinds) == ["boundaries.imported", "boundaries.withdrawn"]
    with pytest.raises(BoundariesWithdrawn):
        withdraw_boundaries(number=first.imported.pk, at=NOW, actor=OPERATOR)
    assert not import_boundaries(path=path, source="", at=NOW, actor=OPERATOR).earlier


@pytest.mark.usefixtures("province")
def test_a_unit_is_drawn_as_the_newest_file_drew_it(tmp_path: Path) -> None:
    import_boundaries(path=_file(tmp_path, GOOD), source="", at=NOW, actor=OPERATOR)
    import_boundaries(path=_file(tmp_path, [square("992", 107.0)]), source="", at=NOW, actor=OPERATOR)

    found = boundaries()

    assert found is not None
    corners = {f["properties"]["code"]: f["geometry"]["coordinates"][0][0][0] for f in found["features"]}
    assert corners == {"991": 106.5, "992": 107.0, "993": 106.7}


@pytest.mark.usefixtures("province")
@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b'{"features": []}', b'{"features": {}}', b"[" * 100_000])
def test_a_file_that_is_no_geojson_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.geojson"
    path.write_bytes(content)

    with pytest.raises(NotGeoJson) as refused:
        import_boundaries(path=path, source="", at=NOW, actor=OPERATOR)

    assert "x.geojson" in refused.value.message("vi")


@pytest.mark.usefixtures("province")
def test_only_who_may_apply_packs_may_draw_the_map(tmp_path: Path) -> None:
    with pytest.raises(OutOfReach):
        import_boundaries(path=_file(tmp_path, GOOD), source="", at=NOW, actor=Actor("ai"))
    with pytest.raises(UnknownBoundaries):
        withdraw_boundaries(number=404, at=NOW, actor=OPERATOR)
