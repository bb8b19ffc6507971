"""A leader asks, goes on, changes how it was understood, and opens the records; on a phone and at a desk."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, Seat
from tests.journeys.site import Site
from tests.journeys.test_access import faults

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


def ask(leader: Page, question: str) -> None:
    """Ask in the box that a slash leads to."""
    leader.keyboard.press("/")
    expect(leader.locator("#question")).to_be_focused()
    leader.locator("#question").fill(question)
    leader.get_by_role("button", name="Hỏi", exact=True).click()
    expect(leader.get_by_role("heading", name=question)).to_be_visible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_question_leads_to_the_records_behind_its_figure(seat: Seat, site: Site, size: tuple[int, int]) -> None:
    leader = seat("lanhdao", size)
    leader.goto(f"{site.address}/hoi/")
    ask(leader, "thang 8 nam 2023 tiep nhan bao nhieu ho so")
    ask(leader, "tháng trước đó thì sao?")
    expect(leader.get_by_role("status")).to_contain_text("tháng 7/2023")

    last = leader.locator("section").filter(has=leader.get_by_role("heading", name="tháng trước đó thì sao?"))
    last.get_by_label("Kỳ").select_option("2023")
    last.get_by_role("button", name="Hiểu lại").click()
    expect(leader.get_by_role("status")).to_contain_text("năm 2023")
    assert faults(leader) == []

    last.get_by_role("link", name="Xem các bản ghi được đếm").click()
    expect(leader.get_by_role("heading", level=1)).to_contain_text("Số hồ sơ tiếp nhận")


@pytest.mark.parametrize(("language", "said"), [("en", "Dossiers received"), ("ja", "出典")])
def test_an_answer_is_given_in_the_language_asked_for(seat: Seat, site: Site, language: str, said: str) -> None:
    leader = seat("lanhdao")
    leader.goto(f"{site.address}/hoi/")
    leader.get_by_label("Trả lời bằng").select_option(language)

    ask(leader, "Năm 2023 tiếp nhận bao nhiêu hồ sơ?")

    expect(leader.get_by_role("status")).to_contain_text(said)


def test_what_cannot_be_answered_says_why_and_the_search_offers_to_ask(seat: Seat, site: Site) -> None:
    leader = seat("lanhdao")
    leader.goto(f"{site.address}/ioc/search/?q=ho+so+tiep+nhan+nam+2030")
    leader.get_by_role("button", name="Hỏi: “ho so tiep nhan nam 2030”").click()
    leader.get_by_role("button", name="Hỏi", exact=True).click()

    expect(leader.get_by_role("status")).to_contain_text("thời gian đó chưa đến")
