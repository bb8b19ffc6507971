"""No number leaves that the result does not hold: every number of a text is looked for in the result, what follows from
it, the times and the names it speaks of."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from songbe.assistant.rules.result import Line, Result
from songbe.kernel.numbers import round_half_up
from songbe.kernel.periods import Period, PeriodKind

# A letter of an alphabet makes a name of what follows (3G, Q3); a sign of Chinese writing does not.
_NUMBER = re.compile(r"(?<![A-Za-z\u00c0-\u1ef9\d])(?<!\d[.,])\d+(?:[.,]\d+)*(?![A-Za-z\u00c0-\u1ef9\d])")
_SCALES = (10**6, 10**9)


def numbers_in(text: str) -> list[Decimal]:
    """Return the numbers a text states; one that can be read as grouped or as a decimal is read as the language of
    its signs suggests, both ways where that leaves a doubt."""
    return [value for written in _NUMBER.findall(text) for value in readings(written)[:1]]


def readings(written: str) -> tuple[Decimal, ...]:
    """Return what a number can mean: ``1.234,5`` and ``1,234.5`` one thing, ``1.234`` two."""
    found = []
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", written):
        found.append(written.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", written):
        found.append(written.replace(",", ""))
    if written.count(",") + written.count(".") <= 1:
        found.append(written.replace(",", "."))
    values = []
    for each in found:
        try:
            values.append(Decimal(each).normalize())
        except InvalidOperation:
            continue
    return tuple(dict.fromkeys(values))


def strays(text: str, numbers: Iterable[Decimal], names: Iterable[str]) -> tuple[str, ...]:
    """Return the numbers of a text, as written, that are neither among some numbers nor in some names."""
    known = {number.normalize() for number in numbers}
    for name in names:
        known |= {value for written in _NUMBER.findall(name) for value in readings(written)}
    return tuple(
        written
        for written in _NUMBER.findall(text)
        if not any(value in known for value in readings(written) or (Decimal("NaN"),))
    )


def numbers_of(result: Result) -> list[Decimal]:
    """Return every number of a result: values, targets, positions, what is derived from them, the short form of large
    amounts, and the parts of the times it speaks of."""
    found = [number for line in (*result.lines, *result.before) for number in _of_line(line)]
    derived = result.derived
    found += _sizes((derived.change, derived.percent, derived.missing))
    found += [Decimal(count) for count in (derived.counted, derived.fulfil) if count]
    for line, before in zip(result.lines, result.before, strict=False):
        if line.value is not None and before.value is not None:
            found += _sizes((line.value - before.value,))
    query = result.query
    if query.test is not None:
        found += _sizes((query.test.value,))
    if query.n:
        found.append(Decimal(query.n))
    for period in (
        *query.periods,
        *([query.versus] if query.versus else []),
        *([result.nearest.period] if result.nearest.period else []),
    ):
        found += _of_period(period)
    found += [number for _name, text in result.texts for number in numbers_in(text)]
    return list(dict.fromkeys(found))


def _of_line(line: Line) -> Iterator[Decimal]:
    yield from _sizes((line.value, line.target, line.share))
    if line.position:
        yield Decimal(line.position)
    yield from _of_period(line.period)
    if line.covered is not None:
        yield from _of_period(line.covered)
    if line.as_of:
        yield from _of_day(date.fromisoformat(line.as_of))


def _sizes(values: Iterable[Decimal | None]) -> Iterator[Decimal]:
    for value in values:
        if value is None:
            continue
        size = abs(value)
        yield size
        for scale in _SCALES:
            if size >= scale:
                yield round_half_up(size / scale, 2)


def _of_period(period: Period) -> Iterator[Decimal]:
    start, last = period.start, period.last
    yield from _of_day(start)
    yield from _of_day(last)
    match period.kind:
        case PeriodKind.QUARTER:
            yield Decimal((start.month + 2) // 3)
        case PeriodKind.WEEK:
            yield Decimal(start.isocalendar().week)
            yield Decimal(start.isocalendar().year)
        case PeriodKind.HALF:
            yield Decimal(6)


def _of_day(day: date) -> Iterator[Decimal]:
    yield from (Decimal(day.day), Decimal(day.month), Decimal(day.year))
