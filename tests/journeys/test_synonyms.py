"""People are not understood, the owner of the indicator lets their words count, and whoever asks next is understood."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from songbe.assistant.actions import ask_question
from songbe.assistant.proposal_actions import propose_synonyms
from songbe.assistant.queries.written import query_of
from songbe.config.worker import WORKER
from songbe.events.actions import seal_events
from songbe.places.policy import OPERATOR
from tests.journeys.conftest import DESK, PHONE, Seat
from tests.journeys.site import Site
from tests.journeys.test_access import faults
from tests.journeys.test_many import committed

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


def ask_and_ask_again(word: str) -> list[str]:
    """What people do who are not understood: they ask in other words; then the worker looks. Returns the numbers of the
    questions."""
    talk = uuid4()
    questions = (f"Hồ sơ đang {word} tháng 8 năm 2023", "Hồ sơ quá hạn chưa giải quyết tháng 8 năm 2023")
    asked = [ask_question(question=question, conversation=talk, actor=OPERATOR) for question in questions]
    while seal_events():
        pass
    propose_synonyms(actor=WORKER)
    return [str(row.number) for row in asked]


def understood(word: str) -> list[str]:
    """The indicators that a question with the word is understood as."""
    row = ask_question(question=f"Hồ sơ đang {word} năm 2023", conversation=uuid4(), actor=OPERATOR)
    return [] if row.answer["reason"] == "no_indicator" else list(query_of(row.query).indicators)


@pytest.mark.parametrize(("size", "word"), [(DESK, "lẹt đẹt"), (PHONE, "lằng nhằng")], ids=["desk", "phone"])
def test_the_owner_lets_words_count_and_takes_them_back(
    seat: Seat, site: Site, size: tuple[int, int], word: str
) -> None:
    committed(lambda: ask_and_ask_again(word))
    owner = seat("dulieutinh", size)
    owner.goto(f"{site.address}/ioc/figures/DEMO005/")

    owner.get_by_role("link", name="Tên gọi từ câu hỏi").click()
    expect(owner.get_by_text(f"Hồ sơ đang {word} tháng 8 năm 2023")).to_be_visible()
    assert faults(owner) == []
    owner.get_by_role("button", name=f"Đọc thử và nhận “hồ sơ {word}”").click()
    expect(owner.get_by_role("status")).to_contain_text("không câu nào bị hiểu sai đi")
    assert committed(lambda: understood(word)) == ["DEMO005"]

    owner.get_by_role("link", name="Đã nhận").click()
    expect(owner.get_by_text("hiểu đúng 1 trong 1 câu làm chứng")).to_be_visible()
    assert faults(owner) == []
    owner.get_by_role("button", name=f"Rút lại “hồ sơ {word}”").click()
    expect(owner.get_by_role("status")).to_contain_text("Đã rút")
    assert committed(lambda: understood(word)) == []


def test_what_would_be_understood_worse_is_listed(seat: Seat, site: Site) -> None:
    def asked() -> list[str]:
        ask_question(question="Cơ quan ngâm năm 2023", conversation=uuid4(), actor=OPERATOR)
        return ask_and_ask_again("ngâm")

    committed(asked)
    owner = seat("dulieutinh", PHONE)
    owner.goto(f"{site.address}/hoi/tu-dong-nghia/")

    accept = owner.get_by_role("button", name="Đọc thử và nhận “hồ sơ ngâm”")
    owner.evaluate("addEventListener('submit', (sent) => sent.preventDefault())")
    accept.click()
    expect(owner.get_by_text("Đang đọc lại các câu đã biết")).to_be_visible()
    expect(accept).to_be_disabled()
    owner.reload()
    accept.click()

    expect(owner.get_by_role("status")).to_contain_text("câu sẽ bị hiểu sai")
    expect(owner.get_by_role("row", name="Cơ quan ngâm năm 2023")).to_be_visible()
    assert faults(owner) == []
    owner.get_by_label("Lý do không nhận").last.fill("làm sai câu về cơ quan")
    owner.get_by_role("button", name="Không nhận “hồ sơ ngâm”").click()
    expect(owner.get_by_role("status")).to_contain_text("Đã ghi không nhận")
