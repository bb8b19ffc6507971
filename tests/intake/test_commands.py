"""The command line of intake: what it prints for people, what as JSON, and how it ends."""

import io
from pathlib import Path
from typing import Any

import pytest
from python_calamine import load_workbook
from rich.console import Console

from songbe.config import cli, commands
from songbe.config.commands import Answer
from songbe.config.output import to_json
from songbe.intake.models import Import
from songbe.kernel.errors import SongbeError
from songbe.warehouse.models import CellFile
from tests.intake.making import csv_file, dossier_row, figure_row, xlsx_sheets

pytestmark = pytest.mark.usefixtures("province")


def _run(*line: str | Path) -> Answer:
    args = cli._parser(commands.load()).parse_args([str(word) for word in line])
    answer = args.command.run(args)
    assert isinstance(answer, Answer)
    return answer


def _document(answer: Answer) -> dict[str, Any]:
    assert isinstance(answer.document, dict)
    to_json(answer.document)
    return answer.document


def _shown(answer: Answer) -> str:
    console = Console(file=io.StringIO(), width=200)
    assert answer.show is not None
    answer.show(console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.fixture(autouse=True)
def _vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")


def test_a_good_file_is_imported_and_the_next_step_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = _run("import", "dossiers", csv_file(tmp_path / "a.csv", [dossier_row()]), "--source", "Một cửa Sao Hôm")

    document = _document(answer)
    number = Import.objects.get().pk
    assert answer.exit_code == 0
    assert (document["status"], document["row_count"], document["next"]) == ("imported", 1, "songbe compute")
    assert document["import"].source == "Một cửa Sao Hôm"
    assert f"Đã nhập 1 dòng, lần nhập số {number}" in _shown(answer)
    assert "songbe compute" in _shown(answer)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert "1 rows imported" in _shown(answer)


def test_the_same_file_again_says_so(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [dossier_row()])
    _run("import", "dossiers", path)

    again = _run("import", "dossiers", path)

    assert (_document(again)["status"], _document(again)["next"], again.exit_code) == ("already_imported", None, 0)
    assert "đã được nhập ở lần nhập số" in _shown(again)


def test_figures_are_computed_when_asked(tmp_path: Path) -> None:
    answer = _run("import", "dossiers", csv_file(tmp_path / "a.csv", [dossier_row()]), "--compute")

    assert _document(answer)["next"] is None
    assert _document(answer)["computed"].segments == 1
    assert CellFile.objects.exists()
    assert "cells" in _shown(answer)


def test_a_bad_file_ends_with_one_and_a_line_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [dossier_row(number, rating="9") for number in range(30)]

    answer = _run("import", "dossiers", csv_file(tmp_path / "a.csv", rows))

    document = _document(answer)
    assert (answer.exit_code, document["status"], document["fault_count"]) == (1, "refused", 30)
    assert capsys.readouterr().err == "Tệp a.csv có 30 lỗi nên không dòng nào được nhập\n"
    assert document["errors"][0] | {"reason_vi": "", "reason_en": ""} == {
        "sheet": "",
        "row": 2,
        "cell": "F2",
        "field": "rating",
        "label": "Đánh giá",
        "kind": "out_of_range",
        "value": "9",
        "detail": "1 – 5",
        "reason_vi": "",
        "reason_en": "",
    }
    assert "20 / 30" in _shown(answer)
    assert "--report" in _shown(answer)
    assert not Import.objects.exists()


def test_a_dry_run_prints_rows_questions_and_errors(tmp_path: Path) -> None:
    header = list(figure_row())
    lines = [
        header,
        *(list(figure_row(**said).values()) for said in ({"value": 61}, {"value": "1.234", "period": "2022"})),
    ]

    answer = _run("import", "reported-figures", xlsx_sheets(tmp_path / "a.xlsx", {"T9": lines}), "--dry-run")

    document = _document(answer)
    assert (answer.exit_code, document["target"], document["file"]) == (1, "reported-figures", "a.xlsx")
    first, second = document["rows"]
    assert {key: first[key] for key in ("sheet", "cell", "indicator", "place", "period", "measure", "qualifier")} == {
        "sheet": "T9",
        "cell": "D2",
        "indicator": "DEMO014",
        "place": "99",
        "period": "2023",
        "measure": "actual",
        "qualifier": None,
    }
    assert "value" not in second
    assert [(each["sheet"], each["cell"], each["kind"]) for each in document["questions"]] == [
        ("T9", "D3", "ambiguous_number")
    ]
    assert document["errors"] == []
    assert not Import.objects.exists()


def test_a_dry_run_of_a_good_file_says_that_nothing_was_written(tmp_path: Path) -> None:
    answer = _run("import", "dossiers", csv_file(tmp_path / "a.csv", [dossier_row()]), "--dry-run")

    assert (answer.exit_code, _document(answer)["status"]) == (0, "checked")
    assert _document(answer)["rows"][0]["values"]["id"] == "H1"
    assert "chưa nhập" in _shown(answer)


def test_the_report_goes_back_with_reasons_and_rows_and_computes_nothing(tmp_path: Path) -> None:
    rows = [dossier_row(1, rating="5"), dossier_row(2, rating="9", procedure="=1+1", channel="https://x.vn")]
    report = tmp_path / "bao-cao.xlsx"

    answer = _run("import", "dossiers", csv_file(tmp_path / "a.csv", rows), "--report", report)

    workbook = load_workbook(str(report))
    faults = workbook.get_sheet_by_name("Lỗi").to_python()
    bad = workbook.get_sheet_by_name("Dòng cần sửa").to_python()
    assert str(report) in _shown(answer)
    assert faults[0][:4] == ["Trang tính", "Dòng", "Ô", "Cột"]
    assert [line[2] for line in faults[1:]] == ["F3", "G3"]
    assert faults[1][6] == "“9” nằm ngoài khoảng cho phép: 1 – 5"
    assert faults[1][7] == "'9' is out of range: 1 – 5"
    assert len(bad) == 2
    assert "=1+1" in bad[1]
    assert "https://x.vn" in bad[1]


def test_a_good_file_leaves_no_report(tmp_path: Path) -> None:
    _run("import", "dossiers", csv_file(tmp_path / "a.csv", [dossier_row()]), "--report", tmp_path / "r.xlsx")

    assert not (tmp_path / "r.xlsx").exists()


def test_the_report_says_how_many_faults_it_leaves_out(tmp_path: Path) -> None:
    rows = [dossier_row(number, rating="9") for number in range(1_002)]

    _run("import", "dossiers", csv_file(tmp_path / "a.csv", rows), "--report", tmp_path / "r.xlsx")

    faults = load_workbook(str(tmp_path / "r.xlsx")).get_sheet_by_name("Lỗi").to_python()
    assert len(faults) == 1_002
    assert faults[-1][0] == "Còn 2 lỗi nữa / 2 more faults"


def test_an_import_is_listed_and_undone(tmp_path: Path) -> None:
    _run("import", "dossiers", csv_file(tmp_path / "a.csv", [dossier_row()]))
    number = Import.objects.get().pk

    undone = _run("import-undo", str(number))

    assert _document(undone)["import"].status == "undone"
    assert _document(undone)["next"] == "songbe compute"
    assert f"Đã hoàn tác lần nhập số {number}" in _shown(undone)
    listing = _run("imports")
    assert isinstance(listing.document, list)
    assert [each.number for each in listing.document] == [number]
    assert "undone" in _shown(listing)


def test_an_import_is_undone_and_figures_computed(tmp_path: Path) -> None:
    _run("import", "dossiers", csv_file(tmp_path / "a.csv", [dossier_row()]))

    undone = _run("import-undo", str(Import.objects.get().pk), "--compute")

    assert _document(undone)["next"] is None
    assert "songbe compute" not in _shown(undone)


def test_an_account_speaks_for_itself(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [dossier_row(agency="UBX99102", unit="99102")])

    answer = _run("import", "dossiers", path, "--as", "dulieusaohom")

    assert [each["kind"] for each in _document(answer)["errors"]] == ["out_of_reach"]
    with pytest.raises(SongbeError) as caught:
        _run("import", "dossiers", path, "--as", "xemtinh")
    assert caught.value.exit_code == 1
