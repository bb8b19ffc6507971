"""From a form on a phone to a figure on a board: a birth, a business, a bundle, an appointment, in a real browser."""

import base64
import threading

import pytest
from django.db import connection
from playwright.sync_api import FilePayload, Page, expect

from songbe.config.worker import beat
from tests import clamd
from tests.journeys.conftest import DESK, PHONE, Seat, press, take_money
from tests.journeys.site import Site
from tests.journeys.test_access import faults

# The database is marked so that there is one; what the stories see was committed before them.
pytestmark = [pytest.mark.journey, pytest.mark.django_db]


PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A picture of one dot."""


def let_the_worker_beat() -> None:
    """Seal, collect and compute as the worker does, outside of what the test holds open."""

    def once() -> None:
        try:
            beat()
        finally:
            connection.close()

    worker = threading.Thread(target=once)
    worker.start()
    worker.join()


def give(citizen: Page, name: str, content: bytes) -> None:
    """Give a file as the first paper that is asked for."""
    wanted = FilePayload(name=name, mimeType="image/png", buffer=content)
    citizen.get_by_label("Chọn tệp").first.set_input_files(wanted)
    citizen.get_by_role("button", name="Tải lên").first.click()


def file_birth(citizen: Page, site: Site, procedure: str = "Đăng ký khai sinh") -> str:
    """Fill the form in page by page, as somebody does at night, and return the code."""
    citizen.goto(f"{site.address}/dvc/")
    citizen.get_by_label("Tên thủ tục, việc cần làm").fill("khai sih")
    citizen.get_by_role("button", name="Tìm").click()
    citizen.get_by_role("link", name=procedure, exact=True).click()
    citizen.get_by_role("button", name="Nộp hồ sơ trực tuyến").click()
    return fill_birth(citizen)


def fill_birth(citizen: Page) -> str:
    """Fill in the form of a birth that was begun, hand it in, and return the code."""
    citizen.get_by_label("Họ và tên người nộp").fill("Trần Thị Bình Minh")
    citizen.get_by_label("Số định danh cá nhân").fill("000198000001")
    citizen.get_by_label("Số điện thoại").fill("0000 000 001")
    citizen.get_by_role("button", name="Tiếp tục").click()
    citizen.get_by_label("Họ, chữ đệm và tên của trẻ").fill("Trần An Nhiên")
    citizen.get_by_label("Ngày sinh").fill("20/12/2023")
    citizen.get_by_label("Nữ").check()
    citizen.get_by_label("Nơi sinh").fill("Trạm y tế phường Sao Hôm")
    citizen.get_by_role("button", name="Tiếp tục").click()
    citizen.get_by_label("Họ và tên mẹ").fill("Trần Thị Bình Minh")
    citizen.get_by_label("Số định danh của mẹ").fill("000198000001")
    citizen.get_by_role("button", name="Tiếp tục").click()
    citizen.get_by_label("Xã nơi cư trú").select_option(label="Phường Sao Hôm")
    citizen.get_by_role("button", name="Tiếp tục").click()
    give(citizen, "giay-chung-sinh.png", PICTURE)
    citizen.get_by_role("button", name="Tiếp tục").click()
    expect(citizen.get_by_role("heading", level=1)).to_have_text("Kiểm tra trước khi nộp")
    citizen.get_by_role("button", name="Nộp hồ sơ").click()
    expect(citizen.get_by_role("heading", level=1)).to_have_text("Đã nộp hồ sơ")
    return citizen.locator(".confirmed .code").inner_text()


def register_birth(seat: Seat, site: Site, code: str) -> None:
    """Let everybody in the commune do their part."""
    press(seat("motcua101"), site, code, "Tiếp nhận")
    handler = seat("xuly101")
    press(handler, site, code, "Hoàn thành bước")
    press(seat("chutich101"), site, code, "Ký")
    press(handler, site, code, "Hoàn thành bước")


def test_a_birth_filed_on_a_phone_is_returned_and_stands_on_the_board(seat: Seat, site: Site) -> None:
    citizen = seat("congdan", PHONE)
    code = file_birth(citizen, site)
    clerk = seat("motcua101")
    clerk.goto(f"{site.address}/desk/")
    expect(clerk.get_by_role("link", name=code)).to_be_visible()

    register_birth(seat, site, code)
    press(clerk, site, code, "Trả kết quả cho người nộp")
    let_the_worker_beat()

    citizen.goto(f"{site.address}/dvc/cases/{code}/")
    expect(citizen.get_by_text("đã trả kết quả").first).to_be_visible()
    citizen.get_by_label("5", exact=True).check()
    citizen.get_by_role("button", name="Gửi đánh giá").click()
    expect(citizen.get_by_role("status")).to_contain_text("Cảm ơn")
    leader = seat("lanhdao")
    leader.goto(f"{site.address}/ioc/figures/DEMO001/records/?place=99101&period=2023-12")
    expect(leader.get_by_text(code)).to_be_visible()


def test_a_business_in_a_district_waits_for_two_agencies_then_is_signed(seat: Seat, site: Site) -> None:
    clerk = seat("motcuanganha")
    clerk.goto(f"{site.address}/desk/new/1.001612/")
    clerk.get_by_label("tại quầy").check()
    clerk.get_by_label("Họ và tên người nộp").fill("Lê Văn Sáu")
    clerk.get_by_label("Số định danh cá nhân").fill("000 190 000 002")
    clerk.get_by_label("Số điện thoại").fill("0000000002")
    clerk.get_by_label("Tên hộ kinh doanh").fill("Quán cơm Sao Mai")
    clerk.get_by_label("Ngành, nghề kinh doanh").fill("Dịch vụ ăn uống")
    clerk.get_by_label("Vốn kinh doanh").fill("hai tỷ")
    clerk.get_by_label("Không", exact=True).check()
    clerk.get_by_label("Địa chỉ", exact=True).last.fill("Số 1 đường Sông Bé")
    clerk.get_by_label("Huyện", exact=True).select_option(label="Thành phố Ngân Hà")
    clerk.get_by_role("button", name="Lưu hồ sơ").click()
    expect(clerk.get_by_role("alert")).to_contain_text("“hai tỷ” không phải số nguyên")
    clerk.get_by_label("Vốn kinh doanh").fill("2.000.000.000")
    clerk.get_by_role("button", name="Lưu hồ sơ").click()
    code = clerk.locator(".code").first.inner_text().split()[0]

    press(clerk, site, code, "Tiếp nhận")
    press(seat("xulynganha"), site, code, "Hoàn thành bước")
    press(seat("xulytuphap"), site, code, "Hoàn thành bước")
    press(seat("xulythue"), site, code, "Hoàn thành bước")
    press(seat("chutichnganha"), site, code, "Ký")
    take_money(clerk, site, code, "100.000", "BL-0101")
    press(clerk, site, code, "Trả kết quả cho người nộp")

    clerk.goto(f"{site.address}/desk/cases/{code}/slip/")
    expect(clerk.get_by_role("row")).to_have_count(5)


def test_a_bundle_is_one_form_and_two_agencies_at_work(seat: Seat, site: Site) -> None:
    citizen = seat("congdan", PHONE)
    code = file_birth(citizen, site, "Đăng ký khai sinh và xác nhận thông tin thuế cho hộ gia đình")
    press(seat("motcua101"), site, code, "Tiếp nhận")
    citizen.goto(f"{site.address}/dvc/cases/{code}/")
    parts = [text.split(" · ")[0].strip() for text in citizen.locator(".results li p").all_inner_texts()]
    assert len(parts) == 2

    register_birth(seat, site, parts[0])
    press(seat("motcuatinh"), site, parts[1], "Tiếp nhận")
    press(seat("xulythue"), site, parts[1], "Hoàn thành bước")
    press(seat("motcua101"), site, code, "Hoàn thành bước")
    press(seat("motcua101"), site, code, "Trả kết quả cho người nộp")


def test_an_appointment_inside_the_administration_is_signed_or_given_back(seat: Seat, site: Site) -> None:
    clerk = seat("motcuatinh")
    clerk.goto(f"{site.address}/desk/new/2.990003/")
    clerk.get_by_label("Họ và tên người nộp").fill("Ủy ban nhân dân phường Sao Hôm")
    clerk.get_by_label("Số định danh cá nhân").fill("0000000003")
    clerk.get_by_role("button", name="Lưu hồ sơ").click()
    expect(clerk.get_by_role("alert")).to_contain_text("Hãy nhập họ và tên người đại diện")
    clerk.get_by_label("Người đại diện").fill("Lý Thanh Bình")
    clerk.get_by_label("Số điện thoại").fill("0000000003")
    clerk.get_by_label("Họ và tên", exact=True).fill("Trịnh Văn Lộc")
    clerk.get_by_label("Chức danh").fill("Công chức tư pháp - hộ tịch")
    clerk.get_by_label("Nhận tại").select_option(label="Sở Tư pháp")
    clerk.get_by_role("button", name="Lưu hồ sơ").click()
    code = clerk.locator(".code").first.inner_text().split()[0]
    press(clerk, site, code, "Tiếp nhận")
    drafter, signer = seat("xulytuphap"), seat("giamdoctuphap")
    press(drafter, site, code, "Hoàn thành bước")

    signer.goto(f"{site.address}/desk/cases/{code}/")
    signer.get_by_text("Trả lại bước trước").click()
    signer.get_by_label("Lý do", exact=True).fill("Sai chức danh")
    signer.get_by_role("button", name="Trả lại", exact=True).click()
    expect(signer.get_by_role("status")).to_contain_text("Đã thực hiện")
    press(drafter, site, code, "Hoàn thành bước")
    press(signer, site, code, "Ký")


def open_case(official: Page, site: Site, code: str, said: dict[str, str], chosen: dict[str, str]) -> str:
    """Open a case of a type at the desk: texts by their label, choices by the label of their list or their own."""
    official.goto(f"{site.address}/desk/new/{code}/")
    return fill_case(official, said, chosen)


def fill_case(official: Page, said: dict[str, str], chosen: dict[str, str]) -> str:
    """Fill the form of a case that is open, save it, and return its code."""
    for label, text in said.items():
        official.get_by_label(label, exact=True).fill(text)
    for label, choice in chosen.items():
        if label:
            official.get_by_label(label, exact=True).select_option(label=choice)
        else:
            official.get_by_label(choice, exact=True).check()
    official.get_by_role("button", name="Lưu hồ sơ").click()
    return official.locator(".code").first.inner_text().split()[0]


def test_an_incident_is_answered_step_by_step(seat: Seat, site: Site) -> None:
    team = seat("xulytttt")
    team.goto(f"{site.address}/desk/new/security_incident/")
    team.get_by_label("Lừa đảo trực tuyến").check()
    team.get_by_label("Cơ quan bị ảnh hưởng").select_option(label="Sở Tư pháp")
    team.get_by_label("Dấu hiệu").fill("Thư giả mạo gửi hàng loạt")
    team.get_by_label("Không", exact=True).check()
    team.get_by_role("button", name="Lưu hồ sơ").click()
    code = team.locator(".code").first.inner_text().split()[0]
    for _step in ("acknowledge", "contain", "warn"):
        team.get_by_role("button", name="Hoàn thành bước").first.click()
        expect(team.get_by_role("status")).to_contain_text("Đã thực hiện")
    press(seat("giamdoctttt"), site, code, "Ký")


def test_a_security_level_is_appraised_and_approved(seat: Seat, site: Site) -> None:
    team = seat("xulytttt")
    said = {"Tên hệ thống": "Hệ thống một cửa"}
    code = open_case(team, site, "security_level", said, {"Chủ quản": "Sở Tư pháp", "": "Cấp độ 3"})
    press(team, site, code, "Hoàn thành bước")
    press(seat("giamdoctttt"), site, code, "Ký")


def test_a_press_correction_is_verified_and_signed(seat: Seat, site: Site) -> None:
    team = seat("xulytttt")
    said = {"Tên bài": "Bài báo", "Chỗ sai": "Số liệu"}
    code = open_case(team, site, "press_correction", said, {"": "Báo"})
    press(team, site, code, "Hoàn thành bước")
    press(seat("giamdoctttt"), site, code, "Ký")


def test_a_camera_violation_waits_for_its_fine_and_is_closed(seat: Seat, site: Site) -> None:
    police = seat("xulynganha")
    said = {"Biển số": "00A-000.01", "Nơi vi phạm": "Ngã tư Sao Hôm"}
    code = open_case(police, site, "camera_violation", said, {"Huyện": "Thành phố Ngân Hà", "": "Quá tốc độ"})
    press(police, site, code, "Hoàn thành bước")
    press(seat("chutichnganha"), site, code, "Ký")
    press(police, site, code, "Đã xong, chạy tiếp")
    press(police, site, code, "Hoàn thành bước")
    expect(police.get_by_text("đã xong").first).to_be_visible()


def test_a_question_a_certificate_and_data_go_through_one_department(seat: Seat, site: Site) -> None:
    team, head = seat("xulytttt"), seat("giamdoctttt")
    said = {"Cơ quan báo chí": "Báo Sao Mai", "Nội dung hỏi": "Bao giờ thông đường?"}
    question = open_case(team, site, "press_question", said, {"": "Bằng văn bản"})
    press(team, site, question, "Hoàn thành bước")
    press(team, site, question, "Hoàn thành bước")
    press(head, site, question, "Ký")
    press(team, site, question, "Hoàn thành bước")

    team.goto(f"{site.address}/desk/new/certificate_request/")
    for choice in ("Cá nhân", "Cấp mới", "USB token"):
        team.get_by_label(choice, exact=True).check()
    holder = {"Họ và tên người giữ": "Tô Hữu Phước"}
    certificate = fill_case(team, holder, {"Cơ quan của người giữ": "Sở Tư pháp"})
    press(team, site, certificate, "Hoàn thành bước")
    press(head, site, certificate, "Ký")
    expect(head.get_by_text("Tạm dừng").first).to_be_visible()
    press(team, site, certificate, "Đã xong, chạy tiếp")
    press(team, site, certificate, "Hoàn thành bước")

    team.goto(f"{site.address}/desk/new/data_request/")
    for choice in ("Doanh nghiệp", "Một lần bằng tệp", "Không"):
        team.get_by_label(choice, exact=True).check()
    wanted = {"Tên người đề nghị": "Công ty Sao Mai", "Bộ dữ liệu cần": "Hộ", "Dùng vào việc gì": "Nghiên cứu"}
    data = fill_case(team, wanted, {"Cơ quan quản lý dữ liệu": "Sở Tư pháp"})
    press(team, site, data, "Hoàn thành bước")
    press(head, site, data, "Ký")
    press(team, site, data, "Hoàn thành bước")

    for code in (question, certificate, data):
        team.goto(f"{site.address}/desk/cases/{code}/")
        expect(team.get_by_text("đã xong").first).to_be_visible()


def test_a_leader_directs_a_department_which_answers(seat: Seat, site: Site) -> None:
    leader = seat("lanhdao")
    said = {"Nội dung": "Giảm hồ sơ trễ trong tháng"}
    code = open_case(leader, site, "directive", said, {"Cơ quan thực hiện": "Sở Tư pháp"})
    drafter = seat("xulytuphap")
    press(drafter, site, code, "Hoàn thành bước")
    press(drafter, site, code, "Hoàn thành bước")
    press(seat("giamdoctuphap"), site, code, "Ký")

    leader.goto(f"{site.address}/desk/cases/{code}/")
    expect(leader.get_by_text("đã xong").first).to_be_visible()


def test_a_wrong_answer_is_named_beside_its_field_and_everything_else_is_kept(seat: Seat, site: Site) -> None:
    citizen = seat("congdan", PHONE)
    citizen.goto(f"{site.address}/dvc/1.001193/")
    citizen.get_by_role("button", name="Nộp hồ sơ trực tuyến").click()
    citizen.get_by_label("Họ và tên người nộp").fill("Trần Thị Bình Minh")
    citizen.get_by_label("Số định danh cá nhân").fill("12")
    citizen.get_by_role("button", name="Tiếp tục").click()

    expect(citizen.get_by_role("alert")).to_contain_text("Số định danh có 12 chữ số")
    expect(citizen.get_by_label("Họ và tên người nộp")).to_have_value("Trần Thị Bình Minh")
    citizen.goto(f"{site.address}/dvc/mine/")
    expect(citizen.get_by_role("link", name="Đăng ký khai sinh").first).to_be_visible()


def test_a_file_that_lies_about_its_type_or_is_too_large_is_refused_and_the_form_kept(seat: Seat, site: Site) -> None:
    citizen = seat("congdan", PHONE)
    citizen.goto(f"{site.address}/dvc/1.001193/")
    citizen.get_by_role("button", name="Nộp hồ sơ trực tuyến").click()
    citizen.goto(citizen.url.replace("/applicant/", "/papers/"))

    give(citizen, "anh.png", b"MZ this is a program")
    expect(citizen.get_by_role("alert")).to_contain_text("nội dung không phải PDF, JPEG hay PNG")
    give(citizen, "anh.png", PICTURE + b"0" * (10 * 1024 * 1024))
    expect(citizen.get_by_role("alert")).to_contain_text("lớn hơn 10 MB")
    give(citizen, "anh.png", PICTURE + b"another")
    expect(citizen.get_by_role("link", name="anh.png")).to_be_visible()
    citizen.goto(citizen.url.replace("/papers/", "/check/"))
    expect(citizen.get_by_text("Chưa nộp được")).to_be_visible()


@pytest.mark.usefixtures("scanned")
def test_an_infected_file_is_refused_and_nothing_else_is_lost(seat: Seat, site: Site) -> None:
    citizen = seat("congdan", PHONE)
    citizen.goto(f"{site.address}/dvc/1.001193/")
    citizen.get_by_role("button", name="Nộp hồ sơ trực tuyến").click()
    citizen.get_by_label("Họ và tên người nộp").fill("Trần Thị Bình Minh")
    citizen.get_by_label("Số định danh cá nhân").fill("000198000001")
    citizen.get_by_label("Số điện thoại").fill("0000 000 001")
    citizen.get_by_role("button", name="Tiếp tục").click()
    papers = citizen.url.replace(citizen.url.rstrip("/").rpartition("/")[2], "papers")
    citizen.goto(papers)
    give(citizen, "sach.png", PICTURE + b"clean")

    give(citizen, "doc.png", PICTURE + clamd.EICAR)

    expect(citizen.get_by_role("alert")).to_contain_text("Tệp “doc.png” có vi-rút")
    expect(citizen.get_by_role("link", name="sach.png")).to_be_visible()
    expect(citizen.get_by_role("link", name="doc.png")).to_have_count(0)
    citizen.goto(papers.replace("/papers/", "/applicant/"))
    expect(citizen.get_by_label("Họ và tên người nộp")).to_have_value("Trần Thị Bình Minh")


def test_two_tabs_and_a_double_click_make_one_dossier_and_say_so(seat: Seat, site: Site) -> None:
    clerk = seat("motcua101")
    code = file_birth(seat("congdan", PHONE), site)
    other = clerk.context.new_page()
    for page in (clerk, other):
        page.goto(f"{site.address}/desk/cases/{code}/")
    clerk.get_by_role("button", name="Tiếp nhận", exact=True).click()
    expect(clerk.get_by_role("status")).to_contain_text("Đã thực hiện")

    other.get_by_role("button", name="Tiếp nhận", exact=True).click()

    expect(other.get_by_role("status")).to_contain_text("vừa được người khác thay đổi")


def test_anybody_tracks_a_code_and_learns_nobodys_name(visitor: Page, seat: Seat, site: Site) -> None:
    code = file_birth(seat("congdan", PHONE), site)

    visitor.goto(f"{site.address}/dvc/track/?code={code}")
    expect(visitor.get_by_text("mới đăng ký")).to_be_visible()
    assert "Bình Minh" not in visitor.content()
    visitor.goto(f"{site.address}/dvc/track/?code=ABC-1")
    expect(visitor.get_by_text("Không có hồ sơ mang mã")).to_be_visible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_of_the_citizen_or_the_desk_shuts_anybody_out(seat: Seat, site: Site, size: tuple[int, int]) -> None:
    code = file_birth(seat("congdan", PHONE), site)
    citizen = seat("congdan", size)
    citizen.goto(f"{site.address}/dvc/1.001193/")
    citizen.get_by_role("button", name="Nộp hồ sơ trực tuyến").click()
    papers = citizen.url.removeprefix(site.address).replace("/applicant/", "/papers/")
    wrong = {}
    visits = {
        "congdan": [papers, "/dvc/", "/dvc/?q=zzzz", "/dvc/1.001193/", "/dvc/2.990001/", "/dvc/mine/",
                    f"/dvc/cases/{code}/", f"/dvc/cases/{code}/filed/", f"/dvc/track/?code={code}"],
        "motcua101": ["/desk/", "/desk/?list=all", f"/desk/cases/{code}/", "/desk/new/", "/desk/new/1.001193/",
                      "/desk/book/", f"/desk/cases/{code}/slip/"],
        "chutich101": ["/desk/?list=work", "/desk/workload/"],
    }  # fmt: skip
    for username, paths in visits.items():
        page = seat(username, size)
        for path in paths:
            page.goto(f"{site.address}{path}")
            wrong[path] = faults(page)

    assert {path: said for path, said in wrong.items() if said} == {}
