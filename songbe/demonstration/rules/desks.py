"""Who handles: the desks of the province, its districts and communes, and what is assumed of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from songbe.demonstration.declare.assumed import YEARS, Assumed, Tier
from songbe.demonstration.rules.shares import fraction_of
from songbe.places.declare import AgencyKind, AgencyLine, DeclaredPlaces

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


def desks(places: DeclaredPlaces, services: Assumed, year: int) -> Desks:
    """Return the desks of the year, those of the province first."""
    committees = {(a.kind, a.unit_code): a.code for a in places.agencies}
    handling = province_agencies(services, places)
    provincial = sorted(
        (a for a in places.agencies if a.code in handling), key=lambda a: a.kind != COMMITTEE_OF["province"]
    )
    own = [_provincial(n, agency, services, year) for n, agency in enumerate(provincial, start=1)]
    seats = [
        Seat(tier, committee, unit.code, unit.code if tier == "district" else unit.parent_code)
        for tier in LOCAL_TIERS
        for unit in places.units
        if unit.tier == tier
        and unit.holds_on(date(year, 12, 31))
        and (committee := committees.get((COMMITTEE_OF[tier], unit.code)))
    ]
    known = [seat for seat in seats if seat.district in services.dossiers.districts]
    local = [
        _local(n, seat, _part_of_district(seat, known, services.seed), services, year)
        for n, seat in enumerate(known, start=len(own) + 1)
    ]
    return Desks((*own, *local))


@dataclass(frozen=True, slots=True)
class Seat:
    """The committee of a district or commune, and the district it lies in."""

    tier: Tier
    agency: str
    unit: str
    district: str


def _part_of_district(seat: Seat, seats: Sequence[Seat], seed: int) -> float:
    """Return what share of its district's work a committee of a tier does: communes by a factor each drew once."""

    def factor(of: Seat) -> float:
        return 0.6 + 0.8 * fraction_of(seed, "weight", of.unit)

    sisters = [other for other in seats if (other.tier, other.district) == (seat.tier, seat.district)]
    return factor(seat) / sum(map(factor, sisters))


def province_agencies(services: Assumed, places: DeclaredPlaces) -> frozenset[str]:
    """Return the agencies of the province that handle anything, and its committee."""
    dealt = {code for traits in services.dossiers.sectors.values() for code in traits.agencies}
    named = {p.agency for p in services.procedures.named if p.agency}
    asked = {c.agency for c in services.reports.categories} | {o.agency for o in services.payments.other}
    local = {a.code for a in places.agencies if a.kind in (COMMITTEE_OF["district"], COMMITTEE_OF["commune"])}
    committee = {a.code for a in places.agencies if a.kind == COMMITTEE_OF["province"]}
    return frozenset(dealt | named | asked | committee | set(services.public_items.publishers)) - local


def _provincial(number: int, agency: AgencyLine, services: Assumed, year: int) -> Desk:
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


def _local(number: int, seat: Seat, part: float, services: Assumed, year: int) -> Desk:
    traits = services.dossiers.districts[seat.district]
    shift = 0.012 * (fraction_of(services.seed, "on time", seat.unit) - 0.5) if seat.tier == "commune" else 0.0
    first = year == FIRST_YEAR
    return Desk(
        number,
        seat.tier,
        seat.agency,
        seat.unit,
        seat.district,
        weight=traits.weight * part,
        on_time=(traits.on_time_2022 if first else traits.on_time) + shift,
        late_trend=0 if first else traits.late_trend,
        online=traits.online_2022 if first else traits.online,
        online_rise=_rise(traits.online_2022, traits.online),
        answers_on_time=services.reports.on_time.get(seat.district, 0.93) * _answers_factor(services, year),
    )


def _rise(first: float, second: float) -> float:
    """Return what a share gains inside a year when it goes from one year's mean to the next one's without a leap."""
    return 0.9 * (second - first)


def _answers_factor(services: Assumed, year: int) -> float:
    if year != FIRST_YEAR:
        return 1.0
    weights = {code: d.weight for code, d in services.dossiers.districts.items()}
    mean = sum(weight * services.reports.on_time.get(code, 0.93) for code, weight in weights.items())
    return services.reports.on_time_2022 / mean if mean else 1.0


def of_year(holder: object, name: str, year: int) -> float:
    """Return what a declaration says for a year: ``name_2022``, or ``name`` for the year without an ending."""
    return float(getattr(holder, f"{name}_{year}", getattr(holder, name, 0.0)))
