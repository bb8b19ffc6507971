"""Pieces heard together: which year is meant, what is one stretch, what is compared with what."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from songbe.assistant.rules.text import Said, Span
from songbe.assistant.rules.times.comparing import Term, alike, compared, implied, term, year_earlier
from songbe.assistant.rules.times.pieces import Ask, InYear, Kind, Piece
from songbe.assistant.rules.times.stretches import current, in_other_year, is_within_reach, moved
from songbe.assistant.rules.times.when import When
from songbe.assistant.rules.times.words import expanded
from songbe.kernel import periods
from songbe.kernel.periods import Period


def _all(template: str) -> re.Pattern[str]:
    return re.compile(expanded(template, {}))


_TO = _all(" *((cho )?(đến|tới)( hết| cuối| tận)?( ngày)?|-|–|—|~|to|until|till|through|至|到|から|〜|～|부터) *")
_AND = _all(" *(,? ?(và|với|cùng|hay|hoặc|and|or|cùng với|và cả|và của)|,|;|/|&|[+]|、|和|と|와|과|与) *")
_OF = _all("(,|:| )*((của|trong|thuộc|of|in|the|cũng) *)?")
_OF_OR_DASH = re.compile(_OF.pattern + "| *[-–] *")
_BEFORE = _all("(đến |tới )?(trước|before|prior to)( ngày)? $")
_AFTER = _all("(sau|after)( ngày)? $")
_FROM = _all("(từ|kể từ|tính từ|bắt đầu từ|since|from|自|从)( ngày| hồi| đầu| sau)? *$")
_UNTIL = _all("(tính |cho |tính cho )?(đến|tới|until|till|by|up to)( hết| cuối| tận)?( ngày)? *$")
_VERSUS = _all(
    "(((so|so sánh|đối chiếu) (với|cùng)|so|gấp (mấy|bao nhiêu) lần|khác( gì)?( với)?|vs[.]?|versus"
    "|compared (with|to)|than|against|比|より|보다)"
    "( (số liệu|số|kết quả|trung bình|bình quân|mức|thời điểm|của|trong|hồi|ở|the|that of|in|cả))*"
    "|hơn( (số liệu|mức|của|cả))*) *$"
)
_SETTING_AGAINST = _all("(so|so sánh|đối chiếu|compare) ")
_AGAINST = _all(" *(với|with|to|against) *")
_WITHIN = _all(
    "(trong|vào|hồi|suốt|tại|kể|tính|giai đoạn|thời kỳ|nhiệm kỳ|thời gian|during|in|for|of|the)( suốt| giai đoạn)? $"
)
_BETWEEN = _all("(between|trong khoảng|khoảng) $")
_WHOLE = _all("cả|trọn|hết")


@dataclass(slots=True)
class _Node:
    """A piece among its neighbours. year: the year that was said for it; start and end take in what said so."""

    piece: Piece
    start: int
    end: int
    year: Period | None = None
    drop: bool = False

    @property
    def is_open(self) -> bool:
        """Whether its year is not known yet."""
        return self.piece.in_year is not None and self.year is None

    @property
    def is_year(self) -> bool:
        return self.piece.kind is Kind.YEAR

    def dated(self) -> Period | None:
        """Return its days, if they are known."""
        if self.piece.in_year is None:
            return self.piece.period
        return _in_year(self.piece.in_year, self.year.start.year) if self.year else None


@dataclass(slots=True)
class _Ear:
    """A question while it is heard: its letters, when it is asked, and which letters were understood so far."""

    text: str
    ask: Ask
    spans: list[Span] = field(default_factory=list)
    impossible: str = ""

    def gap(self, one: _Node, other: _Node) -> str:
        return self.text[one.end : other.start]

    def linked(self, one: _Node, other: _Node, link: re.Pattern[str]) -> bool:
        return one.end <= other.start and link.fullmatch(self.gap(one, other)) is not None

    def preceded(self, node: _Node, cue: re.Pattern[str], since: int) -> bool:
        """Whether a cue stands right before; if so, its letters are understood."""
        found = _last(cue, self.text, since, node.start)
        if found is not None:
            self.spans.append(Span(found, node.start))
        return found is not None


def _last(cue: re.Pattern[str], text: str, since: int, end: int) -> int | None:
    for found in cue.finditer(text, since, end):
        if found.end() == end and (found.start() == 0 or not text[found.start() - 1].isalnum() or found[0][0] > "ỿ"):
            return found.start()
    return None


def combine(said: Said, pieces: Sequence[Piece], ask: Ask) -> When:
    """Return what the pieces of one question say together."""
    ear = _Ear(said.text, ask, [piece.span for piece in pieces])
    nodes = _with_years(ear, [_Node(p, p.span.start, p.span.end) for p in pieces if p.kind in _TIMES])
    others, main = _sides(ear, nodes)
    so_far = [p for p in pieces if p.kind is Kind.SO_FAR]
    asked, versus = _compare(ear, _terms(ear, main, so_far=bool(so_far)), others, main)
    if so_far and not asked:
        asked = [term(current("year", ask.now), ask.now, unit="year", steps=0)]
    wrong = [p.span for p in pieces if p.kind is Kind.IMPOSSIBLE]
    named = [p.grain for p in pieces if p.kind is Kind.GRAIN]
    hints = [p.grain for p in pieces if p.grain]
    within = [t for t in asked if is_within_reach(t.asked)]
    return When(
        periods=tuple(dict.fromkeys(t.asked for t in within)),
        versus=versus if within and versus and is_within_reach(versus) else None,
        grain=(named or hints or [""])[0],
        grain_said=bool(named),
        running=any(t.full.start <= ask.now < t.full.last for t in within),
        future=any(t.asked.start > ask.now for t in within),
        spans=_merged(ear.text, ear.spans),
        impossible=said.at(wrong[0]) if wrong else ear.impossible,
        until=next((t.until for t in within if t.until is not None and t.until.last <= ask.now), None),
    )


_TIMES = (Kind.STRETCH, Kind.YEAR, Kind.SAME, Kind.UNTIL_NOW)


# --- years ------------------------------------------------------------------------------------------------------------
def _with_years(ear: _Ear, nodes: list[_Node]) -> list[_Node]:
    """Return the nodes, each year that stands right after or before a part of a year taken into it."""
    kept: list[_Node] = []
    for node in nodes:
        last = kept[-1] if kept else None
        if last and ear.linked(last, node, _OF_OR_DASH) and _takes(last, node):
            last.year, last.end = node.piece.period, node.end
            if last.piece.kind is Kind.SAME:
                last.piece = replace(last.piece, unit=node.piece.unit, steps=node.piece.steps)
        elif last and ear.linked(last, node, _OF) and _opens(ear, last, node):
            kept[-1] = replace(node, year=last.piece.period, start=last.start)
        else:
            kept.append(node)
            continue
        ear.spans.append(Span(last.start, node.end))
    return kept


def _takes(part: _Node, year: _Node) -> bool:
    if part.piece.kind is Kind.SAME:
        return part.year is None and year.piece.kind in (Kind.YEAR, Kind.STRETCH) and year.piece.period is not None
    return part.is_open and year.is_year


def _opens(ear: _Ear, year: _Node, part: _Node) -> bool:
    if not (year.is_year and part.is_open and part.piece.kind is Kind.STRETCH):
        return False
    return "," not in ear.gap(year, part) or _last(_VERSUS, ear.text, 0, year.start) is None


def _lend_years(ear: _Ear, nodes: list[_Node]) -> None:
    """Give a year to what has none: from what it is listed with, or from the one year that stands apart."""
    pairs = list(pairwise(nodes))
    for one, other in pairs:
        _repeat(ear, one, other)
    for one, other in reversed(pairs):
        if one.is_open and not other.is_year:
            _lend(ear, one, other, lender=other, borrower=one)
    for one, other in pairs:
        if other.is_open and not one.is_year:
            _lend(ear, one, other, lender=one, borrower=other)
    _lend_what_stands_apart(ear, nodes)


def _repeat(ear: _Ear, one: _Node, other: _Node) -> None:
    """Read "quý 3 năm 2022 và 2023" as the same quarter of both years, save of a year that is named whole."""
    again = other.is_year and one.year is not None and one.piece.in_year is not None and ear.linked(one, other, _AND)
    if again and not _WHOLE.match(ear.text, other.start):
        other.piece, other.year = replace(one.piece, span=other.piece.span), other.piece.period


def _lend(ear: _Ear, one: _Node, other: _Node, *, lender: _Node, borrower: _Node) -> None:
    year = _year_of(lender)
    if year is None or not _joined(ear, one, other):
        return
    borrower.year = year
    if ear.linked(one, other, _TO) and _starts_after(one, other):
        borrower.year = moved(year, "year", -1 if borrower is one else 1)


def _lend_what_stands_apart(ear: _Ear, nodes: list[_Node]) -> None:
    joined = [node for one, other in pairwise(nodes) if _joined(ear, one, other) for node in (one, other)]
    apart = [n for n in nodes if n.is_year and not any(n is one for one in joined)]
    open_ones = [n for n in nodes if n.is_open]
    if len(apart) == 1 and open_ones:
        apart[0].drop = True
        for node in open_ones:
            node.year = apart[0].piece.period


def _joined(ear: _Ear, one: _Node, other: _Node) -> bool:
    return ear.linked(one, other, _TO) or ear.linked(one, other, _AND)


def _year_of(node: _Node) -> Period | None:
    if node.year is not None or node.piece.steps is not None or node.piece.period is None or not node.piece.unit:
        return node.year
    return periods.year(node.piece.period.start.year)


def _starts_after(one: _Node, other: _Node) -> bool:
    first, second = one.dated(), other.dated()
    return first is not None and second is not None and first.start > second.start


def _in_year(in_year: InYear, y: int) -> Period | None:
    try:
        return in_year(y)
    except (ValueError, OverflowError):
        return None


def _latest(in_year: InYear, now: date, years_back: int = 8) -> Period | None:
    """Return the latest that has begun on ``now``."""
    years = (_in_year(in_year, y) for y in range(now.year, now.year - years_back - 1, -1))
    return next((period for period in years if period and period.start <= now), None)


# --- what is asked ----------------------------------------------------------------------------------------------------
def _sides(ear: _Ear, nodes: list[_Node]) -> tuple[list[_Node], list[_Node]]:
    """Return what is compared with, and what is asked."""
    for at, node in enumerate(nodes):
        since = nodes[at - 1].end if at else 0
        against = at > 0 and _set_against(ear, nodes[at - 1], node)
        set_first = at == 0 and len(nodes) > 1 and _set_against(ear, node, nodes[1])
        if against or (not set_first and ear.preceded(node, _VERSUS, since)):
            last = at + 1
            while last < len(nodes) and _goes_on(ear, nodes[last - 1], nodes[last], at):
                last += 1
            rest = [n for n in nodes[last:] if not ear.preceded(n, _VERSUS, nodes[last - 1].end)]
            return nodes[at:last], nodes[:at] + rest
    return [], nodes


def _goes_on(ear: _Ear, one: _Node, other: _Node, at: int) -> bool:
    """Whether what is compared with goes on: as a stretch, or with another ("so với tháng trước và cùng kỳ")."""
    also = at > 0 and ear.linked(one, other, _AND) and "," not in ear.gap(one, other)
    return also or other.piece.kind is Kind.SAME or ear.linked(one, other, _TO)


def _set_against(ear: _Ear, one: _Node, other: _Node) -> bool:
    """Whether they are said as "so sánh tháng 8 với tháng 7"."""
    found = ear.linked(one, other, _AGAINST) and _SETTING_AGAINST.search(ear.text, 0, one.start) is not None
    if found:
        ear.spans.append(Span(one.end, other.start))
    return found


def _terms(ear: _Ear, nodes: list[_Node], *, so_far: bool) -> list[Term]:
    timed = [n for n in nodes if n.piece.kind is not Kind.SAME]
    _lend_years(ear, timed)
    timed = [n for n in timed if not n.drop]
    terms, at = [], 0
    while at < len(timed):
        taken, found = _one(ear, timed, at)
        at += taken
        if found is not None:
            terms.append(_since_january(found) if so_far else found)
    return terms


def _since_january(of: Term) -> Term:
    return replace(of, full=of.full.year_to_date(), asked=of.asked.year_to_date(), unit="")


def _one(ear: _Ear, nodes: list[_Node], at: int) -> tuple[int, Term | None]:
    """Return how many nodes the next term takes, and the term."""
    node, now = nodes[at], ear.ask.now
    following = nodes[at + 1] if at + 1 < len(nodes) else None
    since = nodes[at - 1].end if at else 0
    period = _period(ear, node)
    if node.piece.kind is Kind.UNTIL_NOW:
        return 1, term(current("year", now), now, unit="year", steps=0)
    if period is None:
        return 1, None
    if following and following.piece.kind is Kind.UNTIL_NOW and not ear.gap(node, following).strip(" ,"):
        ear.preceded(node, _FROM, since)
        return 2, _until_now(period, now)
    if following and _reaches(ear, node, following, since) and (last := _end(ear, node, period, following)):
        ear.preceded(node, _FROM, since)
        ear.spans.append(Span(node.start, following.end))
        return 2, _stretch(ear, node, period, following, last)
    return 1, _alone(ear, node, period, since)


def _reaches(ear: _Ear, node: _Node, following: _Node, since: int) -> bool:
    """Whether they are the ends of one stretch."""
    between = ear.linked(node, following, _AND) and ear.preceded(node, _BETWEEN, since)
    return between or ear.linked(node, following, _TO)


def _before(ear: _Ear, node: _Node, period: Period) -> Term | None:
    """Return the days of the year that lie before a part of it; before a whole year lies no period with a name."""
    if period.start == date(period.start.year, 1, 1):
        ear.impossible = ear.impossible or ear.text[max(0, node.start - len("trước ")) : node.end].strip()
        return None
    return term(periods.days(date(period.start.year, 1, 1), period.start - timedelta(days=1)), ear.ask.now)


def _alone(ear: _Ear, node: _Node, period: Period, since: int) -> Term | None:
    now = ear.ask.now
    if ear.preceded(node, _FROM, since):
        return _until_now(period, now)
    if ear.preceded(node, _UNTIL, since) and not node.is_year and period.start.year == period.last.year:
        return replace(term(period.year_to_date(), now, unit=""), until=period)
    if ear.preceded(node, _BEFORE, since):
        return _before(ear, node, period)
    if ear.preceded(node, _AFTER, since) and period.last < now:
        return _until_now(periods.days(period.end, now), now)
    ear.preceded(node, _WITHIN, since)
    return _as_said(node, period, now)


_EDGES = {"opening": 1, "closing": 12}
"""What the beginning and the end of a year are, if something is compared with them: months."""


def _as_said(node: _Node, period: Period, now: date) -> Term:
    said = node.piece
    edge = _EDGES.get(said.unit, 0)
    found = term(period, now, unit="quarter" if edge else said.unit, whole=said.whole, steps=said.steps)
    return replace(found, edge=edge, in_year=said.in_year, named_year=_year_of(node) is not None)


def _until_now(period: Period, now: date) -> Term:
    if period.start > now:
        return term(period, now)
    ended = periods.days(period.start, now)
    full = periods.covering(period, current("year", now)) if now < date(now.year, 12, 31) else ended
    return Term(full, ended, "year" if period.start == date(now.year, 1, 1) else "", 0)


def _period(ear: _Ear, node: _Node) -> Period | None:
    """Return the days of a node; if the year that was said has none such, its words are impossible."""
    if node.is_open and node.piece.in_year is not None:
        # A day may lie eight years back, 29 February; a week 53 of long ago is not meant.
        period = _latest(node.piece.in_year, ear.ask.now, 1 if node.piece.unit == "week" else 8)
    else:
        period = node.dated()
    if period is None and node.piece.in_year is not None and not ear.impossible:
        ear.impossible = ear.text[node.start : node.end]
    return period


def _end(ear: _Ear, first: _Node, start: Period, last: _Node) -> Period | None:
    """Return where a stretch ends: after it starts, in its year or the next."""
    if not last.is_open or last.piece.in_year is None:
        period = _period(ear, last)
        return period if period and period.last >= start.start else None
    latest = _latest(last.piece.in_year, ear.ask.now)
    if first.is_year and latest and latest.start >= start.start:
        return latest
    years = (_in_year(last.piece.in_year, start.start.year + more) for more in range(2))
    return next((period for period in years if period and period.last >= start.start), None)


def _stretch(ear: _Ear, first: _Node, start: Period, last: _Node, end: Period) -> Term:
    whole = first.piece.whole and last.piece.whole
    return term(periods.days(start.start, end.last), ear.ask.now, whole=whole)


# --- what it is compared with -----------------------------------------------------------------------------------------
def _compare(
    ear: _Ear, asked: list[Term], others: list[_Node], main: Iterable[_Node]
) -> tuple[list[Term], Period | None]:
    same = next((n for n in (*others[:1], *main) if n.piece.kind is Kind.SAME), None)
    if same is not None and (same in others or not others):
        if not asked and not others and not same.piece.whole:
            base = implied("year", ear.ask)
            return [replace(base, asked=_same(base, same), full=_same(base, same))], None
        asked = asked or [implied(same.piece.unit if same.piece.unit else "year", ear.ask)]
        return asked, _same(asked[0], same)
    if not others:
        return asked, None
    return _against(ear, asked, others)


def _same(base: Term, same: _Node) -> Period:
    """Return the same interval: of the year before, of the year that was said, of the month before."""
    if same.year is None:
        return year_earlier(base)
    if same.piece.unit == "year":
        y = base.asked.start.year + same.piece.steps if same.piece.steps else same.year.start.year
        return in_other_year(base.asked, y)
    if same.piece.steps and same.piece.unit == base.unit:
        return alike(base, moved(base.full, base.unit, same.piece.steps))
    return alike(base, same.year)


def _against(ear: _Ear, asked: list[Term], others: list[_Node]) -> tuple[list[Term], Period | None]:
    first = others[0]
    if asked and first.is_open and (just_before := _just_before(asked[0], first)):
        return asked, just_before
    if asked and asked[0].named_year and first.is_open:
        y = asked[0].asked.start.year
        first.year = periods.year(y)
        dated = first.dated()
        if dated and dated.start > ear.ask.now:
            first.year = periods.year(y - 1)
    found = _terms(ear, others, so_far=False)
    if not found:
        return asked, None
    asked = asked or [implied("month" if found[0].edge else found[0].unit, ear.ask)]
    return asked, compared(asked[0], found[0])


def _just_before(base: Term, other: _Node) -> Period | None:
    """Return the month before a month, if it is the one that was said: December before January."""
    if not base.unit or base.unit != other.piece.unit or other.piece.in_year is None:
        return None
    before = moved(base.full, base.unit, -1)
    return before if _in_year(other.piece.in_year, before.start.year) == before else None


def _merged(text: str, spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if merged and not text[merged[-1].end : span.start].strip():
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
