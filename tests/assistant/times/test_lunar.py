"""Lunar days and festivals in the civil calendar, by the rule of Viet Nam."""

from datetime import date

import pytest

from songbe.assistant.rules.times.lunar import civil_day, new_year, year_named
from tests.assistant.times.asking import understood

TET = [
    *[date(2000, 2, 5), date(2001, 1, 24), date(2002, 2, 12), date(2003, 2, 1), date(2004, 1, 22), date(2005, 2, 9)],
    *[date(2006, 1, 29), date(2007, 2, 17), date(2008, 2, 7), date(2009, 1, 26), date(2010, 2, 14), date(2011, 2, 3)],
    *[date(2012, 1, 23), date(2013, 2, 10), date(2014, 1, 31), date(2015, 2, 19), date(2016, 2, 8), date(2017, 1, 28)],
    *[date(2018, 2, 16), date(2019, 2, 5), date(2020, 1, 25), date(2021, 2, 12), date(2022, 2, 1), date(2023, 1, 22)],
    *[date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13)],
    date(2030, 2, 2),
]
"""Mùng 1 Tết as calendars of Viet Nam have it: those of UTC+8 have it a day later in 2007 and 2030."""


@pytest.mark.parametrize("day", TET)
def test_tet_falls_where_calendars_of_viet_nam_have_it(day: date) -> None:
    assert new_year(day.year) == day


def test_tet_of_1985_was_a_month_before_the_new_year_of_utc_8() -> None:
    assert new_year(1985) == date(1985, 1, 21)


@pytest.mark.parametrize(
    ("lunar", "civil"),
    [
        ((2023, 8, 15), date(2023, 9, 29)),
        # the second month comes twice in 2023, so the third begins late
        ((2023, 3, 10), date(2023, 4, 29)),
        ((2024, 3, 10), date(2024, 4, 18)),
        ((2023, 1, 15), date(2023, 2, 5)),
        ((2022, 12, 30), date(2023, 1, 21)),
    ],
)
def test_a_lunar_day_has_a_civil_day(lunar: tuple[int, int, int], civil: date) -> None:
    assert civil_day(*lunar) == civil


@pytest.mark.parametrize("lunar", [(2021, 12, 30 + 1), (2024, 12, 30), (2023, 13, 1), (1850, 1, 1), (2150, 1, 1)])
def test_a_lunar_day_that_does_not_exist_has_none(lunar: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="lunar"):
        civil_day(*lunar)


@pytest.mark.parametrize(
    ("name", "y"), [("quý mão", 2023), ("giáp thìn", 2024), ("ất tỵ", 2025), ("canh tý", 2020), ("tân sửu", 2021)]
)
def test_a_year_has_a_name(name: str, y: int) -> None:
    stem, branch = name.split()

    assert year_named(stem, branch, date(2023, 12, 29)) == y


@pytest.mark.parametrize(
    ("question", "meaning"),
    [
        ("dịp Tết", "2023-01-21/2023-01-26"),
        ("Tết Quý Mão", "2023-01-21/2023-01-26"),
        ("tet quy mao", "2023-01-21/2023-01-26"),
        ("Tết năm 2022", "2022-01-31/2022-02-05"),
        ("Tết 2022", "2022-01-31/2022-02-05"),
        ("Tết năm ngoái", "2022-01-31/2022-02-05"),
        ("Tết Nguyên đán Giáp Thìn", "2024-02-09/2024-02-14, future"),
        ("trước Tết", "2022-12-23/2023-01-21"),
        ("sau Tết năm 2022", "2022-02-06/2022-03-07"),
        ("mùng 3 Tết", "2023-01-24"),
        ("giao thừa", "2023-01-21"),
        ("Trung thu", "2023-09-29"),
        ("Giỗ Tổ Hùng Vương 10/3", "2023-04-29"),
        ("rằm tháng Giêng", "2023-02-05"),
        ("rằm tháng 7", "2023-08-30"),
        ("tháng Giêng âm lịch", "2023-01-22/2023-02-19"),
        ("tháng 8 âm lịch năm 2022", "2022-08-27/2022-09-25"),
        ("15/8 âm lịch", "2023-09-29"),
        ("năm Nhâm Dần", "2022-02-01/2023-01-21"),
        ("năm Giáp Mão", "impossible: năm giáp mão"),
        ("31/2 âm lịch", "impossible: 31/2 âm lịch"),
        # days of the civil calendar that have a name
        ("30/4", "2023-04-30"),
        ("lễ 30/4 - 1/5", "2023-04-30/2023-05-01"),
        ("Quốc khánh", "2023-09-02"),
        ("Quốc khánh 2/9", "2023-09-02"),
        ("Tết Dương lịch", "2023-01-01"),
    ],
)
def test_festivals(question: str, meaning: str) -> None:
    assert understood(question) == meaning
