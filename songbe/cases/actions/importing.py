"""Bringing in the national catalogue of procedures, and ending what came of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from songbe.cases.actions.applying import hold_definitions
from songbe.cases.declare import ProcedureLine
from songbe.cases.intake import VALID_FROM, CatalogueRead, read_catalogue
from songbe.cases.models import CATALOGUE, PACK, Definition
from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.kernel.digests import canonical_json, sha256_hex
from songbe.kernel.errors import Conflict, InvalidInput
from songbe.places.policy import Actor, Right
from songbe.places.queries import province, sectors

KIND = "procedure"
SUBJECT = "procedures:catalogue"
LARGEST_BYTES = 64 * 1024 * 1024


class NotACatalogue(InvalidInput):
    """A file that holds no procedure that can be used; nothing was changed."""

    code = "not_a_catalogue"
    message_en = "{file} cannot be used as a catalogue of procedures: {reason}. Nothing was changed. Give a CSV in UTF-8 with the columns of docs/commands.md."  # noqa: E501
    message_vi = "Không dùng được tệp {file} làm danh mục thủ tục: {reason}. Chưa có gì thay đổi. Hãy đưa tệp CSV UTF-8 có đủ các cột nêu ở docs/commands.md."  # noqa: E501


class NothingImported(Conflict):
    """There is nothing of the catalogue to take back."""

    code = "nothing_imported"
    message_en = "No procedure of the national catalogue is in force, so nothing was ended."
    message_vi = "Không có thủ tục nào của danh mục quốc gia đang có hiệu lực nên không kết thúc gì."


@dataclass(frozen=True, slots=True)
class CatalogueImported:
    """What came of a file, or would come of it.

    kept: codes that the pack declares itself, of which the pack's row stays. written: whether anything was changed.
    """

    read: CatalogueRead
    digest: str
    kept: tuple[str, ...]
    taken: int
    added: int
    changed: int
    ended: int
    written: bool

    @property
    def changes(self) -> bool:
        """Whether the file says anything new."""
        return bool(self.added or self.changed or self.ended)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to become of the procedures. gone: rows that end."""

    fresh: tuple[Definition, ...]
    gone: tuple[int, ...]
    added: int
    changed: int
    ended: int


@transaction.atomic
def import_procedures(*, path: Path, actor: Actor, dry_run: bool = False) -> CatalogueImported:
    """This function will bring in a catalogue of procedures, described and not filed, from 2026 on.

    The file is the whole catalogue: what an earlier one had and this one has not is ended. A code that the pack
    declares stays the pack's. The same file again changes nothing.
    Raises OutOfReach unless the actor may apply packs at the province, NotACatalogue.
    """
    where = province().code
    actor.require(Right.APPLY_PACK, where)
    content = _content(path)
    read = read_catalogue(_text(content, path.name), sectors={sector.code for sector in sectors()})
    if not read.lines:
        first = next((f"{fault.reason('vi')} / {fault.reason('en')}" for fault in read.faults), "0")
        raise NotACatalogue(file=path.name, reason=first)
    hold_definitions()
    own = set(Definition.objects.filter(kind=KIND, current=True, origin=PACK).values_list("code", flat=True))
    wanted = [line for line in read.lines if line.code not in own]
    plan = _plan(wanted)
    found = CatalogueImported(
        read=read,
        digest=sha256_hex(content),
        kept=tuple(line.code for line in read.lines if line.code in own),
        taken=len(wanted),
        added=plan.added,
        changed=plan.changed,
        ended=plan.ended,
        written=bool(plan.fresh or plan.gone) and not dry_run,
    )
    if found.written:
        Definition.objects.filter(pk__in=plan.gone).update(current=False)
        Definition.objects.bulk_create(plan.fresh)
        _note(found, where, actor)
    return found


@transaction.atomic
def end_imported_procedures(*, actor: Actor) -> int:
    """This function will end all procedures of the catalogue and return how many; the file may come again.

    Raises OutOfReach unless the actor may apply packs at the province, NothingImported.
    """
    where = province().code
    actor.require(Right.APPLY_PACK, where)
    hold_definitions()
    ended = Definition.objects.filter(current=True, origin=CATALOGUE).update(current=False)
    if not ended:
        raise NothingImported
    record_event(kind=EventKind.IMPORT_UNDONE, actor=actor.name, place=where, subject=SUBJECT, payload={"rows": ended})
    return ended


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise NotACatalogue(file=path.name, reason=f"> {LARGEST_BYTES} bytes")
        return path.read_bytes()
    except OSError as error:
        raise NotACatalogue(file=path.name, reason=error.strerror or str(error)) from error


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotACatalogue(file=name, reason=f"UTF-8, byte {error.start}") from error


def _plan(wanted: Iterable[ProcedureLine]) -> _Plan:
    standing = {row.code: row for row in Definition.objects.filter(current=True, origin=CATALOGUE)}
    versions = dict(_versions())
    fresh: list[Definition] = []
    gone: list[int] = []
    added = changed = 0
    for line in wanted:
        row, made = standing.pop(line.code, None), _definition(line, versions.get(line.code, 0) + 1)
        if row is not None and row.digest == made.digest:
            continue
        fresh.append(made)
        added, changed = added + (row is None), changed + (row is not None)
        gone += [] if row is None else [row.pk]
    gone += [row.pk for row in standing.values()]
    return _Plan(tuple(fresh), tuple(gone), added, changed, len(standing))


def _versions() -> Iterator[tuple[str, int]]:
    """Yield the last version of each code, whoever declared it."""
    rows = Definition.objects.filter(kind=KIND, valid_from=VALID_FROM)
    yield from rows.values_list("code").annotate(last=Max("version"))


def _definition(line: ProcedureLine, version: int) -> Definition:
    body = dict(line.model_dump(mode="json", exclude_defaults=True, by_alias=True))
    return Definition(
        kind=KIND,
        code=line.code,
        version=version,
        digest=sha256_hex(canonical_json(body)),
        body=body,
        valid_from=line.valid_from,
        valid_to=line.valid_to,
        origin=CATALOGUE,
    )


def _note(found: CatalogueImported, where: str, actor: Actor) -> None:
    record_event(
        kind=EventKind.PROCEDURES_IMPORTED,
        actor=actor.name,
        place=where,
        subject=SUBJECT,
        payload={
            "digest": found.digest,
            "rows": found.taken,
            "added": found.added,
            "changed": found.changed,
            "ended": found.ended,
            "kept": len(found.kept),
            "faults": len(found.read.faults),
        },
    )
