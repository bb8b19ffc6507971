"""What a dossier's state is after something was done to it, and what may be done in which state."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """How a dossier stands; the words that facts use."""

    registered = "registered"
    processing = "processing"
    supplement = "supplement"
    financial = "financial"
    stopped = "stopped"
    finished = "finished"
    returned = "returned"
    refused = "refused"
    withdrawn = "withdrawn"


class Verb(StrEnum):
    """What is done to a dossier."""

    receive = "receive"
    refuse = "refuse"
    ask_supplement = "ask_supplement"
    scan_paper = "scan_paper"
    supplement = "supplement"
    complete_step = "complete_step"
    send_back = "send_back"
    end_wait = "end_wait"
    draft_apology = "draft_apology"
    set_new_date = "set_new_date"
    assign = "assign"
    return_result = "return_result"
    attach_result = "attach_result"
    withdraw = "withdraw"
    rate = "rate"
    rate_answer = "rate_answer"
    reopen = "reopen"
    reckon = "reckon"
    split_off = "split_off"


OPEN = frozenset({State.registered, State.processing, State.supplement, State.financial, State.stopped})
"""States in which no result is fixed yet."""
PAUSED = frozenset({State.supplement, State.financial, State.stopped})
"""States in which the clock stands still."""
FINAL = frozenset({State.returned, State.refused, State.withdrawn})
DECIDED = frozenset({State.finished, State.refused, State.withdrawn})
"""States with which the promise is kept, or there is nothing to keep any more."""

ALLOWED: Mapping[Verb, frozenset[State]] = MappingProxyType(
    {
        Verb.receive: frozenset({State.registered}),
        Verb.refuse: frozenset({State.registered, State.processing}),
        Verb.ask_supplement: frozenset({State.registered, State.processing}),
        Verb.scan_paper: frozenset({State.registered}),
        Verb.supplement: frozenset({State.supplement}),
        Verb.complete_step: frozenset({State.processing, State.finished}),
        Verb.send_back: frozenset({State.processing}),
        Verb.end_wait: frozenset({State.financial, State.stopped}),
        Verb.draft_apology: frozenset({State.processing}),
        Verb.set_new_date: frozenset({State.processing}),
        Verb.assign: OPEN,
        Verb.reckon: OPEN,
        Verb.return_result: frozenset({State.finished}),
        Verb.attach_result: frozenset({State.finished, State.returned}),
        Verb.withdraw: OPEN,
        Verb.rate: frozenset({State.returned}),
        Verb.rate_answer: frozenset({State.finished}),
        Verb.reopen: frozenset({State.finished}),
        Verb.split_off: frozenset({State.processing}),
    }
)
"""Verb -> the states in which it may be done. One table."""


def may(verb: Verb, state: str) -> bool:
    """Whether something may be done to a dossier in a state."""
    return state in ALLOWED[verb]
