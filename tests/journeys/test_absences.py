"""A chair is away: the clerk of the commune stands in, does the step, and the slip says for whom."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE, Seat, press
from tests.journeys.site import Site
from tests.journeys.test_access import faults
from tests.journeys.test_dossiers import file_birth

# The database is marked so that there is one; what the stories see was committed before them.
pytestmark = [pytest.mark.journey, pytest.mark.django_db]


def test_a_handler_who_goes_on_leave_has_a_deputy_until_it_is_ended(seat: Seat, site: Site) -> None:
    code = file_birth(seat("congdan", PHONE), site)
    clerk, handler = seat("motcua101"), seat("xuly101")
    press(clerk, site, code, "Tiếp nhận")
    clerk.goto(f"{site.address}/desk/cases/{code}/")
    expect(clerk.get_by_role("button", name="Hoàn thành bước")).to_have_count(0)

    handler.goto(f"{site.address}/desk/")
    handler.get_by_role("link", name="Vắng mặt và làm thay").and_(handler.locator("main a")).click()
    handler.get_by_label("Người làm thay").select_option(label="Nguyễn Thị Hoa")
    handler.get_by_label("Đến hết ngày").fill(handler.get_by_label("Từ ngày").input_value())
    handler.get_by_role("button", name="Ghi vắng mặt").click()
    expect(handler.get_by_role("status")).to_contain_text("Nguyễn Thị Hoa làm thay Trịnh Văn Lộc")

    clerk.reload()
    expect(clerk.get_by_text("Bạn làm thay Trịnh Văn Lộc")).to_be_visible()
    press(clerk, site, code, "Hoàn thành bước")
    clerk.goto(f"{site.address}/desk/cases/{code}/slip/")
    expect(clerk.get_by_text("Nguyễn Thị Hoa thay Trịnh Văn Lộc")).to_be_visible()

    handler.goto(f"{site.address}/desk/absences/")
    handler.get_by_role("button", name="Kết thúc sớm").click()
    expect(handler.get_by_role("status")).to_contain_text("Đã kết thúc")
    expect(handler.get_by_text("đã kết thúc sớm").first).to_be_visible()


def test_a_chair_passes_signing_on_and_a_wrong_day_is_said(seat: Seat, site: Site) -> None:
    chair = seat("chutich101")
    chair.goto(f"{site.address}/desk/absences/")
    chair.get_by_label("Người vắng và vai trò").select_option(
        label="Lý Thanh Bình, người ký, Ủy ban nhân dân phường Sao Hôm"
    )
    chair.get_by_label("Người làm thay").select_option(label="Trịnh Văn Lộc")
    chair.get_by_label("KT.").check()
    chair.get_by_label("Đến hết ngày").fill("2023-01-01")
    chair.get_by_role("button", name="Ghi vắng mặt").click()
    expect(chair.get_by_role("status")).to_contain_text("Ngày cuối vắng mặt")
    expect(chair.get_by_label("KT.")).to_be_checked()

    chair.get_by_label("Đến hết ngày").fill(chair.get_by_label("Từ ngày").input_value())
    chair.get_by_role("button", name="Ghi vắng mặt").click()
    expect(chair.get_by_role("row", name="Trịnh Văn Lộc").get_by_text("KT.")).to_be_visible()
    chair.get_by_role("button", name="Kết thúc sớm").click()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_page_of_absences_shuts_nobody_out(seat: Seat, site: Site, size: tuple[int, int]) -> None:
    chair = seat("chutich101", size)
    chair.goto(f"{site.address}/desk/absences/")

    assert faults(chair) == []
