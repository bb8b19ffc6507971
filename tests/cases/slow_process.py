"""A second way to walk through a process, sharing no code with the first: what is left to do, as an expression.

Left is a nested list: ("leaf", spot), ("some", key, asked, need), ("seq", [..]), ("par", [..]). Doing a spot rewrites
the expression; decisions are taken when the part before them is done.
"""

from typing import Any

from songbe.cases.rules.blocks import Block, Consult, Data, Decide, Line, Together, holds

Left = tuple[Any, ...]
DONE: Left = ("seq", [])


def of(line: Line) -> Left:
    """What is left to do at the beginning."""
    return ("seq", list(line))


def open_now(left: Left, data: Data) -> tuple[Left, set[tuple[str, str]]]:
    """Unfold what may be done now; return what is left, unfolded, and where work stands."""
    kind = left[0]
    if kind == "leaf":
        return left, {left[1]}
    if kind == "some":
        return left, {(left[1], agency) for agency in left[2]}
    if kind == "par":
        parts = [open_now(part, data) for part in left[1]]
        parts = [(part, spots) for part, spots in parts if spots]
        return (("par", [part for part, _ in parts]) if parts else DONE), {s for _, spots in parts for s in spots}
    rest = list(left[1])
    while rest:
        first = rest[0] if isinstance(rest[0], tuple) else unfold(rest[0], data)
        first, spots = open_now(first, data)
        if spots:
            return ("seq", [first, *rest[1:]]), spots
        rest = rest[1:]
    return DONE, set()


def unfold(block: Block, data: Data) -> Left:
    """A block as something left to do; a decision becomes the line it takes."""
    if isinstance(block, Decide):
        for rule in block.rules:
            if holds(rule.when, data):
                return of(rule.line)
        return DONE
    if isinstance(block, Together):
        return ("par", [of(line) for line in block.lines])
    if isinstance(block, Consult):
        if block.asked[0].startswith("{"):
            chosen = [str(each) for each in data.get(block.asked[0].strip("{}"), [])]  # type: ignore[attr-defined]
            return ("some", block.key, tuple(dict.fromkeys(chosen)), len(set(chosen))) if chosen else DONE
        return ("some", block.key, tuple(block.asked), block.need)
    return ("leaf", (block.key, ""))


def do(left: Left, spot: tuple[str, str]) -> Left:
    """What is left after the work on a spot."""
    kind = left[0]
    if kind == "leaf":
        return DONE if left[1] == spot else left
    if kind == "some":
        if left[1] != spot[0] or spot[1] not in left[2]:
            return left
        rest = tuple(agency for agency in left[2] if agency != spot[1])
        return DONE if left[3] == 1 else ("some", left[1], rest, left[3] - 1)
    if kind == "par":
        return ("par", [do(part, spot) for part in left[1]])
    return ("seq", [do(left[1][0], spot), *left[1][1:]])
