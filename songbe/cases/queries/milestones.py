"""How fast the alert of a case was answered, from the moments of its steps."""

from songbe.cases.declare.playbooks import PlaybookSheet
from songbe.cases.models import Case, Token
from songbe.cases.rules.playbooks import Done, Reached, reached


def milestones_of(case: Case, playbook: PlaybookSheet) -> tuple[Reached, ...]:
    """Return what was reached of a case so far; drills too."""
    rows = Token.objects.filter(
        case=case, key__in=[playbook.acknowledge, playbook.dispatch], closed_at__isnull=False
    ).values_list("key", "closed_at", "due_at", "outcome")
    return reached(
        opened=case.filed_at,
        steps=[Done(key, at, due, outcome) for key, at, due, outcome in rows if at is not None],
        acknowledge=playbook.acknowledge,
        dispatch=playbook.dispatch,
        finished=case.finished_at,
        due=case.first_due_at,
    )
