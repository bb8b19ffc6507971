"""What other programs may ask, one function a tool: each reads what screens read, and gives plain values for JSON."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import Field

from songbe.assistant.queries.asking import Answer, answer_query, ask
from songbe.assistant.queries.sent import (
    MOST_CODES,
    Code,
    Day,
    Language,
    Order,
    Sent,
    SentGroup,
    SentQuery,
    Words,
    query_from,
)
from songbe.assistant.queries.written import answer_document, query_document, reading_document
from songbe.assistant.rules.query import Operation, Query
from songbe.assistant.rules.result import Line
from songbe.cases.declare import ProcedureLine
from songbe.cases.queries.declared import UnknownProcedure
from songbe.cases.queries.procedures import ProcedurePage, procedure_page
from songbe.cases.queries.procedures import search as procedures_named
from songbe.indicators.queries import catalogue
from songbe.indicators.queries.catalogue import search
from songbe.indicators.rules.definitions import Definition
from songbe.places.policy import Actor, Right
from songbe.places.queries import gazetteer

Document = dict[str, Any]
MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, on which day, and the language of the sentences (``vi``, ``en``, ``zh``, ``ja`` or ``ko``)."""

    actor: Actor
    today: date
    language: str = "vi"

    def require_figures(self) -> None:
        """Raise OutOfReach for who may not read figures."""
        self.actor.require(Right.READ_FIGURES, gazetteer().province.code)


# --- the catalogue ----------------------------------------------------------------------------------------------------
class ListIndicators(Sent):
    """Which indicators."""

    sector: Code = Field(default="", description="code of a sector; empty for all")
    text: Words = Field(default="", description="words that the names hold, with or without diacritics")
    limit: int = Field(default=20, ge=1, le=MOST_LISTED, description="how many at most")


def list_indicators(asked: ListIndicators, by: Asker) -> Document:
    """Return the indicators that fit, the best first, and how many there are."""
    by.require_figures()
    known = catalogue().definitions.values()
    if asked.text.strip():
        found = [hit.definition for hit in search(asked.text, limit=400)]
    else:
        found = [each for each in known if not each.family]
    fitting = [each for each in found if asked.sector in ("", each.sector)]
    return {"total": len(fitting), "indicators": [_entry(each) for each in fitting[: asked.limit]]}


def _entry(definition: Definition) -> Document:
    named = ("code", "name_vi", "name_en", "sector", "unit", "direction", "frequency", "source", "certainty")
    return {name: getattr(definition, name) for name in named} | {
        "kind": definition.kind.value,
        "tiers": list(definition.tiers),
        "aliases": list(definition.aliases),
    }


class DescribeIndicator(Sent):
    """Which indicator."""

    indicator: Code = Field(description="code or alias of an indicator")


def describe_indicator(asked: DescribeIndicator, by: Asker) -> Document:
    """Return the definition of an indicator. Raises UnknownIndicator."""
    by.require_figures()
    known = catalogue()
    definition = known.definition(asked.indicator)
    unit = known.unit(definition)
    said = answer_query(
        Query(Operation.definition, (definition.code,)), now=by.today, actor=by.actor, language=by.language
    )
    return {
        **_entry(definition),
        "text": said.text,
        "definition_vi": definition.definition_vi,
        "unit_name": unit.name(by.language),
        "decimals": definition.decimals,
        "measure": definition.measure.value,
        "owner": definition.owner,
        "synonyms": list(definition.synonyms),
        "version": known.versions[definition.code],
    }


# --- figures ----------------------------------------------------------------------------------------------------------
class AskQuestion(Sent):
    """A question in everyday words. before: the typed query of the question before it."""

    question: Words = Field(min_length=1, description="the question, in Vietnamese or English")
    now: Day | None = Field(default=None, description="the day it is asked, YYYY-MM-DD; empty for today")
    language: Language | None = Field(default=None, description="the language of the answer")
    before: SentQuery | None = Field(default=None, description="the query of the answer that this follows")


class Resolve(Sent):
    """A question to be understood."""

    question: Words = Field(min_length=1, description="the question, in Vietnamese or English")
    now: Day | None = Field(default=None, description="the day it is asked, YYYY-MM-DD; empty for today")


def ask_question(asked: AskQuestion, by: Asker) -> Document:
    """Return the answer to a question; what cannot be answered is refused in it, with the reason."""
    by.require_figures()
    language = asked.language or by.language
    before = query_from(asked.before) if asked.before else None
    said = ask(asked.question, now=asked.now or by.today, actor=by.actor, language=language, before=before)
    return full_document(said)


def resolve(asked: Resolve, by: Asker) -> Document:
    """Return how a question is understood, with other readings, and no figure."""
    by.require_figures()
    said = ask(asked.question, now=asked.now or by.today, actor=by.actor, language=by.language)
    queries = () if said.query.operation is Operation.refuse else (said.query, *said.others)
    return {
        "query": query_document(said.query),
        "readings": [reading_document(query) | {"query": query_document(query)} for query in queries],
        "heard": [{"as": kind, "words": words} for kind, words in said.took],
        "refused": said.refused,
        "reason": said.refusal.value if said.refusal else None,
    }


class AskFigure(Sent):
    """One figure."""

    indicator: Code = Field(description="code or alias of an indicator")
    place: Code = Field(default="", description="code of a unit or agency; empty for the province")
    period: Code = Field(default="", description="2023, 2023-H1, 2023-Q3, 2023-09, ...; empty for the newest year")


class AskRank(Sent):
    """The places of a group in order."""

    indicator: Code = Field(description="code or alias of an indicator")
    group: SentGroup = Field(description="which places: *district, *commune, *department or * for all")
    period: Code = Field(default="", description="2023, 2023-H1, 2023-Q3, 2023-09, ...; empty for the newest year")
    order: Order = Field(default="desc", description="desc: the highest first; asc: the lowest first")
    n: int = Field(default=0, ge=0, le=MOST_LISTED, description="how many places; 0 for all")


class AskComparison(Sent):
    """Places side by side, or one against another period."""

    indicator: Code = Field(description="code or alias of an indicator")
    places: tuple[Code, ...] = Field(default=(), max_length=MOST_CODES, description="codes; empty for the province")
    period: Code = Field(default="", description="2023, 2023-H1, 2023-Q3, 2023-09, ...; empty for the newest year")
    versus: Code = Field(default="", description="the period it is compared with; needs a period")


def answer_to(sent: SentQuery, by: Asker) -> Document:
    """Return the answer to a typed query. Raises NotReadable, UnknownIndicator, UnknownPlace, InvalidPeriod."""
    by.require_figures()
    query = query_from(sent)
    if query.operation is Operation.procedure and query.procedure:
        public_page(query.procedure, by.today)
    return full_document(answer_query(query, now=by.today, actor=by.actor, language=by.language))


def _sent(operation: Operation, asked: AskFigure | AskRank | AskComparison) -> SentQuery:
    return SentQuery(
        operation=operation, indicators=(asked.indicator,), periods=(asked.period,) if asked.period else ()
    )


def query(asked: AskFigure, by: Asker) -> Document:
    """Return one figure."""
    return answer_to(_at(Operation.value, asked), by)


def target_status(asked: AskFigure, by: Asker) -> Document:
    """Return how far a figure is from its target."""
    return answer_to(_at(Operation.target_gap, asked), by)


def _at(operation: Operation, asked: AskFigure) -> SentQuery:
    sent = _sent(operation, asked)
    return sent.model_copy(update={"places": (asked.place,)}) if asked.place else sent


def rank(asked: AskRank, by: Asker) -> Document:
    """Return the places of a group in the order of their figures."""
    said = {"group": asked.group, "order": asked.order, "n": asked.n}
    return answer_to(_sent(Operation.rank, asked).model_copy(update=said), by)


def compare(asked: AskComparison, by: Asker) -> Document:
    """Return places side by side, or against another period."""
    said = {"places": asked.places, "versus": asked.versus or None}
    return answer_to(_sent(Operation.compare, asked).model_copy(update=said), by)


def full_document(answer: Answer) -> Document:
    """Return an answer with each figure of it, in the answer's order, each with its source and as-of."""
    result = None if answer.refused else answer.result
    lines, before = (result.lines, result.before) if result else ((), ())
    return answer_document(answer) | {
        "lines": [_line(line) for line in lines],
        "before": [_line(line) for line in before],
    }


def _line(line: Line) -> Document:
    return {
        "indicator": line.indicator,
        "place": line.place,
        "period": line.period.code,
        "value": _number(line.value),
        "qualifier": line.qualifier or None,
        "unit": line.unit,
        "label": line.label or None,
        "position": line.position or None,
        "target": _number(line.target),
        "target_status": line.target_status or None,
        "publication_status": line.status or None,
        "simulated": line.simulated,
        "source": line.source,
        "as_of": line.as_of or None,
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


# --- procedures -------------------------------------------------------------------------------------------------------
class ListProcedures(Sent):
    """Which procedures."""

    text: Words = Field(default="", description="words of the name, also misspelt or without diacritics; empty for all")
    limit: int = Field(default=20, ge=1, le=40, description="how many at most")


class GetProcedure(Sent):
    """Which procedure."""

    code: Code = Field(description="code of a procedure, as list_procedures gives it")


def list_procedures(asked: ListProcedures, by: Asker) -> Document:
    """Return the procedures that fit, the best first; they are public."""
    found = procedures_named(asked.text, "", by.today).procedures
    return {"total": len(found), "procedures": [_procedure(line) for line in found[: asked.limit]]}


def get_procedure(asked: GetProcedure, by: Asker) -> Document:
    """Return what a procedure needs, costs and takes. Raises UnknownProcedure, also for one that is internal."""
    page = public_page(asked.code, by.today)
    wanted = Query(Operation.procedure, procedure=page.line.code)
    said = answer_query(wanted, now=by.today, actor=by.actor, language=by.language)
    citation = answer_document(replace(said, result=None))["citation"]
    return {
        **_procedure(page.line),
        "text": said.text,
        "fee_vnd": int(page.line.fee_vnd + page.line.charge_vnd),
        "papers": [paper.name_vi for paper in page.papers],
        "optional_papers": [paper.name_vi for paper in page.optional_papers],
        "handled_by": page.handler.name_vi if page.handler else None,
        "filed_online": page.filed_online,
        "legal_basis": page.line.legal_basis or None,
        "citation": citation,
    }


def public_page(code: str, on: date) -> ProcedurePage:
    """Return the page of a procedure that is not internal. Raises UnknownProcedure."""
    page = procedure_page(code, on)
    if page.line.internal:
        raise UnknownProcedure(code=code)
    return page


def _procedure(line: ProcedureLine) -> Document:
    return {
        "code": line.code,
        "name_vi": line.name_vi,
        "name_en": line.name_en,
        "sector": line.sector,
        "tier": line.tier,
        "online_level": line.online_level,
        "takes_dossiers": line.takes_dossiers,
        "source": line.source,
        "certainty": line.certainty,
        "valid_from": line.valid_from.isoformat(),
    }
