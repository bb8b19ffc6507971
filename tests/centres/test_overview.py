"""How the province stands: the headline, the sectors, what got worse, what is late."""

from decimal import Decimal

import pytest

from songbe.centres.queries.overview import UnknownSector, overview, sector
from songbe.indicators.queries import figure
from songbe.indicators.rules.targets import TargetStatus
from songbe.kernel.errors import PeriodNotWholeMonths
from songbe.kernel.periods import parse_period
from tests.centres.asking import asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]


def test_the_headline_is_the_first_groups_of_the_provinces_board_and_says_what_the_command_says() -> None:
    page = overview(asked())

    assert [tile.definition.code for tile in page.headline] == [
        *("DEMO001", "DEMO002", "DEMO003", "DEMO004"),
        *("DEMO006", "DEMO011", "DEMO008"),
    ]
    for tile in page.headline:
        assert tile.figure == figure(code=tile.definition.code, place="99", period=parse_period("2023"))


def test_a_district_with_a_centre_of_its_own_is_judged_by_its_own_board() -> None:
    page = overview(asked(place="991"))

    assert [tile.definition.code for tile in page.headline][:4] == ["DEMO001", "DEMO003", "DEMO005", "DEMO007"]
    assert {tile.figure.place for tile in page.headline} == {"991"}
    assert page.frame.as_of == page.frame.today


def test_sectors_count_their_indicators_by_state_the_worst_sector_first() -> None:
    page = overview(asked())

    first = page.sectors[0]
    assert {state.sector.code for state in page.sectors} == {"DVC", "RPT", "ICT"}
    assert (first.sector.code, first.state, first.missed, first.met + first.at_risk) == ("DVC", "missed", 2, 0)
    assert (first.indicators, first.with_value) == (10, 10)
    assert first.headline is not None
    assert first.headline.figure.target_status is TargetStatus.missed
    assert page.totals["missed"] == sum(state.missed for state in page.sectors)


def test_what_misses_its_target_comes_first_the_farthest_from_it_before_the_rest() -> None:
    page = overview(asked())

    assert [tile.definition.code for tile in page.missed] == ["DEMO006", "DEMO003"]
    assert all(tile.figure.target is not None for tile in page.missed)


def test_what_got_worse_comes_with_its_relative_change_the_worst_first() -> None:
    page = overview(asked())

    shares = [abs(tile.relative) for tile in page.worse if tile.relative is not None]
    codes = [tile.definition.code for tile in page.worse]
    assert shares == sorted(shares, reverse=True)
    assert {"DEMO003", "DEMO006"} <= set(codes)
    assert all(tile.worse and tile.definition.direction != "neutral" for tile in page.worse)
    on_time = page.worse[codes.index("DEMO003")]
    assert on_time.before == figure(code="DEMO003", period=parse_period("2022")).value == Decimal("88.90")
    assert (on_time.figure.value, on_time.change) == (Decimal("80.02"), Decimal("-8.88"))
    assert on_time.relative == Decimal("-0.0999")


def test_nothing_got_worse_against_a_year_without_records() -> None:
    page = overview(asked(period="2022"))

    assert [tile.definition.code for tile in page.worse] == []
    assert all(tile.change is None for tile in page.headline)


def test_what_is_late_is_late_on_the_newest_day_of_a_demonstration_not_years_later() -> None:
    page = overview(asked())

    late = {one.definition.code: one for one in page.late}
    assert page.frame.today is not None
    assert page.frame.today.isoformat() == "2023-12-26"
    # Payments, reports, certificates and alerts have no facts at all; the survey of 2022 was sent, that of 2023 is not
    # due yet.
    alerts = {"DEMO016", "DEMO017", "DEMO018", "DEMO019", "DEMO020"}
    assert set(late) == {"DEMO009", "DEMO010", "DEMO011", "DEMO012"} | alerts
    assert page.late_total == 9
    assert late["DEMO011"].period.code == "2023-11"
    assert (late["DEMO011"].due_on.isoformat(), late["DEMO011"].days_late) == ("2023-12-02", 24)
    assert late["DEMO011"].owner == "VP UBND"
    assert late["DEMO011"].url == "/ioc/figures/DEMO011/?place=99&period=2023-11&basis=as-then"


def test_a_survey_that_a_district_never_sent_is_late_there_alone() -> None:
    there = {one.definition.code for one in overview(asked(place="992")).late}
    elsewhere = {one.definition.code for one in overview(asked(place="991")).late}

    assert there - elsewhere == {"DEMO014"}


def test_the_address_holds_place_period_and_map_and_so_does_every_way_out() -> None:
    page = overview(asked(place="991", period="2023-Q3"))

    frame = page.frame
    assert frame.address == "https://ioc.example.org/ioc/?place=991&period=2023-Q3&basis=as-then"
    assert [step.label for step in frame.path] == ["Tỉnh Sao Mai", "Thành phố Ngân Hà"]
    assert frame.path[0].url == "/ioc/?place=99&period=2023-Q3&basis=as-then"
    assert frame.exports["csv"] == "/ioc/?place=991&period=2023-Q3&basis=as-then&format=csv"
    assert [(one.value, one.chosen) for one in frame.places][:4] == [
        ("99", False), ("992", False), ("991", True), ("993", False),
    ]  # fmt: skip
    assert page.headline[0].url == "/ioc/figures/DEMO001/?place=991&period=2023-Q3&basis=as-then"


def test_two_years_are_offered_with_their_quarters_and_months_newest_first() -> None:
    frame = overview(asked()).frame

    assert [one.value for one in frame.periods][:7] == [
        *("2023", "2023-Q4", "2023-Q3", "2023-Q2", "2023-Q1", "2023-12", "2023-11"),
    ]
    assert len(frame.periods) == 2 * (1 + 4 + 12)
    assert [one.label for one in frame.periods if one.chosen] == ["năm 2023"]


def test_a_period_of_odd_days_is_refused_where_a_thousand_figures_would_have_to_be_counted() -> None:
    with pytest.raises(PeriodNotWholeMonths):
        overview(asked(period="2023-01-05/2023-02-03"))


def test_a_sector_shows_what_has_a_target_first_and_the_worst_of_it_before_the_rest() -> None:
    page = sector(asked(), "DVC")

    assert [tile.definition.code for tile in page.tiles] == ["DEMO006", "DEMO003"]
    assert {tile.figure.target_status for tile in page.tiles} == {TargetStatus.missed}
    assert [tile.definition.code for tile in page.rest] == [
        *("DEMO001", "DEMO002", "DEMO004", "DEMO005", "DEMO007", "DEMO008", "DEMO011", "DEMO013"),
    ]
    assert (page.state.indicators, page.state.late) == (10, 1)


def test_a_tile_has_the_twelve_months_up_to_its_periods_end() -> None:
    quarter = overview(asked(period="2023-Q2")).headline[0]

    assert quarter.trend_labels[0] == "tháng 7/2022"
    assert quarter.trend_labels[-1] == "tháng 6/2023"
    assert quarter.trend[-1] == figure(code="DEMO001", period=parse_period("2023-06")).value
    assert sum(value or 0 for value in quarter.trend[-3:]) == quarter.figure.value


def test_a_yearly_figure_has_years_for_a_trend() -> None:
    page = sector(asked(period="2022"), "ICT")

    survey = next(tile for tile in page.rest if tile.definition.code == "DEMO014")
    assert survey.trend_labels[-2:] == ["năm 2021", "năm 2022"]
    assert list(survey.trend) == [None, None, None, Decimal("61.50"), Decimal("64.00")]
    assert survey.change == Decimal("2.50")


def test_an_unknown_sector_is_named() -> None:
    with pytest.raises(UnknownSector, match="ABC"):
        sector(asked(), "ABC")
