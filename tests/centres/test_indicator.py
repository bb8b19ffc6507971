"""One indicator: its course, the places under it, its own level, how it came about."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation

from songbe.centres.queries.indicators import indicator
from songbe.indicators.actions import Report, report_value
from songbe.indicators.actions.publishing import publish_figure
from songbe.indicators.queries import catalogue, figure, figures
from songbe.kernel.periods import parse_period
from songbe.places.actions import import_boundaries, withdraw_boundaries
from songbe.places.policy import OPERATOR
from songbe.places.queries import gazetteer
from songbe.warehouse.queries import many_sums_from_records, sums_from_records
from tests.centres.asking import TODAY, asked
from tests.places.test_boundaries import NOW, square

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]

YEAR = parse_period("2023")


def test_the_figure_is_the_one_the_command_gives() -> None:
    page = indicator(asked(), "DEMO003")

    assert page.tile.figure == figure(code="DEMO003", place="99", period=YEAR)
    assert page.frame.as_of == page.tile.figure.as_of
    assert page.frame.simulated


def test_its_course_is_the_months_of_the_year_beside_those_of_the_year_before() -> None:
    page = indicator(asked(period="2023-Q2"), "DEMO001")

    found = figures(codes=["DEMO001"], places=["99"], periods=[*YEAR.months(), *YEAR.year_before().months()])
    assert list(page.trend) == [found["DEMO001", "99", month.code].value for month in YEAR.months()]
    assert list(page.year_before) == [found["DEMO001", "99", month.code].value for month in YEAR.year_before().months()]
    assert list(page.trend_labels) == [f"T{number}" for number in range(1, 13)]


def test_months_after_the_newest_data_and_before_the_first_are_gaps() -> None:
    page = indicator(asked(period="2022"), "DEMO001")

    assert page.year_before == [None] * 12
    assert page.trend[0] is not None
    assert [series["name"] for series in page.chart["series"]] == ["2022"]


def test_a_share_has_its_target_as_a_line_a_sum_has_none() -> None:
    share, count = indicator(asked(period="2023-05"), "DEMO003"), indicator(asked(), "DEMO001")

    assert share.chart["target"] == {"value": 95, "label": "Mục tiêu 95 %"}
    assert share.tile.figure.target is None
    assert "target" not in count.chart


def test_places_are_ranked_the_best_first_by_the_indicators_direction() -> None:
    higher = indicator(asked(path="/ioc/figures/DEMO003/"), "DEMO003")
    lower = indicator(asked(), "DEMO005")

    for page, sign in ((higher, -1), (lower, 1)):
        shown = [sign * (one.figure.value or 0) for one in page.ranking]
        assert shown == sorted(shown)
        assert {one.place.code for one in page.ranking} == {"991", "992", "993"}
    assert [one.rank for one in higher.ranking] == [1, 2, 3]
    assert higher.ranking_level == "Cấp huyện"
    best = higher.ranking[0]
    assert best.url == f"/ioc/figures/DEMO003/?place={best.place.code}&period=2023&basis=as-then"


def test_each_places_figure_and_change_is_the_one_the_command_gives() -> None:
    page = indicator(asked(), "DEMO003")

    for one in page.ranking:
        now = figure(code="DEMO003", place=one.place.code, period=YEAR)
        before = figure(code="DEMO003", place=one.place.code, period=YEAR.year_before()).value
        assert one.figure == now
        assert one.change == (now.value or 0) - (before or 0)


@pytest.mark.parametrize("code", ["DEMO001", "DEMO003", "DEMO004", "DEMO007", "DEMO008", "DEMO013"])
def test_the_provincial_level_is_what_its_own_agencies_come_to(code: str) -> None:
    page = indicator(asked(), code)

    name, value = page.breakdown[0]
    agencies = figures(codes=[code], places=["STTTT", "STP"], periods=[YEAR])
    assert name == "Cấp tỉnh"
    if code in ("DEMO001", "DEMO004", "DEMO013"):
        assert value == sum(one.value or 0 for one in agencies.values())
    elif code == "DEMO003":
        settled = sum(one.denominator or 0 for one in agencies.values())
        in_time = sum(one.numerator or 0 for one in agencies.values())
        assert value == round(100 * in_time / settled, 2)
    else:
        assert min(one.value or 0 for one in agencies.values()) <= (value or 0)
        assert (value or 0) <= max(one.value or 0 for one in agencies.values())


def test_a_district_has_its_communes_and_a_commune_nothing_under_it() -> None:
    district, commune = indicator(asked(place="991"), "DEMO001"), indicator(asked(place="99101"), "DEMO001")

    assert {one.place.code for one in district.ranking} == {"99101", "99102", "99103"}
    assert district.breakdown == [("Cấp huyện", Decimal(0))]
    assert (commune.ranking, commune.breakdown, commune.bars, commune.map) == ([], [], {}, {})


def test_the_map_has_a_tile_a_label_and_a_state_for_every_district() -> None:
    page = indicator(asked(), "DEMO003")

    assert page.tiles is not None
    said = {feature["properties"]["code"]: feature["properties"] for feature in page.tiles["features"]}
    assert said["991"]["name"] == "Ngân Hà"
    assert said["991"]["state"] == "at-risk"
    assert said["991"]["label"] == f"{said['991']['value']:.2f} %".replace(".", ",")
    assert [item["code"] for item in page.map["items"]] == ["992", "991", "993"]
    assert page.map["classes"][0]["label"].startswith("dưới ")
    assert "min" not in page.map["classes"][0]
    assert "max" not in page.map["classes"][-1]


def test_communes_without_tiles_have_no_map() -> None:
    page = indicator(asked(place="991"), "DEMO003")

    assert (page.tiles, page.map) == (None, {})
    assert len(page.bars["items"]) == 3


def test_on_todays_map_the_new_communes_stand_under_the_province() -> None:
    page = indicator(asked(basis="as-now"), "DEMO001")

    assert {one.place.code for one in page.ranking} == {"99801", "99802", "99803", "99804"}
    assert any(one.figure.estimate for one in page.ranking)
    name, rest = page.breakdown[0]
    assert name == "Cơ quan cấp trên của các đơn vị này"
    assert rest == indicator(asked(), "DEMO001").breakdown[0][1]
    assert {place.value for place in page.frame.places} == {"99", "99801", "99802", "99803", "99804"}


def test_an_outside_rank_shows_who_said_it_and_counts_no_records() -> None:
    page = indicator(asked(), "DEMO015")

    assert page.tile.figure.value == page.tile.figure.published == 7
    assert not page.can_read_records
    assert page.tile.figure.source == "Báo cáo năm 2023 của tỉnh tưởng tượng"
    assert page.chart["periods"][-1] == "2023"


def test_a_published_statement_stands_before_the_count_of_records() -> None:
    page = indicator(asked(), "DEMO001")

    shown = page.tile.figure
    assert (shown.value, shown.computed) == (Decimal(2900), Decimal(1200))
    assert shown.qualifier == "more_than"


def test_related_indicators_are_neighbours_that_speak_of_the_same() -> None:
    page = indicator(asked(), "DEMO001")

    assert {one.value for one in page.related} <= {d.code for d in asked().shared.ground.known.of_sector("DVC")}
    assert "DEMO001" not in {one.value for one in page.related}
    assert page.related[0].url == f"/ioc/figures/{page.related[0].value}/?place=99&period=2023&basis=as-then"
    assert page.sector is not None
    assert page.sector.label == "Dịch vụ hành chính công"


def test_what_was_published_of_it_stands_with_its_permanent_address() -> None:
    publish_figure(code="DEMO003", place="99", period=YEAR, at=datetime(2024, 1, 15, 3, tzinfo=UTC), actor=OPERATOR)

    page = indicator(asked(), "DEMO003")

    assert [one.url for one in page.publications] == ["/ioc/figures/DEMO003/99/2023/2024-01-15/"]
    assert page.tile.figure.publication_status == "published"


def test_its_own_lateness_is_said() -> None:
    assert indicator(asked(), "DEMO001").late is None
    late = indicator(asked(), "DEMO009").late
    assert late is not None
    assert late.newest is None


def test_words_are_english_for_who_reads_english() -> None:
    with translation.override("en"):
        page = indicator(asked(), "DEMO003")

    assert page.frame.period_label == "2023"
    assert page.trend_labels[0] == "Jan"
    assert page.ranking[0].place.name("en") == page.bars["items"][0]["name"]


def test_odd_days_are_counted_from_the_records() -> None:
    page = indicator(asked(period="2023-03-06/2023-03-24"), "DEMO001")

    assert page.tile.figure.value == figure(code="DEMO001", period=parse_period("2023-03-06/2023-03-24")).value
    assert page.frame.periods[0].value == "2023-03-06/2023-03-24"


def test_a_draft_shows_in_the_course_only_to_who_may_see_drafts() -> None:
    report_value(
        report=Report("DEMO014", "99", YEAR, Decimal(71)),
        at=datetime(2024, 1, 15, 3, tzinfo=UTC),
        actor=OPERATOR,
        simulated=True,
    )

    leader, reader = indicator(asked("lanhdao"), "DEMO014"), indicator(asked("xemtinh"), "DEMO014")

    assert leader.tile.figure.value == leader.trend[-1] == 71
    assert leader.tile.figure.publication_status == "provisional"
    assert (reader.tile.figure.value, reader.trend[-1]) == (None, None)


def test_places_under_it_stand_in_vietnamese_order_on_the_map() -> None:
    children = [place.code for place in gazetteer().children("99", TODAY.replace(year=2023))]

    assert [item["code"] for item in indicator(asked(), "DEMO003").map["items"]] == children


def test_places_are_drawn_from_their_boundaries_where_each_has_one(tmp_path: Path) -> None:
    tiles = indicator(asked(), "DEMO001").map["shapes"]
    drawn = import_boundaries(path=_boundaries(tmp_path, "991", "992", "993"), source="", at=NOW, actor=OPERATOR)
    whole = indicator(asked(), "DEMO001").map["shapes"]
    assert drawn.imported is not None
    withdraw_boundaries(number=drawn.imported.pk, at=NOW, actor=OPERATOR)
    import_boundaries(path=_boundaries(tmp_path, "991", "992"), source="", at=NOW, actor=OPERATOR)
    in_part = indicator(asked(), "DEMO001").map["shapes"]

    assert (tiles["degrees"], whole["degrees"], in_part["degrees"]) == (False, True, False)
    assert {each["properties"]["code"] for each in whole["features"]} == {"991", "992", "993"}


def _boundaries(folder: Path, *codes: str) -> Path:
    path = folder / f"{len(codes)}.geojson"
    features = [square(code, 106.5 + 0.1 * at) for at, code in enumerate(codes)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


@pytest.mark.parametrize("place", ["99", "991", "STP"])
@pytest.mark.parametrize("span", ["2022-02-10/2022-08-17", "2022-01-01/2022-12-29", "2022-03-02/2022-03-30"])
@pytest.mark.usefixtures("province", "db")
def test_days_that_are_not_whole_months_come_to_what_their_records_do(place: str, span: str) -> None:
    period = parse_period(span)
    component = catalogue().parts_of(catalogue().definition("DEMO001")).of

    found = figure(code="DEMO001", place=place, period=period)

    assert found.value == sums_from_records(component, place, period).n


@pytest.mark.usefixtures("province", "db")
def test_facts_read_once_for_many_places_come_to_what_they_do_one_by_one() -> None:
    codes = [f"DEMO00{number}" for number in range(1, 9)]
    known = catalogue()
    components = dict.fromkeys(each for code in codes for each in known.parts_of(known.definition(code)).all)
    wanted = [(each, place) for each in components for place in ("99", "991", "99101", "STP", "=STP", "991+992")]

    for span in ("2022-02-10/2022-08-17", "2023-12-01/2023-12-29", "2022", "2031"):
        period = parse_period(span)
        found = many_sums_from_records(wanted, period)
        assert found == {(each, place): sums_from_records(each, place, period) for each, place in wanted}
        assert span == "2031" or any(sums.n for sums in found.values())
