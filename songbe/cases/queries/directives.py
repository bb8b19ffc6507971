"""Directives that concern an indicator, and what came of them."""

from dataclasses import dataclass

from songbe.cases.models import Case, Token
from songbe.places.models import Agency

MOST = 5


@dataclass(frozen=True, slots=True)
class Directed:
    """A directive, to whom, and the answer once it is signed."""

    case: Case
    agency_vi: str
    agency_en: str
    text: str
    answer: str


def directives_about(indicator: str) -> tuple[Directed, ...]:
    """Return the newest directives about an indicator, by its code."""
    cases = list(
        Case.objects.filter(kind="directive", answers__indicator=indicator).order_by("-filed_at", "-pk")[:MOST]
    )
    agencies = {agency.code: agency for agency in Agency.objects.filter(code__in=[case.handler for case in cases])}
    notes = Token.objects.filter(case__in=cases, closed_at__isnull=False).exclude(note="").order_by("closed_at")
    answers = {token.case_id: token.note for token in notes}
    return tuple(
        Directed(
            case,
            agencies[case.handler].name_vi,
            agencies[case.handler].name_en,
            str(case.answers.get("order_text", "")),
            answers.get(case.pk, ""),
        )
        for case in cases
    )
