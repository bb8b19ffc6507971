"""Lateness, comparison, order: tables of cases."""

from datetime import date, time, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songbe.centres import rules
from songbe.indicators.rules.definitions import Definition, Kind, Measure
from songbe.kernel.periods import ReportingCalendar, parse_period
from songbe.kernel.working_time import WorkingCalendar

OFFICE = WorkingCalendar(
    sessions=((time(7, 30), time(17, 0)),),
    cutoff=time(15, 0),
    working_weekdays=frozenset(range(5)),
    holidays=frozenset({date(2023, 9, 1)}),
    swapped=frozenset(),
)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
frequencies = st.sampled_from(["daily", "monthly", "quarterly", "yearly"])
values = st.lists(st.none() | st.integers(-50, 50).map(Decimal), max_size=12)


@pytest.mark.parametrize(
    ("frequency", "grace", "today", "period", "due_on"),
    [
        # On the tenth day a month's value is still in time; on the eleventh it is late.
        ("monthly", 10, "2023-12-10", "2023-10", "2023-11-10"),
        ("monthly", 10, "2023-12-11", "2023-11", "2023-12-10"),
        ("quarterly", 20, "2023-10-21", "2023-Q3", "2023-10-20"),
        ("quarterly", 20, "2023-10-20", "2023-Q2", "2023-07-20"),
        ("yearly", 45, "2024-02-15", "2023", "2024-02-14"),
        ("yearly", 45, "2024-02-14", "2022", "2023-02-14"),
        # What is reported daily is chased by the month.
        ("daily", 10, "2024-01-11", "2023-12", "2024-01-10"),
    ],
)
def test_the_newest_period_due(frequency: str, grace: int, today: str, period: str, due_on: str) -> None:
    found = rules.newest_due(frequency, grace_days=grace, today=date.fromisoformat(today))

    assert (found.period.code, found.due_on.isoformat()) == (period, due_on)


def test_a_period_of_the_15th_to_the_14th_is_due_earlier() -> None:
    found = rules.newest_due(
        "monthly", grace_days=10, today=date(2023, 11, 25), calendar=ReportingCalendar("administrative", 15)
    )

    assert (found.period.code, found.due_on) == ("2023-11", date(2023, 11, 24))


@given(frequency=frequencies, grace=st.integers(0, 60), today=days, starts=st.integers(1, 28))
def test_the_newest_period_due_is_overdue_and_the_next_one_is_not(
    frequency: str, grace: int, today: date, starts: int
) -> None:
    calendar = ReportingCalendar("x", starts)
    found = rules.newest_due(frequency, grace_days=grace, today=today, calendar=calendar)
    following = calendar.span(found.period.next())[1] + timedelta(days=grace - 1)

    assert found.due_on < today <= following


@pytest.mark.parametrize(
    ("newest", "last", "reach"),
    [
        ("2023-10-31", "2023-10-31", True),
        ("2023-10-30", "2023-10-31", False),
        # The month ends on a Saturday: what was recorded on the Friday is all there is.
        ("2023-09-29", "2023-09-30", True),
        # 1 September is a holiday, 2 and 3 are a weekend.
        ("2023-08-31", "2023-09-03", True),
        (None, "2023-09-30", False),
    ],
)
def test_facts_reach_to_the_last_working_day(newest: str | None, last: str, reach: bool) -> None:
    day = None if newest is None else date.fromisoformat(newest)

    assert rules.facts_reach(day, date.fromisoformat(last), OFFICE) is reach


def _definition(kind: Kind, measure: Measure = Measure.none, **said: Any) -> Definition:
    return Definition("X", "X", "X", "DVC", "dossier", kind, measure, **said)


@pytest.mark.parametrize(
    ("definition", "adds_up"),
    [
        (_definition(Kind.from_cases, Measure.count), True),
        (_definition(Kind.from_cases, Measure.sum), True),
        (_definition(Kind.from_cases, Measure.share), False),
        (_definition(Kind.from_registers, Measure.stock), False),
        (_definition(Kind.reported, facet="count"), True),
        (_definition(Kind.reported, facet="rate"), False),
        (_definition(Kind.outside, facet="rank"), False),
    ],
)
def test_what_adds_up_is_compared_only_when_the_period_is_over(definition: Definition, adds_up: bool) -> None:
    running = rules.comparable(definition, parse_period("2023"), date(2023, 6, 30))

    assert rules.adds_up(definition) is adds_up
    assert running is not adds_up
    assert rules.comparable(definition, parse_period("2023"), date(2023, 12, 31))


@pytest.mark.parametrize(
    ("before", "change", "relative"),
    [("80", "-8", "-0.1000"), ("-4", "2", "0.5000"), ("3", "1", "0.3333"), ("0", "5", None), (None, None, None)],
)
def test_relative_change(before: str | None, change: str | None, relative: str | None) -> None:
    found = rules.relative_change((before and Decimal(before)) or None, (change and Decimal(change)) or None)

    assert found == (None if relative is None else Decimal(relative))


@pytest.mark.parametrize(
    ("kind", "before", "now", "chance"),
    [
        ("count", "1", "2", True),
        ("count", "9", None, True),
        ("count", "9", "10", False),
        ("count", "40", "0", False),
        ("percent", "0.1", "0.2", False),
    ],
)
def test_counts_of_a_few_move_by_chance(kind: str, before: str, now: str | None, chance: bool) -> None:
    assert rules.is_chance(kind, Decimal(before), Decimal(now) if now else None) is chance


@pytest.mark.parametrize(
    ("direction", "ranks"), [("higher", [2, 0, 1, 2]), ("lower", [1, 0, 3, 1]), ("neutral", [2, 0, 1, 2])]
)
def test_ranks_share_a_place_and_pass_over_what_is_missing(direction: str, ranks: list[int]) -> None:
    assert rules.ranks([Decimal(5), None, Decimal(9), Decimal(5)], direction) == ranks


@given(found=values)
def test_classes_hold_every_value_exactly_once(found: list[Decimal | None]) -> None:
    known = [value for value in found if value is not None]
    classes = rules.classes(known)

    assert len(classes) <= rules.CLASSES
    for value in known:
        assert sum((low is None or value >= low) and (high is None or value < high) for low, high in classes) == 1


def test_periods_of_trends() -> None:
    months = rules.trend_periods("monthly", parse_period("2023-Q1"))
    quarters = rules.trend_periods("quarterly", parse_period("2023-02"))
    years = rules.trend_periods("yearly", parse_period("2023-02"))

    assert [p.code for p in (months[0], months[-1])] == ["2022-04", "2023-03"]
    assert [p.code for p in (quarters[0], quarters[-1])] == ["2021-Q2", "2023-Q1"]
    assert [p.code for p in years] == ["2019", "2020", "2021", "2022", "2023"]
    assert [p.code for p in rules.year_periods("quarterly", parse_period("2023-11"))] == [
        *("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"),
    ]


@pytest.mark.parametrize(
    ("today", "year"), [("2024-01-04", 2023), ("2024-01-31", 2024), ("2024-02-01", 2024), ("2023-12-30", 2023)]
)
def test_the_newest_year_has_a_month_that_is_over(today: str, year: int) -> None:
    assert rules.newest_year(date.fromisoformat(today)) == year


def test_no_period_is_offered_that_has_not_begun() -> None:
    offered = rules.offered_periods(2023, date(2023, 5, 10))

    assert [p.code for p in offered if p.start.year == 2023] == [
        *("2023", "2023-Q2", "2023-Q1", "2023-05", "2023-04", "2023-03", "2023-02", "2023-01"),
    ]


def _unit(parent: str, since: date | None = None, until: date | None = None) -> Any:
    return SimpleNamespace(parent=parent, valid_from=since, valid_to=until)


APRIL = date(2023, 4, 10)


@pytest.mark.parametrize(
    ("units", "whole"),
    [
        ({"a": [_unit("p")], "b": [_unit("p")]}, True),
        # A town became a city: another state of the same unit.
        ({"a": [_unit("p", None, APRIL), _unit("p", APRIL)], "b": [_unit("p")]}, True),
        # It stood under another unit until April.
        ({"a": [_unit("q", None, APRIL), _unit("p", APRIL)], "b": [_unit("p")]}, False),
        # A third unit ended in April.
        ({"a": [_unit("p")], "b": [_unit("p")], "c": [_unit("p", None, APRIL)]}, False),
        # It began in April.
        ({"a": [_unit("p", APRIL)], "b": [_unit("p")]}, False),
        # What ended before the period says nothing.
        ({"a": [_unit("p")], "b": [_unit("p")], "c": [_unit("p", None, date(2023, 1, 1))]}, True),
    ],
)
def test_places_stood_under_another_through_a_period(units: dict[str, list[Any]], whole: bool) -> None:
    assert rules.stood_through(units, "p", {"a", "b"}, parse_period("2023")) is whole
