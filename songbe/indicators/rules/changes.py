"""Why a figure changed: the difference of two states, split so that the parts sum to it exactly.

The parts are taken in a fixed order, each as the step from one value to the next, so their sum is the difference by
construction
also for shares and percentiles, where parts cannot be told apart otherwise. docs/rules/changes.md has worked examples.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Reason(StrEnum):
    """Why a figure differs from what it was, in the order in which the steps are taken."""

    new_records = "new-records"
    late_reports = "late-reports"
    corrections = "corrections"
    definition = "definition"
    boundaries = "boundaries"


@dataclass(frozen=True, slots=True)
class Part:
    """What one reason contributes, in the indicator's unit."""

    reason: Reason
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Change:
    """A difference and its parts; ``sum(part.amount) == after - before``, where a missing value counts as 0."""

    before: Fraction | None
    after: Fraction | None
    parts: tuple[Part, ...]

    @property
    def difference(self) -> Fraction:
        """After minus before."""
        return (self.after or Fraction(0)) - (self.before or Fraction(0))


def split(before: Fraction | None, steps: Sequence[tuple[Reason, Fraction | None]]) -> Change:
    """Return the change that leads from a value through the values after each step."""
    parts, at = [], before
    for reason, value in steps:
        parts.append(Part(reason, (value or Fraction(0)) - (at or Fraction(0))))
        at = value
    return Change(before, at, tuple(parts))
