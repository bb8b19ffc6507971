"""What the page shows of an answer: value, source, chips, picture, offers and where it leads."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from songbe.assistant.actions import ask_question, choose_reading
from songbe.assistant.models import Asked
from songbe.assistant.queries import drawn
from songbe.assistant.queries.asking import ask
from songbe.assistant.queries.chips import Choice as Option
from songbe.assistant.queries.conversation import ConversationPage, Turn, conversation_page, examples, wall_page
from songbe.assistant.queries.written import query_of
from songbe.assistant.rules.choosing import Choice, changed, chosen
from songbe.assistant.rules.query import Operation
from songbe.kernel.periods import parse_period
from songbe.places.policy import OPERATOR
from tests.centres.conftest import leader, province

__all__ = ["leader", "province"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]
NOW = date(2022, 12, 29)


def page_of(*questions: str, language: str = "vi") -> ConversationPage:
    """The page of a conversation in which questions were asked."""
    talk = uuid4()
    for question in questions:
        ask_question(question=question, conversation=talk, actor=OPERATOR, language=language)
    return conversation_page(talk, OPERATOR, language="vi", now=NOW)


def turn_of(question: str, language: str = "vi") -> Turn:
    """A question alone, as its page shows it."""
    return page_of(question, language=language).turns[0]


def test_an_answer_shows_its_value_its_marks_its_source_once_and_where_it_leads() -> None:
    turn = turn_of("Tỷ lệ hồ sơ giải quyết đúng hạn năm 2022")

    assert turn.value in turn.sentence
    assert turn.source.startswith("Nguồn: ")
    assert "Nguồn" not in turn.sentence
    assert ("simulated", "số mô phỏng") in turn.marks
    assert [(link.kind, link.url) for link in turn.links] == [
        ("figure", "/ioc/figures/DEMO003/?place=99&period=2022&basis=as-then"),
        ("records", "/ioc/figures/DEMO003/records/?place=99&period=2022&basis=as-then"),
    ]


def test_a_chip_offers_what_is_valid_for_the_rest_of_the_reading() -> None:
    chips = {chip.name: chip.choices for chip in turn_of("Tỷ lệ người dân biết dùng dịch vụ số năm 2022").chips}

    def words(choices: list[Option], group: bool = False) -> set[str]:
        return {choice.value for choice in choices}

    assert list(chips) == ["indicator", "place", "period", "operation"]
    # It is reported by the province and its districts, once a year.
    assert words(list(chips["place"])) == {"99", "991", "992", "993"}
    assert words(list(chips["period"])) == {"2022", "2021"}
    assert {"DEMO014", "DEMO012", "DEMO015"} <= words(list(chips["indicator"]))
    assert [choice.value for choice in chips["indicator"] if choice.chosen] == ["DEMO014"]


def test_a_course_is_a_line_places_are_bars_and_both_are_a_table() -> None:
    course, places, one = (
        turn_of("Số hồ sơ tiếp nhận từng tháng năm 2022"),
        turn_of("Xếp hạng các huyện theo số hồ sơ tiếp nhận năm 2022"),
        turn_of("Số hồ sơ tiếp nhận năm 2022"),
    )

    assert (course.kind, places.kind, one.kind) == ("line", "bar", "")
    assert course.chart["periods"] == [f"T{month}" for month in range(1, 13)]
    assert len(course.rows) == 12
    assert [item["name"] for item in places.chart["items"]] == [row["label"] for row in places.rows]
    assert one.chart == {}


def test_a_month_that_is_running_stands_on_the_axis_like_the_others() -> None:
    periods = ("2022-10", "2022-11", "2022-12-01/2022-12-29")
    plain = {"indicator": "DEMO001", "place": "99", "basis": "as-then", "value": "7", "decimals": 0, "label": "-"}

    made = drawn.chart_of({"kind": "line", "name": "-", "lines": [plain | {"period": period} for period in periods]})

    assert made["periods"] == ["T10", "T11", "T12"]


def test_a_picture_shows_the_first_places_and_says_so_where_the_table_has_more(
    leader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawn, "MOST_BARS", 2)

    page = leader.post("/hoi/ask/", {"q": "Xếp hạng các huyện theo số hồ sơ tiếp nhận năm 2022"}, follow=True)

    assert "Hình vẽ 2 nơi đầu" in page.content.decode()
    assert page.content.decode().count('<tr><th scope="row">') == 3


@pytest.mark.parametrize(
    ("question", "fields", "label"),
    [
        (
            "Số hồ sơ tiếp nhận thành phố Ngân Hà năm 2030",
            {"indicator": "DEMO001", "period": "2022"},
            "Số hồ sơ tiếp nhận, thành phố Ngân Hà, năm 2022",
        ),
        (
            "Số hồ sơ tiếp nhận của tỉnh Sao Khuya năm 2022",
            {"indicator": "DEMO001", "place": "99"},
            "Số hồ sơ tiếp nhận, tỉnh Sao Mai, năm 2022",
        ),
        (
            "Xếp hạng chuyển đổi số của huyện Ngân Hà",
            {"indicator": "DEMO015", "place": "99"},
            "Xếp hạng chuyển đổi số, tỉnh Sao Mai",
        ),
        ("Ông giám đốc sở nào giỏi nhất?", {}, ""),
    ],
)
def test_what_is_refused_offers_the_nearest_thing(question: str, fields: dict[str, str], label: str) -> None:
    turn = turn_of(question)

    assert turn.refused
    assert [dict(offer.fields) for offer in turn.near] == ([fields] if fields else [])
    assert [offer.label for offer in turn.near] == ([label] if label else [])


def test_an_offer_taken_is_answered_and_the_first_reading_can_be_taken_again(leader: Client) -> None:
    leader.post("/hoi/ask/", {"q": "Số hồ sơ tiếp nhận năm 2030"})
    row = Asked.objects.get()

    leader.post("/hoi/reading/", {"c": str(row.conversation), "number": "1", "period": "2022"})
    taken = Asked.objects.get()
    leader.post("/hoi/reading/", {"c": str(row.conversation), "number": "1", "other": "0"})

    assert (taken.refusal, query_of(taken.corrected or {}).period) == ("", parse_period("2022"))
    assert query_of(Asked.objects.get().corrected or {}) == query_of(row.query)


@pytest.mark.parametrize(
    ("choice", "operation", "places", "periods"),
    [
        (Choice(), "rank", (), ("2022",)),
        # One place cannot be ranked.
        (Choice(place="991"), "value", ("991",), ("2022",)),
        (Choice(period=parse_period("2022-08")), "rank", (), ("2022-08",)),
        (Choice(operation=Operation.value), "value", ("99",), ("2022",)),
        (Choice(operation=Operation.series, period=parse_period("2021-08")), "series", ("99",), ("2021",)),
        (Choice(operation=Operation.compare), "compare", ("99",), ("2022",)),
    ],
)
def test_a_part_of_a_reading_is_changed_and_the_rest_fits_it(
    choice: Choice, operation: str, places: tuple[str, ...], periods: tuple[str, ...]
) -> None:
    row = ask_question(question="Huyện nào tiếp nhận nhiều hồ sơ nhất năm 2022?", conversation=uuid4(), actor=OPERATOR)

    found = changed(query_of(row.query), choice, home="99", newest_year=2022)

    assert found.operation == operation
    assert (found.places, tuple(period.code for period in found.periods)) == (places, periods)
    told = choose_reading(conversation=row.conversation, number=1, query=found, actor=OPERATOR)
    assert not told.refusal


@pytest.mark.parametrize("language", ["vi", "en", "zh", "ja", "ko"])
def test_the_large_number_is_written_as_in_the_sentence(language: str) -> None:
    turn = turn_of("Tháng 8/2022 tiếp nhận bao nhiêu hồ sơ?", language)

    assert turn.value
    assert turn.value in turn.sentence


def test_every_question_that_is_suggested_is_answered() -> None:
    suggested = examples("vi", NOW)

    assert len(suggested) == 4
    assert [ask(each, now=NOW, actor=OPERATOR).refusal for each in suggested] == [None] * 4


def test_a_procedure_leads_to_its_page_and_to_the_form_that_begins_a_dossier() -> None:
    turn = turn_of("Thủ tục xác nhận tình trạng hôn nhân cần giấy tờ gì?")

    assert not turn.refused
    assert [link.kind for link in turn.links] == ["procedure", "file"]


def test_opening_an_address_with_a_question_writes_nothing(leader: Client) -> None:
    page = leader.get("/hoi/", {"q": "hồ sơ tháng 8"}).content.decode()

    assert 'value="hồ sơ tháng 8"' in page
    assert not Asked.objects.exists()


def test_an_empty_box_leads_to_the_page_and_asks_nothing(leader: Client) -> None:
    sent = leader.post("/hoi/ask/", {"q": "  "})

    assert sent.headers["Location"].startswith("/hoi/?c=")
    assert not Asked.objects.exists()


def test_the_page_alone_may_use_the_microphone(leader: Client) -> None:
    assert "microphone=(self)" in leader.get("/hoi/").headers["Permissions-Policy"]
    assert "microphone=()" in leader.get("/ioc/").headers["Permissions-Policy"]


def test_the_wall_shows_one_answer_with_the_ones_beside_it(leader: Client) -> None:
    for question in ("Tháng 8/2022 tiếp nhận bao nhiêu hồ sơ?", "tháng trước đó thì sao?"):
        talk = Asked.objects.values_list("conversation", flat=True).first() or uuid4()
        sent = leader.post("/hoi/ask/", {"q": question, "c": str(talk), "wall": "1"})

    assert sent.headers["Location"] == f"/hoi/?c={talk}&wall=1"
    shown = leader.get(sent.headers["Location"]).content.decode()
    assert "tháng trước đó thì sao?" in shown
    assert f"/hoi/?c={talk}&amp;n=1&amp;wall=1" in shown
    assert leader.get("/hoi/?wall=1&n=x").status_code == 400
    assert wall_page(talk, 2, OPERATOR, language="vi", now=NOW).turn is None


def test_a_long_conversation_shows_its_newest_questions_in_few_reads(
    leader: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    talk = str(uuid4())
    for month in range(1, 13):
        leader.post("/hoi/ask/", {"q": f"Tháng {month}/2022 nhận bao nhiêu hồ sơ?", "c": talk})

    with django_assert_max_num_queries(60):
        page = leader.get("/hoi/", {"c": talk}).content.decode()

    assert page.count("<article") == 10
    assert "Xem 2 câu hỏi trước đó" in page
    assert leader.get("/hoi/", {"c": talk, "all": "1"}).content.decode().count("<article") == 12


def test_a_script_gets_the_conversation_alone_and_its_address(leader: Client) -> None:
    sent = leader.post("/hoi/ask/", {"q": "Tháng 8/2022 nhận bao nhiêu hồ sơ?"}, headers={"HX-Request": "true"})

    assert sent.headers["HX-Replace-Url"] == f"/hoi/?c={Asked.objects.get().conversation}"
    assert "<html" not in sent.content.decode()


def test_the_nearest_of_what_nobody_knows_is_offered_as_it_will_be_answered() -> None:
    page = page_of("Hồ sơ ngâm tháng 8 năm 2022 bao nhiêu?")
    offer, asked = page.turns[0].near[0], Asked.objects.get()
    chosen_one = chosen(query_of(asked.query), Choice(indicator=offer.fields["indicator"]), home="99", newest_year=2023)

    row = choose_reading(conversation=asked.conversation, number=1, query=chosen_one, actor=OPERATOR)

    assert offer.label == conversation_page(asked.conversation, OPERATOR, language="vi", now=NOW).turns[0].reading
    assert query_of(row.corrected or {}).period == parse_period("2022-08")
    assert row.answer["others"] == []
