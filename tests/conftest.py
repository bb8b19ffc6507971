"""What every test has: a running database of its own, the invented province, no network."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.db import connections
from django.utils import translation
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker

from songbe.config import environment
from songbe.config.postgres import ensure_database
from songbe.places.clock import days_back_to
from tests import clamd
from tests.stories import hang_up


def pytest_configure(config: pytest.Config) -> None:
    """Make the settings those of a test, before the first use of what they configure."""
    settings.SONGBE_PACK = environment.ROOT / "packs" / "demo"
    settings.SONGBE_CLAMD = ""
    settings.SONGBE_MODEL = ""
    # Work on cases takes place in the last week of the invented years, where its places and calendar hold.
    settings.SONGBE_DAYS_BACK = days_back_to(date(2023, 12, 31), datetime.now(UTC).date())
    # The manifest names built files; a test of a page does not need the front end built.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # It would look for collected files; the live server brings those of the packages.
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if not each.startswith("whitenoise.")]
    # Argon2 is slow on purpose; here it would only be slow.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Start the private cluster before Django makes the test database in it."""
    ensure_database()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Before the test database goes, end what killed processes and broken requests left open in it."""
    yield
    connections.close_all()
    with django_db_blocker.unblock():
        hang_up()


@pytest.fixture(scope="session", autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Leave nothing of a test in the running state of the machine."""
    settings.SONGBE_HOME = tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """Start in the language of the settings: a page asked for in another one leaves it behind in the thread."""
    translation.deactivate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the machine's Chromium, without a window. A machine without one skips; in CI that is a failure."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium: make test brings it when run as root")
    # Playwright keeps an event loop in this thread: Django would refuse the database there, and keeps one connection
    # for a thread with a loop and another for the same thread without.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    connections.close_all()
    quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    # The sandbox of Chromium does not start for root; the pages are our own.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--disable-gpu", *quiet, *sandbox])
        yield chromium
        chromium.close()
        connections.close_all()


@pytest.fixture(scope="session")
def scanner() -> Iterator[clamd.Daemon]:
    """Return a virus scanner that runs. A machine without one skips; in CI that is a failure."""
    if clamd.program() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no clamd: make test brings it when run as root")
    with clamd.running() as daemon:
        yield daemon


@pytest.fixture
def scanned(scanner: clamd.Daemon, monkeypatch: pytest.MonkeyPatch) -> clamd.Daemon:
    """Let every file be scanned."""
    monkeypatch.setattr(settings, "SONGBE_CLAMD", scanner.socket)
    return scanner
