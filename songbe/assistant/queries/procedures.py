"""What a procedure needs, costs and takes: only what the catalogue says, with the day it was true."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from songbe.assistant.rules.guard import numbers_in, strays
from songbe.assistant.rules.query import Aspect, Query, Refusal
from songbe.assistant.rules.wording.names import Named, Names, day_label, number
from songbe.assistant.rules.wording.speech import Speech
from songbe.cases.queries.procedures import ProcedurePage, procedure_page
from songbe.cases.rules.clock import TermUnit
from songbe.kernel.errors import NotFound

_OF_OVERVIEW = (Aspect.documents, Aspect.fee, Aspect.term, Aspect.where, Aspect.online)


@dataclass(frozen=True, slots=True)
class ProcedureAnswer:
    """What is said of a procedure. numbers: those of the catalogue that the text states; address: its page."""

    query: Query
    text: str
    refusal: Refusal | None
    numbers: tuple[Decimal, ...]
    name: str = ""
    source: str = ""
    on: str = ""


def told_of_procedure(query: Query, *, now: date, language: str) -> ProcedureAnswer:
    """Return the answer to a question about a procedure; refused if there is none in force on the day."""
    speech = Speech(language, Names({}, {}, {}, ""), now)
    if query.aspect is Aspect.track and not query.procedure:
        return ProcedureAnswer(query, speech.phrase("track"), None, ())
    try:
        page = procedure_page(query.procedure, now)
    except NotFound:
        return ProcedureAnswer(query, speech.phrase("no_procedure"), Refusal.no_procedure, ())
    line = page.line
    wanted = _OF_OVERVIEW if query.aspect is Aspect.overview else (query.aspect,)
    facts = " ".join(_fact(aspect, page, speech) for aspect in wanted)
    name = Named(line.name_vi, line.name_en).say(language)
    text = speech.phrase("procedure", name=name, facts=facts)
    text += speech.phrase("dated", day=day_label(line.valid_from, language))
    if line.certainty not in ("read", ""):
        text += speech.phrase("unverified")
    stray = strays(text, _numbers(page), (name, line.legal_basis, line.valid_from.isoformat(), *_words(page, language)))
    if stray:
        raise AssertionError(f"numbers from nowhere in the answer about {line.code}: {', '.join(stray)}")
    return ProcedureAnswer(
        query, text, None, tuple(numbers_in(text)), name, line.source or line.legal_basis, line.valid_from.isoformat()
    )


def _fact(aspect: Aspect, page: ProcedurePage, speech: Speech) -> str:
    line, language = page.line, speech.language
    match aspect:
        case Aspect.documents:
            papers = "; ".join(Named(paper.name_vi, paper.name_en).say(language) for paper in page.papers)
            return speech.phrase("papers", papers=papers) if papers else speech.phrase("papers_none")
        case Aspect.fee:
            return _fee(page, speech)
        case Aspect.term:
            return _term(page, speech)
        case Aspect.where:
            where = page.handler or page.sector
            return speech.phrase("where", where=Named(where.name_vi, where.name_en).say(language))
        case Aspect.online:
            return speech.phrase("online", online=speech.phrase(f"online_{_level(line.online_level)}"))
        case Aspect.steps if page.steps:
            steps = "; ".join(Named(block.name_vi, block.name_en).say(language) for block in page.steps)
            return speech.phrase("steps", steps=steps)
        case _:
            return _other_fact(aspect, page, speech)


def _other_fact(aspect: Aspect, page: ProcedurePage, speech: Speech) -> str:
    line, language = page.line, speech.language
    match aspect:
        case Aspect.steps:
            return _fact(Aspect.where, page, speech)
        case Aspect.legal:
            return speech.phrase("legal", legal=line.legal_basis or line.source or "—")
        case Aspect.result:
            return speech.phrase("result", result=Named(line.result_vi, line.result_en).say(language) or "—")
        case _:
            return speech.phrase("track")


def _level(level: str) -> str:
    return level if level in ("full", "partial") else "info"


def _fee(page: ProcedurePage, speech: Speech) -> str:
    line = page.line
    whole = line.fee_vnd + line.charge_vnd
    if whole:
        amount = f"{number(whole, 0, speech.language)} ₫"
        note = f" ({line.fee_note_vi})" if line.fee_note_vi and speech.language == "vi" else ""
        return speech.phrase("fee", fee=amount + note)
    if line.fee_note_vi and speech.language == "vi":
        return speech.phrase("fee", fee=line.fee_note_vi)
    return speech.phrase("fee_none") if line.takes_dossiers else speech.phrase("fee_unknown")


def _term(page: ProcedurePage, speech: Speech) -> str:
    term = page.line.term
    if term is None:
        return speech.phrase("term_unknown")
    kind = "calendar_days" if term.unit is TermUnit.calendar_day else "working_days"
    amount = Fraction(term.amount)
    days = Decimal(amount.numerator) / Decimal(amount.denominator)
    digits = max(0, -int(days.normalize().as_tuple().exponent))
    return speech.phrase("term", term=speech.phrase(kind, days=number(days, digits, speech.language)))


def _numbers(page: ProcedurePage) -> list[Decimal]:
    line = page.line
    term = line.term
    amount = Fraction(term.amount) if term else Fraction(0)
    return [line.fee_vnd + line.charge_vnd, Decimal(amount.numerator) / Decimal(amount.denominator)]


def _words(page: ProcedurePage, language: str) -> list[str]:
    line = page.line
    named = [*page.papers, *page.steps, *([page.handler] if page.handler else []), page.sector]
    return [
        line.fee_note_vi,
        line.source,
        line.result_vi,
        line.result_en,
        *(Named(n.name_vi, n.name_en).say(language) for n in named),
    ]
