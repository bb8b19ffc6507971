"""The forms that stand in a question, from left to right, the longest first."""

import re
from collections.abc import Iterator

from songbe.assistant.rules.text import Said, Span
from songbe.assistant.rules.times.festivals import FESTIVALS
from songbe.assistant.rules.times.foreign import ENGLISH, SIGNS
from songbe.assistant.rules.times.forms import FORMS
from songbe.assistant.rules.times.numbers import number, year_of
from songbe.assistant.rules.times.pieces import Ask, Piece, Rule
from songbe.assistant.rules.times.relative import RELATIVE
from songbe.assistant.rules.times.words import expanded

_RULES: tuple[Rule, ...] = (*RELATIVE, *FESTIVALS, *FORMS, *ENGLISH)
_HAS_SIGNS = re.compile("[\u3000-\u9fff\uac00-\ud7af]")
_GOING_ON = expanded("(năm|của|trong|so|và|đến|tới|thì|là|tăng|giảm|có|biến|như|của|qua)", {})
_LISTED = re.compile(
    expanded(" *(,|;|&|-|–|và|, và|đến|tới|đến hết|tới hết) *", {})
    + r"(?P<number>\d{1,2}|iii|ii|iv|i)(?:[/.](?P<y>20\d\d))?(?![^\W_])(?![/.]\d)(?!,\d+ *%)"
    + rf"(?! +(?!{_GOING_ON}(?![^\W_]))[^\W\d_])"
)


def pieces_of(said: Said, ask: Ask) -> list[Piece]:
    """Return what is said of time, in order and apart."""
    pieces: list[Piece] = []
    cursor = 0
    for match, rule in _candidates(said.text):
        if match.start() < cursor or match.end() == match.start():
            continue
        piece = rule.build(match, ask)
        if piece is None:
            continue
        pieces.append(piece)
        cursor = match.end()
        for more in _listed(said.text, piece):
            pieces.append(more)
            cursor = more.span.end
    return pieces


def _candidates(text: str) -> list[tuple[re.Match[str], Rule]]:
    rules = (*_RULES, *SIGNS) if _HAS_SIGNS.search(text) else _RULES
    found = [
        (match.start(), -match.end(), order, match, rule)
        for order, rule in enumerate(rules)
        for match in rule.form.finditer(text)
        if _stands(rule, text, match)
    ]
    return [(match, rule) for *_, match, rule in sorted(found, key=lambda candidate: candidate[:3])]


def _stands(rule: Rule, text: str, match: re.Match[str]) -> bool:
    if rule.not_before and rule.not_before.match(text, match.end()):
        return False
    before = text[max(0, match.start() - 24) : match.start()]
    if rule.not_after and rule.not_after.search(before):
        return False
    return not rule.only_after or rule.only_after.search(before) is not None


def _listed(text: str, piece: Piece) -> Iterator[Piece]:
    """Yield the bare numbers that go on a list or a stretch: "tháng 1, 2 và 3", "quý 1-3"."""
    last = piece
    while last.listed is not None:
        found = _LISTED.match(text, last.span.end)
        if found is None:
            return
        span = Span(found.start("number"), found.end())
        in_year = last.listed(number(found["number"]))
        try:
            in_year(2020)
            known = in_year(year_of(found["y"])) if found["y"] else None
        except ValueError:
            return
        last = Piece(span, unit=last.unit, period=known, in_year=None if known else in_year, listed=last.listed)
        yield last
