"""Every page for everybody, at a desk and on a phone: axe finds nothing, nothing is cut off or runs over the edge."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import DESK, PHONE, WALL
from tests.journeys.site import Site

# The database is marked so that there is one; what the stories see was committed before them.
pytestmark = [pytest.mark.journey, pytest.mark.django_db]

PAGES = (
    "/ioc/",
    "/ioc/?place=991&period=2023-Q3",
    "/ioc/sectors/DVC/",
    "/ioc/figures/DEMO003/",
    "/ioc/figures/DEMO011/?place=991",
    "/ioc/figures/DEMO003/records/",
    "/ioc/search/?q=ho+so",
    "/ioc/search/?q=zzzz",
    "/ioc/tinh/",
    "/ioc/assumptions/",
    "/hoi/",
    "/ioc/nowhere/",
    "/ui/gallery",
    "/accounts/password/change/",
    "/accounts/2fa/",
)
# Text that its box cuts off: wider than the box, which hides what does not fit. What only a screen reader sees is
# meant so.
LOOK = """() => {
  const seen = e => !e || (getComputedStyle(e).clip === 'auto' && seen(e.parentElement));
  const named = e => e.className + ': ' + e.textContent.trim().slice(0, 60);
  const all = [...document.querySelectorAll('body *')].filter(e => {
    const b = e.getBoundingClientRect();
    const own = e.closest('select, svg, .chart-canvas, .table-scroll');
    return b.width > 3 && b.height > 3 && !own && seen(e);
  });
  const cut = all.filter(e => getComputedStyle(e).overflowX === 'hidden' && e.scrollWidth > e.clientWidth + 1
    && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()));
  const over = all.filter(e => e.getBoundingClientRect().right > innerWidth + 1);
  return [...cut.map(e => 'cut ' + named(e)), ...over.slice(0, 5).map(e => 'over ' + named(e))];
}"""


def faults(page: Page) -> list[str]:
    """What axe and a look at the boxes find."""
    found = Axe().run(page)
    rules = [f"{one['id']}: {node['target']}" for one in found.response["violations"] for node in one["nodes"]]
    return [*rules, *page.evaluate(LOOK)]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_shuts_anybody_out(leader: Page, site: Site, size: tuple[int, int]) -> None:
    leader.set_viewport_size({"width": size[0], "height": size[1]})
    wrong = {}

    for path in PAGES:
        leader.goto(f"{site.address}{path}")
        wrong[path] = faults(leader)

    assert {path: said for path, said in wrong.items() if said} == {}


def test_the_doors_are_open_too(visitor: Page, site: Site) -> None:
    wrong = {}
    for path in ("/accounts/login/", "/accounts/password/reset/", "/nowhere/"):
        visitor.goto(f"{site.address}{path}")
        wrong[path] = faults(visitor)

    assert {path: said for path, said in wrong.items() if said} == {}


def test_a_wall_shuts_nobody_out(leader: Page, site: Site) -> None:
    leader.set_viewport_size({"width": WALL[0], "height": WALL[1]})

    wrong = []
    for path in ("/ioc/tinh/?wall=1", "/hoi/?wall=1"):
        leader.goto(f"{site.address}{path}")
        wrong += faults(leader)

    assert wrong == []
