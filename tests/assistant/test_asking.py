"""Questions to the invented province, from the words to the sentence."""

from datetime import date
from decimal import Decimal

import pytest

from songbe.assistant.queries.asking import Answer, answer_query, ask
from songbe.assistant.queries.written import answer_document, query_of
from songbe.assistant.rules.query import Operation, Query, Refusal
from songbe.indicators.queries import figure
from songbe.kernel.periods import parse_period
from songbe.places.policy import OPERATOR
from tests.centres.conftest import province

__all__ = ["province"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]
NOW = date(2022, 12, 29)


def asked(question: str, before: Query | None = None, language: str = "vi") -> Answer:
    """The answer to a question asked at the end of 2022."""
    return ask(question, now=NOW, actor=OPERATOR, language=language, before=before)


@pytest.mark.parametrize(
    "question",
    [
        "Tháng 8/2022 tiếp nhận bao nhiêu hồ sơ?",
        "thang 8 nam 2022 nhan may ho so",
        "Tháng tám năm 2022 tiếp nhận bao nhiêu hs?",
        "How many dossiers were received in August 2022?",
    ],
)
def test_one_question_in_several_spellings_has_the_figure_of_the_screens(question: str) -> None:
    answer = asked(question)

    screen = figure(code="DEMO001", period=parse_period("2022-08"))
    assert (answer.query.indicators, answer.query.period) == (("DEMO001",), parse_period("2022-08"))
    assert answer.first is not None
    assert answer.first.value == screen.value


def test_a_follow_up_keeps_what_it_does_not_name() -> None:
    first = asked("Tháng 8/2022 tiếp nhận bao nhiêu hồ sơ?")
    second = asked("Tháng trước đó thì sao?", first.query)
    third = asked("còn tỷ lệ đúng hạn?", second.query)

    assert (second.query.indicators, second.query.period) == (("DEMO001",), parse_period("2022-07"))
    assert (third.query.indicators, third.query.period) == (("DEMO003",), parse_period("2022-07"))


@pytest.mark.parametrize(
    ("question", "operation"),
    [
        ("Huyện nào tiếp nhận nhiều hồ sơ nhất năm 2022?", Operation.rank),
        ("Số hồ sơ tiếp nhận từng tháng năm 2022", Operation.series),
        ("Hồ sơ tiếp nhận tháng 8 so với cùng kỳ", Operation.compare),
        ("Vì sao hồ sơ tiếp nhận quý 3 giảm?", Operation.explain),
        ("Tỷ lệ hồ sơ giải quyết đúng hạn là gì?", Operation.definition),
        ("Huyện nào có tỷ lệ hồ sơ giải quyết đúng hạn trên 10% năm 2022?", Operation.filter),
    ],
)
def test_the_words_say_what_is_done_with_the_figures(question: str, operation: Operation) -> None:
    answer = asked(question)

    assert answer.query.operation is operation
    assert not answer.refused, answer.text


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Năm 2030 tiếp nhận bao nhiêu hồ sơ?", Refusal.future),
        ("Tháng 13 tiếp nhận bao nhiêu hồ sơ?", Refusal.no_such_time),
        ("Ông giám đốc sở nào giỏi nhất?", Refusal.opinion),
        ("Giá vàng hôm nay bao nhiêu?", Refusal.no_indicator),
        ("???", Refusal.empty),
    ],
)
def test_what_cannot_be_answered_is_refused_with_the_reason(question: str, reason: Refusal) -> None:
    answer = asked(question)

    assert answer.refusal is reason
    assert answer_document(answer)["value"] is None


@pytest.mark.parametrize("language", ["vi", "en", "zh", "ja", "ko"])
def test_the_same_figure_is_said_in_five_languages(language: str) -> None:
    answer = asked("Tháng 8/2022 tiếp nhận bao nhiêu hồ sơ?", language=language)

    assert answer.first is not None
    assert str(answer.first.value) in answer.text.replace(".", "").replace(",", "")


def test_an_answer_can_be_asked_again_as_its_typed_query() -> None:
    answer = asked("3 huyện tiếp nhận nhiều hồ sơ nhất quý 3/2022")

    again = answer_query(query_of(answer_document(answer)["query"]), now=NOW, actor=OPERATOR)

    assert again.text == answer.text


def test_a_ranking_agrees_with_the_figures_of_the_places() -> None:
    answer = asked("Huyện nào tiếp nhận nhiều hồ sơ nhất năm 2022?")

    assert answer.result is not None
    values = [figure(code="DEMO001", place=code, period=parse_period("2022")).value for code in ("991", "992")]
    assert answer.result.lines[0].value == max(value or Decimal(0) for value in values)


def test_a_procedure_is_found_by_what_people_call_it() -> None:
    answer = asked("làm lại giấy khai sinh cần giấy tờ gì")

    assert answer.query.operation is Operation.procedure
