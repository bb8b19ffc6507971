"""How a value stands against its target."""

from datetime import date
from enum import StrEnum
from fractions import Fraction


class TargetStatus(StrEnum):
    """How a figure stands."""

    met = "met"
    on_track = "on-track"
    at_risk = "at-risk"
    missed = "missed"
    no_target = "no-target"


def target_status(
    *, value: Fraction | None, target: Fraction | None, direction: str, band: Fraction, period_last: date, as_of: date
) -> TargetStatus:
    """Return how a value stands against its target.

    direction: ``higher``, ``lower`` or ``neutral`` (no side is better: no status). band: how near still counts as at
    risk, as a share
    of the target. While the period runs, a value on the right side is on track, not met. docs/rules/targets.md has
    the table.
    """
    if value is None or target is None or direction == "neutral":
        return TargetStatus.no_target
    good = value >= target if direction == "higher" else value <= target
    if good:
        return TargetStatus.met if as_of >= period_last else TargetStatus.on_track
    gap = abs(target - value)
    return TargetStatus.at_risk if gap <= abs(target) * band else TargetStatus.missed


def change_is_worse(before: Fraction | None, after: Fraction | None, direction: str) -> bool:
    """Whether a value moved to its wrong side."""
    if before is None or after is None or direction == "neutral" or before == after:
        return False
    return (after < before) == (direction == "higher")
