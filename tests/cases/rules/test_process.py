"""Work stands where a process says it does, whatever the process, the order and the decisions."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songbe.cases.declare.processes import ProcessSheet
from songbe.cases.rules.blocks import Block, Consult, Decide, Line, Process, Rule, Step, Together, Wait, every, longest
from songbe.cases.rules.checks import process_faults
from songbe.cases.rules.process import NoSuchSpot, Spot, advance, send_back, start
from songbe.config.environment import ROOT
from songbe.packs.faults import Faults
from songbe.packs.reading import read_document
from tests.cases import slow_process


def step(key: str, **said: object) -> Step:
    """A step somebody does."""
    return Step(key, key, key, "handler", **said)  # type: ignore[arg-type]


@st.composite
def lines(draw: st.DrawFn, depth: int = 3) -> Line:
    """A line of blocks, each with a key of its own once ``keyed`` has been over it."""
    kinds = ["step", "consult", "wait"] + (["decide", "together"] if depth else [])
    blocks: list[Block] = []
    for _ in range(draw(st.integers(1, 3))):
        match draw(st.sampled_from(kinds)):
            case "step":
                blocks.append(step("s"))
            case "wait":
                blocks.append(Wait("w", "w", "w", "supplement", "handler"))
            case "consult":
                asked = tuple("ABC"[: draw(st.integers(1, 3))])
                blocks.append(Consult("c", "c", "c", "handler", asked, draw(st.integers(1, len(asked)))))
            case "decide":
                rules = tuple(
                    Rule({"x": draw(st.integers(0, 2))}, draw(lines(depth=depth - 1)))
                    for _ in range(draw(st.integers(1, 2)))
                )
                blocks.append(Decide("d", "d", "d", rules))
            case _:
                inner = tuple(draw(lines(depth=depth - 1)) for _ in range(draw(st.integers(2, 3))))
                blocks.append(Together("t", "t", "t", inner))
    return tuple(blocks)


def keyed(line: Line, counter: list[int]) -> Line:
    """The same line with keys that stand once."""
    from dataclasses import replace

    made: list[Block] = []
    for block in line:
        counter[0] += 1
        key = f"k{counter[0]}"
        match block:
            case Decide():
                rules = tuple(Rule(rule.when, keyed(rule.line, counter)) for rule in block.rules)
                made.append(replace(block, key=key, rules=rules))
            case Together():
                made.append(replace(block, key=key, lines=tuple(keyed(inner, counter) for inner in block.lines)))
            case _:
                made.append(replace(block, key=key))
    return tuple(made)


def walk(process: Process, seed: int) -> int:
    """Walk a process to its end in a random order beside the slow way; return how many steps it took."""
    choose = random.Random(seed)
    data: dict[str, object] = {"x": choose.randrange(3), "agencies": choose.choices("ABC", k=choose.randrange(5))}
    move = start(process, data)
    standing, ended = set(move.opened), move.ended
    left, slow = slow_process.open_now(slow_process.of(process.line), data)
    steps = 0
    while True:
        assert standing == slow
        assert ended == (not standing)
        if ended:
            return steps
        spot = choose.choice(sorted(standing))
        data = {**data, "x": choose.randrange(3), spot.key: "done"}
        move = advance(process, standing, spot, data)
        standing = (standing - move.closed) | set(move.opened)
        ended = move.ended
        left, slow = slow_process.open_now(slow_process.do(left, spot), data)
        steps += 1


@given(lines(), st.integers(0, 2**32))
def test_any_process_walks_as_a_second_reckoning_of_what_is_left_says(line: Line, seed: int) -> None:
    walk(Process("p", "p", "p", keyed(line, [0])), seed)


@pytest.mark.parametrize("path", sorted(ROOT.glob("packs/*/cases/processes/*.yaml")), ids=lambda path: path.stem)
def test_every_process_of_a_pack_walks_to_its_end_in_a_thousand_orders(path: Path) -> None:
    read = read_document(path, ProcessSheet, Faults(ROOT))
    assert read is not None
    process = read.value.process()
    assert process_faults(process) == ()

    for seed in range(1000):
        assert walk(process, seed) >= 1


def test_work_goes_back_to_an_earlier_step_and_what_was_beside_it_is_closed() -> None:
    first, both = step("a"), Together("t", "", "", ((step("b"),), (step("c", back_to=("a",)),)))
    process = Process("p", "", "", (first, both, step("d")))

    move = send_back(process, {Spot("b"), Spot("c")}, Spot("c"), "a")

    assert set(move.closed) == {Spot("b"), Spot("c")}
    assert move.opened == (Spot("a"),)


def test_work_is_not_done_where_it_does_not_stand() -> None:
    process = Process("p", "", "", (step("a"), step("b")))

    with pytest.raises(NoSuchSpot):
        advance(process, {Spot("a")}, Spot("b"), {})


def test_the_longest_way_counts_what_goes_on_side_by_side_once() -> None:
    sheet = ProcessSheet.model_validate(
        {
            "code": "p", "name_vi": "p", "name_en": "p",
            "line": [
                {"step": "a", "role": "handler", "time": 0.25},
                {"together": "t", "lines": [
                    {"line": [{"step": "b", "role": "handler", "time": "4h"}]},
                    {"line": [{"step": "c", "role": "handler", "time": 1}]},
                ]},
            ],
        }
    )  # fmt: skip

    assert longest(sheet.process().line, 480) == 120 + 480


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ((step("a", finishes=True), step("a")), "stands twice"),
        ((step("a"),), "never fixes the result"),
        ((step("a", finishes=True), step("b", finishes=True)), "twice"),
        ((step("a", back_to=("b",), finishes=True), step("b")), "cannot go back"),
        ((Decide("d", "", "", (Rule({}, (step("a"),)), Rule({"x": 1}, (step("b"),)))), step("c", finishes=True)),
         "always holds"),
        ((Consult("c", "", "", "handler", ("A", "A"), 2), step("b", finishes=True)), "answers of 2"),
        ((Consult("c", "", "", "handler", ("A",), 1, None, True), step("b", finishes=True)), "never ends"),
        ((Together("t", "", "", ((step("a"),),)), step("b", finishes=True)), "beside nothing"),
        ((Wait("w", "", "", "", "handler"), step("b", finishes=True)), "what is waited for"),
        ((Step("a", "", "", "", finishes=True),), "nobody does"),
    ],
)  # fmt: skip
def test_a_process_that_cannot_be_worked_by_is_named(line: Line, said: str) -> None:
    faults = process_faults(Process("p", "", "", line))

    assert any(said in fault.en for fault in faults), faults
    assert len({block.key for block in every(line)}) >= 1
