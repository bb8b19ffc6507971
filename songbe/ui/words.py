"""Numbers, changes and states in the reader's words. Every function takes the language; nothing here asks who reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from songbe.kernel.numbers import (
    QUALIFIER_WORDS,
    Locale,
    Qualifier,
    format_en,
    format_vi,
    round_half_up,
    short_money_en,
    short_money_vi,
)
from songbe.ui.shapes import DirectionShape, UnitShape

NBSP = "\u00a0"
MINUS = "\u2212"
Side = Literal["better", "worse", ""]

STATE_WORDS = {
    "met": gettext_lazy("Đạt"),
    "on-track": gettext_lazy("Đúng tiến độ"),
    "at-risk": gettext_lazy("Có nguy cơ"),
    "missed": gettext_lazy("Chưa đạt"),
    "no-target": gettext_lazy("Không có mục tiêu"),
}
"""What each state is called, everywhere."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number ready to be read: ``hơn`` ``14,02`` ``tỷ đồng``. exact: the whole amount, where it was shortened."""

    before: str
    number: str
    gap: str
    unit: str
    exact: str = ""

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " ".join(part for part in (self.before, f"{self.number}{self.gap}{self.unit}") if part)


def locale_of(language: str | None) -> Locale:
    """Return the language of numbers and names for a language code: Vietnamese unless it is English."""
    return "en" if (language or "").lower().startswith("en") else "vi"


def number_text(value: Decimal | int, locale: Locale, digits: int | None = None) -> str:
    """Return ``10.035,5``. digits: decimals to write; None writes those that the value carries."""
    written = format_en if locale == "en" else format_vi
    return written(value, _digits(value) if digits is None else digits).replace("-", MINUS)


def _digits(value: Decimal | int) -> int:
    return max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0


def signed_text(value: Decimal, locale: Locale) -> str:
    """Return ``+3,2``, ``−8,0`` or ``0``."""
    return ("+" if value > 0 else "") + number_text(value, locale)


def without_idle_zeros(value: Decimal) -> Decimal:
    """Return a target as it was said: 95.000000 is 95."""
    bare = value.normalize()
    return bare.quantize(Decimal(1)) if int(bare.as_tuple().exponent) > 0 else bare


def unit_word(unit: UnitShape, locale: Locale) -> str:
    """Return what stands behind a number. Symbols are Vietnamese words, save the signs that all languages share."""
    if unit.kind == "percent" or unit.symbol in ("%", "‰"):
        return unit.symbol or "%"
    return unit.name_en if locale == "en" else unit.symbol or unit.name_vi


def amount_of(value: Decimal, unit: UnitShape, locale: Locale, qualifier: str | None = None) -> Amount:
    """Return a value with its unit and qualifier; whole đồng are said in millions and billions."""
    before = QUALIFIER_WORDS[Qualifier(qualifier)][locale] if qualifier else ""
    if unit.code == "vnd":
        return _money(value, before, locale)
    if unit.code == "usd" and abs(value) >= 10**6:
        return _dollars(value, before, locale)
    if unit.kind == "rank" and unit.code.startswith("rank"):
        return _rank(value, unit, before, locale)
    number, word = number_text(value, locale), unit_word(unit, locale)
    return Amount(before, number, _gap(word, locale), word)


def _rank(value: Decimal, unit: UnitShape, before: str, locale: Locale) -> Amount:
    """Return a rank among as many as the unit's code says (``rank_of_63``): ``hạng 4/63``, ``rank 4 of 63``."""
    among = unit.code.removeprefix("rank").removeprefix("_of_")
    word, gap, behind = ("rank", " ", f"of {among}") if locale == "en" else ("hạng", "", f"/{among}")
    return Amount(f"{before} {word}".strip(), number_text(value, locale), gap if among else "", behind if among else "")


def _gap(word: str, locale: Locale) -> str:
    """Return what stands between a number and its unit: a short sign stays on the number's line, a long word may go."""
    if word == "%" and locale == "en":
        return ""
    return (NBSP if len(word) <= 3 else " ") if word else ""


def _dollars(value: Decimal, before: str, locale: Locale) -> Amount:
    billions = abs(value) >= 10**9
    scale = (_("tỷ") if billions else _("triệu")) + " USD"
    short = without_idle_zeros(round_half_up(Fraction(value) / (10**9 if billions else 10**6), 2))
    exact = f"{number_text(value, locale)}{NBSP}USD"
    return Amount(before, number_text(short, locale), " ", scale, exact)


def _money(value: Decimal, before: str, locale: Locale) -> Amount:
    exact = f"VND {format_en(value)}" if locale == "en" else f"{format_vi(value)}{NBSP}đồng"
    if locale == "en":
        _vnd, number, word = (*short_money_en(value).split(" ", 2), "")[:3]
        before = " ".join(filter(None, (before, "VND")))
    else:
        number, word = short_money_vi(value).split(" ", 1)
    shortened = word not in ("", "đồng")
    return Amount(before, number.replace("-", MINUS), _gap(word, locale), word, exact if shortened else "")


@dataclass(frozen=True, slots=True)
class Change:
    """A movement against the same period of the year before. way: up, down or same; side: better, worse or neither."""

    way: Literal["up", "down", "same"]
    word: str
    amount: str
    side: Side


def change_of(
    change: Decimal, unit: UnitShape, definition: DirectionShape, locale: Locale, relative: Decimal | None = None
) -> Change:
    """Return a change in words: ``xấu đi`` ``1,2 điểm %``; ``giảm`` where neither side is better.

    relative: the change as a share of what was before, said of counts and money, whose size alone says little.
    """
    if change == 0:
        return Change("same", _("không đổi"), "", "")
    side = _side(change, definition.direction)
    side_words = {"worse": _("xấu đi"), "better": _("tốt lên"), "": _("tăng") if change > 0 else _("giảm")}
    size = _size(abs(change), unit, locale, None if relative is None else abs(relative))
    return Change("up" if change > 0 else "down", side_words[side], size, side)


def points() -> str:
    """Return what percentages differ by."""
    return _("điểm %")


def _size(size: Decimal, unit: UnitShape, locale: Locale, relative: Decimal | None) -> str:
    if unit.kind == "percent":
        return f"{number_text(size, locale)}{NBSP}{points()}"
    if unit.kind == "rank":
        return f"{number_text(size, locale)}{NBSP}{_('bậc')}"
    if unit.kind in ("count", "money", "amount") and relative is not None and relative < 10:
        return f"{number_text(round_half_up(relative * 100, 1), locale)}{'' if locale == 'en' else NBSP}%"
    return amount_of(size, unit, locale).text


def _side(change: Decimal, direction: str) -> Side:
    if direction not in ("higher", "lower"):
        return ""
    return "better" if (change > 0) == (direction == "higher") else "worse"


def first_of_run(values: Sequence[Decimal | None], target: Decimal, direction: str) -> int | None:
    """Return where the last unbroken run on a target's wrong side begins; None unless the newest value is there."""
    at = None
    for index in range(len(values) - 1, -1, -1):
        value = values[index]
        if value is None or (value >= target) == (direction == "higher") or value == target:
            break
        at = index
    return at
