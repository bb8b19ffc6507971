"""How a dossier stands, for anybody who holds its code: nothing about a person."""

from dataclasses import dataclass
from datetime import datetime

from songbe.cases.models import Case, Token
from songbe.cases.queries.people import is_late
from songbe.places.models import Agency


@dataclass(frozen=True, slots=True)
class Tracked:
    """A dossier without whose it is. known: whether the code is one."""

    code: str
    known: bool
    case: Case | None = None
    handler_vi: str = ""
    handler_en: str = ""
    steps: tuple[Token, ...] = ()
    late: bool = False


def track(code: str, now: datetime) -> Tracked:
    """Return how the dossier of a code stands; an unknown code is said to be unknown,
    and so is a drill's."""
    case = Case.objects.filter(code=code, practice=False).first()
    if case is None:
        return Tracked(code, known=False)
    agency = Agency.objects.get(code=case.handler)
    steps = tuple(Token.objects.filter(case=case, closed_at=None).order_by("pk"))
    return Tracked(code, True, case, agency.name_vi, agency.name_en, steps, is_late(case, now))
