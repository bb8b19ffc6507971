"""Moving running cases from older versions of a process to the current one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from songbe.cases.actions.applying import hold_definitions
from songbe.cases.actions.changing import settle
from songbe.cases.actions.moving import spots
from songbe.cases.models import Case, Definition, Token
from songbe.cases.queries.declared import process_of
from songbe.cases.rules.moving_versions import Unplaced, staying, unplaced
from songbe.cases.rules.process import Spot
from songbe.events.kinds import EventKind
from songbe.kernel.errors import NotFound
from songbe.places.policy import Actor, Right
from songbe.places.queries import province


class NoCurrentProcess(NotFound):
    """A code that no process in force has."""

    code = "no_current_process"
    message_en = "No process {process!r} is in force, so no case can be moved to it. There are: {known}"
    message_vi = "Không có quy trình “{process}” đang có hiệu lực nên không chuyển được hồ sơ. Hiện có: {known}"


@dataclass(frozen=True, slots=True)
class OldCase:
    """A running case on an older version. at: where it stands; unplaced: where it has no place in the current one."""

    code: str
    handler: str
    version: int
    at: tuple[Spot, ...]
    unplaced: tuple[Unplaced, ...]


@dataclass(frozen=True, slots=True)
class Moving:
    """Which cases stand on older versions, and whether they were moved. to: the current version."""

    process: str
    to: int
    cases: tuple[OldCase, ...]
    moved: bool

    @property
    def refused(self) -> tuple[OldCase, ...]:
        """Return the cases that cannot be moved."""
        return tuple(case for case in self.cases if case.unplaced)


@transaction.atomic
def move_running(*, process: str, actor: Actor, dry_run: bool = False) -> Moving:
    """This function will move the running cases of a process to its current version, all of them or none.

    None is moved if one has no place to stand. Where work stands, since when and until when, stays as it is; it is
    called what the current version calls it.
    Raises OutOfReach unless the actor may apply packs at the province, NoCurrentProcess.
    """
    actor.require(Right.APPLY_PACK, province().code)
    hold_definitions()
    current = _current(process)
    cases = _running(current)
    tokens = _open_tokens(cases)
    found = tuple(_old_case(case, current, tokens[case.pk]) for case in cases)
    moved = bool(found) and not dry_run and not any(case.unplaced for case in found)
    if moved:
        for case in cases:
            _move(case, current, tokens[case.pk], actor)
    return Moving(process, current.version, tuple(sorted(found, key=lambda case: case.code)), moved)


def _current(code: str) -> Definition:
    found = Definition.objects.filter(kind="process", current=True)
    row = found.filter(code=code).first()
    if row is None:
        known = ", ".join(found.order_by("code").values_list("code", flat=True)) or "-"
        raise NoCurrentProcess(process=code, known=known)
    return row


def _running(current: Definition) -> list[Case]:
    """Return the running cases on older versions, locked; parts before the case that waits for them, as when a part
    ends, so that nobody waits for one another."""
    return list(
        Case.objects.select_for_update(of=("self",))
        .select_related("procedure", "process", "form", "party")
        .filter(process__kind=current.kind, process__code=current.code, closed_at=None)
        .exclude(process=current)
        .order_by("-pk")
    )


def _open_tokens(cases: Sequence[Case]) -> Mapping[int, list[Token]]:
    found: dict[int, list[Token]] = defaultdict(list)
    for token in Token.objects.filter(case__in=cases, closed_at=None).order_by("pk"):
        found[token.case_id].append(token)
    return found


def _old_case(case: Case, current: Definition, tokens: list[Token]) -> OldCase:
    standing = spots(tokens)
    without = unplaced(process_of(case.process), process_of(current), standing)
    return OldCase(case.code, case.handler, case.process.version, tuple(sorted(standing)), without)


def _move(case: Case, current: Definition, tokens: list[Token], actor: Actor) -> None:
    blocks = staying(process_of(case.process), process_of(current), spots(tokens))
    for token in tokens:
        block = blocks[Spot(token.key, token.part)]
        token.name_vi, token.name_en = block.name_vi, block.name_en
    Token.objects.bulk_update(tokens, ["name_vi", "name_en"])
    before, case.process = case.process.version, current
    payload = {"process": current.code, "from": before, "to": current.version}
    settle(case, kind=EventKind.CASE_MIGRATED, actor=actor, payload=payload)
