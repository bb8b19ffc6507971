"""Taking in official boundaries from a GeoJSON file, and taking them back."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.kernel.digests import sha256_hex
from songbe.kernel.errors import Conflict, InvalidInput, NotFound
from songbe.places.models import Boundary, BoundarySet, Unit
from songbe.places.policy import Actor, Right
from songbe.places.queries import province
from songbe.places.rules.boundaries import BoundaryFault, Shape, read_boundaries

LARGEST_BYTES = 64 * 1024 * 1024


class NotGeoJson(InvalidInput):
    """A file of boundaries that cannot be read as one."""

    code = "not_geojson"
    message_en = "{file} cannot be read as boundaries: {reason}. Give a GeoJSON FeatureCollection in WGS 84."
    message_vi = "Không đọc được ranh giới từ tệp {file}: {reason}. Hãy đưa tệp GeoJSON FeatureCollection theo WGS 84."


class UnknownBoundaries(NotFound):
    """A number under which no boundaries were taken in."""

    code = "unknown_boundaries"
    message_en = "There are no boundaries {number}. See: songbe boundaries."
    message_vi = "Không có bộ ranh giới số {number}. Xem: songbe boundaries."


class BoundariesWithdrawn(Conflict):
    """Boundaries that were taken back before."""

    code = "boundaries_withdrawn"
    message_en = "The boundaries {number} were taken back before; nothing was done."
    message_vi = "Bộ ranh giới số {number} đã được thu hồi trước đó; không làm gì thêm."


@dataclass(frozen=True, slots=True)
class BoundariesRead:
    """What came of a file. imported: None when it has faults or was only checked; earlier: it was here before."""

    units: int
    faults: tuple[BoundaryFault, ...]
    imported: BoundarySet | None = None
    earlier: bool = False


def import_boundaries(*, path: Path, source: str, at: datetime, actor: Actor, dry_run: bool = False) -> BoundariesRead:
    """This function will take in the boundaries of a file, all of them or none.

    source: who drew them; empty means the file's name. at: aware. The same file a second time does nothing. A unit
    drawn by several files is shown as the newest drew it.
    Raises OutOfReach unless the actor may apply packs at the province, NotGeoJson.
    """
    where = province().code
    actor.require(Right.APPLY_PACK, where)
    content = _content(path)
    shapes, faults = read_boundaries(_features(content, path.name), known=_known_units())
    if faults or dry_run:
        return BoundariesRead(len(shapes), faults)
    digest = sha256_hex(content)
    with transaction.atomic():
        earlier = BoundarySet.objects.select_for_update().filter(digest=digest, withdrawn_at=None).first()
        if earlier is not None:
            return BoundariesRead(len(shapes), (), earlier, earlier=True)
        made = BoundarySet.objects.create(
            file_name=path.name, digest=digest, source=source or path.name, actor=actor.name, imported_at=at
        )
        Boundary.objects.bulk_create(_row(made, shape) for shape in shapes)
        record_event(
            kind=EventKind.BOUNDARIES_IMPORTED,
            actor=actor.name,
            place=where,
            subject=f"boundaries:{made.pk}",
            payload={"digest": digest, "units": len(shapes), "source": made.source},
        )
    return BoundariesRead(len(shapes), (), made)


@transaction.atomic
def withdraw_boundaries(*, number: int, at: datetime, actor: Actor) -> BoundarySet:
    """This function will take boundaries back: maps show what stood before them.

    at: aware. Raises OutOfReach, UnknownBoundaries, BoundariesWithdrawn.
    """
    where = province().code
    actor.require(Right.APPLY_PACK, where)
    found = BoundarySet.objects.select_for_update().filter(pk=number).first()
    if found is None:
        raise UnknownBoundaries(number=number)
    if found.withdrawn_at is not None:
        raise BoundariesWithdrawn(number=number)
    found.withdrawn_at = at
    found.save(update_fields=["withdrawn_at"])
    record_event(
        kind=EventKind.BOUNDARIES_WITHDRAWN,
        actor=actor.name,
        place=where,
        subject=f"boundaries:{found.pk}",
        payload={"units": found.boundaries.count()},
    )
    return found


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise NotGeoJson(file=path.name, reason=f"> {LARGEST_BYTES // 1024**2} MiB")
        return path.read_bytes()
    except OSError as error:
        raise NotGeoJson(file=path.name, reason=error.strerror or str(error)) from error


def _features(content: bytes, name: str) -> list[object]:
    try:
        tree = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotGeoJson(file=name, reason=str(error)) from error
    features = tree.get("features") if isinstance(tree, dict) else None
    if not isinstance(features, list) or not features:
        raise NotGeoJson(file=name, reason="features: []")
    return features


def _known_units() -> frozenset[str]:
    return frozenset(Unit.objects.values_list("code", flat=True))


def _row(made: BoundarySet, shape: Shape) -> Boundary:
    return Boundary(set=made, unit_code=shape.unit, rings=shape.rings)
