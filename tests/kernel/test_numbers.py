"""Numbers as people read them."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songbe.kernel.numbers import (
    QUALIFIER_WORDS,
    Locale,
    Number,
    Qualifier,
    format_en,
    format_vi,
    round_half_up,
    short_money_en,
    short_money_vi,
    with_qualifier,
)


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [
        (Decimal("0.125"), 2, "0.13"),
        (Decimal("-0.125"), 2, "-0.13"),
        # where rounding half to even would give 2
        (Decimal("2.5"), 0, "3"),
        (Decimal("0.1249"), 2, "0.12"),
        # 1,586 of 1,887 procedures, in percent: 84.05 as published
        (Fraction(158600, 1887), 2, "84.05"),
        (Fraction(1, 3), 4, "0.3333"),
        # all decimals are kept
        (14, 2, "14.00"),
        (0, 0, "0"),
        # never minus nought
        (Decimal("-0.001"), 2, "0.00"),
        # beyond the 28 digits of Decimal's usual context
        (Decimal("123456789012345678901234567890.125"), 2, "123456789012345678901234567890.13"),
    ],
)
def test_halves_are_rounded_away_from_zero(value: Number, digits: int, rounded: str) -> None:
    assert str(round_half_up(value, digits)) == rounded


@given(st.fractions(), st.integers(0, 8))
def test_a_rounded_value_is_within_half_a_step_and_has_the_digits_asked_for(value: Fraction, digits: int) -> None:
    rounded = round_half_up(value, digits)

    assert abs(Fraction(rounded) - value) <= Fraction(1, 2 * 10**digits)
    assert rounded.as_tuple().exponent == -digits
    assert round_half_up(rounded, digits) == rounded
    assert Fraction(round_half_up(-value, digits)) == -Fraction(rounded)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**15), max_value=10**15))
def test_rounding_agrees_with_the_decimal_library(value: Decimal) -> None:
    with localcontext(prec=60):
        assert round_half_up(value, 2) == value.quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_number_is_not_rounded(value: Decimal) -> None:
    with pytest.raises(ValueError, match="rounded"):
        round_half_up(value, 2)


def test_floats_and_negative_digits_are_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        round_half_up(0.125, 2)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="digits"):
        round_half_up(1, -1)


@pytest.mark.parametrize(
    ("value", "digits", "vietnamese", "english"),
    [
        (Decimal("10035.5"), 1, "10.035,5", "10,035.5"),
        (Decimal("84.05"), 2, "84,05", "84.05"),
        (Fraction(158600, 1887), 2, "84,05", "84.05"),
        (123000, 0, "123.000", "123,000"),
        (999, 0, "999", "999"),
        (0, 1, "0,0", "0.0"),
        (-1234567, 0, "-1.234.567", "-1,234,567"),
        (Decimal("-0.04"), 1, "0,0", "0.0"),
    ],
)
def test_figures_are_written_the_readers_way(value: Number, digits: int, vietnamese: str, english: str) -> None:
    assert format_vi(value, digits) == vietnamese
    assert format_en(value, digits) == english


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**20), max_value=10**20))
def test_a_written_figure_reads_back_as_the_same_number(value: Decimal) -> None:
    assert Decimal(format_vi(value, 3).replace(".", "").replace(",", ".")) == value
    assert Decimal(format_en(value, 3).replace(",", "")) == value


@pytest.mark.parametrize(
    ("vnd", "vietnamese", "english"),
    [
        (14_000_000_000, "14 tỷ đồng", "VND 14 billion"),
        (14_020_000_000, "14,02 tỷ đồng", "VND 14.02 billion"),
        (14_500_000_000, "14,5 tỷ đồng", "VND 14.5 billion"),
        (1_234_560_000_000, "1.234,56 tỷ đồng", "VND 1,234.56 billion"),
        (850_000_000, "850 triệu đồng", "VND 850 million"),
        (1_000_000, "1 triệu đồng", "VND 1 million"),
        (120_000, "120.000 đồng", "VND 120,000"),
        (0, "0 đồng", "VND 0"),
        # just under a scale is said in that scale
        (999_999_999, "1 tỷ đồng", "VND 1 billion"),
        (999_994_999, "999,99 triệu đồng", "VND 999.99 million"),
        (999_999, "999.999 đồng", "VND 999,999"),
        # a ratio of amounts may be no whole number of đồng
        (Decimal("999999.5"), "1 triệu đồng", "VND 1 million"),
        (-14_020_000_000, "-14,02 tỷ đồng", "VND -14.02 billion"),
    ],
)
def test_money_is_said_in_its_scale(vnd: Number, vietnamese: str, english: str) -> None:
    assert short_money_vi(vnd) == vietnamese
    assert short_money_en(vnd) == english


@pytest.mark.parametrize(
    ("qualifier", "locale", "said"),
    [
        ("more_than", "vi", "hơn 123.000"),
        ("more_than", "en", "more than 123.000"),
        ("nearly", "vi", "gần 123.000"),
        ("about", "vi", "khoảng 123.000"),
        ("top", "vi", "tốp 123.000"),
        (None, "vi", "123.000"),
    ],
)
def test_a_qualifier_is_said_before_the_figure(qualifier: str | None, locale: Locale, said: str) -> None:
    assert with_qualifier("123.000", qualifier, locale) == said


def test_every_qualifier_has_words_and_no_other_is_known() -> None:
    assert set(QUALIFIER_WORDS) == set(Qualifier)
    assert QUALIFIER_WORDS[Qualifier.NEARLY] == {"vi": "gần", "en": "nearly"}
    with pytest.raises(ValueError, match="roughly"):
        with_qualifier("5", "roughly")
