"""The national catalogue: brought in whole, found from 2026 on, never in the way of the pack."""

import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from rich.console import Console

from songbe.cases.actions.applying import apply_cases
from songbe.cases.actions.filing import NotFiledHere, submit
from songbe.cases.actions.importing import (
    CatalogueImported,
    NotACatalogue,
    NothingImported,
    end_imported_procedures,
    import_procedures,
)
from songbe.cases.declare import DeclaredCases, read_cases
from songbe.cases.declare.procedures import ProcedureLine
from songbe.cases.intake import VALID_FROM
from songbe.cases.models import CATALOGUE, Definition
from songbe.cases.queries.declared import UnknownProcedure
from songbe.cases.queries.procedures import procedure_page, search
from songbe.cases.rules.clock import Term, TermUnit
from songbe.config import cli, commands
from songbe.config.commands import Answer
from songbe.config.commands.procedures import FileOrUndo
from songbe.config.environment import ROOT
from songbe.config.output import to_json
from songbe.events.models import Event
from songbe.packs.faults import Faults
from songbe.packs.reading import Row, Table
from songbe.places.declare import read_places
from songbe.places.policy import OPERATOR, OutOfReach
from tests.cases.catalogues import kites, read, said
from tests.cases.stories import BIRTH, MOTHER, clock_at, who
from tests.stories import DEMO, apply_demo

REAL = ROOT.parent / "shared" / "domain" / "procedures.csv"
LATER = date(2026, 6, 1)


def bring_in(folder: Path, *rows: Mapping[str, str]) -> CatalogueImported:
    """Import a catalogue with these rows."""
    path = folder / "catalogue.csv"
    path.write_text(said(*rows), encoding="utf-8")
    return import_procedures(path=path, actor=OPERATOR)


def found(text: str, on: date = LATER) -> list[str]:
    """The codes of what a search finds."""
    return [line.code for line in search(text, "", on).procedures]


def standing() -> int:
    """How many procedures of the catalogue are in force."""
    return Definition.objects.filter(origin=CATALOGUE, current=True).count()


@pytest.mark.django_db
def test_what_came_in_is_found_from_2026_on_and_not_before(tmp_path: Path) -> None:
    apply_demo()
    assert found("thả diều loại") == []

    came = bring_in(tmp_path, *kites(1, 2))

    assert (came.taken, came.added, came.changed, came.ended, came.written) == (2, 2, 0, 0, True)
    assert found("tha dieu loai") == ["9.900001", "9.900002"]
    assert found("thả diều loại", date(2025, 12, 31)) == []
    assert found("thả diều loại", date(2023, 12, 26)) == []
    with pytest.raises(UnknownProcedure):
        procedure_page("9.900001", date(2023, 12, 26))


@pytest.mark.django_db
def test_of_names_that_fit_alike_what_is_filed_here_comes_first(tmp_path: Path) -> None:
    apply_demo()
    bring_in(tmp_path, {"code": "0.900001", "name_vi": "Đăng ký khai sinh cho diều"})

    codes = found("đăng ký khai sinh")

    assert codes.index("1.001193") < codes.index("0.900001")


@pytest.mark.django_db
def test_its_page_says_what_the_catalogue_says_also_without_a_sector(tmp_path: Path) -> None:
    apply_demo()
    bring_in(tmp_path, *kites(1), *kites(2, sector_code="SKY"))

    page, other = procedure_page("9.900001", LATER), procedure_page("9.900002", LATER)

    assert (page.sector.code, page.steps, page.filed_online) == ("DVC", (), False)
    assert page.handler is not None
    assert (other.sector.code, other.sector.name_en) == ("", "no sector given")


@pytest.mark.django_db
def test_nobody_files_what_is_only_described(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apply_demo()
    bring_in(tmp_path, *kites(1))
    clock_at(monkeypatch, "2026-06-01T08:00")

    with pytest.raises(NotFiledHere):
        submit(
            procedure_code="9.900001", answers=BIRTH, applicant=MOTHER, channel="online", key="k", actor=who("congdan")
        )


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    apply_demo()
    bring_in(tmp_path, *kites(1, 2))
    before = list(Definition.objects.order_by("pk").values())

    again = bring_in(tmp_path, *kites(1, 2))

    assert (again.taken, again.changes, again.written) == (2, False, False)
    assert list(Definition.objects.order_by("pk").values()) == before
    assert Event.objects.filter(kind="procedures.imported").count() == 1


@pytest.mark.django_db
def test_another_file_changes_what_it_says_otherwise_and_ends_what_it_no_longer_has(tmp_path: Path) -> None:
    apply_demo()
    bring_in(tmp_path, *kites(1, 2, 3))
    assert found("thả diều loại") == ["9.900001", "9.900002", "9.900003"]

    came = bring_in(tmp_path, *kites(1), *kites(2, deadline="9"), *kites(4))

    assert (came.added, came.changed, came.ended) == (1, 1, 1)
    assert found("thả diều loại") == ["9.900001", "9.900002", "9.900004"]
    assert procedure_page("9.900002", LATER).line.term == Term(Fraction(9), TermUnit.working_day)
    assert Definition.objects.get(code="9.900002", current=True).version == 2


@pytest.mark.django_db
def test_one_event_says_what_came(tmp_path: Path) -> None:
    apply_demo()

    came = bring_in(tmp_path, *kites(1), *kites(2, source=""), {"code": "1.001193"}, {"code": "x"})

    event = Event.objects.get(kind="procedures.imported")
    assert (event.place, event.subject, event.actor) == ("99", "procedures:catalogue", "operator")
    assert event.payload == {
        "digest": came.digest, "rows": 2, "added": 2, "changed": 0, "ended": 0, "kept": 1, "faults": 2,
    }  # fmt: skip


@pytest.mark.django_db
def test_a_code_that_the_pack_declares_stays_the_packs(tmp_path: Path) -> None:
    apply_demo()

    came = bring_in(tmp_path, *kites(1), {"code": "1.001193", "name_vi": "Một tên khác hẳn"})

    assert (came.kept, came.taken) == (("1.001193",), 1)
    assert procedure_page("1.001193", LATER).line.name_vi == "Đăng ký khai sinh"
    assert Definition.objects.get(code="1.001193", current=True).origin == "pack"


def declared(*more: ProcedureLine) -> DeclaredCases:
    """What the invented province's pack says of cases, and some procedures more."""
    faults = Faults(DEMO)
    places = read_places(DEMO, faults)
    assert places is not None
    cases = read_cases(DEMO, places, faults)
    rows = (*cases.procedures.rows, *(Row(line, DEMO, 1) for line in more))
    return replace(cases, procedures=Table(rows))


@pytest.mark.django_db
def test_applying_the_pack_again_ends_nothing_of_the_catalogue(tmp_path: Path) -> None:
    apply_demo()
    bring_in(tmp_path, *kites(1, 2))

    apply_demo()

    assert standing() == 2
    assert found("thả diều loại") == ["9.900001", "9.900002"]
    last = Event.objects.filter(kind="pack.applied", subject="cases").latest("pk")
    assert (last.payload["added"], last.payload["ended"]) == (0, 0)


@pytest.mark.parametrize("start", [date(2018, 1, 1), VALID_FROM])
@pytest.mark.django_db
def test_what_the_pack_declares_later_becomes_the_packs_and_comes_back_only_with_the_file(
    tmp_path: Path, start: date
) -> None:
    apply_demo()
    bring_in(tmp_path, *kites(1, 2))
    own = read(*kites(1)).lines[0].model_copy(update={"name_vi": "Thả diều theo bộ khai báo", "valid_from": start})

    apply_cases(declared=declared(own), province="99", actor=OPERATOR)
    (row,) = Definition.objects.filter(code="9.900001", current=True)
    assert (row.origin, standing()) == ("pack", 1)
    assert bring_in(tmp_path, *kites(1, 2)).kept == ("9.900001",)

    apply_cases(declared=declared(), province="99", actor=OPERATOR)
    assert found("thả diều") == ["9.900002"]
    assert bring_in(tmp_path, *kites(1, 2)).added == 1
    assert found("thả diều") == ["9.900001", "9.900002"]


@pytest.mark.django_db
def test_the_undo_ends_all_of_it_with_one_event_and_the_file_may_come_again(tmp_path: Path) -> None:
    apply_demo()
    before = Definition.objects.filter(current=True).count()
    bring_in(tmp_path, *kites(1, 2))
    assert found("thả diều loại")

    assert end_imported_procedures(actor=OPERATOR) == 2

    assert found("thả diều loại") == []
    assert Definition.objects.filter(current=True).count() == before
    event = Event.objects.get(kind="import.undone")
    assert (event.subject, event.payload) == ("procedures:catalogue", {"rows": 2})
    with pytest.raises(NothingImported):
        end_imported_procedures(actor=OPERATOR)
    assert bring_in(tmp_path, *kites(1, 2)).added == 2
    assert found("thả diều loại") == ["9.900001", "9.900002"]


@pytest.mark.django_db
def test_only_who_may_apply_packs_brings_a_catalogue_in_or_ends_it(tmp_path: Path) -> None:
    apply_demo()
    path = tmp_path / "catalogue.csv"
    path.write_text(said({}), encoding="utf-8")

    with pytest.raises(OutOfReach):
        import_procedures(path=path, actor=who("lanhdao"))
    assert import_procedures(path=path, actor=who("quantri")).taken == 1
    with pytest.raises(OutOfReach):
        end_imported_procedures(actor=who("lanhdao"))


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"code\r\n", said({"code": ""}).encode()])
@pytest.mark.django_db
def test_a_file_of_which_nothing_can_be_used_ends_nothing(tmp_path: Path, content: bytes | None) -> None:
    apply_demo()
    bring_in(tmp_path, *kites(1))
    path = tmp_path / "other.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(NotACatalogue):
        import_procedures(path=path, actor=OPERATOR)
    assert standing() == 1


@pytest.mark.django_db
def test_the_catalogue_holds_procedures_and_nothing_else() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Definition.objects.create(
            kind="process", code="x", version=1, digest="", body={}, valid_from=VALID_FROM, origin=CATALOGUE
        )


# --- the command ------------------------------------------------------------------------------------------------------
def run(*line: str | Path) -> Answer:
    """The answer of a command line, without a database of its own."""
    args = cli._parser(commands.load()).parse_args([str(word) for word in line])
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


def document(answer: Answer) -> Any:
    """What the command prints with ``--json``."""
    assert to_json(answer.document)
    return answer.document


@pytest.mark.django_db
def test_the_command_checks_brings_in_lists_every_fault_and_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    apply_demo()
    path = tmp_path / "catalogue.csv"
    path.write_text(said(*kites(1, 2), {"code": ""}, {"code": "1.001193"}), encoding="utf-8-sig")

    dry = run("import-procedures", path, "--dry-run")
    assert (document(dry)["status"], document(dry)["added"], standing()) == ("checked", 2, 0)
    came = run("import-procedures", path)

    said_of = document(came)
    assert (came.exit_code, said_of["status"], said_of["rows"], said_of["taken"], said_of["left_out"]) == (
        0, "imported", 4, 2, 1,
    )  # fmt: skip
    assert said_of["fault_kinds"] == {"no_code": 1}
    assert said_of["faults"][0]["line"] == 4
    assert "There is no code" in shown(came)
    assert "4 rows, 1 left out, 1 stay as the pack declares them" in shown(came)
    assert document(run("import-procedures", path))["status"] == "already_imported"
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    assert "Thiếu mã thủ tục" in shown(came)
    undone = run("import-procedures", "--undo")
    assert (document(undone)["ended"], standing()) == (2, 0)
    assert "Đã kết thúc 2 thủ tục" in shown(run("import-procedures", path)) + shown(undone)
    for line in (["import-procedures"], ["import-procedures", path, "--undo"]):
        with pytest.raises(FileOrUndo):
            run(*line)


# --- the real file ----------------------------------------------------------------------------------------------------
@pytest.mark.skipif(not REAL.exists(), reason="the national catalogue (../shared/domain/procedures.csv) is not here")
@pytest.mark.django_db
def test_the_national_catalogue_comes_in_with_its_known_faults_and_is_searched() -> None:
    apply_demo()

    came = import_procedures(path=REAL, actor=OPERATOR)

    kinds = Counter(fault.kind for fault in came.read.faults)
    assert came.read.rows == 2686
    assert came.read.left_out == kinds["no_code"] == 5
    assert came.taken + len(came.kept) == 2681
    assert set(kinds) == {"no_code", "odd_fee", "unknown_sector"}
    assert standing() == came.taken
    assert search("", "", LATER).everything > 2500
    assert search("", "", date(2023, 12, 26)).everything < 10
    code = came.read.lines[0].code
    assert found(code)[:1] == [code]
    assert procedure_page(code, LATER).line.certainty == "read"
    assert not import_procedures(path=REAL, actor=OPERATOR).changes
