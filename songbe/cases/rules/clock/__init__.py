"""The deadline clock: when work is due, reckoned to the minute and explained day by day. docs/rules/deadlines.md."""

from songbe.cases.rules.clock.deadline import Effect, Filed, Pause, Term, TermUnit, due, due_many
from songbe.cases.rules.clock.promises import (
    Delay,
    Lateness,
    NoNewDate,
    first_date_to_apologise_for,
    last_date_at_risk,
    lateness,
    proposed_date,
    why_no_new_date,
)
from songbe.cases.rules.clock.reckoning import Line, Reckoning, What, reckon

__all__ = [
    "Delay",
    "Effect",
    "Filed",
    "Lateness",
    "Line",
    "NoNewDate",
    "Pause",
    "Reckoning",
    "Term",
    "TermUnit",
    "What",
    "due",
    "due_many",
    "first_date_to_apologise_for",
    "last_date_at_risk",
    "lateness",
    "proposed_date",
    "reckon",
    "why_no_new_date",
]
