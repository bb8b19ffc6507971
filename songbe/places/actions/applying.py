"""Putting the places of a pack into force."""

import json
from datetime import date
from typing import Any

from django.db import transaction

from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.kernel.vietnamese import fold, sort_key
from songbe.places.declare import AgencyLine, DeclaredPlaces, SectorLine, UnitLine
from songbe.places.models import Agency, AppliedPack, Elsewhere, Sector, Unit, UnitReach
from songbe.places.policy import Actor, Right
from songbe.places.rules import Reach, UnitChange, UnitState, reaches_now, reaches_then


@transaction.atomic
def apply_places(*, declared: DeclaredPlaces, digest: str, today: date, actor: Actor) -> AppliedPack:
    """This function will put the units, places elsewhere, agencies and sectors of a pack into force.

    Raises OutOfReach unless the actor may apply packs at the province.
    """
    actor.require(Right.APPLY_PACK, declared.sheet.province)
    _replace_units(declared)
    _replace_reaches(declared, today)
    Elsewhere.objects.all().delete()
    Elsewhere.objects.bulk_create(
        Elsewhere(**line.model_dump(exclude={"other_names"}), other_names=list(line.other_names))
        for line in declared.elsewhere
    )
    for agency in declared.agencies:
        Agency.objects.update_or_create(code=agency.code, defaults=_agency_values(agency))
    for sector in declared.sectors:
        Sector.objects.update_or_create(code=sector.code, defaults=_sector_values(sector))
    applied = AppliedPack.objects.create(
        name=declared.sheet.name,
        digest=digest,
        sheet=declared.sheet.model_dump(mode="json"),
        calendars=declared.calendars.model_dump(mode="json"),
        tiles=_read_tiles(declared),
    )
    record_event(
        kind=EventKind.PACK_APPLIED,
        actor=actor.name,
        place=declared.sheet.province,
        subject=f"pack:{declared.sheet.name}",
        payload={"digest": digest, "units": len(declared.units), "agencies": len(declared.agencies)},
    )
    return applied


def _read_tiles(declared: DeclaredPlaces) -> Any:
    return json.loads(declared.tiles.read_text(encoding="utf-8")) if declared.tiles else None


def _replace_units(declared: DeclaredPlaces) -> None:
    Unit.objects.all().delete()
    Unit.objects.bulk_create(_unit_row(line) for line in declared.units)


def _unit_row(line: UnitLine) -> Unit:
    return Unit(
        **line.model_dump(),
        sort_key=sort_key(line.short_name_vi),
        folded=fold(line.name_vi),
    )


def _replace_reaches(declared: DeclaredPlaces, today: date) -> None:
    states = [UnitState(u.code, u.parent_code, u.tier, u.valid_from, u.valid_to) for u in declared.units]
    changes = [UnitChange(c.on_date, c.old_code, c.new_code, c.weight) for c in declared.changes]
    UnitReach.objects.all().delete()
    found = reaches_then(states) + reaches_now(states, changes, today=today)
    UnitReach.objects.bulk_create(_reach_row(reach) for reach in found)


def _reach_row(reach: Reach) -> UnitReach:
    return UnitReach(
        basis=reach.basis.value,
        descendant=reach.descendant,
        ancestor=reach.ancestor,
        valid_from=reach.valid_from,
        valid_to=reach.valid_to,
        weight_numerator=reach.weight.numerator,
        weight_denominator=reach.weight.denominator,
    )


def _agency_values(line: AgencyLine) -> dict[str, Any]:
    values = line.model_dump(exclude={"code"})
    return values | {
        "sectors": list(line.sectors),
        "sort_key": sort_key(line.name_vi),
        "folded": fold(f"{line.name_vi} {line.abbr}"),
    }


def _sector_values(line: SectorLine) -> dict[str, Any]:
    return line.model_dump(exclude={"code"})
