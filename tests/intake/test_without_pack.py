"""Before a pack is applied nothing can be imported."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from songbe.config.intake_targets import target_named
from songbe.intake.actions import import_file
from songbe.places.policy import OPERATOR
from songbe.places.queries import NoPack
from tests.intake.making import csv_file, figure_row


@pytest.mark.django_db
def test_without_a_pack_nothing_is_taken(tmp_path: Path) -> None:
    with pytest.raises(NoPack):
        target_named("dossiers")
    with pytest.raises(NoPack):
        import_file(
            target=target_named("reported-figures"),
            path=csv_file(tmp_path / "a.csv", [figure_row()]),
            actor=OPERATOR,
            at=datetime.now(UTC),
        )
