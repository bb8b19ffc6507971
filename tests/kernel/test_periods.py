"""Periods: one stretch of days, one kind, one code, one label."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songbe.kernel import periods
from songbe.kernel.errors import InvalidPeriod, PeriodNotWholeMonths
from songbe.kernel.periods import Period, PeriodKind, ReportingCalendar, month_from_index, month_index, parse_period

DAYS = st.dates(date(1905, 1, 1), date(2190, 12, 31))
YEARS = st.integers(1905, 2190)
PERIODS = st.one_of(
    YEARS.map(periods.year),
    st.builds(periods.half, YEARS, st.integers(1, 2)),
    st.builds(periods.quarter, YEARS, st.integers(1, 4)),
    st.builds(periods.month, YEARS, st.integers(1, 12)),
    st.builds(periods.week, YEARS, st.integers(1, 52)),
    DAYS.map(periods.day),
    st.builds(lambda d, n: periods.days(d, d + timedelta(days=n)), DAYS, st.integers(0, 800)),
    st.builds(
        lambda d, n: periods.covering(periods.month_of(d), month_from_index(month_index(d) + n)),
        DAYS,
        st.integers(0, 40),
    ),
)


@pytest.mark.parametrize(
    ("text", "first", "last", "kind"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31), PeriodKind.YEAR),
        ("2023-H1", date(2023, 1, 1), date(2023, 6, 30), PeriodKind.HALF),
        ("2023-H2", date(2023, 7, 1), date(2023, 12, 31), PeriodKind.HALF),
        ("2023-Q3", date(2023, 7, 1), date(2023, 9, 30), PeriodKind.QUARTER),
        ("2023-09", date(2023, 9, 1), date(2023, 9, 30), PeriodKind.MONTH),
        # December ends in the next year
        ("2023-12", date(2023, 12, 1), date(2023, 12, 31), PeriodKind.MONTH),
        ("2023-W37", date(2023, 9, 11), date(2023, 9, 17), PeriodKind.WEEK),
        # week 1 of 2025 begins in 2024; week 53 of 2020 ends in 2021
        ("2025-W01", date(2024, 12, 30), date(2025, 1, 5), PeriodKind.WEEK),
        ("2020-W53", date(2020, 12, 28), date(2021, 1, 3), PeriodKind.WEEK),
        ("2023-09-14", date(2023, 9, 14), date(2023, 9, 14), PeriodKind.DAY),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29), PeriodKind.DAY),
        ("2023-01/2023-05", date(2023, 1, 1), date(2023, 5, 31), PeriodKind.MONTHS),
        # three months that are no quarter, twelve that are no year
        ("2023-02/2023-04", date(2023, 2, 1), date(2023, 4, 30), PeriodKind.MONTHS),
        ("2023-02/2024-01", date(2023, 2, 1), date(2024, 1, 31), PeriodKind.MONTHS),
        ("2022-01/2023-12", date(2022, 1, 1), date(2023, 12, 31), PeriodKind.MONTHS),
        ("2023-01-01/2023-12-29", date(2023, 1, 1), date(2023, 12, 29), PeriodKind.DAYS),
        # seven days that do not begin on a Monday
        ("2023-09-12/2023-09-18", date(2023, 9, 12), date(2023, 9, 18), PeriodKind.DAYS),
    ],
)
def test_each_form_names_its_days_and_its_kind(text: str, first: date, last: date, kind: PeriodKind) -> None:
    period = parse_period(text)

    assert (period.start, period.last, period.kind) == (first, last, kind)
    assert period.code == text


@pytest.mark.parametrize(
    ("given_text", "canonical"),
    [
        ("2023-01/2023-06", "2023-H1"),
        ("2023-01/2023-12", "2023"),
        ("2023-04/2023-06", "2023-Q2"),
        ("2023-09/2023-09", "2023-09"),
        ("2023-01-01/2023-12-31", "2023"),
        ("2023-07-01/2023-12-31", "2023-H2"),
        ("2023-09-01/2023-09-30", "2023-09"),
        ("2023-01-01/2023-05-31", "2023-01/2023-05"),
        ("2023-09-11/2023-09-17", "2023-W37"),
        ("2023-09-14/2023-09-14", "2023-09-14"),
    ],
)
def test_an_interval_that_has_a_name_takes_that_name(given_text: str, canonical: str) -> None:
    assert parse_period(given_text).code == canonical
    assert parse_period(given_text) == parse_period(canonical)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "x", "23", "20233", "2023-", "2023-9", "2023-9-14", "2023-1/2023-6"),
        # no such part of a year
        *("2023-00", "2023-13", "2023-H0", "2023-H3", "2023-Q0", "2023-Q5", "2023-W00", "2023-W53", "2023-W54"),
        # no such day
        *("2023-02-29", "2023-04-31", "2023-02-01/2023-02-30"),
        # backwards
        *("2023-06/2023-01", "2023-05-02/2023-05-01"),
        # mixed or open intervals
        *("2023/2024", "2023-01/2023-06-30", "2023-01/", "/2023-01", "2023-01/2023-02/2023-03"),
        # near misses in spelling
        *("2023-h1", "2023-q3", "2023-w37", "2023-W7", " 2023", "2023\n", "2023_09", "２０２３", "-2023", "09/2023"),
        # outside the years the province can have
        *("0000", "0001", "1899", "2200", "9999", "9999-12-31", "9999-12", "1890-01-01/1950-01-01"),
    ],
)
def test_any_other_text_is_refused_with_what_was_given_and_the_forms(text: str) -> None:
    with pytest.raises(InvalidPeriod) as refused:
        parse_period(text)

    assert refused.value.code == "invalid_period"
    assert refused.value.facts["given"] == text
    for locale in ("vi", "en"):
        assert f"{text}" in refused.value.message(locale)
        assert "2023-W37" in refused.value.message(locale)


@given(st.text(alphabet="0123456789-/HQW ", max_size=24))
def test_text_is_either_a_period_or_refused_and_nothing_else_happens(text: str) -> None:
    try:
        period = parse_period(text)
    except InvalidPeriod:
        return
    assert parse_period(period.code) == period


@given(PERIODS)
def test_the_code_of_a_period_reads_back_as_that_period(period: Period) -> None:
    assert parse_period(period.code) == period


@given(PERIODS)
def test_a_longhand_of_its_days_reads_as_the_same_period(period: Period) -> None:
    assert parse_period(f"{period.start}/{period.last}") == period


@given(PERIODS)
def test_previous_and_next_touch_and_undo_each_other(period: Period) -> None:
    assert period.previous().end == period.start
    assert period.next().start == period.end
    if period.kind is not PeriodKind.DAYS:
        assert period.previous().kind is period.next().kind is period.kind
        assert period.previous().next() == period.next().previous() == period


@pytest.mark.parametrize(
    ("text", "previous", "year_before", "year_to_date"),
    [
        ("2023", "2022", "2022", "2023"),
        ("2023-H1", "2022-H2", "2022-H1", "2023-H1"),
        ("2023-Q1", "2022-Q4", "2022-Q1", "2023-Q1"),
        ("2023-Q3", "2023-Q2", "2022-Q3", "2023-01/2023-09"),
        ("2023-01", "2022-12", "2022-01", "2023-01"),
        ("2023-W01", "2022-W52", "2022-W01", "2023-01-01/2023-01-08"),
        # a year of 52 weeks has no week 53: its last stands in
        ("2020-W53", "2020-W52", "2019-W52", "2021-01-01/2021-01-03"),
        ("2023-09-14", "2023-09-13", "2022-09-14", "2023-01-01/2023-09-14"),
        # 29 February falls back to the 28th, as a day and at the end of an interval
        ("2024-02-29", "2024-02-28", "2023-02-28", "2024-01/2024-02"),
        ("2024-01-15/2024-02-29", "2023-11-30/2024-01-14", "2023-01-15/2023-02-28", "2024-01/2024-02"),
        # February of a leap year is a month, not 29 days
        ("2024-02", "2024-01", "2023-02", "2024-01/2024-02"),
        ("2023-01/2023-05", "2022-08/2022-12", "2022-01/2022-05", "2023-01/2023-05"),
        ("2023-01-01/2023-12-29", "2022-01-03/2022-12-31", "2022-01-01/2022-12-29", "2023-01-01/2023-12-29"),
        # days may land on days that have a name
        ("2023-03-01/2023-03-28", "2023-02", "2022-03-01/2022-03-28", "2023-01-01/2023-03-28"),
    ],
)
def test_comparison_periods(text: str, previous: str, year_before: str, year_to_date: str) -> None:
    period = parse_period(text)

    assert period.previous().code == previous
    assert period.year_before().code == year_before
    assert period.year_to_date().code == year_to_date


@given(PERIODS)
def test_the_year_before_ends_about_a_year_before_and_never_overlaps_more_than_the_period_itself(
    period: Period,
) -> None:
    before = period.year_before()

    assert 363 <= (period.last - before.last).days <= 371
    assert abs(before.days - period.days) <= 1


@given(PERIODS)
def test_the_year_to_date_runs_from_new_year_to_the_last_day(period: Period) -> None:
    so_far = period.year_to_date()

    assert (so_far.start, so_far.last) == (date(period.last.year, 1, 1), period.last)


@pytest.mark.parametrize(
    ("text", "vietnamese", "english"),
    [
        ("2023", "năm 2023", "2023"),
        ("2023-H1", "6 tháng đầu năm 2023", "the first half of 2023"),
        ("2023-H2", "6 tháng cuối năm 2023", "the second half of 2023"),
        ("2023-Q3", "quý 3/2023", "quarter 3 of 2023"),
        ("2023-09", "tháng 9/2023", "September 2023"),
        ("2023-W37", "tuần 37/2023", "week 37 of 2023"),
        # a week is called by its ISO year
        ("2025-W01", "tuần 1/2025", "week 1 of 2025"),
        ("2023-09-14", "ngày 14/9/2023", "14 September 2023"),
        ("2023-01/2023-05", "tháng 1 đến tháng 5 năm 2023", "January to May 2023"),
        ("2022-11/2023-02", "tháng 11/2022 đến tháng 2/2023", "November 2022 to February 2023"),
        ("2023-01-01/2023-12-29", "từ 01/01/2023 đến 29/12/2023", "1 January 2023 to 29 December 2023"),
    ],
)
def test_labels_are_what_a_sentence_says(text: str, vietnamese: str, english: str) -> None:
    period = parse_period(text)

    assert period.label_vi() == vietnamese
    assert period.label_en() == english


def test_the_months_of_whole_months_are_listed_in_order() -> None:
    assert [m.code for m in parse_period("2022-11/2023-02").months()] == ["2022-11", "2022-12", "2023-01", "2023-02"]
    assert len(parse_period("2023").months()) == 12
    assert parse_period("2023-09").months() == (periods.month(2023, 9),)


@pytest.mark.parametrize("text", ["2023-W37", "2023-09-14", "2023-01-01/2023-12-29"])
def test_odd_days_have_no_months(text: str) -> None:
    period = parse_period(text)

    assert not period.is_whole_months
    with pytest.raises(PeriodNotWholeMonths, match=text):
        period.months()
    with pytest.raises(PeriodNotWholeMonths):
        periods.month_range(period, period)


@given(PERIODS.filter(lambda p: p.is_whole_months))
def test_months_tile_the_period(period: Period) -> None:
    months = period.months()

    assert sum(m.days for m in months) == period.days
    assert periods.covering(months[0], months[-1]) == period


def test_a_range_of_months_holds_both_its_ends_and_may_be_empty() -> None:
    first, last = periods.month(2022, 12), periods.month(2023, 2)

    assert [m.code for m in periods.month_range(first, last)] == ["2022-12", "2023-01", "2023-02"]
    assert periods.month_range(first, first) == (first,)
    assert periods.month_range(last, first) == ()
    assert len(periods.month_range(periods.year(2022), periods.quarter(2023, 1))) == 15


@given(st.integers(1900 * 12, 2199 * 12 + 11))
def test_the_index_of_a_month_leads_back_to_it(index: int) -> None:
    month = month_from_index(index)

    assert month_index(month) == month_index(month.start) == month_index(month.last) == index
    assert month.next() == month_from_index(index + 1)


@given(PERIODS, DAYS)
def test_a_period_contains_the_days_from_its_first_to_its_last(period: Period, d: date) -> None:
    assert period.contains(d) == (period.start <= d <= period.last)
    assert period.contains(period.start)
    assert period.contains(period.last)
    assert not period.contains(period.end)


def test_periods_sort_by_their_days() -> None:
    texts = ["2023-Q1", "2023", "2022", "2023-01", "2023-01-01"]

    assert [p.code for p in sorted(map(parse_period, texts))] == ["2022", "2023-01-01", "2023-01", "2023-Q1", "2023"]


@pytest.mark.parametrize(
    ("start", "end", "kind"),
    [
        # empty
        (date(2023, 1, 1), date(2023, 1, 1), PeriodKind.DAYS),
        # backwards
        (date(2023, 1, 2), date(2023, 1, 1), PeriodKind.DAY),
        # a month that calls itself days
        (date(2023, 1, 1), date(2023, 2, 1), PeriodKind.DAYS),
        # a quarter out of step
        (date(2023, 2, 1), date(2023, 5, 1), PeriodKind.QUARTER),
    ],
)
def test_a_period_that_does_not_hold_together_cannot_be_made(start: date, end: date, kind: PeriodKind) -> None:
    with pytest.raises(ValueError, match="2023"):
        Period(start, end, kind)


@pytest.mark.parametrize(("number", "of"), [(0, periods.month), (13, periods.month), (5, periods.quarter)])
def test_a_year_has_only_so_many_parts(number: int, of: object) -> None:
    assert callable(of)
    with pytest.raises(ValueError, match="such parts"):
        of(2023, number)


@pytest.mark.parametrize(
    ("starts_on", "text", "first", "last"),
    [
        # statistics: the calendar month
        (1, "2023-09", date(2023, 9, 1), date(2023, 9, 30)),
        (1, "2023", date(2023, 1, 1), date(2023, 12, 31)),
        # administrative reports: from the 15th to the 14th
        (15, "2023-09", date(2023, 8, 15), date(2023, 9, 14)),
        (15, "2023-01", date(2022, 12, 15), date(2023, 1, 14)),
        (15, "2023-Q1", date(2022, 12, 15), date(2023, 3, 14)),
        (15, "2023-H1", date(2022, 12, 15), date(2023, 6, 14)),
        (15, "2023", date(2022, 12, 15), date(2023, 12, 14)),
        (15, "2023-01/2023-09", date(2022, 12, 15), date(2023, 9, 14)),
    ],
)
def test_a_reporting_calendar_says_which_real_days_a_period_covers(
    starts_on: int, text: str, first: date, last: date
) -> None:
    start, end = ReportingCalendar("admin", starts_on).span(parse_period(text))

    assert (start, end) == (first, last + timedelta(days=1))


@given(DAYS, st.integers(1, 28))
def test_every_real_day_belongs_to_exactly_one_nominal_month(d: date, starts_on: int) -> None:
    calendar = ReportingCalendar("any", starts_on)
    nominal = calendar.month_holding(d)
    start, end = calendar.span(nominal)

    assert start <= d < end
    assert calendar.span(nominal.next())[0] == end


@given(YEARS, st.integers(1, 28))
def test_nominal_months_tile_the_nominal_year(y: int, starts_on: int) -> None:
    calendar = ReportingCalendar("any", starts_on)
    spans = [calendar.span(m) for m in periods.year(y).months()]

    assert (spans[0][0], spans[-1][1]) == calendar.span(periods.year(y))
    assert all(earlier[1] == later[0] for earlier, later in pairwise(spans))


def test_a_reporting_calendar_refuses_odd_days_and_days_some_months_lack() -> None:
    with pytest.raises(PeriodNotWholeMonths):
        ReportingCalendar("admin", 15).span(parse_period("2023-W37"))
    for missing_somewhere in (0, 29, 31):
        with pytest.raises(ValueError, match="1 to 28"):
            ReportingCalendar("admin", missing_somewhere)
