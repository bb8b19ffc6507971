"""Times that are named by a festival, by the lunar calendar, or by a day that everybody knows."""

import re
from datetime import timedelta

from songbe.assistant.rules.times.forms import form
from songbe.assistant.rules.times.lunar import BRANCHES, STEMS, civil_day, month_end, month_start, new_year, year_named
from songbe.assistant.rules.times.numbers import number
from songbe.assistant.rules.times.pieces import Ask, Build, InYear, Kind, Piece, Rule, piece, span_of, that_day
from songbe.kernel import periods
from songbe.kernel.periods import Period

_AROUND = timedelta(days=30)
_DAY = timedelta(days=1)


def tet(y: int) -> Period:
    """Return the days of Tết: the eve and the first five of the year. How long offices close is the calendar's."""
    first = new_year(y)
    return periods.days(first - _DAY, first + 4 * _DAY)


def _before_tet(y: int) -> Period:
    return periods.days(new_year(y) - _AROUND, new_year(y) - _DAY)


def _after_tet(y: int) -> Period:
    last = tet(y).last
    return periods.days(last + _DAY, last + _AROUND)


def _lunar_year(y: int) -> Period:
    return periods.days(new_year(y), new_year(y + 1) - _DAY)


def _lunar_month(m: int) -> InYear:
    return lambda y: periods.days(month_start(y, m), month_end(y, m))


def _lunar_day(m: int, d: int) -> InYear:
    return lambda y: periods.day(civil_day(y, m, d))


def _always(in_year: InYear) -> Build:
    """Return a builder for a form that means the same part of each year; or of the year that it names itself."""

    def build(found: re.Match[str], ask: Ask) -> Piece | None:
        stem = found.groupdict().get("stem")
        if stem is None:
            return Piece(span_of(found), in_year=in_year)
        try:
            return Piece(span_of(found), period=in_year(year_named(stem, found["branch"], ask.now)))
        except ValueError:
            return Piece(span_of(found), Kind.IMPOSSIBLE)

    return build


def _month_said(found: re.Match[str], ask: Ask) -> Piece | None:
    return _lunar(found, _lunar_month(number(found["m"])))


def _day_said(found: re.Match[str], ask: Ask) -> Piece | None:
    return _lunar(found, _lunar_day(number(found["m"]), number(found["d"])))


def _full_moon(found: re.Match[str], ask: Ask) -> Piece | None:
    return _lunar(found, _lunar_day(number(found["m"]), 15))


def _day_of_tet(found: re.Match[str], ask: Ask) -> Piece | None:
    return _lunar(found, _lunar_day(1, number(found["d"])))


def _lunar(found: re.Match[str], in_year: InYear) -> Piece:
    # In eleven years each lunar month had thirty days at least once.
    if not any(_has(in_year, y) for y in range(2015, 2026)):
        return Piece(span_of(found), Kind.IMPOSSIBLE)
    given = found.groupdict().get("y")
    return piece(found, "", in_year, year=given) if given else Piece(span_of(found), in_year=in_year)


def _has(in_year: InYear, y: int) -> bool:
    try:
        in_year(y)
    except ValueError:
        return False
    return True


def _eve(y: int) -> Period:
    return periods.day(new_year(y) - _DAY)


def _known(m: int, d: int) -> Build:
    return lambda found, ask: Piece(span_of(found), unit="day", in_year=that_day(m, d))


_NAMED = f"( {{stem:{'|'.join(STEMS)}}} {{branch:{'|'.join((*BRANCHES, 'mẹo', 'tí', 'tị'))}}})?"
_TET = "((dịp|kỳ nghỉ|nghỉ|đợt|ngày|những ngày) )?(lễ )?tết( (nguyên đán|âm lịch|cổ truyền|ta|cả))?" + _NAMED
_MOON = "( (âm lịch|âm))"
_HOLIDAY = "((dịp|kỳ nghỉ|nghỉ|ngày|nhân) )?((ngày|lễ|đại lễ) )?"

FESTIVALS: tuple[Rule, ...] = (
    Rule(form(_TET), _always(tet)),
    Rule(form("(trước|giáp|cận|sát) " + _TET), _always(_before_tet)),
    Rule(form("(sau|ra) " + _TET), _always(_after_tet)),
    Rule(form("(đêm )?giao thừa" + _NAMED), _always(_eve)),
    Rule(form("(29|30|ba mươi) tết" + _NAMED), _always(_eve)),
    Rule(form("(ngày )?mùng <d> tết"), _day_of_tet),
    Rule(form("năm" + _NAMED[:-1]), _always(_lunar_year)),
    Rule(form(_HOLIDAY + "(tết )?trung thu"), _always(_lunar_day(8, 15))),
    Rule(
        form(_HOLIDAY + "giỗ tổ( hùng vương)?( (10/3|mùng (10|mười) tháng (3|ba))( âm lịch)?)?"),
        _always(_lunar_day(3, 10)),
    ),
    Rule(form(_HOLIDAY + "vu lan"), _always(_lunar_day(7, 15))),
    Rule(form(_HOLIDAY + "phật đản"), _always(_lunar_day(4, 15))),
    Rule(form(_HOLIDAY + "tết đoan ngọ"), _always(_lunar_day(5, 5))),
    Rule(form("(ngày )?(tết )?ông (công ông )?táo"), _always(_lunar_day(12, 23))),
    Rule(form("(ngày )?rằm tháng <m>" + _MOON + "?"), _full_moon),
    Rule(form("tháng <m>(/<y>)?" + _MOON), _month_said),
    Rule(form("((ngày|mùng) )?<d> tháng <m>( năm <y>)?" + _MOON), _day_said),
    Rule(form("(ngày )?<d:dd>[/-]<m:dd>([/-]<y>)?" + _MOON), _day_said),
    Rule(form("mùng <d> tháng {m:giêng|chạp}"), _day_said),
    Rule(form(_HOLIDAY + "tết (dương lịch|tây)"), _known(1, 1)),
    Rule(form(_HOLIDAY + "(tết )?thiếu nhi"), _known(6, 1)),
    Rule(form(_HOLIDAY + "quốc khánh"), _known(9, 2)),
    Rule(form(_HOLIDAY + "(giải phóng miền nam|thống nhất đất nước)"), _known(4, 30)),
    Rule(form(_HOLIDAY + "quốc tế lao động"), _known(5, 1)),
    Rule(form(_HOLIDAY + "quốc tế phụ nữ"), _known(3, 8)),
    Rule(form(_HOLIDAY + "(nhà giáo việt nam)"), _known(11, 20)),
    Rule(form(_HOLIDAY + "(giáng sinh|noel)"), _known(12, 25)),
)
