"""The plainest forms of time in English, Chinese, Japanese and Korean, the other languages in which people ask."""

import re
from datetime import timedelta

from songbe.assistant.rules.times.numbers import KINDS
from songbe.assistant.rules.times.pieces import (
    Ask,
    Build,
    InYear,
    Kind,
    Piece,
    Rule,
    months_of,
    nth_half,
    nth_month,
    nth_quarter,
    piece,
    span_of,
    that_day,
)
from songbe.assistant.rules.times.relative import against_last_year, pointed
from songbe.assistant.rules.times.stretches import last_units
from songbe.assistant.rules.times.words import form as form_of
from songbe.kernel import periods

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "last": 4, "one": 1,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "一": 1, "二": 2, "三": 3, "四": 4,
}  # fmt: skip
_EN = KINDS | {
    "mon": "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec",
    "th": "first|second|third|fourth|last|1st|2nd|3rd|4th",
    "n": r"\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve",
    "d": r"(?:\d{1,2})(?:st|nd|rd|th)?",
    "y": r"(?:19|20|21)\d\d",
    "unit": "day|week|month|quarter|year",
}
# In Vietnamese "may" and "mar" are typed for other words: a month without its year needs English before it.
_ENGLISH = re.compile(r"(?:\b(?:in|of|since|from|to|until|till|by|for|during|between|and|through|than|with)) $")
_GRAINS = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year"}


def _en(template: str) -> re.Pattern[str]:
    return form_of(template, _EN)


def _number(said: str) -> int:
    bare = re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", said)
    return _NUMBERS[said] if said in _NUMBERS else int(bare)


def _month(found: re.Match[str], ask: Ask) -> Piece | None:
    in_year = nth_month(_MONTHS.index(found["mon"][:3]) + 1)
    return piece(found, "month", in_year, year=found.groupdict().get("y"))


def _day(found: re.Match[str], ask: Ask) -> Piece | None:
    in_year = that_day(_MONTHS.index(found["mon"][:3]) + 1, _number(found["d"]))
    return piece(found, "day", in_year, year=found.groupdict().get("y"))


def _quarter(found: re.Match[str], ask: Ask) -> Piece | None:
    return piece(found, "quarter", nth_quarter(_number(found["th"])))


def _half(found: re.Match[str], ask: Ask) -> Piece | None:
    return piece(found, "half", nth_half(1 if found["th"] in ("first", "1st") else 2))


def _first_months(found: re.Match[str], ask: Ask) -> Piece | None:
    return piece(found, "", months_of(1, _number(found["n"])), grain="month")


def _trailing(found: re.Match[str], ask: Ask) -> Piece | None:
    unit = found["unit"]
    period = last_units(unit, _number(found["n"]), ask.now)
    return Piece(span_of(found), period=period, grain=unit) if period else Piece(span_of(found), Kind.IMPOSSIBLE)


def _steps(steps: int) -> Build:
    return lambda found, ask: pointed(found, found["unit"], steps, ask)


def _units_away(unit: str, steps: int) -> Build:
    return lambda found, ask: pointed(found, unit, steps, ask)


def _days_away(days: int) -> Build:
    return lambda found, ask: Piece(span_of(found), unit="day", period=periods.day(ask.now + timedelta(days=days)))


def _this_year(found: re.Match[str], ask: Ask) -> Piece | None:
    return Piece(span_of(found), unit="year", period=periods.year(ask.now.year), steps=0)


def _grain(found: re.Match[str], ask: Ask) -> Piece | None:
    groups = found.groupdict()
    return Piece(span_of(found), Kind.GRAIN, grain=groups.get("unit") or _GRAINS[found["often"]])


def _named_grain(unit: str) -> Build:
    return lambda found, ask: Piece(span_of(found), Kind.GRAIN, grain=unit)


def _same(found: re.Match[str], ask: Ask) -> Piece | None:
    return Piece(span_of(found), Kind.SAME)


ENGLISH: tuple[Rule, ...] = (
    Rule(_en("<mon>,?( of)? <y>"), _month),
    Rule(_en("<mon>"), _month, only_after=_ENGLISH),
    Rule(_en("{mon:january|february|april|june|july|august|september|october|november|december}"), _month),
    Rule(_en("<d>( of)? <mon>(,? <y>)?"), _day),
    Rule(_en("<mon> <d>(,? <y>)?"), _day),
    Rule(_en("<th> quarter"), _quarter),
    Rule(_en("<th> half"), _half),
    Rule(_en("(first )<n> months"), _first_months),
    Rule(_en("this <unit>"), _steps(0)),
    Rule(_en("(last|previous|past) <unit>"), _steps(-1)),
    Rule(_en("next <unit>"), _steps(1)),
    Rule(_en("(last|past|previous|latest|recent) <n> <unit>s?"), _trailing),
    Rule(_en("(year to date|ytd|so far this year|since the (beginning|start) of (the|this) year)"), _this_year),
    Rule(_en("(the )?same (period|time|month|quarter)( of| in)?( the)?"), _same),
    Rule(_en("year (on|over) year|year-on-year|year-over-year|yoy|a year (earlier|ago|before)"), against_last_year),
    Rule(_en("today"), _days_away(0)),
    Rule(_en("yesterday"), _days_away(-1)),
    Rule(_en("tomorrow"), _days_away(1)),
    Rule(_en("(by|per|each|every|which|what) (the )?<unit>"), _grain),
    Rule(_en("over the {unit:year}s"), _named_grain("year")),
    Rule(_en("{often:daily|weekly|monthly|quarterly|yearly}"), _grain),
)


def _sign(pattern: str) -> re.Pattern[str]:
    """Return the pattern of a form that is written without spaces around it."""
    return re.compile(pattern)


def _in_signs(unit: str, of: str) -> Build:
    """Return a builder of a part of a year; ``of`` says which, by the number in the group ``n``."""

    def build(found: re.Match[str], ask: Ask) -> Piece | None:
        groups = found.groupdict()
        in_year: InYear = {"month": nth_month, "quarter": nth_quarter}[of](_number(groups["n"]))
        return piece(found, unit, in_year, year=groups.get("y"))

    return build


def _half_in_signs(half: int) -> Build:
    return lambda found, ask: piece(found, "half", nth_half(half), year=found.groupdict().get("y"))


def _day_in_signs(found: re.Match[str], ask: Ask) -> Piece | None:
    return piece(found, "day", that_day(int(found["m"]), int(found["d"])), year=found["y"])


def _year_in_signs(found: re.Match[str], ask: Ask) -> Piece | None:
    return Piece(span_of(found), Kind.YEAR, "year", periods.year(int(found["y"])), whole=True)


_Y = r"(?<!\d)(?P<y>(?:19|20)\d\d)[年년] ?(?:的)?"
_Y_MAYBE = rf"(?:{_Y})?"
_N = r"(?<!\d)(?P<n>\d{1,2})"

SIGNS: tuple[Rule, ...] = (
    Rule(_sign(_Y), _year_in_signs),
    Rule(_sign(rf"{_Y}(?P<m>\d{{1,2}})[月월] ?(?P<d>\d{{1,2}})[日号號일]"), _day_in_signs),
    Rule(_sign(rf"{_Y_MAYBE}{_N}(?:月份?|월)"), _in_signs("month", "month")),
    Rule(_sign(rf"{_Y_MAYBE}第?(?P<n>[一二三四1-4])季度?"), _in_signs("quarter", "quarter")),
    Rule(_sign(rf"{_Y_MAYBE}第(?P<n>[一二三四1-4])四半期"), _in_signs("quarter", "quarter")),
    Rule(_sign(rf"{_Y_MAYBE}(?P<n>[1-4])분기"), _in_signs("quarter", "quarter")),
    Rule(_sign(rf"{_Y_MAYBE}(?:上半年|上半期|상반기)"), _half_in_signs(1)),
    Rule(_sign(rf"{_Y_MAYBE}(?:下半年|下半期|하반기)"), _half_in_signs(2)),
    Rule(_sign("今年|本年|올해|금년"), _units_away("year", 0)),
    Rule(_sign("去年|昨年|作年|작년|지난해"), _units_away("year", -1)),
    Rule(_sign("前年|一昨年|재작년"), _units_away("year", -2)),
    Rule(_sign("本月|这个月|這個月|今月|이번 ?달"), _units_away("month", 0)),
    Rule(_sign("上个月|上個月|上月|先月|지난 ?달"), _units_away("month", -1)),
    Rule(_sign("本季度|这个季度|今四半期|이번 ?분기"), _units_away("quarter", 0)),
    Rule(_sign("上个?季度|前四半期|지난 ?분기"), _units_away("quarter", -1)),
    Rule(_sign("本周|这周|今週|이번 ?주"), _units_away("week", 0)),
    Rule(_sign("上周|上个星期|先週|지난 ?주"), _units_away("week", -1)),
    Rule(_sign("今天|今日|本日|오늘"), _days_away(0)),
    Rule(_sign("昨天|昨日|어제"), _days_away(-1)),
    Rule(_sign("(?:与|和|比|與)?(?:去年|上年|昨年|前年)?(?:同期|同時期)(?:相比|比)?"), _same),
    Rule(_sign("(?:작년|전년) ?(?:동기|같은 기간)"), _same),
    Rule(_sign("每个?月|按月|逐月|毎月|月別|매월|월별"), _named_grain("month")),
    Rule(_sign("每个?季度?|按季度?|四半期別|四半期ごと|분기별"), _named_grain("quarter")),
    Rule(_sign("每年|按年|逐年|毎年|年別|매년|연도별"), _named_grain("year")),
)
