"""The built charts in a real browser, under the content policy that every page has."""

import json
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page

from songbe.config.environment import ROOT
from songbe.config.security import CONTENT_SECURITY_POLICY

pytestmark = pytest.mark.journey

DIST = ROOT / "songbe" / "ui" / "static" / "songbe" / "dist"
NAMES = ["Bàu Bàng", "Bắc Tân Uyên", "Bến Cát", "Dầu Tiếng"]
BAR = {
    "name": "Tỷ lệ đúng hạn",
    "unit": "%",
    "digits": 2,
    "target": {"value": 95, "label": "Chỉ tiêu 95 %"},
    "items": [
        {"name": name, "value": 90.5 + at, "status": "met" if at > 2 else "missed", "href": f"/ioc/?place={at}"}
        for at, name in enumerate(NAMES)
    ],
}
LINE = {
    "unit": "%",
    "digits": 1,
    "target": {"value": 80, "label": "Chỉ tiêu 80 %"},
    "periods": [f"T{month}" for month in range(1, 13)],
    "series": [{"name": "2023", "values": [68 + 1.4 * month for month in range(12)]}],
    "provisional_from": 10,
}
MAP = {
    "unit": "%",
    "digits": 1,
    "shapes": {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": str(at), "name": name},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[[2 * at, 0], [2 * at + 2, 0], [2 * at + 2, 2], [2 * at, 2], [2 * at, 0]]],
                },
            }
            for at, name in enumerate(NAMES)
        ],
    },
    "items": [{"code": str(at), "name": name, "value": 70 + 8 * at} for at, name in enumerate(NAMES[:3])],
    "classes": [
        {"max": 75, "label": "dưới 75 %"},
        {"min": 75, "max": 85, "label": "75-85 %"},
        {"min": 85, "label": "từ 85 %"},
    ],
}


class _Pages(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _html(charts: dict[str, object]) -> str:
    figures = "".join(
        f'<figure data-chart="{kind}" id="{kind}" aria-label="{kind}">'
        f'<script type="application/json">{json.dumps(data)}</script></figure>'
        for kind, data in charts.items()
    )
    return (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>charts</title>'
        '<link rel="stylesheet" href="dist/app.css"><script src="dist/charts.js" defer></script>'
        f'<script src="dist/htmx.min.js" defer></script></head><body>{figures}</body></html>'
    )


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Serve tmp_path, with the built files under dist/."""
    if not (DIST / "charts.js").exists():
        pytest.fail("the front end is not built: make setup")
    (tmp_path / "dist").symlink_to(DIST)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Pages, directory=str(tmp_path)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 900, "height": 1100})
    yield context.new_page()
    context.close()


def test_every_kind_is_drawn_and_the_content_policy_has_nothing_to_say(
    page: Page, address: str, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text(_html({"bar": BAR, "line": LINE, "map": MAP}), encoding="utf-8")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    page.goto(address)
    page.wait_for_selector("#bar[data-chart-state=ready]")
    page.wait_for_selector("#line[data-chart-state=ready]")
    page.wait_for_selector("#map[data-chart-state=ready]")
    page.locator("#line canvas").hover(position={"x": 300, "y": 150})

    # A tooltip too is under the policy: it must not bring style attributes.
    assert page.locator(".chart-tooltip dd").inner_text() == "2023: 72,2\u00a0%"
    assert page.locator("canvas").count() == 3
    assert page.locator("#bar .chart-canvas").get_attribute("role") == "img"
    assert page.locator(".chart-legend li").all_text_contents() == ["dưới 75 %", "75-85 %", "từ 85 %"]
    assert page.evaluate("document.fonts.check('400 14px \"Be Vietnam Pro\"', 'ạ')")
    assert [text for text in said if "favicon" not in text and "404" not in text] == []


def test_a_chart_that_cannot_be_drawn_says_so_and_leaves_the_others(page: Page, address: str, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(_html({"pie": {}, "bar": BAR}), encoding="utf-8")

    page.goto(address)
    page.wait_for_selector("#bar[data-chart-state=ready]")

    assert page.locator("#pie").get_attribute("data-chart-state") == "failed"
