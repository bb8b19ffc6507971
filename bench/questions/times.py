"""Times as the banks name them (``M-1``, ``2023Q2``, ``T9``): their first and last day, and how people say them."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

Days = tuple[date, date]

_ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
_SPOKEN = {1: "một", 2: "hai", 3: "ba", 4: "tư"}


@dataclass(frozen=True, slots=True)
class Time:
    """A stretch of days, both ends inclusive. running: it had not ended on the day of the question."""

    first: date
    last: date
    running: bool = False

    def iso(self) -> str:
        """Return both ends as ISO 8601 writes an interval."""
        return f"{self.first}/{self.last}"


def _months_later(d: date, months: int) -> date:
    at = d.year * 12 + d.month - 1 + months
    first = date(at // 12, at % 12 + 1, 1)
    return first.replace(day=min(d.day, _last_day(first).day))


def _last_day(d: date) -> date:
    return (d.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _months(first: date, count: int) -> Days:
    return first, _last_day(_months_later(first, count - 1))


def _relative(kind: str, offset: int, now: date) -> Days:
    if kind == "D":
        day = now + timedelta(days=offset)
        return day, day
    if kind == "W":
        monday = now + timedelta(days=7 * offset - now.weekday())
        return monday, monday + timedelta(days=6)
    size = {"M": 1, "Q": 3, "H": 6, "Y": 12}[kind]
    month = now.month - 1
    return _months(_months_later(date(now.year, month - month % size + 1, 1), offset * size), size)


def _of_last_months(count: int, now: date) -> Days:
    return _months(_months_later(now.replace(day=1), -count), count)


_FORMS: tuple[tuple[str, Callable[[re.Match[str], date], Days]], ...] = (
    (r"([DWMQHY])([+-]?\d+)", lambda m, now: _relative(m[1], int(m[2]), now)),
    (r"L(\d+)", lambda m, now: _of_last_months(int(m[1]), now)),
    (r"T(\d+)(?:@(\d{4}))?", lambda m, now: _months(date(int(m[2] or now.year), 1, 1), int(m[1]))),
    (r"(\d{4})-(\d\d)-(\d\d)", lambda m, _: (date(int(m[1]), int(m[2]), int(m[3])),) * 2),
    (r"(\d{4})-(\d\d)", lambda m, _: _months(date(int(m[1]), int(m[2]), 1), 1)),
    (r"(\d{4})Q(\d)", lambda m, _: _months(date(int(m[1]), 3 * int(m[2]) - 2, 1), 3)),
    (r"(\d{4})H(\d)", lambda m, _: _months(date(int(m[1]), 6 * int(m[2]) - 5, 1), 6)),
    (r"(\d{4})", lambda m, _: _months(date(int(m[1]), 1, 1), 12)),
)


def _whole(token: str, now: date) -> Days:
    if ".." in token:
        left, right = token.split("..")
        return _whole(left, now)[0], _whole(right, now)[1]
    for form, days in _FORMS:
        if match := re.fullmatch(form, token):
            return days(match, now)
    raise ValueError(token)


def read_time(token: str, now: date) -> Time:
    """Return the days that a token names; what is still running on ``now`` ends there.

    Raises ValueError for a token of no known form.
    """
    first, last = _whole(token, now)
    running = first <= now < last
    return Time(first, now if running else last, running)


def latest(now: date) -> Time:
    """Return the year of the newest published figures, for a question that names no period."""
    year = now.year if now.month == 12 else now.year - 1
    return Time(date(year, 1, 1), date(year, 12, 31))


def year_before(time: Time) -> Time:
    """Return the same interval one year before; a whole month stays whole in a leap year."""
    last = _months_later(time.last, -12)
    return Time(_months_later(time.first, -12), _last_day(last) if time.last == _last_day(time.last) else last)


def before(time: Time) -> Time:
    """Return the period of the same length just before; of a running one, as many of its days."""
    if time.running:
        span = (time.last.year - time.first.year) * 12 + time.last.month - time.first.month
        size = next(size for size in (1, 3, 6, 12) if size > span)
        return Time(_months_later(time.first, -size), _months_later(time.last, -size))
    if time.last == _last_day(time.last) and time.first.day == 1:
        count = (time.last.year - time.first.year) * 12 + time.last.month - time.first.month + 1
        return Time(*_months(_months_later(time.first, -count), count))
    length = time.last - time.first + timedelta(days=1)
    return Time(time.first - length, time.last - length)


def said(token: str, now: date, chance: random.Random) -> str:
    """Return a way in which people say a month or quarter; without its year only if that is the year of ``now``."""
    if match := re.fullmatch(r"(\d{4})-(\d\d)", token):
        year, month = int(match[1]), int(match[2])
        full = [f"tháng {month}/{year}", f"tháng {month} năm {year}", f"tháng {month:02}/{year}", f"T{month}/{year}"]
        short = [f"tháng {month}", f"tháng {month} năm nay", f"tháng {month}"]
        past = [f"tháng {month} năm ngoái", f"tháng {month} năm trước"]
    elif match := re.fullmatch(r"(\d{4})Q(\d)", token):
        year, quarter = int(match[1]), int(match[2])
        full = [f"quý {_ROMAN[quarter]}/{year}", f"quý {quarter} năm {year}", f"Q{quarter}/{year}"]
        short = [f"quý {_ROMAN[quarter]}", f"quý {quarter}", f"quý {_SPOKEN[quarter]}", f"quý {quarter} năm nay"]
        past = [f"quý {_ROMAN[quarter]} năm ngoái", f"quý {quarter} năm ngoái"]
    else:
        raise ValueError(token)
    return chance.choice(full + (short if year == now.year else past if year == now.year - 1 else []))
