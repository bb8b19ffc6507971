"""What a query came to, before it is said: figures as lines, what follows from them, what must be said with them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from songbe.assistant.rules.query import Query, Refusal, Test
from songbe.kernel.periods import Period


class Mark(StrEnum):
    """What has to be said in the same sentence as a figure."""

    running = "running"
    unequal = "unequal"
    covered = "covered"
    provisional = "provisional"
    simulated = "simulated"
    restated = "restated"
    estimate = "estimate"
    suppressed = "suppressed"
    missing = "missing"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of a result. label: of a part that is named (``13 centres of departments``); position: in a ranking,
    from 1, alike for equal values; 0 where nothing is ranked. share: of a change, in the figure's unit. counted: from
    records here, so that its source is this system."""

    indicator: str
    place: str
    period: Period
    value: Decimal | None
    qualifier: str = ""
    unit: str = ""
    decimals: int = 0
    target: Decimal | None = None
    target_status: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    position: int = 0
    share: Decimal | None = None
    source: str = ""
    as_of: str = ""
    basis: str = "as-then"
    label: str = ""
    covered: Period | None = None
    simulated: bool = False
    status: str = ""
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Derived:
    """Numbers that follow from the lines. change: later minus earlier, or first minus second; percent: of the earlier,
    None if that is 0; missing: to the target, 0 when it is met; counted: places ranked or tested, and how many of
    them fulfil a test."""

    change: Decimal | None = None
    percent: Decimal | None = None
    missing: Decimal | None = None
    met: bool | None = None
    counted: int = 0
    fulfil: int = 0
    highest: int = -1
    lowest: int = -1


@dataclass(frozen=True, slots=True)
class Nearest:
    """What exists in place of what was asked: a period, a place, an indicator; or nothing."""

    period: Period | None = None
    place: str = ""
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What a query came to. before: the lines it is compared with; by: what a change is split by (``place``,
    ``period``); said: the words that were refused."""

    query: Query
    lines: tuple[Line, ...] = ()
    before: tuple[Line, ...] = ()
    derived: Derived = field(default_factory=Derived)
    by: str = ""
    warnings: tuple[Mark, ...] = ()
    refusal: Refusal | None = None
    said: str = ""
    nearest: Nearest = field(default_factory=Nearest)
    texts: tuple[tuple[str, str], ...] = ()

    def text(self, name: str) -> str:
        """Return a named text of the result, such as a definition; empty if it has none."""
        return dict(self.texts).get(name, "")


def positions(values: Iterable[Decimal | None], order: str) -> list[int]:
    """Return the position of each value, from 1; equal values share one, and the next leaves a gap. 0: no value."""
    known = list(values)
    there = sorted((value for value in known if value is not None), reverse=order != "asc")
    return [0 if value is None else there.index(value) + 1 for value in known]


def ranked(lines: Iterable[Line], order: str) -> list[Line]:
    """Return the lines that have a value in their order, each with its position; equal ones by place."""
    found = [line for line in lines if line.value is not None]
    numbered = [
        replace(line, position=at)
        for line, at in zip(found, positions([line.value for line in found], order), strict=True)
    ]
    return sorted(numbered, key=lambda line: line.position)


def difference(later: Line, earlier: Line) -> tuple[Decimal | None, Decimal | None]:
    """Return by how much a value differs from an earlier one, and by how many percent of it (one decimal)."""
    if later.value is None or earlier.value is None:
        return None, None
    change = later.value - earlier.value
    percent = rounded(Fraction(change) / abs(Fraction(earlier.value)) * 100, 1) if earlier.value else None
    return change, percent


def missing(value: Decimal, target: Decimal, direction: str) -> Decimal:
    """Return how much a value lacks of its target on the side that is better; 0 when it is met."""
    left = value - target if direction == "lower" else target - value
    return max(left, Decimal(0))


def fulfils(line: Line, test: Test) -> bool:
    """Whether a line's value fulfils a test; a line without a value, or without the target it is tested against, does
    not."""
    if line.value is None:
        return False
    if test.value is None:
        met = line.target_status in ("met", "on-track")
        return line.target is not None and met == test.meets
    match test.sign:
        case ">":
            return line.value > test.value
        case ">=":
            return line.value >= test.value
        case "<":
            return line.value < test.value
        case _:
            return line.value <= test.value


def shares(now: Iterable[Line], before: Iterable[Line], whole: tuple[Line, Line]) -> list[Decimal | None]:
    """Return what each part contributes to the change of the whole, in its unit; the parts of both are in one order.

    Of a sum: the part's own change. Of a ratio of sums r = N/D: (n1 - r0 d1)/D1 - (n0 - r0 d0)/D0, which sums to
    r1 - r0 over all parts, whatever moved between them. None where a part's numbers are not known.
    """
    later, earlier = whole
    found: list[Decimal | None] = []
    ratio = later.denominator is not None and earlier.denominator is not None
    for one, other in zip(now, before, strict=True):
        found.append(_share_of_ratio(one, other, later, earlier) if ratio else _share_of_sum(one, other))
    return found


def _share_of_sum(one: Line, other: Line) -> Decimal | None:
    return None if one.value is None or other.value is None else one.value - other.value


def _share_of_ratio(one: Line, other: Line, later: Line, earlier: Line) -> Decimal | None:
    numbers = (
        *(one.numerator, one.denominator, other.numerator, other.denominator),
        *(later.denominator, earlier.denominator, earlier.numerator),
    )
    if any(number is None for number in numbers) or not later.denominator or not earlier.denominator:
        return None
    n1, d1, n0, d0, whole1, whole0, start = (Fraction(number or 0) for number in numbers)
    if not start and not whole0:
        return None
    level, scale = start / whole0, _scale(earlier)
    part = (n1 - level * d1) / whole1 - (n0 - level * d0) / whole0
    return rounded(part * scale, max(later.decimals, 2))


def _scale(line: Line) -> Fraction:
    """Return by what a ratio is multiplied to be the value: 100 for a percentage."""
    if not line.numerator or not line.denominator or line.value is None:
        return Fraction(100)
    plain = Fraction(line.numerator) / Fraction(line.denominator)
    scale = Fraction(line.value) / plain
    return min((Fraction(1), Fraction(100), Fraction(1000), Fraction(100_000)), key=lambda known: abs(known - scale))


def rounded(value: Fraction, digits: int) -> Decimal:
    """Return a fraction rounded half up."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
