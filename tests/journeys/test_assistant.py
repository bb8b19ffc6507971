"""A leader asks, goes on, changes how it was understood, and opens the records; at a desk, on a phone, on the wall."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import DESK, PHONE, WALL, Seat
from tests.journeys.site import Site
from tests.journeys.test_access import faults

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
QUESTION = "thang 8 nam 2023 tiep nhan bao nhieu ho so"
SMALLEST = """() => Math.min(...[...document.querySelectorAll('main *, .wall-top *')]
  .filter(e => e.offsetParent && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
  .map(e => parseFloat(getComputedStyle(e).fontSize)))"""


@pytest.fixture
def asker(leader: Page, site: Site) -> Iterator[Page]:
    """The province's leader, whose browser asks this site alone."""
    asked: list[str] = []
    leader.on("request", lambda request: asked.append(request.url))
    yield leader
    assert [url for url in asked if not url.startswith((site.address, "data:", "blob:"))] == []


def ask(page: Page, question: str) -> Locator:
    """Write a question into the box that a slash leads to, and send it; return its answer."""
    page.keyboard.press("/")
    expect(page.locator("#question")).to_be_focused()
    page.locator("#question").fill(question)
    page.keyboard.press("Enter")
    answer = page.locator(".answer").first
    expect(answer.locator(".answer-question")).to_have_text(question)
    for chart in page.locator("[data-chart]").all():
        expect(chart).to_have_attribute("data-chart-state", "ready")
    return answer


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_question_leads_to_the_records_behind_its_figure(asker: Page, site: Site, size: tuple[int, int]) -> None:
    asker.set_viewport_size({"width": size[0], "height": size[1]})
    asker.keyboard.press("/")
    if size == PHONE:
        ask(asker, QUESTION)
    else:
        asker.keyboard.type(QUESTION)
        asker.keyboard.press("Enter")
    asker.wait_for_url("**/hoi/?c=*")
    expect(asker.locator(".answer .answer-value")).to_contain_text("hồ sơ")
    expect(asker.locator(".answer .mark--simulated")).to_be_visible()

    newest = ask(asker, "tháng trước đó thì sao?")
    expect(newest).to_contain_text("tháng 7/2023")
    expect(asker.locator("#question")).to_have_value("")
    expect(asker.get_by_role("status")).to_contain_text("tháng 7/2023")
    newest.locator("select[name=place]").select_option("991")
    newest.locator("select[name=operation]").select_option("series")
    newest.get_by_role("button", name="Hiểu lại").click()
    expect(newest.locator(".understood summary")).to_contain_text("thành phố Ngân Hà, năm 2023, từng tháng")
    expect(newest).to_contain_text("đã sửa cách hiểu")
    expect(newest.locator("[data-chart=line]")).to_have_attribute("data-chart-state", "ready")
    expect(newest.locator(".answer-question")).to_be_focused()
    asker.keyboard.press("t")
    expect(newest.locator("tbody tr")).to_have_count(12)
    assert faults(asker) == []

    number = asker.locator(".answer").last.locator(".answer-value").inner_text().split()[0]
    asker.reload()
    asker.locator(".answer").last.get_by_role("link", name="Xem các bản ghi được đếm").click()
    expect(asker.locator(".records-sum")).to_contain_text(number)


def test_answers_are_given_in_the_language_asked_for(asker: Page, site: Site) -> None:
    asker.goto(f"{site.address}/hoi/")
    asker.locator(".ask").get_by_label("Trả lời bằng").select_option("ja")
    answer = ask(asker, QUESTION)
    expect(answer.locator("[lang=ja]").first).to_contain_text("2023年8月")
    assert faults(asker) == []

    answer.get_by_label("Trả lời bằng").select_option("en")
    answer.get_by_role("button", name="Hiểu lại").click()

    expect(answer.locator("[lang=en]").first).to_contain_text("August 2023")
    expect(answer).not_to_contain_text("đã sửa cách hiểu")


def test_what_cannot_be_answered_says_why_and_offers_the_nearest(asker: Page, site: Site) -> None:
    asker.goto(f"{site.address}/ioc/search/?q=ho+so+tiep+nhan+nam+2030")
    asker.get_by_role("button", name="Hỏi: “ho so tiep nhan nam 2030”").click()
    refused = asker.locator(".answer--refused")
    expect(refused).to_contain_text("thời gian đó chưa đến")
    assert faults(asker) == []

    refused.get_by_role("button", name="Số hồ sơ tiếp nhận, tỉnh Sao Mai, năm").click()
    expect(asker.locator(".answer .answer-value")).to_contain_text("hồ sơ")
    expect(refused).to_have_count(0)


def test_what_goes_wrong_is_said_beside_the_box_and_the_question_stays(seat: Seat, site: Site) -> None:
    # A browser of its own: the console of the others must stay empty.
    leader = seat("lanhdao")
    leader.goto(f"{site.address}/hoi/")
    said, box = leader.get_by_role("status"), leader.locator("#question")
    box.evaluate("field => field.removeAttribute('maxlength')")
    box.fill("x" * 501)
    box.press("Enter")
    expect(said).to_contain_text("Câu hỏi dài 501 ký tự")

    leader.route("**/hoi/ask/", lambda route: route.abort())
    box.fill(QUESTION)
    box.press("Enter")

    expect(said).to_contain_text("Không tới được máy chủ")
    expect(box).to_have_value(QUESTION)

    leader.unroute("**/hoi/ask/")
    leader.context.clear_cookies(name="sessionid")
    box.press("Enter")
    leader.wait_for_url("**/accounts/login/?next=/hoi/")


def test_from_the_wall_a_key_leads_to_the_box_and_the_answer_is_read_from_afar(asker: Page, site: Site) -> None:
    asker.set_viewport_size({"width": WALL[0], "height": WALL[1]})
    asker.goto(f"{site.address}/ioc/tinh/?wall=1")
    asker.keyboard.press("/")
    asker.wait_for_url("**/hoi/?wall=1")
    for question in (QUESTION, "Số hồ sơ tiếp nhận từng tháng năm 2023"):
        asker.locator("#question").fill(question)
        asker.keyboard.press("Enter")
        expect(asker.locator(".answer-question")).to_have_text(question)
    expect(asker.locator("[data-chart=line]")).to_have_attribute("data-chart-state", "ready")

    for width, height in ((1920, 1080), WALL):
        asker.set_viewport_size({"width": width, "height": height})
        # As on the boards: 25 dots of a wall of 3840 are read from about five metres.
        assert asker.evaluate(SMALLEST) >= 25 * width / 3840
        assert asker.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert faults(asker) == []

    asker.keyboard.press("k")
    expect(asker.locator(".answer-value")).to_contain_text("hồ sơ")
    asker.get_by_role("link", name="Trang thường").click()
    expect(asker.locator(".answer")).to_have_count(2)

    with asker.expect_popup() as opened:
        asker.get_by_role("link", name="Chiếu lên màn hình lớn").click()
    ask(asker, "Số hồ sơ đã giải quyết năm 2023")
    expect(opened.value.locator(".answer-question")).to_have_text("Số hồ sơ đã giải quyết năm 2023", timeout=9000)


def test_without_scripts_the_box_answers_too(asker: Page, site: Site) -> None:
    browser = asker.context.browser
    assert browser is not None
    plain = browser.new_context(locale="vi-VN", java_script_enabled=False, storage_state=asker.context.storage_state())
    page = plain.new_page()
    page.goto(f"{site.address}/ioc/")
    page.locator("#search").fill(QUESTION)
    page.locator("#search").press("Enter")
    page.locator(".answer").get_by_label("Kỳ").select_option("2023-07")
    page.get_by_role("button", name="Hiểu lại").click()

    expect(page.locator(".answer")).to_contain_text("tháng 7/2023")
    expect(page.locator("[data-speaks]")).to_be_hidden()
    plain.close()


def test_a_browser_that_hears_fills_the_box_and_says_who_listens(asker: Page, site: Site) -> None:
    asker.add_init_script(
        """window.SpeechRecognition = class {
             start() { setTimeout(() => { this.onresult({ results: [[{ transcript: this.lang + ' số hồ sơ' }]] });
               this.onend(); }); } };"""
    )
    asker.goto(f"{site.address}/hoi/")

    asker.get_by_role("button", name="Nói").click()

    expect(asker.locator("#question")).to_have_value("vi-VN số hồ sơ")
    expect(asker.get_by_role("button", name="Nói")).to_have_accessible_description(
        "Giọng nói do trình duyệt chuyển thành chữ; có trình duyệt gửi âm thanh cho hãng làm ra nó."
    )
