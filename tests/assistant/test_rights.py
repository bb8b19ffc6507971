"""Asking tells nobody more than the screens show them: drafts, records, and figures of a handful of people."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client

from songbe.assistant.actions import ask_question
from songbe.assistant.queries.asking import Answer, answer_query
from songbe.assistant.queries.conversation import conversation_page
from songbe.assistant.rules.query import Group, Operation, Query
from songbe.assistant.rules.query import Test as Criterion
from songbe.centres.queries.indicators import indicator
from songbe.indicators.actions import Report, report_value
from songbe.kernel.periods import parse_period
from songbe.places.policy import OPERATOR
from songbe.places.queries import actor_named
from tests.centres.asking import asked
from tests.centres.conftest import province, signed_in

__all__ = ["province"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]
NOW = date(2024, 2, 1)
PEOPLE = ("lanhdao", "trucnganha", "xemtinh")
"""Who reads drafts and records everywhere, in one district, and nowhere."""


@pytest.fixture
def _drafts() -> None:
    for place, value in (("99", "66.5"), ("991", "60.5"), ("992", "50.5")):
        said = Report("DEMO014", place, parse_period("2023"), Decimal(value))
        report_value(report=said, at=datetime(2024, 1, 15, 3, tzinfo=UTC), actor=OPERATOR, simulated=True)


def answered(who: str, query: Query) -> Answer:
    """What somebody is answered to a typed query."""
    return answer_query(query, now=NOW, actor=actor_named(who, today=NOW))


SURVEY, THEN, BEFORE = ("DEMO014",), (parse_period("2023"),), parse_period("2022")
DISTRICTS = Group("*district")
QUERIES = (
    Query(Operation.value, SURVEY, ("99",), periods=THEN),
    Query(Operation.value, SURVEY, ("991",), periods=THEN),
    Query(Operation.value, SURVEY, ("99",), periods=THEN, latest=True),
    Query(Operation.compare, SURVEY, ("99",), periods=THEN, versus=BEFORE),
    Query(Operation.compare, SURVEY, ("991", "992"), periods=THEN),
    Query(Operation.series, SURVEY, ("99",), periods=THEN, grain="year"),
    Query(Operation.rank, SURVEY, group=DISTRICTS, periods=THEN, order="desc"),
    Query(Operation.rank, SURVEY, group=DISTRICTS, periods=THEN, order="asc", n=1),
    Query(Operation.rank_of, SURVEY, ("992",), periods=THEN),
    Query(Operation.filter, SURVEY, group=DISTRICTS, periods=THEN, test=Criterion(">", Decimal(10))),
    Query(Operation.target_gap, SURVEY, ("99",), periods=THEN),
    Query(Operation.explain, SURVEY, ("99",), periods=THEN, versus=BEFORE),
)


@pytest.mark.usefixtures("_drafts")
@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.written)
def test_a_draft_is_told_to_those_alone_whom_the_screen_shows_it(who: str, query: Query) -> None:
    answer = answered(who, query)

    lines = () if answer.result is None else (*answer.result.lines, *answer.result.before)
    told = {(line.place, line.period.code): line.value for line in lines}
    shown = {at: indicator(asked(who, place=at[0], period=at[1]), "DEMO014").tile.figure.value for at in told}
    assert told == shown
    hidden = {"lanhdao": (), "trucnganha": ("66.5", "50.5"), "xemtinh": ("66.5", "60.5", "50.5")}[who]
    assert [number for number in hidden if number.replace(".", ",") in answer.text] == []
    assert not set(answer.numbers) & {Decimal(number) for number in hidden}


@pytest.mark.usefixtures("_drafts")
def test_whoever_may_read_a_draft_is_told_it_as_provisional() -> None:
    seen = {who: answered(who, QUERIES[1]).text for who in PEOPLE}

    assert {who: "60,5" in text for who, text in seen.items()} == {
        "lanhdao": True,
        "trucnganha": True,
        "xemtinh": False,
    }
    assert "tạm tính" in seen["trucnganha"]


@pytest.mark.usefixtures("_drafts")
def test_what_is_offered_instead_is_nothing_that_only_others_may_see() -> None:
    reader = answered("xemtinh", QUERIES[1])

    assert reader.result is not None
    assert (reader.refused, reader.result.nearest.period) == (True, BEFORE)


@pytest.mark.parametrize(
    ("who", "province_wide", "in_the_district"),
    [("lanhdao", 200, 200), ("trucnganha", 403, 200), ("xemtinh", 403, 403)],
)
def test_nobody_is_led_to_records_that_stay_closed_to_them(
    client: Client, who: str, province_wide: int, in_the_district: int
) -> None:
    talk, actor = uuid4(), actor_named(who, today=NOW)
    ask_question(question="Số hồ sơ tiếp nhận năm 2022", conversation=talk, actor=actor)
    ask_question(question="Số hồ sơ tiếp nhận huyện Ngân Hà năm 2022", conversation=talk, actor=actor)
    page = conversation_page(talk, actor, language="vi", now=NOW)
    signed_in(client, who)

    for turn, place, status in zip(page.turns, ("991", "99"), (in_the_district, province_wide), strict=True):
        address = f"/ioc/figures/DEMO001/records/?place={place}&period=2022&basis=as-then"
        assert client.get(address).status_code == status
        assert [link.url for link in turn.links if link.kind == "records"] == ([address] if status == 200 else [])


def test_a_figure_of_a_handful_of_people_stays_hidden_when_asked_for() -> None:
    few = "2022-01-10/2022-01-16"
    figure = indicator(asked("xemtinh", place="99101", period=few), "DEMO003").tile.figure
    assert figure.suppressed

    answer = answered("xemtinh", Query(Operation.value, ("DEMO003",), ("99101",), periods=(parse_period(few),)))

    assert answer.first is None or (answer.first.value, answer.first.numerator) == (None, None)
