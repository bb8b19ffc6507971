"""What one form of speech says of time, before its neighbours are heard."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from songbe.assistant.rules.text import Span
from songbe.assistant.rules.times.numbers import year_of
from songbe.kernel import periods
from songbe.kernel.periods import FIRST_YEAR, LAST_YEAR, Period

InYear = Callable[[int], Period]


class Kind(Enum):
    """What a piece does in a question."""

    STRETCH = auto()
    YEAR = auto()
    """a year: asked for itself, or saying which year another piece means"""
    SAME = auto()
    """the same interval one year before"""
    SO_FAR = auto()
    """everything since 1 January"""
    UNTIL_NOW = auto()
    GRAIN = auto()
    LATEST = auto()
    """now, whenever that is: understood, and no period"""
    IMPOSSIBLE = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """One form of speech that was found.

    unit: "year", "half", "quarter", "month", "week", "day", or "" for a stretch without one. period: the days, if they
    are known; else in_year gives those of a year, and raises ValueError if that year has none. whole: it is not cut
    at now; or, of the same interval a year before, it is only ever compared with. steps: for a word that points, 0 is
    this unit, -1 the one before. grain: a hint, or for GRAIN what was named. listed: how a bare number that follows is
    read ("tháng 1, 2 và 3").
    """

    span: Span
    kind: Kind = Kind.STRETCH
    unit: str = ""
    period: Period | None = None
    in_year: InYear | None = None
    whole: bool = False
    steps: int | None = None
    grain: str = ""
    listed: Callable[[int], InYear] | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """When a question is asked, and the period of the question before it."""

    now: date
    before: Period | None


Build = Callable[[re.Match[str], Ask], Piece | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A form and what it says. not_after, only_after, not_before: what may not, or must, stand before and after it."""

    form: re.Pattern[str]
    build: Build
    not_after: re.Pattern[str] | None = None
    not_before: re.Pattern[str] | None = None
    only_after: re.Pattern[str] | None = None


def span_of(found: re.Match[str]) -> Span:
    """Return where a form was found."""
    return Span(found.start(), found.end())


def within_reach(y: int) -> int:
    """Return the year. Raises ValueError unless periods reach it, with a year to spare on either side."""
    if not FIRST_YEAR < y < LAST_YEAR:
        raise ValueError(f"no year within reach: {y}")
    return y


def months_of(first: int, last: int) -> InYear:
    """Return the stretch from one month of a year to another, both inside."""
    return lambda y: periods.covering(periods.month(y, first), periods.month(y, last))


def nth_month(m: int) -> InYear:
    """Return the month ``m`` of a year."""
    return lambda y: periods.month(y, m)


def nth_quarter(q: int) -> InYear:
    """Return the quarter ``q`` of a year."""
    return lambda y: periods.quarter(y, q)


def nth_half(h: int) -> InYear:
    """Return the half ``h`` of a year."""
    return lambda y: periods.half(y, h)


def nth_week(w: int) -> InYear:
    """Return the ISO week ``w`` of a year."""
    return lambda y: periods.week(y, w)


def that_day(m: int, d: int) -> InYear:
    """Return a day of a year."""
    return lambda y: periods.day(date(y, m, d))


def piece(
    found: re.Match[str],
    unit: str,
    in_year: InYear,
    *,
    year: str | None = None,
    grain: str = "",
    listed: Callable[[int], InYear] | None = None,
    exists: int | None = None,
) -> Piece:
    """Return a piece that means a part of a year; of ``year``, if that was said with it.

    exists: a year in which it must exist, if none is said: 2024 has a 29 February, and 30 February has no year.
    """
    span = span_of(found)
    try:
        if year is not None:
            known = in_year(within_reach(year_of(year)))
            return Piece(span, unit=unit, period=known, grain=grain, listed=listed)
        in_year(exists or 2024)
    except ValueError:
        return Piece(span, Kind.IMPOSSIBLE)
    return Piece(span, unit=unit, in_year=in_year, grain=grain, listed=listed)
