"""Numbers, changes and states as people read them, in both languages."""

from decimal import Decimal

import pytest
from django.utils import translation

from songbe.kernel.numbers import Locale
from songbe.ui import words
from songbe.ui.specimens import DAYS, DONG, DOSSIERS, PERCENT, RANK, Named, Unit

DOLLARS = Unit("usd", "đô la Mỹ", "US dollars", "USD", "money")
PERMILLE = Unit("deaths", "trẻ chết trên 1.000 trẻ sinh sống", "deaths per 1,000 live births", "‰", "ratio")
N = "\u00a0"


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "vi", "en"),
    [
        ("84.05", PERCENT, None, f"84,05{N}%", "84.05%"),
        ("10035.5", DAYS, None, "10.035,5 ngày", "10,035.5 working days"),
        ("123000", DOSSIERS, "more_than", "hơn 123.000 hồ sơ", "more than 123,000 dossiers"),
        ("4", RANK, None, "hạng 4/63", "rank 4 of 63"),
        ("4", Unit("rank", "hạng", "rank", "hạng", "rank"), "about", "khoảng hạng 4", "about rank 4"),
        ("5.1", PERMILLE, None, f"5,1{N}‰", f"5.1{N}‰"),
        ("-3", DAYS, None, "−3 ngày", "−3 working days"),
        # Whole đồng are said in millions and billions.
        ("14021345678", DONG, "more_than", "hơn 14,02 tỷ đồng", "more than VND 14.02 billion"),
        ("850000000", DONG, None, "850 triệu đồng", "VND 850 million"),
        ("120000", DONG, None, "120.000 đồng", "VND 120,000"),
        ("30616000000", DOLLARS, None, "30,62 tỷ USD", "30.62 billion USD"),
        ("38500000000", DOLLARS, None, "38,5 tỷ USD", "38.5 billion USD"),
        ("999999", DOLLARS, None, f"999.999{N}USD", "999,999 US dollars"),
    ],
)
def test_a_value_with_its_unit(value: str, unit: Unit, qualifier: str | None, vi: str, en: str) -> None:
    said: dict[Locale, str] = {"vi": vi, "en": en}
    for locale, text in said.items():
        with translation.override(locale):
            assert words.amount_of(Decimal(value), unit, locale, qualifier).text == text


def test_a_shortened_amount_keeps_the_exact_one() -> None:
    assert words.amount_of(Decimal(14021345678), DONG, "vi").exact == f"14.021.345.678{N}đồng"
    assert words.amount_of(Decimal(14021345678), DONG, "en").exact == "VND 14,021,345,678"
    assert words.amount_of(Decimal(30616000000), DOLLARS, "vi").exact == f"30.616.000.000{N}USD"
    assert words.amount_of(Decimal(120000), DONG, "vi").exact == ""


@pytest.mark.parametrize(
    ("change", "relative", "unit", "direction", "said"),
    [
        ("-6.6", None, PERCENT, "higher", ("down", "xấu đi", f"6,6{N}điểm %", "worse")),
        ("6.6", None, PERCENT, "higher", ("up", "tốt lên", f"6,6{N}điểm %", "better")),
        ("1.9", "0.18", DAYS, "lower", ("up", "xấu đi", "1,9 ngày", "worse")),
        ("-2", None, RANK, "lower", ("down", "tốt lên", f"2{N}bậc", "better")),
        # Where no side is better, only the way is said; a count says its share.
        ("-10035", "-0.0089", DOSSIERS, "neutral", ("down", "giảm", f"0,9{N}%", "")),
        ("412", "41.2", DOSSIERS, "higher", ("up", "tốt lên", "412 hồ sơ", "better")),
        ("850000000", None, DONG, "neutral", ("up", "tăng", "850 triệu đồng", "")),
        ("0", "0", PERCENT, "higher", ("same", "không đổi", "", "")),
    ],
)
def test_a_change_says_its_way_its_side_and_its_size(
    change: str, relative: str | None, unit: Unit, direction: str, said: tuple[str, str, str, str]
) -> None:
    share = None if relative is None else Decimal(relative)

    with translation.override("vi"):
        found = words.change_of(Decimal(change), unit, Named("", "", direction), "vi", share)

    assert (found.way, found.word, found.amount, found.side) == said


@pytest.mark.parametrize(
    ("values", "direction", "first"),
    [
        ("91 92 89 88", "higher", 2),
        ("80 81 82 83", "higher", 0),
        # The newest value reaches the target: the run is over.
        ("80 81 82 90", "higher", None),
        ("11 9 12 13", "lower", 2),
        ("11 10 9 12", "lower", 3),
        ("88 - 89", "higher", 2),
        ("", "higher", None),
    ],
)
def test_since_when_a_target_is_missed(values: str, direction: str, first: int | None) -> None:
    target = Decimal(90) if direction == "higher" else Decimal(10)
    course = [None if value == "-" else Decimal(value) for value in values.split()]

    assert words.first_of_run(course, target, direction) == first


def test_a_target_is_said_without_idle_zeros() -> None:
    said = [
        words.number_text(words.without_idle_zeros(Decimal(text)), "vi") for text in ("95.000000", "0.50", "76000.0")
    ]

    assert said == ["95", "0,5", "76.000"]


def test_the_language_of_numbers_is_vietnamese_unless_it_is_english() -> None:
    assert [words.locale_of(code) for code in ("vi", "en", "en-gb", "fr", None)] == ["vi", "en", "en", "vi", "vi"]
