"""Writing places: applying what a pack declares, granting roles."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.kernel.vietnamese import fold, sort_key
from songbe.places.declare import Account, AgencyLine, DeclaredPlaces, SectorLine, UnitLine
from songbe.places.models import Agency, AppliedPack, Person, RoleGrant, Sector, Unit, UnitReach
from songbe.places.policy import Actor, Right
from songbe.places.rules import Reach, UnitChange, UnitState, reaches_now, reaches_then


@transaction.atomic
def apply_places(*, declared: DeclaredPlaces, digest: str, today: date, actor: Actor) -> AppliedPack:
    """This function will put the units, agencies and sectors of a pack into force.

    Raises OutOfReach unless the actor may apply packs at the province.
    """
    actor.require(Right.APPLY_PACK, declared.sheet.province)
    _replace_units(declared)
    _replace_reaches(declared, today)
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


@transaction.atomic
def grant_role(*, person: Person, role: str, agency: str, valid_from: date, actor: Actor) -> RoleGrant:
    """This function will let a person hold a role at an agency from a day on.

    Raises OutOfReach unless the actor may grant roles there.
    """
    actor.require(Right.GRANT_ROLES, agency)
    grant, created = RoleGrant.objects.get_or_create(
        person=person, role=role, agency_id=agency, valid_to=None, defaults={"valid_from": valid_from}
    )
    if created:
        record_event(
            kind=EventKind.ROLE_GRANTED,
            actor=actor.name,
            place=agency,
            subject=f"person:{person.pk}",
            payload={"role": role},
        )
    return grant


@transaction.atomic
def end_role(*, grant: RoleGrant, valid_to: date, actor: Actor) -> RoleGrant:
    """This function will end a role on a day. Raises OutOfReach unless the actor may grant roles there."""
    actor.require(Right.GRANT_ROLES, grant.agency_id)
    grant.valid_to = valid_to
    grant.save(update_fields=["valid_to"])
    record_event(
        kind=EventKind.ROLE_ENDED,
        actor=actor.name,
        place=grant.agency_id,
        subject=f"person:{grant.person_id}",
        payload={"role": grant.role},
    )
    return grant


@transaction.atomic
def open_demo_accounts(*, accounts: Iterable[Account], password: str, valid_from: date, actor: Actor) -> int:
    """This function will open the demonstration accounts of a pack, all with one password, and return how many there
    are."""
    count = 0
    hashed = make_password(password)
    for account in accounts:
        person, _ = Person.objects.update_or_create(
            username=account.username,
            defaults={
                "display_name": account.name_vi,
                "email": f"{account.username}@example.org",
                "password": hashed,
                "practice": True,
            },
        )
        for role in account.roles:
            grant_role(person=person, role=role.role, agency=role.agency, valid_from=valid_from, actor=actor)
        count += 1
    return count
