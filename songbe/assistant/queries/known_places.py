"""All places and agencies that a question may name."""

from functools import lru_cache

from songbe.assistant.rules.places import Gazetteer, Known
from songbe.places.models import Agency, Elsewhere, Unit
from songbe.places.queries import applied_pack_id


def known_places() -> Gazetteer:
    """Return the places of the pack in force by name; kept in memory until another pack is applied. Raises NoPack."""
    return _known_places(applied_pack_id())


@lru_cache(maxsize=2)
def _known_places(applied: int) -> Gazetteer:
    return Gazetteer(
        (
            *(_unit(unit) for unit in Unit.objects.order_by("sort_key", "code", "valid_from")),
            *(_agency(agency) for agency in Agency.objects.order_by("sort_key", "code")),
            *(_elsewhere(place) for place in Elsewhere.objects.order_by("code")),
        )
    )


def _unit(unit: Unit) -> Known:
    others = (unit.name_en,) if unit.name_en else ()
    return Known(
        unit.code, "unit", unit.tier, unit.type, unit.name_vi, unit.short_name_vi, others, unit.parent_code,
        unit.valid_from, unit.valid_to,
    )  # fmt: skip


def _agency(agency: Agency) -> Known:
    others = (agency.name_en,) if agency.name_en else ()
    return Known(
        agency.code, "agency", "", agency.kind, agency.name_vi, agency.abbr, others, agency.unit_code,
        agency.valid_from, agency.valid_to,
    )  # fmt: skip


def _elsewhere(place: Elsewhere) -> Known:
    tier = place.kind if place.kind in ("province", "district") else ""
    others = tuple(filter(None, (*place.other_names, place.name_en)))
    return Known(place.code, "elsewhere", tier, place.kind, place.name_vi, place.short_name_vi, others)
