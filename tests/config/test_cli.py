"""The command line: what it prints where, and with which exit code."""

import json
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from rich.console import Console

from songbe.config import cli, commands
from songbe.config.commands import Answer, command
from songbe.config.output import to_json
from songbe.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Sample:
    value: Decimal
    as_of: date


@pytest.fixture(autouse=True)
def _sample_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Register commands that need no database, instead of the real ones."""
    monkeypatch.setattr(commands, "COMMANDS", {})
    monkeypatch.setattr(commands, "load", lambda: commands.COMMANDS)

    def takes_a_word(parser: ArgumentParser) -> None:
        parser.add_argument("word")

    @command("sample show", "prints a word", arguments=takes_a_word, database=False)
    def show(args: Namespace) -> Answer:
        print("noise of a library")
        sample = Sample(value=Decimal("84.05"), as_of=date(2023, 12, 31))

        def tell(console: Console) -> None:
            console.print(args.word)

        return Answer(sample, tell)

    @command("sample refuse", "refuses", database=False)
    def refuse(args: Namespace) -> None:
        raise Refused


def test_people_read_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["sample", "show", "Dĩ An"]) == 0

    assert capsys.readouterr().out == "noise of a library\nDĩ An\n"


def test_with_json_stdout_is_one_document_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["sample", "show", "Dĩ An", "--json"]) == 0

    said = capsys.readouterr()
    assert json.loads(said.out) == {"value": 84.05, "as_of": "2023-12-31"}
    assert said.err == "noise of a library\n"


def test_a_refusal_is_one_line_on_stderr_and_exit_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")

    assert cli.main(["sample", "refuse"]) == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "Yêu cầu bị từ chối\n"


def test_a_refusal_with_json_is_a_document_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["sample", "refuse", "--json"]) == 1

    assert json.loads(capsys.readouterr().out)["error"] == "refused"


@pytest.mark.parametrize("line", [[], ["no-such"], ["sample"], ["sample", "show"], ["sample", "show", "a", "b"]])
def test_wrong_usage_is_exit_2(line: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(line)

    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: songbe")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("84.05"), "84.05"),
        (Decimal("10035"), "10035"),
        (Decimal("0.1"), "0.1"),
        ({"name": "Bàu Bàng"}, '{\n  "name": "Bàu Bàng"\n}'),
        (frozenset({"b", "a"}), '[\n  "a",\n  "b"\n]'),
    ],
)
def test_json_keeps_numbers_numbers_and_letters_letters(value: object, text: str) -> None:
    assert to_json(value) == text


def test_json_refuses_what_has_no_form() -> None:
    with pytest.raises(TypeError, match="object has no form"):
        to_json(object())
