"""Reading places: units, agencies, sectors, the pack in force, what an account may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from songbe.events.statements import Read
from songbe.kernel.errors import NotFound
from songbe.kernel.periods import ReportingCalendar
from songbe.kernel.working_time import WorkingCalendar
from songbe.places import clock, policy
from songbe.places.declare import Calendars
from songbe.places.models import (
    Absence,
    Agency,
    AppliedPack,
    Boundary,
    BoundarySet,
    Person,
    RoleGrant,
    Sector,
    Unit,
    UnitReach,
)


class UnknownPlace(NotFound):
    """A code that is neither a unit nor an agency."""

    code = "unknown_place"
    message_en = "There is no unit or agency {place!r}. Use a code of the pack, such as {example}."
    message_vi = "Không có đơn vị hay cơ quan {place!r}. Hãy dùng mã trong bộ khai báo, ví dụ {example}."


class NoPack(NotFound):
    """Nothing was applied yet."""

    code = "no_pack"
    message_en = "No pack is applied. Run: songbe pack apply DIR."
    message_vi = "Chưa áp dụng bộ khai báo nào. Hãy chạy: songbe pack apply THƯ_MỤC."


@dataclass(frozen=True, slots=True)
class Place:
    """A unit or an agency, as a figure names it."""

    code: str
    name_vi: str
    short_name_vi: str
    name_en: str
    tier: str
    kind: str
    parent: str
    sort_key: str
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def is_agency(self) -> bool:
        """Whether this is a body rather than an area."""
        return self.tier == "agency"

    def name(self, locale: str) -> str:
        """The name in a language."""
        return self.name_en if locale == "en" and self.name_en else self.name_vi

    def holds_on(self, day: date) -> bool:
        """Whether the place existed in this form on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Province:
    """What the pack in force says of itself."""

    name: str
    digest: str
    code: str
    title_vi: str
    title_en: str
    organisation_vi: str
    organisation_en: str
    default_period: str
    reference_date: date
    successor: dict[str, Any] | None
    calendars: dict[str, Any]

    def title(self, locale: str) -> str:
        """The title in a language."""
        return self.title_en if locale == "en" else self.title_vi


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All places of the pack in force, by code, with their tree on its reference date."""

    units: dict[str, tuple[Place, ...]]
    agencies: dict[str, Place]
    province: Province

    def place(self, code: str, on: date | None = None) -> Place:
        """Return a unit (in the state it had on a day) or an agency.

        Raises UnknownPlace.
        """
        if code in self.agencies:
            return self.agencies[code]
        states = self.units.get(code)
        if not states:
            raise UnknownPlace(place=code, example=self.province.code)
        day = on or self.province.reference_date
        return next((state for state in states if state.holds_on(day)), states[0])

    def children(self, code: str, on: date | None = None) -> tuple[Place, ...]:
        """Return the units directly under a unit on a day, in Vietnamese order."""
        day = on or self.province.reference_date
        found = (s for states in self.units.values() for s in states if s.parent == code and s.holds_on(day))
        return tuple(sorted(found, key=lambda place: place.sort_key))

    def of_tier(self, tier: str, on: date | None = None) -> tuple[Place, ...]:
        """Return all units of a tier on a day, in Vietnamese order."""
        day = on or self.province.reference_date
        found = (s for states in self.units.values() for s in states if s.tier == tier and s.holds_on(day))
        return tuple(sorted(found, key=lambda place: place.sort_key))

    def path(self, code: str, on: date | None = None) -> tuple[Place, ...]:
        """Return the way from the province down to a place."""
        way: list[Place] = []
        while code and len(way) < 8:
            if code not in self.units and code not in self.agencies:
                break
            way.append(self.place(code, on))
            code = way[-1].parent
        return tuple(reversed(way))


def applied_pack() -> AppliedPack:
    """Return the pack in force. Raises NoPack."""
    pack = AppliedPack.objects.order_by("-id").first()
    if pack is None:
        raise NoPack
    return pack


def applied_pack_id() -> int:
    """Return the number of the pack in force, by which what it says is kept in memory. Raises NoPack."""
    newest = _NEWEST.first()
    if newest is None:
        raise NoPack
    return int(newest.pk)


_NEWEST = Read(lambda: AppliedPack.objects.only("id").order_by("-id")[:1])
_AGENCY = Read(lambda code: Agency.objects.only("kind").filter(code=code), code="?code")


def kind_of_agency(code: str) -> str:
    """Return the kind of an agency; empty if there is none."""
    found = _AGENCY.first(code)
    return found.kind if found else ""


def province() -> Province:
    """Return what the pack in force says of itself. Raises NoPack."""
    return gazetteer().province


def gazetteer() -> Gazetteer:
    """Return all places of the pack in force; kept in memory until another pack is applied. Raises NoPack."""
    return _gazetteer(applied_pack_id())


@lru_cache(maxsize=4)
def _gazetteer(applied: int) -> Gazetteer:
    pack = AppliedPack.objects.get(id=applied)
    units: dict[str, list[Place]] = {}
    for unit in Unit.objects.order_by("sort_key", F("valid_from").desc(nulls_last=True)):
        units.setdefault(unit.code, []).append(_unit_place(unit))
    agencies = {agency.code: _agency_place(agency) for agency in Agency.objects.order_by("sort_key")}
    return Gazetteer({code: tuple(states) for code, states in units.items()}, agencies, _province(pack))


def _unit_place(unit: Unit) -> Place:
    return Place(
        unit.code,
        unit.name_vi,
        unit.short_name_vi,
        unit.name_en,
        unit.tier,
        unit.type,
        unit.parent_code,
        unit.sort_key,
        unit.valid_from,
        unit.valid_to,
    )


def _agency_place(agency: Agency) -> Place:
    short = (
        agency.abbr
        if agency.abbr and agency.kind not in ("district_committee", "commune_committee")
        else agency.name_vi
    )
    return Place(
        agency.code,
        agency.name_vi,
        short,
        agency.name_en,
        "agency",
        agency.kind,
        agency.parent_code or agency.unit_code,
        agency.sort_key,
        agency.valid_from,
        agency.valid_to,
    )


def _province(pack: AppliedPack) -> Province:
    sheet = pack.sheet
    return Province(
        name=sheet["name"],
        digest=pack.digest,
        code=sheet["province"],
        title_vi=sheet["title_vi"],
        title_en=sheet["title_en"],
        organisation_vi=sheet["organisation_vi"],
        organisation_en=sheet["organisation_en"],
        default_period=sheet["default_period"],
        reference_date=date.fromisoformat(sheet["reference_date"]),
        successor=sheet.get("successor"),
        calendars=pack.calendars,
    )


def sectors() -> tuple[Sector, ...]:
    """Return all sectors in their order."""
    return tuple(Sector.objects.order_by("order"))


def tiles() -> dict[str, Any] | None:
    """Return the cartogram of the pack in force as GeoJSON."""
    return applied_pack().tiles


def boundaries() -> dict[str, Any] | None:
    """Return the boundaries in force as GeoJSON in degrees, each unit as the newest file drew it; None without any."""
    rows = Boundary.objects.filter(set__withdrawn_at=None).order_by("set_id").values_list("unit_code", "rings")
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {"type": "Polygon", "coordinates": rings},
        }
        for code, rings in dict(rows).items()
    ]
    return {"type": "FeatureCollection", "degrees": True, "features": features} if features else None


@dataclass(frozen=True, slots=True)
class Bounded:
    """A file of boundaries that was taken in. withdrawn_at: when it was taken back, else None."""

    number: int
    file_name: str
    source: str
    units: int
    actor: str
    imported_at: datetime
    withdrawn_at: datetime | None


def boundary_sets() -> tuple[Bounded, ...]:
    """Return the files of boundaries that were taken in, newest first."""
    found = BoundarySet.objects.annotate(units=Count("boundaries")).order_by("-id")
    return tuple(
        Bounded(each.pk, each.file_name, each.source, each.units, each.actor, each.imported_at, each.withdrawn_at)
        for each in found
    )


def reporting_calendars() -> dict[str, ReportingCalendar]:
    """Return the reporting calendars of the pack in force, by code."""
    entries = province().calendars["reporting"]
    return {entry["code"]: ReportingCalendar(entry["code"], entry["month_starts_on"]) for entry in entries}


def calendars() -> Calendars:
    """Return what the pack in force says of time."""
    return Calendars.model_validate(province().calendars)


def working_calendar() -> WorkingCalendar:
    """Return the working calendar of the pack in force; local wall time."""
    return calendars().working_time()


def reaches(*, basis: str, ancestors: Iterable[str] | None = None) -> list[UnitReach]:
    """Return the rows of the closure on a basis, all or those that count for some units."""
    rows = UnitReach.objects.filter(basis=basis)
    return list(rows if ancestors is None else rows.filter(ancestor__in=list(ancestors)))


def actor_of(person: Person, *, today: date) -> policy.Actor:
    """Return what a person holds today, with the places each role covers."""
    grants = [
        g
        for g in RoleGrant.objects.filter(person=person).select_related("agency")
        if policy.holds_today(g.valid_from, g.valid_to, today)
    ]
    if not grants or not person.is_active:
        return policy.Actor(person.username, person=person.pk, practice=person.practice)
    agencies = list(Agency.objects.values_list("code", "unit_code", "parent_code"))
    own = tuple(_held(grant, agencies) for grant in grants)
    held = (*own, *_held_for_others(person, own, today))
    return policy.Actor(person.username, held, person=person.pk, practice=person.practice)


def _held(grant: RoleGrant, agencies: list[tuple[str, str, str]]) -> policy.Held:
    agency = grant.agency
    if grant.role in policy.OWN_DESK:
        return policy.Held(grant.role, frozenset({agency.code}))
    below = UnitReach.objects.filter(basis="as-then", ancestor=agency.unit_code).values_list("descendant", flat=True)
    places = policy.covered_places(
        kind=agency.kind,
        agency=agency.code,
        unit=agency.unit_code,
        units_below=below if agency.kind in policy.COMMITTEES else (),
        agencies_in=[(code, unit) for code, unit, _ in agencies],
        agencies_below=_agencies_below(agency.code, agencies),
    )
    return policy.Held(grant.role, places)


def _held_for_others(person: Person, own: tuple[policy.Held, ...], today: date) -> tuple[policy.Held, ...]:
    """Return the roles of those who are away, at agencies where the person works and the other still holds them."""
    desks = {place for each in own if each.role in policy.OWN_DESK for place in each.places}
    if not desks:
        return ()
    still = RoleGrant.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=today),
        person=OuterRef("person"), role=OuterRef("role"), agency=OuterRef("agency"), valid_from__lte=today,
    )  # fmt: skip
    found = absences_on(clock.today()).filter(Exists(still), deputy=person, person__is_active=True)
    return tuple(
        policy.Held(each.role, frozenset({each.agency_id}), each.person_id, each.capacity)
        for each in found.order_by("pk")
        if each.agency_id in desks
    )


def absences_on(day: date) -> QuerySet[Absence]:
    """Return the absences that run on a day of the province and were not ended early."""
    return Absence.objects.filter(ended_at=None, valid_from__lte=day, valid_to__gt=day)


def _agencies_below(code: str, agencies: list[tuple[str, str, str]]) -> set[str]:
    below: set[str] = set()
    level = {code}
    while level:
        level = {child for child, _, parent in agencies if parent in level} - below
        below |= level
    return below


def actor_named(username: str, *, today: date) -> policy.Actor:
    """Return what an account holds today. Raises UnknownPerson."""
    person = Person.objects.filter(username=username).first()
    if person is None:
        raise UnknownPerson(username=username)
    return actor_of(person, today=today)


class UnknownPerson(NotFound):
    """A name nobody signs in with."""

    code = "unknown_person"
    message_en = "There is no account {username!r}."
    message_vi = "Không có tài khoản {username!r}."
