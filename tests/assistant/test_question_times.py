"""Times as the banks of questions name them: both ends, on the day of the question."""

from datetime import date

import pytest

from bench.questions import times

FRIDAY = date(2023, 12, 29)
NEW_YEAR = date(2024, 1, 5)


@pytest.mark.parametrize(
    ("token", "now", "iso"),
    [
        ("M-1", FRIDAY, "2023-11-01/2023-11-30"),  # tháng trước: the last whole month
        ("M-1", NEW_YEAR, "2023-12-01/2023-12-31"),
        ("M0", FRIDAY, "2023-12-01/2023-12-29"),  # a month that runs ends today
        ("2023-12", FRIDAY, "2023-12-01/2023-12-29"),
        ("M+1", FRIDAY, "2024-01-01/2024-01-31"),
        ("Q-1", FRIDAY, "2023-07-01/2023-09-30"),
        ("2023Q4", FRIDAY, "2023-10-01/2023-12-29"),  # quý IV
        ("2023Q4", NEW_YEAR, "2023-10-01/2023-12-31"),
        ("Q+1", FRIDAY, "2024-01-01/2024-03-31"),
        ("Y0", FRIDAY, "2023-01-01/2023-12-29"),  # năm nay, từ đầu năm
        ("Y-1", FRIDAY, "2022-01-01/2022-12-31"),  # năm ngoái
        ("H0", FRIDAY, "2023-07-01/2023-12-29"),  # 6 tháng cuối năm
        ("W-1", FRIDAY, "2023-12-18/2023-12-24"),  # tuần trước: Monday to Sunday
        ("W0", FRIDAY, "2023-12-25/2023-12-29"),
        ("W+1", FRIDAY, "2024-01-01/2024-01-07"),
        ("D-1", FRIDAY, "2023-12-28/2023-12-28"),
        ("D0", FRIDAY, "2023-12-29/2023-12-29"),
        ("T9", FRIDAY, "2023-01-01/2023-09-30"),  # 9T
        ("T6@2022", FRIDAY, "2022-01-01/2022-06-30"),
        ("2022H1", FRIDAY, "2022-01-01/2022-06-30"),
        ("L6", FRIDAY, "2023-06-01/2023-11-30"),  # 6 tháng gần nhất: whole months
        ("L12", FRIDAY, "2022-12-01/2023-11-30"),
        ("L3", NEW_YEAR, "2023-10-01/2023-12-31"),
        ("2023-03..2023-07", FRIDAY, "2023-03-01/2023-07-31"),
        ("2023-11-01..2023-11-15", FRIDAY, "2023-11-01/2023-11-15"),
        ("2030", FRIDAY, "2030-01-01/2030-12-31"),
    ],
)
def test_a_time_has_the_ends_that_people_mean(token: str, now: date, iso: str) -> None:
    assert times.read_time(token, now).iso() == iso


@pytest.mark.parametrize(
    ("token", "year_before", "before"),
    [
        ("2023-11", "2022-11-01/2022-11-30", "2023-10-01/2023-10-31"),
        ("Q-1", "2022-07-01/2022-09-30", "2023-04-01/2023-06-30"),
        ("Y0", "2022-01-01/2022-12-29", "2022-01-01/2022-12-29"),
        ("M0", "2022-12-01/2022-12-29", "2023-11-01/2023-11-29"),
        ("Q0", "2022-10-01/2022-12-29", "2023-07-01/2023-09-29"),
        ("W-1", "2022-12-18/2022-12-24", "2023-12-11/2023-12-17"),
        ("2023-02", "2022-02-01/2022-02-28", "2023-01-01/2023-01-31"),
    ],
)
def test_a_time_is_compared_with_as_many_days(token: str, year_before: str, before: str) -> None:
    time = times.read_time(token, FRIDAY)

    assert times.year_before(time).iso() == year_before
    assert times.before(time).iso() == before


def test_a_month_of_a_leap_year_is_compared_with_a_whole_month() -> None:
    february = times.read_time("2024-02", date(2024, 3, 10))

    assert times.year_before(february).iso() == "2023-02-01/2023-02-28"


def test_a_question_without_a_period_asks_for_the_newest_published_year() -> None:
    assert times.latest(FRIDAY).iso() == "2023-01-01/2023-12-31"
    assert times.latest(NEW_YEAR).iso() == "2023-01-01/2023-12-31"


def test_a_time_of_no_known_form_is_refused() -> None:
    with pytest.raises(ValueError, match="hôm nào"):
        times.read_time("hôm nào", FRIDAY)
