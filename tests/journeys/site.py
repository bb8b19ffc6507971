"""A site to visit: the invented province with its demonstration years, served over HTTP."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from songbe.demonstration.actions import simulate_year
from songbe.places.models import Person
from songbe.places.policy import OPERATOR
from tests.stories import DEMO, apply_demo, compute, hang_up

VISITORS = (
    "lanhdao",
    "tructinh",
    "trucnganha",
    "xemtinh",
    "dulieutinh",
    "congdan",
    "motcua101",
    "xuly101",
    "chutich101",
    "motcuanganha",
    "xulynganha",
    "chutichnganha",
    "motcuatinh",
    "xulytuphap",
    "giamdoctuphap",
    "xulythue",
    "xulytttt",
    "giamdoctttt",
    "tongdai1022",
)


@dataclass(frozen=True, slots=True)
class Site:
    """Where the site answers, and the sessions of those who signed in."""

    address: str
    sessions: Mapping[str, str]

    def let_in(self, page: Page, username: str) -> None:
        """Go to the overview as somebody who signed in; signing in is a story of its own."""
        self.know(page, username)
        page.goto(f"{self.address}/ioc/")

    def know(self, page: Page, username: str) -> None:
        """Make a browser that of somebody who signed in."""
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": self.sessions[username], "url": self.address}
        page.context.add_cookies([cookie])  # type: ignore[list-item]


@contextmanager
def opened() -> Iterator[Site]:
    """Fill the test database, serve it, and empty it again. The server has connections of its own: all is committed."""
    assert connection.settings_dict["NAME"].startswith("test_"), "mark the stories with django_db"
    apply_demo()
    for year in (2022, 2023):
        simulate_year(year=year, folder=DEMO, actor=OPERATOR)
    compute()
    server = LiveServer("127.0.0.1")
    try:
        yield Site(server.url, {username: _session(username) for username in VISITORS})
    finally:
        server.stop()
        hang_up()
        cache.clear()
        # Numbers go on: what a process remembers by them must not be mistaken for what comes later.
        call_command("flush", verbosity=0, interactive=False, reset_sequences=False)


def _session(username: str) -> str:
    client = Client()
    client.force_login(Person.objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value
