"""Whether work that stands in one version of a process has a place in another.

A spot has a place where the same block waits for the same role inside the same parts, and spots that stand side by side
still do. Steps that the new version puts before a spot, or beside it, are not made up for: they are past.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, zip_longest

from songbe.cases.rules.blocks import Block, Consult, Process, Together, lines_of
from songbe.cases.rules.process import Seat, Spot, seats

Way = tuple[tuple[str, int], ...]
"""From the whole process to a block: each part it is inside of, and in which of the part's lines."""


class Why(StrEnum):
    """Why a spot has no place in another version."""

    gone = "gone"
    other_kind = "other_kind"
    other_role = "other_role"
    part_gone = "part_gone"
    not_asked = "not_asked"
    in_turn = "in_turn"


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A spot that has no place. part_gone: a part around it is gone; in_turn: what stood beside it would come after."""

    spot: Spot
    why: Why


def unplaced(old: Process, new: Process, standing: Iterable[Spot]) -> tuple[Unplaced, ...]:
    """Return the spots of the old version that have no place in the new one, in their order; none: work may move.

    standing: spots that the old version knows; one it does not know is gone.
    """
    spots = sorted(standing)
    before, after = seats(old), seats(new)
    found = {spot: why for spot in spots if (why := _why(spot, before, after)) is not None}
    placed = [spot for spot in spots if spot not in found]
    for one, other in combinations(placed, 2):
        if one.key != other.key and not _side_by_side(one.key, other.key, after):
            found |= {one: Why.in_turn, other: Why.in_turn}
    return tuple(Unplaced(spot, found[spot]) for spot in spots if spot in found)


def staying(old: Process, new: Process, standing: Iterable[Spot]) -> Mapping[Spot, Block]:
    """Return the spots that have a place, each with its block of the new version."""
    spots = sorted(standing)
    without = {each.spot for each in unplaced(old, new, spots)}
    after = seats(new)
    return {spot: after[spot.key].block for spot in spots if spot not in without}


def _why(spot: Spot, before: Mapping[str, Seat], after: Mapping[str, Seat]) -> Why | None:
    if spot.key not in before or spot.key not in after:
        return Why.gone
    old, new = before[spot.key].block, after[spot.key].block
    if type(old) is not type(new):
        return Why.other_kind
    if getattr(old, "role", "") != getattr(new, "role", ""):
        return Why.other_role
    kept = {key: type(after[key].block) for key in _around(spot.key, after)}
    if any(kept.get(key) is not type(before[key].block) for key in _around(spot.key, before)):
        return Why.part_gone
    if isinstance(old, Consult) and isinstance(new, Consult) and not _still_asked(spot.part, old, new):
        return Why.not_asked
    return None


def _still_asked(part: str, old: Consult, new: Consult) -> bool:
    return old.chosen == new.chosen if old.chosen or new.chosen else part in new.asked


def _around(key: str, known: Mapping[str, Seat]) -> tuple[str, ...]:
    return tuple(part for part, _line in _way(key, known) if part)


def _way(key: str, known: Mapping[str, Seat]) -> Way:
    seat = known[key]
    if not seat.parent:
        return (("", 0),)
    lines = lines_of(known[seat.parent].block)
    number = next(at for at, line in enumerate(lines) if any(block.key == key for block in line))
    return (*_way(seat.parent, known), (seat.parent, number))


def _side_by_side(one: str, other: str, known: Mapping[str, Seat]) -> bool:
    """Whether two blocks stand in different lines of a part whose lines go on at the same time."""
    for here, there in zip_longest(_way(one, known), _way(other, known)):
        if here != there:
            same_part = here is not None and there is not None and here[0] == there[0]
            return same_part and isinstance(known[here[0]].block, Together)
    return False
