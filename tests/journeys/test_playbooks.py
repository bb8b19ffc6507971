"""From an alert to its end: acknowledged, dispatched, worked on by several agencies, told to the public, counted; and a
drill of it, of which the public sees nothing."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, Seat, press
from tests.journeys.site import Site
from tests.journeys.test_access import faults
from tests.journeys.test_dossiers import let_the_worker_beat

# The database is marked so that there is one; what the stories see was committed before them.
pytestmark = [pytest.mark.journey, pytest.mark.django_db]

FLOOD, WORDS = "Mưa lớn, ngập lụt", "Nước ngập nửa mét ở chợ Sao Hôm"


def open_flood(officer: Page, site: Site, *, drill: bool = False) -> str:
    """Open the playbook of a flood from the list of alerts, and return the case's code."""
    officer.goto(f"{site.address}/desk/playbooks/")
    officer.get_by_role("link", name=f"Diễn tập {FLOOD}" if drill else FLOOD, exact=True).click()
    officer.get_by_label("Chuyện gì đang xảy ra?").fill(WORDS)
    officer.get_by_label("Xã, phường").select_option(label="Phường Sao Hôm")
    if drill:
        expect(officer.get_by_label("Có", exact=True)).to_be_checked()
    officer.get_by_role("button", name="Lưu hồ sơ").click()
    return officer.locator(".code").first.inner_text().split()[0]


def step(official: Page, site: Site, code: str, name: str, outcome: str = "") -> None:
    """Do one of the steps that wait for an official."""
    official.goto(f"{site.address}/desk/cases/{code}/")
    one = official.locator(".step").filter(has=official.get_by_role("heading", name=name))
    if outcome:
        one.get_by_label(outcome, exact=True).check()
    one.get_by_role("button", name="Hoàn thành bước").click()
    expect(official.get_by_role("status")).to_contain_text("Đã thực hiện")


def respond(officer: Page, seat: Seat, site: Site, code: str) -> None:
    """Acknowledge, dispatch, tell the public, and let four agencies do their part."""
    step(officer, site, code, "Xác nhận cảnh báo", "xác nhận đúng")
    step(officer, site, code, "Điều động")
    step(officer, site, code, "Thông báo cho người dân", "phát thông báo")
    for username in ("xulytttt", "tongdai1022", "xulynganha", "xuly101"):
        press(seat(username), site, code, "Hoàn thành bước")


def test_an_alert_is_answered_by_several_agencies_told_to_the_public_and_counted(
    visitor: Page, seat: Seat, site: Site
) -> None:
    officer = seat("tructinh", PHONE)
    code = open_flood(officer, site)
    respond(officer, seat, site, code)

    visitor.goto(f"{site.address}/")
    expect(visitor.get_by_role("heading", name="Thông báo khẩn")).to_be_visible()
    visitor.get_by_role("link", name="Xem các thông báo").click()
    expect(visitor.locator("article")).to_contain_text("gây ngập tại Phường Sao Hôm")
    assert WORDS not in visitor.content()
    visitor.goto(f"{site.address}/1022/")
    expect(visitor.get_by_role("heading", name="Thông báo khẩn")).to_be_visible()

    step(officer, site, code, "Kết thúc")
    visitor.goto(f"{site.address}/thong-bao/")
    expect(visitor.get_by_text("Hiện không có thông báo nào")).to_be_visible()
    let_the_worker_beat()
    leader = seat("lanhdao")
    leader.goto(f"{site.address}/ioc/figures/DEMO016/records/?place=99101&period=2023-12")
    expect(leader.get_by_text(code).first).to_be_visible()
    leader.goto(f"{site.address}/ioc/figures/DEMO017/?place=99101&period=2023-12")
    expect(leader.locator("main")).to_contain_text("phút")
    leader.goto(f"{site.address}/desk/playbooks/")
    expect(leader.get_by_role("table", name="Cảnh báo đã kết thúc")).to_contain_text(code)


def test_a_drill_is_marked_everywhere_and_the_public_sees_nothing_of_it(visitor: Page, seat: Seat, site: Site) -> None:
    officer = seat("tructinh")
    code = open_flood(officer, site, drill=True)
    expect(officer.locator(".code").first).to_contain_text("DIỄN TẬP")
    respond(officer, seat, site, code)

    officer.goto(f"{site.address}/desk/cases/{code}/")
    expect(officer.get_by_role("heading", name="Thông báo lẽ ra được phát (diễn tập)")).to_be_visible()
    expect(officer.locator("blockquote")).to_contain_text("gây ngập tại Phường Sao Hôm")
    officer.goto(f"{site.address}/desk/playbooks/")
    row = officer.get_by_role("row").filter(has_text=code)
    expect(row).to_contain_text("DIỄN TẬP")
    for path in ("/dvc/", "/1022/", "/thong-bao/"):
        visitor.goto(f"{site.address}{path}")
        assert "gây ngập" not in visitor.content()
    visitor.goto(f"{site.address}/dvc/track/?code={code}")
    expect(visitor.get_by_text("Không có hồ sơ mang mã")).to_be_visible()

    step(officer, site, code, "Kết thúc")
    expect(officer.get_by_role("table", name="Các mốc ứng phó")).to_contain_text("sau 0 phút")
    let_the_worker_beat()
    leader = seat("lanhdao")
    leader.goto(f"{site.address}/ioc/figures/DEMO016/records/?place=99101&period=2023-12")
    expect(leader.get_by_text(code)).to_have_count(0)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_of_alerts_shuts_anybody_out(visitor: Page, seat: Seat, site: Site, size: tuple[int, int]) -> None:
    officer = seat("tructinh", size)
    drilled, code = open_flood(officer, site, drill=True), open_flood(officer, site)
    for each in (drilled, code):
        step(officer, site, each, "Xác nhận cảnh báo", "xác nhận đúng")
        step(officer, site, each, "Điều động")
        step(officer, site, each, "Thông báo cho người dân", "phát thông báo")
    visitor.set_viewport_size({"width": size[0], "height": size[1]})
    wrong = {}
    for page, path in (
        (officer, "/desk/playbooks/"), (officer, f"/desk/cases/{code}/"), (officer, f"/desk/cases/{drilled}/"),
        (officer, "/desk/new/flood_alert/?drill=yes"), (officer, "/ioc/tinh/"), (officer, "/ioc/"),
        (visitor, "/thong-bao/"), (visitor, "/dvc/"), (visitor, "/1022/"),
    ):  # fmt: skip
        page.goto(f"{site.address}{path}")
        page.wait_for_load_state("networkidle")
        wrong[path] = faults(page)
    officer.goto(f"{site.address}/desk/cases/{code}/")
    officer.get_by_role("button", name="Ngừng phát thông báo").click()
    expect(officer.get_by_role("status")).to_contain_text("Đã thực hiện")

    assert {path: said for path, said in wrong.items() if said} == {}
