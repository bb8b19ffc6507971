"""What the style sheets promise: contrast, size, no address outside; and that the words are translated."""

import gettext
import re
from pathlib import Path

import pytest

from songbe.config.environment import ROOT

CSS = ROOT / "songbe" / "ui" / "css"
LOCALE = ROOT / "songbe" / "locale"
LARGEST_CSS = 60_000


def tokens() -> dict[str, str]:
    """The colours of the design, by name."""
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (CSS / "00-tokens.css").read_text(encoding="utf-8")))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours. Source: WCAG 2.2, relative luminance."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ink", ["ink", "ink-quiet", "accent", "target", "met", "at-risk", "missed", "no-target"])
@pytest.mark.parametrize("paper", ["paper", "ground"])
def test_text_reads_on_every_ground(ink: str, paper: str) -> None:
    assert contrast(tokens()[ink], tokens()[paper]) >= 4.5


@pytest.mark.parametrize(
    ("ink", "paper"), [("missed", "missed-soft"), ("at-risk", "at-risk-soft"), ("accent-strong", "accent-soft")]
)
def test_text_reads_on_its_tint(ink: str, paper: str) -> None:
    assert contrast(tokens()[ink], tokens()[paper]) >= 4.5


@pytest.mark.parametrize("step", range(1, 6))
def test_a_name_reads_on_every_tile_of_a_map(step: int) -> None:
    assert contrast(tokens()[f"scale-{step}"], tokens()[f"scale-{step}-ink"]) >= 4.5


@pytest.mark.parametrize("bar", ["bar", "bar-missed", "bar-at-risk", "rule-strong", "series-1"])
def test_what_is_drawn_stands_out_from_paper(bar: str) -> None:
    assert contrast(tokens()[bar], tokens()["paper"]) >= 3


def test_the_sheets_are_small() -> None:
    assert sum(sheet.stat().st_size for sheet in CSS.glob("*.css")) < LARGEST_CSS


def test_every_custom_property_that_is_used_is_set() -> None:
    text = "\n".join(sheet.read_text(encoding="utf-8") for sheet in CSS.glob("*.css"))

    # --fit is set by the page of a wall.
    assert set(re.findall(r"var\(--([\w-]+)", text)) - set(re.findall(r"--([\w-]+):", text)) == {"fit"}


def _read_po(path: Path) -> dict[str, str]:
    found = {}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        said = re.findall(r'^(msgid|msgid_plural|msgstr(?:\[\d\])?) ((?:"(?:[^"\\]|\\.)*"\n?)+)', block, re.MULTILINE)
        parts = {
            kind: "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text)).replace('\\"', '"').replace("\\n", "\n")
            for kind, text in said
        }
        if parts.get("msgid"):
            found[parts["msgid"]] = parts.get("msgstr", parts.get("msgstr[0]", ""))
    return found


def _looked_up(compiled: gettext.GNUTranslations, msgid: str) -> str:
    plain = compiled.gettext(msgid)
    # What is counted stands under its plural only.
    return plain if plain != msgid else compiled.ngettext(msgid, msgid, 1)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_compiled_words_are_those_of_the_source(language: str) -> None:
    folder = LOCALE / language / "LC_MESSAGES"
    with (folder / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    said = _read_po(folder / "django.po")

    assert said
    assert {msgid: _looked_up(compiled, msgid) for msgid in said} == said
    assert [msgid for msgid, words in said.items() if not words] == []


def test_every_vietnamese_word_of_a_template_has_its_english() -> None:
    known = _read_po(LOCALE / "en" / "LC_MESSAGES" / "django.po")
    used = set()
    for template in (ROOT / "songbe").rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        used |= set(re.findall(r'{% translate "([^"]+)"', text)) | set(re.findall(r'_\("([^"]+)"\)', text))

    assert sorted(used - known.keys()) == []
