"""What holds of every question about time, whatever is typed."""

import unicodedata
from datetime import date
from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as some

from songbe.assistant.rules.text import said
from songbe.assistant.rules.times import When, find_times
from songbe.kernel import periods
from songbe.kernel.periods import FIRST_YEAR, LAST_YEAR, Period
from songbe.kernel.vietnamese import fold
from tests.assistant.times.asking import LATE_IN_DECEMBER

TYPED = """
    tháng thang t8 quý quy q3 năm nam tuần ngày này nay trước sau đó ngoái qua gần nhất đầu cuối giữa nửa từ đến hết
    so với cùng kỳ lũy kế tính nay và , - / ' . hai ba mười lăm sáu bốn mươi mốt nghìn không trăm linh tết quý mão rằm
    trung thu âm lịch mùng 0 1 2 3 5 8 9 12 13 29 30 31 35 53 99 2020 2023 2024 1900 2199 9999 8/2023 30/2 29/2 15/8
    2023-08 9t 9t/2023 iv theo từng mỗi các nào mấy hồ sơ thuận an bao nhiêu last month year first half of 2023年 8月
    去年 同期 작년 3분기 march to august between trong vòng trở lại đây kể hơn kỳ giao thừa tới cách đây ago
"""
QUESTIONS = some.lists(some.sampled_from(TYPED.split()), max_size=9).map(" ".join)
MOMENTS = some.dates(date(1990, 1, 1), date(2090, 12, 31))
EARLIER = some.none() | some.builds(
    lambda d, n: periods.days(d, date.fromordinal(d.toordinal() + n)), MOMENTS, some.integers(0, 800)
)


@given(QUESTIONS | some.text(max_size=40), MOMENTS, EARLIER)
def test_whatever_is_asked_is_understood_within_the_question_and_the_calendar(
    question: str, now: date, before: Period | None
) -> None:
    heard = said(question)

    when = find_times(heard, now, before)

    if when is None:
        return
    assert when.spans
    assert when.spans[0].start >= 0
    assert all(span.start < span.end for span in when.spans)
    assert when.spans[-1].end <= len(heard.text)
    assert all(one.end <= other.start for one, other in pairwise(when.spans))
    assert when.impossible in heard.text
    for period in (*when.periods, *([when.versus] if when.versus else [])):
        assert FIRST_YEAR <= period.start.year <= period.last.year <= LAST_YEAR


@given(QUESTIONS, MOMENTS)
def test_composed_and_decomposed_letters_are_one_question(question: str, now: date) -> None:
    assert _asked(unicodedata.normalize("NFD", question), now) == _asked(question, now)


@given(some.integers(1, 12), some.integers(1990, 2089), MOMENTS)
def test_a_month_is_the_same_however_it_is_written(m: int, y: int, now: date) -> None:
    ways = (f"tháng {m}/{y}", f"thang {m} nam {y}", f"T{m}/{y}", f"{m}/{y}", f"{y}-{m:02}", f"năm {y} tháng {m}")

    read = {when.periods for way in ways if (when := _asked(way, now))}

    assert len(read) == 1
    assert next(iter(read))[0].start == date(y, m, 1)


@given(MOMENTS)
def test_only_years_and_what_is_in_the_future_reach_beyond_now(now: date) -> None:
    for question in (
        "tháng 8",
        "quý 4",
        "6 tháng cuối năm",
        "năm nay",
        "tuần này",
        "9 tháng",
        "từ tháng 3 đến tháng 8",
    ):
        when = _asked(question, now)

        assert when is not None
        assert when.periods[0].last <= now
        assert not when.future


UNMARKED = [
    *[
        "tháng 8 năm 2022 so với cùng kỳ",
        "quý này so với quý trước",
        "6 tháng gần nhất",
        "chín tháng đầu năm",
        "hôm qua",
    ],
    *[
        "từ đầu năm đến nay",
        "lũy kế 9 tháng",
        "năm nay so với năm ngoái",
        "tuần trước",
        "mười hai tháng qua",
        "rằm tháng 7",
    ],
    *["từng tháng năm 2022", "quý nào", "giai đoạn 2021-2023", "nửa cuối năm", "Tết Quý Mão", "quý tư", "tháng tư"],
]


@pytest.mark.parametrize("question", UNMARKED)
def test_without_diacritics_it_means_the_same(question: str) -> None:
    assert _asked(fold(question), LATE_IN_DECEMBER) == _asked(question, LATE_IN_DECEMBER)


def test_a_question_of_fifteen_words_is_read_at_once() -> None:
    heard = said("so sánh tổng số hồ sơ thành phố đã giải quyết quý 3 năm 2023 so với cùng kỳ năm ngoái từng tháng")
    find_times(heard, LATE_IN_DECEMBER)

    took = []
    for _ in range(20):
        begun = perf_counter()
        find_times(heard, LATE_IN_DECEMBER)
        took.append(perf_counter() - begun)

    assert min(took) < 0.003


def _asked(question: str, now: date) -> When | None:
    return find_times(said(question), now)
