"""Every template with an example page, in both languages: what it must say, and what must never stand in it."""

import re

import pytest
from django.test import Client, override_settings
from django.utils import translation

from songbe.ui.specimens import gallery
from tests.ui import examples

PAGES = {
    "overview": "/ioc/",
    "sector": "/ioc/sectors/DVC/",
    "indicator": "/ioc/figures/K04/",
    "records": "/ioc/figures/K04/records/",
    "publication": "/ioc/figures/K04/74/2023/2023-12-31/",
    "search": "/ioc/search/",
    "nothing found": "/ioc/search/none/",
    "board": "/ioc/board6/",
    "wall": "/ioc/board5/?wall=1",
    "gallery": "/ui/gallery",
}
N = "\u00a0"

pytestmark = pytest.mark.urls("tests.ui.urls")


def read(client: Client, page: str, language: str = "vi") -> str:
    """The page as it is sent."""
    with translation.override(language), override_settings(MIDDLEWARE=[]):
        response = client.get(PAGES[page])
    assert response.status_code == 200
    return response.content.decode()


def text_of(html: str) -> str:
    """What a reader sees of a page, in one line."""
    seen = re.sub(r"<(script|svg|select|head).*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", seen).split(" "))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_one_heading_a_title_and_its_language(client: Client, page: str, language: str) -> None:
    html = read(client, page, language)

    assert html.count("<h1") == 1
    assert re.search(r"<title>[^<]{4,}</title>", html)
    assert f'<html lang="{language}"' in html
    assert 'id="main"' in html


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_styled_or_run_inline(client: Client, page: str) -> None:
    html = read(client, page)

    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*(src=|application/json))", html)


@pytest.mark.parametrize("page", PAGES)
def test_numbers_are_grouped_and_have_the_comma_of_the_language(client: Client, page: str) -> None:
    text = re.sub(
        r"\d+/\d+/\d{4}|T\d+/\d{4}|\d{2}:\d{2}|[\w.-]*H09[\w.-]*|\S+\?\S+|[0-9a-f]{64}|https?:\S+",
        " ",
        text_of(read(client, page)),
    )

    ungrouped = [
        n for n in re.findall(r"(?<![\d.,/-])\d{4,}(?![\d.,/-])", text) if not n.startswith(("19", "20", "1022"))
    ]
    assert ungrouped == []
    assert re.findall(r"\d\.\d{1,2}(?!\d)", text) == []
    assert not re.search(r"\bNone\b|Decimal\(", text)


def test_a_simulated_figure_says_so_in_the_cell_of_its_number(client: Client) -> None:
    html = read(client, "overview")

    cells = re.findall(r'<div class="tile-value">(.*?)</div>', html, flags=re.DOTALL)
    marked = [at for at, cell in enumerate(cells) if "mô phỏng" in cell]
    assert marked == [at for at, tile in enumerate(examples.TILES[:8]) if tile.figure.simulated]


def test_a_state_is_a_sign_and_a_word(client: Client) -> None:
    html = read(client, "gallery")

    for status, word in (
        ("met", "Đạt"),
        ("at-risk", "Có nguy cơ"),
        ("missed", "Chưa đạt"),
        ("on-track", "Đúng tiến độ"),
    ):
        assert re.search(
            rf'state--{status}"><svg[^>]*><use href="#i-{status}"/></svg><span class="state-word">{word}<', html
        )


def test_a_shortened_amount_opens_to_the_exact_one(client: Client) -> None:
    html = read(client, "overview")

    assert "14,02" in html
    assert f'<span class="exact-text">Đúng 14.021.345.678{N}đồng</span>' in html


def test_the_worst_come_first(client: Client) -> None:
    text = text_of(read(client, "overview"))

    assert text.index("Chưa đạt mục tiêu") < text.index("Chỉ tiêu chính") < text.index("Các lĩnh vực")


def test_a_chart_has_its_table(client: Client) -> None:
    html = read(client, "indicator")

    table = html[html.index("data-table") :]
    assert '<th scope="col" class="num">2023</th>' in table
    assert "73,40" in table


def test_each_place_is_held_against_its_own_target(client: Client) -> None:
    html = read(client, "indicator")

    assert "Mục tiêu 80" in html
    assert len(re.findall(r'<rect class="bar-fill"', html)) == len(examples.DISTRICTS)


def test_the_map_says_each_tile_in_words(client: Client) -> None:
    html = read(client, "indicator")

    names = re.findall(r'class="hex hex--\d" aria-label="([^"]+)"', html)
    assert len(names) == len(examples.DISTRICTS)
    assert any(name.endswith("Chưa đạt") for name in names)


def test_records_carry_the_names_of_their_columns(client: Client) -> None:
    html = read(client, "records")

    assert html.count('data-label="Tiếp nhận"') == 15


def test_the_english_page_has_english_numbers_and_words(client: Client) -> None:
    text = text_of(read(client, "overview", "en"))

    assert "more than 123,000" in text.replace("\n", " ") or "123,000" in text
    assert "Late figures" in text
    assert "Chưa đạt" not in text


def test_a_wall_shows_every_figure_of_its_board_and_the_time(client: Client) -> None:
    html = read(client, "wall")

    assert html.count('<li class="wall-tile wall-tile--') == sum(len(group.tiles) for group in examples.board(5).groups)
    assert "data-clock" in html
    assert "frame-form" not in html


@pytest.mark.parametrize("template", ["404.html", "403.html", "500.html", "403_csrf.html"])
def test_an_error_page_says_what_happened_and_what_to_do(template: str) -> None:
    from django.template.loader import render_to_string

    html = render_to_string(template)

    assert html.count("<h1") == 1
    assert 'class="button"' in html


def test_the_gallery_shows_every_state() -> None:
    assert {tile.figure.target_status for tile in gallery().tiles} == {
        "missed",
        "at-risk",
        "met",
        "on-track",
        "no-target",
    }
