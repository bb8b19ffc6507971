"""Photographs every screen of the running state (SONGBE_HOME) at a desk, on a phone, and the boards on a wall.

Needs a pack in force and its demonstration years: ``make demo``. Addresses are found by following links, so that no
code of any pack stands here.
"""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "songbe.config.settings")
# Playwright keeps an event loop in this thread, and Django would refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

import django
from django.conf import settings

SIZES: Mapping[str, tuple[int, int]] = {"desk": (1440, 900), "phone": (390, 844)}
WALLS: Mapping[str, tuple[int, int]] = {"wall": (3840, 2160)}
BUILD = Path(__file__).parents[2] / "build" / "screens"


def main() -> int:
    """Photograph everything; 1 when there is nothing to photograph."""
    # The manifest names collected files; here the server brings those of the packages.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if not each.startswith("whitenoise.")]
    django.setup()
    from songbe.config.postgres import ensure_database
    from songbe.places.queries import NoPack, province

    ensure_database()
    try:
        province()
    except NoPack as nothing:
        print(f"{nothing} Or: make demo", file=sys.stderr)
        return 1
    with _served() as address:
        _photograph(address)
    return 0


@contextmanager
def _served() -> Iterator[str]:
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    try:
        yield f"http://{server.host}:{server.port}"
    finally:
        server.terminate()


def _photograph(address: str) -> None:
    from playwright.sync_api import sync_playwright

    from tests.screens.album import Album

    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        raise SystemExit("no Chromium: make screens brings it when run as root")
    flags = ["--disable-gpu", "--disable-background-networking", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        for language in ("vi", "en"):
            Album(browser, address, BUILD, language).fill(SIZES, WALLS)
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
