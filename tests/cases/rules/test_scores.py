"""What one-stop indices see: tables, and what holds of every dossier and every month."""

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songbe.cases.declare.scores import ScoresSheet
from songbe.cases.rules.scores import (
    WORDS,
    Pace,
    Reading,
    Turn,
    agencies_of,
    agency_paces,
    attitude_of,
    contacts_of,
    pace_of,
    share_points,
    spare_minutes,
)
from songbe.config.environment import ROOT
from songbe.packs.faults import Faults
from songbe.packs.reading import read_document
from tests.cases.clocks import calendar

CALENDAR = calendar()
QUARTER = 120
MONDAY = datetime.fromisoformat("2023-12-25T07:30")


def _sheet() -> ScoresSheet:
    folder = ROOT / "packs" / "binhduong"
    row = read_document(folder / "cases" / "service_scores.yaml", ScoresSheet, Faults(folder))
    assert row is not None
    return row.value


SHEET = _sheet()


def turn(opened: str, closed: str, due: str, *, agency: str = "STP", silent: bool = False) -> Turn:
    """A turn on days of December 2023: ``26T08:00``."""
    begin, end, limit = (datetime.fromisoformat(f"2023-12-{each}") for each in (opened, closed, due))
    return Turn(agency, begin, end, limit, silent)


@pytest.mark.parametrize(
    ("spare", "pace"),
    [
        (-1, Pace.longer),  # a minute late
        (0, Pace.equal),  # to the minute
        (119, Pace.equal),  # a quarter of a day was begun
        (120, Pace.shorter),  # a quarter of a day was left
    ],
)
def test_what_is_left_over_says_how_long_it_took(spare: int, pace: Pace) -> None:
    assert pace_of(spare, QUARTER) is pace


@pytest.mark.parametrize(
    ("done", "due", "spare"),
    [
        ("2023-12-26T08:00", "2023-12-27T08:00", 480),  # a day
        ("2023-12-22T17:00", "2023-12-25T07:30", 0),  # a weekend lies in between
        ("2023-12-26T17:30", "2023-12-26T17:00", -1),  # late in the evening, by no working minute
        ("2023-12-27T08:30", "2023-12-26T17:00", -60),
    ],
)
def test_spare_time_is_working_time_and_late_is_late(done: str, due: str, spare: int) -> None:
    moments = {"done": datetime.fromisoformat(done), "due": datetime.fromisoformat(due)}

    assert spare_minutes(**moments, calendar=CALENDAR) == spare


@pytest.mark.parametrize(
    ("turns", "pauses", "pace"),
    [
        ([turn("26T08:00", "26T09:00", "26T14:00")], [], Pace.shorter),
        ([turn("26T08:00", "26T13:30", "26T14:00")], [], Pace.equal),
        ([turn("26T08:00", "26T14:01", "26T14:00")], [], Pace.longer),
        # What one turn took too long another one saved.
        ([turn("26T08:00", "26T15:00", "26T14:00"), turn("27T08:00", "27T08:00", "27T14:00")], [], Pace.shorter),
        # Nobody's time is in a pause, whose ends may lie outside of the turn.
        ([turn("26T08:00", "27T08:00", "26T14:00")], [("26T07:00", "26T17:00")], Pace.shorter),
        ([turn("26T08:00", "26T09:00", "26T14:00", silent=True)], [], Pace.longer),
    ],
)
def test_an_agency_takes_all_its_turns_together(turns: list[Turn], pauses: list[tuple[str, str]], pace: Pace) -> None:
    stood = [tuple(datetime.fromisoformat(f"2023-12-{each}") for each in pause) for pause in pauses]

    found = agency_paces(turns, stood, grain=QUARTER, calendar=CALENDAR)  # type: ignore[arg-type]

    assert found == {"STP": pace}


def test_agencies_stand_each_for_itself_in_whatever_order_they_came() -> None:
    turns = [
        turn("26T08:00", "26T09:00", "26T14:00", agency="STP"),
        turn("26T08:00", "26T15:00", "26T14:00", agency="CT"),
        turn("27T08:00", "27T09:00", "27T14:00", agency="STP"),
    ]

    assert agency_paces(turns, [], grain=QUARTER, calendar=CALENDAR) == {"CT": Pace.longer, "STP": Pace.shorter}


@pytest.mark.parametrize(("supplements", "word"), [(0, "none"), (1, "one"), (2, "several"), (9, "several")])
def test_contacts_are_what_was_asked_for_in_addition(supplements: int, word: str) -> None:
    assert contacts_of(supplements) == word


@pytest.mark.parametrize(
    ("supplements", "elsewhere", "word"),
    [(0, False, "none"), (1, False, "one_stop"), (3, False, "one_stop"), (0, True, "several"), (1, True, "several")],
)
def test_bodies_to_go_to_are_the_desk_and_whoever_is_waited_for(supplements: int, elsewhere: bool, word: str) -> None:
    assert agencies_of(supplements, elsewhere=elsewhere) == word


@pytest.mark.parametrize(
    ("rating", "pace", "word"),
    [
        (None, Pace.shorter, None),  # nobody said
        (5, None, None),  # no term to be early for
        (1, None, "complaint"),
        (2, Pace.shorter, "complaint"),
        (3, Pace.shorter, "early"),
        (5, Pace.equal, "in_time"),
        (5, Pace.longer, "late"),
    ],
)
def test_how_somebody_was_treated_is_what_they_say(rating: int | None, pace: Pace | None, word: str | None) -> None:
    assert attitude_of(rating, pace, complaint_to=2) == word


# --- What holds always ------------------------------------------------------------------------------------------------
MOMENTS = st.integers(0, 20 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
TURNS = st.lists(
    st.tuples(st.sampled_from(["STP", "CT"]), MOMENTS, MOMENTS, MOMENTS, st.booleans()).map(
        lambda said: Turn(said[0], min(said[1:3]), max(said[1:3]), said[3], said[4])
    ),
    max_size=5,
)


@given(MOMENTS, MOMENTS, TURNS, st.integers(0, 20), st.booleans(), st.none() | st.integers(1, 5))
def test_every_index_of_every_dossier_is_worth_0_to_2_points(
    done: datetime, due: datetime, turns: list[Turn], supplements: int, elsewhere: bool, rating: int | None
) -> None:
    pace = pace_of(spare_minutes(done=done, due=due, calendar=CALENDAR), QUARTER)
    seen: list[tuple[Reading, str | None]] = [
        (Reading.total_time, pace),
        (Reading.contacts, contacts_of(supplements)),
        (Reading.agencies, agencies_of(supplements, elsewhere=elsewhere)),
        (Reading.attitude, attitude_of(rating, pace, complaint_to=SHEET.complaint_to)),
    ]
    by_agency = agency_paces(turns, [], grain=QUARTER, calendar=CALENDAR)
    seen += [(Reading.agency_time, each) for each in by_agency.values()]

    assert set(by_agency) == {each.agency for each in turns}
    for reads, word in seen:
        measure = SHEET.measure(reads)
        assert measure is not None
        assert word is None or 0 <= measure.points[word] <= 2


@given(MOMENTS, MOMENTS, st.integers(1, 960))
def test_whoever_ends_later_never_earns_more(done: datetime, due: datetime, later: int) -> None:
    order = [Pace.shorter, Pace.equal, Pace.longer]
    first, second = (
        pace_of(spare_minutes(done=moment, due=due, calendar=CALENDAR), QUARTER)
        for moment in (done, done + timedelta(minutes=later))
    )

    assert order.index(first) <= order.index(second)


@given(st.integers(0, 500), st.integers(0, 500))
def test_every_share_of_reports_is_worth_what_the_step_says_that_it_reaches(kept: int, late: int) -> None:
    measure = SHEET.measure(Reading.reports)
    assert measure is not None
    points = share_points(kept, kept + late, [(step.share, step.points) for step in measure.steps])

    if kept + late == 0:
        assert points is None
    else:
        share = Fraction(kept, kept + late)
        assert points == Decimal(2 if share == 1 else 1 if share >= Fraction(9, 10) else 0)


def test_the_pack_knows_a_point_for_every_word_that_can_be_seen() -> None:
    assert {measure.reads for measure in SHEET.measures} == set(Reading)
    assert all(set(measure.points) == set(WORDS[measure.reads]) for measure in SHEET.measures)
