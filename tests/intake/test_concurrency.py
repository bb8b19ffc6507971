"""Two people send the same file at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from songbe.config.intake_targets import target_named
from songbe.intake.actions import Outcome, import_file
from songbe.intake.models import Import
from songbe.places.policy import OPERATOR
from songbe.warehouse.models import Segment
from tests.intake.making import csv_file, dossier_row
from tests.intake.test_faults import NOW
from tests.stories import apply_demo


@pytest.mark.django_db(transaction=True)
def test_of_two_imports_of_one_file_at_once_one_does_nothing(tmp_path: Path) -> None:
    apply_demo()
    target = target_named("dossiers")
    path = csv_file(tmp_path / "a.csv", [dossier_row(number) for number in range(2_000)])

    def take_in(_: int) -> Outcome:
        try:
            return import_file(target=target, path=path, actor=OPERATOR, at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(take_in, range(4)))

    assert [outcome.earlier for outcome in outcomes].count(False) == 1
    assert {outcome.imported for outcome in outcomes} == {Import.objects.get()}
    assert Segment.objects.count() == 1
