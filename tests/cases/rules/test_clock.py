"""The deadline clock: random cases against the slow oracle, what is explained, and what is promised."""

import os
import random
from datetime import date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songbe.cases.rules.clock import (
    Effect,
    Filed,
    NoNewDate,
    Pause,
    Term,
    TermUnit,
    What,
    due,
    due_many,
    first_date_to_apologise_for,
    last_date_at_risk,
    lateness,
    proposed_date,
    reckon,
    why_no_new_date,
)
from songbe.cases.rules.clock.deadline import amount_of, stretches_of
from songbe.cases.rules.clock.hours import from_minutes, hours_of, to_minutes
from tests.cases.clocks import Case, calendar, office, random_cases
from tests.cases.slow_clock import slow_due

OFFICE = calendar()
EACH = int(os.environ.get("SONGBE_DEADLINES", "400"))
"""How many random cases each of eight runs compares; 12500 for a hundred thousand."""
FIVE = Term(Fraction(5), TermUnit.working_day)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _due(case: Case) -> datetime | None:
    return due(case.term(), case.received, case.as_pauses(), OFFICE)


@pytest.mark.parametrize("seed", range(8))
def test_random_cases_are_due_when_the_slow_oracle_says(seed: int) -> None:
    slow = office()

    for case in random_cases(EACH, seed=seed):
        found = slow_due(slow, case.unit, Fraction(case.amount), case.received, case.as_rests())
        assert _due(case) == found, case


def test_many_at_once_are_due_when_each_alone_is() -> None:
    cases = list(random_cases(2000, seed=99))
    per_day = hours_of(OFFICE).per_day

    found = due_many(
        (
            Filed(
                TermUnit(case.unit),
                amount_of(case.term(), per_day),
                to_minutes(case.received),
                stretches_of(case.as_pauses()),
            )
            for case in cases
        ),
        OFFICE,
    )

    assert [None if moment is None else from_minutes(moment) for moment in found] == [_due(case) for case in cases]


def test_the_order_in_which_pauses_are_told_changes_nothing() -> None:
    chance = random.Random(7)
    for case in random_cases(300, seed=7):
        shuffled = case.as_pauses()
        chance.shuffle(shuffled)

        assert due(case.term(), case.received, shuffled, OFFICE) == _due(case)


def test_the_explanation_ends_at_the_deadline_and_its_minutes_sum_to_the_term() -> None:
    for case in random_cases(500, seed=11):
        told = reckon(case.term(), case.received, case.as_pauses(), OFFICE)

        assert told.due == _due(case)
        assert (told.due is None) == (told.open_since is not None)
        lines = told.lines
        last_start = max(place for place, line in enumerate(lines) if line.what is What.starts)
        if told.due is not None and case.unit.startswith("working"):
            assert sum(line.counted for line in lines[last_start:]) == amount_of(case.term(), 480)
            assert lines[-2].left == 0
        assert all(line.words("vi") and line.words("en") for line in lines)


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_longer_term_is_never_due_earlier(days: int, more: int) -> None:
    received = at("2023-04-25T14:20")

    short = due(Term(Fraction(days), TermUnit.working_day), received, (), OFFICE)
    long = due(Term(Fraction(days + more), TermUnit.working_day), received, (), OFFICE)

    assert short is not None
    assert long is not None
    assert short <= long


def test_without_a_term_there_is_no_deadline() -> None:
    assert due(None, at("2023-09-06T09:00"), (), OFFICE) is None
    assert reckon(None, at("2023-09-06T09:00"), (), OFFICE).lines == ()


def test_while_a_pause_is_open_there_is_no_deadline_and_the_explanation_says_since_when() -> None:
    waiting = Pause(at("2023-09-07T10:00"), None, Effect.restart, "bổ sung hồ sơ")

    told = reckon(FIVE, at("2023-09-06T09:00"), [waiting], OFFICE)

    assert (told.due, told.open_since, told.open_reason) == (None, waiting.start, "bổ sung hồ sơ")
    assert told.lines[-1].words("vi") == "đang tạm dừng (bổ sung hồ sơ) từ 10:00 07/09/2023: chưa có hạn"


@pytest.mark.parametrize("effect", Effect)
@pytest.mark.parametrize("end", ["2023-09-20T08:00", None])
def test_a_pause_that_begins_when_the_work_is_due_moves_nothing(effect: Effect, end: str | None) -> None:
    promised = due(FIVE, at("2023-09-06T09:00"), (), OFFICE)
    assert promised is not None

    late = Pause(promised, at(end) if end else None, effect)

    assert due(FIVE, at("2023-09-06T09:00"), [late], OFFICE) == promised


@pytest.mark.parametrize(
    ("amount", "unit"), [("-1", "working_day"), ("1/2", "calendar_day"), ("3/2", "month"), ("-2", "month")]
)
def test_a_term_that_means_nothing_is_refused(amount: str, unit: str) -> None:
    with pytest.raises(ValueError, match=amount):
        Term(Fraction(amount), TermUnit(unit))


def test_a_pause_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Pause(at("2023-09-07T10:00"), at("2023-09-07T09:59"), Effect.stop)


def test_moments_with_a_zone_and_years_without_tables_are_refused() -> None:
    with pytest.raises(ValueError, match="wall time"):
        due(FIVE, at("2023-09-06T09:00+07:00"), (), OFFICE)
    with pytest.raises(ValueError, match="outside"):
        due(FIVE, at("1912-01-01T09:00"), (), OFFICE)
    with pytest.raises(ValueError, match="outside"):
        due(Term(Fraction(99_999), TermUnit.working_day), at("2023-09-06T09:00"), (), OFFICE)


# --- promises ---------------------------------------------------------------------------------------------------------
def test_lateness_is_counted_against_the_first_promise_and_the_one_in_force() -> None:
    found = lateness(
        first_due=at("2023-09-06T10:00"), due_now=at("2023-09-08T17:00"), done=at("2023-09-07T10:00"), calendar=OFFICE
    )

    assert found.first is not None
    assert found.now is not None
    assert (found.first.is_late, found.first.working_minutes) == (True, 480)
    assert not found.now.is_late


def test_work_done_in_the_night_after_its_promise_is_late() -> None:
    found = lateness(first_due=at("2023-09-06T17:00"), due_now=None, done=at("2023-09-06T21:00"), calendar=OFFICE)

    assert found.first is not None
    assert found.first.is_late
    assert found.now is None


@pytest.mark.parametrize(
    ("due_now", "given", "proposed", "now", "why"),
    [
        (None, 0, "2023-09-20T17:00", "2023-09-06T09:00", NoNewDate.no_promise),
        ("2023-09-11T10:00", 1, "2023-09-20T17:00", "2023-09-06T09:00", NoNewDate.given_before),
        ("2023-09-11T10:00", 0, "2023-09-11T10:00", "2023-09-06T09:00", NoNewDate.not_later),
        # The 11th is a Monday: the last day for the apology is Friday the 8th.
        ("2023-09-11T10:00", 0, "2023-09-20T17:00", "2023-09-09T09:00", NoNewDate.too_late),
        ("2023-09-11T10:00", 0, "2023-09-20T17:00", "2023-09-08T16:59", None),
    ],
)
def test_a_new_date_is_given_once_and_a_working_day_before_the_old_one(
    due_now: str | None, given: int, proposed: str, now: str, why: NoNewDate | None
) -> None:
    found = why_no_new_date(
        due_now=at(due_now) if due_now else None,
        given_before=given,
        proposed=at(proposed),
        now=at(now),
        calendar=OFFICE,
    )

    assert found is why


@given(st.dates(date(2023, 1, 1), date(2024, 12, 1)), st.integers(-3, 12), st.integers(1, 4))
def test_what_is_drafted_may_still_be_sent_and_nothing_passes_its_last_day_undrafted(
    today: date, ahead: int, days: int
) -> None:
    due_date = OFFICE.working_day_from(today + timedelta(days=ahead))
    promised = datetime.combine(due_date, time(10))
    proposed = proposed_date(promised, days, OFFICE)
    assert proposed is not None
    drafted = first_date_to_apologise_for(today, OFFICE) <= due_date <= last_date_at_risk(today, days, OFFICE)

    in_time = [
        why_no_new_date(due_now=promised, given_before=0, proposed=proposed, now=now, calendar=OFFICE) is None
        for now in (datetime.combine(today, time(8)), datetime.combine(today + timedelta(days=1), time(8)))
    ]

    assert in_time[0] or not drafted
    # The last day to apologise, if it is a working day, is one on which it is drafted.
    assert drafted or in_time != [True, False] or not OFFICE.is_working_day(today)
