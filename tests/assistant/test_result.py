"""What follows from figures: positions, differences, what is missing, what each part contributes."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from songbe.assistant.rules.query import Test as Condition
from songbe.assistant.rules.result import Line, difference, fulfils, missing, positions, shares
from songbe.kernel.periods import year

NOW, BEFORE = year(2023), year(2022)


def line(value: str | None, numerator: int | None = None, denominator: int | None = None) -> Line:
    """A figure as the rules see it."""
    given = [None if number is None else Decimal(number) for number in (numerator, denominator)]
    return Line(
        "X",
        "p",
        NOW,
        None if value is None else Decimal(value),
        "",
        "percent",
        2,
        numerator=given[0],
        denominator=given[1],
    )


def test_equal_values_share_a_position_and_the_next_leaves_a_gap() -> None:
    assert positions([Decimal(3), Decimal(5), None, Decimal(5)], "desc") == [3, 1, 0, 1]
    assert positions([Decimal(3), Decimal(5), None, Decimal(5)], "asc") == [1, 2, 0, 2]


def test_a_difference_is_the_later_less_the_earlier_and_a_percentage_of_the_earlier() -> None:
    assert difference(line("80"), line("64")) == (Decimal(16), Decimal("25.0"))
    assert difference(line("80"), line("0")) == (Decimal(80), None)
    assert difference(line("80"), line(None)) == (None, None)


@pytest.mark.parametrize(
    ("value", "target", "direction", "left"),
    [("84", "90", "higher", "6"), ("95", "90", "higher", "0"), ("12", "10", "lower", "2"), ("8", "10", "lower", "0")],
)
def test_what_is_missing_lies_on_the_side_that_is_better(value: str, target: str, direction: str, left: str) -> None:
    assert missing(Decimal(value), Decimal(target), direction) == Decimal(left)


@pytest.mark.parametrize(("sign", "passes"), [(">", False), (">=", True), ("<", False), ("<=", True)])
def test_a_value_at_the_limit_fulfils_what_includes_it(sign: str, passes: bool) -> None:
    assert fulfils(line("95"), Condition(sign, Decimal(95))) is passes


def test_a_place_without_a_target_neither_meets_nor_misses_it() -> None:
    assert not fulfils(line("95"), Condition(meets=True))
    assert not fulfils(line("95"), Condition(meets=False))


counts = some.lists(some.tuples(*[some.integers(0, 10**6)] * 2), min_size=1, max_size=9)


@given(now=counts, before=counts)
def test_contributions_to_a_count_sum_to_its_change(now: list[tuple[int, int]], before: list[tuple[int, int]]) -> None:
    size = min(len(now), len(before))
    later, earlier = [line(str(n)) for n, _ in now[:size]], [line(str(n)) for n, _ in before[:size]]
    whole = (line(str(sum(n for n, _ in now[:size]))), line(str(sum(n for n, _ in before[:size]))))

    assert sum(share or 0 for share in shares(later, earlier, whole)) == (whole[0].value or 0) - (whole[1].value or 0)


@given(
    parts=some.lists(
        some.tuples(some.integers(1, 5000), some.integers(0, 5000), some.integers(1, 5000), some.integers(0, 5000)),
        min_size=1,
        max_size=9,
    )
)
def test_contributions_to_a_rate_sum_to_its_change_whatever_moved_between_the_parts(
    parts: list[tuple[int, int, int, int]],
) -> None:
    def rate(numerator: int, denominator: int) -> Line:
        exact = Fraction(100 * numerator, denominator)
        return line(str(round(float(exact), 6)), numerator, denominator)

    later = [rate(min(n1, d1), d1) for d1, n1, _d0, _n0 in parts]
    earlier = [rate(min(n0, d0), d0) for _d1, _n1, d0, n0 in parts]
    whole = tuple(
        rate(sum(int(one.numerator or 0) for one in side), sum(int(one.denominator or 0) for one in side))
        for side in (later, earlier)
    )

    found = shares(later, earlier, (whole[0], whole[1]))

    if all(share is not None for share in found):
        change = (whole[0].value or 0) - (whole[1].value or 0)
        assert float(sum(share or 0 for share in found)) == pytest.approx(float(change), abs=0.02 * len(parts))
