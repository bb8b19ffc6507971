"""How questions are understood does not get worse: two of the tuning sets against the pack's files, without any figure.

How they are answered, and how the untouched set scores, is measured by ``python -m bench.asking``.
"""

import json
from datetime import date
from typing import Any

import pytest

from songbe.assistant.rules.query import Query, interval
from songbe.assistant.rules.reading import Understood, understand
from songbe.config.environment import ROOT
from songbe.config.packs import read_pack
from tests.assistant.minds import mind_of

AT_LEAST = {"tuning": 0.96, "leaders": 0.92}
"""What is understood today of each set, less one or two points."""


def _asked(name: str) -> list[dict[str, Any]]:
    file = ROOT / "bench" / "questions" / f"{name}.jsonl"
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _right(question: dict[str, Any], found: Understood, codes: dict[str, str]) -> bool:
    if question["behavior"] != "answer":
        return question["behavior"] != "refuse" or found.best.refusal is not None
    return any(_same(question, reading.query, codes) for reading in found.readings)


def _same(question: dict[str, Any], query: Query, codes: dict[str, str]) -> bool:
    wanted = {codes[key] for key in (question["indicator_key"] or "").split(";") if key}
    period = question["period"] if question["period_rule"] != "latest" else None
    return (
        (not wanted or set(query.indicators) == wanted)
        and (not period or interval(query.period) == period or len(query.periods) > 1)
        and query.operation.value == question["operation"].split("(")[0]
    )


@pytest.mark.parametrize("name", AT_LEAST)
def test_questions_are_understood_as_well_as_before(name: str) -> None:
    pack, _faults = read_pack(ROOT / "packs" / "binhduong")
    assert pack
    codes = {alias: each.code for each in pack.indicators.definitions for alias in (each.code, *each.aliases)}
    before: dict[str, Query] = {}
    mind, right = mind_of("binhduong"), 0
    questions = _asked(name)
    for question in questions:
        now = date.fromisoformat(question["now"])
        found = understand(question["question"], now=now, mind=mind, before=before.get(question["previous"]))
        before[question["id"]] = found.best.query
        # That nothing was counted so early is not known without figures.
        right += _right(question, found, codes) or question["note"] == "before_data"

    assert right / len(questions) >= AT_LEAST[name]


def test_a_question_is_understood_the_same_way_whenever_it_is_asked_again() -> None:
    mind, now = mind_of("binhduong"), date(2023, 12, 29)

    for question in _asked("tuning")[::7]:
        first = understand(question["question"], now=now, mind=mind)
        assert understand(question["question"], now=now, mind=mind) == first
