"""What a pack may say of procedures: the tables of ``cases/``."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from songbe.cases.rules.clock import Effect, Term, TermUnit
from songbe.packs.reading import Declared, Maybe, Words
from songbe.places.declare import Certainty, Tier

Applicant = Literal["citizen", "enterprise", "organisation", "foreigner"]
OnlineLevel = Literal["full", "partial", "info"]

DESK = re.compile(r"[A-Z0-9-]*\{[a-z][a-z0-9_]*\}|[A-Z][A-Z0-9-]*")
"""An agency's code, or a pattern with the question whose answer completes it: ``UBX{unit}``."""


class RegimeLine(Declared):
    """A regime of law, in force from a day to another."""

    code: str
    name_vi: str
    name_en: str
    valid_from: date
    valid_to: Maybe[date] = None
    source: str = ""
    certainty: Certainty = ""


class PauseLine(Declared):
    """A reason for which the clock stands still, and what it then does. state: of the dossier meanwhile."""

    reason: str = Field(min_length=1)
    name_vi: str
    name_en: str
    effect: Effect
    state: Literal["supplement", "financial", "stopped"]
    source: str = ""
    certainty: Certainty = ""


class PaperLine(Declared):
    """A kind of paper that people hand in or get."""

    code: str = Field(min_length=1)
    name_vi: str
    name_en: str
    source: str = ""
    certainty: Certainty = ""


class ProcedureLine(Declared):
    """One administrative procedure, as it is in a range of days.

    handler, receiver: an agency's code, or a pattern such as ``UBX{unit}``; receiver empty: the handler's own desk.
    term_amount empty: no deadline. fee_vnd, charge_vnd: whole đồng. legal_basis, source and certainty say where it was
    read; certainty other than ``read`` is shown as not verified.
    """

    code: str = Field(pattern=r"^[A-Z0-9]+\.[0-9]{6}$")
    name_vi: str = Field(min_length=3)
    name_en: str = Field(min_length=3)
    sector: str
    tier: Tier
    handler: str
    receiver: str = ""
    term_amount: Annotated[Maybe[Fraction], BeforeValidator(lambda text: Fraction(text) if text else None)] = None
    term_unit: TermUnit = TermUnit.working_day
    fee_vnd: Decimal = Decimal(0)
    charge_vnd: Decimal = Decimal(0)
    fee_note_vi: str = ""
    online_level: OnlineLevel
    level_reason_vi: str = ""
    result_vi: str = ""
    result_en: str = ""
    process: str = ""
    form: str = ""
    papers: Words = ()
    optional_papers: Words = ()
    essential: bool = False
    internal: bool = False
    bundle: Words = ()
    audience: Words = ("citizen",)
    life_events: Words = ()
    synonyms: Words = ()
    regime: str
    legal_basis: str = ""
    source: str = ""
    certainty: Certainty = ""
    valid_from: date
    valid_to: Maybe[date] = None

    @property
    def term(self) -> Term | None:
        """How long it may take; None for no deadline."""
        if self.term_unit is TermUnit.same_day:
            return Term(Fraction(0), self.term_unit)
        return None if self.term_amount is None else Term(self.term_amount, self.term_unit)

    @property
    def takes_dossiers(self) -> bool:
        """Whether it can be filed here: it has a process to be worked on by."""
        return bool(self.process)


def questions_of(pattern: str) -> tuple[str, ...]:
    """Return the questions whose answers complete a pattern: ``UBX{unit}`` -> ``unit``."""
    return tuple(re.findall(r"\{([a-z][a-z0-9_]*)\}", pattern))
