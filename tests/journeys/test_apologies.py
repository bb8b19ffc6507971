"""The head of an agency finds an apology drafted, fills the reason in, chooses the date and sends it."""

import pytest
from playwright.sync_api import expect

from songbe.cases.actions.apologies import draft_apologies
from songbe.cases.actions.receiving import receive
from songbe.config.worker import WORKER
from tests.cases.stories import business, clock_at, who
from tests.journeys.conftest import DESK, PHONE, Seat
from tests.journeys.site import Site
from tests.journeys.test_access import faults
from tests.journeys.test_many import committed

# The database is marked so that there is one; what the stories see was committed before them.
pytestmark = [pytest.mark.journey, pytest.mark.django_db]


def at_risk(key: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The code of a dossier of the district due tomorrow, with what the worker drafted; the site's clock too."""
    clock_at(monkeypatch, "2023-12-26T08:00")
    code = committed(lambda: [receive(code=business(key).code, actor=who("motcuanganha")).code])[0]
    clock_at(monkeypatch, "2023-12-28T08:00")
    committed(lambda: [str(draft_apologies(actor=WORKER))])
    return code


def test_the_head_sends_the_apology_that_was_drafted(seat: Seat, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    code = at_risk("apology", monkeypatch)
    head, applicant = seat("chutichnganha"), seat("congdan", PHONE)
    applicant.goto(f"{site.address}/dvc/cases/{code}/")
    expect(applicant.get_by_text("xin lỗi")).to_have_count(0)

    head.goto(f"{site.address}/desk/?list=risk")
    expect(head.get_by_role("row", name=code).get_by_text("đã dự thảo thư xin lỗi")).to_be_visible()
    head.get_by_role("link", name=code).click()
    letter, day = head.get_by_label("Lời xin lỗi và lý do"), head.get_by_label("Hẹn lại vào")
    expect(day).to_have_value("2024-01-04T08:00")
    head.get_by_role("button", name="Gửi thư xin lỗi").click()
    expect(head.get_by_role("status")).to_contain_text("còn chỗ “[ghi lý do]”")

    said = letter.input_value().replace("[ghi lý do]", "cơ quan thuế chưa trả lời")
    letter.fill(said)
    day.fill("2024-01-05T10:00")
    head.get_by_role("button", name="Gửi thư xin lỗi").click()
    expect(head.get_by_role("status")).to_contain_text("Đã thực hiện")
    expect(head.get_by_text("hẹn 10:00 05/01/2024")).to_be_visible()
    expect(head.get_by_role("button", name="Gửi thư xin lỗi")).to_have_count(0)

    applicant.reload()
    expect(applicant.get_by_text("Lý do: cơ quan thuế chưa trả lời")).to_be_visible()
    head.goto(f"{site.address}/desk/?list=risk")
    expect(head.get_by_role("link", name=code)).to_have_count(0)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_draft_and_the_list_that_names_it_shut_nobody_out(
    seat: Seat, site: Site, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    code = at_risk(f"access{size[0]}", monkeypatch)
    head = seat("chutichnganha", size)

    head.goto(f"{site.address}/desk/?list=risk")
    expect(head.get_by_text("đã dự thảo thư xin lỗi").first).to_be_visible()
    assert faults(head) == []

    head.goto(f"{site.address}/desk/cases/{code}/")
    expect(head.get_by_label("Lời xin lỗi và lý do")).to_be_visible()
    assert faults(head) == []
