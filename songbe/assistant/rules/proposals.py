"""What becomes of a proposed synonym: its states, and the verbs that lead from one to another."""

from enum import StrEnum


class ProposalState(StrEnum):
    """Where a proposal stands."""

    proposed = "proposed"
    accepted = "accepted"
    declined = "declined"
    withdrawn = "withdrawn"


class Decision(StrEnum):
    """What the owner of an indicator may do with a proposal."""

    accept = "accept"
    decline = "decline"
    withdraw = "withdraw"


MOVES: dict[Decision, tuple[frozenset[ProposalState], ProposalState]] = {
    Decision.accept: (
        frozenset({ProposalState.proposed, ProposalState.declined, ProposalState.withdrawn}),
        ProposalState.accepted,
    ),
    Decision.decline: (frozenset({ProposalState.proposed}), ProposalState.declined),
    Decision.withdraw: (frozenset({ProposalState.accepted}), ProposalState.withdrawn),
}
"""Decision -> of what it may be taken, and what it makes of it. What was declined may be accepted later."""


def decisions_on(state: ProposalState) -> tuple[Decision, ...]:
    """Return what may be decided of a proposal."""
    return tuple(decision for decision, (before, _after) in MOVES.items() if state in before)
