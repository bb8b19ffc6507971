"""Working days and minutes, checked against counting day by day and minute by minute."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songbe.kernel.working_time import WorkingCalendar

OFFICE = WorkingCalendar(
    sessions=((time(7, 30), time(11, 30)), (time(13), time(17))),
    cutoff=time(15),
    working_weekdays=frozenset(range(5)),
    # The holidays of September 2023 (the 2nd was a Saturday, hence the 4th) and of spring 2024.
    holidays=frozenset({date(2023, 9, 1), date(2023, 9, 2), date(2023, 9, 4), *(date(2024, 4, d) for d in (29, 30))})
    | {date(2024, 5, 1)},
    # A Saturday worked for the bridge day before.
    swapped=frozenset({date(2024, 5, 4)}),
)
DAYS = st.dates(date(2023, 8, 1), date(2024, 6, 30))
MOMENTS = st.datetimes(datetime(2023, 8, 28), datetime(2023, 9, 12))  # noqa: DTZ001  local wall time


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def minutes_counted_one_by_one(start: datetime, end: datetime) -> int:
    count, minute = 0, start.replace(second=0, microsecond=0)
    while minute < end.replace(second=0, microsecond=0):
        in_session = any(opens <= minute.time() < closes for opens, closes in OFFICE.sessions)
        count += in_session and OFFICE.is_working_day(minute.date())
        minute += timedelta(minutes=1)
    return count


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        # an ordinary Wednesday, a Saturday, a Sunday
        (date(2023, 9, 6), True),
        (date(2023, 9, 9), False),
        (date(2023, 9, 10), False),
        # National Day and the day given for it
        (date(2023, 9, 1), False),
        (date(2023, 9, 4), False),
        # the swapped Saturday, and the Saturday after
        (date(2024, 5, 4), True),
        (date(2024, 5, 11), False),
    ],
)
def test_which_days_are_worked(day: date, worked: bool) -> None:
    assert OFFICE.is_working_day(day) is worked


@pytest.mark.parametrize(
    ("day", "from_it", "after", "before"),
    [
        # over the long weekend of National Day
        (date(2023, 8, 31), date(2023, 8, 31), date(2023, 9, 5), date(2023, 8, 30)),
        (date(2023, 9, 3), date(2023, 9, 5), date(2023, 9, 5), date(2023, 8, 31)),
        # Friday before the swapped Saturday
        (date(2024, 5, 3), date(2024, 5, 3), date(2024, 5, 4), date(2024, 5, 2)),
    ],
)
def test_the_working_days_around_a_day(day: date, from_it: date, after: date, before: date) -> None:
    assert OFFICE.working_day_from(day) == from_it
    assert OFFICE.next_working_day(day) == after
    assert OFFICE.previous_working_day(day) == before


@pytest.mark.parametrize(
    ("day", "count", "reached"),
    [
        (date(2023, 9, 6), 0, date(2023, 9, 6)),
        (date(2023, 9, 6), 1, date(2023, 9, 7)),
        (date(2023, 9, 8), 1, date(2023, 9, 11)),
        # five working days over National Day
        (date(2023, 8, 30), 5, date(2023, 9, 8)),
        # from a Saturday counting starts on Monday
        (date(2023, 9, 9), 0, date(2023, 9, 11)),
        (date(2023, 9, 9), 1, date(2023, 9, 12)),
    ],
)
def test_adding_working_days(day: date, count: int, reached: date) -> None:
    assert OFFICE.add_working_days(day, count) == reached


@given(DAYS, st.integers(0, 60))
def test_between_a_day_and_n_working_days_on_lie_n_working_days(day: date, count: int) -> None:
    reached = OFFICE.add_working_days(day, count)

    assert OFFICE.working_days_between(day, reached) == count
    assert OFFICE.is_working_day(reached)


@given(DAYS, st.integers(0, 400))
def test_working_days_between_agrees_with_counting_them(start: date, length: int) -> None:
    days = [start + timedelta(days=i) for i in range(length)]

    assert OFFICE.working_days_between(start, start + timedelta(days=length)) == sum(map(OFFICE.is_working_day, days))


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2023-09-06T09:00", "2023-09-07T09:00", 480),
        # before opening, over noon, after closing
        ("2023-09-06T06:00", "2023-09-06T07:30", 0),
        ("2023-09-06T11:00", "2023-09-06T13:30", 60),
        ("2023-09-06T16:45", "2023-09-06T23:59", 15),
        ("2023-09-06T00:00", "2023-09-07T00:00", 480),
        # Friday afternoon to Monday morning
        ("2023-09-08T14:00", "2023-09-11T08:30", 240),
        # National Day in between
        ("2023-08-30T10:15", "2023-09-08T10:15", 5 * 480),
        # from one day off to another
        ("2023-09-02T10:00", "2023-09-04T10:00", 0),
        # seconds are cut off at both ends
        ("2023-09-06T09:00:59", "2023-09-06T09:01:01", 1),
        ("2023-09-06T09:00", "2023-09-06T09:00", 0),
    ],
)
def test_working_minutes(start: str, end: str, minutes: int) -> None:
    assert OFFICE.working_minutes_between(at(start), at(end)) == minutes


@given(MOMENTS, st.integers(0, 4 * 24 * 60))
def test_working_minutes_agree_with_counting_them_one_by_one(start: datetime, length: int) -> None:
    end = start + timedelta(minutes=length)

    assert OFFICE.working_minutes_between(start, end) == minutes_counted_one_by_one(start, end)


@given(MOMENTS, MOMENTS, MOMENTS)
def test_working_minutes_of_stretches_that_touch_add_up(a: datetime, b: datetime, c: datetime) -> None:
    a, b, c = sorted([a, b, c])
    minutes = OFFICE.working_minutes_between

    assert minutes(a, b) + minutes(b, c) == minutes(a, c)


def test_a_day_opens_closes_and_has_480_minutes() -> None:
    assert (OFFICE.opens, OFFICE.closes, OFFICE.minutes_per_day) == (time(7, 30), time(17), 480)
    assert [opens.hour for opens, _ in OFFICE.sessions_of(date(2023, 9, 6))] == [7, 13]
    assert list(OFFICE.sessions_of(date(2023, 9, 9))) == []


def test_time_does_not_run_backwards_and_moments_are_local() -> None:
    with pytest.raises(ValueError, match="before"):
        OFFICE.working_minutes_between(at("2023-09-07T09:00"), at("2023-09-06T09:00"))
    with pytest.raises(ValueError, match="before"):
        OFFICE.working_days_between(date(2023, 9, 7), date(2023, 9, 6))
    with pytest.raises(ValueError, match="0 or more"):
        OFFICE.add_working_days(date(2023, 9, 7), -1)
    with pytest.raises(ValueError, match="naive local"):
        OFFICE.working_minutes_between(datetime(2023, 9, 6, 9, tzinfo=UTC), at("2023-09-07T09:00"))


@pytest.mark.parametrize(
    "sessions",
    [
        # none; closing before opening; overlapping; out of order; not on the minute
        (),
        ((time(9), time(8)),),
        ((time(8), time(12)), (time(11), time(17))),
        ((time(13), time(17)), (time(8), time(12))),
        ((time(8, 0, 30), time(12)),),
    ],
)
def test_sessions_that_do_not_hold_together_are_refused(sessions: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match="sessions"):
        replace(OFFICE, sessions=sessions)


def test_a_calendar_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="2023-09-04"):
        replace(OFFICE, swapped=frozenset({date(2023, 9, 4)}))
    for weekdays in (frozenset[int](), frozenset({7})):
        with pytest.raises(ValueError, match="working_weekdays"):
            replace(OFFICE, working_weekdays=weekdays)
