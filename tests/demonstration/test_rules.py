"""Tables and properties of what a simulated year is made by."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songbe.demonstration.declare.assumed import Milestone, PlantedFault
from songbe.demonstration.declare.tables import SimulatedReport
from songbe.demonstration.rules.catalogue import LEVELS, procedures, used
from songbe.demonstration.rules.days import arrival_weights, clock_macros, days
from songbe.demonstration.rules.levels import Stretch, dated, in_order, stretches
from songbe.demonstration.rules.practice import practice_rows
from songbe.demonstration.rules.reported import Circumstances, periods_of, reported, series
from songbe.demonstration.rules.shares import apportion, apportion_at_least, cut, dealt, fraction_of, scaled, slots
from songbe.demonstration.rules.stocks import measured
from songbe.indicators.rules.definitions import Definition, Kind
from songbe.kernel.working_time import WorkingCalendar
from tests.demonstration.conftest import Made

CALENDAR = WorkingCalendar(
    sessions=((time(7, 30), time(11, 30)), (time(13), time(17))),
    cutoff=time(15),
    working_weekdays=frozenset(range(5)),
    holidays=frozenset({date(2023, 9, 1), date(2023, 9, 4)}),
    swapped=frozenset({date(2023, 9, 9)}),
)


@given(st.integers(0, 10**7), st.lists(st.floats(0, 1, allow_subnormal=False), min_size=1, max_size=40))
def test_cutting_loses_nothing_and_stays_near_the_weights(total: int, weights: list[float]) -> None:
    whole = sum(round(weight * 10**12) for weight in weights)
    if not whole:
        return
    parts = apportion(total, weights)

    assert sum(parts) == total
    assert all(abs(part - total * round(w * 10**12) / whole) <= 1 for part, w in zip(parts, weights, strict=True))


def test_there_is_nothing_to_cut_by_weights_of_nothing() -> None:
    assert apportion(0, [0, 0]) == [0, 0]
    with pytest.raises(ValueError, match="nothing to cut"):
        apportion(3, [0.0])


@given(st.lists(st.integers(0, 50), min_size=1, max_size=20), st.integers(0, 5), st.data())
def test_no_part_is_above_what_is_there_or_below_the_least(there: list[int], least: int, data: st.DataObject) -> None:
    total = data.draw(st.integers(0, sum(there)))

    parts = apportion_at_least(total, there, least)

    assert sum(parts) == total
    assert all(part <= most for part, most in zip(parts, there, strict=True))
    if total >= sum(min(least, most) for most in there):
        assert all(part >= min(least, most) for part, most in zip(parts, there, strict=True))


def test_more_than_there_is_cannot_be_taken() -> None:
    with pytest.raises(ValueError, match="only 3"):
        apportion_at_least(4, [1, 2], 1)


def test_amounts_are_cut_to_their_decimals() -> None:
    assert cut(Decimal("431.2"), [1, 1, 1], 1) == [Decimal("143.8"), Decimal("143.7"), Decimal("143.7")]


@pytest.mark.parametrize(
    ("count", "scale", "expected"),
    [(5, "0.1", 1), (4, "0.1", 0), (123_437, "1", 123_437), (3, "2", 6)],
)
def test_a_smaller_demonstration_rounds_half_up(count: int, scale: str, expected: int) -> None:
    assert scaled(count, Decimal(scale)) == expected


def test_an_even_draw_from_slots_is_a_weighted_one() -> None:
    dealt = slots({7: 0.75, 8: 0.25}, 8)

    assert (dealt.count(7), dealt.count(8)) == (6, 2)


def test_chance_is_the_same_every_time() -> None:
    assert fraction_of(1, "a") == fraction_of(1, "a") != fraction_of(1, "b")
    assert 0 <= fraction_of("x") < 1


def test_arrivals_follow_months_and_weekdays_and_a_holiday_is_a_sunday() -> None:
    months = [0.1] * 8 + [0.2, 0, 0, 0]
    weights = arrival_weights(2023, days(CALENDAR), months, [0.2, 0.2, 0.2, 0.2, 0.16, 0.03, 0.01])

    def of(month: int, day: int) -> float:
        return weights[date(2023, month, day).toordinal() - date(1970, 1, 1).toordinal()]

    assert sum(weights.values()) == pytest.approx(1)
    assert sum(of(9, day) for day in range(1, 31)) == pytest.approx(0.2)
    # Friday the 1st is a holiday, Sunday the 3rd is one of the usual kind, Saturday the 9th is worked like a Monday.
    assert of(9, 1) == of(9, 3)
    assert of(9, 9) == of(9, 11)


# received, term in working days -> due; the rows are worked examples of docs/rules/deadlines.md.
DUE = [
    ("2023-09-06T09:00", 1, "2023-09-07T09:00"),
    ("2023-08-30T10:15", 5, "2023-09-08T10:15"),
    ("2023-09-06T15:00", 3, "2023-09-11T17:00"),  # after the cut-off: counted from the next opening
    ("2023-01-13T08:00", 10, "2023-02-03T08:00"),  # Tết between
    ("2023-09-09T10:00", 3, "2023-09-13T17:00"),  # a Saturday
    ("2023-09-06T12:10", 2, "2023-09-08T11:30"),  # at noon: the last minute is one of the morning
    ("2023-09-06T08:20", 0, "2023-09-06T17:00"),  # same day
]


def due(received: datetime, term: int, calendar: WorkingCalendar) -> datetime:
    """The promise reckoned minute by minute: the slow oracle."""
    if term == 0:
        day = calendar.working_day_from(received.date())
        if day == received.date() and received.time() >= calendar.cutoff:
            day = calendar.next_working_day(day)
        return datetime.combine(day, calendar.closes)
    late = received.time() >= calendar.cutoff and calendar.is_working_day(received.date())
    moment = datetime.combine(calendar.next_working_day(received.date()), calendar.opens) if late else received
    left = term * calendar.minutes_per_day
    while True:
        for opens, closes in calendar.sessions_of(moment.date()):
            start = max(opens, moment)
            room = max(0, int((closes - start).total_seconds()) // 60)
            if left <= room:
                return start + timedelta(minutes=left)
            left -= room
        moment = datetime.combine(moment.date() + timedelta(days=1), time())


@pytest.mark.parametrize(("received", "term", "expected"), DUE)
def test_the_oracle_agrees_with_the_worked_examples(y2023: Made, received: str, term: int, expected: str) -> None:
    calendar = y2023.shop.calendar

    assert due(datetime.fromisoformat(received), term, calendar) == datetime.fromisoformat(expected)


def test_every_promise_is_the_clocks(y2023: Made) -> None:
    asked = "SELECT f.received_at, p.term_days, f.due_at FROM dossier_fact f JOIN procedure p ON p.code = f.procedure"

    for received, term, promised in y2023.rows(asked):
        assert promised == due(received, term, y2023.shop.calendar), received


def test_minutes_of_the_day_turn_into_working_minutes_and_back() -> None:
    with duckdb.connect() as connection:
        for macro in clock_macros(CALENDAR):
            connection.execute(macro)
        asked = (
            "SELECT list(minute_at(w) ORDER BY w), list(worked_before(minute_at(w)) ORDER BY w) FROM range(1, 481) t(w)"
        )
        at, back = connection.execute(asked).fetchone() or ([], [])

    assert back == list(range(1, 481))
    assert (at[0], at[239], at[240], at[479]) == (7 * 60 + 31, 11 * 60 + 30, 13 * 60 + 1, 17 * 60)


def test_levels_never_fall(y2023: Made) -> None:
    order = {"info": 0, "partial": 1, "full": 2}
    for each in y2023.shop.catalogue:
        states = stretches(each)
        levels = [order[state.online_level] for state in states]
        assert levels == sorted(levels)
        assert [state.to_on for state in states[:-1]] == [state.from_on for state in states[1:]]
        assert states[-1].to_on is None
        assert all(state.online_level != "info" for state in states if state.payable)
        assert all(state.digitisable for state in states if state.digitisation_flow)


def test_every_milestone_is_met_whatever_the_seed(y2023: Made) -> None:
    services = y2023.pack.simulation.services
    for seed in range(20):
        found = procedures(services.procedures, services.dossiers.sectors, seed)
        milestones = services.procedures.milestones
        catalogue = dated(in_order(found, milestones), milestones, CALENDAR.is_working_day, seed)
        for milestone in milestones:
            standing = [s for d in catalogue for s in stretches(d) if _holds(s.from_on, s.to_on, milestone.from_on)]
            assert _counted(standing) == _wanted(milestone), (seed, milestone.from_on)


def _holds(start: date, end: date | None, on: date) -> bool:
    return start <= on and (end is None or on < end)


def _wanted(milestone: Milestone) -> tuple[int, ...]:
    return (
        milestone.total, milestone.online_full, milestone.online, milestone.published, milestone.payable,
        milestone.digitisable, milestone.digitisation_flow, milestone.essential_online,
    )  # fmt: skip


def _counted(standing: Sequence[Stretch]) -> tuple[int, ...]:
    flags: tuple[Callable[[Stretch], bool], ...] = (
        lambda s: True,
        lambda s: s.online_level == "full",
        lambda s: s.online_level != "info",
        lambda s: s.published,
        lambda s: s.payable,
        lambda s: s.digitisable,
        lambda s: s.digitisation_flow,
        lambda s: s.procedure.essential and s.online_level != "info",
    )
    return tuple(sum(flag(s) for s in standing) for flag in flags)


def test_dossiers_are_cut_over_procedures_and_few_get_most(y2023: Made) -> None:
    services = y2023.pack.simulation.services
    found = [each.procedure for each in y2023.shop.catalogue]

    uses = used(found, 3000, services.dossiers.tiers, services.dossiers.sectors, 0.3)

    assert sum(use.count for use in uses) == 3000
    commune = {use.procedure.code: use.count for use in uses if use.procedure.tier == "commune"}
    assert commune["DEMO.002"] == 600  # 3,000 x 0.5 of the tier x 0.4 of its sector
    assert all(procedure.level in LEVELS for procedure in found)


LINE = {"code": "X", "name_vi": "x", "name_en": "x", "sector": "ICT", "unit": "person", "kind": Kind.reported}


def line(shape: str, spread: str = "0.3", first: str = "1000", second: str = "1300") -> SimulatedReport:
    """A line of the table of reported values."""
    said = {"indicator": "X", "base_2022": first, "base_2023": second, "shape": shape, "spread": spread}
    return SimulatedReport.model_validate(said)


def circumstances(made: Made, year: int) -> Circumstances:
    """What values depend on, with agencies that are never late."""
    services = made.pack.simulation.services.model_copy(update={"late_share": 0.0, "late_share_others": 0.0})
    return Circumstances(year, 1, ZoneInfo("Asia/Ho_Chi_Minh"), made.shop.desks, services, {})


@pytest.mark.parametrize("frequency", ["yearly", "quarterly", "monthly", "daily"])
@pytest.mark.parametrize("shape", ["flow", "stock"])
def test_parts_of_places_and_months_sum_to_the_whole(y2023: Made, frequency: str, shape: str) -> None:
    tiers = ("province", "district", "commune")
    definition = Definition(**LINE, frequency=frequency, tiers=tiers, ytd="sum" if shape == "flow" else "last")  # type: ignore[arg-type]

    sent = list(reported([line(shape)], {"X": definition}, circumstances(y2023, 2023)))

    by_period: dict[str, dict[str, Decimal]] = {}
    for value in sent:
        by_period.setdefault(value.period.code, {})[value.place] = value.value
    for places in by_period.values():
        assert sum(places[code] for code in ("991", "992", "993")) == places["99"]
        communes = [code for code in places if code.startswith("991") and code != "991"]
        assert len(communes) == 3
        assert sum(places[code] for code in communes) == places["991"]
        assert min(places.values()) >= 0
    whole = [places["99"] for places in by_period.values()]
    assert (sum(whole) if shape == "flow" else whole[-1]) == 1300


def test_the_days_of_a_month_join_into_what_the_month_would_be_without_them(y2023: Made) -> None:
    of = line("level", first="60", second="66")
    given_ = circumstances(y2023, 2023)
    for joining in ("sum", "mean", "last"):
        daily = Definition(**LINE, decimals=1, frequency="daily", ytd=joining)  # type: ignore[arg-type]
        days_ = [value.value for value in reported([of], {"X": daily}, given_)]
        june = days_[151:181]

        whole = series(of, daily, 12, given_)[5]

        assert len(days_) == 365
        assert {"sum": sum(june), "mean": sum(june) / 30, "last": june[-1]}[joining] == whole


def test_the_few_cases_of_a_day_fall_on_small_places_too(y2023: Made) -> None:
    daily = Definition(**LINE, frequency="daily", tiers=("province", "district", "commune"), ytd="sum")  # type: ignore[arg-type]

    sent = list(reported([line("flow", "0", "0", "120")], {"X": daily}, circumstances(y2023, 2023)))

    shares = {desk.unit: 120 * desk.weight for desk in y2023.shop.desks.all if desk.tier in ("district", "commune")}
    for place, share in shares.items():
        cases = sum(value.value for value in sent if value.place == place)
        assert abs(float(cases) - share) <= 1 + 3 * share**0.5


def test_the_mean_of_the_places_is_the_whole_s_value(y2023: Made) -> None:
    tiers = ("province", "district", "commune")
    definition = Definition(**LINE, decimals=3, frequency="yearly", tiers=tiers)  # type: ignore[arg-type]

    sent = {v.place: v.value for v in reported([line("level")], {"X": definition}, circumstances(y2023, 2023))}

    desks = y2023.shop.desks
    for whole, below in (
        ("99", desks.of("district")),
        ("991", [d for d in desks.of("commune") if d.district == "991"]),
    ):
        mean = sum(float(sent[d.unit]) * d.weight for d in below) / sum(d.weight for d in below)
        assert mean == pytest.approx(float(sent[whole]), abs=0.01)


def test_what_is_sent_every_day_comes_after_the_day(y2023: Made) -> None:
    daily = Definition(**LINE, frequency="daily", tiers=("province", "district"), ytd="sum")  # type: ignore[arg-type]

    sent = list(reported([line("flow")], {"X": daily}, circumstances(y2023, 2023)))

    assert all(value.reported_at.date() >= value.period.end for value in sent)
    assert all(value.reported_at <= value.due_at for value in sent)


@given(
    st.integers(0, 10**13), st.lists(st.floats(0.001, 1), min_size=1, max_size=40), st.floats(0, 1, exclude_max=True)
)
def test_dealing_loses_nothing_and_stays_within_a_step_of_the_weights(
    total: int, weights: list[float], start: float
) -> None:
    parts = dealt(Decimal(total), weights, 0, start)

    exact = [round(weight * 10**12) for weight in weights]
    assert sum(parts) == total
    assert all(abs(part - Decimal(total * w) / sum(exact)) <= 1 for part, w in zip(parts, exact, strict=True))


def test_dealing_keeps_decimals_and_needs_somebody_to_deal_to() -> None:
    assert dealt(Decimal("0.3"), [1, 1], 1, 0.0) == [Decimal("0.1"), Decimal("0.2")]
    assert dealt(Decimal(0), [0, 0], 0, 0.5) == [0, 0]
    with pytest.raises(ValueError, match="nothing to cut"):
        dealt(Decimal(3), [0.0], 0, 0.5)


def test_a_level_moves_to_the_years_value_and_a_mean_lies_about_it(y2023: Made) -> None:
    given_ = circumstances(y2023, 2023)
    last = Definition(**LINE, decimals=1, frequency="quarterly", ytd="last")  # type: ignore[arg-type]
    mean = Definition(**LINE, decimals=1, frequency="quarterly", ytd="mean")  # type: ignore[arg-type]
    of = line("level", first="80", second="84")

    moved, about = series(of, last, 4, given_), series(of, mean, 4, given_)

    assert moved[-1] == Decimal("84.0")
    assert all(Decimal(80) <= value <= Decimal(84) for value in moved)
    assert sum(about) / 4 == Decimal("84.0")


def test_a_percentage_of_a_place_is_never_above_a_hundred(y2023: Made) -> None:
    said = {**LINE, "unit": "percent"}
    definition = Definition(**said, frequency="yearly", tiers=("province", "district", "commune"))  # type: ignore[arg-type]

    sent = list(reported([line("level", "0.9", "98", "99")], {"X": definition}, circumstances(y2023, 2023)))

    assert max(value.value for value in sent) <= 100
    assert {value.value for value in sent if value.place == "99"} == {99}


def test_what_is_late_for_the_last_period_waits_or_is_missing(y2023: Made) -> None:
    always = y2023.pack.simulation.services.model_copy(update={"late_share": 1.0, "late_share_others": 0.0})
    late = Circumstances(2023, 1, ZoneInfo("Asia/Ho_Chi_Minh"), y2023.shop.desks, always, {})
    definitions = {f"X{n}": Definition(**{**LINE, "code": f"X{n}"}, tiers=("province", "district")) for n in range(9)}  # type: ignore[arg-type]
    lines = [line("flow").model_copy(update={"indicator": code}) for code in definitions]

    sent = [value for value in reported(lines, definitions, late) if value.agency == "UB992"]

    assert all(value.reported_at > value.due_at for value in sent)
    assert {value.status for value in sent if value.period.code < "2023-12"} == {"approved"}
    december = [value for value in sent if value.period.code == "2023-12"]
    assert 0 < len(december) < 9
    assert {value.status for value in december} == {"submitted"}


@pytest.mark.parametrize(("frequency", "count"), [("yearly", 1), ("quarterly", 4), ("monthly", 12), ("daily", 365)])
def test_values_are_sent_as_often_as_the_indicator_says(frequency: str, count: int) -> None:
    assert len(periods_of(frequency, 2023)) == count


@pytest.mark.parametrize(
    ("kind", "adds"), [("count", True), ("amount", True), ("money", True), ("duration", False), ("index", False)]
)
def test_only_what_can_be_added_up_grows_with_the_place(kind: str, adds: bool) -> None:
    assert measured(kind, 0).adds is adds


GOOD = {
    "id": "A", "agency": "UBX1", "unit": "1", "channel": "online", "received_at": "2023-09-05 08:00",
    "due_at": "2023-09-07 08:00", "finished_at": "2023-09-06 08:00", "fee_vnd": "8000", "rating": "5",
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "value", "changed"),
    [
        ("finished_before_received", None, {"finished_at": "2023-09-02 08:00"}),
        ("due_before_received", None, {"due_at": "2023-09-03 08:00"}),
        ("unknown_unit", "25999", {"unit": "25999"}),
        ("ambiguous_place", "An Bình", {"unit": "An Bình"}),
        ("unknown_agency", "SXYZ", {"agency": "SXYZ"}),
        ("place_mismatch", None, {"unit": "2"}),
        ("impossible_date", "31/09/2023", {"received_at": "31/09/2023"}),
        ("future_date", "2032-10-04", {"received_at": "2032-10-04"}),
        ("negative_value", None, {"fee_vnd": "-8000"}),
        ("out_of_range", "6", {"rating": "6"}),
        ("unknown_value", "Fax", {"channel": "Fax"}),
        ("bad_code", "H09.18-230901", {"id": "H09.18-230901-?1"}),
        ("conflicting_duplicate", None, {"id": "A", "fee_vnd": "9000"}),
        ("duplicate_row", None, {"id": "A"}),
    ],
)
def test_a_planted_fault_is_one_fault(kind: str, value: str | None, changed: dict[str, str]) -> None:
    fault = PlantedFault.model_validate({"kind": kind, "count": 1, "value": value, "what_vi": ""})
    other = {**GOOD, "id": "B", "agency": "UBX2", "unit": "2"}

    *good, planted = practice_rows([GOOD, other], [fault])

    assert [row.kind for row in good] == ["", ""]
    assert (planted.kind, planted.cells) == (kind, {**GOOD, "id": "A-1", **changed})


def test_there_are_as_many_good_rows_as_faulty_ones_at_least() -> None:
    fault = PlantedFault.model_validate({"kind": "duplicate_row", "count": 2, "what_vi": ""})

    with pytest.raises(ValueError, match="2 faulty rows"):
        list(practice_rows([GOOD], [fault]))
