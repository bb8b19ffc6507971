"""What sentences call things: the words of indicators, places and units in two languages, given by who asks for them;
periods and numbers in five."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from songbe.kernel.numbers import format_en, format_vi
from songbe.kernel.periods import Period, PeriodKind

LANGUAGES = ("vi", "en", "zh", "ja", "ko")


@dataclass(frozen=True, slots=True)
class Named:
    """A thing's names. area: whether it is an area, whose kind is written small inside a Vietnamese sentence."""

    vi: str
    en: str
    area: bool = False

    def say(self, language: str) -> str:
        """Return the name: Vietnamese, else English, which has names of places and laws that readers can look up."""
        if language != "vi":
            return self.en or self.vi
        return self.vi[:1].lower() + self.vi[1:] if self.area else self.vi


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure. kind: as the catalogue says (``percent``, ``money``, ``count``); vnd: whether it is đồng."""

    name: Named
    kind: str
    vnd: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """All names that a sentence needs, by code."""

    indicators: Mapping[str, Named]
    places: Mapping[str, Named]
    units: Mapping[str, Unit]
    home: str
    levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: Mapping[str, Named] = field(default_factory=dict)


def number(value: Decimal, digits: int, language: str) -> str:
    """Return a number as the language writes it."""
    return format_vi(value, digits) if language == "vi" else format_en(value, digits)


def day_label(day: date, language: str) -> str:
    """Return a day as the language writes it."""
    match language:
        case "vi":
            return f"{day.day}/{day.month}/{day.year}"
        case "zh" | "ja":
            return f"{day.year}年{day.month}月{day.day}日"
        case "ko":
            return f"{day.year}년 {day.month}월 {day.day}일"
        case _:
            return day.strftime("%d %B %Y").lstrip("0")


_EAST = {
    "zh": {
        "year": "{y}年",
        "half": "{y}年{half}半年",
        "quarter": "{y}年第{q}季度",
        "month": "{y}年{m}月",
        "to": "{a}至{b}",
    },
    "ja": {
        "year": "{y}年",
        "half": "{y}年{half}半期",
        "quarter": "{y}年第{q}四半期",
        "month": "{y}年{m}月",
        "to": "{a}から{b}まで",
    },
    "ko": {
        "year": "{y}년",
        "half": "{y}년 {half}반기",
        "quarter": "{y}년 {q}분기",
        "month": "{y}년 {m}월",
        "to": "{a}부터 {b}까지",
    },
}
_HALVES = {"zh": "上下", "ja": "上下", "ko": "상하"}


def period_label(period: Period, language: str) -> str:
    """Return a period as it is named inside a sentence."""
    if language == "vi":
        return period.label_vi()
    if language not in _EAST:
        return period.label_en()
    forms, start = _EAST[language], period.start
    said = {
        "y": start.year,
        "m": start.month,
        "q": (start.month + 2) // 3,
        "half": _HALVES[language][start.month > 6],
    }
    if period.kind in (PeriodKind.YEAR, PeriodKind.HALF, PeriodKind.QUARTER, PeriodKind.MONTH):
        return forms[period.kind.value].format(**said)
    if period.kind is PeriodKind.DAY:
        return day_label(start, language)
    return forms["to"].format(a=day_label(start, language), b=day_label(period.last, language))
