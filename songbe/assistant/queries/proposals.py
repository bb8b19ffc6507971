"""Proposed synonyms as their owners see them, and the accepted ones as lines for a pack."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from songbe.assistant.models import SynonymProposal
from songbe.assistant.rules.proposals import Decision, ProposalState, decisions_on
from songbe.indicators.queries import catalogue
from songbe.kernel.vietnamese import fold
from songbe.places.policy import Actor, OutOfReach, Right
from songbe.places.queries import gazetteer, province

MOST_QUESTIONS = 5
MOST_PROPOSALS = 100


@dataclass(frozen=True, slots=True)
class WorseQuestion:
    """A question that would be understood worse, with the names of what it asks and would be taken for."""

    question: str
    truth: str
    instead: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal. questions: some of those it rests on, by their words alone; replay: what came of the last trial,
    None before there was one; worse: of it, questions that would be understood worse."""

    number: int
    name: str
    words: str
    indicator: str
    indicator_vi: str
    indicator_en: str
    owner: str
    seen: int
    state: str
    questions: Sequence[str]
    replay: Mapping[str, Any] | None
    worse: Sequence[WorseQuestion]
    may: Sequence[Decision]
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """Proposals for indicators that a person names. state: of which the list is; counts: by state."""

    rows: Sequence[ProposalRow]
    state: ProposalState
    counts: Sequence[tuple[ProposalState, int]]
    indicator: str
    indicator_name: str


def owner_of(code: str) -> str:
    """Return the agency that answers for an indicator; the province where none does, or the indicator is gone."""
    definition = catalogue().definitions.get(code)
    return definition.owner if definition is not None and definition.owner else province().code


def proposal_page(actor: Actor, *, state: ProposalState = ProposalState.proposed, indicator: str = "") -> ProposalPage:
    """Return the proposals for indicators whose owner the reader speaks for, those seen most first.

    indicator: of this one alone. Raises OutOfReach for who names no indicator, or not this one; UnknownIndicator.
    """
    if not actor.may_somewhere(Right.NAME_INDICATORS):
        raise OutOfReach(actor=actor.name, right=Right.NAME_INDICATORS.value, place="/hoi/tu-dong-nghia/")
    name = ""
    found = SynonymProposal.objects.filter(seen__gt=0)
    if indicator:
        name = catalogue().definition(indicator).name_vi
        actor.require(Right.NAME_INDICATORS, owner_of(indicator))
        found = found.filter(indicator=indicator)
    theirs = [row for row in found.order_by("-seen", "id") if actor.may(Right.NAME_INDICATORS, owner_of(row.indicator))]
    counts = [(each, sum(row.state == each for row in theirs)) for each in ProposalState]
    shown = [row for row in theirs if row.state == state][:MOST_PROPOSALS]
    questions = _questions([row.pk for row in shown])
    return ProposalPage([_row(row, questions.get(row.pk, ())) for row in shown], state, counts, indicator, name)


def _questions(numbers: Sequence[int]) -> dict[int, list[str]]:
    """Return the questions that proposals rest on, the newest first, each once; nothing of who asked them."""
    found: dict[int, list[str]] = {}
    evidence = SynonymProposal.evidence.through.objects.filter(synonymproposal_id__in=numbers).order_by("-asked_id")
    for number, question in evidence.values_list("synonymproposal_id", "asked__question"):
        known = found.setdefault(number, [])
        if question not in known and len(known) < MOST_QUESTIONS:
            known.append(question)
    return found


def _row(row: SynonymProposal, questions: Sequence[str]) -> ProposalRow:
    owner = owner_of(row.indicator)
    definition = catalogue().definitions.get(row.indicator)
    worse = (row.replay or {}).get("worse", ())
    return ProposalRow(
        number=row.pk,
        name=row.name,
        words=row.words,
        indicator=row.indicator,
        indicator_vi=definition.name_vi if definition else row.indicator,
        indicator_en=definition.name_en if definition else row.indicator,
        owner=gazetteer().place(owner).name_vi,
        seen=row.seen,
        state=row.state,
        questions=questions,
        replay=row.replay,
        worse=[WorseQuestion(e["question"], _named([e["truth"]]), _named(e["instead"])) for e in worse],
        may=decisions_on(ProposalState(row.state)),
        decided_at=row.decided_at,
        reason=row.reason,
    )


def _named(codes: Iterable[str]) -> str:
    known = catalogue().definitions
    return ", ".join(known[code].name_vi if code in known else code for code in codes)


@dataclass(frozen=True, slots=True)
class SynonymLine:
    """What to write into the column ``synonyms`` of an indicator of the pack. added: the names from use in it."""

    code: str
    name_vi: str
    synonyms: str
    added: tuple[str, ...]


def synonym_lines() -> list[SynonymLine]:
    """Return a line for each indicator with names that were accepted from use and that its pack does not hold."""
    accepted: dict[str, list[str]] = {}
    rows = SynonymProposal.objects.filter(state=ProposalState.accepted.value).order_by("indicator", "id")
    for code, name in rows.values_list("indicator", "name"):
        accepted.setdefault(code, []).append(name)
    known = catalogue().definitions
    lines = []
    for code, names in accepted.items():
        definition = known.get(code)
        own = definition.synonyms if definition else ()
        held = {fold(each) for each in (*own, definition.name_vi if definition else "")}
        added = tuple(name for name in dict.fromkeys(names) if fold(name) not in held)
        if added:
            lines.append(SynonymLine(code, definition.name_vi if definition else "", ";".join((*own, *added)), added))
    return lines
