"""A fee from the form to the day's takings, in a real browser: what is owed, how it is paid, and what is said."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, Seat, press, take_money
from tests.journeys.site import Site
from tests.journeys.test_access import faults
from tests.journeys.test_dossiers import PICTURE, give

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
CLERK = "motcuanganha"


def file_business(citizen: Page, site: Site) -> str:
    """Register a small household business from home, page by page, and return the code."""
    citizen.goto(f"{site.address}/dvc/1.001612/")
    citizen.get_by_role("button", name="Nộp hồ sơ trực tuyến").click()
    citizen.get_by_label("Họ và tên người nộp").fill("Lê Văn Sáu")
    citizen.get_by_label("Số định danh cá nhân").fill("000190000002")
    citizen.get_by_label("Số điện thoại").fill("0000000002")
    citizen.get_by_role("button", name="Tiếp tục").click()
    citizen.get_by_label("Tên hộ kinh doanh").fill("Quán cơm Sao Mai")
    citizen.get_by_label("Ngành, nghề kinh doanh").fill("Dịch vụ ăn uống")
    citizen.get_by_label("Vốn kinh doanh").fill("50.000.000")
    citizen.get_by_label("Không", exact=True).check()
    citizen.get_by_role("button", name="Tiếp tục").click()
    citizen.get_by_label("Địa chỉ", exact=True).fill("Số 1 đường Sông Bé")
    citizen.get_by_label("Huyện", exact=True).select_option(label="Thành phố Ngân Hà")
    citizen.get_by_role("button", name="Tiếp tục").click()
    give(citizen, "giay-to.png", PICTURE)
    citizen.get_by_role("button", name="Tiếp tục").click()
    citizen.get_by_role("button", name="Nộp hồ sơ").click()
    expect(citizen.get_by_role("heading", level=1)).to_have_text("Đã nộp hồ sơ")
    return citizen.locator(".confirmed .code").inner_text()


def test_a_fee_is_owed_noted_once_and_seen_by_whoever_paid(seat: Seat, site: Site) -> None:
    citizen, clerk = seat("congdan", PHONE), seat(CLERK)
    code = file_business(citizen, site)
    expect(citizen.get_by_text(f"phiếu số PN-{code}")).to_be_visible()
    citizen.get_by_role("link", name="Xem hồ sơ").click()
    expect(citizen.get_by_text("chưa nộp")).to_be_visible()
    expect(citizen.get_by_text("100.000 đồng")).to_be_visible()

    press(clerk, site, code, "Tiếp nhận")
    press(seat("xulynganha"), site, code, "Hoàn thành bước")
    press(seat("chutichnganha"), site, code, "Ký")
    clerk.goto(f"{site.address}/desk/cases/{code}/")
    expect(clerk.get_by_text("ghi nhận đã thu rồi mới trả kết quả")).to_be_visible()
    expect(clerk.get_by_role("button", name="Trả kết quả cho người nộp")).to_have_count(0)
    take_money(clerk, site, code, "10.000", "BL-0001")
    expect(clerk.get_by_role("status")).to_contain_text("phải nộp 100.000 đồng, không phải 10.000")
    take_money(clerk, site, code, "mười nghìn", "BL-0001")
    expect(clerk.get_by_role("status")).to_contain_text("“mười nghìn” không phải số tiền đồng chẵn")
    other = clerk.context.new_page()
    other.goto(f"{site.address}/desk/cases/{code}/")
    take_money(clerk, site, code, "100.000", "BL-0001")
    expect(clerk.get_by_role("status")).to_contain_text("đã thanh toán")

    other.get_by_label("Số tiền đã thu (đồng)").fill("100000")
    other.get_by_label("Số biên lai hoặc mã giao dịch").fill("BL-0002")
    other.get_by_role("button", name="Đã thu", exact=True).click()
    expect(other.get_by_role("status")).to_contain_text("đã thu rồi (chứng từ BL-0001)")
    press(clerk, site, code, "Trả kết quả cho người nộp")

    citizen.goto(f"{site.address}/dvc/cases/{code}/")
    expect(citizen.get_by_text("đã thanh toán")).to_be_visible()
    expect(citizen.get_by_text("BL-0001")).to_be_visible()


def test_the_days_takings_sum_by_channel_and_come_as_a_table(seat: Seat, site: Site) -> None:
    citizen, clerk = seat("congdan", PHONE), seat(CLERK)
    clerk.goto(f"{site.address}/desk/fees/")
    before = total_of(clerk)
    card, online = file_business(citizen, site), file_business(citizen, site)

    take_money(clerk, site, card, "100.000", "POS-77", "thẻ hoặc mã QR tại quầy")
    take_money(clerk, site, online, "100 000 đ", "=FT2300", "nộp trực tuyến")
    clerk.goto(f"{site.address}/desk/cases/{card}/")
    clerk.get_by_text("Hoàn phí", exact=True).click()
    clerk.get_by_label("Lý do hoàn, chứng từ (người nộp đọc được)").fill("Thu nhầm, phiếu chi 12")
    clerk.get_by_role("button", name="Đã hoàn phí").click()
    expect(clerk.get_by_role("status")).to_contain_text("đã hoàn phí")

    clerk.goto(f"{site.address}/desk/fees/")
    assert total_of(clerk) == before + 100_000
    row = clerk.get_by_role("row").filter(has=clerk.get_by_role("rowheader", name="thẻ hoặc mã QR tại quầy"))
    expect(row.get_by_role("cell")).to_have_text(["1", "100.000", "100.000", "0"])
    expect(clerk.get_by_role("link", name=f"PN-{card}")).to_have_count(2)
    with clerk.expect_download() as download:
        clerk.get_by_role("button", name="CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert f"PN-{online},{online}" in text
    assert ",'=FT2300,100000," in text
    assert "-100000" in text


def total_of(clerk: Page) -> int:
    """What is left in the till, as the page says; nothing on a day without payments."""
    row = clerk.get_by_role("row").filter(has=clerk.get_by_role("rowheader", name="Cộng", exact=True))
    return int(row.get_by_role("cell").last.inner_text().replace(".", "")) if row.count() else 0


def test_who_withdraws_after_paying_is_told_where_the_money_comes_back(seat: Seat, site: Site) -> None:
    citizen, clerk = seat("congdan", PHONE), seat(CLERK)
    code = file_business(citizen, site)
    take_money(clerk, site, code, "100.000", "BL-0009")
    citizen.goto(f"{site.address}/dvc/cases/{code}/")
    citizen.get_by_text("Rút hồ sơ", exact=True).click()
    citizen.get_by_role("button", name="Rút hồ sơ này").click()
    expect(citizen.get_by_text("nên phí được hoàn lại")).to_be_visible()

    clerk.goto(f"{site.address}/desk/fees/")
    expect(clerk.get_by_role("heading", name="Chờ hoàn phí")).to_be_visible()
    clerk.get_by_role("link", name=f"PN-{code}").last.click()
    expect(clerk.get_by_text("cần hoàn phí")).to_be_visible()
    clerk.get_by_label("Lý do hoàn, chứng từ (người nộp đọc được)").fill("Rút hồ sơ, phiếu chi 13")
    clerk.get_by_role("button", name="Đã hoàn phí").click()

    citizen.reload()
    expect(citizen.get_by_text("Rút hồ sơ, phiếu chi 13")).to_be_visible()


def test_the_desk_reckons_anew_and_exempts_with_a_reason(seat: Seat, site: Site) -> None:
    citizen, clerk = seat("congdan", PHONE), seat(CLERK)
    code = file_business(citizen, site)
    clerk.goto(f"{site.address}/desk/cases/{code}/")
    clerk.get_by_text("Tính lại số tiền").click()
    clerk.get_by_label("Lệ phí: Đăng ký thành lập hộ kinh doanh (đồng)").fill("50.000")
    clerk.get_by_label("Lý do tính lại").fill("Giảm một nửa")
    clerk.get_by_role("button", name="Lưu số tiền").click()
    expect(clerk.get_by_text("50.000 đồng")).to_be_visible()
    clerk.get_by_text("Miễn, hủy phiếu").click()
    clerk.get_by_label("Lý do miễn hoặc hủy (người nộp đọc được)").fill("Hộ nghèo")
    clerk.get_by_role("button", name="Hủy phiếu").click()
    expect(clerk.get_by_role("status")).to_contain_text("đã hủy")

    citizen.goto(f"{site.address}/dvc/cases/{code}/")
    expect(citizen.get_by_text("Hộ nghèo")).to_be_visible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_with_money_shuts_anybody_out(seat: Seat, site: Site, size: tuple[int, int]) -> None:
    citizen, clerk = seat("congdan", size), seat(CLERK, size)
    unpaid, paid = file_business(citizen, site), file_business(citizen, site)
    take_money(clerk, site, paid, "100.000", "BL-0030")
    wrong = {}
    for page, paths in (
        (citizen, [f"/dvc/cases/{unpaid}/", f"/dvc/cases/{paid}/", f"/dvc/cases/{unpaid}/filed/"]),
        (clerk, [f"/desk/cases/{unpaid}/", f"/desk/cases/{paid}/", "/desk/fees/", "/desk/fees/?day=2022-01-03"]),
    ):
        for path in paths:
            page.goto(f"{site.address}{path}")
            page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
            wrong[path] = faults(page)

    assert {path: said for path, said in wrong.items() if said} == {}
