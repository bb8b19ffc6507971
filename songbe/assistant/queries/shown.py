"""What a screen keeps of an answer beyond what other programs read: words and lines, in the language of the answer."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from songbe.assistant.queries.asking import Answer
from songbe.assistant.queries.naming import names_for
from songbe.assistant.queries.written import answer_document
from songbe.assistant.rules.query import Operation
from songbe.assistant.rules.result import Line, Mark, Result
from songbe.assistant.rules.wording.names import Names
from songbe.assistant.rules.wording.speech import Speech

LARGE = frozenset(
    {
        Operation.value,
        Operation.compare,
        Operation.rank,
        Operation.rank_of,
        Operation.target_gap,
        Operation.explain,
    }
)
"""Operations whose first line is the answer."""


def kept_document(answer: Answer, *, language: str, now: date) -> dict[str, Any]:
    """Return an answer as it is kept: what other programs read, and under ``shown`` what its screen draws."""
    return answer_document(answer) | {"shown": _shown(answer, language, now)}


def _shown(answer: Answer, language: str, now: date) -> dict[str, Any]:
    result, citation = answer.result, answer.citation
    if result is None:
        speech = Speech(language, Names({}, {}, {}, ""), now)
        source = speech.phrase("source_undated", source=citation.source) if citation and citation.source else ""
        return {"sentence": answer.text, "source": source.strip()}
    near = result.nearest
    nearest = {"indicator": near.indicator, "place": near.place, "period": near.period.code if near.period else ""}
    if answer.refused or not result.lines:
        return {"sentence": answer.text, "nearest": nearest}
    speech = Speech(language, names_for(result), now)
    source, lines = speech.source(result), _drawn(result)
    return {
        "sentence": answer.text.removesuffix(source),
        "source": source.strip(),
        "value": speech.value(result.lines[0]) if result.query.operation in LARGE else "",
        "of": speech.place(result.lines[0].place) if _names_place(result) else "",
        "marks": _marks(result, speech),
        "first": _point(result.lines[0]),
        "name": speech.name(result.lines[0].indicator),
        "kind": _kind(lines),
        "lines": [
            _point(line)
            | {
                "label": _label(line, lines, speech),
                "said": speech.value(line),
                "value": str(line.value),
                "decimals": line.decimals,
                "status": line.target_status,
            }
            for line in lines
        ],
    }


def _names_place(result: Result) -> bool:
    """Whether the figure that answers is that of one place among several."""
    return result.query.operation is Operation.rank or len({line.place for line in result.lines}) > 1


def _point(line: Line) -> dict[str, Any]:
    return {"indicator": line.indicator, "place": line.place, "period": line.period.code, "basis": line.basis}


def _marks(result: Result, speech: Speech) -> list[list[str]]:
    covered = next((line.covered for line in result.lines if line.covered is not None), None)
    words = speech.period(covered) if covered else ""
    return [
        [mark.value, speech.phrase(mark.value, covered=words)] for mark in result.warnings if mark is not Mark.missing
    ]


def _drawn(result: Result) -> list[Line]:
    """Return the lines that can stand beside each other: of one indicator, with a value, in their order."""
    first = result.lines[0]
    lines = [
        line
        for line in (*result.lines, *result.before)
        if line.value is not None and not line.label and line.indicator == first.indicator
    ]
    if result.query.operation is Operation.explain:
        # What a change is split by stands behind the whole, which would dwarf it.
        lines = [line for line in (first, *result.before[:1]) if line.value is not None]
    if len({line.place for line in lines}) == 1:
        lines.sort(key=lambda line: line.period)
    return lines


def _kind(lines: Sequence[Line]) -> str:
    """Return how lines are drawn: two moments are no course, and one value is no picture."""
    if len({line.place for line in lines}) == 1:
        return "line" if len(lines) > 2 else ""
    return "bar" if len(lines) > 1 else ""


def _label(line: Line, lines: Sequence[Line], speech: Speech) -> str:
    if len({each.place for each in lines}) == 1:
        return speech.period(line.period)
    if len({each.period for each in lines}) == 1:
        return speech.place(line.place)
    return f"{speech.place(line.place)}, {speech.period(line.period)}"
