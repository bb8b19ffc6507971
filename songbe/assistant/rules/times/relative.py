"""Times that point: this month, the quarter before, the last six months, since January, the same period last year."""

import re
from datetime import timedelta

from songbe.assistant.rules.times.forms import form, part_of_month
from songbe.assistant.rules.times.numbers import number
from songbe.assistant.rules.times.pieces import Ask, Build, Kind, Piece, Rule, span_of
from songbe.assistant.rules.times.stretches import SEVERAL, current, last_units, moved, unit_of
from songbe.assistant.rules.times.words import expanded
from songbe.kernel import periods

_UNIT = {"ngay": "day", "tuan": "week", "thang": "month", "quy": "quarter", "qui": "quarter", "nam": "year"}
_NO_DEADLINE = re.compile(expanded(" (hạn|thời hạn|khi)", {}))
_ORDINAL = re.compile(expanded("thứ $", {}))
_SO = re.compile(expanded("so (với |cùng )?$", {}))
_A_NUMBER = re.compile(r" *(?:\d{1,2}|iv|i{1,3})(?![^\W_])")
_A_PLACE = re.compile(expanded("(việt|miền|phía|quảng|hà|đông|tây) $", {}))
_NOT_SINCE_EVER = re.compile(expanded("từ trước $", {}))


def _unit(found: re.Match[str]) -> str:
    groups = found.groupdict()
    return next(
        unit for unit in ("day", "week", "month", "quarter", "half", "year", "round") if groups.get(unit) is not None
    )


_ANY = "({month:tháng}|{quarter:quý}|{year:năm}|{week:tuần})"
_ANY_OR_DAY = "({month:tháng}|{quarter:quý}|{year:năm}|{week:tuần}|{day:ngày}|{half:nửa năm})"


def pointed(found: re.Match[str], unit: str, steps: int, ask: Ask) -> Piece:
    """Return the unit that lies some steps from now: 0 is the one that runs, cut at now by whoever hears it."""
    period = moved(current(unit, ask.now), unit, steps)
    return Piece(span_of(found), Kind.YEAR if unit == "year" else Kind.STRETCH, unit, period, steps=steps)


def _this(found: re.Match[str], ask: Ask) -> Piece | None:
    return pointed(found, _unit(found), 0, ask)


def _last(found: re.Match[str], ask: Ask) -> Piece | None:
    return pointed(found, _unit(found), -1, ask)


def _last_but_one(found: re.Match[str], ask: Ask) -> Piece | None:
    return pointed(found, _unit(found), -2, ask)


def _next(found: re.Match[str], ask: Ask) -> Piece | None:
    if ask.before is not None and ask.before.end <= ask.now:
        return _from_before(found, 1, ask)
    return pointed(found, _unit(found), 1, ask)


def _from_before(found: re.Match[str], steps: int, ask: Ask) -> Piece:
    unit = _unit(found)
    if ask.before is None:
        return pointed(found, unit, steps, ask)
    start = current(unit, ask.before.start)
    return Piece(
        span_of(found), Kind.YEAR if unit == "year" else Kind.STRETCH, unit, moved(start, unit, steps), steps=steps
    )


def _before_that(found: re.Match[str], ask: Ask) -> Piece | None:
    return _from_before(found, -1, ask)


def _after_that(found: re.Match[str], ask: Ask) -> Piece | None:
    return _from_before(found, 1, ask)


def _that(found: re.Match[str], ask: Ask) -> Piece | None:
    return _from_before(found, 0, ask)


def _round(found: re.Match[str], ask: Ask) -> Piece | None:
    """Read "this round" and "the round before": of the question before, else of months."""
    steps = -1 if found["back"] else 0
    if ask.before is None:
        return pointed(found, "month", steps, ask)
    unit = unit_of(ask.before, ask.now)
    if unit:
        return Piece(span_of(found), unit=unit, period=moved(current(unit, ask.before.start), unit, steps), steps=steps)
    return Piece(span_of(found), period=ask.before.previous() if steps else ask.before, steps=steps)


def _count(found: re.Match[str], unit: str) -> int:
    said = found.groupdict().get("n")
    return number(said) if said else SEVERAL[unit]


def _trailing(found: re.Match[str], ask: Ask) -> Piece | None:
    unit, count = _unit(found), _count(found, _unit(found))
    if unit == "year" and count == 1:
        # "One year back from here" is twelve months; the year before is "năm ngoái".
        unit, count = "month", 12
    period = last_units(unit, count, ask.now)
    grain = "month" if unit == "half" else unit
    return Piece(span_of(found), period=period, grain=grain) if period else Piece(span_of(found), Kind.IMPOSSIBLE)


def _ago(found: re.Match[str], ask: Ask) -> Piece | None:
    unit = _unit(found)
    if _count(found, unit) > 100 and unit != "day":
        return Piece(span_of(found), Kind.IMPOSSIBLE)
    return pointed(found, unit, -_count(found, unit), ask)


def _before_as_many(found: re.Match[str], ask: Ask) -> Piece | None:
    """Read "the 6 months before that": before the question before, else before now."""
    unit = _unit(found)
    since = ask.before.start if ask.before else ask.now
    period = last_units(unit, _count(found, unit), since)
    return Piece(span_of(found), period=period, grain=unit) if period else Piece(span_of(found), Kind.IMPOSSIBLE)


def _days_ago(days: int) -> Build:
    return lambda found, ask: Piece(
        span_of(found), unit="day", period=periods.day(ask.now - timedelta(days=days)), steps=-days
    )


def _since_january(found: re.Match[str], ask: Ask) -> Piece | None:
    this_year = ask.now.year
    return Piece(
        span_of(found),
        unit="year",
        in_year=lambda y: periods.covering(periods.year(y), periods.year(max(y, this_year))),
        steps=0,
    )


def _since_start(found: re.Match[str], ask: Ask) -> Piece | None:
    unit = _unit(found)
    return Piece(span_of(found), unit=unit, period=current(unit, ask.now), steps=0)


def _of_kind(kind: Kind) -> Build:
    return lambda found, ask: Piece(span_of(found), kind)


def _grain(found: re.Match[str], ask: Ask) -> Piece | None:
    return Piece(span_of(found), Kind.GRAIN, grain=_unit(found))


def _months_so_far(found: re.Match[str], ask: Ask) -> Piece | None:
    return Piece(span_of(found), unit="", in_year=periods.year, grain=_unit(found), steps=0)


def _months_to_come(found: re.Match[str], ask: Ask) -> Piece | None:
    return Piece(span_of(found), unit="", in_year=lambda y: periods.half(y, 2), grain=_unit(found))


def _part_of_this(found: re.Match[str], ask: Ask) -> Piece | None:
    whole = moved(current("month", ask.now), "month", -1 if found["back"] else 0)
    first, last = part_of_month(found)
    start = whole.start.replace(day=first)
    return Piece(span_of(found), period=periods.days(start, min(start + timedelta(days=last - first), whole.last)))


def _day_of_this(found: re.Match[str], ask: Ask) -> Piece | None:
    whole = moved(current("month", ask.now), "month", -1 if found["back"] else 0)
    d = number(found["d"])
    if not 1 <= d <= whole.last.day:
        return Piece(span_of(found), Kind.IMPOSSIBLE)
    return Piece(span_of(found), unit="day", period=periods.day(whole.start.replace(day=d)))


def _weekday(found: re.Match[str], ask: Ask) -> Piece | None:
    week = moved(current("week", ask.now), "week", -1 if found["back"] else 0)
    # Monday is the second day of the week, Sunday the eighth.
    nth = 8 if found["sunday"] else number(found["nth"])
    return Piece(span_of(found), unit="day", period=periods.day(week.start + timedelta(days=nth - 2)))


def against_last_year(found: re.Match[str], ask: Ask) -> Piece | None:
    return Piece(span_of(found), Kind.SAME, whole=True)


def _weekend(found: re.Match[str], ask: Ask) -> Piece | None:
    week = moved(current("week", ask.now), "week", -1 if found["back"] else 0)
    return Piece(span_of(found), period=periods.days(week.start + timedelta(days=5), week.last))


_LAST_SAID = "(trước|rồi|qua|vừa (qua|rồi|xong)|(liền|kế|ngay) trước|(trước )?liền kề|gần nhất|gần đây nhất|mới nhất)"
_NEAR = (
    "(vừa qua|vừa rồi|qua|gần nhất|gần đây nhất|gần đây|trở lại đây|trở lại|mới nhất|đổ lại|nay|liền kề|cuối cùng"
    "|liên tiếp|liên tiếp gần nhất|liên tiếp vừa qua|liên tiếp gần đây)"
)
_WEEKDAY = "(thứ {nth:hai|ba|tư|năm|sáu|bảy|[2-7]}|{sunday:chủ nhật})"
_SOME = "(mấy|vài|các|những|nhiều)"
_NOW = "(nay|hiện nay|hiện tại|giờ|bây giờ|thời điểm này|thời điểm hiện tại|lúc này|hôm nay)"

RELATIVE: tuple[Rule, ...] = (
    Rule(re.compile(r"(?<![^\W_])(?P<month>thang) +sau(?![^\W_])"), _next),
    Rule(form(_ANY + " (này|hiện tại|hiện nay|đang chạy)"), _this, _A_PLACE),
    Rule(form("(cả )?({year:năm}|{quarter:quý}|{month:tháng}|{week:tuần}) nay"), _this, _A_PLACE),
    Rule(
        form("({year:năm}|{quarter:quý}|{month:tháng}|{week:tuần})(?! <a_tail>)"),
        _this,
        _A_PLACE,
        re.compile(expanded(" (học|sinh|tuổi)", {})),
        re.compile(expanded("trong $", {})),
    ),
    Rule(form("(cả )?" + _ANY + " " + _LAST_SAID), _last, _A_PLACE, _NO_DEADLINE),
    Rule(form("(cả )?{year:năm} ngoái"), _last, _A_PLACE),
    Rule(form("{year:năm} kia"), _last_but_one),
    Rule(form(_ANY + " (trước nữa|trước trước)"), _last_but_one, _A_PLACE),
    Rule(form(_ANY + " (liền kề |ngay |kế |liền )?trước (đó|ấy|đấy|nó|kia)"), _before_that, _A_PLACE),
    Rule(form(_ANY + " (sau|tiếp|kế tiếp|tiếp theo|kế) (đó|ấy|đấy|nó)"), _after_that, _A_PLACE),
    Rule(form(_ANY + " (tới|sau|kế tiếp|tiếp theo|sắp tới)"), _next, _A_PLACE),
    Rule(form(_ANY + " (đó|ấy|đấy)"), _that, _A_PLACE),
    Rule(form("{day:ngày} (trước|liền trước|hôm trước) (đó|ấy|đấy)"), _before_that),
    Rule(
        form("{round:kỳ} (này|báo cáo này|hiện tại|{back:trước|trước đó|liền trước|báo cáo trước|vừa qua|rồi})"), _round
    ),
    Rule(form("(trong )?(vòng )?<n> " + _ANY_OR_DAY + " " + _NEAR), _trailing, _ORDINAL),
    Rule(form("(trong )?(vòng )?<n> {month:t} " + _NEAR), _trailing),
    Rule(form(_NEAR + " (nhất )?<n> " + _ANY_OR_DAY), _trailing, not_before=re.compile(r" *\d")),
    Rule(form("(qua |trong )?(cả )?(4|bốn) ({quarter:quý})"), _grain),
    Rule(form("(qua |trong )?(cả )?(12|mười hai) ({month:tháng})(?= (của )?(năm|trong năm) <a_tail>)"), _grain),
    Rule(form("{half:nửa năm} " + _NEAR), _trailing),
    Rule(form(_SOME + " " + _ANY_OR_DAY + " " + _NEAR), _trailing),
    Rule(form("(cách đây|cách nay|trước đây) <n> " + _ANY_OR_DAY), _ago),
    Rule(form("<n> " + _ANY_OR_DAY + " (trước|trước đây)"), _ago, _ORDINAL, _NO_DEADLINE),
    Rule(form("<n> " + _ANY_OR_DAY + " (trước|liền trước) (đó|ấy|đấy)"), _before_as_many),
    Rule(form("(tính |cho |tính cho )?(đến|tới) " + _NOW), _of_kind(Kind.UNTIL_NOW), _NOT_SINCE_EVER),
    Rule(form("(hôm|bữa|ngày|sáng|trưa|chiều|tối) nay"), _days_ago(0)),
    Rule(form("(hôm|bữa|ngày|sáng|chiều|tối|đêm) qua"), _days_ago(1), re.compile(r"\d $")),
    Rule(form("(hôm|bữa|ngày) kia"), _days_ago(2)),
    Rule(form("(ngày mai|hôm sau|mai này)"), _days_ago(-1)),
    Rule(form("(tính |kể )?(từ )?(hồi )?đầu năm( nay)? (đến|tới|cho đến) " + _NOW), _since_january),
    Rule(form("(tính |kể )?từ (hồi )?đầu năm(?! <a_tail>)"), _since_january),
    Rule(form("(tính |kể )?từ (hồi )?đầu(?= năm <a_tail>)"), _since_january),
    Rule(
        form("(tính |kể )?từ đầu ({quarter:quý}|{month:tháng}|{week:tuần})( này)?( (đến|tới) " + _NOW + ")?"),
        _since_start,
    ),
    Rule(form("(lũy kế|cộng dồn)( tính)?( từ đầu năm)?"), _of_kind(Kind.SO_FAR)),
    Rule(form("(lũy kế|cộng dồn) (tính )?(từ đầu năm )?(đến|tới|cho đến) " + _NOW), _since_january),
    Rule(form("từ trước (đến|tới) (nay|giờ)"), _of_kind(Kind.LATEST)),
    Rule(form("cùng (thời gian|lúc|khoảng thời gian) (đó|này|ấy|đấy)"), _of_kind(Kind.LATEST)),
    Rule(form("(lúc|khi|hồi|thời gian) (đó|ấy|đấy)"), _of_kind(Kind.LATEST)),
    Rule(form("qua <n> {year:năm}(?= \\d\\d\\d\\d)"), _grain),
    Rule(
        form(
            "hiện (nay|tại|giờ|thời)|bây giờ|lúc này|thời điểm (này|hiện tại)|(mới|gần) nhất"
            "|(thời gian )?gần đây|dạo này"
        ),
        _of_kind(Kind.LATEST),
    ),
    Rule(form("cùng (kỳ|kì|thời điểm|thời kỳ|giai đoạn)( của)?"), _of_kind(Kind.SAME)),
    Rule(form("ck"), _of_kind(Kind.SAME), only_after=_SO),
    Rule(form("svck"), against_last_year),
    Rule(form("ngày <d> tháng (này|nay|{back:trước|rồi|qua|vừa qua|vừa rồi})"), _day_of_this),
    Rule(form(_WEEKDAY + " tuần (này|nay|{back:trước|rồi|qua|vừa qua|vừa rồi})"), _weekday),
    Rule(form("(cùng )?kỳ(?=( của)? năm (ngoái|trước|rồi))"), _of_kind(Kind.SAME)),
    Rule(form("cùng (tháng|quý|tuần|ngày)( đó| ấy)?(?=( của)? năm (ngoái|trước|rồi))"), _of_kind(Kind.SAME)),
    Rule(
        form("(so |qua |trong |giữa )?(theo|từng|mỗi|hàng|các|những) " + _ANY_OR_DAY),
        _grain,
        not_before=re.compile(expanded(" (học|sinh|tuổi|đầu|cuối)", {}) + "|" + _A_NUMBER.pattern),
    ),
    Rule(form(_ANY_OR_DAY + " (nào|mấy|bao nhiêu|thứ mấy)"), _grain),
    Rule(
        form("(các|những|mấy) ({month:tháng}|{quarter:quý}|{week:tuần}) đầu( của)?( năm(?! <a_tail>))?"), _months_so_far
    ),
    Rule(
        form("(các|những|mấy) ({month:tháng}|{quarter:quý}|{week:tuần}) cuối( của)?( năm(?! <a_tail>))?"),
        _months_to_come,
    ),
    Rule(form("({first:đầu}|{last:cuối}|giữa) tháng (này|nay|{back:trước|rồi|qua|vừa qua|vừa rồi})"), _part_of_this),
    Rule(form("cuối tuần (này|nay|{back:trước|rồi|qua|vừa qua|vừa rồi})"), _weekend),
)
