"""What every screen carries around its contents: where, when, on which map, for whom, and where else to go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from songbe.centres.queries.addresses import Address
from songbe.centres.queries.pages import Choice, Frame
from songbe.centres.queries.standing import Shared, View
from songbe.centres.rules import newest_year, offered_periods
from songbe.kernel.numbers import Locale
from songbe.kernel.periods import Period
from songbe.places.policy import Actor, Right
from songbe.places.queries import Place
from songbe.ui.words import locale_of

EXPORTS = ("xlsx", "csv")
TIERS = ("province", "district", "commune")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asked to see. host: scheme and host, for addresses that leave the page; day: of today's map."""

    shared: Shared
    actor: Actor
    place: Place
    period: Period
    basis: str
    address: Address
    host: str
    day: date

    @property
    def today(self) -> date:
        """The day the screen speaks of."""
        return self.shared.today(self.day)

    @property
    def view(self) -> View:
        """The figures that the reader may see there."""
        return View(self.place.code, self.basis, self.may_see_drafts(self.place.code), self.day)

    def may_see_drafts(self, place: str) -> bool:
        """Whether the reader may see what nobody approved yet."""
        return self.actor.may(Right.READ_DRAFTS, place)

    def map_day(self) -> date:
        """Return the day whose map lists the places: today's, or the one in force when the period ended."""
        return self.day if self.basis == "as-now" else self.period.last

    def below(self, place: str) -> tuple[Place, ...]:
        """Return the units directly under a unit; under a province that is no more, those that came of its own."""
        map_, on = self.shared.ground.map_, self.map_day()
        found = map_.children(place, on)
        successor = map_.province.successor
        if found or successor is None or place != map_.province.code:
            return found
        return map_.children(successor["unit"], on)

    def absolute(self, address: Address | str) -> str:
        """Return an address that works from anywhere."""
        return f"{self.host}{address}"


def locale() -> Locale:
    """Return the language of this request."""
    return locale_of(get_language())


def period_label(period: Period) -> str:
    """Return a period's name as in a running sentence."""
    return period.label_en() if locale() == "en" else period.label_vi()


def place_name(place: Place) -> str:
    """Return a place's name as a list shows it."""
    return place.name_en if locale() == "en" and place.name_en else place.short_name_vi or place.name_vi


def frame(asked: Asked, *, as_of: date | None, simulated: bool, fixed: bool = False, frozen: bool = False) -> Frame:
    """Return the frame of a screen.

    fixed: whether the screen belongs to its place and cannot be seen for another; frozen: nor for another period, nor
    taken along as a file.
    """
    here = asked.address
    return Frame(
        place=asked.place,
        period=asked.period,
        period_label=period_label(asked.period),
        basis=asked.basis,
        places=[_place_choice(asked, asked.place)] if fixed or frozen else places(asked),
        periods=[_period_choice(asked, asked.period)] if frozen else periods(asked),
        path=[_place_choice(asked, step, full=True) for step in _way(asked)],
        as_of=as_of,
        simulated=simulated,
        address=asked.absolute(here),
        exports={} if frozen else {kind: str(here.having({"format": kind})) for kind in EXPORTS},
        today=asked.today,
    )


def _way(asked: Asked) -> Sequence[Place]:
    map_ = asked.shared.ground.map_
    way = map_.path(asked.place.code, asked.map_day())
    home = map_.place(map_.province.code)
    return way if way and way[0].code == home.code else (home, *way)


def _place_choice(asked: Asked, place: Place, *, full: bool = False) -> Choice:
    label = place.name(locale()) if full else place_name(place)
    group = {"province": _("Tỉnh"), "district": _("Cấp huyện"), "commune": _("Cấp xã"), "agency": _("Cơ quan")}
    chosen = place.code == asked.place.code
    return Choice(place.code, label, str(asked.address.at(place=place.code)), chosen, group.get(place.tier, ""))


def places(asked: Asked) -> list[Choice]:
    """Return the places the same screen can be seen for: the province, what lies directly under it, and the places
    beside and under this one."""
    map_ = asked.shared.ground.map_
    home = map_.province.code
    listed = [map_.place(home, asked.map_day()), *asked.below(home)]
    for step in _way(asked)[1:]:
        listed.extend([step, *asked.below(step.code)])
    found = {place.code: place for place in listed}
    ordered = sorted(found.values(), key=lambda place: TIERS.index(place.tier) if place.tier in TIERS else len(TIERS))
    return [_place_choice(asked, place) for place in ordered]


def periods(asked: Asked) -> list[Choice]:
    """Return the periods the same screen can be seen for; the chosen one is always among them."""
    today = asked.today
    offered: Iterable[Period] = offered_periods(newest_year(today), today)
    if asked.period not in offered:
        offered = [asked.period, *offered]
    return [_period_choice(asked, period) for period in offered]


def _period_choice(asked: Asked, period: Period) -> Choice:
    address = asked.address.at(period=period)
    return Choice(period.code, period_label(period), str(address), period == asked.period, str(period.last.year))
