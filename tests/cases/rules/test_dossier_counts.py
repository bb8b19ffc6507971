"""What can be counted of a dossier that is over."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given

from songbe.cases.rules.dossier_counts import Steps, steps_of, updates_of
from songbe.cases.rules.scores import Turn
from tests.cases.rules.test_scores import CALENDAR, MONDAY, TURNS, turn


@pytest.mark.parametrize(
    ("seconds", "updates"),
    [
        ([], 0),
        ([0], 1),
        ([0, 59], 1),  # the same minute
        ([0, 60], 2),
        ([0, None, 3600], 2),  # what did not happen was not seen
    ],
)
def test_what_happens_in_the_same_minute_is_seen_at_once(seconds: list[int | None], updates: int) -> None:
    moments = [None if each is None else MONDAY + timedelta(seconds=each) for each in seconds]

    assert updates_of(moments) == updates


def test_steps_are_counted_by_who_did_them_and_when_and_a_pause_makes_nobody_late() -> None:
    turns = [
        turn("26T08:00", "26T09:00", "26T14:00"),
        turn("26T09:00", "26T14:00", "26T14:00"),
        turn("26T08:00", "26T15:00", "26T14:00", agency="CT"),
        turn("27T08:00", "27T16:00", "27T14:00"),
        turn("28T08:00", "28T09:00", "28T14:00", silent=True),
    ]
    pause = (datetime.fromisoformat("2023-12-27T09:00"), datetime.fromisoformat("2023-12-27T16:00"))

    assert steps_of(turns, [pause], CALENDAR) == (
        Steps("CT", date(2023, 12, 26), True, 1),
        Steps("STP", date(2023, 12, 26), False, 2),
        Steps("STP", date(2023, 12, 27), False, 1),
        Steps("STP", date(2023, 12, 28), True, 1),
    )


@given(TURNS)
def test_every_step_is_counted_once(turns: list[Turn]) -> None:
    found = steps_of(turns, [], CALENDAR)

    assert sum(each.number for each in found) == len(turns)
    assert len({(each.agency, each.day, each.late) for each in found}) == len(found)
