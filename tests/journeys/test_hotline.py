"""A report that touches three agencies: sent from a phone without an account, routed, answered once, rated, counted."""

from collections.abc import Sequence

import pytest
from georeport import GeoReport
from playwright.sync_api import FilePayload, Page, expect

from tests.cases.pictures import camera
from tests.journeys.conftest import DESK, PHONE, Seat
from tests.journeys.site import Site
from tests.journeys.test_access import faults

# The database is marked so that there is one; what the stories see was committed before them.
pytestmark = [pytest.mark.journey, pytest.mark.django_db]


def given(name: str, content: bytes) -> FilePayload:
    """A file as a telephone gives it."""
    return FilePayload(name=name, mimeType="image/jpeg", buffer=content)


PHOTO = given("IMG_0001.jpg", camera(colour="steelblue"))
DECODED = "all => Promise.all(all.map(each => each.decode().then(() => each.naturalWidth)))"


def send(visitor: Page, site: Site, text: str, point: str = "", photos: Sequence[FilePayload] = ()) -> str:
    """Send a report without an account and return its code."""
    visitor.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    visitor.goto(f"{site.address}/1022/")
    visitor.get_by_label("Chuyện gì, ở đâu?").fill(text)
    visitor.get_by_label("Xã, phường").select_option(label="Phường Sao Hôm")
    visitor.get_by_label("Tọa độ").fill(point)
    visitor.get_by_label("Ảnh").set_input_files(photos)
    visitor.get_by_role("button", name="Gửi phản ánh").click()
    return visitor.url.split("/1022/")[1].split("/")[0]


def test_a_report_goes_to_three_agencies_at_once_and_gets_one_answer(visitor: Page, seat: Seat, site: Site) -> None:
    code = send(visitor, site, "Nước thải tràn ra đường số 5")
    expect(visitor.get_by_role("status")).to_contain_text("Đã nhận phản ánh")
    follow = visitor.url

    agent = seat("tongdai1022")
    agent.goto(f"{site.address}/desk/1022/{code}/")
    agent.get_by_label("Loại", exact=True).select_option(label="Ngập nước, ô nhiễm kênh")
    agent.get_by_role("button", name="Gợi ý cơ quan").click()
    agent.get_by_role("button", name="Chuyển xử lý").click()
    expect(agent.get_by_role("status")).to_contain_text("Đã thực hiện")
    for username, said in (("xuly101", "Đã dọn rác"), ("xulynganha", "Đã thông cống"), ("xulytuphap", "Đã nhắc nhở")):
        official = seat(username)
        official.goto(f"{site.address}/desk/cases/{code}/")
        official.get_by_label("Ý kiến").fill(said)
        official.get_by_role("button", name="Hoàn thành bước", exact=True).click()
        expect(official.get_by_role("status")).to_contain_text("Đã thực hiện")
    agent.goto(f"{site.address}/desk/1022/{code}/")
    expect(agent.get_by_label("Một câu trả lời chung")).to_contain_text("Đã thông cống")
    agent.get_by_role("button", name="Trả lời", exact=True).click()
    expect(agent.get_by_role("status")).to_contain_text("Đã thực hiện")

    visitor.goto(follow)
    expect(visitor.get_by_role("heading", name="Trả lời")).to_be_visible()
    visitor.get_by_label("4", exact=True).check()
    visitor.get_by_role("button", name="Gửi đánh giá").click()
    expect(visitor.get_by_role("status")).to_contain_text("Cảm ơn")
    visitor.goto(f"{site.address}/1022/answers/?q=thong+cong")
    expect(visitor.get_by_text(code)).to_be_visible()


def pictures(page: Page) -> int:
    """Return how many photographs of a page arrived, as wide as they are sent."""
    sizes = page.locator(".photos img").evaluate_all(DECODED)
    assert set(sizes) <= {1600}
    return len(sizes)


def test_a_photograph_sent_from_a_phone_is_seen_by_everybody_it_concerns(visitor: Page, seat: Seat, site: Site) -> None:
    code = send(
        visitor,
        site,
        "Cống vỡ ở ngã ba, có ảnh",
        photos=[PHOTO, given("IMG_0002.jpg", camera(colour="peru"))],
    )
    assert pictures(visitor) == 2

    agent = seat("tongdai1022")
    for path in (f"/desk/1022/{code}/", f"/desk/cases/{code}/"):
        agent.goto(f"{site.address}{path}")
        assert pictures(agent) == 2
    url = GeoReport(f"{site.address}/open311/v2").get_service_request(code)["media_url"]
    agent.goto(f"{site.address}/desk/1022/{code}/")
    agent.get_by_role("button", name="Ẩn với công chúng 2").click()
    expect(agent.get_by_text("không công khai")).to_be_visible()
    answer = visitor.goto(url)
    assert answer is not None
    assert answer.headers["content-type"] == "image/jpeg"


def test_a_photograph_is_kept_while_the_form_is_mended(visitor: Page, site: Site) -> None:
    visitor.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    visitor.goto(f"{site.address}/1022/")
    visitor.get_by_label("Chuyện gì, ở đâu?").fill("Biển báo gãy gục bên đường")
    visitor.get_by_label("Ảnh").set_input_files([PHOTO, given("thu.jpg", b"%PDF-1.4")])
    visitor.get_by_role("button", name="Gửi phản ánh").click()
    expect(visitor.get_by_role("alert")).to_contain_text("“thu.jpg”: nội dung không phải ảnh")
    expect(visitor.get_by_label("Đã nhận ảnh IMG_0001.jpg")).to_be_checked()
    assert faults(visitor) == []

    visitor.get_by_label("Xã, phường").select_option(label="Phường Sao Hôm")
    visitor.get_by_role("button", name="Gửi phản ánh").click()

    expect(visitor.get_by_role("status")).to_contain_text("Đã nhận phản ánh")
    assert pictures(visitor) == 1


def test_what_was_reported_nearby_is_shown_before_a_second_is_sent(visitor: Page, seat: Seat, site: Site) -> None:
    first = send(visitor, site, "Ổ gà lớn trước chợ", "10.98, 106.65")
    send(visitor, site, "Đường có ổ gà rất to", "10.9805, 106.6505")

    expect(visitor.get_by_role("heading", name="Có phải chuyện này không?")).to_be_visible()
    visitor.get_by_role("button", name="Không phải, gửi phản ánh của tôi").click()
    second = visitor.url.split("/1022/")[1].split("/")[0]
    assert second != first
    agent = seat("tongdai1022")
    agent.goto(f"{site.address}/desk/1022/{second}/")
    agent.get_by_role("button", name="Gộp vào phản ánh này").first.click()
    expect(agent.get_by_text("đã gộp vào")).to_be_visible()


def test_a_report_of_two_things_is_split_and_both_pages_lead_to_each_other(
    visitor: Page, seat: Seat, site: Site
) -> None:
    first = send(visitor, site, "Cống nghẹt và đèn đường tắt cả tuần")
    follow = visitor.url
    agent = seat("tongdai1022")
    agent.goto(f"{site.address}/desk/1022/{first}/")
    agent.get_by_text("Phản ánh nêu hai việc: tách").click()
    agent.get_by_label("Nội dung việc thứ hai").fill("Đèn đường tắt cả tuần")
    assert faults(agent) == []
    agent.get_by_role("button", name="Tách thành phản ánh thứ hai").click()
    expect(agent.get_by_role("status").first).to_contain_text("Đã tách thành phản ánh PA-")
    expect(agent.get_by_role("heading", name="Cùng một lần phản ánh")).to_be_visible()

    visitor.goto(follow)
    visitor.locator("main li a").first.click()
    expect(visitor.get_by_text("Đèn đường tắt cả tuần").first).to_be_visible()
    expect(visitor.get_by_role("link", name=first)).to_be_visible()
    assert faults(visitor) == []


def test_an_agent_takes_a_call_and_notes_one_that_nobody_took(seat: Seat, site: Site) -> None:
    agent = seat("tongdai1022")
    agent.goto(f"{site.address}/desk/1022/")
    agent.get_by_role("button", name="Ghi cuộc gọi nhỡ").click()
    expect(agent.get_by_role("status")).to_contain_text("cuộc gọi nhỡ")
    agent.get_by_role("button", name="Ghi phản ánh").click()
    expect(agent.get_by_role("alert")).to_contain_text("Chuyện gì, ở đâu?")
    agent.get_by_label("Chuyện gì, ở đâu?").fill("Đèn đường hỏng cả tuần")
    agent.get_by_label("Xã, phường").select_option(label="Phường Sao Kim")
    agent.get_by_role("button", name="Ghi phản ánh").click()
    expect(agent.get_by_role("heading", level=1)).to_contain_text("PA-")


def test_other_programs_read_reports_as_georeport_says(visitor: Page, site: Site) -> None:
    code = send(visitor, site, "Cây đổ chắn ngang đường đi học")

    client = GeoReport(f"{site.address}/open311/v2")
    assert [one["service_code"] for one in client.get_service_list()] == ["road", "waste", "flooding", "other"]
    assert client.get_service_definition("waste")["attributes"][0]["code"] == "unit"
    assert client.get_service_request(code)["status"] == "open"
    in_xml = GeoReport(f"{site.address}/open311/v2", output_format="xml").get_service_requests(service_request_id=code)
    assert "Cây đổ" in str(in_xml)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_of_1022_shuts_anybody_out(visitor: Page, seat: Seat, site: Site, size: tuple[int, int]) -> None:
    code = send(visitor, site, f"Rác chất đống sau trường {size[0]}", photos=[PHOTO])
    agent = seat("tongdai1022", size)
    wrong = {}
    visitor.set_viewport_size({"width": size[0], "height": size[1]})
    for page, path in (
        (visitor, "/1022/"), (visitor, f"/1022/{code}/"), (visitor, "/1022/answers/"),
        (agent, "/desk/1022/"), (agent, f"/desk/1022/{code}/?category=waste"), (agent, f"/desk/cases/{code}/"),
    ):  # fmt: skip
        page.goto(f"{site.address}{path}")
        wrong[path] = faults(page)

    assert {path: said for path, said in wrong.items() if said} == {}
