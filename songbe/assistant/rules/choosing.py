"""A reading that somebody changes by hand: another indicator, place, period or operation of the same question."""

from dataclasses import dataclass, replace

from songbe.assistant.rules.query import Operation, Query
from songbe.kernel.periods import Period, PeriodKind, year

OFFERED = (Operation.value, Operation.series, Operation.compare, Operation.definition)
"""Operations that one indicator at one place always allows."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen; what is empty stays as it is."""

    indicator: str = ""
    place: str = ""
    period: Period | None = None
    operation: Operation | None = None


def chosen(query: Query, choice: Choice, *, home: str, newest_year: int) -> Query:
    """Return what somebody chose: of what was refused the indicator alone, for the question says the rest."""
    if query.operation is Operation.refuse and choice.indicator and choice == Choice(indicator=choice.indicator):
        return replace(query, indicators=(choice.indicator,))
    return changed(query, choice, home=home, newest_year=newest_year)


def changed(query: Query, choice: Choice, *, home: str, newest_year: int) -> Query:
    """Return a query as somebody changed it, with whatever no longer fits the change taken out.

    home: the province, where no place was asked for; newest_year: where no period was.
    """
    found = query if query.operation is not Operation.refuse else replace(query, operation=Operation.value)
    if choice.indicator and choice.indicator != next(iter(found.indicators), ""):
        found = replace(found, indicators=(choice.indicator,), part="")
    if choice.place and (choice.place,) != found.places:
        # One place alone is neither ranked nor tested.
        alone = Operation.value if found.operation in (Operation.rank, Operation.filter) else found.operation
        found = replace(found, operation=alone, places=(choice.place,), group=None)
    if choice.period is not None and (choice.period,) != found.periods:
        versus = None if found.versus is None else choice.period.year_before()
        found = replace(found, periods=(choice.period,), latest=False, versus=versus)
    if choice.operation is not None and choice.operation is not found.operation:
        found = _doing(found, choice.operation)
    places = found.places if found.places or found.group is not None else (home,)
    if found.periods:
        return replace(found, places=places)
    return replace(found, places=places, periods=(year(newest_year),), latest=True)


def _doing(query: Query, operation: Operation) -> Query:
    plain = Query(operation, query.indicators[:1], query.places[:1], periods=query.periods[:1], latest=query.latest)
    match operation:
        case Operation.series:
            return replace(plain, periods=tuple(_whole(period) for period in plain.periods), grain="month")
        case Operation.compare:
            return replace(plain, versus=next((period.year_before() for period in plain.periods), None), latest=False)
        case _:
            return plain


def _whole(period: Period) -> Period:
    return period if period.kind is PeriodKind.YEAR else year(period.last.year)
