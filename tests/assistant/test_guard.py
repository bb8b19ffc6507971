"""No number leaves that is not in the result, whatever a sentence says."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from songbe.assistant.rules.guard import numbers_in, numbers_of, strays
from songbe.assistant.rules.query import Operation, Query
from songbe.assistant.rules.result import Line, Result
from songbe.assistant.rules.wording.names import LANGUAGES, Named, Names, Unit
from songbe.assistant.rules.wording.speech import Speech
from songbe.kernel.periods import parse_period

RESULT = Result(
    Query(Operation.value, ("X",), ("1",), periods=(parse_period("2023-08"),)),
    (
        Line(
            "X",
            "1",
            parse_period("2023-08"),
            Decimal("84.05"),
            unit="percent",
            decimals=2,
            source="QĐ 766",
            as_of="2023-12-29",
        ),
    ),
)


@pytest.mark.parametrize(
    ("text", "stray"),
    [
        ("Tỷ lệ tháng 8/2023 là 84,05%.", ()),
        ("Tỷ lệ tháng 8/2023 là 84,5%.", ("84,5",)),
        ("Tỷ lệ tháng 9/2023 là 84,05%.", ("9",)),
        ("Theo QĐ 766, tỷ lệ là 84,05%.", ()),
        ("Theo QĐ 767, tỷ lệ là 84,05%.", ("767",)),
        ("Tăng gấp 3 lần, đạt 84,05%.", ("3",)),
        ("Phủ sóng 3G là 84,05%.", ()),
        ("Rate in August 2023: 84.05%.", ()),
    ],
)
def test_a_number_that_the_result_does_not_hold_is_found(text: str, stray: tuple[str, ...]) -> None:
    assert strays(text, numbers_of(RESULT), ("QĐ 766", "phủ sóng 3G")) == stray


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1.234,5", [Decimal("1234.5")]),
        ("1,234.5", [Decimal("1234.5")]),
        ("84.05 và 84,05", [Decimal("84.05")] * 2),
        ("hơn 123.000 hồ sơ", [Decimal(123000)]),
    ],
)
def test_numbers_are_read_as_both_languages_write_them(text: str, numbers: list[Decimal]) -> None:
    assert numbers_in(text) == numbers


@given(
    value=some.decimals(min_value=0, max_value=10**13, places=2),
    unit=some.sampled_from(["percent", "vnd", "dossier"]),
    language=some.sampled_from(LANGUAGES),
    period=some.sampled_from(["2023", "2023-Q3", "2023-08", "2023-H2", "2023-01-01/2023-12-29", "2023-W35"]),
    qualifier=some.sampled_from(["", "more_than", "nearly"]),
)
def test_what_templates_say_of_any_figure_holds_no_number_from_nowhere(
    value: Decimal, unit: str, language: str, period: str, qualifier: str
) -> None:
    when = parse_period(period)
    line = Line("X", "1", when, value, qualifier, unit, decimals=2, source="báo cáo", as_of="2023-12-29")
    result = Result(Query(Operation.value, ("X",), ("1",), periods=(when,)), (line,))
    units = {
        "percent": Unit(Named("%", "%"), "percent"),
        "vnd": Unit(Named("đồng", "VND"), "money", vnd=True),
        "dossier": Unit(Named("hồ sơ", "dossiers"), "count"),
    }
    names = Names({"X": Named("Tỷ lệ", "Rate")}, {"1": Named("Tỉnh A", "A", area=True)}, units, "1")

    text = Speech(language, names, date(2023, 12, 29)).say(result)

    assert strays(text, numbers_of(result), ()) == ()
