"""From the words of a question to a typed query: where, when, and what is to be done."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from songbe.assistant.rules.hearing import Mind, Parts, Trait
from songbe.assistant.rules.lexicon import PARTS
from songbe.assistant.rules.operations import Cues
from songbe.assistant.rules.query import Group, Operation, Query
from songbe.assistant.rules.text import Said, said
from songbe.assistant.rules.times import When
from songbe.kernel.periods import year


def query_from(parts: Parts, indicators: tuple[str, ...], now: date, mind: Mind, before: Query | None) -> Query:
    """Return what a question asks of some indicators. before: what it leans on."""
    trait = mind.traits.get(indicators[0])
    query = _placed(parts, Query(Operation.value, indicators), mind, before)
    query = _timed(parts, query, now, before)
    if trait is not None and trait.stock and parts.when is not None and parts.when.until is not None:
        query = replace(query, periods=(parts.when.until,))
    part = part_of(parts.heard, mind.parts.get(indicators[0], ()))
    if part and len(indicators) == 1:
        home = query.places or (mind.province,)
        return replace(query, part=part, group=None, places=home, operation=Operation.value)
    return _done(parts, query, trait, before)


def part_of(heard: Said, known: Sequence[str]) -> str:
    """Return which part of a figure a question names, empty if none."""
    padded = f" {' '.join(word.plain for word in heard.words)} "
    for part in known:
        if any(f" {said(word).plain} " in padded for word in PARTS.get(part, ())):
            return part
    return ""


def _placed(parts: Parts, query: Query, mind: Mind, before: Query | None) -> Query:
    inside = tuple(dict.fromkeys(each.codes[0] for each in parts.places.found if each.codes))
    if not inside and parts.cues.operation is Operation.rank_of and before and before.places:
        among = next((Group(each.code, each.types, each.within) for each in parts.places.groups), None)
        return replace(query, places=before.places[:1], group=among)
    if not inside and parts.cues.operation is Operation.explain:
        return replace(query, places=before.places if before and before.places else (mind.province,))
    if parts.places.groups and parts.cues.operation is not Operation.explain:
        group = min(parts.places.groups, key=lambda each: each.code == "*")
        within = group.within or (inside[0] if inside and group.code == "*commune" else "")
        named = tuple(code for code in inside if code != within)
        return replace(query, group=Group(group.code, group.types, within), places=named)
    if inside:
        return replace(query, places=_beside(parts, inside, before))
    if parts.places.province is None and before is not None:
        # Of another subject a place goes on to be asked about, and a ranking does not.
        alone = _stands_alone(parts, query, before)
        if before.places or (before.group is not None and not alone):
            return replace(query, places=before.places, group=None if alone else before.group)
    return replace(query, places=(mind.province,))


def _beside(parts: Parts, inside: tuple[str, ...], before: Query | None) -> tuple[str, ...]:
    """Return the places; one that another question is compared with, behind that one's."""
    compares = parts.cues.operation is Operation.compare and (parts.when is None or parts.when.versus is None)
    if compares and len(inside) == 1 and parts.places.province and _THAN_THE_WHOLE.search(parts.heard.plain):
        return (*inside, parts.home)
    if (
        before is None
        or not compares
        or len(inside) > 1
        or len(before.places) != 1
        or not _AGAINST_IT.search(parts.heard.plain)
    ):
        return inside
    return tuple(dict.fromkeys((*before.places, *inside)))


_THAN_THE_WHOLE = re.compile(
    r"(?<!\w)(?:hon|so voi|bang|chenh)(?: \w+){0,5} (?:toan|ca|chung|binh quan|trung binh)?(?: \w+){0,2} ?tinh(?!\w)"
)
_AGAINST_IT = re.compile(r"(?<!\w)so (?:voi|cung|sanh)(?!\w)")


def _timed(parts: Parts, query: Query, now: date, before: Query | None) -> Query:
    when, cues = parts.when, parts.cues
    whole = year(now.year)
    if when is None or not (when.periods or when.versus):
        grain = when.grain if when else ""
        if before is not None and before.periods and not (cues.operation is Operation.target_gap and cues.yearly_goal):
            return replace(query, periods=before.periods, latest=before.latest, versus=before.versus, grain=grain)
        return replace(query, periods=(whole,), latest=True, grain=grain)
    periods, versus = when.periods or (before.periods if before else ()) or (whole,), when.versus
    if versus is None and len(periods) == 2 and not _JOINED.search(parts.heard.plain):
        periods = (min(periods, key=lambda each: each.days),)
    if versus is None and len(periods) == 1 and _is_other_side(parts, before):
        # "tăng hay giảm cùng kỳ", "hơn hay kém quý trước": the time that is said is the one compared with.
        versus, periods = periods[0], before.periods if before and before.periods else (whole,)
    if (
        versus is None
        and len(periods) == 2
        and not when.grain_said
        and parts.cues.operation in (None, Operation.compare)
    ):
        late, early = sorted(periods, reverse=True)
        periods, versus = (late,), early
    return replace(
        query, periods=periods, versus=None if versus in periods else versus, grain=when.grain, latest=not when.periods
    )


_JOINED = re.compile(r"(?<!\w)(?:va|voi|hay|hoac|lan|so|and|or|roi)(?!\w)|[,;&/+]|\w-\w")
"""Without any of these two times of a question are not two that are asked: the nearer one is."""
_OTHER_SIDE = re.compile(
    r"^(?:vay |the |con |roi )?(?:thi )?so (?:voi|cung)|^voi (?:quy|thang|nam|tuan|ky)"
    r"|(?<!\w)cung ky.{0,30} (?:tang|giam|hon|kem)"
    r"|(?<!\w)(?:tang|giam|hon|kem)(?: hay| hoac)?(?: la)? (?:giam|tang|kem|hon) (?:so )?(?:cung ky|quy|thang|nam|ky)"
)


def _is_other_side(parts: Parts, before: Query | None) -> bool:
    return before is not None and bool(_OTHER_SIDE.search(parts.heard.plain))


def _done(parts: Parts, query: Query, trait: Trait | None, before: Query | None) -> Query:
    """Return the query with its operation."""
    cues = parts.cues
    operation = _operation(parts, query, trait, before)
    if operation is Operation.rank:
        return _ranked(parts, query, trait, before)
    if operation is Operation.series and _is_one(query, parts):
        # "Up or down?" of a single month is asked against the one before.
        operation, query = Operation.compare, replace(query, versus=query.periods[0].previous())
    elif operation is Operation.compare and not (query.versus or len(query.places) > 1 or len(query.indicators) > 1):
        operation, query = _compared(parts, query, trait)
    return _shaped(query, operation, cues, parts, trait)


def _shaped(query: Query, operation: Operation, cues: Cues, parts: Parts, trait: Trait | None) -> Query:
    """Return the query with its operation, and what the operation needs and bars."""
    query = replace(query, operation=operation)
    match operation:
        case Operation.definition:
            return replace(query, versus=None)
        case Operation.series:
            return replace(query, grain=query.grain or "month", versus=None)
        case Operation.filter:
            there = () if parts.places.found else query.places if query.group else ()
            return replace(query, test=cues.test, group=query.group or _anywhere(trait), places=there, versus=None)
        case Operation.rank_of:
            return replace(query, order=_order(cues.order or "desc", trait), versus=None)
        case Operation.value | Operation.target_gap:
            return replace(query, versus=None)
        case _:
            return query


def _is_one(query: Query, parts: Parts) -> bool:
    said = parts.when is not None and parts.when.grain_said
    return not said and len(query.periods) == 1 and query.periods[0].kind.value in ("month", "quarter", "week", "day")


def _operation(parts: Parts, query: Query, trait: Trait | None, before: Query | None) -> Operation:
    operation, when = parts.cues.operation or _unsaid(parts, query, before), parts.when
    if operation is Operation.target_gap and trait is not None and trait.facet == "rate":
        # How much of the plan was reached is what such a rate itself says.
        operation = Operation.value if _OF_THE_PLAN.search(parts.heard.plain) else operation
    versus = query.versus is not None and ((when is not None and when.versus) or _is_other_side(parts, before))
    if operation is Operation.series and versus and not (when and when.grain_said):
        return Operation.compare
    if operation is Operation.definition and when is not None and when.grain_said and when.periods:
        return Operation.series
    if (
        operation is Operation.compare
        and query.latest
        and not parts.places.found
        and _DIFFERS.search(parts.heard.plain)
    ):
        return Operation.definition
    if operation is Operation.rank_of and (trait is None or trait.facet == "rank" or not _names_a_part(query, parts)):
        return Operation.rank if query.group else Operation.value
    return operation


_OF_THE_PLAN = re.compile(r"(?<!\w)(?:bao nhieu|may) ?(?:%|phan tram)? (?:ke hoach|du toan)")


def _anywhere(trait: Trait | None) -> Group:
    return Group("*district" if trait is None or "district" in trait.tiers else "*")


def _names_a_part(query: Query, parts: Parts) -> bool:
    return bool(query.places) and query.places != (parts.home,)


def _unsaid(parts: Parts, query: Query, before: Query | None) -> Operation:
    """Return what is to be done where no word says it: what the places, times and the question before suggest."""
    when = parts.when
    if query.versus is not None and when is not None and (when.versus is not None or len(when.periods) == 2):
        return Operation.compare
    if len(query.places) > 1 and query.group is None:
        return Operation.compare
    follows = before is not None and parts.cues.elliptic
    stretches = when is not None and not follows and _stretches(when, query) and not parts.cues.asks_amount
    if stretches or (when is not None and when.grain_said):
        return Operation.series
    if query.group is not None and parts.places.groups:
        return Operation.rank
    leans = before is not None and not _stands_alone(parts, query, before)
    return _as_before(parts, query, before) if before is not None and leans else Operation.value


def _stands_alone(parts: Parts, query: Query, before: Query) -> bool:
    """Whether a question names another subject and a time or place of it, and so leans on nothing."""
    named = bool(parts.places.found) or (parts.when is not None and bool(parts.when.periods))
    return query.indicators[:1] != before.indicators[:1] and named and not parts.cues.elliptic


def _as_before(parts: Parts, query: Query, before: Query) -> Operation:
    """Return what the question before asked to be done, as far as it can be asked of a single place or time."""
    if query.indicators != before.indicators and before.operation in (Operation.rank_of, Operation.target_gap):
        return Operation.value
    if before.operation in (Operation.definition, Operation.procedure, Operation.refuse):
        return Operation.value
    if parts.cues.asks_amount and before.operation in (Operation.target_gap, Operation.compare, Operation.rank_of):
        return Operation.value
    named = bool(parts.places.found)
    if (
        parts.cues.asks_amount
        and before.operation in (Operation.rank, Operation.filter, Operation.series)
        and (named if before.group else parts.when is not None and len(parts.when.periods) == 1)
    ):
        return Operation.value
    if before.operation is Operation.compare and before.versus is None:
        return Operation.value
    if before.operation in (Operation.rank, Operation.filter) and parts.places.found:
        return Operation.rank_of if before.operation is Operation.rank else Operation.value
    return before.operation


def _stretches(when: When, query: Query) -> bool:
    """Whether a time is a row of months, quarters or years rather than one, nor the year so far."""
    period = query.period
    if period is None or not when.periods or period.start == year(period.start.year).start:
        return False
    return period.kind.value in ("months", "half", "days") and period.days > 45


def _ranked(parts: Parts, query: Query, trait: Trait | None, before: Query | None) -> Query:
    cues = parts.cues
    if query.group is None and parts.when is not None and parts.when.grain_said:
        return replace(query, operation=Operation.series)
    order = _order(cues.order or "desc", trait)
    wide = cues.anywhere and query.group is not None and query.group.code == "*"
    group = _anywhere(trait) if wide or query.group is None else query.group
    n = cues.n if cues.operation is Operation.rank else 0
    if cues.operation is None and before is not None and before.operation is Operation.rank:
        n, order = before.n, before.order
    return replace(
        query,
        operation=Operation.rank,
        group=group,
        places=(),
        order=order,
        n=n,
        versus=None,
    )


def _order(order: str, trait: Trait | None) -> str:
    lower = trait is not None and trait.direction == "lower"
    return {"best": "asc" if lower else "desc", "worst": "desc" if lower else "asc"}.get(order, order)


_DIFFERS = re.compile(r"(?<!\w)(?:khac (?:gi|nhau|biet|the nao|ra sao|o cho)|phan biet)(?!\w)")


def _compared(parts: Parts, query: Query, trait: Trait | None) -> tuple[Operation, Query]:
    """Return what a comparison is whose other side is not said: a ranking of a group; of what is a growth itself, its
    value; else against a year before."""
    if query.group is not None:
        return Operation.rank, query
    if len(query.periods) > 1:
        return Operation.compare, query
    period = query.period
    grows = trait is not None and trait.facet in ("rate", "score") and re.search(r"tang|giam", parts.heard.plain)
    if period is None or grows:
        return Operation.value, query
    return Operation.compare, replace(query, versus=period.year_before())
