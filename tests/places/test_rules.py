"""Units over time: whose past counts for whom."""

from collections import defaultdict
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from songbe.places.rules import Basis, UnitChange, UnitState, reaches_now, reaches_then

DAY = date(2025, 7, 1)
TODAY = date(2026, 1, 1)

MERGER = [
    UnitState("P", "", "province", None, DAY),
    UnitState("D", "P", "district", None, DAY),
    UnitState("A", "D", "commune", None, DAY),
    UnitState("B", "D", "commune", None, DAY),
    UnitState("Q", "", "province", DAY, None),
    UnitState("A", "Q", "commune", DAY, None),  # the new unit bears an old unit's code
    UnitState("N", "Q", "commune", DAY, None),
]
CHANGES = [
    UnitChange(DAY, "A", "A", Fraction(1, 3)),
    UnitChange(DAY, "A", "N", Fraction(2, 3)),
    UnitChange(DAY, "B", "A", Fraction(1)),
]


def _now(descendant: str, day: date) -> dict[str, Fraction]:
    found = reaches_now(MERGER, CHANGES, today=TODAY)
    return {
        r.ancestor: r.weight
        for r in found
        if r.descendant == descendant and (r.valid_from or date.min) <= day < (r.valid_to or date.max)
    }


def test_a_divided_commune_counts_for_its_parts_by_their_weights() -> None:
    assert _now("A", date(2023, 1, 1)) == {"A": Fraction(1, 3), "N": Fraction(2, 3)}


def test_a_commune_that_was_taken_over_whole_counts_whole_for_its_successor() -> None:
    assert _now("B", date(2023, 1, 1)) == {"A": Fraction(1)}


def test_the_province_that_took_over_does_not_get_the_past_of_the_one_it_absorbed() -> None:
    assert "Q" not in _now("A", date(2023, 1, 1))
    assert _now("N", date(2025, 8, 1)) == {"N": Fraction(1)}


def test_a_district_that_was_abolished_counts_for_no_new_unit() -> None:
    assert _now("D", date(2023, 1, 1)) == {}


def test_a_province_that_goes_on_keeps_all_its_past() -> None:
    states = [UnitState("P", "", "province", None, None), *MERGER[1:4], UnitState("N", "P", "commune", DAY, None)]
    changes = [UnitChange(DAY, "A", "N", Fraction(1)), UnitChange(DAY, "B", "N", Fraction(1))]

    found = reaches_now(states, changes, today=TODAY)

    assert {(r.descendant, r.weight) for r in found if r.ancestor == "P"} == {("P", Fraction(1))}


def test_as_then_a_unit_counts_for_all_above_it_while_they_were() -> None:
    found = {(r.descendant, r.ancestor, r.valid_from, r.valid_to) for r in reaches_then(MERGER)}

    assert ("A", "P", None, DAY) in found
    assert ("A", "Q", DAY, None) in found
    assert ("B", "Q", None, DAY) not in found


@st.composite
def upheavals(draw: st.DrawFn) -> tuple[list[UnitState], list[UnitChange]]:
    """Provinces of communes that one or two changes of the map divide and join, with codes used again."""
    names = [f"c{i}" for i in range(draw(st.integers(1, 5)))]
    days = [DAY] if draw(st.booleans()) else [date(2020, 1, 1), DAY]
    states: list[UnitState] = []
    changes: list[UnitChange] = []
    since: date | None = None
    current = names
    for on in [*days, None]:
        states += [UnitState(name, "", "commune", since, on) for name in current]
        if on is None:
            break
        following = draw(st.lists(st.sampled_from([*names, "n0", "n1", "n2"]), min_size=1, max_size=4, unique=True))
        reached: set[str] = set()
        for name in current:
            parts = draw(st.lists(st.sampled_from(following), min_size=1, max_size=3, unique=True))
            shares = [draw(st.integers(1, 4)) for _ in parts]
            changes += [
                UnitChange(on, name, part, Fraction(s, sum(shares))) for part, s in zip(parts, shares, strict=True)
            ]
            reached |= set(parts)
        current, since = sorted(reached), on
    return states, changes


@given(upheavals())
def test_nothing_is_lost_and_nothing_counted_twice_on_the_new_map(
    upheaval: tuple[list[UnitState], list[UnitChange]],
) -> None:
    states, changes = upheaval

    found = reaches_now(states, changes, today=TODAY)

    sums: dict[tuple[str, date | None], Fraction] = defaultdict(Fraction)
    for reach in found:
        assert reach.basis is Basis.now
        sums[reach.descendant, reach.valid_from] += reach.weight
    assert sums == {(state.code, state.valid_from): Fraction(1) for state in states}
