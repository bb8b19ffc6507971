"""Numbers as people read them: rounded half up, written the Vietnamese or the English way."""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

Number = Decimal | Fraction | int
Locale = Literal["vi", "en"]

_BILLION = 10**9
_MILLION = 10**6
_SCALE_VI = {_BILLION: "tỷ đồng", _MILLION: "triệu đồng", 1: "đồng"}
_SCALE_EN = {_BILLION: "billion", _MILLION: "million", 1: ""}


class Qualifier(StrEnum):
    """How a published figure hedges itself; stored beside the value, never folded into it."""

    MORE_THAN = "more_than"
    NEARLY = "nearly"
    ABOUT = "about"
    TOP = "top"


QUALIFIER_WORDS: MappingProxyType[Qualifier, dict[Locale, str]] = MappingProxyType(
    {
        Qualifier.MORE_THAN: {"vi": "hơn", "en": "more than"},
        Qualifier.NEARLY: {"vi": "gần", "en": "nearly"},
        Qualifier.ABOUT: {"vi": "khoảng", "en": "about"},
        Qualifier.TOP: {"vi": "tốp", "en": "top"},
    }
)


def round_half_up(value: Number, digits: int = 0) -> Decimal:
    """Return ``value`` with exactly ``digits`` decimals, halves away from zero: 0.125 -> 0.13, -0.125 -> -0.13.

    Exact for values of any size, and never "-0". Raises TypeError for a float, ValueError for NaN, an infinity or
    negative digits.
    """
    if isinstance(value, float):
        raise TypeError("a float has already lost what rounding half up needs; pass Decimal, Fraction or int")
    if digits < 0:
        raise ValueError(f"digits is 0 or more, not {digits}")
    exact = _exactly(value)
    scaled = abs(exact) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    # Built from its digits: arithmetic on Decimals would round to the precision of the context.
    return Decimal((int(exact < 0 and whole > 0), tuple(map(int, str(whole))), -digits))


def _exactly(value: Number) -> Fraction:
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"{value} is not a number that can be rounded")
    return Fraction(value)


def format_en(value: Number, digits: int = 0) -> str:
    """Return ``10,035.5``: rounded half up to ``digits`` decimals, all of them written."""
    return f"{round_half_up(value, digits):,f}"


def format_vi(value: Number, digits: int = 0) -> str:
    """Return ``10.035,5``: rounded half up to ``digits`` decimals, all of them written; minus is a plain hyphen."""
    return format_en(value, digits).translate(str.maketrans(",.", ".,"))


def short_money_vi(vnd: Number) -> str:
    """Return an amount in VND as it is said: ``14,02 tỷ đồng``, ``850 triệu đồng``, ``120.000 đồng``.

    From a million on with at most two decimals, rounded half up.
    """
    amount, digits, scale = _in_scale(vnd)
    return f"{format_vi(amount, digits)} {_SCALE_VI[scale]}"


def short_money_en(vnd: Number) -> str:
    """Return an amount in VND as it is said: ``VND 14.02 billion``, ``VND 850 million``, ``VND 120,000``."""
    amount, digits, scale = _in_scale(vnd)
    return f"VND {format_en(amount, digits)} {_SCALE_EN[scale]}".rstrip()


def _in_scale(vnd: Number) -> tuple[Decimal, int, int]:
    """Return the amount in its scale, the decimals it needs, and the scale."""
    exact = _exactly(vnd)
    # Asked of the rounded amount: 999,999,999 is said as 1 billion, not as 1,000 million.
    if abs(round_half_up(exact / _MILLION, 2)) >= 1000:
        scale = _BILLION
    elif abs(round_half_up(exact)) >= _MILLION:
        scale = _MILLION
    else:
        return round_half_up(exact), 0, 1
    amount = round_half_up(exact / scale, 2)
    digits = next(digits for digits in range(3) if round_half_up(amount, digits) == amount)
    return amount, digits, scale


def with_qualifier(text: str, qualifier: Qualifier | str | None, locale: Locale = "vi") -> str:
    """Return ``hơn 123.000`` for ``123.000``; the text itself without a qualifier. Raises ValueError if unknown."""
    if qualifier is None:
        return text
    return f"{QUALIFIER_WORDS[Qualifier(qualifier)][locale]} {text}"
