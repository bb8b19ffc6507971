"""What a pack may say of how something is worked on: ``cases/processes/*.yaml``."""

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from songbe.cases.rules.blocks import Block, Consult, Decide, Handoff, Line, Process, Rule, Step, Together, Wait
from songbe.cases.rules.checks import process_faults
from songbe.cases.rules.clock import Term, TermUnit
from songbe.packs.faults import Faults
from songbe.packs.reading import Declared, Row, read_document

KEY = r"^[a-z][a-z0-9_]*$"
KINDS = ("step", "consult", "wait", "handoff", "decide", "together")
_TIME = re.compile(r"(\d+(?:\.\d+)?)(h?)")


def read_time(given: object) -> Term | None:
    """Return the time a step may take: ``0.25`` working days, or ``4h`` of working hours. Raises ValueError."""
    if given is None or isinstance(given, Term):
        return given
    found = _TIME.fullmatch(str(given).strip())
    if found is None:
        raise ValueError("a time is working days, such as 0.25, or working hours, such as 4h")
    return Term(Fraction(found[1]), TermUnit.working_hour if found[2] else TermUnit.working_day)


def write_time(term: Term | None) -> str | None:
    """Return a time as ``read_time`` reads it."""
    if term is None:
        return None
    amount = str(Decimal(term.amount.numerator) / Decimal(term.amount.denominator))
    return f"{amount}h" if term.unit is TermUnit.working_hour else amount


Time = Annotated[Term | None, BeforeValidator(read_time), PlainSerializer(write_time)]


class RuleLine(Declared):
    """A row of a decision table."""

    when: dict[str, Any] = Field(default_factory=dict)
    then: tuple["BlockLine", ...] = ()


class BranchLine(Declared):
    """A line of work beside others."""

    line: tuple["BlockLine", ...] = Field(min_length=1)


class BlockLine(Declared):
    """A block: exactly one of step, consult, wait, handoff, decide, together names it."""

    step: str | None = Field(None, pattern=KEY)
    consult: str | None = Field(None, pattern=KEY)
    wait: str | None = Field(None, pattern=KEY)
    handoff: str | None = Field(None, pattern=KEY)
    decide: str | None = Field(None, pattern=KEY)
    together: str | None = Field(None, pattern=KEY)
    name_vi: str = ""
    name_en: str = ""
    role: str = ""
    at: str = "handler"
    time: Time = None
    outcomes: tuple[str, ...] = ()
    back_to: tuple[str, ...] = ()
    capacities: tuple[str, ...] = ()
    finishes: bool = False
    asked: tuple[str, ...] = ()
    need: int = 0
    silence: bool = False
    reason: str = ""
    case: str = ""
    to: str = ""
    rules: tuple[RuleLine, ...] = ()
    lines: tuple[BranchLine, ...] = ()

    @model_validator(mode="after")
    def _is_one_thing(self) -> "BlockLine":
        if sum(getattr(self, kind) is not None for kind in KINDS) != 1:
            raise ValueError(f"a block is exactly one of {', '.join(KINDS)}")
        return self

    @property
    def key(self) -> str:
        """The block's key."""
        return next(str(given) for kind in KINDS if (given := getattr(self, kind)) is not None)


class ProcessSheet(Declared):
    """One way of working, in one version."""

    code: str = Field(pattern=KEY)
    name_vi: str
    name_en: str
    source: str = ""
    certainty: str = ""
    line: tuple[BlockLine, ...] = Field(min_length=1)

    def process(self) -> Process:
        """Return the process as the rules know it."""
        return Process(self.code, self.name_vi, self.name_en, _line(self.line))


def _line(given: tuple[BlockLine, ...]) -> Line:
    return tuple(_block(block) for block in given)


def _block(given: BlockLine) -> Block:
    named = (given.key, given.name_vi or given.key, given.name_en or given.name_vi or given.key)
    if given.step is not None:
        return Step(
            *named, given.role, given.at, given.time, given.outcomes, given.back_to, given.capacities, given.finishes
        )
    if given.consult is not None:
        return Consult(*named, given.role, given.asked, given.need or len(given.asked), given.time, given.silence)
    if given.wait is not None:
        return Wait(*named, given.reason, given.role, given.at)
    if given.handoff is not None:
        return Handoff(*named, given.case, given.to)
    if given.decide is not None:
        return Decide(*named, tuple(Rule(rule.when, _line(rule.then)) for rule in given.rules))
    return Together(*named, tuple(_line(branch.line) for branch in given.lines))


def read_processes(folder: Path, faults: Faults) -> dict[str, Row[ProcessSheet]]:
    """Read every process of a pack, by code; each is checked by itself."""
    found: dict[str, Row[ProcessSheet]] = {}
    for path in sorted((folder / "cases" / "processes").glob("*.yaml")):
        row = read_document(path, ProcessSheet, faults)
        if row is None:
            continue
        if row.value.code in found:
            faults.add("duplicate", path, column="code", value=row.value.code, right="each process once")
        found[row.value.code] = row
        for fault in process_faults(row.value.process()):
            faults.add("bad_process", path, column=fault.key, detail=fault.en, right=fault.right)
    return found
