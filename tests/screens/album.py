"""The photographs of one language: which screens there are, and how each is reached."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from songbe.centres.models import Centre
from songbe.places.models import Person, RoleGrant

LOCALES = {"vi": "vi-VN", "en": "en-GB"}
LONGEST = 6000
"""Dots of height after which a photograph ends: what follows repeats itself."""


@dataclass(frozen=True, slots=True)
class Album:
    """The photographs of one language, taken as somebody who may see everything."""

    browser: Browser
    address: str
    folder: Path
    language: str

    def fill(self, sizes: Mapping[str, tuple[int, int]], walls: Mapping[str, tuple[int, int]]) -> None:
        """Photograph every screen at every size; English only at a desk."""
        page = self.browser.new_context(locale=LOCALES[self.language]).new_page()
        for name, path in self._doors():
            self._take(page, name, path, sizes)
        self._sign_in(page)
        for name, path in self._screens(page):
            self._take(page, name, path, sizes)
        if self.language == "vi":
            for centre in Centre.objects.all():
                self._take(page, f"wall-{centre.code}", f"/ioc/{centre.code}/?wall=1", walls)
        page.context.close()

    def _doors(self) -> Iterator[tuple[str, str]]:
        yield "sign-in", "/accounts/login/"
        yield "not-found", "/nowhere/"

    def _screens(self, page: Page) -> Iterator[tuple[str, str]]:
        yield "overview", "/ioc/"
        page.goto(f"{self.address}/ioc/")
        sector = self._first(page, "table.sectors tbody th a")
        district = page.locator("select[name=place] option").nth(1).get_attribute("value") or ""
        yield "overview-district", f"/ioc/?place={district}"
        yield "sector", sector
        page.goto(self.address + sector)
        indicator = self._first(page, ".tiles .tile-name a, table.listing tbody th a")
        yield "indicator", indicator
        yield "indicator-district", f"{indicator.split('?')[0]}?place={district}"
        yield from self._below(page, indicator)
        yield "search", "/ioc/search/?q=ho+so"
        yield "search-nothing", "/ioc/search/?q=zzzz"
        for centre in Centre.objects.all()[:2]:
            yield f"board-{centre.code}", f"/ioc/{centre.code}/"
        yield "assumptions", "/ioc/assumptions/"
        yield "refused", "/ioc/figures/none/"
        yield "gallery", "/ui/gallery"
        yield "password", "/accounts/password/change/"
        yield "second-factor", "/accounts/2fa/"

    def _below(self, page: Page, indicator: str) -> Iterator[tuple[str, str]]:
        page.goto(self.address + indicator)
        records = page.locator(".facts a")
        if records.count():
            yield "records", records.first.get_attribute("href") or ""
        published = page.locator("#publications + ul a")
        if published.count():
            yield "publication", published.first.get_attribute("href") or ""

    def _first(self, page: Page, links: str) -> str:
        return page.locator(links).first.get_attribute("href") or ""

    def _take(self, page: Page, name: str, path: str, sizes: Mapping[str, tuple[int, int]]) -> None:
        for size, (width, height) in sizes.items():
            if self.language == "en" and size == "phone":
                continue
            page.set_viewport_size({"width": width, "height": height})
            page.goto(self.address + path)
            page.wait_for_load_state("networkidle")
            for chart in page.locator("[data-chart]").all():
                chart.scroll_into_view_if_needed()
            page.wait_for_timeout(400)
            # The first screen as it is met, and the whole page.
            shot = self.folder / f"{name}-{size}-{self.language}.png"
            page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=shot)
            tall = int(page.evaluate("document.documentElement.scrollHeight"))
            if tall > height * 1.2:
                clip = {"x": 0, "y": 0, "width": width, "height": min(tall, LONGEST)}
                page.screenshot(path=shot.with_stem(f"{shot.stem}-whole"), full_page=True, clip=clip)  # type: ignore[arg-type]

    def _sign_in(self, page: Page) -> None:
        leader = RoleGrant.objects.filter(role="leader", valid_to=None).order_by("pk").first()
        person = leader.person if leader else Person.objects.order_by("pk").first()
        assert person is not None, "the pack declares no accounts"
        client = Client()
        client.force_login(person, "django.contrib.auth.backends.ModelBackend")
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.address}])
