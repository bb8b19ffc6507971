"""Nothing typed is lost on a weak line, and a result is fetched from home, by nobody else."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from tests import clamd
from tests.journeys.conftest import DESK, PHONE, Seat, press
from tests.journeys.site import Site
from tests.journeys.test_access import faults
from tests.journeys.test_dossiers import PICTURE, file_birth, fill_birth
from tests.stories import PASSWORD

# The database is marked so that there is one; what the stories see was committed before them.
pytestmark = [pytest.mark.journey, pytest.mark.django_db]
HELD = "decodeURIComponent(Object.values(sessionStorage).join())"
NAME = "Họ và tên người nộp"
SAVED = re.compile(r"Đã lưu lúc \d\d:\d\d")


def begin(citizen: Page, site: Site) -> None:
    """Begin to register a birth."""
    citizen.goto(f"{site.address}/dvc/1.001193/")
    citizen.get_by_role("button", name="Nộp hồ sơ trực tuyến").click()


def said(citizen: Page) -> Locator:
    """The line that says whether what was typed is kept."""
    return citizen.locator("[data-kept]")


def test_what_is_typed_is_kept_without_a_button(seat: Seat, site: Site) -> None:
    citizen = seat("congdan", PHONE)
    begin(citizen, site)
    expect(said(citizen)).to_have_text("Nội dung được lưu trong khi bạn nhập; có thể làm tiếp sau ở “Hồ sơ của tôi”.")

    citizen.get_by_label(NAME).fill("Trần Thị Bình Minh")

    expect(said(citizen)).to_have_text(SAVED)
    assert faults(citizen) == []
    citizen.reload()
    expect(citizen.get_by_label(NAME)).to_have_value("Trần Thị Bình Minh")


def test_a_line_that_breaks_in_mid_form_loses_nothing(seat: Seat, site: Site) -> None:
    citizen = seat("congdan", PHONE)
    begin(citizen, site)
    citizen.context.set_offline(True)
    citizen.get_by_label(NAME).fill("Trần Thị Bình Minh")
    expect(said(citizen)).to_have_text("Chưa lưu được, sẽ tự thử lại. Xin đừng đóng trang này.")
    citizen.get_by_label("Số định danh cá nhân").fill("000198000001")
    citizen.get_by_role("button", name="Tiếp tục").click()
    expect(citizen.get_by_label("Số định danh cá nhân")).to_have_value("000198000001")

    citizen.context.set_offline(False)
    citizen.reload()

    expect(citizen.get_by_label(NAME)).to_have_value("Trần Thị Bình Minh")
    expect(citizen.get_by_label("Số định danh cá nhân")).to_have_value("000198000001")
    citizen.wait_for_load_state("networkidle")
    other = citizen.context.new_page()
    other.goto(citizen.url)
    expect(other.get_by_label("Số định danh cá nhân")).to_have_value("000198000001")


def test_a_line_that_is_back_is_used_by_itself(seat: Seat, site: Site) -> None:
    citizen = seat("congdan", PHONE)
    begin(citizen, site)
    citizen.context.set_offline(True)
    citizen.get_by_label(NAME).fill("Trần Thị Bình Minh")
    expect(said(citizen)).to_contain_text("Chưa lưu được")

    citizen.context.set_offline(False)

    expect(said(citizen)).to_have_text(SAVED)


def test_a_page_that_is_left_at_once_is_kept_too(seat: Seat, site: Site) -> None:
    citizen = seat("congdan", PHONE)
    begin(citizen, site)
    page = citizen.url

    citizen.get_by_label(NAME).fill("Trần Thị Bình Minh")
    citizen.goto(f"{site.address}/dvc/mine/")

    citizen.goto(page)
    expect(citizen.get_by_label(NAME)).to_have_value("Trần Thị Bình Minh")


def test_who_signs_out_leaves_nothing_in_the_browser(browser: Browser, site: Site) -> None:
    context = browser.new_context(locale="vi-VN")
    citizen = context.new_page()
    citizen.goto(f"{site.address}/accounts/login/")
    citizen.locator("[name=login]").fill("congdan")
    citizen.locator("[name=password]").fill(PASSWORD)
    citizen.locator("main").get_by_role("button", name="Đăng nhập").click()
    citizen.wait_for_url(lambda url: "/login/" not in url)
    begin(citizen, site)
    citizen.get_by_label(NAME).fill("Trần Thị Bình Minh")
    expect(said(citizen)).to_have_text(SAVED)
    assert "Bình" in str(citizen.evaluate(HELD))

    citizen.locator("summary").first.click()
    citizen.get_by_role("button", name="Đăng xuất").click()
    citizen.wait_for_load_state()

    assert citizen.evaluate(HELD) == ""
    context.close()


def test_of_two_windows_the_later_wins(seat: Seat, site: Site) -> None:
    citizen = seat("congdan", PHONE)
    begin(citizen, site)
    other = citizen.context.new_page()
    other.goto(citizen.url)
    citizen.get_by_label(NAME).fill("Trần Minh")
    expect(said(citizen)).to_have_text(SAVED)
    other.get_by_label(NAME).fill("Trần Thị Bình Minh")
    expect(said(other)).to_have_text(SAVED)
    citizen.reload()
    expect(citizen.get_by_label(NAME)).to_have_value("Trần Thị Bình Minh")


def test_a_form_that_was_handed_in_meanwhile_says_so_while_somebody_types(seat: Seat, site: Site) -> None:
    citizen = seat("congdan", PHONE)
    begin(citizen, site)
    forgotten = citizen.context.new_page()
    forgotten.goto(citizen.url)
    code = fill_birth(citizen)

    forgotten.get_by_label(NAME).fill("Ai đó")

    expect(said(forgotten)).to_contain_text(f"đã nộp thành hồ sơ {code}")


def give_result(official: Page, site: Site, code: str, content: bytes, name: str = "khai-sinh.png") -> None:
    """Attach a file as the result of a dossier."""
    official.goto(f"{site.address}/desk/cases/{code}/")
    official.get_by_label("Tệp kết quả").set_input_files(FilePayload(name=name, mimeType="image/png", buffer=content))
    official.get_by_role("button", name="Gắn tệp").click()


@pytest.mark.usefixtures("scanned")
def test_a_result_is_attached_clean_and_fetched_by_who_asked_and_no_stranger(seat: Seat, site: Site) -> None:
    citizen = seat("congdan", PHONE)
    code = file_birth(citizen, site)
    handler = seat("xuly101")
    press(seat("motcua101"), site, code, "Tiếp nhận")
    press(handler, site, code, "Hoàn thành bước")
    press(seat("chutich101"), site, code, "Ký")

    give_result(handler, site, code, PICTURE + clamd.EICAR)
    expect(handler.get_by_role("status")).to_contain_text("có vi-rút")
    give_result(handler, site, code, PICTURE)
    expect(handler.get_by_role("status")).to_contain_text("Đã gắn kết quả điện tử")
    assert faults(handler) == []

    citizen.goto(f"{site.address}/dvc/cases/{code}/")
    link = citizen.get_by_role("link", name="Tải kết quả khai-sinh.png")
    with citizen.expect_download() as fetching:
        link.click()
    assert Path(fetching.value.path()).read_bytes() == PICTURE
    assert faults(citizen) == []
    address = f"{site.address}{link.get_attribute('href')}"
    for stranger in ("motcuanganha", "lanhdao"):
        assert seat(stranger).request.get(address).status == 404
    assert seat("xuly101").request.get(address).status == 200


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_paper_scanned_at_the_counter_is_there_and_the_form_shuts_nobody_out(
    seat: Seat, site: Site, size: tuple[int, int]
) -> None:
    code = file_birth(seat("congdan", PHONE), site)
    clerk = seat("motcua101", size)
    clerk.goto(f"{site.address}/desk/cases/{code}/")
    clerk.get_by_text("Quét giấy tờ tại quầy").click()
    clerk.get_by_label("Giấy tờ", exact=True).select_option(label="Giấy tờ tùy thân")
    clerk.get_by_label("Tệp quét").set_input_files(
        FilePayload(name="can-cuoc.png", mimeType="image/png", buffer=PICTURE + b"1")
    )
    assert faults(clerk) == []

    clerk.get_by_role("button", name="Lưu giấy tờ").click()

    expect(clerk.get_by_role("status")).to_contain_text("Đã lưu giấy tờ")
    expect(clerk.get_by_role("link", name="Giấy tờ tùy thân")).to_be_visible()
