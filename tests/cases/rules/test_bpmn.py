"""A process drawn as BPMN is a document of the standard, and a second engine walks it as our rules do.

The second engine (SpiffWorkflow) reads the document and shares no code with the rules. Two things it cannot do by
itself are given to it: it does not count the instances that are done, which the condition of a quorum looks at, so
``CountingEngine`` tells it that number; and a call activity needs a process to call, so ``CALLED`` is one with a
single task. ``SONGBE_WALKS`` says how many random walks each process is put through.
"""

import os
import random
import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, BpmnValidator
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.specs.event_definitions import MessageEventDefinition
from SpiffWorkflow.util.task import TaskState

from songbe.cases.declare.processes import ProcessSheet
from songbe.cases.rules.blocks import (
    Block,
    Consult,
    Decide,
    Handoff,
    Line,
    Process,
    Rule,
    Step,
    Together,
    Wait,
    every,
    holds,
)
from songbe.cases.rules.bpmn import COMPLETED, NAMESPACES, SIZES, TASK, element_id, expression, to_bpmn
from songbe.cases.rules.process import Spot, advance, start
from songbe.config import cli
from songbe.config.environment import ROOT
from songbe.packs.faults import Faults
from songbe.packs.reading import read_document
from tests.cases.rules.test_process import keyed, lines, step

WALKS = int(os.environ.get("SONGBE_WALKS", "50"))
DECLARED = sorted(ROOT.glob("packs/*/cases/processes/*.yaml"))
PREFIXES = {name.removeprefix("xmlns:"): address for name, address in NAMESPACES.items()}
CALLED = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:called">
  <process id="{id}" isExecutable="true">
    <startEvent id="begins"/><userTask id="works"/><endEvent id="is_over"/>
    <sequenceFlow id="f1" sourceRef="begins" targetRef="works"/>
    <sequenceFlow id="f2" sourceRef="works" targetRef="is_over"/>
  </process>
</definitions>"""


@lru_cache
def schema() -> Any:
    """What tells whether a document fits the schema of the standard."""
    return BpmnValidator()


def declared(path: Path) -> Process:
    """The process of a file."""
    read = read_document(path, ProcessSheet, Faults(ROOT))
    assert read is not None
    return read.value.process()


# --- The second engine ------------------------------------------------------------------------------------------------
class CountingEngine(PythonScriptEngine):  # type: ignore[misc]
    """Evaluates conditions, and knows how many instances beside an instance are done."""

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:
        """Evaluate an expression over the data of a task."""
        done = task.parent.internal_data.get("merged", ()) if task.parent is not None else ()
        return super().evaluate(task, expression, {COMPLETED: len(done)})


class SecondReckoning:
    """A process as the second engine reads it from its document."""

    def __init__(self, process: Process) -> None:
        parser = BpmnParser(validator=schema())
        parser.add_bpmn_str(to_bpmn(process).encode())
        for case in sorted({block.case for block in every(process.line) if isinstance(block, Handoff)}):
            parser.add_bpmn_str(CALLED.format(id=element_id("case", case)).encode())
        self.blocks = {element_id("block", block.key): block for block in every(process.line)}
        self.spec = parser.get_spec(element_id("process", process.code))
        self.called = parser.get_subprocess_specs(self.spec.name)
        self.workflow: Any = None
        self.tasks: dict[Spot, Any] = {}

    def begin(self, data: Mapping[str, object]) -> None:
        """Begin to walk."""
        self.workflow = BpmnWorkflow(self.spec, self.called, script_engine=CountingEngine())
        self.workflow.get_tasks(spec_name="Start")[0].set_data(**data)
        self._go_on()

    def do(self, spot: Spot, data: Mapping[str, object]) -> None:
        """Do the work on a spot. data: what is known now, with its outcome."""
        task = self.tasks[spot]
        if task.has_state(TaskState.WAITING):
            self.workflow.send_event(BpmnEvent(MessageEventDefinition(spot.key), payload=dict(data)))
        else:
            task.set_data(**data)
            task.run()
        self._go_on()

    def _go_on(self) -> None:
        self.workflow.do_engine_steps()
        ready = self.workflow.get_tasks(state=TaskState.READY, manual=True)
        waiting = [task for task in self.workflow.get_tasks(state=TaskState.WAITING) if self._is_wait(task)]
        self.tasks = {self._spot(task): task for task in (*ready, *waiting)}
        assert len(self.tasks) == len(ready) + len(waiting)

    def _is_wait(self, task: Any) -> bool:
        return isinstance(self.blocks.get(task.task_spec.name), Wait)

    def _spot(self, task: Any) -> Spot:
        outer = task.workflow.parent_task_id
        known = task if outer is None else self.workflow.get_task_from_id(outer)
        block = self.blocks[known.task_spec.name.removesuffix(" [child]")]
        if not isinstance(block, Consult):
            return Spot(block.key)
        return Spot(block.key, block.agencies(task.parent.data)[task.internal_data["key_or_index"]])


# --- Walks ------------------------------------------------------------------------------------------------------------
def near(wanted: object) -> list[object]:
    """Values on both sides of a condition."""
    if isinstance(wanted, list | tuple):
        return [value for one in wanted for value in near(one)]
    if isinstance(wanted, bool):
        return [True, False]
    if isinstance(wanted, str) and wanted[:1] in ("<", ">"):
        threshold = int(wanted.lstrip("<>= "))
        return [threshold - 1, threshold, threshold + 1, str(threshold)]
    return [wanted, f"not {wanted}"]


def values(line: Line) -> dict[str, list[object]]:
    """What a process looks at, with values that make its decisions differ, and the outcomes of its steps."""
    found: dict[str, list[object]] = {}
    for block in every(line):
        if isinstance(block, Decide):
            for name, wanted in (item for rule in block.rules for item in rule.when.items()):
                found.setdefault(name, []).extend(near(wanted))
        if isinstance(block, Step) and block.outcomes:
            found.setdefault(block.key, []).extend(block.outcomes)
    return found


def chosen(line: Line, choose: random.Random) -> dict[str, object]:
    """Answers that list who is asked: some, none, or not answered."""
    named = [block.chosen for block in every(line) if isinstance(block, Consult) and block.chosen]
    return {name: choose.sample(["A", "B", "C"], choose.randint(0, 3)) for name in named if choose.random() < 0.9}


def walk(process: Process, second: SecondReckoning, seed: int) -> int:
    """Walk a process to its end in a random order beside the second engine; return how many steps it took.

    What is known at first may lack any answer. Answers change while work goes on, as corrected ones do.
    """
    choose = random.Random(seed)
    may_be, keys = values(process.line), {block.key for block in every(process.line)}
    answers = [name for name in may_be if name not in keys]
    data = chosen(process.line, choose)
    data |= {name: choose.choice(may_be[name]) for name in answers if choose.random() < 0.7}
    move = start(process, data)
    second.begin(data)
    standing, ended, steps = set(move.opened), move.ended, 0
    while True:
        assert set(second.tasks) == standing, (seed, steps, data)
        assert second.workflow.completed == ended, (seed, steps, data)
        if ended:
            return steps
        spot = choose.choice(sorted(standing))
        data = data | {name: choose.choice(may_be[name]) for name in answers if choose.random() < 0.3}
        data[spot.key] = choose.choice(may_be.get(spot.key, ["done"]))
        move = advance(process, standing, spot, data)
        second.do(spot, data)
        standing, ended, steps = (standing - move.closed) | set(move.opened), move.ended, steps + 1


@pytest.mark.parametrize("path", DECLARED, ids=lambda path: path.stem)
def test_a_second_engine_walks_every_process_of_a_pack_as_the_rules_do(path: Path) -> None:
    process = declared(path)
    second = SecondReckoning(process)

    for seed in range(WALKS):
        assert walk(process, second, seed) >= 1


@settings(deadline=None, max_examples=WALKS)
@given(lines(), st.integers(0, 2**32))
def test_a_second_engine_walks_any_process_as_the_rules_do(line: Line, seed: int) -> None:
    process = Process("p", "p", "p", keyed(line, [0]))

    walk(process, SecondReckoning(process), seed)


EVERYTHING = Process(
    "p", "p", "p",
    (
        step("a", outcomes=("fit", "unfit")),
        Decide("d", "d", "d", (
            Rule({"a": ["unfit"], "size": "< 5"}, ()),
            Rule({"size": ">= 10", "food": True}, (Consult("c", "c", "c", "handler", ("A", "B", "C"), 2),)),
            Rule({"kind": ["shop", "bar"]}, (Consult("e", "e", "e", "handler", ("{agencies}",), 1),)),
            Rule({}, (Handoff("h", "h", "h", "1.001193"),)),
        )),
        Together("t", "t", "t", (
            (Wait("w", "w", "w", "field_visit", "handler"), step("b")),
            (Decide("g", "g", "g", (Rule({"food": False}, (Handoff("i", "i", "i", "1.001193"),)),)),),
            (Consult("k", "k", "k", "handler", ("A", "B"), 1), Consult("m", "m", "m", "handler", ("A", "B"), 2)),
        )),
        step("z"),
    ),
)  # fmt: skip
"""One of each: a quorum, agencies that an answer lists, a rule that leads nowhere, one that always holds."""


def test_a_second_engine_walks_quorums_listed_agencies_and_empty_lines_as_the_rules_do() -> None:
    second = SecondReckoning(EVERYTHING)

    for seed in range(2 * WALKS):
        assert walk(EVERYTHING, second, seed) >= 1


def test_a_quorum_ends_a_consultation_and_asks_the_others_no_longer() -> None:
    process = Process("p", "p", "p", (Consult("c", "c", "c", "handler", ("A", "B", "C"), 2), step("z")))
    second = SecondReckoning(process)
    second.begin({})

    second.do(Spot("c", "C"), {"c": "done"})
    assert set(second.tasks) == {Spot("c", "A"), Spot("c", "B")}

    second.do(Spot("c", "A"), {"c": "done"})
    assert set(second.tasks) == {Spot("z")}


# --- Conditions -------------------------------------------------------------------------------------------------------
WORDS = st.sampled_from(["fit", "unfit", "", "True", "None", "đạt", "5", "-5", "4.5", "x'y"])
WHOLE = st.integers(-(10**15), 10**15)
SAME = st.one_of(WORDS, st.booleans(), st.integers(-6, 6), st.none())
COMPARED = st.builds("{}{}{}".format, st.sampled_from(["<", "<=", ">", ">="]), st.sampled_from(["", " "]), WHOLE)
NEAR = st.builds(
    "{} {}".format, st.sampled_from(["<", "<=", ">", ">="]), st.sampled_from(["5", "-5", "4.5", "9/2", "x"])
)
WANTED = st.one_of(SAME, COMPARED, NEAR, st.lists(st.one_of(SAME, NEAR), max_size=3))
GIVEN = st.one_of(SAME, WHOLE, st.sampled_from([4.5, -5.0]), st.lists(WORDS, max_size=2))
NAMES = st.sampled_from(["size", "food", "kind"])


@given(st.dictionaries(NAMES, WANTED), st.dictionaries(NAMES, GIVEN))
def test_an_expression_is_true_where_the_conditions_of_a_rule_hold(
    when: dict[str, object], data: dict[str, object]
) -> None:
    assert eval(expression(when), dict(data)) is holds(when, data)  # noqa: S307  an expression of our own


@pytest.mark.parametrize("wanted", [True, False, "shop", ["shop", "bar"], ">= 5", "< 5", ["< 5", ">= 5"]])
def test_what_is_not_known_matches_no_condition(wanted: object) -> None:
    process = Process("p", "p", "p", (Decide("d", "d", "d", (Rule({"x": wanted}, (step("a"),)),)), step("b")))
    second = SecondReckoning(process)

    second.begin({})

    assert set(second.tasks) == {Spot("b")}


def test_the_first_rule_that_holds_is_taken_in_whatever_order_an_engine_asks() -> None:
    rules = (Rule({"x": ">= 1"}, (step("a"),)), Rule({"x": ">= 2"}, (step("b"),)))
    root = ElementTree.fromstring(to_bpmn(Process("p", "p", "p", (Decide("d", "d", "d", rules),))))  # noqa: S314
    conditions = [str(found.text) for found in root.iterfind(".//bpmn:conditionExpression", PREFIXES)]

    assert [[eval(each, {"x": x}) for each in conditions] for x in (0, 1, 2)] == [  # noqa: S307
        [False, False],
        [True, False],
        [True, False],
    ]


# --- The document and its drawing -------------------------------------------------------------------------------------
def drawn(process: Process) -> tuple[dict[str, tuple[int, ...]], dict[str, list[tuple[int, int]]], ElementTree.Element]:
    """The bounds of the shapes, the points of the arrows, and the document."""
    root = ElementTree.fromstring(to_bpmn(process))  # noqa: S314  a document of our own
    shapes = {
        str(shape.get("bpmnElement")): tuple(int(bounds.get(name, "")) for name in ("x", "y", "width", "height"))
        for shape in root.iterfind(".//bpmndi:BPMNShape", PREFIXES)
        for bounds in shape.iterfind("dc:Bounds", PREFIXES)
    }
    arrows = {
        str(edge.get("bpmnElement")): [
            (int(point.get("x", "")), int(point.get("y", ""))) for point in edge.iterfind("di:waypoint", PREFIXES)
        ]
        for edge in root.iterfind(".//bpmndi:BPMNEdge", PREFIXES)
    }
    return shapes, arrows, root


NAMED: dict[str, Path | Process] = {
    **{f"{path.parents[2].name}-{path.stem}": path for path in DECLARED},
    "everything": EVERYTHING,
}
"""Every process of a pack, and the one with everything."""


@pytest.fixture(params=NAMED)
def process(request: pytest.FixtureRequest) -> Process:
    """One process after another."""
    found = NAMED[request.param]
    return declared(found) if isinstance(found, Path) else found


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_a_document_fits_the_schema_of_the_standard_and_is_written_the_same_twice(
    process: Process, locale: str
) -> None:
    parser = BpmnParser(validator=schema())

    parser.add_bpmn_str(to_bpmn(process, locale).encode())

    assert to_bpmn(process, locale) == to_bpmn(process, locale)


def test_every_block_and_every_arrow_is_drawn(process: Process) -> None:
    shapes, arrows, root = drawn(process)
    (inside,) = root.iterfind("bpmn:process", PREFIXES)
    elements = {str(each.get("id")): each for each in inside}
    flows = {id for id, each in elements.items() if each.tag.endswith("}sequenceFlow")}

    assert {element_id("block", block.key) for block in every(process.line)} <= set(shapes)
    assert set(shapes) == set(elements) - flows
    assert set(arrows) == flows
    for name, (_, _, width, height) in shapes.items():
        assert (width, height) == SIZES.get(elements[name].tag.rpartition("}")[2], TASK)


def assert_legible(process: Process) -> None:
    """No shape lies on another one, and each arrow leads from the edge of its source to that of its target."""
    shapes, arrows, root = drawn(process)
    places = list(shapes.values())
    for at, (x, y, width, height) in enumerate(places):
        for left, top, wide, high in places[:at]:
            assert x >= left + wide or left >= x + width or y >= top + high or top >= y + height
    for flow in root.iterfind(".//bpmn:sequenceFlow", PREFIXES):
        points = arrows[str(flow.get("id"))]
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(points))
        for (x, y), name in zip((points[0], points[-1]), (flow.get("sourceRef"), flow.get("targetRef")), strict=True):
            left, top, width, height = shapes[str(name)]
            assert (x in (left, left + width)) != (y in (top, top + height))
            assert left <= x <= left + width
            assert top <= y <= top + height
        assert points[0][0] < points[-1][0]


def test_a_drawing_is_legible(process: Process) -> None:
    assert_legible(process)


@settings(deadline=None)
@given(lines())
def test_the_drawing_of_any_process_is_legible(line: Line) -> None:
    assert_legible(Process("p", "p", "p", keyed(line, [0])))


@given(st.lists(st.text(min_size=1), min_size=2, max_size=5, unique=True))
def test_different_keys_give_different_names_of_xml(keys: list[str]) -> None:
    names = {element_id("block", key) for key in keys}

    assert len(names) == len(keys)
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]*", name) for name in names)


def test_names_are_those_of_the_language() -> None:
    process = declared(ROOT / "packs" / "demo" / "cases" / "processes" / "district_consulted.yaml")

    assert 'name="Thẩm tra hồ sơ"' in to_bpmn(process)
    assert 'name="Appraise"' in to_bpmn(process, "en")
    assert 'name="food = yes"' in to_bpmn(process, "en")


GOLDEN = """\
<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="urn:songbe">
  <bpmn:process id="process-small" name="Small" isExecutable="true">
    <bpmn:startEvent id="start">
      <bpmn:outgoing>flow-start-1</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:userTask id="block-ask" name="Opinions">
      <bpmn:documentation>Asked, in the order of the instances: STP, CT</bpmn:documentation>
      <bpmn:incoming>flow-start-1</bpmn:incoming>
      <bpmn:outgoing>flow-block-ask-1</bpmn:outgoing>
      <bpmn:potentialOwner name="handler (STP, CT)" />
      <bpmn:multiInstanceLoopCharacteristics isSequential="false">
        <bpmn:loopCardinality xsi:type="bpmn:tFormalExpression" language="python">2</bpmn:loopCardinality>
        <bpmn:completionCondition xsi:type="bpmn:tFormalExpression" language="python">numberOfCompletedInstances &gt;= 1</bpmn:completionCondition>
      </bpmn:multiInstanceLoopCharacteristics>
    </bpmn:userTask>
    <bpmn:userTask id="block-sign" name="Sign">
      <bpmn:incoming>flow-block-ask-1</bpmn:incoming>
      <bpmn:outgoing>flow-block-sign-1</bpmn:outgoing>
      <bpmn:potentialOwner name="signer (receiver)" />
    </bpmn:userTask>
    <bpmn:endEvent id="end">
      <bpmn:incoming>flow-block-sign-1</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="flow-start-1" sourceRef="start" targetRef="block-ask" />
    <bpmn:sequenceFlow id="flow-block-ask-1" sourceRef="block-ask" targetRef="block-sign" />
    <bpmn:sequenceFlow id="flow-block-sign-1" sourceRef="block-sign" targetRef="end" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram">
    <bpmndi:BPMNPlane id="plane" bpmnElement="process-small">
      <bpmndi:BPMNShape id="shape-start" bpmnElement="start">
        <dc:Bounds x="60" y="102" width="36" height="36" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="shape-block-ask" bpmnElement="block-ask">
        <dc:Bounds x="146" y="80" width="160" height="80" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="shape-block-sign" bpmnElement="block-sign">
        <dc:Bounds x="356" y="80" width="160" height="80" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="shape-end" bpmnElement="end">
        <dc:Bounds x="566" y="102" width="36" height="36" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="edge-flow-start-1" bpmnElement="flow-start-1">
        <di:waypoint x="96" y="120" />
        <di:waypoint x="146" y="120" />
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="edge-flow-block-ask-1" bpmnElement="flow-block-ask-1">
        <di:waypoint x="306" y="120" />
        <di:waypoint x="356" y="120" />
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="edge-flow-block-sign-1" bpmnElement="flow-block-sign-1">
        <di:waypoint x="516" y="120" />
        <di:waypoint x="566" y="120" />
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""  # noqa: E501


def blocks_of_the_example() -> tuple[Block, ...]:
    """Two agencies of which one suffices, then a step."""
    asked = Consult("ask", "Lấy ý kiến", "Opinions", "handler", ("STP", "CT"), 1)
    return asked, Step("sign", "Ký", "Sign", "signer", at="receiver", finishes=True)


def test_a_small_process_is_written_as_here() -> None:
    assert to_bpmn(Process("small", "Nhỏ", "Small", blocks_of_the_example()), "en") == GOLDEN


# --- The command ------------------------------------------------------------------------------------------------------
PACK = ROOT / "packs" / "demo"
COMMAND = ["process-bpmn", "commune_simple", "--pack", str(PACK)]


def test_the_command_prints_or_writes_the_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    path = tmp_path / "process.bpmn"
    document = to_bpmn(declared(PACK / "cases" / "processes" / "commune_simple.yaml"))

    assert cli.main(COMMAND) == 0
    assert capsys.readouterr().out == document
    assert cli.main([*COMMAND, "--output", str(path)]) == 0
    assert path.read_text(encoding="utf-8") == document


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["process-bpmn", "nothing", "--pack", str(PACK)], "commune_simple"),
        ([*COMMAND, "--output", str(PACK)], "demo"),
    ],
)
def test_the_command_refuses_in_one_line_what_it_cannot_do(
    line: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(line) == 1

    written = capsys.readouterr().err
    assert said in written
    assert written.count("\n") == 1


def test_the_command_names_the_fault_of_a_process_that_cannot_be_worked_by(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "cases" / "processes"
    folder.mkdir(parents=True)
    (folder / "bad.yaml").write_text("code: bad\nname_vi: b\nname_en: b\nline:\n  - step: a\n    role: handler\n")

    assert cli.main(["process-bpmn", "bad", "--pack", str(tmp_path)]) == 1
    assert "bad.yaml" in capsys.readouterr().err
