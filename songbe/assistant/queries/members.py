"""The places of a group that a question names: all districts, the wards of one, all departments."""

from datetime import date

from songbe.assistant.rules.query import Group
from songbe.places.queries import Gazetteer, Place


def members(group: Group, on: date, map_: Gazetteer, *, agencies: bool) -> tuple[Place, ...]:
    """Return the places of a group on a day. agencies: whether departments belong to ``*``."""
    if group.code == "*department":
        return _departments(on, map_)
    tier = "commune" if group.code == "*commune" else "district"
    found = tuple(
        place
        for place in map_.of_tier(tier, on)
        if (not group.types or place.kind in group.types) and (not group.within or place.parent == group.within)
    )
    if group.code == "*" and agencies:
        return (*found, *_departments(on, map_))
    return found


def _departments(on: date, map_: Gazetteer) -> tuple[Place, ...]:
    there = (
        place for place in map_.agencies.values() if place.kind in ("department", "authority") and place.holds_on(on)
    )
    return tuple(sorted(there, key=lambda place: place.sort_key))
