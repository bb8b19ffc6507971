"""Where the points, bars and tiles of small pictures stand."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songbe.ui import pictures
from songbe.ui.specimens import gallery

SHARES = st.decimals(min_value=-1000, max_value=10**9, places=2)


def test_a_line_breaks_where_a_value_is_missing() -> None:
    drawn = pictures.spark([Decimal(1), Decimal(2), None, Decimal(4), None, Decimal(3)])

    assert drawn is not None
    assert [points.count(",") for points in drawn.lines] == [2]
    assert len(drawn.dots) == 2
    assert drawn.last == ("100", drawn.dots[1][1])


def test_a_line_reaches_from_its_lowest_to_its_highest_and_to_its_target() -> None:
    drawn = pictures.spark([Decimal(70), Decimal(80)], Decimal(90))

    assert drawn is not None
    assert drawn.lines == ("0,94 100,50",)
    assert drawn.target == "6"


def test_a_flat_line_runs_through_the_middle_and_no_value_draws_nothing() -> None:
    flat = pictures.spark([Decimal(3), Decimal(3)])

    assert flat is not None
    assert flat.lines == ("0,50 100,50",)
    assert pictures.spark([None, None]) is None


@given(st.lists(st.none() | SHARES, max_size=24), st.none() | SHARES)
def test_nothing_of_a_line_leaves_its_box(values: list[Decimal | None], target: Decimal | None) -> None:
    drawn = pictures.spark(values, target)

    if drawn is not None:
        points = [number for points in drawn.lines for pair in points.split() for number in pair.split(",")]
        assert all(0 <= float(number) <= 100 for number in [*points, *(n for dot in drawn.dots for n in dot)])


def test_bars_begin_at_zero_and_shares_run_to_a_hundred() -> None:
    percent = pictures.bar_scale([Decimal(94), Decimal(72)], percent=True)
    counts = pictures.bar_scale([Decimal(200), None, Decimal(50)])

    assert [percent.share(Decimal(value)) for value in (94, 0, -3)] == ["94", "0", "0"]
    assert [counts.share(value) for value in (Decimal(200), Decimal(50), None)] == ["96.2", "24", "0"]
    assert pictures.bar_scale([None]).share(Decimal(1)) == "0"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Dĩ An", ("Dĩ An",)),
        ("Phú Giáo", ("Phú Giáo",)),
        ("Bắc Tân Uyên", ("Bắc Tân", "Uyên")),
        ("Thị trấn Phước Vĩnh", ("Thị trấn", "Phước Vĩnh")),
        ("Mộtchữrấtdài", ("Mộtchữrấtdài",)),
    ],
)
def test_a_long_name_is_broken_between_words(name: str, lines: tuple[str, ...]) -> None:
    assert pictures.broken(name) == lines


def _drawn(**changed: Any) -> pictures.Cartogram:
    chart = gallery().map | changed
    drawn = pictures.cartogram(chart["shapes"], chart["items"], chart["classes"])
    assert drawn is not None
    return drawn


def test_each_tile_has_the_step_of_its_class_and_the_legend_has_them_all() -> None:
    drawn = _drawn()

    assert [tile.step for tile in drawn.areas] == [5, 4, 4, 3, 2, 1, 0]
    assert [step for step, _ in drawn.legend] == [1, 2, 3, 4, 5]


def test_few_classes_keep_the_ends_of_the_scale() -> None:
    drawn = _drawn(classes=[{"max": 80, "label": "dưới 80"}, {"min": 80, "label": "từ 80"}])

    assert [step for step, _ in drawn.legend] == [1, 5]


def test_a_place_without_a_figure_keeps_its_tile() -> None:
    drawn = _drawn(items=[])

    assert {tile.step for tile in drawn.areas} == {0}
    assert pictures.cartogram({"features": []}, [], []) is None


def _from_boundaries(*corners: tuple[float, float]) -> pictures.Cartogram:
    west, south = 106.5, 11.0
    ring = [[west + x, south + y] for x, y in (*corners, corners[0])]
    far = [[107.5, 12.0], [107.6, 12.0], [107.6, 12.1], [107.5, 12.0]]
    features = [
        {"properties": {"code": "991"}, "geometry": {"type": "Polygon", "coordinates": [ring]}},
        {"properties": {"code": "992"}, "geometry": {"type": "MultiPolygon", "coordinates": [[far]]}},
    ]
    items = [{"code": "991", "name": "Ngân Hà", "value": 7}, {"code": "992", "name": "Bắc Đẩu", "value": 9}]
    drawn = pictures.cartogram({"degrees": True, "features": features}, items, [{"label": "mọi giá trị"}])
    assert drawn is not None
    return drawn


def test_boundaries_in_degrees_fill_the_map_with_north_at_the_top() -> None:
    drawn = _from_boundaries((0, 0), (1, 0), (1, 1), (0, 1))

    _x, _y, width, height = map(float, drawn.box.split())
    assert drawn.true_to_scale
    assert max(width / pictures.MAP_WIDTH, height / pictures.MAP_HEIGHT) == pytest.approx(1, abs=0.02)
    south, north = drawn.areas
    assert float(north.y) < float(south.y)
    assert float(north.x) > float(south.x)


def test_an_area_too_small_for_its_name_bears_none_and_keeps_its_colour() -> None:
    large, small = _from_boundaries((0, 0), (1, 0), (1, 1), (0, 1)).areas

    assert [line for line, _ in large.lines] == ["Ngân Hà"]
    assert (small.lines, small.value_y) == ((), "")
    assert small.step == 5


def test_an_area_is_named_at_its_centre_of_gravity() -> None:
    # An L: its box's middle lies outside of its weight.
    area = _from_boundaries((0, 0), (1, 0), (1, 0.2), (0.2, 0.2), (0.2, 1), (0, 1)).areas[0]

    xs = [float(point.split(",")[0]) for point in area.path[1:-1].split("L")]
    assert float(area.x) < (min(xs) + max(xs)) / 2
