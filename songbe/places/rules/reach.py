"""Pure rules of places: which unit's past counts for which unit, and with what weight."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Basis(StrEnum):
    """On which map a figure is drawn: as it was when things happened, or as it is now."""

    then = "as-then"
    now = "as-now"


@dataclass(frozen=True, slots=True)
class UnitState:
    """A unit as it was in the half-open days [valid_from, valid_to); None is open."""

    code: str
    parent: str
    tier: str
    valid_from: date | None
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        """Whether this state is in force on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class UnitChange:
    """From ``on`` the past of ``old`` counts, with ``weight``, for ``new``."""

    on: date
    old: str
    new: str
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Reach:
    """What is recorded for ``descendant`` in [valid_from, valid_to) counts for ``ancestor`` with ``weight``."""

    basis: Basis
    descendant: str
    ancestor: str
    valid_from: date | None
    valid_to: date | None
    weight: Fraction


def reaches_then(states: Iterable[UnitState]) -> list[Reach]:
    """Return the closure of the tree as it was: each unit counts for itself and for every unit above it at the time."""
    by_code = _by_code(states)
    return [
        Reach(Basis.then, state.code, ancestor, start, end, Fraction(1))
        for found in by_code.values()
        for state in found
        for ancestor, start, end in _chain(by_code, state.code, state.valid_from, state.valid_to, 0)
    ]


def reaches_now(states: Iterable[UnitState], changes: Iterable[UnitChange], *, today: date) -> list[Reach]:
    """Return whose past counts for which unit on the map of ``today``: a unit's past with all that lay in it then.

    A divided unit counts for several units with weights that sum to one. A unit that still stands keeps its own
    past; a unit
    that took others over only as their new superior gets nothing of what was never its own.
    """
    listed = list(states)
    by_code, steps = _by_code(listed), sorted(changes, key=lambda change: change.on)
    return _merged(
        [
            Reach(Basis.now, state.code, code, state.valid_from, state.valid_to, weight)
            for state in listed
            for code, weight in _carried(state, steps).items()
            if _stands(by_code, code, today)
        ]
    )


def _stands(by_code: dict[str, list[UnitState]], code: str, day: date) -> bool:
    return any(state.holds_on(day) for state in by_code.get(code, ()))


def _by_code(states: Iterable[UnitState]) -> dict[str, list[UnitState]]:
    by_code: dict[str, list[UnitState]] = defaultdict(list)
    for state in states:
        by_code[state.code].append(state)
    return by_code


def _chain(
    by_code: dict[str, list[UnitState]], code: str, start: date | None, end: date | None, depth: int
) -> Iterator[tuple[str, date | None, date | None]]:
    yield code, start, end
    if depth > 8:
        return
    for state in by_code.get(code, ()):
        low, high = later(start, state.valid_from), earlier(end, state.valid_to)
        if state.parent and (low is None or high is None or low < high):
            yield from _chain(by_code, state.parent, low, high, depth + 1)


def later(a: date | None, b: date | None) -> date | None:
    """Return the later of two starts; None is the beginning of time."""
    return b if a is None else a if b is None else max(a, b)


def earlier(a: date | None, b: date | None) -> date | None:
    """Return the earlier of two ends; None is never."""
    return b if a is None else a if b is None else min(a, b)


def _carried(state: UnitState, steps: list[UnitChange]) -> dict[str, Fraction]:
    """Follow a unit through every change after its time; what it becomes, and in what shares."""
    shares = {state.code: Fraction(1)}
    for on in sorted({step.on for step in steps}):
        if state.valid_from is not None and state.valid_from >= on:
            continue
        moved: dict[str, Fraction] = defaultdict(Fraction)
        for code, share in shares.items():
            parts = [step for step in steps if step.on == on and step.old == code]
            for part in parts:
                moved[part.new] += share * part.weight
            if not parts:
                moved[code] += share
        shares = dict(moved)
    return shares


def _merged(found: list[Reach]) -> list[Reach]:
    weights: dict[tuple[str, str, date | None, date | None], Fraction] = defaultdict(Fraction)
    for reach in found:
        weights[reach.descendant, reach.ancestor, reach.valid_from, reach.valid_to] += reach.weight
    return [Reach(Basis.now, d, a, start, end, weight) for (d, a, start, end), weight in weights.items()]
