"""An answer as other programs read it: one flat object, and a typed query that can be sent back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from songbe.assistant.queries.asking import Answer
from songbe.assistant.rules.query import Aspect, Group, Operation, Query, Test, interval
from songbe.assistant.rules.result import Line, Result
from songbe.indicators.queries import catalogue
from songbe.kernel.periods import covering, parse_period


def answer_document(answer: Answer) -> dict[str, Any]:
    """Return an answer as JSON can hold it. Numbers are JSON numbers, exact to the digits shown."""
    query, line = answer.query, answer.first
    citation = answer.citation
    return {
        **reading_document(query),
        "value": None if line is None or answer.refused else _number(line.value),
        "qualifier": (line.qualifier or None) if line is not None and not answer.refused else None,
        "refused": answer.refused,
        "reason": answer.refusal.value if answer.refusal else None,
        "clarify": [reading_document(answer.query), *map(reading_document, answer.others)] if answer.others else [],
        "others": [query_document(each) for each in answer.others],
        "helped": answer.helped,
        "text": answer.text,
        "result_numbers": [_number(number) for number in answer.numbers],
        "citation": None
        if citation is None
        else {name: getattr(citation, name) for name in ("indicator", "unit", "measure", "period", "source", "as_of")},
        "query": query_document(query),
        "chart": chart(answer.result, answer.amounts) if answer.result is not None and not answer.refused else None,
    }


def reading_document(query: Query) -> dict[str, Any]:
    """Return a reading by the keys of indicators, codes of places, the days of the period, and the operation."""
    return {
        "indicator_key": ";".join(key_of(code) for code in query.indicators) or None,
        "unit_code": ";".join(query.places) or (query.group.code if query.group else None),
        "period": interval(covering_of(query)) or None,
        "operation": query.written,
    }


def covering_of(query: Query) -> Any:
    """Return the one period of a query, from the first day to the last where several are asked; None for none."""
    if not query.periods or query.operation in (Operation.definition, Operation.procedure):
        return None
    if len(query.periods) == 1:
        return query.periods[0]
    ordered = sorted(query.periods)
    return covering(ordered[0], ordered[-1])


def key_of(code: str) -> str:
    """Return the key by which others know an indicator: its first alias, else its code."""
    definition = catalogue().definitions.get(code)
    return definition.aliases[0] if definition is not None and definition.aliases else code


def query_document(query: Query) -> dict[str, Any]:
    """Return a typed query as JSON can hold it; ``query_of`` reads it again."""
    said: dict[str, Any] = {
        "operation": query.operation.value,
        "indicators": list(query.indicators),
        "places": list(query.places),
        "group": None
        if query.group is None
        else {"code": query.group.code, "types": list(query.group.types), "within": query.group.within},
        "periods": [period.code for period in query.periods],
        "latest": query.latest,
        "versus": query.versus.code if query.versus else None,
        "grain": query.grain,
        "order": query.order,
        "n": query.n,
        "test": None
        if query.test is None
        else {
            "sign": query.test.sign,
            "value": None if query.test.value is None else str(query.test.value),
            "meets": query.test.meets,
        },
        "part": query.part,
        "procedure": query.procedure,
        "aspect": query.aspect.value,
    }
    return said


def query_of(said: dict[str, Any]) -> Query:
    """Return the typed query of a document. Raises KeyError, ValueError, InvalidPeriod for what is none."""
    group, test = said.get("group"), said.get("test")
    return Query(
        operation=Operation(said["operation"]),
        indicators=tuple(said.get("indicators", ())),
        places=tuple(said.get("places", ())),
        group=None if group is None else Group(group["code"], tuple(group.get("types", ())), group.get("within", "")),
        periods=tuple(parse_period(code) for code in said.get("periods", ())),
        latest=bool(said.get("latest")),
        versus=parse_period(said["versus"]) if said.get("versus") else None,
        grain=said.get("grain", ""),
        order=said.get("order", ""),
        n=int(said.get("n", 0)),
        test=None
        if test is None
        else Test(
            test.get("sign", ""), None if test.get("value") is None else Decimal(test["value"]), bool(test["meets"])
        ),
        part=said.get("part", ""),
        procedure=said.get("procedure", ""),
        aspect=Aspect(said.get("aspect", "overview")),
    )


def chart(result: Result, amounts: Mapping[tuple[str, str], str]) -> dict[str, Any] | None:
    """Return what a chart of the result shows: a line over time, bars of places; None for a single number.

    amounts: each as it is said.
    """
    lines = [line for line in (*result.lines, *result.before) if line.value is not None and not line.label]
    if len(lines) < 2 or result.query.operation is Operation.explain:
        return None
    over_time = len({line.place for line in lines}) == 1
    return {
        "kind": "line" if over_time else "bar",
        "points": [
            {
                "place": line.place,
                "period": line.period.code,
                "value": _number(line.value),
                "said": amounts[line.place, line.period.code],
            }
            for line in _ordered(lines, over_time)
        ],
    }


def _ordered(lines: list[Line], over_time: bool) -> list[Line]:
    return sorted(lines, key=lambda line: line.period) if over_time else lines


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
