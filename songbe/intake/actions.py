"""Taking files in and taking them back."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from songbe.intake.checks import Faults, find_faults
from songbe.intake.files.reading import read_sheets
from songbe.intake.files.sheets import EmptyFile
from songbe.intake.files.sniffing import require_size
from songbe.intake.models import Import
from songbe.intake.preview import BadRow, Preview, bad_rows, preview
from songbe.intake.rules.headers import names_of
from songbe.intake.staging import Stage, stage
from songbe.intake.targets import Batch, TakingBack, Target
from songbe.kernel.errors import Conflict
from songbe.kernel.vietnamese import fold
from songbe.places.policy import Actor
from songbe.places.queries import gazetteer

IMPORT_LOCK = 7_221_003
_COPYING = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file.

    imported: the import, also when it was there before (``earlier``); None when the file is refused or was only
    checked. rows: how many the file has. faults: empty for a good file. preview: the first rows as they are meant,
    for a dry run.
    """

    file_name: str
    digest: str
    rows: int
    faults: Faults = field(default_factory=Faults)
    bad_rows: tuple[BadRow, ...] = ()
    imported: Import | None = None
    earlier: bool = False
    preview: Preview = field(default_factory=Preview)

    @property
    def refused(self) -> bool:
        """Whether something is wrong with the file, so that nothing of it was taken."""
        return self.faults.total > 0


class AlreadyUndone(Conflict):
    """An import that was taken back before."""

    code = "already_undone"
    message_en = "Import {number} was undone on {undone_at}"
    message_vi = "Lần nhập {number} đã được hoàn tác ngày {undone_at}"

    def __init__(self, *, number: int, undone_at: str) -> None:
        super().__init__(number=number, undone_at=undone_at)


def import_file(
    *, target: Target, path: Path, actor: Actor, at: datetime, source: str = "", dry_run: bool = False
) -> Outcome:
    """This function will take a file in as rows of a target, whole, once, with one event; or say all that is wrong.

    at: aware; moments of the file are compared with its day in the province. source: whose data it is, else the
    file's name. dry_run: only look. Raises OutOfReach unless the actor may import such rows at some place at all,
    NoPack, and what ``read_sheets`` raises for a file that is no table.
    """
    known = gazetteer()
    if not actor.may_somewhere(target.right):
        actor.require(target.right, known.province.code)
    today = timezone.localtime(at).date()
    with _copied(path) as (copy, digest):
        earlier = _earlier(target, digest)
        if earlier is not None:
            return _again(path, earlier)
        names = names_of(target.fields)
        sheets = read_sheets(
            copy, copy.parent, name=path.name, time_zone=settings.TIME_ZONE, is_known=lambda text: fold(text) in names
        )
        said = (source or path.name)[:200]
        with stage(target, sheets, copy.parent, name=path.name, known=known, today=today, source=said) as staged:
            if _row_count(staged) == 0 and staged.headers_fit:
                raise EmptyFile(name=path.name)
            if dry_run:
                return replace(_checked(staged, path, digest, actor), preview=preview(staged))
            return _take_in(staged, path, digest, said, actor, at)


@contextmanager
def _copied(path: Path) -> Iterator[tuple[Path, str]]:
    """Copy a file aside, so that what is checked, digested and taken in is one and the same."""
    require_size(path, name=str(path))
    with tempfile.TemporaryDirectory(prefix="songbe-import-") as folder:
        copy, digest = Path(folder) / "file", hashlib.sha256()
        with path.open("rb") as source, copy.open("wb") as sink:
            while chunk := source.read(_COPYING):
                digest.update(chunk)
                sink.write(chunk)
        require_size(copy, name=str(path))
        yield copy, digest.hexdigest()


def _earlier(target: Target, digest: str) -> Import | None:
    return Import.objects.filter(target=target.name, digest=digest, status=Import.APPLIED).first()


def _again(path: Path, earlier: Import) -> Outcome:
    return Outcome(path.name, earlier.digest, earlier.rows, imported=earlier, earlier=True)


def _row_count(staged: Stage) -> int:
    found = staged.connection.execute("SELECT count(*) FROM taken").fetchone()
    return int((found or (0,))[0]) + sum(len(sheet.ragged) for sheet in staged.sheets)


def _checked(staged: Stage, path: Path, digest: str, actor: Actor) -> Outcome:
    faults = find_faults(staged, actor=actor, known=gazetteer())
    shown = () if not faults.total else bad_rows(staged, faults.listed)
    return Outcome(path.name, digest, _row_count(staged), faults, shown)


@transaction.atomic
def _take_in(staged: Stage, path: Path, digest: str, source: str, actor: Actor, at: datetime) -> Outcome:
    # One import at a time: what a check finds in the database must still be so when the rows are written.
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
    earlier = _earlier(staged.target, digest)
    if earlier is not None:
        return _again(path, earlier)
    checked = _checked(staged, path, digest, actor)
    if checked.refused:
        return checked
    target, places = staged.target, _places(staged)
    imported = Import.objects.create(
        target=target.name,
        file_name=path.name[:200],
        digest=digest,
        source=source,
        rows=checked.rows,
        place=_place_of_batch(target, places, actor),
        places=sorted(places),
        actor=actor.name,
        imported_at=at,
    )
    imported.reference = target.apply(_batch(staged, imported, actor, at))
    imported.save(update_fields=["reference"])
    return Outcome(path.name, digest, checked.rows, imported=imported)


def _batch(staged: Stage, imported: Import, actor: Actor, at: datetime) -> Batch:
    names = ", ".join(field.name for field in staged.target.fields)
    return Batch(
        connection=staged.connection,
        query=f"SELECT {names} FROM taken",  # noqa: S608  names of a declaration
        rows=imported.rows,
        source=imported.source,
        # Not the digest: a file that was taken back may come again, as another batch.
        key=f"import:{imported.pk}",
        place=imported.place,
        actor=actor,
        at=at,
    )


def _places(staged: Stage) -> dict[str, int]:
    """Return the places the rows belong to, with how many."""
    place = staged.target.place
    rows = staged.connection.execute(f"SELECT {place}, count(*) FROM taken GROUP BY ALL ORDER BY ALL").fetchall()  # noqa: S608
    return dict(rows)


def _place_of_batch(target: Target, places: dict[str, int], actor: Actor) -> str:
    """Return the place a batch is entered for: its only one, else the province, else the one with the most rows."""
    province = gazetteer().province.code
    if len(places) > 1 and actor.may(target.right, province):
        return province
    return max(places, key=lambda place: places[place])


@transaction.atomic
def undo_import(*, imported: Import, target: Target, actor: Actor, at: datetime) -> Import:
    """This function will take an import back, with one event; its rows count no more, and its file may come again.

    Raises OutOfReach unless the actor may import at every place of its rows, AlreadyUndone, and what the target raises.
    """
    imported = Import.objects.select_for_update().get(pk=imported.pk)
    for place in imported.places:
        actor.require(target.right, place)
    if imported.undone_at is not None:
        raise AlreadyUndone(number=imported.pk, undone_at=f"{timezone.localtime(imported.undone_at):%d/%m/%Y}")
    back = TakingBack(imported.reference, imported.place, actor, at)
    imported.undo_reference = target.undo(back)
    imported.status, imported.undone_by, imported.undone_at = Import.UNDONE, actor.name, at
    imported.save(update_fields=["undo_reference", "status", "undone_by", "undone_at"])
    return imported
