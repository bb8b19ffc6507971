"""Where work stands in a process and where it goes next. docs/rules/processes.md

Work stands on spots: a block that waits for somebody, and for a consultation the agency that is asked. A move closes
spots and opens others; it is a pure function of the process, the spots, and what is known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from songbe.cases.rules.blocks import (
    Block,
    Consult,
    Data,
    Decide,
    Handoff,
    Line,
    Process,
    Step,
    Together,
    Wait,
    every,
    holds,
    lines_of,
)


class Spot(NamedTuple):
    """Where work waits. part: of a consultation, the agency asked; else empty."""

    key: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """What a move does. ended: nothing is left to do. finished: a step that fixes the result was done."""

    closed: frozenset[Spot]
    opened: tuple[Spot, ...]
    ended: bool
    finished: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a block stands: in which line, after which it comes, and inside of which block."""

    block: Block
    line: Line
    at: int
    parent: str


class NoSuchSpot(LookupError):
    """Work does not stand there."""


def seats(process: Process) -> Mapping[str, Seat]:
    """Return where each block of a process stands, by key."""
    found: dict[str, Seat] = {}

    def note(line: Line, parent: str) -> None:
        for at, block in enumerate(line):
            found[block.key] = Seat(block, line, at, parent)
            for inner in lines_of(block):
                note(inner, block.key)

    note(process.line, "")
    return found


def start(process: Process, data: Data) -> Move:
    """Return the move that begins a process."""
    opened, ended = _enter(seats(process), process.line, 0, "", frozenset(), data)
    return Move(frozenset(), opened, ended)


def advance(process: Process, standing: Iterable[Spot], spot: Spot, data: Data) -> Move:
    """Return the move after the work on a spot is done.

    data: with the outcome of that work under its key. Raises NoSuchSpot if work does not stand there.
    """
    now, known = frozenset(standing), seats(process)
    if spot not in now:
        raise NoSuchSpot(spot)
    block = known[spot.key].block
    closed = frozenset({spot})
    if isinstance(block, Consult):
        others = {each for each in now - closed if each.key == spot.key}
        if others and (block.chosen or len(block.asked) - len(others) < block.need):
            return Move(closed, (), ended=False)
        closed |= others
    opened, ended = _after(known, spot.key, now - closed, data)
    return Move(closed, opened, ended, isinstance(block, Step) and block.finishes)


def send_back(process: Process, standing: Iterable[Spot], spot: Spot, to: str) -> Move:
    """Return the move that gives work back to an earlier step, by its key.

    Raises NoSuchSpot if work does not stand on the spot or the spot may not be returned there.
    """
    now, known = frozenset(standing), seats(process)
    block = known[spot.key].block if spot in now else None
    if not isinstance(block, Step) or to not in block.back_to:
        raise NoSuchSpot(spot)
    inside = {each.key for inner in known[to].line[known[to].at :] for each in every((inner,))}
    return Move(frozenset(each for each in now if each.key in inside), (Spot(to),), ended=False)


def allowed_back(process: Process, key: str) -> tuple[str, ...]:
    """Return the steps that a step may be returned to without breaking other work: earlier ones of its own line or of
    a line around it, save lines that go on beside others."""
    known = seats(process)
    allowed: list[str] = []
    here = known[key]
    while True:
        allowed += [block.key for block in here.line[: here.at] if isinstance(block, Step)]
        if not here.parent:
            return tuple(allowed)
        here = known[here.parent]


def _enter(
    known: Mapping[str, Seat], line: Line, at: int, parent: str, standing: frozenset[Spot], data: Data
) -> tuple[tuple[Spot, ...], bool]:
    """Go into a line at a place; return what opens and whether the whole process is over."""
    if at == len(line):
        return ((), True) if not parent else _after_inside(known, parent, standing, data)
    block = line[at]
    match block:
        case Step() | Wait() | Handoff():
            return (Spot(block.key),), False
        case Consult():
            spots = tuple(Spot(block.key, agency) for agency in block.agencies(data))
            return (spots, False) if spots else _enter(known, line, at + 1, parent, standing, data)
        case Decide():
            taken = next((rule.line for rule in block.rules if holds(rule.when, data)), ())
            if taken:
                return _enter(known, taken, 0, block.key, standing, data)
            return _enter(known, line, at + 1, parent, standing, data)
        case Together():
            return _enter_all(known, block, standing, data)


def _enter_all(
    known: Mapping[str, Seat], block: Together, standing: frozenset[Spot], data: Data
) -> tuple[tuple[Spot, ...], bool]:
    """Go into lines side by side; those that have nothing to do are done at once."""
    opened: tuple[Spot, ...] = ()
    for line in block.lines:
        opened += _open_only(known, line, data)
    if opened:
        return opened, False
    return _after(known, block.key, standing, data)


def _open_only(known: Mapping[str, Seat], line: Line, data: Data) -> tuple[Spot, ...]:
    """Return what a line opens by itself, without going on after it."""
    for at, block in enumerate(line):
        inner = _only(known, block, data)
        if inner or at == len(line) - 1:
            return inner
    return ()


def _only(known: Mapping[str, Seat], block: Block, data: Data) -> tuple[Spot, ...]:
    match block:
        case Decide():
            taken = next((rule.line for rule in block.rules if holds(rule.when, data)), ())
            return _open_only(known, taken, data)
        case Together():
            return tuple(spot for line in block.lines for spot in _open_only(known, line, data))
        case Consult():
            return tuple(Spot(block.key, agency) for agency in block.agencies(data))
        case _:
            return (Spot(block.key),)


def _after(known: Mapping[str, Seat], key: str, standing: frozenset[Spot], data: Data) -> tuple[tuple[Spot, ...], bool]:
    seat = known[key]
    return _enter(known, seat.line, seat.at + 1, seat.parent, standing, data)


def _after_inside(
    known: Mapping[str, Seat], parent: str, standing: frozenset[Spot], data: Data
) -> tuple[tuple[Spot, ...], bool]:
    """Come to the end of a line inside a block: go on after the block unless lines beside it are still at work."""
    block = known[parent].block
    if isinstance(block, Together):
        inside = {each.key for line in block.lines for each in every(line)}
        if any(spot.key in inside for spot in standing):
            return (), False
    return _after(known, parent, standing, data)
