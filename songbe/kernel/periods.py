"""Periods of the civil calendar: one stretch of days has one kind, one code and one label."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from songbe.kernel.errors import InvalidPeriod, PeriodNotWholeMonths

FIRST_YEAR = 1900
LAST_YEAR = 2199

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class PeriodKind(StrEnum):
    """The name of a stretch of days; ``months`` and ``days`` are stretches that have no name of their own."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    MONTHS = "months"
    DAYS = "days"


_KIND_BY_MONTHS = {12: PeriodKind.YEAR, 6: PeriodKind.HALF, 3: PeriodKind.QUARTER, 1: PeriodKind.MONTH}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of days ``[start, end)``; ``kind`` follows from the days, so equal days are equal periods.

    Build one with ``parse_period``, ``year``, ``month``, ``month_of``, ``days`` or ``covering``.
    Raises ValueError if ``end`` is not after ``start`` or ``kind`` is not the kind of these days.
    """

    start: date
    end: date
    kind: PeriodKind

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"a period ends after it starts: {self.start} to {self.end}")
        if self.kind is not kind_of(self.start, self.end):
            raise ValueError(f"{self.start} to {self.end} is not of kind {self.kind}")

    @property
    def last(self) -> date:
        """The last day inside."""
        return self.end - _DAY

    @property
    def days(self) -> int:
        """How many days are inside."""
        return (self.end - self.start).days

    @property
    def is_whole_months(self) -> bool:
        """Whether the period is made of whole calendar months."""
        return self.start.day == 1 and self.end.day == 1

    @property
    def code(self) -> str:
        """The canonical text: ``parse_period(p.code) == p``."""
        return _written(self, _CODES[self.kind])

    def __str__(self) -> str:
        return self.code

    def contains(self, day: date) -> bool:
        """Return whether ``day`` lies inside."""
        return self.start <= day < self.end

    def months(self) -> tuple["Period", ...]:
        """Return the calendar months inside, in order. Raises PeriodNotWholeMonths unless made of whole months."""
        require_whole_months(self)
        return tuple(month_from_index(i) for i in range(month_index(self.start), month_index(self.end)))

    def previous(self) -> "Period":
        """Return the period of the same length that ends where this one starts.

        It is of the same kind, save that ``days`` may fall on days that have a name (28 days back from 29 March 2023
        is February).
        """
        return self._shifted(-1)

    def next(self) -> "Period":
        """Return the period of the same length that starts where this one ends; see ``previous``."""
        return self._shifted(1)

    def _shifted(self, steps: int) -> "Period":
        if self.is_whole_months:
            length = month_index(self.end) - month_index(self.start)
            return _between(_plus_months(self.start, steps * length), _plus_months(self.end, steps * length))
        length_in_days = timedelta(days=steps * self.days)
        return _between(self.start + length_in_days, self.end + length_in_days)

    def year_before(self) -> "Period":
        """Return the same period one year earlier.

        A week keeps its ISO number (week 53 becomes the last week of a year of 52); 29 February becomes 28 February.
        """
        if self.kind is PeriodKind.WEEK:
            return _week_year_before(self)
        if self.is_whole_months:
            return _between(_plus_months(self.start, -12), _plus_months(self.end, -12))
        return _between(_plus_months(self.start, -12), _plus_months(self.last, -12) + _DAY)

    def year_to_date(self) -> "Period":
        """Return the days from 1 January of the last day's year to the last day (*lũy kế*)."""
        return _between(date(self.last.year, 1, 1), self.end)

    def label_vi(self) -> str:
        """Return the Vietnamese name as written in a running sentence: ``tháng 9/2023``."""
        return _written(self, _MONTHS_OF_ONE_YEAR_VI if _is_months_of_one_year(self) else _LABELS_VI[self.kind])

    def label_en(self) -> str:
        """Return the English name as written in a running sentence: ``September 2023``."""
        return _written(self, _MONTHS_OF_ONE_YEAR_EN if _is_months_of_one_year(self) else _LABELS_EN[self.kind])


def kind_of(start: date, end: date) -> PeriodKind:
    """Return the kind of the days ``[start, end)``: the largest name that fits exactly."""
    if start.day == 1 and end.day == 1:
        length = month_index(end) - month_index(start)
        aligned = length in _KIND_BY_MONTHS and (start.month - 1) % length == 0
        return _KIND_BY_MONTHS[length] if aligned else PeriodKind.MONTHS
    if end - start == _DAY:
        return PeriodKind.DAY
    if end - start == _WEEK and start.isoweekday() == 1:
        return PeriodKind.WEEK
    return PeriodKind.DAYS


def year(y: int) -> Period:
    """Return the calendar year."""
    return _between(date(y, 1, 1), date(y + 1, 1, 1))


def half(y: int, number: int) -> Period:
    """Return the half year ``number``, 1 or 2. Raises ValueError for any other."""
    return _part_of_year(y, number, months_each=6)


def quarter(y: int, number: int) -> Period:
    """Return the quarter ``number``, 1 to 4. Raises ValueError for any other."""
    return _part_of_year(y, number, months_each=3)


def month(y: int, m: int) -> Period:
    """Return the calendar month ``m``, 1 to 12. Raises ValueError for any other."""
    return _part_of_year(y, m, months_each=1)


def week(iso_year: int, number: int) -> Period:
    """Return the ISO 8601 week, Monday to Sunday. Raises ValueError if that year has no such week."""
    monday = date.fromisocalendar(iso_year, number, 1)
    return _between(monday, monday + _WEEK)


def day(d: date) -> Period:
    """Return the period of one day."""
    return _between(d, d + _DAY)


def days(first: date, last: date) -> Period:
    """Return the days from ``first`` to ``last``, both inside. Raises ValueError if ``last`` is before ``first``."""
    return _between(first, last + _DAY)


def month_of(d: date) -> Period:
    """Return the calendar month in which ``d`` lies."""
    return month(d.year, d.month)


def covering(first: Period, last: Period) -> Period:
    """Return the one period from the start of ``first`` to the end of ``last``. Raises ValueError if that is empty."""
    return _between(first.start, last.end)


def month_range(first: Period, last: Period) -> tuple[Period, ...]:
    """Return the calendar months from the start of ``first`` to the end of ``last``, both inside.

    Empty when ``last`` ends before ``first`` starts. Raises PeriodNotWholeMonths unless both are made of whole months.
    """
    require_whole_months(first)
    require_whole_months(last)
    return tuple(month_from_index(i) for i in range(month_index(first.start), month_index(last.end)))


def month_index(of: Period | date) -> int:
    """Return the number of a date's month, or of a period's first month: ``year * 12 + month - 1``."""
    d = of.start if isinstance(of, Period) else of
    return d.year * 12 + d.month - 1


def month_from_index(index: int) -> Period:
    """Return the month that has this number; the inverse of ``month_index``."""
    return month(index // 12, index % 12 + 1)


def require_whole_months(period: Period) -> None:
    """Raise PeriodNotWholeMonths unless the period is made of whole calendar months."""
    if not period.is_whole_months:
        raise PeriodNotWholeMonths(given=period.code)


def parse_period(text: str) -> Period:
    """Return the period that ``text`` names.

    The forms are those of ``InvalidPeriod.ALLOWED``; an interval holds both its ends, and one that is exactly a year,
    half, quarter, month, week or day becomes that. Raises InvalidPeriod for any other text, for a date that does not
    exist, for an interval that runs backwards, and for years outside 1900-2199.
    """
    try:
        period = _read(text)
    except ValueError as impossible:
        raise InvalidPeriod(given=text) from impossible
    if period is None or period.start.year < FIRST_YEAR or period.last.year > LAST_YEAR:
        raise InvalidPeriod(given=text)
    return period


_YEAR, _MONTH, _DATE = r"(\d{4})", r"(\d{4})-(\d{2})", r"(\d{4})-(\d{2})-(\d{2})"
_FORMS: tuple[tuple[re.Pattern[str], Callable[..., Period]], ...] = tuple(
    (re.compile(form, re.ASCII), build)
    for form, build in (
        (_YEAR, year),
        (_YEAR + r"-H([12])", half),
        (_YEAR + r"-Q([1-4])", quarter),
        (_MONTH, month),
        (_YEAR + r"-W(\d{2})", week),
        (_DATE, lambda y, m, d: day(date(y, m, d))),
        (f"{_MONTH}/{_MONTH}", lambda y, m, y2, m2: covering(month(y, m), month(y2, m2))),
        (f"{_DATE}/{_DATE}", lambda y, m, d, y2, m2, d2: days(date(y, m, d), date(y2, m2, d2))),
    )
)


def _read(text: str) -> Period | None:
    for form, build in _FORMS:
        found = form.fullmatch(text)
        if found:
            return _within_reach(build, *map(int, found.groups()))
    return None


def _within_reach(build: Callable[..., Period], *parts: int) -> Period:
    try:
        return build(*parts)
    except OverflowError as beyond_the_calendar:
        raise ValueError(parts) from beyond_the_calendar


@dataclass(frozen=True, slots=True)
class ReportingCalendar:
    """The real days that a nominal month, quarter, half or year of a report covers.

    ``month_starts_on`` 1 is the calendar month. 15 means that month m runs from the 15th of month m-1 to the 14th of
    month m, so the year runs from 15 December of the year before to 14 December.
    Raises ValueError unless ``month_starts_on`` is 1 to 28, days that every month has.
    Source: general practice of administrative reports; each reported indicator names its calendar.
    """

    code: str
    month_starts_on: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.month_starts_on <= 28:
            raise ValueError(f"month_starts_on is 1 to 28, not {self.month_starts_on}")

    def span(self, period: Period) -> tuple[date, date]:
        """Return the real days ``[start, end)`` of a nominal period. Raises PeriodNotWholeMonths for odd days."""
        require_whole_months(period)
        return self._opening(period.start), self._opening(period.end)

    def month_holding(self, d: date) -> Period:
        """Return the nominal month to which the real day ``d`` belongs."""
        rolls_over = self.month_starts_on > 1 and d.day >= self.month_starts_on
        return month_from_index(month_index(d) + rolls_over)

    def _opening(self, first_of_month: date) -> date:
        if self.month_starts_on == 1:
            return first_of_month
        return _plus_months(first_of_month, -1).replace(day=self.month_starts_on)


def _between(start: date, end: date) -> Period:
    return Period(start, end, kind_of(start, end))


def _part_of_year(y: int, number: int, *, months_each: int) -> Period:
    if not 1 <= number <= 12 // months_each:
        raise ValueError(f"a year has {12 // months_each} such parts, not {number}")
    start = date(y, (number - 1) * months_each + 1, 1)
    return _between(start, _plus_months(start, months_each))


def _plus_months(d: date, months: int) -> date:
    y, m = divmod(month_index(d) + months, 12)
    # In a shorter month the day falls back to the month's last.
    return date(y, m + 1, min(d.day, monthrange(y, m + 1)[1]))


def _week_year_before(period: Period) -> Period:
    iso_year, number, _ = period.start.isocalendar()
    try:
        return week(iso_year - 1, number)
    except ValueError:
        return week(iso_year - 1, number - 1)


_CODES = {
    PeriodKind.YEAR: "{y:04}",
    PeriodKind.HALF: "{y:04}-H{half}",
    PeriodKind.QUARTER: "{y:04}-Q{quarter}",
    PeriodKind.MONTH: "{y:04}-{m:02}",
    PeriodKind.WEEK: "{iso_year:04}-W{week:02}",
    PeriodKind.DAY: "{start:%Y-%m-%d}",
    PeriodKind.MONTHS: "{y:04}-{m:02}/{last_y:04}-{last_m:02}",
    PeriodKind.DAYS: "{start:%Y-%m-%d}/{last:%Y-%m-%d}",
}
_LABELS_VI = {
    PeriodKind.YEAR: "năm {y}",
    PeriodKind.HALF: "6 tháng {half_vi} năm {y}",
    PeriodKind.QUARTER: "quý {quarter}/{y}",
    PeriodKind.MONTH: "tháng {m}/{y}",
    PeriodKind.WEEK: "tuần {week}/{iso_year}",
    PeriodKind.DAY: "ngày {d}/{m}/{y}",
    PeriodKind.MONTHS: "tháng {m}/{y} đến tháng {last_m}/{last_y}",
    PeriodKind.DAYS: "từ {start:%d/%m/%Y} đến {last:%d/%m/%Y}",
}
_LABELS_EN = {
    PeriodKind.YEAR: "{y}",
    PeriodKind.HALF: "the {half_en} half of {y}",
    PeriodKind.QUARTER: "quarter {quarter} of {y}",
    PeriodKind.MONTH: "{month_en} {y}",
    PeriodKind.WEEK: "week {week} of {iso_year}",
    PeriodKind.DAY: "{d} {month_en} {y}",
    PeriodKind.MONTHS: "{month_en} {y} to {last_month_en} {last_y}",
    PeriodKind.DAYS: "{d} {month_en} {y} to {last_d} {last_month_en} {last_y}",
}
_MONTHS_OF_ONE_YEAR_VI = "tháng {m} đến tháng {last_m} năm {y}"
_MONTHS_OF_ONE_YEAR_EN = "{month_en} to {last_month_en} {y}"


def _is_months_of_one_year(p: Period) -> bool:
    return p.kind is PeriodKind.MONTHS and p.start.year == p.last.year


def _written(p: Period, template: str) -> str:
    start, last = p.start, p.last
    iso_year, week_number, _ = start.isocalendar()
    return template.format(
        start=start,
        last=last,
        y=start.year,
        m=start.month,
        d=start.day,
        last_y=last.year,
        last_m=last.month,
        last_d=last.day,
        half=(start.month + 5) // 6,
        half_vi="đầu" if start.month == 1 else "cuối",
        half_en="first" if start.month == 1 else "second",
        quarter=(start.month + 2) // 3,
        iso_year=iso_year,
        week=week_number,
        month_en=_MONTHS_EN[start.month - 1],
        last_month_en=_MONTHS_EN[last.month - 1],
    )
