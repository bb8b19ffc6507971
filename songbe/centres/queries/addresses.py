"""The addresses of the screens, with all that a screen depends on in the address itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from songbe.kernel.periods import Period

ROOT = "/ioc/"
SEARCH = f"{ROOT}search/"
ASSUMPTIONS = f"{ROOT}assumptions/"


@dataclass(frozen=True, slots=True)
class Address:
    """A path with its place, period and map. more: what else the screen was asked."""

    path: str
    place: str
    period: str
    basis: str
    more: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        said = {"place": self.place, "period": self.period, "basis": self.basis}
        # A slash in a query needs no escape, and a period of odd days reads better with it.
        return f"{self.path}?{urlencode([*said.items(), *self.more], safe='/')}"

    def at(self, path: str = "", *, place: str = "", period: Period | None = None, basis: str = "") -> "Address":
        """Return another screen, or the same one elsewhere; what else was asked stays with the same screen."""
        return replace(
            self,
            path=path or self.path,
            place=place or self.place,
            period=period.code if period else self.period,
            basis=basis or self.basis,
            more=() if path else self.more,
        )

    def having(self, more: Mapping[str, str]) -> "Address":
        """Return the same screen, asked something more."""
        return replace(self, more=tuple((dict(self.more) | dict(more)).items()))


def sector_path(code: str) -> str:
    """Return the path of a sector."""
    return f"{ROOT}sectors/{quote(code)}/"


def figure_path(code: str) -> str:
    """Return the path of an indicator."""
    return f"{ROOT}figures/{quote(code)}/"


def records_path(code: str) -> str:
    """Return the path of the records that an indicator's figures count."""
    return f"{figure_path(code)}records/"


def names_path(code: str) -> str:
    """Return the path of the names that people used for an indicator and that wait for its owner."""
    return f"/hoi/tu-dong-nghia/?{urlencode({'indicator': code})}"


def publication_path(code: str, place: str, period: str, day: str) -> str:
    """Return the permanent, dated path of a published figure. period: its code; day: ISO."""
    return f"{figure_path(code)}{quote(place)}/{quote(period)}/{day}/"


def centre_path(code: str) -> str:
    """Return the path of an operations centre."""
    return f"{ROOT}{quote(code)}/"
