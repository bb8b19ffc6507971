"""Times that are named by their number: months, quarters, halves, years, weeks, days."""

import re
from calendar import monthrange
from datetime import date, timedelta

from songbe.assistant.rules.times.numbers import KINDS, number, year_of
from songbe.assistant.rules.times.pieces import (
    Ask,
    InYear,
    Kind,
    Piece,
    Rule,
    months_of,
    nth_half,
    nth_month,
    nth_quarter,
    nth_week,
    piece,
    span_of,
    that_day,
    within_reach,
)
from songbe.assistant.rules.times.stretches import moved
from songbe.assistant.rules.times.words import expanded
from songbe.assistant.rules.times.words import form as _form
from songbe.kernel import periods
from songbe.kernel.periods import Period

_COUNTED = expanded(
    "hồ sơ|người|hộ|trường hợp|tỷ|tỉ|triệu|nghìn|trăm|đồng|doanh nghiệp|máy|trạm|xã|phường|huyện|thị|thành phố|ấp|"
    "đơn vị|địa phương|sở(?! (với|cùng|sánh))|cơ quan|thủ tục|dịch vụ|tuổi|lượt|tài khoản|phản ánh|vụ|chỉ tiêu|"
    "tiêu chí|nhiệm vụ|lần|bộ|cái|điểm|dân|văn bản|chữ ký|hs|dvc|tthc|ngày|phòng|ban|km|ha",
    {},
)
_SAID_OF_YEARS = r"(?:[/.-](?P<y>(?:19|20|21)\d\d)|[/-](?P<yy>[0-4]\d))?"
_KINDS = KINDS | {
    # a month in digits, one that cannot be a day's, a quarter, a half, a year that needs no word before it
    "t": r"1[0-2]|0?[1-9]",
    "mm": r"1[0-2]|0[1-9]",
    "q4": "[1-4]",
    "h": "[12]",
    "bare": r"20[0-4]\d|199\d",
    "a_few": rf"(?:{KINDS['n']})",
    "a_digit": r"\d",
    "a_year": _SAID_OF_YEARS,
    # What makes the "năm" before it a word of its own: "9 tháng đầu | năm 2023".
    "a_tail": r"(?:\d|'|" + expanded("hai (nghìn|không)|nay|này|ngoái|trước|rồi|qua|vừa|kia|sau|tới|đó|ấy", {}) + ")",
}
_OF_YEAR = "( (của )?năm(?! <a_tail>))?"

_NUMBERED = re.compile(
    expanded("(số|nghị định|nghị quyết|quyết định|thông tư|công văn|chỉ thị|kế hoạch|luật|qđ|nđ)( số)? $", {})
)
_A_NUMBER = re.compile(
    expanded(
        "(hơn|trên|gần|khoảng|dưới|tổng|đạt|có|top|số|nghị định|nghị quyết|quyết định|thông tư|công văn|kế hoạch) $", {}
    )
)
_STREET = "đường|phố|công viên|quảng trường|trường|đại lộ|cầu|ngã tư|cách mạng|tổ|khu phố"
_SCORE = "điểm|xếp|hạng|thứ|tỷ lệ|tỉ lệ|đạt|chiếm|được"
_NAMED_AFTER = re.compile(expanded(f"({_STREET}|{_SCORE}) $", {}) + r"|\d[.,/-]$")
_COUNTS = re.compile(rf" *(?:{_COUNTED}|%)(?![^\W_])")
_LETTERS_GO_ON = re.compile(r"[/-][^\W\d_]")
_GOES_ON = re.compile(r" *[/-] *[^\W\d_]|[/-]\d")
_LIMIT = "dưới|trên|hơn|quá|ít nhất|tối đa|tối thiểu|thêm|sau|mỗi|hạn|trễ|chậm|sớm|muộn"
_TERM = re.compile(expanded(f"(phường|quận|xã|cấp|độ|tổ|ấp|phố|lần|khu|{_LIMIT}) $", {}))
_WHOLE = re.compile(expanded("cả|trọn|hết", {}))
_REVOLUTION = re.compile(expanded("cách mạng $", {}))
_AND_ANOTHER = re.compile(r".{0,20}?" + expanded(" (và|với) (năm|<bare>)", {"bare": r"\d{4}"}))
_OF_TIME = re.compile(expanded("(trong|giai đoạn|nhiệm kỳ|thời kỳ|từ|của|so|với|và|đến|tới|sang|năm) $", {}))
_OLD = re.compile(expanded(" (tuổi|làm việc|lương|kinh nghiệm)", {}) + r"| *\d(?!\d\d\d)")


def form(template: str) -> re.Pattern[str]:
    """Return the pattern of a form whose numbers and years are those of this room."""
    return _form(template, _KINDS)


def said_year(found: re.Match[str]) -> str | None:
    """Return the year that a form names itself, if it does."""
    groups = found.groupdict()
    return next((groups[name] for name in ("y", "yy", "ys") if groups.get(name)), None)


def _month(found: re.Match[str], ask: Ask) -> Piece | None:
    return piece(found, "month", nth_month(number(found["m"])), year=said_year(found), listed=nth_month)


def _quarter(found: re.Match[str], ask: Ask) -> Piece | None:
    return piece(found, "quarter", nth_quarter(number(found["q"])), year=said_year(found), listed=nth_quarter)


def _edge_quarter(found: re.Match[str], ask: Ask) -> Piece | None:
    return piece(found, "quarter", nth_quarter(1 if found["first"] else 4))


def _edge_month(found: re.Match[str], ask: Ask) -> Piece | None:
    return piece(found, "month", nth_month(1 if found["first"] else 12))


def _half(found: re.Match[str], ask: Ask) -> Piece | None:
    return piece(found, "half", nth_half(1 if found["first"] else 2), year=said_year(found))


def _half_by_number(found: re.Match[str], ask: Ask) -> Piece | None:
    return piece(found, "half", nth_half(number(found["q"])), year=said_year(found))


def _so_many_months(found: re.Match[str], ask: Ask) -> Piece | None:
    """Read "9 tháng" as those from January. One month is a length, and "sau tháng" is after one, not six."""
    is_no_count = number(found["n"]) == 1 or (found[0].startswith("sau ") and found[0] != "sau thang")
    return None if is_no_count else _first_months(found, ask)


def _first_months(found: re.Match[str], ask: Ask) -> Piece | None:
    return piece(found, "", months_of(1, number(found["n"])), year=said_year(found), grain="month")


def _last_months(found: re.Match[str], ask: Ask) -> Piece | None:
    return piece(found, "", months_of(13 - number(found["n"]), 12), grain="month")


def _first_quarters(found: re.Match[str], ask: Ask) -> Piece | None:
    return piece(found, "", months_of(1, 3 * number(found["n"])), grain="quarter")


def _last_quarters(found: re.Match[str], ask: Ask) -> Piece | None:
    return piece(found, "", months_of(13 - 3 * number(found["n"]), 12), grain="quarter")


def _opening(found: re.Match[str], ask: Ask) -> Piece | None:
    return Piece(span_of(found), unit="opening", in_year=nth_quarter(1))


def _closing(found: re.Match[str], ask: Ask) -> Piece | None:
    return Piece(span_of(found), unit="closing", in_year=nth_quarter(4))


def _middle(found: re.Match[str], ask: Ask) -> Piece | None:
    return piece(found, "", months_of(4, 9))


def _year(found: re.Match[str], ask: Ask) -> Piece | None:
    span = span_of(found)
    try:
        y = within_reach(year_of(next(given for given in found.groups() if given)))
    except ValueError:
        return Piece(span, Kind.IMPOSSIBLE)
    return Piece(span, Kind.YEAR, "year", periods.year(y), whole=_WHOLE.match(found[0]) is not None)


def _whole_year(found: re.Match[str], ask: Ask) -> Piece | None:
    return Piece(span_of(found), Kind.YEAR, "year", periods.year(ask.now.year), whole=True)


def _day(found: re.Match[str], ask: Ask) -> Piece | None:
    return piece(found, "day", that_day(number(found["m"]), number(found["d"])), year=said_year(found))


def _bare_day(found: re.Match[str], ask: Ask) -> Piece | None:
    d, m = number(found["d"]), number(found["m"])
    if not (1 <= d <= 31 and 1 <= m <= 12):
        return None
    return _day(found, ask)


def _days_of_month(found: re.Match[str], ask: Ask) -> Piece | None:
    first, last, m = number(found["d"]), number(found["last"]), number(found["m"])
    return piece(found, "", lambda y: periods.days(date(y, m, first), date(y, m, last)), year=said_year(found))


def _day_of_no_month(found: re.Match[str], ask: Ask) -> Piece | None:
    d = number(found["d"])
    for back in range(3):
        index = ask.now.year * 12 + ask.now.month - 1 - back
        y, m = divmod(index, 12)
        if 1 <= d <= monthrange(y, m + 1)[1] and date(y, m + 1, d) <= ask.now:
            return Piece(span_of(found), unit="day", period=periods.day(date(y, m + 1, d)))
    return Piece(span_of(found), Kind.IMPOSSIBLE)


def _iso(found: re.Match[str], ask: Ask) -> Piece | None:
    m = number(found["m"])
    d = found["d"]
    if d is None:
        return piece(found, "month", nth_month(m), year=found["y"]) if 1 <= m <= 12 else None
    return piece(found, "day", that_day(m, number(d)), year=found["y"])


def _month_and_year(found: re.Match[str], ask: Ask) -> Piece | None:
    return _month(found, ask) if 1 <= number(found["m"]) <= 12 else None


def _week(found: re.Match[str], ask: Ask) -> Piece | None:
    return piece(found, "week", nth_week(number(found["dd"])), year=said_year(found), listed=nth_week, exists=2020)


def week_of_month(m: int, nth: int) -> InYear:
    """Return the nth week of a month, -1 the last: weeks run from Monday and belong to the month of their Thursday."""

    def in_year(y: int) -> Period:
        first, length = date(y, m, 1), monthrange(y, m)[1]
        thursdays = [d for i in range(length) if (d := first + timedelta(days=i)).isoweekday() == 4]
        if not (nth == -1 or 1 <= nth <= len(thursdays)):
            raise ValueError(f"no such week of a month: {nth}")
        return periods.week(*thursdays[nth - (nth > 0)].isocalendar()[:2])

    return in_year


def _week_of_month(found: re.Match[str], ask: Ask) -> Piece | None:
    groups = found.groupdict()
    nth = number(groups["nth"]) if groups.get("nth") else (1 if groups.get("first") else -1)
    # August of 2024 has five Thursdays, as each month has in some year: a sixth week is nowhere.
    return piece(found, "week", week_of_month(number(found["m"]), nth), year=said_year(found))


def part_of_month(found: re.Match[str]) -> tuple[int, int]:
    """Return the first and last day of the part of a month that is named; 31 for its end."""
    half = bool(found.groupdict().get("half"))
    if found["first"]:
        return (1, 15) if half else (1, 10)
    if found["last"]:
        return (16, 31) if half else (21, 31)
    return 11, 20


def _days_at_an_end(found: re.Match[str], ask: Ask) -> Piece | None:
    m, many = number(found["m"]), number(found["n"])

    def in_year(y: int) -> Period:
        length = monthrange(y, m)[1]
        first, last = (1, many) if found["first"] else (length - many + 1, length)
        return periods.days(date(y, m, first), date(y, m, last))

    return piece(found, "", in_year, year=said_year(found), grain="day") if 1 <= m <= 12 else None


def _weeks_at_an_end(found: re.Match[str], ask: Ask) -> Piece | None:
    m, many = number(found["m"]), number(found["n"])

    def in_year(y: int) -> Period:
        if found["first"]:
            return periods.covering(week_of_month(m, 1)(y), week_of_month(m, many)(y))
        last = week_of_month(m, -1)(y)
        return periods.covering(moved(last, "week", 1 - many), last)

    return piece(found, "", in_year, year=said_year(found), grain="week") if 1 <= m <= 12 else None


def _part_of_month(found: re.Match[str], ask: Ask) -> Piece | None:
    m, (first, last) = number(found["m"]), part_of_month(found)
    return piece(
        found,
        "",
        lambda y: periods.days(date(y, m, first), date(y, m, min(last, monthrange(y, m)[1]))),
        year=said_year(found),
    )


_PART_SAID = "({first:đầu}|{last:cuối}|giữa)"

FORMS: tuple[Rule, ...] = (
    Rule(form("tháng( thứ )? ?<m><a_year>"), _month, _REVOLUTION),
    Rule(form("tháng <m> năm <ys>"), _month),
    Rule(form("<a_few> tháng <m:t>(?= ?(,|và) ?<a_digit>)"), _month),
    Rule(form("t<m:t><a_year>"), _month),
    Rule(form("<m:t>/<y>"), _month_and_year, _NUMBERED, _GOES_ON),
    Rule(form("<m:mm>-<y>"), _month_and_year, _NUMBERED, _GOES_ON),
    Rule(form("<y>[-/]<m:dd>([-/]<d:dd>)?"), _iso, _NUMBERED, _GOES_ON),
    Rule(form("quý( thứ )? ?<q>(?! (mão|(tỵ|tị)(?! lệ)|mùi|dậu|hợi|sửu))<a_year>"), _quarter),
    Rule(form("q[.]?<q:q4><a_year>"), _quarter),
    Rule(form("quý ({first:đầu}|{last:cuối})( tiên| cùng)?" + _OF_YEAR), _edge_quarter),
    Rule(form("tháng ({first:đầu}|{last:cuối})( tiên| cùng)? (của )?năm(?! <a_tail>)"), _edge_month),
    Rule(form("tháng ({first:đầu}|{last:cuối})( tiên| cùng)?(?= (của )?năm <a_tail>)"), _edge_month),
    Rule(form("nửa ({first:đầu}|{last:cuối}|sau)" + _OF_YEAR), _half),
    Rule(form("nửa năm ({first:đầu}|{last:cuối}|sau)" + _OF_YEAR), _half),
    Rule(form("{first:(nửa|bán) (niên|năm)}(?! (sau|cuối|qua|gần|nay|trước|trở|vừa))"), _half),
    Rule(form("h<q:h>( |/|-)?<y>"), _half_by_number),
    Rule(form("(sau )?<n> tháng đầu( tiên)?" + _OF_YEAR), _first_months),
    Rule(form("<n:dd>t đầu( tiên)?" + _OF_YEAR), _first_months),
    Rule(form("<n> tháng cuối( cùng)?" + _OF_YEAR), _last_months),
    Rule(form("<n:dd>t cuối( cùng)?" + _OF_YEAR), _last_months),
    Rule(form("<n> tháng"), _so_many_months, _TERM, _OLD),
    Rule(form("<n:dd>t"), _so_many_months, _TERM, _OLD),
    Rule(form("<n:t>t(/|-)?<y>"), _first_months),
    Rule(form("<n> tháng[/-]<y>"), _first_months),
    Rule(form("<n> quý đầu( tiên)?" + _OF_YEAR), _first_quarters),
    Rule(form("<n> quý cuối( cùng)?" + _OF_YEAR), _last_quarters),
    Rule(form("đầu năm(?! <a_tail>)"), _opening),
    Rule(form("đầu(?= (của )?năm <a_tail>)"), _opening),
    Rule(form("(vào )?(dịp )?cuối năm(?! <a_tail>)"), _closing),
    Rule(form("cuối(?= (của )?năm <a_tail>)"), _closing),
    Rule(form("giữa năm(?! <a_tail>)"), _middle),
    Rule(form("giữa(?= năm <a_tail>)"), _middle, None, _AND_ANOTHER),
    Rule(form("(cả |trọn |hết )?năm( tài chính| dương lịch| kế hoạch| ngân sách)? ?<y4>"), _year),
    Rule(form("<a_few> năm <y4>(?= ?(,|và|-|–|đến) ?<a_digit>)"), _year),
    Rule(
        form("(cả |trọn |hết )?năm '?<yy>"), _year, None, re.compile(r" *(?:-|–|đến|den) *\d|[.,]\d|" + _COUNTS.pattern)
    ),
    Rule(form("(cả |trọn )?năm <ys>"), _year),
    Rule(form("'<yy>"), _year),
    Rule(form("<ys>"), _year),
    Rule(form("(cả |trọn )năm(?! <a_tail>)"), _whole_year),
    Rule(form("<y:bare>"), _year, _A_NUMBER, re.compile(rf"{_COUNTS.pattern}|[/]|-[^\W\d_]|[.,]\d\d\d(?!\d)")),
    Rule(form("<y:bare>"), _year, not_before=_GOES_ON, only_after=_OF_TIME),
    Rule(form("(ngày |lễ |hôm |mùng )<d:dd>[/.-]<m:dd>([/.-]<y>)?"), _day, None, _GOES_ON),
    Rule(form("(ngày )?<d:dd>[/.-]<m:dd>[/.-]<y>"), _day, _NUMBERED, _LETTERS_GO_ON),
    Rule(form("(ngày )?<d:dd>[/]<m:dd>[/]<yy>"), _bare_day, _NUMBERED, _GOES_ON),
    Rule(form("(?!24/7)<d:dd>/<m:dd>"), _bare_day, _NAMED_AFTER, re.compile(_GOES_ON.pattern + "|" + _COUNTS.pattern)),
    Rule(form("(ngày|mùng) <d> tháng <m><a_year>"), _day),
    Rule(form("<d:dd> tháng <m:dd>(?= (năm )?<y>)"), _day),
    Rule(form("<d:dd> tháng <m:dd>"), _day, _TERM, _COUNTS),
    Rule(form("<n> ngày ({first:đầu}|{last:cuối})( tiên| cùng)?( của)? tháng <m><a_year>"), _days_at_an_end),
    Rule(form("<n> tuần ({first:đầu}|{last:cuối})( tiên| cùng)?( của)? tháng <m><a_year>"), _weeks_at_an_end),
    Rule(form("ngày <d>"), _day_of_no_month),
    Rule(form("(từ )?(ngày )?<d>( đến| tới|-| -)( hết)?( ngày)? ?<last:d> tháng <m><a_year>"), _days_of_month),
    Rule(
        form("(từ )?(ngày )?<d:dd>( đến | tới |-| - )(ngày )?<last:dd>/<m:dd>(/<y>)?"), _days_of_month, None, _GOES_ON
    ),
    Rule(form("tuần (lễ )?(thứ )?<dd>(/<y>)?"), _week),
    Rule(form("tuần (lễ )?(thứ )?<nth:q>( của| trong)? tháng <m><a_year>"), _week_of_month),
    Rule(form("tuần ({first:đầu}|cuối)( tiên| cùng)?( của| trong)? tháng <m><a_year>"), _week_of_month),
    Rule(form(_PART_SAID + " tháng <m><a_year>"), _part_of_month),
    Rule(form("{half:nửa} ({first:đầu}|{last:cuối|sau}) tháng <m><a_year>"), _part_of_month),
)
