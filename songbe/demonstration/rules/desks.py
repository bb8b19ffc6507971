"""Who handles: the desks of the province, its districts and communes, and what is assumed of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from songbe.demonstration.declare.services import YEARS, District, Services, Tier
from songbe.demonstration.rules.shares import fraction_of
from songbe.places.declare import AgencyKind, AgencyLine, DeclaredPlaces, UnitLine

COMMITTEE_OF: dict[Tier, AgencyKind] = {
    "province": "province",
    "district": "district_committee",
    "commune": "commune_committee",
}
"""Tier -> the kind of agency that is its committee."""

FIRST_YEAR = YEARS[0]
LOCAL_TIERS: tuple[Tier, ...] = ("district", "commune")
OTHER = "other"
"""The key under which a pack says what is assumed of agencies that it does not name."""


@dataclass(frozen=True, slots=True)
class Desk:
    """An agency that handles, with what is assumed of it in one year.

    weight: share of its tier's work (0 for agencies of the province: their sectors say). on_time, online: shares;
    late_trend, online_rise: what each gains from January to December.
    """

    number: int
    tier: Tier
    agency: str
    unit: str
    district: str
    weight: float
    on_time: float
    late_trend: float
    online: float
    online_rise: float
    answers_on_time: float


@dataclass(frozen=True, slots=True)
class Desks:
    """All desks of a year."""

    all: tuple[Desk, ...]

    def of(self, tier: Tier) -> list[Desk]:
        """Return the desks of a tier."""
        return [desk for desk in self.all if desk.tier == tier]

    @property
    def province(self) -> Desk:
        """The committee of the province itself: it comes first."""
        return self.all[0]

    def named(self, agency: str) -> Desk:
        """Return an agency's desk. Raises KeyError if it has none."""
        return {desk.agency: desk for desk in self.all}[agency]


def desks(places: DeclaredPlaces, services: Services, year: int) -> Desks:
    """Return the desks of the year, those of the province first."""
    units = [unit for unit in places.units if unit.holds_on(date(year, 12, 31))]
    committees = {(a.kind, a.unit_code): a.code for a in places.agencies}
    found: list[Desk] = []
    handling = province_agencies(services, places)
    provincial = sorted(
        (a for a in places.agencies if a.code in handling), key=lambda a: a.kind != COMMITTEE_OF["province"]
    )
    for agency in provincial:
        found.append(_provincial(len(found) + 1, agency, services, year))
    for tier in LOCAL_TIERS:
        for unit in (u for u in units if u.tier == tier):
            code = unit.code if tier == "district" else unit.parent_code
            traits = services.dossiers.districts.get(code)
            agency_code = committees.get((COMMITTEE_OF[tier], unit.code))
            if traits is not None and agency_code is not None:
                found.append(_local(len(found) + 1, tier, agency_code, unit, code, traits, units, services, year))
    return Desks(tuple(found))


def province_agencies(services: Services, places: DeclaredPlaces) -> frozenset[str]:
    """Return the agencies of the province that handle anything, and its committee."""
    dealt = {code for traits in services.dossiers.sectors.values() for code in traits.agencies}
    named = {p.agency for p in services.procedures.named if p.agency}
    asked = {c.agency for c in services.reports.categories} | {o.agency for o in services.payments.other}
    local = {a.code for a in places.agencies if a.kind in (COMMITTEE_OF["district"], COMMITTEE_OF["commune"])}
    committee = {a.code for a in places.agencies if a.kind == COMMITTEE_OF["province"]}
    return frozenset(dealt | named | asked | committee | set(services.public_items.publishers)) - local


def _provincial(number: int, agency: AgencyLine, services: Services, year: int) -> Desk:
    assumed = services.dossiers
    on_time = assumed.province_on_time.get(agency.code, assumed.province_on_time.get(OTHER, 0.98))
    online = of_year(assumed, "province_online", year)
    answers = services.reports.on_time.get("province", 0.95) * _answers_factor(services, year)
    return Desk(
        number,
        "province",
        agency.code,
        agency.unit_code,
        "",
        0,
        on_time,
        0,
        online,
        _rise(assumed.province_online_2022, assumed.province_online),
        answers,
    )


def _local(
    number: int,
    tier: Tier,
    agency: str,
    unit: UnitLine,
    district: str,
    traits: District,
    units: Sequence[UnitLine],
    services: Services,
    year: int,
) -> Desk:
    weight, shift = traits.weight, 0.0
    if tier == "commune":
        sisters = {
            u.code: 0.6 + 0.8 * fraction_of(services.seed, "weight", u.code)
            for u in units
            if u.parent_code == district and u.tier == tier
        }
        weight *= sisters[unit.code] / sum(sisters.values())
        shift = 0.012 * (fraction_of(services.seed, "on time", unit.code) - 0.5)
    first = year == FIRST_YEAR
    return Desk(
        number,
        tier,
        agency,
        unit.code,
        district,
        weight,
        on_time=(traits.on_time_2022 if first else traits.on_time) + shift,
        late_trend=0 if first else traits.late_trend,
        online=traits.online_2022 if first else traits.online,
        online_rise=_rise(traits.online_2022, traits.online),
        answers_on_time=services.reports.on_time.get(district, 0.93) * _answers_factor(services, year),
    )


def _rise(first: float, second: float) -> float:
    """Return what a share gains inside a year when it goes from one year's mean to the next one's without a leap."""
    return 0.9 * (second - first)


def _answers_factor(services: Services, year: int) -> float:
    if year != FIRST_YEAR:
        return 1.0
    weights = {code: d.weight for code, d in services.dossiers.districts.items()}
    mean = sum(weight * services.reports.on_time.get(code, 0.93) for code, weight in weights.items())
    return services.reports.on_time_2022 / mean if mean else 1.0


def of_year(holder: object, name: str, year: int) -> float:
    """Return what a declaration says for a year: ``name_2022``, or ``name`` for the year without an ending."""
    return float(getattr(holder, f"{name}_{year}", getattr(holder, name, 0.0)))
