"""How fast the alert of a case was answered, from the moments of its steps."""

from songbe.cases.declare.playbooks import PlaybookSheet
from songbe.cases.models import Case
from songbe.cases.rules.playbooks import Done, Reached, reached


def milestones_of(case: Case, playbook: PlaybookSheet) -> tuple[Reached, ...]:
    """Return what was reached of a case so far; drills too. Its steps are read at once, or were before."""
    return reached(
        opened=case.filed_at,
        steps=[
            Done(token.key, token.closed_at, token.due_at, token.outcome)
            for token in case.tokens.all()
            if token.closed_at is not None
        ],
        acknowledge=playbook.acknowledge,
        dispatch=playbook.dispatch,
        finished=case.finished_at,
        due=case.first_due_at,
    )
