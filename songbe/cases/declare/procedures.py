"""What a pack may say of procedures: the tables of ``cases/``."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from songbe.cases.declare.playbooks import PlaybookSheet
from songbe.cases.rules.clock import Effect, Term, TermUnit
from songbe.packs.reading import Declared, Maybe, Words
from songbe.places.declare import Certainty, Tier

Applicant = Literal["citizen", "enterprise", "organisation", "foreigner"]
OnlineLevel = Literal["full", "partial", "info"]

DESK = re.compile(r"[A-Z0-9-]*\{[a-z][a-z0-9_]*\}|[A-Z][A-Z0-9-]*")
"""An agency's code, or a pattern with the question whose answer completes it: ``UBX{unit}``."""


def _fraction(text: object) -> Fraction | None:
    return Fraction(str(text)) if text not in ("", None) else None


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


class WorkLine(Declared):
    """What procedures and other types of cases have in common.

    handler, receiver: an agency's code, or a pattern such as ``UBX{unit}``; receiver empty: the handler's own desk.
    term_amount empty: no deadline. legal_basis, source and certainty say where it was read; certainty other than
    ``read`` is shown as not verified.
    """

    code: str
    name_vi: str = Field(min_length=3)
    name_en: str = Field(min_length=3)
    sector: str
    tier: Tier
    handler: str
    receiver: str = ""
    term_amount: Annotated[Maybe[Fraction], BeforeValidator(_fraction)] = None
    term_unit: TermUnit = TermUnit.working_day
    process: str = ""
    form: str = ""
    internal: bool = False
    regime: str = ""
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


class SecretMarkLine(Declared):
    """A mark of state secrets, which are refused at intake. spellings: without diacritics, in names of files."""

    mark: str = Field(min_length=2)
    spellings: Words = ()
    source: str = ""
    certainty: Certainty = ""


class CategoryLine(Declared):
    """What citizens report: who answers, and in how many hours by the clock, day and night.

    agencies: codes, or patterns that the place completes: ``UBX{unit}``, ``UB{district}``.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name_vi: str
    name_en: str
    agencies: Words = Field(min_length=1)
    term_hours: int = Field(ge=1)
    synonyms: Words = ()
    source: str = ""
    certainty: Certainty = ""


class ProcedureLine(WorkLine):
    """One administrative procedure, as it is in a range of days. fee_vnd, charge_vnd: whole đồng.

    result_paper: the kind of paper its result is where it is handed in for something else; empty for none.
    """

    code: str = Field(pattern=r"^[A-Z0-9]+\.[0-9]{6}$")
    regime: str
    fee_vnd: Decimal = Decimal(0)
    charge_vnd: Decimal = Decimal(0)
    fee_note_vi: str = ""
    online_level: OnlineLevel
    level_reason_vi: str = ""
    result_vi: str = ""
    result_en: str = ""
    papers: Words = ()
    optional_papers: Words = ()
    result_paper: str = ""
    essential: bool = False
    bundle: Words = ()
    audience: Words = ("citizen",)
    life_events: Words = ()
    synonyms: Words = ()


class StateWord(Declared):
    """What an entry of a register is called while the conditions hold. when: empty for always."""

    when: dict[str, Any] = Field(default_factory=dict)
    word: str


class RegisterSheet(Declared):
    """The register a case is an entry of. category, detail: a word, or ``{key}`` of an answer or an outcome.

    categories, details, states: the first whose conditions hold; they look at answers, outcomes, ``handler_kind``,
    ``state``, ``finished`` and ``late``.
    """

    register_: str = Field(alias="register")
    category: str = ""
    categories: tuple[StateWord, ...] = ()
    detail: str = ""
    details: tuple[StateWord, ...] = ()
    states: tuple[StateWord, ...] = ()


class TypeSheet(WorkLine):
    """A type of cases beside procedures: a report, an incident, a directive. ``cases/types/*.yaml``

    prefix: of its codes. opened_by: roles that may open one, and ``public`` for anybody. fact: ``report``, or the
    register that cases are entries of. practice_when: its cases are practice when the form answers so, and their clocks
    run practice_speed times faster. playbook: of a type that answers alerts; it has its own clock and no term.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    prefix: str = Field(pattern=r"^[A-Z]{2,6}$")
    process: str
    form: str
    opened_by: tuple[str, ...] = Field(min_length=1)
    asks_applicant: bool = False
    audience: tuple[str, ...] = ("citizen",)
    fact: Literal["report", "register", "none"] = "none"
    entry: RegisterSheet | None = None
    practice_when: dict[str, Any] = Field(default_factory=dict)
    practice_speed: int = Field(1, ge=1, le=1000)
    playbook: PlaybookSheet | None = None

    @model_validator(mode="after")
    def _has_one_clock(self) -> "TypeSheet":
        if self.playbook is not None and self.term is not None:
            raise ValueError("a type with a playbook has no term: close says when it is to be over")
        return self

    @model_validator(mode="after")
    def _says_its_register(self) -> "TypeSheet":
        if (self.fact == "register") != (self.entry is not None):
            raise ValueError("a type says its entry if, and only if, its fact is register")
        return self


def questions_of(pattern: str) -> tuple[str, ...]:
    """Return the questions whose answers complete a pattern: ``UBX{unit}`` -> ``unit``."""
    return tuple(re.findall(r"\{([a-z][a-z0-9_]*)\}", pattern))
