"""Other programs ask over HTTP: the figures of the screens for who may read them, a sentence for whatever is wrong."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from songbe.assistant.api import LARGEST
from songbe.assistant.rules.query import Aspect, Operation
from songbe.assistant.rules.wording.speech import PHRASES
from songbe.events.models import Event
from songbe.indicators.queries import figure
from songbe.kernel.periods import parse_period
from tests.centres.conftest import leader, province, signed_in

__all__ = ["leader", "province"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]
AUGUST = {"operation": "value", "indicators": ["DEMO001"], "places": ["99"], "periods": ["2022-08"]}


def post(client: Client, address: str, said: object) -> tuple[int, dict[str, Any]]:
    """What comes back, with its status."""
    answer = client.post(f"/api/v1/{address}", said, content_type="application/json", HTTP_ACCEPT_LANGUAGE="vi")
    return answer.status_code, answer.json()


def test_a_question_has_the_figure_of_the_screens_with_its_source(leader: Client) -> None:
    status, said = post(leader, "ask", {"question": "Tháng 8/2022 tiếp nhận bao nhiêu hồ sơ?", "now": "2022-12-29"})

    assert status == 200
    screen = figure(code="DEMO001", period=parse_period("2022-08"))
    assert said["value"] == screen.value
    assert (said["citation"]["source"], said["lines"][0]["as_of"]) == (
        PHRASES["vi"]["counted"],
        said["citation"]["as_of"],
    )
    assert said["citation"]["as_of"]


def test_the_query_of_an_answer_can_be_sent_back_and_followed(leader: Client) -> None:
    _, first = post(leader, "ask", {"question": "Tháng 8/2022 tiếp nhận bao nhiêu hồ sơ?", "now": "2022-12-29"})

    _, again = post(leader, "query", first["query"])
    _, follows = post(
        leader, "ask", {"question": "Tháng trước đó thì sao?", "now": "2022-12-29", "before": first["query"]}
    )

    assert (again["value"], again["lines"]) == (first["value"], first["lines"])
    assert follows["query"]["periods"] == ["2022-07"]


def test_an_answer_is_in_the_language_asked_for(leader: Client) -> None:
    _, said = post(leader, "ask", {"question": "Giá vàng hôm nay bao nhiêu?", "language": "en"})

    assert said["refused"]
    assert said["lines"] == []
    assert said["citation"] is None
    assert "indicator" in said["text"].lower() or "figure" in said["text"].lower()


def test_a_series_that_has_not_begun_is_refused_as_the_future(leader: Client) -> None:
    status, said = post(leader, "query", AUGUST | {"operation": "series", "periods": ["2199"]})

    assert (status, said["refused"], said["reason"], said["lines"]) == (200, True, "future", [])


def test_who_is_not_signed_in_is_told_to_sign_in(client: Client) -> None:
    status, said = post(client, "query", AUGUST)

    assert (status, said["error"]) == (401, "not_signed_in")


def test_a_citizen_may_not_read_the_figures_of_officials(client: Client) -> None:
    status, said = post(signed_in(client, "congdan"), "query", AUGUST)

    assert (status, said["error"]) == (403, "out_of_reach")
    assert "congdan" in said["message"]


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (AUGUST | {"indicators": ["NONE"]}, "unknown_indicator"),
        (AUGUST | {"indicators": []}, "not_readable"),
        (AUGUST | {"places": ["77777"]}, "unknown_place"),
        (AUGUST | {"places": ["'; DROP TABLE events_event; --"]}, "unknown_place"),
        (AUGUST | {"periods": ["2022-13"]}, "invalid_period"),
        (AUGUST | {"versus": "hôm qua"}, "invalid_period"),
        (AUGUST | {"operation": "delete"}, "not_readable"),
        (AUGUST | {"operation": "refuse"}, "not_readable"),
        (AUGUST | {"drafts": True}, "not_readable"),
        (AUGUST | {"group": {"code": "*", "within": "77777"}}, "unknown_place"),
        (AUGUST | {"operation": "filter"}, "not_readable"),
        ({"operation": "procedure"}, "not_readable"),
        ({"operation": "procedure", "procedure": "9.999999"}, "unknown_procedure"),
        ([], "not_readable"),
        ("năm nay", "not_readable"),
        (None, "not_readable"),
    ],
)
def test_what_is_wrong_is_a_sentence_and_status_400(leader: Client, said: object, error: str) -> None:
    status, answer = post(leader, "query", said)

    assert (status, answer["error"]) == (400, error), answer
    assert answer["message"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[" * 50_000, b" " * (LARGEST + 1), b'{"n": 1' + b"0" * 9000]
)
def test_a_body_that_is_no_json_is_refused(leader: Client, body: bytes) -> None:
    status, said = post(leader, "ask", body)

    assert (status, said["error"]) == (400, "not_readable")


def test_another_site_cannot_ask_in_the_name_of_who_is_signed_in() -> None:
    browser = signed_in(Client(enforce_csrf_checks=True), "lanhdao")

    answer = browser.post("/api/v1/query", AUGUST, content_type="application/json")

    assert answer.status_code == 403


def test_more_than_600_questions_in_ten_minutes_are_refused(leader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("songbe.assistant.api.MOST", 1)

    first, second = (post(leader, "query", AUGUST) for _ in range(2))

    assert (first[0], second[0], second[1]["error"]) == (200, 429, "too_often")


def test_each_call_is_noted_without_a_word_of_what_was_asked(leader: Client) -> None:
    post(leader, "ask", {"question": "Số điện thoại 0909123456 của ai?"})
    post(leader, "query", AUGUST | {"places": ["77777"]})
    post(leader, "query", AUGUST)

    noted = Event.objects.filter(kind="assistant.tool_called").order_by("id")
    assert [(event.actor, event.subject, event.payload["through"]) for event in noted] == [
        ("lanhdao", "tool:ask", "http"),
        ("lanhdao", "tool:query", "http"),
        ("lanhdao", "tool:query", "http"),
    ]
    assert [event.payload["refused"] for event in noted] == [True, True, False]
    assert [event.payload["reason"] for event in noted][1:] == ["unknown_place", ""]
    assert "0909" not in "".join(str(event.payload) for event in noted)


WRONG = ["", "x", "\x00", "\ud800x"]
TIMES = ["2022", "1900", "2199", "2022-Q3", "2022-08", "2022-W01", "1900-01-01/2199-12-31"]
INDICATORS = st.sampled_from(["DEMO001", "DEMO003", "DEMO014", "tthc_dung_han"] * 8 + WRONG)
CODES = st.sampled_from(["99", "991", "99201", "STTTT"] * 8 + WRONG)
PERIODS = st.sampled_from(TIMES * 5 + WRONG)
LIKE_A_QUERY = st.fixed_dictionaries(
    {"operation": st.sampled_from([*Operation, "x"]), "indicators": st.lists(INDICATORS, min_size=1, max_size=2)},
    optional={
        "places": st.lists(CODES, max_size=2),
        "periods": st.lists(PERIODS, max_size=2),
        "versus": PERIODS,
        "latest": st.booleans(),
        "grain": st.sampled_from(["", "day", "week", "month", "quarter", "year"]),
        "order": st.sampled_from(["", "asc", "desc"]),
        "n": st.integers(-1, 200),
        "part": st.text(max_size=10),
        "group": st.fixed_dictionaries(
            {"code": st.sampled_from(["*", "*department", "*commune", "*district"])},
            optional={"types": st.lists(st.text(max_size=5), max_size=2), "within": CODES},
        ),
        "test": st.fixed_dictionaries(
            {"sign": st.sampled_from(["", ">", "<="])},
            optional={"value": st.floats(allow_nan=False), "meets": st.booleans()},
        ),
        "procedure": st.sampled_from(["1.001193", "", "\x00"]),
        "aspect": st.sampled_from(list(Aspect)),
    },
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=9), inside, max_size=4),
    max_leaves=8,
)
LIKE_A_QUESTION = st.fixed_dictionaries(
    {"question": st.text(max_size=60)},
    optional={
        "now": st.dates().map(str) | JSON,
        "language": st.sampled_from(["vi", "ko", "x"]),
        "before": LIKE_A_QUERY,
    },
)


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(address=st.sampled_from(["ask", "query"]), said=LIKE_A_QUERY | LIKE_A_QUESTION | JSON)
def test_whatever_is_sent_the_answer_is_no_error_of_ours(leader: Client, address: str, said: object) -> None:
    leader.raise_request_exception = False
    cache.clear()

    answer = leader.post(f"/api/v1/{address}", said, content_type="application/json")

    assert answer.status_code in (200, 400), answer.content
    assert answer.json()
