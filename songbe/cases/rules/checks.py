"""What can be wrong with a process, found before anybody works by it. docs/rules/processes.md"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from songbe.cases.rules.blocks import Block, Consult, Decide, Line, Process, Step, Together, Wait, every, lines_of
from songbe.cases.rules.process import allowed_back


@dataclass(frozen=True, slots=True)
class ProcessFault:
    """One fault at one block."""

    key: str
    en: str
    right: str


def process_faults(process: Process) -> tuple[ProcessFault, ...]:
    """Return every fault of a process: keys that stand twice, ways that lead nowhere, results that are never fixed."""
    found: list[ProcessFault] = []
    keys = Counter(block.key for block in every(process.line))
    found += [ProcessFault(key, "this key stands twice", "each key once") for key, n in keys.items() if n > 1]
    if found:
        return tuple(found)
    for block in every(process.line):
        found += _block_faults(process, block)
    fewest, most = _finishes(process.line)
    if fewest == 0:
        found.append(ProcessFault("", "there is a way through that never fixes the result", "finishes: true on a step"))
    if most > 1:
        found.append(ProcessFault("", "there is a way through that fixes the result twice", "finishes: true once"))
    return tuple(found)


def _block_faults(process: Process, block: Block) -> Iterator[ProcessFault]:
    match block:
        case Step():
            yield from _step_faults(process, block)
        case Consult() if not block.chosen and (
            not 0 < block.need <= len(block.asked) or len(set(block.asked)) < len(block.asked)
        ):
            yield ProcessFault(
                block.key, f"{block.need} answers of {len(block.asked)} agencies", "agencies once each, need among them"
            )
        case Consult() if block.silence and block.time is None:
            yield ProcessFault(block.key, "silence consents, but never ends", "a time")
        case Wait() if not (block.reason and block.role):
            yield ProcessFault(block.key, "nobody knows what is waited for, or who ends it", "a reason and a role")
        case Together() if len(block.lines) < 2:
            yield ProcessFault(block.key, "one line alone is beside nothing", "two lines or more")
        case Decide():
            yield from _table_faults(block)
        case _:
            return


def _step_faults(process: Process, step: Step) -> Iterator[ProcessFault]:
    allowed = allowed_back(process, step.key)
    for to in step.back_to:
        if to not in allowed:
            right = f"one of {', '.join(allowed) or 'none'}"
            yield ProcessFault(step.key, f"work cannot go back to {to!r} from here", right)
    if not step.role:
        yield ProcessFault(step.key, "nobody does this step", "a role")


def _table_faults(table: Decide) -> Iterator[ProcessFault]:
    if not table.rules:
        yield ProcessFault(table.key, "the table has no row", "rules")
    for rule in table.rules[:-1]:
        if not rule.when:
            yield ProcessFault(table.key, "rows stand after one that always holds", "the row without conditions last")


def _finishes(line: Line) -> tuple[int, int]:
    """Return the fewest and the most results fixed on a way through a line."""
    fewest = most = 0
    for block in line:
        low, high = _finishes_in(block)
        fewest, most = fewest + low, most + high
    return fewest, most


def _finishes_in(block: Block) -> tuple[int, int]:
    inner = [_finishes(line) for line in lines_of(block)]
    match block:
        case Step():
            return int(block.finishes), int(block.finishes)
        case Together():
            return sum(low for low, _ in inner), sum(high for _, high in inner)
        case Decide():
            inner += [] if any(not rule.when for rule in block.rules) else [(0, 0)]
            return min((low for low, _ in inner), default=0), max((high for _, high in inner), default=0)
        case _:
            return 0, 0
