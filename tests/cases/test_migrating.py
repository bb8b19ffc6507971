"""Running cases move to the current version of their process together, or not at all."""

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from songbe.cases.actions.applying import apply_cases
from songbe.cases.actions.handling import complete_step, give_back
from songbe.cases.actions.migrating import Moving, NoCurrentProcess, move_running
from songbe.cases.actions.receiving import receive, return_result
from songbe.cases.declare import DeclaredCases, read_cases
from songbe.cases.declare.processes import ProcessSheet
from songbe.cases.models import Case, Definition, Token
from songbe.cases.rules.moving_versions import Why
from songbe.config import cli, commands
from songbe.config.commands import Answer
from songbe.config.output import to_json
from songbe.events.models import Event
from songbe.packs.faults import Faults
from songbe.packs.reading import Row
from songbe.places.declare import read_places
from songbe.places.policy import OPERATOR, OutOfReach
from songbe.warehouse.models import FactChange
from tests.cases.stories import birth, business, clock_at, who
from tests.stories import DEMO, apply_demo

pytestmark = pytest.mark.django_db
Sheet = dict[str, Any]


@pytest.fixture(autouse=True)
def _tuesday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_at(monkeypatch, "2023-12-26T08:00")


def declared() -> DeclaredCases:
    """What the invented province's pack says of cases."""
    faults = Faults(DEMO)
    places = read_places(DEMO, faults)
    assert places is not None
    return read_cases(DEMO, places, faults)


def apply_with(code: str, change: Callable[[Sheet], None]) -> None:
    """Put the invented province's cases into force with one process changed."""
    cases = declared()
    sheet = cases.processes[code].value.model_dump(mode="json", exclude_defaults=True)
    change(sheet)
    changed = ProcessSheet.model_validate(sheet)
    processes: Mapping[str, Row[ProcessSheet]] = {**cases.processes, code: Row(changed, Path("x.yaml"), 1)}
    apply_cases(declared=replace(cases, processes=processes), province="99", actor=OPERATOR)


def renamed(sheet: Sheet) -> None:
    """Signing is called otherwise, and a check comes before it."""
    for block in sheet["line"]:
        if block.get("step") == "sign":
            block["name_vi"], block["name_en"] = "Ký số kết quả", "Sign digitally"
    checked = {"step": "check", "name_vi": "Kiểm tra", "name_en": "Check", "role": "handler", "time": 0.25}
    sheet["line"].insert(1, checked)


def without(key: str) -> Callable[[Sheet], None]:
    """A step is gone."""

    def change(sheet: Sheet) -> None:
        sheet["line"] = [block for block in sheet["line"] if block.get("step") != key]
        for block in sheet["line"]:
            block["back_to"] = [step for step in block.get("back_to", []) if step != key]

    return change


def at_appraisal(key: str) -> Case:
    """A birth registration that a commune appraises."""
    return receive(code=birth(key).code, actor=who("motcua101"))


def at_signing(key: str) -> Case:
    """A birth registration that waits for its signature."""
    return complete_step(code=at_appraisal(key).code, step="appraise", outcome="fit", actor=who("xuly101"))


def versions() -> dict[str, int]:
    """The version of the process that each case stands on."""
    return {case.code: case.process.version for case in Case.objects.select_related("process")}


def move(process: str = "commune_simple", **said: bool) -> Moving:
    """Move the running cases as the operator."""
    return move_running(process=process, actor=OPERATOR, **said)


def test_running_cases_stand_on_the_current_version_afterwards_and_can_be_worked_to_the_end() -> None:
    apply_demo()
    registered, appraised, signed = birth("a"), at_appraisal("b"), at_signing("c")
    tokens = dict(Token.objects.filter(closed_at=None).values_list("pk", "due_at"))
    promised = dict(Case.objects.values_list("code", "due_now_at"))
    apply_with("commune_simple", renamed)
    assert set(versions().values()) == {1}

    done = move()

    assert done.moved
    assert [case.code for case in done.cases] == sorted([registered.code, appraised.code, signed.code])
    assert set(versions().values()) == {2}
    assert dict(Token.objects.filter(closed_at=None).values_list("pk", "due_at")) == tokens
    assert dict(Case.objects.values_list("code", "due_now_at")) == promised
    assert Token.objects.get(case=signed, key="sign").name_vi == "Ký số kết quả"
    complete_step(code=appraised.code, step="appraise", outcome="fit", actor=who("xuly101"))
    assert set(Token.objects.filter(case=appraised, closed_at=None).values_list("key", flat=True)) == {"check"}
    give_back(code=signed.code, step="sign", to="appraise", why="Sai ngày", actor=who("chutich101"))
    complete_step(code=appraised.code, step="check", actor=who("xuly101"))
    complete_step(code=appraised.code, step="sign", capacity="TM.", actor=who("chutich101"))
    complete_step(code=appraised.code, step="record", actor=who("xuly101"))
    assert return_result(code=appraised.code, actor=who("motcua101")).state == "returned"


def test_each_case_has_one_event_and_the_warehouse_is_told_nothing_new() -> None:
    apply_demo()
    case = at_signing("a")
    told = FactChange.objects.count()
    apply_with("commune_simple", renamed)

    move()

    event = Event.objects.get(kind="case.migrated")
    assert (event.subject, event.place, event.actor) == (f"case:{case.code}", "UBX99101", "operator")
    assert event.payload == {"state": "processing", "process": "commune_simple", "from": 1, "to": 2}
    assert FactChange.objects.count() == told
    assert Case.objects.get(pk=case.pk).version == case.version + 1


def test_one_case_without_a_place_keeps_all_where_they_are() -> None:
    apply_demo()
    placed, unplaced = at_appraisal("a"), at_signing("b")
    apply_with("commune_simple", without("sign"))
    events = Event.objects.count()

    found = move()

    assert not found.moved
    assert [(case.code, [each.why for each in case.unplaced]) for case in found.cases] == [
        (placed.code, []),
        (unplaced.code, [Why.gone]),
    ]
    assert set(versions().values()) == {1}
    assert Event.objects.count() == events


def test_a_case_in_a_part_that_is_gone_or_with_an_agency_that_is_no_longer_asked_stays() -> None:
    apply_demo()
    case = business(capital="2.000.000.000")
    receive(code=case.code, actor=who("motcuanganha"))
    complete_step(code=case.code, step="appraise", actor=who("xulynganha"))

    def unwrapped(sheet: Sheet) -> None:
        sheet["line"][1] = sheet["line"][1]["rules"][0]["then"][0]

    def one_asked(sheet: Sheet) -> None:
        sheet["line"][1]["rules"][0]["then"][0]["asked"] = ["CT"]

    apply_with("district_consulted", unwrapped)
    assert {each.why for each in move("district_consulted").refused[0].unplaced} == {Why.part_gone}
    apply_with("district_consulted", one_asked)
    (refused,) = move("district_consulted").refused
    assert [(each.spot.part, each.why) for each in refused.unplaced] == [("STP", Why.not_asked)]


def test_who_is_done_or_on_the_current_version_is_left_alone_and_the_second_time_nothing_moves() -> None:
    apply_demo()
    closed = at_signing("a")
    complete_step(code=closed.code, step="sign", capacity="TM.", actor=who("chutich101"))
    complete_step(code=closed.code, step="record", actor=who("xuly101"))
    finished_only = at_signing("b")
    complete_step(code=finished_only.code, step="sign", capacity="TM.", actor=who("chutich101"))
    complete_step(code=finished_only.code, step="record", actor=who("xuly101"))
    return_result(code=closed.code, actor=who("motcua101"))
    other = business("c")
    apply_with("commune_simple", renamed)
    new = birth("d")

    assert [case.code for case in move().cases] == [finished_only.code]
    assert versions() == {closed.code: 1, finished_only.code: 2, other.code: 1, new.code: 2}
    again = move()
    assert (again.cases, again.moved) == ((), False)


def test_cases_come_from_several_older_versions() -> None:
    apply_demo()
    at_appraisal("a")
    apply_with("commune_simple", renamed)
    at_appraisal("b")
    apply_demo()

    assert [case.version for case in move().cases] == [1, 2]
    assert set(versions().values()) == {
        Definition.objects.get(kind="process", code="commune_simple", current=True).version
    }


def test_a_dry_run_says_the_same_and_moves_nothing() -> None:
    apply_demo()
    at_signing("a")
    apply_with("commune_simple", renamed)

    dry = move(dry_run=True)

    assert not dry.moved
    assert set(versions().values()) == {1}
    assert dry.cases == move().cases


def test_only_who_may_apply_packs_moves_cases_and_only_to_a_process_there_is() -> None:
    apply_demo()

    with pytest.raises(OutOfReach):
        move_running(process="commune_simple", actor=who("xuly101"))
    assert move_running(process="commune_simple", actor=who("quantri")).cases == ()
    with pytest.raises(NoCurrentProcess):
        move("unheard")


# --- the command ------------------------------------------------------------------------------------------------------
def run(*line: str) -> Answer:
    """The answer of a command line."""
    args = cli._parser(commands.load()).parse_args(line)
    answer = args.command.run(args)
    assert isinstance(answer, Answer)
    return answer


def shown(answer: Answer) -> str:
    """What the command prints for people."""
    console = Console(file=io.StringIO(), width=200)
    assert answer.show is not None
    answer.show(console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def document(answer: Answer) -> dict[str, Any]:
    """What the command prints with ``--json``."""
    assert to_json(answer.document)
    assert isinstance(answer.document, dict)
    return answer.document


def test_the_command_prints_the_cases_and_why_one_cannot_move(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    apply_demo()
    case = at_signing("a")
    assert document(run("cases-migrate", "commune_simple"))["status"] == "nothing_to_move"
    apply_with("commune_simple", without("sign"))

    refused = run("cases-migrate", "commune_simple")

    assert refused.exit_code == 1
    assert document(refused)["cases"][0]["unplaced"] == [{"at": "sign", "why": Why.gone}]
    assert case.code in shown(refused)
    assert "“sign” is not there any more" in shown(refused)
    assert "1 of 1 cases have no place in commune_simple v2; none was moved" in capsys.readouterr().err
    apply_with("commune_simple", renamed)
    dry, moved = run("cases-migrate", "commune_simple", "--dry-run"), run("cases-migrate", "commune_simple")
    assert (document(dry)["status"], document(moved)["status"], moved.exit_code) == ("checked", "moved", 0)
    assert "1 cases moved to v3" in shown(moved)
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    assert "Đã chuyển 1 hồ sơ sang v3" in shown(moved)
