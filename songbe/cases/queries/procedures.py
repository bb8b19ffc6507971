"""Finding a procedure, and what its page says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz

from songbe.cases.declare import ProcedureLine
from songbe.cases.declare.procedures import PaperLine
from songbe.cases.queries.declared import current, papers, procedure, procedures_in_force, process_of
from songbe.cases.rules.blocks import Block, Consult, Handoff, Step, Wait, every
from songbe.kernel.vietnamese import fold, sort_key
from songbe.places.models import Agency, Sector

ENOUGH = 76
"""Below this a name is not what somebody meant, even misspelt. 0 to 100."""
BEHIND = 12
"""What fits this much worse than the best is left out."""
MOST = 40
KEPT = 32_768
"""Names kept as they are searched and ordered by: several times those of a national catalogue."""


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a name in two languages."""

    code: str
    name_vi: str
    name_en: str


NO_SECTOR = Named("", "chưa xếp lĩnh vực", "no sector given")
COMPETENT = Named("", "cơ quan có thẩm quyền theo danh mục quốc gia", "the competent authority of the national list")
"""Who handles a procedure that is described here and not filed here."""


@dataclass(frozen=True, slots=True)
class Found:
    """Procedures somebody may have meant, the best first."""

    text: str
    event: str
    procedures: tuple[ProcedureLine, ...]
    events: tuple[str, ...]
    everything: int


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    """All that is said of a procedure. handler: who handles it, None where an answer decides."""

    line: ProcedureLine
    sector: Named
    handler: Named | None
    papers: tuple[PaperLine, ...]
    optional_papers: tuple[PaperLine, ...]
    steps: tuple[Block, ...]
    parts: tuple[ProcedureLine, ...]
    filed_online: bool


def search(text: str, event: str, on: date) -> Found:
    """Return the procedures that fit a text (name, synonym, code, also misspelt or without diacritics) and an event of
    life; of those that fit alike, what is filed here before what is only described."""
    known = [line for line in procedures_in_force(on) if not line.internal]
    events = sorted({name for line in known for name in line.life_events}, key=sort_key)
    fitting = [line for line in known if not event or event in line.life_events]
    wanted = fold(text)
    if wanted:
        near = [_near(word, fitting) for word in wanted.split()]
        scored = [(score(wanted, near, line), line) for line in fitting]
        least = max(ENOUGH, max((points for points, _line in scored), default=0) - BEHIND)
        fitting = [line for points, line in sorted(scored, key=_best_first) if points >= least]
    else:
        fitting.sort(key=lambda line: (not line.essential, not line.takes_dossiers, _ordered(line.name_vi)))
    return Found(text, event, tuple(fitting[:MOST]), tuple(events), len(known))


def score(wanted: str, near: Sequence[Mapping[str, float]], line: ProcedureLine) -> float:
    """Return how well a folded text names a procedure, 0 to 100.

    near: for each word of the text, how like it each word of all names is. 100 if a name holds the text; else how well
    the best name has each word, misspelt ones too: the mean of their best.
    """
    names = _names(line)
    if any(wanted in name for name in names):
        return 100.0
    return max(sum(max(likeness[word] for word in name.split()) for likeness in near) / len(near) for name in names)


def _near(word: str, lines: Sequence[ProcedureLine]) -> Mapping[str, float]:
    known = {other for line in lines for name in _names(line) for other in name.split()}
    return {other: fuzz.ratio(word, other) for other in known}


def _names(line: ProcedureLine) -> tuple[str, ...]:
    said = (line.name_vi, line.name_en, line.code, *line.synonyms, *line.life_events)
    return tuple(name for name in dict.fromkeys(_folded(name) for name in said) if name)


def _best_first(scored: tuple[float, ProcedureLine]) -> tuple[float, bool, str]:
    points, line = scored
    return -points, not line.takes_dossiers, _ordered(line.name_vi)


@lru_cache(maxsize=50_000)
def _folded(text: str) -> str:
    return fold(text)


@lru_cache(maxsize=10_000)
def _ordered(text: str) -> str:
    return sort_key(text)


def procedure_page(code: str, on: date) -> ProcedurePage:
    """Return a procedure with what it needs and how it is worked on. Raises UnknownProcedure."""
    line = procedure(code, on)
    known = papers()
    sector = Sector.objects.filter(code=line.sector).first()
    blocks = every(process_of(current("process", line.process)).line) if line.takes_dossiers else ()
    return ProcedurePage(
        line=line,
        sector=NO_SECTOR if sector is None else Named(sector.code, sector.name_vi, sector.name_en),
        handler=_handler(line),
        papers=tuple(known[paper] for paper in line.papers),
        optional_papers=tuple(known[paper] for paper in line.optional_papers),
        steps=tuple(block for block in blocks if isinstance(block, Step | Consult | Wait | Handoff)),
        parts=tuple(procedure(part, on) for part in line.bundle),
        filed_online=line.takes_dossiers and line.online_level != "info" and not line.internal,
    )


def _handler(line: ProcedureLine) -> Named | None:
    if not line.handler:
        return COMPETENT
    agency = Agency.objects.filter(code=line.handler).first()
    return None if agency is None else Named(agency.code, agency.name_vi, agency.name_en)
