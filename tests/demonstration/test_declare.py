"""What a pack may not say of its demonstration years, and that every fault is named with its line."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from songbe.demonstration.declare import Simulation, read_simulation
from songbe.demonstration.queries import assumptions, procedure_names
from songbe.indicators.declare import read_indicators
from songbe.packs.faults import Faults
from songbe.places.declare import read_places
from songbe.warehouse.declare import read_facts
from tests.demonstration.conftest import DEMO, FULL


def read(folder: Path) -> tuple[Simulation | None, list[str]]:
    """Read a pack's simulation with the faults found in it."""
    others, own = Faults(folder), Faults(folder)
    places = read_places(folder, others)
    assert places is not None
    facts = read_facts(folder, others)
    simulation = read_simulation(folder, places, facts, read_indicators(folder, places, facts, others), own)
    return simulation, [str(fault) for fault in own]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the invented province."""
    return Path(shutil.copytree(DEMO, tmp_path / "pack"))


@pytest.fixture
def changed(pack: Path) -> Callable[..., list[str]]:
    """Change a file of the simulation and return what is wrong then."""

    def change(old: str, new: str, name: str = "services.yaml") -> list[str]:
        path = pack / "simulation" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return read(pack)[1]

    return change


@pytest.mark.parametrize("folder", [DEMO, FULL], ids=lambda folder: folder.name)
def test_the_packs_have_no_faults(folder: Path) -> None:
    simulation, faults = read(folder)

    assert faults == []
    assert simulation is not None


def test_a_pack_need_not_have_a_demonstration(pack: Path) -> None:
    shutil.rmtree(pack / "simulation")

    assert read(pack) == (None, [])
    assert assumptions(pack) == ()


def test_assumptions_are_sentences_in_two_languages() -> None:
    listed = assumptions(FULL)

    assert len(listed) >= 10
    assert all(each.vi and each.en for each in listed)


def test_every_procedure_has_a_name_and_a_simulated_one_says_so() -> None:
    names = procedure_names(FULL)

    assert len(names) == 1887
    assert names["1.001193"] == "Đăng ký khai sinh"
    assert names["SIM.000001"].startswith("Thủ tục mô phỏng số 1 (")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("counter: 0.51", "counter: 0.5", "dossiers.channels_2022: 0.99"),
        ("agencies: {STP: 0.7", "agencies: {SXYZ: 0.7", "dossiers.sectors.DVC.agencies: 'SXYZ' is not declared"),
        ('"993": {weight', '"995": {weight', "dossiers.districts: '995' is not declared"),
        ("province_desk: VPUB", "province_desk: SXYZ", "dossiers.province_desk: 'SXYZ'"),
        ("  total: 30\n", "  total: 31\n", "procedures.total: 31"),
        ("    province: {total: 14,", "    province: {total: 15,", "procedures.by_tier.province.total: 15"),
        ("payable: 7,", "payable: 3,", "a count falls"),
        ("amount_vnd: 200000", "amount_vnd: 250000", "not the fee of the procedure"),
        ("total_2023: 420", "total_2023: 421", "payments.online.total_2023: 421"),
        (
            "procedure: DEMO.002, amount",
            "procedure: DEMO.999, amount",
            "'DEMO.999' is not declared in procedures.named",
        ),
        ("tiers_2023: {province: 150", "tiers_2023: {province: 151", "dossiers.digitised.total_2023: 600"),
        ("feedback_2023: 184", "feedback_2023: 204", "public_items.feedback_2023: 204"),
        ("online: partial, payable: true", "online: info, payable: true", "nothing can be paid"),
        ("count_2023: 95", "count_2023: 9500", "more than the procedure has dossiers"),
        ("procedures: {province: 2}", "procedures: {province: 0}", "dossiers without a procedure"),
        ("late_agencies: [UB992]", "late_agencies: [UB995]", "late_agencies: 'UB995'"),
        ("  withdrawn_share: 0.008\n", "  withdrawn_share: 2\n", "dossiers.withdrawn_share: 2 cannot be taken"),
        ("seed: 4711", "seeds: 4711", "seeds: nobody knows this key"),
    ],
)
def test_a_wrong_service_is_named(changed: Callable[..., list[str]], old: str, new: str, named: str) -> None:
    faults = changed(old, new)

    assert any(named in fault for fault in faults), faults
    assert all(fault.startswith("simulation/services.yaml:") for fault in faults)


@pytest.mark.parametrize(
    ("name", "old", "new", "named"),
    [
        ("registers.csv", "certificate,agency,,,province,STTTT", "seal,agency,,,province,STTTT", "register: 'seal'"),
        ("registers.csv", "certificate,agency", "certificate,robot", "category: 'robot' is not declared"),
        ("registers.csv", "STTTT,40,10,14,2,3", "STTTT,40,10,14,60,3", "more closed than there were"),
        ("registers.csv", "province,STTTT", "province,SXYZ", "agency: 'SXYZ'"),
        ("counters.csv", "portal_visit,,province", "door_visit,,province", "counter: 'door_visit'"),
        ("counters.csv", "portal_visit,,district,unit", "portal_visit,,district,SXYZ", "agency: 'SXYZ'"),
        ("reported.csv", "DEMO014", "DEMO001", "indicator: 'DEMO001'"),
        ("reported.csv", "level", "wave", "shape: 'wave' cannot be taken"),
    ],
)
def test_a_wrong_line_of_a_table_is_named(
    changed: Callable[..., list[str]], name: str, old: str, new: str, named: str
) -> None:
    faults = changed(old, new, name)

    assert any(named in fault for fault in faults), faults
    assert any(fault.startswith(f"simulation/{name}:") for fault in faults)


def test_a_fault_of_services_stands_on_its_line(pack: Path, changed: Callable[..., list[str]]) -> None:
    (fault,) = changed("province_desk: VPUB", "province_desk: SXYZ")

    lines = (pack / "simulation/services.yaml").read_text(encoding="utf-8").splitlines()
    number = int(fault.split(":")[1])
    assert "province_desk: SXYZ" in lines[number - 1]
