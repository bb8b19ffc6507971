"""How fast an alert was answered: time to acknowledge, to dispatch, to close. docs/rules/playbooks.md"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

NOT_DONE = frozenset({"not_needed", "sent_back"})
"""Outcomes of a step that was closed without being done."""


class Milestone(StrEnum):
    """What is measured of every answer to an alert; the words that facts use."""

    acknowledged = "acknowledged"
    dispatched = "dispatched"
    closed = "closed"


IN_TIME = MappingProxyType({True: "in_time", False: "late"})
"""Whether a clock was kept -> the word that facts use."""


@dataclass(frozen=True, slots=True)
class Done:
    """A step that somebody closed. Moments are aware."""

    key: str
    at: datetime
    due: datetime | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Reached:
    """A milestone, how many minutes after the opening it was reached, and whether its own clock was kept."""

    what: Milestone
    at: datetime
    minutes: Decimal
    in_time: bool


def reached(
    *,
    opened: datetime,
    steps: Sequence[Done],
    acknowledge: str,
    dispatch: str,
    finished: datetime | None,
    due: datetime | None,
) -> tuple[Reached, ...]:
    """Return the milestones that were reached, in their order.

    A step counts from when it was first done; that it was done again later changes nothing. acknowledge, dispatch: keys
    of those steps. due: when the whole is to be closed. Times run day and night, from the opening.
    """
    found = []
    for what, key in ((Milestone.acknowledged, acknowledge), (Milestone.dispatched, dispatch)):
        done = [step for step in steps if step.key == key and step.outcome not in NOT_DONE]
        if done:
            first = min(done, key=lambda step: step.at)
            found.append(_reached(what, opened, first.at, first.due))
    if finished is not None:
        found.append(_reached(Milestone.closed, opened, finished, due))
    return tuple(found)


def _reached(what: Milestone, opened: datetime, at: datetime, due: datetime | None) -> Reached:
    seconds = max(0, round((at - opened).total_seconds()))
    return Reached(what, at, (Decimal(seconds) / 60).quantize(Decimal("0.001")), due is None or at <= due)


def crosses(value: Decimal | None, *, above: Decimal | None, below: Decimal | None) -> bool:
    """Whether a figure is beyond a limit; the limit itself is not yet beyond, and no figure is none."""
    if value is None:
        return False
    return (above is not None and value > above) or (below is not None and value < below)
