"""A leader and a duty officer find out how things stand: overview, sector, indicator, records, boards, search."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, WALL
from tests.journeys.site import Site
from tests.stories import PASSWORD

# The database is marked so that there is one; what the stories see was committed before them.
pytestmark = [pytest.mark.journey, pytest.mark.django_db]


def resize(page: Page, size: tuple[int, int]) -> None:
    """Give a page another screen."""
    page.set_viewport_size({"width": size[0], "height": size[1]})


def test_a_wrong_password_is_refused_beside_its_field_and_the_right_one_opens_the_overview(
    visitor: Page, site: Site
) -> None:
    visitor.goto(f"{site.address}/ioc/figures/DEMO003/")
    visitor.get_by_label("Tên đăng nhập").fill("lanhdao")
    visitor.get_by_label("Mật khẩu", exact=True).fill("không phải")
    visitor.get_by_role("button", name="Đăng nhập").click()

    expect(visitor.get_by_role("alert")).to_contain_text("Tên đăng nhập hoặc mật khẩu không đúng")
    expect(visitor.get_by_label("Tên đăng nhập")).to_have_value("lanhdao")

    visitor.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    visitor.get_by_role("button", name="Đăng nhập").click()

    expect(visitor).to_have_url(f"{site.address}/ioc/figures/DEMO003/")


def test_from_the_overview_down_to_the_records_that_a_figure_counts(leader: Page) -> None:
    expect(leader.get_by_role("heading", level=1)).to_contain_text("Tỉnh Sao Mai")
    expect(leader.locator(".verdict")).to_contain_text("Chưa đạt")

    leader.get_by_role("table").get_by_role("link", name="Dịch vụ hành chính công").click()
    expect(leader.get_by_role("heading", level=1)).to_contain_text("Dịch vụ hành chính công")

    leader.get_by_role("link", name="Tỷ lệ hồ sơ giải quyết đúng hạn", exact=True).first.click()
    expect(leader.locator(".hero-value")).to_have_text(re.compile(r"^\s*\d{1,2},\d+\s%\s*$"))
    expect(leader.locator("#trend")).to_have_attribute("data-chart-state", "ready")
    shown = leader.locator(".facts a").inner_text()

    leader.locator(".facts").get_by_role("link").first.click()
    expect(leader.locator("tbody tr").first).to_be_visible()
    assert shown.split()[0] in leader.locator(".records-sum").inner_text()


def test_another_place_and_period_are_two_choices_and_a_button(leader: Page) -> None:
    leader.locator("select[name=place]").select_option(label="Ngân Hà")
    leader.locator("select[name=period]").select_option("2023-Q3")
    leader.get_by_role("button", name="Xem").click()

    expect(leader.get_by_role("heading", level=1)).to_contain_text("Thành phố Ngân Hà")
    expect(leader.get_by_role("heading", level=1)).to_contain_text("quý 3/2023")
    assert "place=991" in leader.url
    assert "period=2023-Q3" in leader.url


def test_a_duty_officer_sees_the_districts_board_and_puts_it_on_the_wall(visitor: Page, site: Site) -> None:
    site.let_in(visitor, "trucnganha")
    visitor.get_by_role("link", name="Trung tâm điều hành thành phố Ngân Hà").click()
    tiles = visitor.locator(".board .tile")
    expect(tiles.first).to_be_visible()
    count = tiles.count()

    visitor.get_by_role("link", name="Màn hình lớn").click()

    for size in (WALL, (1920, 1080)):
        resize(visitor, size)
        expect(visitor.locator("[data-clock]")).to_have_text(re.compile(r"\d\d:\d\d"))
        assert visitor.locator(".wall-value").count() == count
        assert visitor.evaluate("document.documentElement.scrollHeight <= innerHeight")
        assert visitor.evaluate(
            "[...document.querySelectorAll('[data-fits]')].every(l => l.scrollHeight <= l.clientHeight + 1)"
        )
    smallest = (
        "Math.min(...[...document.querySelectorAll('.wall-tile *')].map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    resize(visitor, WALL)
    # A wall 1.9 m wide has half a millimetre a dot: 25 dots are 12 mm, read from about five metres.
    assert visitor.evaluate(smallest) >= 25


def test_search_needs_no_diacritics_no_mouse_and_no_new_page(leader: Page) -> None:
    leader.keyboard.press("/")
    leader.keyboard.type("ty le ho so")
    # Enter alone asks the assistant; the next two stops of the keyboard ask it, and search.
    for key in ("Tab", "Tab", "Enter"):
        leader.keyboard.press(key)
    expect(leader.locator("#results")).to_contain_text("Tỷ lệ hồ sơ giải quyết đúng hạn")
    leader.evaluate("window.same = true")

    leader.locator("#search").fill("phan anh")

    expect(leader.locator("#results")).to_contain_text("Số phản ánh tiếp nhận")
    expect(leader.locator("#results")).not_to_contain_text("hồ sơ")
    assert leader.evaluate("window.same")
    assert "phan" in leader.url


def test_what_is_not_found_says_what_to_try(leader: Page, site: Site) -> None:
    leader.goto(f"{site.address}/ioc/search/?q=zzzz")

    expect(leader.locator("#results")).to_contain_text("Không có chỉ tiêu nào khớp “zzzz”")
    expect(leader.locator("#results")).to_contain_text("Hãy thử ít từ hơn")


def test_english_is_one_switch_away_and_stays(leader: Page, site: Site) -> None:
    leader.locator(".top .menu summary").click()
    leader.get_by_role("button", name="English").click()

    expect(leader.locator("html")).to_have_attribute("lang", "en")
    leader.goto(f"{site.address}/ioc/figures/DEMO001/")
    expect(leader.locator(".hero-value")).to_contain_text(re.compile(r"\d,\d{3}"))
    expect(leader.get_by_role("heading", level=1)).to_contain_text("Dossiers received")
    assert "Nguồn" not in leader.locator("main").inner_text()


def test_on_a_phone_the_first_screen_holds_the_answer(leader: Page) -> None:
    resize(leader, PHONE)
    leader.reload()

    below = leader.locator(".watch-item, .overview-first .empty").first.bounding_box()
    assert below is not None
    assert below["y"] < PHONE[1] * 0.6
    assert leader.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(leader.locator("select[name=place]")).to_be_hidden()

    leader.get_by_text("Đổi nơi, kỳ", exact=True).click()
    leader.locator("select[name=place]").select_option(label="Bắc Đẩu")
    leader.get_by_role("button", name="Xem").click()

    expect(leader.get_by_role("heading", level=1)).to_contain_text("Thị xã Bắc Đẩu")


def test_keys_lead_through_the_pages_and_can_be_switched_off(leader: Page, site: Site) -> None:
    leader.goto(f"{site.address}/ioc/figures/DEMO003/")
    expect(leader.locator("#trend")).to_have_attribute("data-chart-state", "ready")

    leader.keyboard.press("t")
    expect(leader.locator("details[data-table] table")).to_be_visible()
    leader.keyboard.press("?")
    expect(leader.get_by_role("dialog")).to_contain_text("về trang tổng quan")
    leader.keyboard.press("Escape")
    leader.keyboard.press("g")
    leader.keyboard.press("o")
    expect(leader).to_have_url(f"{site.address}/ioc/")
    leader.keyboard.press("j")
    expect(leader.locator(":focus")).to_have_attribute("href", re.compile("/ioc/"))

    leader.keyboard.press("?")
    leader.get_by_label("Tắt phím tắt").check()
    leader.get_by_role("button", name="Đóng").click()
    leader.keyboard.press("/")
    expect(leader.locator("#search")).not_to_be_focused()


def test_a_menu_closes_on_escape_and_gives_the_focus_back(leader: Page) -> None:
    leader.get_by_text("Tải, in").click()
    expect(leader.get_by_role("link", name="Bảng tính Excel")).to_be_visible()

    leader.keyboard.press("Escape")

    expect(leader.get_by_role("link", name="Bảng tính Excel")).to_be_hidden()
    assert leader.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_on_paper_there_is_nothing_to_click_but_the_source_and_the_tables(leader: Page, site: Site) -> None:
    leader.goto(f"{site.address}/ioc/figures/DEMO003/")
    expect(leader.locator("#trend")).to_have_attribute("data-chart-state", "ready")

    leader.emulate_media(media="print")

    expect(leader.locator(".frame-form")).to_be_hidden()
    expect(leader.locator(".foot .print-only")).to_contain_text(site.address)
    assert len(leader.pdf(format="A4", print_background=True)) > 10_000


def test_without_scripts_everything_is_still_there(leader: Page, site: Site) -> None:
    browser = leader.context.browser
    assert browser is not None
    who = leader.context.storage_state()
    plain = browser.new_context(java_script_enabled=False, storage_state=who, locale="vi-VN")
    page = plain.new_page()
    page.set_default_timeout(5000)

    page.goto(f"{site.address}/ioc/figures/DEMO003/")
    page.locator("details[data-table] summary").click()
    assert page.locator("details[data-table] tbody tr").count() == 12
    page.locator("#search").fill("phan anh")
    page.get_by_role("button", name="Tìm chỉ tiêu").click()
    assert "Số phản ánh tiếp nhận" in page.locator("#results").inner_text()
    plain.close()


def test_who_may_not_see_records_is_told_why(visitor: Page, site: Site) -> None:
    site.let_in(visitor, "xemtinh")

    visitor.goto(f"{site.address}/ioc/figures/DEMO003/records/")

    expect(visitor.get_by_role("heading", level=1)).to_have_text("Không có quyền xem")
    expect(visitor.locator("main")).to_contain_text("xemtinh không có quyền records.read")
