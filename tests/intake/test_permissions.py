"""Whose files are taken: an account enters what belongs to its places, and nothing else."""

from pathlib import Path

import pytest

from songbe.config.intake_targets import target_named
from songbe.intake.actions import import_file, undo_import
from songbe.intake.models import Import
from songbe.places.policy import OPERATOR, Actor, OutOfReach
from songbe.places.queries import actor_named
from tests.intake.making import csv_file, dossier_row, figure_row
from tests.intake.test_faults import NOW, bring, said

pytestmark = pytest.mark.usefixtures("province")


def _account(name: str) -> Actor:
    return actor_named(name, today=NOW.date())


def _taken(path: Path, name: str, target: str = "dossiers") -> Import:
    outcome = bring(path, target, actor=_account(name))
    assert outcome.imported is not None, said(outcome)
    return outcome.imported


def test_a_commune_enters_its_own_dossiers(tmp_path: Path) -> None:
    imported = _taken(csv_file(tmp_path / "a.csv", [dossier_row()]), "dulieusaohom")

    assert (imported.place, imported.places, imported.actor) == ("UBX99101", ["UBX99101"], "dulieusaohom")


def test_a_row_of_another_place_is_named_and_refuses_the_file(tmp_path: Path) -> None:
    rows = [dossier_row(1), dossier_row(2, agency="UBX99102", unit="99102")]

    outcome = bring(csv_file(tmp_path / "a.csv", rows), actor=_account("dulieusaohom"))

    assert said(outcome) == [("B3", "agency", "out_of_reach")]
    assert "dulieusaohom" in outcome.faults.listed[0].reason("vi")
    assert not Import.objects.exists()


def test_an_agency_enters_nothing_for_another_area(tmp_path: Path) -> None:
    rows = [dossier_row(1, unit="99301")]

    assert said(bring(csv_file(tmp_path / "a.csv", rows), actor=_account("dulieusaohom"))) == [
        ("C2", "unit", "out_of_reach")
    ]


def test_a_department_enters_what_stands_anywhere_in_the_province(tmp_path: Path) -> None:
    row = {"entry": "C1", "agency": "STTTT", "unit": "99301", "from_on": "2023-01-05"}

    assert _taken(csv_file(tmp_path / "a.csv", [row]), "dulieustttt", "register:certificate").place == "STTTT"
    other = csv_file(tmp_path / "b.csv", [row | {"entry": "C2", "agency": "STP"}])
    assert said(bring(other, "register:certificate", actor=_account("dulieustttt"))) == [
        ("B2", "agency", "out_of_reach")
    ]


def test_a_district_enters_for_its_communes_at_once(tmp_path: Path) -> None:
    rows = [dossier_row(1), dossier_row(2, agency="UBX99102", unit="99102"), dossier_row(3)]

    imported = _taken(csv_file(tmp_path / "a.csv", rows), "dulieunganha")

    assert (imported.place, imported.places) == ("UBX99101", ["UBX99101", "UBX99102"])


def test_the_province_enters_for_all(tmp_path: Path) -> None:
    rows = [dossier_row(1), dossier_row(2, agency="UBX99301", unit="99301")]

    assert _taken(csv_file(tmp_path / "a.csv", rows), "dulieutinh").place == "99"


@pytest.mark.parametrize("name", ["lanhdao", "duyettinh", "quantri", "xemtinh"])
def test_whoever_enters_nothing_anywhere_is_refused_before_the_file_is_opened(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutOfReach):
        bring(tmp_path / "no such file", actor=_account(name))
    with pytest.raises(OutOfReach):
        bring(tmp_path / "no such file", actor=_account(name), dry_run=True)


def test_figures_are_reported_for_places_one_answers_for(tmp_path: Path) -> None:
    own, province = (
        csv_file(tmp_path / "a.csv", [figure_row(place="991")]),
        csv_file(tmp_path / "b.csv", [figure_row()]),
    )

    assert _taken(own, "dulieunganha", "reported-figures").place == "991"
    refused = bring(province, "reported-figures", actor=_account("dulieunganha"))
    assert said(refused) == [("B2", "place", "out_of_reach")]


def test_an_import_is_taken_back_only_by_who_could_have_made_it(tmp_path: Path) -> None:
    rows = [dossier_row(1), dossier_row(2, agency="UBX99102", unit="99102")]
    imported = _taken(csv_file(tmp_path / "a.csv", rows), "dulieunganha")
    target = target_named("dossiers")

    with pytest.raises(OutOfReach):
        undo_import(imported=imported, target=target, actor=_account("dulieusaohom"), at=NOW)

    assert undo_import(imported=imported, target=target, actor=OPERATOR, at=NOW).undone_by == "operator"
    assert import_file(target=target, path=tmp_path / "a.csv", actor=OPERATOR, at=NOW).imported is not None
