"""Asking keeps the question, the reading and the answer; another reading may be chosen; nobody reads another's."""

from uuid import uuid4

import pytest
from django.test import Client

from songbe.assistant.actions import LONGEST, ask_question, choose_reading
from songbe.assistant.errors import NoSuchChoice, NotYourConversation, QuestionTooLong
from songbe.assistant.models import Asked
from songbe.assistant.queries.written import query_of
from songbe.assistant.rules.choosing import Choice, changed
from songbe.assistant.rules.query import Operation, Query
from songbe.events.models import Event
from songbe.places.policy import OPERATOR, Actor, OutOfReach
from tests.centres.conftest import leader, province, signed_in

__all__ = ["leader", "province", "signed_in"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]


def test_a_question_is_kept_with_its_typed_query_and_told_without_its_words() -> None:
    row = ask_question(question="Tháng 8/2022 tiếp nhận bao nhiêu hồ sơ?", conversation=uuid4(), actor=OPERATOR)

    told = Event.objects.get(kind="question.asked")
    assert query_of(row.query).indicators == ("DEMO001",)
    assert row.answer["text"]
    assert told.payload == {"number": 1, "operation": "value", "refusal": ""}


def test_the_next_question_leans_on_the_reading_that_was_chosen_instead() -> None:
    talk = uuid4()
    first = ask_question(question="Tháng 8/2022 tiếp nhận bao nhiêu hồ sơ?", conversation=talk, actor=OPERATOR)
    meant = changed(query_of(first.query), Choice(indicator="DEMO002"), home="99", newest_year=2022)

    chosen = choose_reading(conversation=talk, number=1, query=meant, actor=OPERATOR)
    after = ask_question(question="tháng trước đó thì sao?", conversation=talk, actor=OPERATOR)

    assert chosen.corrected is not None
    assert query_of(chosen.query).indicators == ("DEMO001",)
    assert (query_of(after.query).indicators, query_of(after.query).periods[0].code) == (("DEMO002",), "2022-07")
    assert Event.objects.filter(kind="question.corrected").count() == 1


def test_who_may_read_no_figures_may_not_ask() -> None:
    with pytest.raises(OutOfReach):
        ask_question(question="hồ sơ", conversation=uuid4(), actor=Actor("nobody"))

    assert not Asked.objects.exists()


def test_nobody_goes_on_with_somebody_elses_conversation() -> None:
    talk = uuid4()
    ask_question(question="Tháng 8/2022 tiếp nhận bao nhiêu hồ sơ?", conversation=talk, actor=OPERATOR)

    with pytest.raises(NotYourConversation):
        ask_question(question="còn quý 3?", conversation=talk, actor=Actor("another", operator=True))


def test_a_text_is_no_question() -> None:
    with pytest.raises(QuestionTooLong):
        ask_question(question="x" * (LONGEST + 1), conversation=uuid4(), actor=OPERATOR)


def test_the_page_asks_shows_the_answer_and_takes_another_reading(leader: Client) -> None:
    asked = leader.post(
        "/hoi/ask/", {"q": "Huyện nào tiếp nhận nhiều hồ sơ nhất năm 2022?", "language": "ja"}, follow=True
    )

    assert asked.status_code == 200
    row = Asked.objects.get()
    assert row.answer["shown"]["sentence"] in asked.content.decode().replace("&quot;", '"')
    again = leader.post("/hoi/reading/", {"c": row.conversation, "number": "1", "period": "2021"}, follow=True)
    assert again.status_code == 200
    assert query_of(Asked.objects.get().corrected or {}).periods[0].code == "2021"


@pytest.mark.parametrize(
    ("path", "said", "status"),
    [
        ("/hoi/ask/", {"q": "hồ sơ", "c": "not-a-uuid"}, 403),
        ("/hoi/ask/", {"q": "hồ sơ", "language": "tlh"}, 400),
        ("/hoi/reading/", {"c": str(uuid4()), "number": "1"}, 403),
        ("/hoi/reading/", {"number": "x"}, 400),
    ],
)
def test_bad_input_is_refused_with_a_sentence(leader: Client, path: str, said: dict[str, str], status: int) -> None:
    assert leader.post(path, said).status_code == status


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "9"},
        {"operation": "dance"},
        {"other": "7"},
        {"period": "2022-13"},
        {"place": "XX"},
        {"indicator": "NOTHING"},
        {"language": "tlh"},
    ],
)
def test_what_was_not_offered_is_refused_and_the_answer_stays(leader: Client, wrong: dict[str, str]) -> None:
    leader.post("/hoi/ask/", {"q": "Tháng 8/2022 tiếp nhận bao nhiêu hồ sơ?"})
    before = Asked.objects.get()

    sent = leader.post("/hoi/reading/", {"c": str(before.conversation), "number": "1"} | wrong)

    assert sent.status_code in (400, 403, 404)
    assert (Asked.objects.get().answer, Asked.objects.get().corrected) == (before.answer, None)


def test_an_answer_is_said_again_in_another_language_and_stays_as_it_was_understood() -> None:
    talk = uuid4()
    first = ask_question(question="Tháng 8/2022 tiếp nhận bao nhiêu hồ sơ?", conversation=talk, actor=OPERATOR)

    again = choose_reading(conversation=talk, number=1, query=query_of(first.query), actor=OPERATOR, language="ja")

    assert "2022年8月" in again.answer["text"]
    assert (again.language, again.corrected) == ("ja", None)


def test_a_reading_of_nothing_is_refused() -> None:
    talk = uuid4()
    ask_question(question="Tháng 8/2022 tiếp nhận bao nhiêu hồ sơ?", conversation=talk, actor=OPERATOR)

    with pytest.raises(NoSuchChoice):
        choose_reading(conversation=talk, number=1, query=Query(Operation.value), actor=OPERATOR)


def test_strangers_are_sent_to_sign_in(client: Client) -> None:
    assert client.get("/hoi/").status_code == 302
