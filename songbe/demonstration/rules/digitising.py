"""Which desks digitise, and how many dossiers each."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from songbe.demonstration.declare.assumed import Assumed, Tier
from songbe.demonstration.rules.desks import Desk, Desks
from songbe.demonstration.rules.settings import TIERS, Row, Year, columns
from songbe.demonstration.rules.shares import apportion, apportion_at_least, apportioned, fraction_of, scaled

LATER = 1.4
"""How much rather an agency of the province than a commune has not begun yet, in a year with fewer; assumed."""
LEAST = 12
"""Every desk that digitises has at least so many digitised dossiers in a full year."""


def quotas(services: Assumed, desks: Desks, eligible: Mapping[int, int], year: Year) -> dict[str, Sequence[object]]:
    """Return how many dossiers each desk digitises.

    eligible: desk -> its dossiers that were received and finished inside the year. When a small demonstration has not
    enough of them, all are digitised.
    """
    declared = services.dossiers.digitised
    total = scaled(getattr(declared, f"total_{year.year}"), year.scale)
    rows: list[Row] = []
    for tier, wanted in apportioned(total, declared.tiers_2023).items():
        among = [desk for desk in digitising(services, desks, year.year) if desk.tier == tier]
        weights = [eligible.get(desk.number, 0) for desk in among]
        least = max(1, scaled(LEAST, min(year.scale, Decimal(1))))
        counts = apportion_at_least(min(wanted, sum(weights)), weights, least)
        rows += [{"desk_no": desk.number, "count": count} for desk, count in zip(among, counts, strict=True) if count]
    return columns(rows, ("desk_no", "count"))


def digitising(services: Assumed, desks: Desks, year: int) -> list[Desk]:
    """Return the desks that digitise in a year.

    Those of the province as listed, all districts and all communes; in a year with fewer agencies, the first of the
    list and the communes that chance says, so that the number is the pack's.
    """
    declared = services.dossiers.digitised
    listed = [desks.named(code) for code in declared.province_agencies]
    local: dict[Tier, list[Desk]] = {tier: desks.of(tier) for tier in TIERS}
    missing = len(listed) + len(local["district"]) + len(local["commune"]) - int(getattr(declared, f"agencies_{year}"))
    if missing <= 0:
        return [*listed, *local["district"], *local["commune"]]
    fewer, fewer_communes = apportion(missing, [LATER * len(listed), len(local["commune"])])
    by_chance = sorted(local["commune"], key=lambda desk: fraction_of(services.seed, "digitises", desk.unit))
    return [*listed[: len(listed) - fewer], *local["district"], *by_chance[: len(by_chance) - fewer_communes]]
