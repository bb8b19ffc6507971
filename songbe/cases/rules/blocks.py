"""What a process is made of: nested blocks, each known by its own key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from songbe.cases.rules.clock import Term

Value = str | int | bool
Data = Mapping[str, object]
"""What a decision looks at: answers of the form, facts of the case, outcomes of steps by their key."""


@dataclass(frozen=True, slots=True)
class Titled:
    """What every block has: a key, and what people call it."""

    key: str
    name_vi: str
    name_en: str

    def name(self, locale: str) -> str:
        """The name in a language."""
        return self.name_en if locale == "en" else self.name_vi


@dataclass(frozen=True, slots=True)
class Step(Titled):
    """Somebody of a role does something at a desk.

    at: ``receiver``, ``handler``, or an agency's code. outcomes: words one of which is chosen; none: only done.
    back_to: keys of earlier steps it may be returned to. capacities: of signing, as words; none: nothing is signed.
    finishes: when it is done, the result stands and the term has been kept or not.
    """

    role: str
    at: str = "handler"
    time: Term | None = None
    outcomes: tuple[str, ...] = ()
    back_to: tuple[str, ...] = ()
    capacities: tuple[str, ...] = ()
    finishes: bool = False


@dataclass(frozen=True, slots=True)
class Consult(Titled):
    """Several agencies are asked at the same time. need: answers that suffice; silence: no answer in time consents.

    asked: their codes, or one ``{key}`` of an answer that lists them: then all must answer, and need is 0.
    """

    role: str
    asked: tuple[str, ...]
    need: int
    time: Term | None = None
    silence: bool = False

    @property
    def chosen(self) -> str:
        """The answer that lists who is asked; empty if the process does."""
        first = self.asked[0] if len(self.asked) == 1 else ""
        return first[1:-1] if first.startswith("{") and first.endswith("}") else ""

    def agencies(self, data: Data) -> tuple[str, ...]:
        """Return who is asked, each once."""
        if not self.chosen:
            return self.asked
        listed = data.get(self.chosen, ())
        return tuple(dict.fromkeys(str(each) for each in listed)) if isinstance(listed, list | tuple) else ()


@dataclass(frozen=True, slots=True)
class Wait(Titled):
    """Work stands still until somebody says that it may go on. reason: a word of the pack, with its clock effect."""

    reason: str
    role: str
    at: str = "handler"


@dataclass(frozen=True, slots=True)
class Handoff(Titled):
    """Another agency does its part as a case of its own, linked and never counted again; this one waits for it.

    case: the procedure or case type opened; to: who handles it there (an agency's code or pattern), empty: as declared.
    """

    case: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of a decision table: when every condition holds, this line is taken. when: empty for always."""

    when: Mapping[str, object]
    line: "Line"


@dataclass(frozen=True, slots=True)
class Decide(Titled):
    """A decision table: the first rule that holds is taken; if none does, work goes on after it."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Together(Titled):
    """Several lines of work go on at the same time; work goes on when all are done."""

    lines: tuple["Line", ...]


Block = Step | Consult | Wait | Handoff | Decide | Together
Line = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Process:
    """One version of how something is worked on."""

    code: str
    name_vi: str
    name_en: str
    line: Line


def lines_of(block: Block) -> tuple[Line, ...]:
    """Return the lines that a block holds."""
    match block:
        case Decide():
            return tuple(rule.line for rule in block.rules)
        case Together():
            return block.lines
        case _:
            return ()


def every(line: Line) -> Iterator[Block]:
    """Yield all blocks of a line, the nested ones too, in the order they are written."""
    for block in line:
        yield block
        for inner in lines_of(block):
            yield from every(inner)


def minutes(term: Term | None, minutes_per_day: int) -> Fraction:
    """Return how many working minutes a step's own time is; 0 if it has none."""
    if term is None:
        return Fraction(0)
    return term.amount * (60 if term.unit.value == "working_hour" else minutes_per_day)


def longest(line: Line, minutes_per_day: int) -> Fraction:
    """Return the working minutes of the longest way through a line; waits have none, the clock stands still there."""
    total = Fraction(0)
    for block in line:
        match block:
            case Step() | Consult():
                total += minutes(block.time, minutes_per_day)
            case Decide() | Together():
                total += max((longest(inner, minutes_per_day) for inner in lines_of(block)), default=Fraction(0))
            case _:
                pass
    return total


def holds(when: Mapping[str, object], data: Data) -> bool:
    """Whether every condition of a rule holds.

    A condition is a word or yes/no (the same), a list (one of them), or a comparison such as ``">= 20"`` (of numbers).
    """
    return all(_is(wanted, data.get(name)) for name, wanted in when.items())


def _is(wanted: object, given: object) -> bool:
    if isinstance(wanted, list | tuple):
        return any(_is(one, given) for one in wanted)
    if isinstance(wanted, str) and wanted[:1] in "<>" and wanted:
        return _compares(wanted, given)
    return wanted == given


def _compares(wanted: str, given: object) -> bool:
    sign = wanted[:2] if wanted[1:2] == "=" else wanted[:1]
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        return False
    try:
        left, right = Fraction(str(given)), Fraction(wanted[len(sign) :].strip())
    except (ValueError, ZeroDivisionError):
        return False
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]
