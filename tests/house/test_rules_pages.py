"""The worked examples of docs/rules are true: each table is the table of a test, and calls the rule itself."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from songbe.assistant.rules.hearing import hear
from songbe.assistant.rules.learning import called
from songbe.assistant.rules.proposals import MOVES as DECISIONS
from songbe.assistant.rules.replay import is_worse
from songbe.cases.declare.processes import ProcessSheet
from songbe.cases.declare.scores import ScoresSheet
from songbe.cases.rules.clock import (
    Effect,
    Pause,
    Term,
    TermUnit,
    due,
    first_date_to_apologise_for,
    last_date_at_risk,
    proposed_date,
    reckon,
)
from songbe.cases.rules.playbooks import Done, crosses, reached
from songbe.cases.rules.process import Spot, advance, start
from songbe.cases.rules.scores import (
    Pace,
    Reading,
    agencies_of,
    attitude_of,
    contacts_of,
    pace_of,
    share_points,
    spare_minutes,
)
from songbe.cases.rules.standing_in import signing
from songbe.config.environment import ROOT
from songbe.indicators.queries.said import Reported, Said, Sent
from songbe.indicators.rules.changes import Reason, split
from songbe.indicators.rules.definitions import Definition, Joining, Kind, Measure
from songbe.indicators.rules.running import running
from songbe.indicators.rules.targets import change_is_worse, target_status
from songbe.indicators.rules.values import Amount, amount_over, nearest_rank, value_of
from songbe.kernel.numbers import round_half_up
from songbe.kernel.periods import ReportingCalendar, month_index, parse_period
from songbe.kernel.working_time import WorkingCalendar
from songbe.packs.faults import Faults
from songbe.packs.reading import read_document
from songbe.payments.rules import MOVES, Purpose, Tariff, owed, total_vnd
from songbe.places.policy import Actor, Held
from songbe.places.rules import UnitChange, UnitState, reaches_now, reaches_then
from songbe.places.rules.absences import Away, why_no_absence
from songbe.warehouse.rules.cells import computing, leaf_sql
from songbe.warehouse.rules.components import flow, period_condition, stock
from songbe.warehouse.rules.conditions import Condition
from tests.assistant.minds import mind_of
from tests.house.pages import Row, pages, rows, sections

EXAMPLES = "Worked examples"
MAY_BE_DONE = "What may be done to an order"


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _weighted(text: str) -> list[tuple[Fraction, Fraction]]:
    """Read ``5 × 1/3, 8``: numbers with their weights."""
    pairs = [part.split("×") for part in text.split(",") if part.strip()]
    return [(Fraction(pair[0].strip()), Fraction(pair[1].strip()) if len(pair) > 1 else Fraction(1)) for pair in pairs]


def _numbers(text: str) -> list[Fraction]:
    return [Fraction(part.strip()) for part in text.split(",") if part.strip()]


def _definition(**said: object) -> Definition:
    plain = {
        "code": "X", "name_vi": "X", "name_en": "X", "sector": "S", "unit": "u", "kind": Kind.reported,
    }  # fmt: skip
    return Definition(**plain | said)  # type: ignore[arg-type]


# --- targets.md -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("row", rows("rules/targets.md", EXAMPLES), ids=str)
def test_a_value_stands_against_its_target_as_the_page_says(row: Row) -> None:
    status = target_status(
        value=row.number("value"),
        target=row.number("target"),
        direction=row["direction"],
        band=Fraction(row["band"]),
        period_last=date.fromisoformat(row["last day of the period"]),
        as_of=_day(row["data reach"]) or date.min,
    )

    assert status == row["status"]


@pytest.mark.parametrize("row", rows("rules/targets.md", "Worse than before"), ids=str)
def test_a_value_got_worse_as_the_page_says(row: Row) -> None:
    worse = change_is_worse(row.number("before"), row.number("after"), row["direction"])

    assert worse is (row["worse"] == "yes")


# --- nearest-rank.md --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("row", rows("rules/nearest-rank.md", EXAMPLES), ids=str)
def test_a_percentile_is_the_value_of_a_record(row: Row) -> None:
    buckets: dict[int, Fraction] = {}
    for value, weight in _weighted(row["records"]):
        buckets[int(value)] = buckets.get(int(value), Fraction(0)) + weight

    assert nearest_rank(buckets, int(row["percentile"])) == row.number("answer")


# --- stocks.md --------------------------------------------------------------------------------------------------------
STANDS = stock("register_change", "from", "to", Condition())
ENTERS = flow("register_change", "from", Condition())


@pytest.mark.parametrize("row", rows("rules/stocks.md", "One record"), ids=str)
def test_a_record_stands_at_the_end_of_a_period_by_itself_and_by_its_cells(row: Row) -> None:
    period = parse_period(row["period"])
    with duckdb.connect() as engine:
        engine.execute(
            "CREATE TABLE facts AS SELECT 'A' AS agency, 'U' AS unit, 1 AS sign, FALSE AS simulated, "
            "?::DATE AS from_on, ?::DATE AS to_on",
            [_day(row["entered"]), _day(row["left"])],
        )
        where = period_condition(STANDS, period.start.isoformat(), period.end.isoformat())
        by_itself = engine.execute(f"SELECT count(*) FROM facts WHERE {where}").fetchone()
        for statement in computing({1: STANDS}, {"register_change": "facts"}):
            engine.execute(statement)
        months = {month: n for _, _, _, month, _, n, _, _ in engine.execute(leaf_sql()).fetchall()}
    by_cells = amount_over(STANDS, months, {}, {}, first_month=0, last_month=month_index(period.last)).n

    assert by_itself == (by_cells,)
    assert by_cells == (row["stands at its end"] == "yes")


@pytest.mark.parametrize("row", rows("rules/stocks.md", "Months"), ids=str)
def test_a_stock_is_what_stands_at_the_end_and_a_flow_adds_up(row: Row) -> None:
    months = [each for each in rows("rules/stocks.md", "Months") if each["entered"]]
    entered = {month_index(parse_period(each["period"])): int(each["entered"]) for each in months}
    moved = {month_index(parse_period(each["period"])): int(each["entered"]) - int(each["left"]) for each in months}
    period = parse_period(row["period"])
    first, last = month_index(period.start), month_index(period.last)

    flowed = amount_over(ENTERS, entered, {}, {}, first_month=first, last_month=last).n
    standing = amount_over(STANDS, moved, {}, {}, first_month=first, last_month=last).n

    assert (flowed, standing) == (row.number("flow"), row.number("stock"))
    assert running(entered, {}).between(first, last).n == flowed
    assert running(moved, {}).between(0, last).n == standing


# --- shares.md --------------------------------------------------------------------------------------------------------
def _divided(measure: str, top: Fraction, bottom: Fraction, *, per: int, percent: bool) -> Fraction | None:
    made = _definition(kind=Kind.from_cases, measure=Measure(measure), per=per)
    if made.measure is Measure.mean:
        return value_of(made, Amount(n=bottom, v=top), None, percent=percent).value
    return value_of(made, Amount(n=top), Amount(n=bottom), percent=percent).value


@pytest.mark.parametrize("row", rows("rules/shares.md", EXAMPLES), ids=str)
def test_a_numerator_is_divided_by_its_denominator(row: Row) -> None:
    top, bottom = Fraction(row["numerator"]), Fraction(row["denominator"])

    value = _divided(row["measure"], top, bottom, per=int(row["per"]), percent=row["unit"] == "percent")

    assert ("" if value is None else str(round_half_up(value, int(row["digits"])))) == row["value"]


@pytest.mark.parametrize("row", rows("rules/shares.md", "Several places or months"), ids=str)
def test_shares_of_several_places_are_added_before_they_are_divided(row: Row) -> None:
    tops, bottoms = _numbers(row["numerators"]), _numbers(row["denominators"])
    top, bottom = Amount(), Amount()
    for part, whole in zip(tops, bottoms, strict=True):
        top, bottom = top + Amount(part), bottom + Amount(whole)
    shares = [_divided("share", *pair, per=1, percent=True) for pair in zip(tops, bottoms, strict=True)]

    together = _divided("share", top.n, bottom.n, per=1, percent=True)

    assert together is not None
    assert str(round_half_up(together, 2)) == row["share in percent"]
    if row["mean of the shares, for comparison"]:
        mean = sum((share or Fraction(0) for share in shares), Fraction(0)) / len(shares)
        assert str(round_half_up(mean, 2)) == row["mean of the shares, for comparison"]


@pytest.mark.parametrize("row", rows("rules/shares.md", "Rounding"), ids=str)
def test_halves_are_rounded_away_from_zero(row: Row) -> None:
    assert str(round_half_up(Fraction(row["value"]), int(row["digits"]))) == row["shown"]


# --- changes.md -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("row", rows("rules/changes.md", EXAMPLES), ids=str)
def test_the_parts_of_a_change_sum_to_it(row: Row) -> None:
    change = split(row.number("before"), [(reason, row.number(reason.value)) for reason in Reason])

    assert [part.amount for part in change.parts] == _numbers(row["parts"])
    assert change.difference == row.number("difference") == sum(part.amount for part in change.parts)


# --- divided-units.md -------------------------------------------------------------------------------------------------
UPHEAVAL, NOW, THEN = "An upheaval", "On the map of 1 January 2026", "On the map as it was"
UNITS = "rules/divided-units.md"


def _states() -> list[UnitState]:
    listed = rows(UNITS, UPHEAVAL)
    return [UnitState(r["unit"], r["under"], r["tier"], _day(r["from"]), _day(r["until"])) for r in listed]


def _changes() -> list[UnitChange]:
    listed = rows(UNITS, UPHEAVAL, table=1)
    return [UnitChange(date.fromisoformat(r["on"]), r["old"], r["new"], Fraction(r["weight"])) for r in listed]


def test_todays_map_takes_over_the_past_as_the_page_lists_it() -> None:
    found = reaches_now(_states(), _changes(), today=date(2026, 1, 1))

    assert {(r.descendant, r.valid_from, r.valid_to, r.ancestor, r.weight) for r in found} == {
        (r["recorded for"], _day(r["from"]), _day(r["until"]), r["counts for"], Fraction(r["weight"]))
        for r in rows(UNITS, NOW)
    }


def test_on_the_old_map_a_unit_counts_for_all_above_it() -> None:
    found = {(r.descendant, r.ancestor, r.valid_from, r.valid_to) for r in reaches_then(_states())}

    assert {(r["recorded for"], r["counts for"], _day(r["from"]), _day(r["until"])) for r in rows(UNITS, THEN)} <= found


@pytest.mark.parametrize("row", rows(UNITS, "With numbers"), ids=str)
def test_a_figure_on_todays_map_is_made_of_weighted_parts(row: Row) -> None:
    total = Amount()
    for count, weight in _weighted(row["made of"]):
        total += Amount(count).times(weight)

    assert total.n == row.number("figure of 2023")
    assert any(weight != 1 for _, weight in _weighted(row["made of"])) is (row["estimate"] == "yes")


# --- reporting-calendars.md -------------------------------------------------------------------------------------------
def _calendar(row: Row) -> ReportingCalendar:
    return ReportingCalendar("c", int(row["month starts on"]))


@pytest.mark.parametrize("row", rows("rules/reporting-calendars.md", EXAMPLES), ids=str)
def test_a_nominal_period_covers_its_real_days(row: Row) -> None:
    start, end = _calendar(row).span(parse_period(row["nominal period"]))

    assert start.isoformat() == row["first real day"]
    assert date.fromordinal(end.toordinal() - 1).isoformat() == row["last real day"]


@pytest.mark.parametrize("row", rows("rules/reporting-calendars.md", "To which month a day belongs"), ids=str)
def test_a_real_day_belongs_to_its_nominal_month(row: Row) -> None:
    assert _calendar(row).month_holding(date.fromisoformat(row["real day"])).code == row["nominal month"]


# --- joining.md -------------------------------------------------------------------------------------------------------
def _reported(row: Row) -> Reported | None:
    said = Said({}, {("X", "P"): [_sent(*part.split(" = ")) for part in row["sent"].split(", ")]}, {}, {})
    return said.reported(_definition(ytd=row["joining"]), "P", parse_period(row["asked"]))


def _sent(code: str, value: str) -> Sent:
    period, at = parse_period(code), datetime(2024, 1, 5, tzinfo=UTC)
    return Sent("X", "P", code, period.start, period.end, Decimal(value), "", False, "approved", "", at, False)


@pytest.mark.parametrize("row", rows("rules/joining.md", EXAMPLES), ids=str)
def test_reported_months_join_into_the_period_asked_for(row: Row) -> None:
    found = _reported(row)

    assert (found.value if found else None) == row.number("value")
    assert (found.covered.code if found else "") == row["covers"]


@pytest.mark.parametrize("row", rows("rules/joining.md", "What an indicator does that does not say"), ids=str)
def test_an_indicator_that_says_nothing_joins_by_what_it_is(row: Row) -> None:
    made = _definition(ytd=row["ytd"], facet=row["facet"], direction=row["direction"])

    assert made.joining is Joining(row["joining"])


def test_the_page_names_every_way_of_joining() -> None:
    named = rows("rules/joining.md", "How months join into quarters and years")

    assert [row["joining"] for row in named] == [joining.value for joining in Joining]


# --- deadlines.md -----------------------------------------------------------------------------------------------------
DEADLINES = "rules/deadlines.md"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _days(text: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in text.split(", "))


@pytest.fixture(scope="module")
def office() -> WorkingCalendar:
    return _office("The office of the examples")


def _office(heading: str) -> WorkingCalendar:
    said = {row["what"]: row["value"] for row in rows(DEADLINES, heading)}
    sessions = [session.split("-") for session in said["sessions"].split(", ")]
    return WorkingCalendar(
        sessions=tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in sessions),
        cutoff=time.fromisoformat(said["cut-off"]),
        working_weekdays=frozenset(WEEKDAYS.index(name) for name in said["working weekdays"].split(", ")),
        holidays=_days(said["holidays"]),
        swapped=_days(said["swapped"]),
    )


@pytest.mark.parametrize("row", rows(DEADLINES, "Working days in a stretch"), ids=str)
def test_working_days_lie_in_a_stretch(row: Row, office: WorkingCalendar) -> None:
    first, until = date.fromisoformat(row["from"]), date.fromisoformat(row["until, not inside"])

    assert office.working_days_between(first, until) == int(row["working days"])


@pytest.mark.parametrize("row", rows(DEADLINES, "Days added"), ids=str)
def test_working_days_are_added_to_a_day(row: Row, office: WorkingCalendar) -> None:
    reached = office.add_working_days(date.fromisoformat(row["start"]), int(row["days"]))

    assert reached.isoformat() == row["reached"]


@pytest.mark.parametrize("row", rows(DEADLINES, "Minutes worked"), ids=str)
def test_working_minutes_lie_between_two_moments(row: Row, office: WorkingCalendar) -> None:
    start, end = datetime.fromisoformat(row["from"]), datetime.fromisoformat(row["until"])

    assert office.working_minutes_between(start, end) == int(row["working minutes"])


RECKONED, WITH = "Deadlines reckoned", "The calendar of the deadlines"


@pytest.fixture(scope="module")
def year_round() -> WorkingCalendar:
    return _office(WITH)


def _pauses(text: str) -> list[Pause]:
    """Read ``START to END effect``, END ``open`` while it goes on; several joined by commas."""
    found = []
    for part in filter(None, text.split(", ")):
        start, _, rest = part.partition(" to ")
        end, _, effect = rest.rpartition(" ")
        until = None if end == "open" else datetime.fromisoformat(end)
        found.append(Pause(datetime.fromisoformat(start), until, Effect(effect)))
    return found


@pytest.mark.parametrize("row", rows(DEADLINES, RECKONED), ids=str)
def test_work_is_due_when_the_page_says(row: Row, year_round: WorkingCalendar) -> None:
    amount, unit = row["term"].split()
    term, received = Term(Fraction(amount), TermUnit(unit)), datetime.fromisoformat(row["received"])

    found = due(term, received, _pauses(row["pauses"]), year_round)

    assert found == (datetime.fromisoformat(row["due"]) if row["due"] else None)
    assert reckon(term, received, _pauses(row["pauses"]), year_round).due == found


@pytest.mark.parametrize("row", rows(DEADLINES, "When an apology is drafted"), ids=str)
def test_an_apology_is_drafted_on_the_days_that_the_page_says(row: Row, year_round: WorkingCalendar) -> None:
    promised = datetime.fromisoformat(row["due"])
    around = [promised.date() + timedelta(days=days) for days in range(-10, 4)]

    drafted = [
        day
        for day in around
        if first_date_to_apologise_for(day, year_round) <= promised.date() <= last_date_at_risk(day, 1, year_round)
    ]

    first, after = date.fromisoformat(row["drafted from"]), date.fromisoformat(row["drafted until, not inside"])
    assert drafted == [first + timedelta(days=days) for days in range((after - first).days)]
    assert proposed_date(promised, 3, year_round) == datetime.fromisoformat(row["proposes"])


# --- processes.md -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("row", rows("rules/processes.md", EXAMPLES), ids=str)
def test_work_stands_where_the_page_says(row: Row) -> None:
    path = ROOT / "packs/demo/cases/processes" / f"{row['process'].strip('`')}.yaml"
    read = read_document(path, ProcessSheet, Faults(ROOT))
    assert read is not None
    process = read.value.process()
    known: dict[str, object] = (
        {key: int(number) for key, number in [row["known"].split()] if key} if row["known"] else {}
    )

    move = start(process, known)
    standing = set(move.opened)
    for done in filter(None, (part.strip() for part in row["done"].split(","))):
        move = advance(process, standing, Spot(*done.split()), known)
        standing = (standing - move.closed) | set(move.opened)

    assert ", ".join(sorted(" ".join(spot).strip() for spot in standing)) == row["stands at"]
    assert move.ended is (not standing)


# --- fees.md ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("row", rows("rules/fees.md", EXAMPLES), ids=str)
def test_a_line_comes_to_what_the_page_says(row: Row) -> None:
    tariff = Tariff(Purpose.fee, "Lệ phí", "Fee", Decimal(row["each"]))

    assert total_vnd(owed([tariff], [int(count) for count in row["counts"].split()])) == int(row["owed"])


def test_an_order_moves_as_the_page_says() -> None:
    said = {row["verb"]: (row["of an order that is"], row["makes it"]) for row in rows("rules/fees.md", MAY_BE_DONE)}

    assert said == {verb.value: (before.value, after.value) for verb, (before, after) in MOVES.items()}


# --- absences.md ------------------------------------------------------------------------------------------------------
def _away(text: str) -> Away:
    """Read ``an handler > binh, 2023-12-26..2023-12-29``: both days are inclusive on the page."""
    people, days = text.split(",")
    (person, role), deputy = people.split(">")[0].split(), people.split(">")[1].strip()
    first, last = (date.fromisoformat(day.strip()) for day in days.split(".."))
    number = {"an": 1, "binh": 2, "chi": 3}
    return Away(number[person], role, "STP", number[deputy], first, last + timedelta(days=1))


@pytest.mark.parametrize("row", rows("rules/absences.md", "What is refused"), ids=str)
def test_an_absence_is_noted_or_refused_as_the_page_says(row: Row) -> None:
    known = [_away(row["known"])] if row["known"] else []

    fault = why_no_absence(_away(row["wanted"]), known, today=date(2023, 12, 26))

    assert (fault.value if fault else "") == row["refused as"]


@pytest.mark.parametrize("row", rows("rules/absences.md", "In which capacity a step is signed"), ids=str)
def test_who_stands_in_signs_as_the_page_says(row: Row) -> None:
    own = (Held("signer", frozenset({"STP"})),) if row["signs there anyway"] == "yes" else ()
    absent = Held("signer", frozenset({"STP"}), 1, row["absence says"]) if row["stands in"] == "yes" else None
    actor = Actor("binh", (*own, *((absent,) if absent else ())), person=2)

    found = signing(actor, "STP", tuple(row["step knows"].split(", ")), absent)

    assert ", ".join(found) == row["may sign as"]


# --- playbooks.md -----------------------------------------------------------------------------------------------------
PLAYBOOKS = "rules/playbooks.md"
OPENED, CLOSE_BY = datetime(2023, 12, 23, 22, tzinfo=UTC), datetime(2023, 12, 24, 22, tzinfo=UTC)
DUE = {
    "acknowledge": datetime(2023, 12, 23, 22, 10, tzinfo=UTC),
    "dispatch": datetime(2023, 12, 23, 22, 30, tzinfo=UTC),
}


def _limit(text: str) -> Decimal | None:
    return Decimal(text) if text else None


@pytest.mark.parametrize("row", rows(PLAYBOOKS, "Beyond a limit"), ids=str)
def test_a_figure_is_an_alert_as_the_page_says(row: Row) -> None:
    found = crosses(_limit(row["value"]), above=_limit(row["above"]), below=_limit(row["below"]))

    assert found is (row["alert"] == "yes")


def _done(text: str) -> Done:
    key, at, *outcome = text.split()
    return Done(key, datetime.fromisoformat(at).replace(tzinfo=UTC), DUE[key], *(outcome or ["done"]))


@pytest.mark.parametrize("row", rows(PLAYBOOKS, "Milestones"), ids=str)
def test_milestones_are_reached_as_the_page_says(row: Row) -> None:
    found = reached(
        opened=OPENED,
        steps=[_done(part) for part in row["steps"].split(", ") if part],
        acknowledge="acknowledge",
        dispatch="dispatch",
        finished=datetime.fromisoformat(row["finished"]).replace(tzinfo=UTC) if row["finished"] else None,
        due=CLOSE_BY,
    )

    said = [f"{one.what.value} {one.minutes.normalize():f} {'in_time' if one.in_time else 'late'}" for one in found]
    assert ", ".join(said) == row["milestones"]


# --- service-scores.md ------------------------------------------------------------------------------------------------
SCORES = "rules/service-scores.md"


def _points(reads: Reading, word: str | None) -> str:
    folder = ROOT / "packs" / "binhduong"
    row = read_document(folder / "cases" / "service_scores.yaml", ScoresSheet, Faults(folder))
    measure = row.value.measure(reads) if row is not None else None
    assert measure is not None
    return "" if word is None else str(measure.points[word])


@pytest.mark.parametrize("row", rows(SCORES, "Time"), ids=str)
def test_time_earns_points_as_the_page_says(row: Row, office: WorkingCalendar) -> None:
    done, due_at = (datetime.fromisoformat(row[name]) for name in ("finished", "due"))
    spare = spare_minutes(done=done, due=due_at, calendar=office)
    pace = pace_of(spare, office.minutes_per_day // 4)

    assert (str(spare), pace.value) == (row["working minutes left"], row["it took"])
    assert _points(Reading.total_time, pace) == row["points"]


@pytest.mark.parametrize("row", rows(SCORES, "Contacts, bodies, attitude"), ids=str)
def test_contacts_bodies_and_attitude_earn_points_as_the_page_says(row: Row) -> None:
    supplements, rating = int(row["supplements"]), int(row["rating"]) if row["rating"] else None

    assert _points(Reading.contacts, contacts_of(supplements)) == row["index 3"]
    assert (
        _points(Reading.agencies, agencies_of(supplements, elsewhere=row["waited elsewhere"] == "yes"))
        == row["index 4"]
    )
    assert _points(Reading.attitude, attitude_of(rating, Pace(row["it took"]), complaint_to=2)) == row["index 7"]


@pytest.mark.parametrize("row", rows(SCORES, "Reports of a month"), ids=str)
def test_the_reports_of_a_month_earn_points_as_the_page_says(row: Row) -> None:
    steps = [(Fraction(1), Decimal(2)), (Fraction(9, 10), Decimal(1))]
    points = share_points(int(row["answered in time"]), int(row["due"]), steps)

    assert ("" if points is None else str(points)) == row["points"]


# --- learning.md ------------------------------------------------------------------------------------------------------
LEARNING = "rules/learning.md"


@pytest.mark.parametrize("row", rows(LEARNING, "What a question called an indicator"), ids=str)
def test_a_question_calls_an_indicator_as_the_page_says(row: Row) -> None:
    mind, question = mind_of("demo"), row["question"]

    found = called(question, hear(question, date(2022, 12, 29), mind, None), row["meant"], mind)

    said = ("", "") if found is None else (found.key, found.name)
    assert said == (row["not understood"], row["name"])


def _codes(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(", ")))


@pytest.mark.parametrize("row", rows(LEARNING, "What is worse"), ids=str)
def test_a_reading_is_worse_as_the_page_says(row: Row) -> None:
    worse = is_worse(row["true"], _codes(row["read before as"]), _codes(row["read now as"]))

    assert worse is (row["worse"] == "yes")


def test_a_proposal_is_decided_as_the_page_says() -> None:
    said = {
        row["decision"]: (set(_codes(row["of a proposal that is"])), row["makes it"])
        for row in rows(LEARNING, "What may be decided")
    }

    assert said == {
        decision.value: ({state.value for state in before}, after.value)
        for decision, (before, after) in DECISIONS.items()
    }


# --- all of them ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("page", [page.name for page in pages() if page.parent.name == "rules"])
def test_every_table_of_the_rules_is_the_table_of_a_test(page: str) -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    headings = [each.heading for each in sections(f"rules/{page}") if each.tables]

    assert f'"rules/{page}"' in source
    assert headings
    assert [heading for heading in headings if f'"{heading}"' not in source] == []
