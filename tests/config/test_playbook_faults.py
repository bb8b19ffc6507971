"""What is wrong with a playbook is named before it is put into force."""

import shutil
from pathlib import Path

import pytest

from songbe.config.environment import ROOT
from songbe.config.packs import read_pack

FLOOD, OVERDUE = "cases/types/flood_alert.yaml", "cases/types/overdue_alert.yaml"
PROCESS, FORM = "cases/processes/alert_response.yaml", "cases/forms/alert.yaml"

BREAKS = [
    (FLOOD, "units: [STTTT,", "units: [SXXXX,", "playbook.units", "there is no agency 'SXXXX'"),
    (FLOOD, "UBX{unit}", "UBX{street}", "playbook.units", "there is no agency 'UBX{street}'"),
    (FLOOD, "acknowledge: 10m, ", "", "playbook.clocks", "step 'acknowledge' is measured and has no clock"),
    (FLOOD, "act: 4h", "sleep: 4h", "playbook.clocks", "no step or consultation 'sleep'"),
    (FLOOD, "act: 4h", "act: 4d", "playbook.clocks", "'act' takes longer than the whole"),
    (FLOOD, "act: 4h", "act: soon", "playbook.clocks.act", "a time by the clock is minutes, hours or days"),
    (FLOOD, "close: 1d", "close: 0m", "playbook.close", "a time by the clock is minutes, hours or days"),
    (FLOOD, "times: alert_time", "times: dragons", "playbook.times", "'dragons' is not declared in registers.csv"),
    (FLOOD, "times: alert_time", "times: alert_response", "playbook.times", "'acknowledged' is not declared"),
    (FLOOD, "  alert: flood", "  alert: dragon", "playbook.alert", "'dragon' is not declared in registers.csv"),
    (FLOOD, "step: inform", "step: shout", "playbook.message.step", "the process has no step 'shout'"),
    (FLOOD, "outcome: publish", "outcome: sing", "playbook.message.outcome", "step 'inform' never ends with 'sing'"),
    (FLOOD, "gây ngập tại {place}", "gây ngập, gọi {phone}", "playbook.message", "a message names only"),
    (FLOOD, "    text_en: >-", "    text_fr: >-", "playbook.message.text_en", "the key is missing"),
    (FLOOD, "practice_when: {drill: true}\n", "", "practice_when", "it cannot be played as a drill"),
    (FLOOD, "practice_when: {drill: true}", "practice_when: {unit: true}", "practice_when", "no yes-or-no question"),
    (FLOOD, "internal: true", "internal: true\nterm_amount: \"1\"", "", "a type with a playbook has no term"),
    (FLOOD, "opened_by: [duty_officer]", "opened_by: [wizard]", "opened_by", "'wizard' is not declared"),
    (FLOOD, "process: alert_response", "process: dance", "process", "'dance' is not declared in cases/processes/"),
    (OVERDUE, "DEMO005", "DEMO999", "playbook.alerts.indicator", "'DEMO999' is not declared in indicators/"),
    (OVERDUE, 'above: "0"', 'above: "0", below: "9"', "playbook.alerts.0", "exactly one of above, below"),
    (OVERDUE, "at: district", "at: hamlet", "playbook.alerts.0.at", "cannot be taken"),
    (PROCESS, 'asked: ["{units}"]', "asked: [STTTT]", "process", "the agencies that take part are never asked"),
    (FORM, "key: what", "key: why", "form", "nothing asks what is going on"),
    (FORM, "tier: district,", "tier: commune,", "playbook.alerts", "nothing in the form holds a place of the tier"),
    (FORM, 'name_en: Commune, optional: true', 'name_en: Commune', "form", "an alert cannot answer 'unit'"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "column", "what"), BREAKS)
def test_a_fault_of_a_playbook_is_named(tmp_path: Path, file: str, old: str, new: str, column: str, what: str) -> None:
    pack = Path(shutil.copytree(ROOT / "packs" / "demo", tmp_path / "pack"))
    text = (pack / file).read_text(encoding="utf-8")
    assert old in text
    (pack / file).write_text(text.replace(old, new), encoding="utf-8")

    _, faults = read_pack(pack)

    assert any(fault.column == column and what in fault.what for fault in faults), [str(fault) for fault in faults]
    assert all(fault.right and fault.what_vi for fault in faults)


@pytest.mark.parametrize(("pack", "least"), [("demo", 3), ("binhduong", 3)])
def test_the_packs_of_this_repository_answer_alerts(pack: str, least: int) -> None:
    read, _ = read_pack(ROOT / "packs" / pack)
    assert read is not None
    answering = [row.value for row in read.cases.types.values() if row.value.playbook]

    assert len(answering) >= least
    assert {line.certainty for line in answering} == {"assumption"}
    assert any(line.playbook and line.playbook.alerts for line in answering)
    assert any(line.playbook and line.playbook.message for line in answering)
