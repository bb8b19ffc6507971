"""Times that are named: months, quarters, halves, years, weeks, days. Asked on 29 December 2023 unless a row says."""

from datetime import date

import pytest

from tests.assistant.times.asking import understood


@pytest.mark.parametrize(
    ("question", "meaning"),
    [
        ("tháng 8", "2023-08"),
        ("tháng tám", "2023-08"),
        ("Tháng Tám", "2023-08"),
        ("thang 8", "2023-08"),
        ("t8", "2023-08"),
        ("T8/2023", "2023-08"),
        ("T8/23", "2023-08"),
        ("tháng 8/2022", "2022-08"),
        ("tháng 8 năm 2022", "2022-08"),
        ("tháng 8 của năm 2022", "2022-08"),
        ("năm 2022 tháng 8", "2022-08"),
        ("8/2023", "2023-08"),
        ("08/2023", "2023-08"),
        ("08-2023", "2023-08"),
        ("2023-08", "2023-08"),
        # slips of the finger, and a space left out
        ("thagn 8", "2023-08"),
        ("thangs 8", "2023-08"),
        ("tháng8", "2023-08"),
        # the number before belongs to a place
        ("phường 8 tháng 9", "2023-09"),
        ("tháng 8 - 2022", "2022-08"),
        ("tháng 10,11", "2023-10 and 2023-11"),
        ("tháng giêng", "2023-01"),
        ("tháng tư", "2023-04"),
        ("tháng năm", "2023-05"),
        ("tháng năm năm 2022", "2022-05"),
        ("tháng mười một", "2023-11"),
        # it runs
        ("tháng mười hai", "2023-12-01/2023-12-29, running"),
        ("tháng 12/2023", "2023-12-01/2023-12-29, running"),
        ("tháng 1, 2 và 3", "2023-01 and 2023-02 and 2023-03"),
        ("tháng 7 và tháng 8 năm 2022", "2022-07 and 2022-08"),
    ],
)
def test_months(question: str, meaning: str) -> None:
    assert understood(question) == meaning


@pytest.mark.parametrize(
    ("question", "meaning"),
    [
        ("quý 2", "2023-Q2"),
        ("quy 2", "2023-Q2"),
        ("quý II", "2023-Q2"),
        ("quý hai", "2023-Q2"),
        ("quí 2", "2023-Q2"),
        ("qúy 2", "2023-Q2"),
        ("quý2", "2023-Q2"),
        ("Q3", "2023-Q3"),
        ("q3/2022", "2022-Q3"),
        ("quý III/2022", "2022-Q3"),
        ("quý 3 năm ngoái", "2022-Q3"),
        ("quý đầu năm", "2023-Q1"),
        ("quý cuối năm 2022", "2022-Q4"),
        ("quý IV", "2023-10-01/2023-12-29, running"),
        ("trong quý IV", "2023-10-01/2023-12-29, running"),
        ("quý 1 và quý 2", "2023-Q1 and 2023-Q2"),
        ("quý I và quý II năm 2022", "2022-Q1 and 2022-Q2"),
        ("quý 3 năm 2022 và 2023", "2022-Q3 and 2023-Q3"),
        ("quý 1-3", "2023-01/2023-09"),
        ("nửa đầu năm", "2023-H1"),
        ("nửa cuối năm 2022", "2022-H2"),
        ("6 tháng đầu năm 2023", "2023-H1, by month"),
        ("sáu tháng đầu năm", "2023-H1, by month"),
        ("6 tháng cuối năm", "2023-07-01/2023-12-29, by month, running"),
        ("6 tháng cuối năm ngoái", "2022-H2, by month"),
    ],
)
def test_quarters_and_halves(question: str, meaning: str) -> None:
    assert understood(question) == meaning


@pytest.mark.parametrize(
    ("question", "meaning"),
    [
        ("9T", "2023-01/2023-09, by month"),
        ("9T/2022", "2022-01/2022-09, by month"),
        ("10T2022", "2022-01/2022-10, by month"),
        ("9 tháng", "2023-01/2023-09, by month"),
        ("9 tháng năm 2022", "2022-01/2022-09, by month"),
        ("chín tháng đầu năm", "2023-01/2023-09, by month"),
        ("3 quý đầu năm", "2023-01/2023-09, by quarter"),
        ("từ tháng 3 đến tháng 8", "2023-03/2023-08"),
        ("từ tháng 3 đến tháng 8 năm 2022", "2022-03/2022-08"),
        ("tháng 3-8", "2023-03/2023-08"),
        ("từ tháng 11/2022 đến tháng 2", "2022-11/2023-02"),
        ("01/01/2023-30/06/2023", "2023-H1"),
        ("từ 1/3 đến 15/4", "2023-03-01/2023-04-15"),
        ("từ đầu năm đến tháng 9", "2023-01/2023-09"),
        ("đến hết tháng 10", "2023-01/2023-10"),
        ("đến hết quý 3", "2023-01/2023-09"),
        ("tính đến 30/9", "2023-01/2023-09"),
        ("lũy kế đến 15/9", "2023-01-01/2023-09-15"),
        ("giai đoạn 2021-2022", "2021-01/2022-12"),
        ("giai đoạn 2021-2025", "2021-01-01/2023-12-29, running"),
        ("từ 2021 đến nay", "2021-01-01/2023-12-29, running"),
    ],
)
def test_stretches(question: str, meaning: str) -> None:
    assert understood(question) == meaning


@pytest.mark.parametrize(
    ("question", "meaning"),
    [
        ("năm 2022", "2022"),
        ("nam 2022", "2022"),
        ("năm 22", "2022"),
        ("'22", "2022"),
        ("hồ sơ trực tuyến 2022", "2022"),
        ("cả năm 2022", "2022"),
        # the whole of what still runs is said so
        ("năm 2023", "2023-01-01/2023-12-29, running"),
        ("năm hai nghìn không trăm hai mươi hai", "2022"),
        ("năm 2030", "2030, future"),
        ("các năm 2020, 2021, 2022", "2020 and 2021 and 2022, by year!"),
        ("ngày 15/8/2023", "2023-08-15"),
        ("15-8-2023", "2023-08-15"),
        ("15/8", "2023-08-15"),
        ("ngày 15 tháng 8", "2023-08-15"),
        ("ngày 15 tháng 8 năm 2022", "2022-08-15"),
        ("mùng 5 tháng 3", "2023-03-05"),
        ("ngày 20", "2023-12-20"),
        ("tuần 35", "2023-W35"),
        ("tuần 35 năm 2022", "2022-W35"),
        # the week whose Thursday is the second of August
        ("tuần thứ 2 tháng 8", "2023-W32"),
        ("tuần cuối tháng 8", "2023-W35"),
    ],
)
def test_years_days_and_weeks(question: str, meaning: str) -> None:
    assert understood(question) == meaning


@pytest.mark.parametrize(
    ("question", "now", "meaning"),
    [
        ("tháng 12", date(2024, 1, 10), "2023-12"),
        ("quý 4", date(2024, 1, 10), "2023-Q4"),
        ("6 tháng cuối năm", date(2024, 5, 10), "2023-H2, by month"),
        ("quý 1", date(2024, 1, 10), "2024-01-01/2024-01-10, running"),
        ("30/12", date(2023, 12, 29), "2022-12-30"),
        ("29/2", date(2023, 12, 29), "2020-02-29"),
        ("tháng 12", date(2023, 12, 31), "2023-12"),
        ("9 tháng đầu năm", date(2023, 5, 20), "2023-01-01/2023-05-20, by month, running"),
    ],
)
def test_without_a_year_it_is_the_latest_that_has_begun(question: str, now: date, meaning: str) -> None:
    assert understood(question, now) == meaning


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("tháng 13", "tháng 13"),
        ("tháng 0", "tháng 0"),
        ("30/2", "30/2"),
        ("29/2/2023", "29/2/2023"),
        ("ngày 31 tháng 4", "ngày 31 tháng 4"),
        ("ngày 29 tháng 2 năm 2023", "ngày 29 tháng 2 năm 2023"),
        ("quý 5", "quý 5"),
        ("quý V", "quý v"),
        ("tuần 54", "tuần 54"),
        # 2020 had one, but is not meant
        ("tuần 53", "tuần 53"),
        ("trước năm 2022", "trước năm 2022"),
        ("năm 1066", "năm 1066"),
    ],
)
def test_what_does_not_exist_is_said_and_never_replaced(question: str, words: str) -> None:
    assert understood(question) == f"impossible: {words}"
