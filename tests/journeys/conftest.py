"""What a journey has: a site, and a visitor whose browser found nothing to complain of."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect
from pytest_django import DjangoDbBlocker

from tests.journeys.site import Site, opened

DESK, PHONE, WALL = (1440, 900), (390, 844), (3840, 2160)


@pytest.fixture(scope="session", autouse=True)
def _chromium() -> None:
    """A journey that is not made is not a journey that went well: without Chromium it fails."""
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        pytest.fail("no Chromium: make test brings it when run as root")


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """The invented province, open for the stories of one file."""
    with django_db_blocker.unblock(), opened() as ready:
        yield ready


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Page]:
    """A Vietnamese browser at a desk. Afterwards: no error in its console, no answer of 500."""
    context = browser.new_context(locale="vi-VN", viewport={"width": DESK[0], "height": DESK[1]})
    page = context.new_page()
    wrong: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        # The browser itself reports every refusal that a story provokes.
        if message.type == "error" and "Failed to load resource" not in message.text:
            wrong.append(message.text)

    def answered(response: Response) -> None:
        if response.status >= 500 or (response.status == 404 and "/static/" in response.url):
            wrong.append(f"{response.status} {response.url}")

    page.on("console", heard)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("response", answered)
    yield page
    context.close()
    assert wrong == []


@pytest.fixture
def leader(visitor: Page, site: Site) -> Page:
    """A visitor who signed in as the province's leader."""
    site.let_in(visitor, "lanhdao")
    return visitor


Seat = Callable[..., Page]


@pytest.fixture
def seat(browser: Browser, site: Site) -> Iterator[Seat]:
    """Give somebody a browser of their own."""
    contexts = []

    def sit(username: str, size: tuple[int, int] = DESK) -> Page:
        context = browser.new_context(locale="vi-VN", viewport={"width": size[0], "height": size[1]})
        contexts.append(context)
        page = context.new_page()
        site.know(page, username)
        return page

    yield sit
    for context in contexts:
        context.close()


def press(official: Page, site: Site, code: str, button: str) -> None:
    """Open a case at the desk, do what waits there, and see that it was done."""
    official.goto(f"{site.address}/desk/cases/{code}/")
    official.get_by_role("button", name=button, exact=True).click()
    expect(official.get_by_role("status")).to_contain_text("Đã thực hiện")


def take_money(official: Page, site: Site, code: str, amount: str, receipt: str, channel: str = "tiền mặt") -> None:
    """Note at the desk what was taken for a case; what comes of it stands in the status."""
    official.goto(f"{site.address}/desk/cases/{code}/")
    official.get_by_label("Số tiền đã thu (đồng)").fill(amount)
    official.get_by_label(channel, exact=True).check()
    official.get_by_label("Số biên lai hoặc mã giao dịch").fill(receipt)
    official.get_by_role("button", name="Đã thu", exact=True).click()
