"""Work moves to another version of its process only where it can go on, and says why it cannot."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songbe.cases.rules.blocks import Block, Consult, Decide, Handoff, Line, Process, Rule, Step, Together, Wait
from songbe.cases.rules.moving_versions import Unplaced, Why, staying, unplaced
from songbe.cases.rules.process import Spot, advance, start
from tests.cases.rules.test_process import keyed, lines, step


def process(*line: Block) -> Process:
    """A process of these blocks."""
    return Process("p", "p", "p", line)


def together(*inner: Line, key: str = "t") -> Together:
    """Lines that go on side by side."""
    return Together(key, key, key, inner)


def decide(*inner: Line, key: str = "d") -> Decide:
    """A decision among lines."""
    return Decide(key, key, key, tuple(Rule({}, line) for line in inner))


def asking(*agencies: str, role: str = "handler") -> Consult:
    """A consultation of these agencies."""
    return Consult("a", "a", "a", role, agencies, len(agencies))


A, B, C = step("a"), step("b"), step("c")
WAIT = Wait("a", "a", "a", "supplement", "handler")


@pytest.mark.parametrize(
    ("old", "new", "standing", "why"),
    [
        (process(A, B), process(A, C, B), {Spot("b")}, {}),
        (process(A, B), process(B), {Spot("b")}, {}),
        (process(A, B), process(A), {Spot("b")}, {"b": Why.gone}),
        (process(A), process(WAIT), {Spot("a")}, {"a": Why.other_kind}),
        (process(A), process(replace(A, role="signer")), {Spot("a")}, {"a": Why.other_role}),
        (process(A), process(replace(A, at="STP", name_vi="mới")), {Spot("a")}, {}),
        (process(Handoff("a", "a", "a", "x")), process(Handoff("a", "a", "a", "y")), {Spot("a")}, {}),
        (process(decide((A,)), B), process(A, B), {Spot("a")}, {"a": Why.part_gone}),
        (process(decide((A,)), B), process(decide((B, A))), {Spot("a")}, {}),
        (process(decide((A,)), B), process(together((A,), (B,), key="d")), {Spot("a")}, {"a": Why.part_gone}),
        (process(A, B), process(decide((A,)), B), {Spot("a")}, {}),
        (process(together((A,), (B,))), process(together((A, B), (C,))), {Spot("a"), Spot("b")},
         {"a": Why.in_turn, "b": Why.in_turn}),
        (process(together((A,), (B,))), process(together((B, C), (A,))), {Spot("a"), Spot("b")}, {}),
        (process(together((A,), (B,))), process(together((A, B), (C,))), {Spot("b")}, {}),
        (process(together((A,), (B,))), process(together((A,), (C,))), {Spot("a"), Spot("b")}, {"b": Why.gone}),
        (process(asking("X", "Y")), process(asking("Y")), {Spot("a", "X"), Spot("a", "Y")}, {"a": Why.not_asked}),
        (process(asking("X")), process(asking("X", "Y")), {Spot("a", "X")}, {}),
        (process(asking("{w}")), process(asking("{w}")), {Spot("a", "X")}, {}),
        (process(asking("{w}")), process(asking("{v}")), {Spot("a", "X")}, {"a": Why.not_asked}),
        (process(asking("X")), process(asking("{w}")), {Spot("a", "X")}, {"a": Why.not_asked}),
        (process(A), process(A), set(), {}),
        (process(A), process(A, B), {Spot("b")}, {"b": Why.gone}),
    ],
)  # fmt: skip
def test_a_spot_has_a_place_where_the_same_block_waits_inside_the_same_parts(
    old: Process, new: Process, standing: set[Spot], why: dict[str, Why]
) -> None:
    found = unplaced(old, new, standing)

    assert {each.spot.key: each.why for each in found} == why
    assert set(staying(old, new, standing)) == standing - {each.spot for each in found}


def test_what_stays_is_given_with_its_new_block_and_what_does_not_with_its_reason() -> None:
    renamed = replace(A, name_vi="mới")
    old, new = process(together((A,), (B,))), process(together((renamed,), (C,)))

    assert staying(old, new, {Spot("a"), Spot("b")}) == {Spot("a"): renamed}
    assert unplaced(old, new, {Spot("a"), Spot("b")}) == (Unplaced(Spot("b"), Why.gone),)


def reached(process: Process, choose: random.Random) -> tuple[set[Spot], dict[str, object]]:
    """Where a case may stand after some steps, and what is known then."""
    data: dict[str, object] = {"x": choose.randrange(3)}
    move = start(process, data)
    standing = set(move.opened)
    for _ in range(choose.randrange(6)):
        if not standing:
            break
        spot = choose.choice(sorted(standing))
        data = {**data, "x": choose.randrange(3), spot.key: "done"}
        move = advance(process, standing, spot, data)
        standing = (standing - move.closed) | set(move.opened)
    return standing, data


def fresh(choose: random.Random) -> Step:
    """A step that was not there before."""
    return step(f"n{choose.random()}")


def changed(line: Line, choose: random.Random) -> Line:
    """The line as another version may say it: blocks gone, new ones, others in another order or unwrapped."""
    made = [each for block in line for each in become(inside(block, choose), choose)]
    if choose.randrange(6) == 0:
        choose.shuffle(made)
    return tuple(made)


def inside(block: Block, choose: random.Random) -> Block:
    """The block with other lines in it."""
    match block:
        case Together():
            return replace(block, lines=tuple(changed(each, choose) or (fresh(choose),) for each in block.lines))
        case Decide():
            return replace(block, rules=tuple(Rule(rule.when, changed(rule.line, choose)) for rule in block.rules))
        case _:
            return block


def become(block: Block, choose: random.Random) -> Line:
    """What stands in the place of a block: nothing, it with a new step, its lines one after another, another role."""
    match choose.randrange(9), block:
        case 0, _:
            return ()
        case 1, _:
            return (fresh(choose), block)
        case 2, Together():
            return tuple(each for line in block.lines for each in line)
        case 3, Together():
            first, second, *others = block.lines
            return (replace(block, lines=(first + second, (fresh(choose),), *others)),)
        case 4, Step():
            return (replace(block, role="signer"),)
        case _:
            return (block,)


@given(lines(), st.integers(0, 2**32))
def test_whoever_stands_in_a_version_has_a_place_in_that_version(line: Line, seed: int) -> None:
    here = process(*keyed(line, [0]))
    standing, _data = reached(here, random.Random(seed))

    assert unplaced(here, here, standing) == ()


@given(lines(), lines(), st.integers(0, 2**32))
def test_whatever_may_move_can_be_worked_to_the_end_and_opens_nothing_twice(
    line: Line, beside: Line, seed: int
) -> None:
    choose = random.Random(seed)
    old = process(*keyed((together(line, beside), *line), [0]))
    new = process(*changed(old.line, choose))
    standing, data = reached(old, choose)
    if unplaced(old, new, standing) or not standing:
        return

    for _ in range(500):
        spot = choose.choice(sorted(standing))
        data = {**data, "x": choose.randrange(3), spot.key: "done"}
        move = advance(new, standing, spot, data)
        left = standing - move.closed
        assert not left & set(move.opened)
        assert move.ended == (not left and not move.opened)
        standing = left | set(move.opened)
        if not standing:
            return
    raise AssertionError("it never ends")
