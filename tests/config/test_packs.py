"""Packs: the two of this repository are whole; a faulty one is refused whole, all its faults listed."""

import csv
import shutil
from pathlib import Path

import pytest

from songbe.config.environment import ROOT
from songbe.config.packs import FaultyPack, apply_pack, read_pack
from songbe.indicators.models import DefinitionVersion
from songbe.places.models import AppliedPack, Unit
from songbe.places.policy import OPERATOR
from tests.stories import apply_demo

DEMO = ROOT / "packs" / "demo"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the invented province to break."""
    return Path(shutil.copytree(DEMO, tmp_path / "pack"))


def _change(path: Path, row: int, **values: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[row].update(values)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize("name", ["demo", "binhduong"])
def test_the_packs_of_this_repository_have_no_fault(name: str) -> None:
    pack, faults = read_pack(ROOT / "packs" / name)

    assert [str(fault) for fault in faults] == []
    assert pack is not None


def test_the_full_pack_declares_a_province_whole() -> None:
    pack, _ = read_pack(ROOT / "packs" / "binhduong")
    assert pack is not None
    day = pack.places.sheet.reference_date
    tiers = [unit.tier for unit in pack.places.units if unit.holds_on(day)]

    assert (tiers.count("province"), tiers.count("district"), tiers.count("commune")) == (1, 9, 91)
    assert len(pack.places.changes) == 107
    assert sum(change.kind == "part" for change in pack.places.changes) == 32
    assert len(pack.places.sectors) == 27
    kinds = [centre.kind for centre in pack.centres]
    assert [kinds.count(kind) for kind in ("province", "district", "department", "specialised")] == [1, 9, 13, 4]
    own = [definition for definition in pack.indicators.definitions if not definition.family]
    assert len(own) >= 1000
    assert all(definition.owner and definition.source for definition in own)


BREAKS = [
    ("places/units.csv", 3, {"tier": "canton"}, "tier", "'canton' cannot be taken"),
    ("places/units.csv", 3, {"parent_code": "000"}, "parent_code", "'000' is not declared in places/units.csv"),
    ("places/units.csv", 3, {"valid_from": "2023-02-30"}, "valid_from", "'2023-02-30' cannot be taken"),
    ("places/unit_changes.csv", 0, {"weight": "2/7"}, "weight", "sum to"),
    ("places/elsewhere.csv", 1, {"code": "98"}, "code", "'98' stands here a second time"),
    ("places/elsewhere.csv", 0, {"kind": "planet"}, "kind", "'planet' cannot be taken"),
    ("agencies.csv", 1, {"unit_code": "77"}, "unit_code", "'77' is not declared"),
    ("agencies.csv", 1, {"code": "UBND"}, "code", "'UBND' stands here a second time"),
    ("indicators/DVC.csv", 0, {"where": "channel = 'fax'"}, "measure", "'fax' is none of online"),
    ("indicators/DVC.csv", 0, {"where": "pg_sleep(9) = 1"}, "measure", "is not allowed here"),
    ("indicators/DVC.csv", 0, {"where": "colour = 'red'"}, "measure", "there is no column colour"),
    ("indicators/DVC.csv", 0, {"clock": "born"}, "measure", "'born'"),
    ("indicators/DVC.csv", 1, {"clock": "received"}, "code", "counts exactly what 'DEMO001' counts"),
    ("indicators/DVC.csv", 0, {"owner": ""}, "owner", "has no owner"),
    ("indicators/DVC.csv", 0, {"source": ""}, "source", "no law, plan, index or board names it"),
    ("indicators/DVC.csv", 0, {"unit": "furlong"}, "unit", "'furlong' is not declared in measures.csv"),
    ("indicators/ICT.csv", 0, {"where": "register = 'dragons'"}, "measure", "register 'dragons' is not declared"),
    ("targets.csv", 0, {"period": "2023-13"}, "period", "'2023-13' cannot be taken"),
    ("targets.csv", 0, {"value": "many"}, "value", "'many' cannot be taken"),
    ("published/yearbook.csv", 0, {"indicator": "NOBODY"}, "indicator", "'NOBODY' is not declared"),
]


@pytest.mark.parametrize(("file", "row", "values", "column", "what"), BREAKS)
def test_a_fault_is_named_with_file_line_and_what_would_be_right(
    pack: Path, file: str, row: int, values: dict[str, str], column: str, what: str
) -> None:
    _change(pack / file, row, **values)

    _, faults = read_pack(pack)

    found = [fault for fault in faults if fault.file == file and fault.column == column]
    assert found, [str(fault) for fault in faults]
    assert found[0].line == row + 2 or file == "places/unit_changes.csv"
    assert any(what in fault.what for fault in found)
    assert all(fault.right and fault.what_vi for fault in found)


def test_missing_files_and_strange_columns_are_named(pack: Path) -> None:
    (pack / "sectors.csv").unlink()
    text = (pack / "measures.csv").read_text(encoding="utf-8")
    (pack / "measures.csv").write_text(text.replace("symbol", "emblem", 1), encoding="utf-8")

    _, faults = read_pack(pack)

    named = {(fault.file, fault.column, fault.what) for fault in faults}
    assert ("sectors.csv", "", "the file is missing") in named
    assert ("measures.csv", "emblem", "nobody knows this column") in named


def test_a_broken_document_is_named_by_its_line(pack: Path) -> None:
    text = (pack / "calendars.yaml").read_text(encoding="utf-8")
    (pack / "calendars.yaml").write_text(text.replace("month_starts_on: 15", "month_starts_on: 45"), encoding="utf-8")
    line = next(n for n, part in enumerate(text.splitlines(), 1) if "month_starts_on: 15" in part)

    _, faults = read_pack(pack)

    fault = next(iter(faults))
    assert (fault.file, fault.line, fault.column) == ("calendars.yaml", line, "reporting.1.month_starts_on")


@pytest.mark.django_db
def test_a_faulty_pack_is_refused_whole_and_leaves_what_was_in_force(pack: Path) -> None:
    apply_demo()
    before = Unit.objects.count(), DefinitionVersion.objects.count(), AppliedPack.objects.count()
    _change(pack / "places/units.csv", 2, short_name_vi="Khác")
    _change(pack / "agencies.csv", 1, unit_code="77")

    with pytest.raises(FaultyPack, match="has 1 faults and was refused whole"):
        apply_pack(pack, actor=OPERATOR, password="thử-nghiệm-3")

    assert (Unit.objects.count(), DefinitionVersion.objects.count(), AppliedPack.objects.count()) == before


@pytest.mark.django_db
def test_a_changed_definition_is_a_new_version_and_the_same_pack_again_changes_nothing(pack: Path) -> None:
    apply_demo()
    again = apply_pack(DEMO, actor=OPERATOR, password="thử-nghiệm-3")
    _change(pack / "indicators/DVC.csv", 0, where="channel = 'online'")

    changed = apply_pack(pack, actor=OPERATOR, password="thử-nghiệm-3")

    assert (again.indicators.added, again.indicators.changed, again.indicators.ended) == (0, 0, 0)
    assert (changed.indicators.added, changed.indicators.changed) == (0, 1)
    versions = DefinitionVersion.objects.filter(code="DEMO001").order_by("version")
    assert [(v.version, v.current) for v in versions] == [(1, False), (2, True)]
