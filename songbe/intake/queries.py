"""Reading what was imported."""

from dataclasses import dataclass
from datetime import datetime

from songbe.intake.models import Import
from songbe.kernel.errors import NotFound
from songbe.places.policy import Actor, Right


@dataclass(frozen=True, slots=True)
class Imported:
    """An import as it is listed."""

    number: int
    target: str
    file_name: str
    source: str
    rows: int
    status: str
    place: str
    actor: str
    imported_at: datetime
    undone_at: datetime | None
    undone_by: str
    reference: str
    digest: str


class UnknownImport(NotFound):
    """A number no import has."""

    code = "unknown_import"
    message_en = "There is no import {number}. See: songbe imports"
    message_vi = "Không có lần nhập số {number}. Xem: songbe imports"

    def __init__(self, *, number: int) -> None:
        super().__init__(number=number)


def import_numbered(number: int) -> Import:
    """Return an import. Raises UnknownImport."""
    found = Import.objects.filter(pk=number).first()
    if found is None:
        raise UnknownImport(number=number)
    return found


def imports(*, actor: Actor, limit: int = 50) -> tuple[Imported, ...]:
    """Return the newest imports entered for places of the actor, newest first."""
    rows = Import.objects.order_by("-id")
    reach = (actor.places_with(Right.IMPORT_FACTS), actor.places_with(Right.REPORT_VALUES))
    if None not in reach:
        rows = rows.filter(place__in=frozenset[str]().union(*(places for places in reach if places)))
    return tuple(listed(row) for row in rows[:limit])


def listed(row: Import) -> Imported:
    """Return an import as it is listed."""
    return Imported(
        number=row.pk,
        target=row.target,
        file_name=row.file_name,
        source=row.source,
        rows=row.rows,
        status=row.status,
        place=row.place,
        actor=row.actor,
        imported_at=row.imported_at,
        undone_at=row.undone_at,
        undone_by=row.undone_by,
        reference=row.reference,
        digest=row.digest,
    )
