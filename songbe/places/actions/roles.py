"""Granting and ending roles, opening accounts."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.places.declare import Account
from songbe.places.models import Person, RoleGrant
from songbe.places.policy import Actor, Right


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
