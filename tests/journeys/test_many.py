"""A clerk ticks a whole list with one key, and sees how far it is and what was refused."""

import threading

import pytest
from django.db import connection
from playwright.sync_api import expect

from songbe.cases.actions.receiving import receive
from tests.cases.stories import birth, who
from tests.journeys.conftest import DESK, PHONE, Seat
from tests.journeys.site import Site
from tests.journeys.test_access import faults

# The database is marked so that there is one; what the stories see was committed before them.
pytestmark = [pytest.mark.journey, pytest.mark.django_db]
SLOW = """const fast = window.fetch;
window.fetch = (...said) => new Promise((go) => setTimeout(() => go(fast(...said)), 2500));"""


def committed(work: object) -> list[str]:
    """Do something outside of what the test holds open, and return what came of it."""
    found: list[str] = []

    def once() -> None:
        try:
            found.extend(work())  # type: ignore[operator]
        finally:
            connection.close()

    worker = threading.Thread(target=once)
    worker.start()
    worker.join()
    return found


def test_a_list_is_ticked_with_a_key_and_done_lot_by_lot(seat: Seat, site: Site) -> None:
    codes = committed(lambda: [birth(f"many{number}").code for number in range(25)])
    clerk = seat("motcua101")
    clerk.add_init_script(SLOW)
    clerk.goto(f"{site.address}/desk/?list=receive")
    committed(lambda: [receive(code=codes[0], actor=who("motcua101")).code])

    clerk.keyboard.press("a")
    expect(clerk.get_by_text("(25)")).to_be_visible()
    clerk.get_by_role("button", name="Tiếp nhận các hồ sơ đã chọn").focus()
    clerk.keyboard.press("Enter")

    expect(clerk.get_by_text("Đang làm từng hồ sơ")).to_be_visible()
    expect(clerk.get_by_role("status").filter(has_text="Xong 24 hồ sơ, chưa làm được 1 hồ sơ")).to_be_visible()
    expect(clerk.get_by_text(f"{codes[0]}: Hồ sơ {codes[0]} đang ở trạng thái")).to_be_visible()
    expect(clerk.locator("tbody tr")).to_have_count(1)
    assert faults(clerk) == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_list_with_its_verbs_shuts_nobody_out(seat: Seat, site: Site, size: tuple[int, int]) -> None:
    code = committed(lambda: [receive(code=birth(f"access{size[0]}").code, actor=who("motcua101")).code])[0]
    handler = seat("xuly101", size)
    handler.goto(f"{site.address}/desk/?list=work")

    expect(handler.get_by_role("link", name=code)).to_be_visible()
    assert faults(handler) == []
