"""The report's 59 figures stand in their places, each with its source; and the pack that carries them is whole."""

import contextlib
import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from songbe.config import cli
from songbe.config.environment import ROOT
from songbe.config.packs import apply_pack
from songbe.places.policy import OPERATOR

PACK = ROOT / "packs" / "binhduong"


def _read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


LINES = _read(PACK / "published" / "report-2023.csv")
DOMAIN = ROOT.parent / "shared" / "domain" / "report-facts.csv"
FACTS = {row["id"]: row for row in _read(DOMAIN)} if DOMAIN.exists() else {}
QUALIFIERS = {"over": "more_than", "nearly": "nearly", "at most": "top"}


@pytest.fixture(scope="module")
def answers(django_db_setup: None, django_db_blocker: Any) -> Any:
    """What ``songbe figure F0nn --json`` prints for every statement."""
    with django_db_blocker.unblock(), transaction.atomic():
        apply_pack(PACK, actor=OPERATOR, password="thử-nghiệm-3")
        yield {line["fact"]: _printed(line["fact"]) for line in LINES}
        transaction.set_rollback(True)


def _printed(fact: str) -> dict[str, Any]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert cli.main(["figure", fact, "--json"]) == 0
    said: dict[str, Any] = json.loads(out.getvalue())
    return said


def test_there_are_fifty_nine_statements() -> None:
    assert sorted(line["fact"] for line in LINES) == [f"F{number:03}" for number in range(1, 60)]


@pytest.mark.parametrize("line", LINES, ids=lambda line: str(line["fact"]))
def test_a_statement_is_shown_with_its_value_qualifier_period_and_source(
    line: dict[str, str], answers: dict[str, Any]
) -> None:
    said = answers[line["fact"]]

    assert Decimal(str(said["value"])) == Decimal(line["value"])
    assert said["qualifier"] == (line["qualifier"] or None)
    assert (said["indicator"], said["place"], said["period"]) == (line["indicator"], line["place"], line["period"])
    assert said["source"] == line["source"]
    assert said["statement"] == line["statement_vi"]
    assert said["publication_status"] == "published"
    assert said["as_of"] == line["published_on"]


@pytest.mark.skipif(not DOMAIN.exists(), reason="the list of the report's facts is not beside this project")
@pytest.mark.parametrize("line", LINES, ids=lambda line: str(line["fact"]))
def test_the_pack_says_what_the_report_says(line: dict[str, str]) -> None:
    fact = FACTS[line["fact"]]

    assert Decimal(line["value"]) == Decimal(fact["value"])
    assert line["qualifier"] == QUALIFIERS.get(fact["qualifier"], "")
    assert line["statement_vi"] == fact["verbatim_vi"]
