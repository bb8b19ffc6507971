"""A process as a BPMN 2.0 document with its drawing, for any editor or engine of that standard. docs/rules/processes.md

Names in conditions are read with ``locals().get``: what is not known is no error, the condition does not hold.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from xml.etree import ElementTree

from songbe.cases.rules.blocks import Block, Consult, Decide, Handoff, Line, Process, Rule, Step, Together, Wait, every

NAMESPACES = MappingProxyType(
    {
        "xmlns:bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
        "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
        "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
        "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }
)
LANGUAGE = "python"
COMPLETED = "numberOfCompletedInstances"
"""What the standard calls the instances of a parallel task that are done; an engine gives it to the condition."""

TASK, GATEWAY, EVENT = (160, 80), (50, 50), (36, 36)
SIZES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "exclusiveGateway": GATEWAY,
        "parallelGateway": GATEWAY,
        "startEvent": EVENT,
        "endEvent": EVENT,
        "intermediateCatchEvent": EVENT,
    }
)
MARGIN, ROW, GAP, WIDE_GAP, LABEL = 60, 120, 50, 190, (120, 28)
"""Distances: WIDE_GAP is that behind a decision, where the conditions stand."""

_COMPARISON = re.compile(r"([<>]=?)(.*)", re.DOTALL)
_IS_NUMBER = "str(given).removeprefix('-').replace('.', '', 1).isdecimal()"


@dataclass(frozen=True, slots=True)
class Shape:
    """One thing that is drawn. left: its left edge; axis: the height of its middle; parts: what stands inside of it."""

    id: str
    tag: str
    left: int
    axis: int
    name: str = ""
    documentation: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[ElementTree.Element, ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return SIZES.get(self.tag, TASK)

    @property
    def right(self) -> int:
        """The right edge."""
        return self.left + self.size[0]

    @property
    def middle(self) -> int:
        """Halfway between left and right."""
        return self.left + self.size[0] // 2

    @property
    def top(self) -> int:
        """The upper edge."""
        return self.axis - self.size[1] // 2

    @property
    def bottom(self) -> int:
        """The lower edge."""
        return self.axis + self.size[1] // 2


@dataclass(frozen=True, slots=True)
class End:
    """Where a line has come to. axis: its height; left: where what follows may begin; default: where no rule holds."""

    shape: Shape
    axis: int
    left: int
    name: str = ""
    condition: str = ""
    default: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """An arrow from the end of a line to what follows."""

    id: str
    end: End
    target: Shape

    def points(self) -> list[tuple[int, int]]:
        """Return where the arrow goes: along its line, down to it and up from it where it begins or ends beside it."""
        source, target, axis = self.end.shape, self.target, self.end.axis
        begins = (
            [(source.right, axis)] if axis == source.axis else [(source.middle, source.bottom), (source.middle, axis)]
        )
        ends = [(target.left, axis)] if axis == target.axis else [(target.middle, axis), (target.middle, target.bottom)]
        return begins + ends


@dataclass(slots=True)
class Drawing:
    """All shapes and arrows, as they are put. names: of blocks, by key."""

    locale: str
    names: Mapping[str, str]
    shapes: list[Shape] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)

    def put(self, shape: Shape, ends: Iterable[End]) -> Shape:
        """Put a shape behind the ends of lines."""
        for end in ends:
            number = 1 + sum(flow.end.shape is end.shape for flow in self.flows)
            self.flows.append(Flow(f"flow-{end.shape.id}-{number}", end, shape))
        self.shapes.append(shape)
        return shape

    def word(self, vi: str, en: str) -> str:
        """Return the word of the language of the drawing."""
        return en if self.locale == "en" else vi


def to_bpmn(process: Process, locale: str = "vi") -> str:
    """Return a process as a BPMN 2.0 document with its drawing. locale: of the names; the same process, the same text.

    A step is a user task, a wait an intermediate catch event of a message, a hand-off a call activity, a consultation
    a user task with parallel instances, a decision exclusive gateways, together parallel gateways. A quorum is a
    completion condition over the number of completed instances, an attribute that the standard has an engine know.
    Giving work back (``back_to``) is said in words: no flow of the standard closes what goes on beside it.
    """
    drawing = Drawing(locale, {block.key: block.name(locale) for block in every(process.line)})
    axis = MARGIN + ROW // 2
    first = drawing.put(Shape("start", "startEvent", MARGIN, axis), ())
    end = _draw_line(drawing, process.line, End(first, axis, first.right + GAP))
    drawing.put(Shape("end", "endEvent", end.left, axis), (end,))
    root = _document(process, drawing)
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def element_id(kind: str, key: str) -> str:
    """Return the name of an element: of XML's names, and different for different keys."""
    return f"{kind}-" + re.sub(r"[^A-Za-z0-9_.]", lambda found: f"-{ord(found[0]):x}-", key)


# --- Conditions -------------------------------------------------------------------------------------------------------
def expression(when: Mapping[str, object]) -> str:
    """Return the conditions of a rule as a Python expression that is true where ``blocks.holds`` is.

    Numbers are compared as Python's floats, texts as numbers where they are plain decimal ones.
    """
    return " and ".join(_condition(name, wanted) for name, wanted in when.items()) or "True"


def _condition(name: str, wanted: object) -> str:
    given = f"locals().get({name!r})"
    if isinstance(wanted, list | tuple):
        return f"({' or '.join(_condition(name, one) for one in wanted)})" if wanted else "False"
    found = _COMPARISON.fullmatch(wanted) if isinstance(wanted, str) else None
    if found is not None:
        number = _number(found[2])
        return f"any(float(given) {found[1]} {number} for given in [{given}] if {_IS_NUMBER})" if number else "False"
    return f"{given} == {wanted!r}" if isinstance(wanted, str | int | float | None) else "False"


def _number(text: str) -> str:
    try:
        number = Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        return ""
    return repr(int(number) if number.denominator == 1 else float(number))


def _first_of(rules: tuple[Rule, ...]) -> list[str]:
    """Return for each rule when it is the first that holds, so that no engine's order of asking matters."""
    said = [expression(rule.when) for rule in rules]
    return [" and ".join([*(f"not ({before})" for before in said[:at]), f"({said[at]})"]) for at in range(len(said))]


def _words(drawing: Drawing, when: Mapping[str, object]) -> str:
    """Return the conditions of a rule as people read them."""
    return ", ".join(f"{name} {_wanted(drawing, wanted)}" for name, wanted in when.items())


def _wanted(drawing: Drawing, wanted: object) -> str:
    if isinstance(wanted, str) and _COMPARISON.fullmatch(wanted):
        return wanted
    given = wanted if isinstance(wanted, list | tuple) else (wanted,)
    yes, no = drawing.word("có", "yes"), drawing.word("không", "no")
    return "= " + " | ".join({True: yes, False: no}[one] if isinstance(one, bool) else str(one) for one in given)


# --- Layout -----------------------------------------------------------------------------------------------------------
def _draw_line(drawing: Drawing, line: Line, end: End) -> End:
    """Draw blocks one after another, left to right, and return where the line has come to."""
    for block in line:
        match block:
            case Decide():
                end = _draw_decide(drawing, block, end)
            case Together():
                end = _draw_together(drawing, block, end)
            case _:
                end = _after(drawing.put(_task(drawing, block, end), (end,)))
    return end


def _after(shape: Shape) -> End:
    return End(shape, shape.axis, shape.right + GAP)


def _draw_together(drawing: Drawing, block: Together, end: End) -> End:
    tag, place = "parallelGateway", element_id("block", block.key)
    split = Shape(place, tag, end.left, end.axis, block.name(drawing.locale), "", {"gatewayDirection": "Diverging"})
    drawing.put(split, (end,))
    axis, ends = end.axis, []
    for line in block.lines:
        ends.append(_draw_line(drawing, line, End(split, axis, split.right + GAP)))
        axis += ROW * _rows(line)
    return _draw_join(drawing, split, ends)


def _draw_decide(drawing: Drawing, block: Decide, end: End) -> End:
    tag, place = "exclusiveGateway", element_id("block", block.key)
    split = Shape(place, tag, end.left, end.axis, block.name(drawing.locale), "", {"gatewayDirection": "Diverging"})
    drawing.put(split, (end,))
    left, otherwise = split.right + WIDE_GAP, drawing.word("trường hợp khác", "otherwise")
    around = [] if _always(block) else [End(split, end.axis, left, otherwise, default=True)]
    axis, ends = end.axis + ROW * len(around), []
    for rule, condition in zip(block.rules, _first_of(block.rules), strict=True):
        if rule is _always(block):
            begin = End(split, axis, left, otherwise, default=True)
        else:
            begin = End(split, axis, left, _words(drawing, rule.when), condition)
        ends.append(_draw_line(drawing, rule.line, begin))
        axis += ROW * _rows(rule.line)
    return _draw_join(drawing, split, [*around, *ends])


def _draw_join(drawing: Drawing, split: Shape, ends: list[End]) -> End:
    left = max((end.left for end in ends), default=split.right + GAP)
    join = Shape(f"{split.id}-join", split.tag, left, split.axis, attributes={"gatewayDirection": "Converging"})
    return _after(drawing.put(join, ends))


def _always(block: Decide) -> Rule | None:
    """Return the first rule that always holds."""
    return next((rule for rule in block.rules if not rule.when), None)


def _rows(line: Line) -> int:
    """Return how many lines below one another a line takes."""
    return max((_rows_of(block) for block in line), default=1)


def _rows_of(block: Block) -> int:
    match block:
        case Decide():
            return sum(_rows(rule.line) for rule in block.rules) + (_always(block) is None)
        case Together():
            return sum(_rows(line) for line in block.lines)
        case _:
            return 1


# --- Tasks ------------------------------------------------------------------------------------------------------------
def _task(drawing: Drawing, block: Step | Consult | Wait | Handoff, end: End) -> Shape:
    place, name = element_id("block", block.key), block.name(drawing.locale)
    match block:
        case Step():
            back = ", ".join(drawing.names.get(key, key) for key in block.back_to)
            said = drawing.word(f"Có thể trả lại: {back}", f"May be given back to: {back}") if back else ""
            return Shape(place, "userTask", end.left, end.axis, name, said, parts=(_owner(block.role, block.at),))
        case Consult():
            parts = (_owner(block.role, ", ".join(block.asked)), _instances(block))
            return Shape(place, "userTask", end.left, end.axis, name, _asked(drawing, block), parts=parts)
        case Wait():
            said = drawing.word(f"Lý do: {block.reason}", f"Reason: {block.reason}")
            event = ElementTree.Element(
                "bpmn:messageEventDefinition",
                {"id": element_id("event", block.key), "messageRef": element_id("message", block.key)},
            )
            return Shape(place, "intermediateCatchEvent", end.left, end.axis, name, said, parts=(event,))
        case Handoff():
            said = drawing.word(f"Cơ quan giải quyết: {block.to}", f"Handled by: {block.to}") if block.to else ""
            called = {"calledElement": element_id("case", block.case)}
            return Shape(place, "callActivity", end.left, end.axis, name, said, called)


def _owner(role: str, at: str) -> ElementTree.Element:
    return ElementTree.Element("bpmn:potentialOwner", {"name": role if at == "handler" else f"{role} ({at})"})


def _asked(drawing: Drawing, block: Consult) -> str:
    agencies = ", ".join(block.asked)
    said = drawing.word(f"Hỏi ý kiến, theo thứ tự: {agencies}", f"Asked, in the order of the instances: {agencies}")
    return said + (drawing.word("; im lặng là đồng ý", "; silence consents") if block.silence else "")


def _instances(block: Consult) -> ElementTree.Element:
    """Return how many are asked at the same time, and, if fewer suffice, how many answers end it."""
    many = ElementTree.Element("bpmn:multiInstanceLoopCharacteristics", {"isSequential": "false"})
    listed = (
        f"len(set(map(str, given))) for given in [locals().get({block.chosen!r})] if isinstance(given, (list, tuple))"
    )
    _formal(many, "bpmn:loopCardinality", f"sum({listed})" if block.chosen else str(len(block.asked)))
    if not block.chosen and block.need < len(block.asked):
        _formal(many, "bpmn:completionCondition", f"{COMPLETED} >= {block.need}")
    return many


def _formal(parent: ElementTree.Element, tag: str, text: str) -> None:
    attributes = {"xsi:type": "bpmn:tFormalExpression", "language": LANGUAGE}
    ElementTree.SubElement(parent, tag, attributes).text = text


# --- The document -----------------------------------------------------------------------------------------------------
def _document(process: Process, drawing: Drawing) -> ElementTree.Element:
    root = ElementTree.Element("bpmn:definitions", {**NAMESPACES, "id": "definitions", "targetNamespace": "urn:songbe"})
    for block in every(process.line):
        if isinstance(block, Wait):
            said = {"id": element_id("message", block.key), "name": block.key}
            ElementTree.SubElement(root, "bpmn:message", said)
    place, name = element_id("process", process.code), drawing.word(process.name_vi, process.name_en)
    inside = ElementTree.SubElement(root, "bpmn:process", {"id": place, "name": name, "isExecutable": "true"})
    for shape in drawing.shapes:
        _write_shape(inside, shape, drawing.flows)
    for flow in drawing.flows:
        said = {"id": flow.id, "sourceRef": flow.end.shape.id, "targetRef": flow.target.id}
        element = ElementTree.SubElement(inside, "bpmn:sequenceFlow", said | _named(flow.end.name))
        if flow.end.condition:
            _formal(element, "bpmn:conditionExpression", flow.end.condition)
    diagram = ElementTree.SubElement(root, "bpmndi:BPMNDiagram", {"id": "diagram"})
    plane = ElementTree.SubElement(diagram, "bpmndi:BPMNPlane", {"id": "plane", "bpmnElement": place})
    for shape in drawing.shapes:
        _place_shape(plane, shape)
    for flow in drawing.flows:
        _place_flow(plane, flow)
    return root


def _named(name: str) -> dict[str, str]:
    return {"name": name} if name else {}


def _write_shape(parent: ElementTree.Element, shape: Shape, flows: list[Flow]) -> None:
    leaving = [flow for flow in flows if flow.end.shape is shape]
    said = {"id": shape.id, **_named(shape.name), **shape.attributes}
    element = ElementTree.SubElement(parent, f"bpmn:{shape.tag}", said)
    if shape.documentation:
        ElementTree.SubElement(element, "bpmn:documentation").text = shape.documentation
    for flow in flows:
        if flow.target is shape:
            ElementTree.SubElement(element, "bpmn:incoming").text = flow.id
    for flow in leaving:
        ElementTree.SubElement(element, "bpmn:outgoing").text = flow.id
        if flow.end.default:
            element.set("default", flow.id)
    element.extend(shape.parts)


def _place_shape(plane: ElementTree.Element, shape: Shape) -> None:
    said = {"id": f"shape-{shape.id}", "bpmnElement": shape.id}
    if shape.tag == "exclusiveGateway":
        said["isMarkerVisible"] = "true"
    element = ElementTree.SubElement(plane, "bpmndi:BPMNShape", said)
    _bounds(element, shape.left, shape.top, shape.size)
    if shape.name and shape.tag in SIZES:
        above = shape.tag in ("exclusiveGateway", "parallelGateway")
        _label(element, shape.middle - LABEL[0] // 2, shape.top - LABEL[1] - 4 if above else shape.bottom + 4, LABEL)


def _place_flow(plane: ElementTree.Element, flow: Flow) -> None:
    said = {"id": f"edge-{flow.id}", "bpmnElement": flow.id}
    element = ElementTree.SubElement(plane, "bpmndi:BPMNEdge", said)
    for x, y in flow.points():
        ElementTree.SubElement(element, "di:waypoint", {"x": str(x), "y": str(y)})
    if flow.end.name:
        _label(element, flow.end.shape.right + 5, flow.end.axis - 32, (WIDE_GAP - 20, 28))


def _label(parent: ElementTree.Element, left: int, top: int, size: tuple[int, int]) -> None:
    _bounds(ElementTree.SubElement(parent, "bpmndi:BPMNLabel"), left, top, size)


def _bounds(parent: ElementTree.Element, left: int, top: int, size: tuple[int, int]) -> None:
    said = {"x": left, "y": top, "width": size[0], "height": size[1]}
    ElementTree.SubElement(parent, "dc:Bounds", {name: str(value) for name, value in said.items()})
