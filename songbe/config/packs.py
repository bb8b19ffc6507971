"""A whole pack: read by every package that declares something, checked, applied."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from songbe.assistant.declare import KnownQuestionLine, read_questions
from songbe.assistant.proposal_actions import apply_questions
from songbe.cases.actions.applying import apply_cases
from songbe.cases.actions.reckoning import reckon_open_cases
from songbe.cases.declare import DeclaredCases, read_cases
from songbe.cases.rules.playbooks import IN_TIME, Milestone
from songbe.centres.actions import apply_centres
from songbe.centres.declare import CentreLine, read_centres
from songbe.indicators.actions import AppliedIndicators, apply_indicators
from songbe.indicators.declare import DeclaredIndicators, read_indicators
from songbe.kernel.errors import InvalidInput
from songbe.packs.faults import Faults
from songbe.packs.reading import Table
from songbe.places.actions import apply_places, open_demo_accounts
from songbe.places.declare import DeclaredPlaces, read_places
from songbe.places.policy import Actor
from songbe.warehouse.actions.words import apply_words
from songbe.warehouse.declare import DeclaredFacts, read_facts


@dataclass(frozen=True, slots=True)
class Pack:
    """All that a pack declares."""

    folder: Path
    digest: str
    places: DeclaredPlaces
    cases: DeclaredCases
    facts: DeclaredFacts
    indicators: DeclaredIndicators
    centres: tuple[CentreLine, ...]
    questions: Table[KnownQuestionLine]


class FaultyPack(InvalidInput):
    """A pack with faults; nothing of it was applied."""

    code = "faulty_pack"
    message_en = "The pack {folder} has {count} faults and was refused whole. See: songbe pack check {folder}"
    message_vi = "Bộ khai báo {folder} có {count} lỗi nên bị từ chối toàn bộ. Xem: songbe pack check {folder}"


def read_pack(folder: Path) -> tuple[Pack | None, Faults]:
    """Read a pack with all its faults; None when its own sheet cannot be read. Kept in memory while no file changes."""
    return _read(folder, pack_digest(folder))


@lru_cache(maxsize=4)
def _read(folder: Path, digest: str) -> tuple[Pack | None, Faults]:
    faults = Faults(folder)
    places = read_places(folder, faults)
    if places is None:
        return None, faults
    cases = read_cases(folder, places, faults)
    facts = read_facts(folder, faults)
    _check_entries(folder, cases, facts, faults)
    _check_times(cases, facts, faults)
    _check_scores(cases, facts, faults)
    _check_counters(cases, facts, faults)
    indicators = read_indicators(folder, places, facts, faults)
    _check_alerts(cases, indicators, faults)
    centres = read_centres(folder, places, indicators, faults)
    questions = read_questions(folder, indicators, faults)
    return Pack(folder, digest, places, cases, facts, indicators, centres, questions), faults


def _check_entries(folder: Path, cases: DeclaredCases, facts: DeclaredFacts, faults: Faults) -> None:
    """See that what types of cases tell of registers are words that those registers may use."""
    registers = {line.code: line for line in facts.registers}
    for row in cases.types.values():
        entry = row.value.entry
        register = registers.get(entry.register_) if entry else None
        if entry is not None and register is None:
            faults.add(
                "unknown_reference", row.path, column="register", value=entry.register_, where="registers.csv",
                right="one declared",
            )  # fmt: skip
        elif entry is not None and register is not None:
            said = [(rule.word, register.states) for rule in entry.states]
            said += [(rule.word, register.categories) for rule in entry.categories]
            said += [(rule.word, register.details) for rule in entry.details]
            for word, known in said:
                if word not in known:
                    faults.add(
                        "unknown_reference", row.path, column="word", value=word,
                        where=f"registers.csv, {register.code}", right=f"one of {', '.join(known)}",
                    )  # fmt: skip


def _check_times(cases: DeclaredCases, facts: DeclaredFacts, faults: Faults) -> None:
    """See that the register of a playbook's times is declared, with the words that its entries use."""
    registers = {line.code: line for line in facts.registers}
    for row in cases.types.values():
        playbook = row.value.playbook
        if playbook is None:
            continue
        register = registers.get(playbook.times)
        if register is None:
            faults.add(
                "unknown_reference", row.path, column="playbook.times", value=playbook.times, where="registers.csv",
                right="one declared",
            )  # fmt: skip
            continue
        said = [("playbook.alert", playbook.alert, register.categories)]
        said += [("playbook.times", milestone.value, register.details) for milestone in Milestone]
        said += [("playbook.times", word, register.states) for word in IN_TIME.values()]
        for column, word, known in said:
            if word not in known:
                faults.add(
                    "unknown_reference", row.path, column=column, value=word,
                    where=f"registers.csv, {register.code}", right=f"one of {', '.join(known)}",
                )  # fmt: skip


def _check_scores(cases: DeclaredCases, facts: DeclaredFacts, faults: Faults) -> None:
    """See that the register of scores is declared, with the words that its entries use."""
    if cases.scores is None:
        return
    sheet, path = cases.scores.value, cases.scores.path
    register = next((line for line in facts.registers if line.code == sheet.register_), None)
    if register is None:
        faults.add(
            "unknown_reference", path, column="register", value=sheet.register_, where="registers.csv",
            right="one declared",
        )  # fmt: skip
        return
    said = [("state", sheet.state, register.states)]
    said += [("category", measure.category, register.categories) for measure in sheet.measures]
    for column, word, known in said:
        if word not in known:
            faults.add(
                "unknown_reference", path, column=column, value=word,
                where=f"registers.csv, {register.code}", right=f"one of {', '.join(known)}",
            )  # fmt: skip


def _check_counters(cases: DeclaredCases, facts: DeclaredFacts, faults: Faults) -> None:
    """See that the counters that dossiers feed are declared, with the words that they use."""
    if cases.counters is None:
        return
    path, known = cases.counters.path, {line.code: line.categories for line in facts.counters}
    for part, counter, words in cases.counters.value.words():
        if counter not in known:
            faults.add(
                "unknown_reference", path, column=f"{part}.counter", value=counter, where="counters.csv",
                right="one declared",
            )  # fmt: skip
            continue
        for word in words:
            if word not in known[counter]:
                faults.add(
                    "unknown_reference", path, column=part, value=word, where=f"counters.csv, {counter}",
                    right=f"one of {', '.join(known[counter])}",
                )  # fmt: skip


def _check_alerts(cases: DeclaredCases, indicators: DeclaredIndicators, faults: Faults) -> None:
    """See that playbooks watch indicators that exist, at tiers where these have figures."""
    known = {definition.code: definition for definition in indicators.definitions}
    for row in cases.types.values():
        for alert in row.value.playbook.alerts if row.value.playbook else ():
            definition = known.get(alert.indicator)
            if definition is None:
                faults.add(
                    "unknown_reference", row.path, column="playbook.alerts.indicator", value=alert.indicator,
                    where="indicators/", right="the code of an indicator",
                )  # fmt: skip
            elif alert.at not in definition.tiers:
                faults.add(
                    "bad_playbook", row.path, column="playbook.alerts.at",
                    detail=f"{alert.indicator} has no figures of the tier {alert.at}",
                    right=f"one of {', '.join(definition.tiers)}",
                )  # fmt: skip


def pack_digest(folder: Path) -> str:
    """Return one SHA-256 over the names and contents of a pack's files."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying a pack changed."""

    pack: str
    digest: str
    units: int
    agencies: int
    indicators: AppliedIndicators
    centres: int
    accounts: int
    reckoned: int


def apply_pack(
    folder: Path, *, actor: Actor, password: str, progress: Callable[[str], None] = lambda _: None
) -> Applied:
    """This function will put a pack into force, whole or not at all, and reckon open cases anew by its calendar.

    password: for the demonstration accounts. Raises FaultyPack.
    """
    progress("reading")
    pack, faults = read_pack(folder)
    if pack is None or len(faults):
        raise FaultyPack(folder=str(folder), count=len(faults))
    province = pack.places.sheet.province
    with transaction.atomic():
        progress("places")
        apply_places(declared=pack.places, digest=pack.digest, today=timezone.localdate(), actor=actor)
        progress("cases")
        apply_cases(declared=pack.cases, province=province, actor=actor)
        apply_words(declared=pack.facts, province=province, actor=actor)
        progress("indicators")
        indicators = apply_indicators(declared=pack.indicators, province=province, actor=actor)
        progress("centres")
        centres = apply_centres(declared=pack.centres, province=province, actor=actor)
        apply_questions(declared=pack.questions, province=province, actor=actor)
        accounts = open_demo_accounts(
            accounts=pack.places.accounts, password=password, valid_from=date(2022, 1, 1), actor=actor
        )
    progress("deadlines")
    reckoned = reckon_open_cases(province=province, actor=actor)
    return Applied(
        pack.places.sheet.name,
        pack.digest,
        len(pack.places.units),
        len(pack.places.agencies),
        indicators,
        centres,
        accounts,
        reckoned.changed,
    )
