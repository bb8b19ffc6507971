"""``songbe due-date``: one deadline explained, many of a file, bad lines named."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from songbe.config import cli
from tests.cases.clocks import Case, office, random_cases
from tests.cases.slow_clock import slow_due

PACK = str(Path(__file__).parents[2] / "packs" / "demo")
ONE = ["due-date", "--pack", PACK, "--term", "5", "--received", "2023-09-06T09:00"]


def _line(number: int, case: Case) -> str:
    pauses = [[start.isoformat(), end and end.isoformat(), effect] for start, end, effect in case.pauses]
    said = {"id": number, "unit": case.unit, "term": case.amount, "received": case.received.isoformat()}
    return json.dumps(said | {"pauses": pauses})


def _said(line: list[str], capsys: pytest.CaptureFixture[str]) -> Any:
    assert cli.main(line) == 0
    return json.loads(capsys.readouterr().out)


def test_a_batch_is_due_when_the_slow_oracle_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases, slow = list(random_cases(300, seed=2023)), office()
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(_line(number, case) for number, case in enumerate(cases)), encoding="utf-8")

    answers = _said(["due-date", "--pack", PACK, "--batch", str(path), "--json"], capsys)

    for number, (case, answer) in enumerate(zip(cases, answers, strict=True)):
        found = slow_due(slow, case.unit, Fraction(case.amount), case.received, case.as_rests())
        assert answer == {"id": number, "due": found and f"{found:%Y-%m-%dT%H:%M}"}


def test_a_line_without_a_term_has_no_deadline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text('{"id": "a", "unit": "working_day", "term": null, "received": "2023-09-06T09:00"}\n')

    assert _said(["due-date", "--pack", PACK, "--batch", str(path), "--json"], capsys) == [{"id": "a", "due": None}]


def test_one_deadline_is_explained_to_people_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    stop = ["--pause", "2023-09-07T09:00/2023-09-12T14:00:stop"]

    said = _said([*ONE, *stop, "--json"], capsys)
    cli.main([*ONE, *stop])

    assert said["due"] == "2023-09-18T14:00"
    assert "đến hạn lúc 14:00 18/09/2023" in capsys.readouterr().out


def test_an_open_pause_says_since_when(capsys: pytest.CaptureFixture[str]) -> None:
    said = _said([*ONE, "--pause", "2023-09-07T09:00/:restart", "--json"], capsys)

    assert (said["due"], said["open_since"], said["open_reason"]) == (None, "2023-09-07T09:00", "restart")


@pytest.mark.parametrize(
    "text",
    [
        "not json",
        "[]",
        '{"id": 1, "unit": "working_day", "term": 5, "received": "2023-02-30T09:00"}',
        '{"id": 1, "unit": "fortnight", "term": 5, "received": "2023-09-06T09:00"}',
        '{"id": 1, "unit": "working_day", "term": -5, "received": "2023-09-06T09:00"}',
        '{"id": 1, "unit": "working_day", "term": "1/0", "received": "2023-09-06T09:00"}',
        '{"id": 1, "unit": "month", "term": 0.5, "received": "2023-09-06T09:00"}',
        '{"id": 1, "unit": "working_day", "term": 5, "received": "2023-09-06T09:00+07:00"}',
        '{"id": 1, "unit": "working_day", "term": 5, "received": "1812-09-06T09:00"}',
        '{"id": 1, "unit": "working_day", "term": 999999, "received": "2023-09-06T09:00"}',
        '{"id":1, "unit": "month", "term":5, "received": "2023-09-06", "pauses": [["2023-09-08","2023-09-07","stop"]]}',
        '{"id": 1, "unit": "month", "term": 5, "received": "2023-09-06", "pauses": [["2023-09-08", null, "nap"]]}',
        '{"id": 1, "unit": "working_day", "term": 5, "received": "2023-09-06T09:00", "pause": []}',
    ],
)
def test_a_bad_line_is_refused_with_its_number_and_what_would_be_right(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(f'{{"id": 0, "unit": "month", "term": 1, "received": "2023-09-06T09:00"}}\n{text}\n')

    assert cli.main(["due-date", "--pack", PACK, "--batch", str(path), "--json"]) == 1

    said = capsys.readouterr()
    assert said.err.startswith("cases.jsonl:2: ")
    assert said.err.count("\n") == 1
    assert json.loads(said.out)["error"] == "unable_to_reckon"


def test_a_pack_without_a_calendar_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["due-date", "--pack", str(tmp_path), "--term", "1", "--received", "2023-09-06T09:00"]) == 1
    assert "calendars.yaml" in capsys.readouterr().err
