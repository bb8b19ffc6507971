"""Components: the sums that figures are made of.

Different indicators share them (the dossiers finished in a month are the denominator of a dozen shares), so cells are
stored by component. A component's digest is its identity: a changed definition asks for another component, never for
other contents.
"""

from dataclasses import dataclass
from enum import StrEnum

from songbe.kernel.digests import canonical_json, sha256_hex
from songbe.warehouse.facts import clock_column
from songbe.warehouse.rules.conditions import Condition


class Form(StrEnum):
    """How records become cells: counted in the month of a clock, or standing at the end of the month."""

    flow = "flow"
    stock = "stock"


@dataclass(frozen=True, slots=True)
class Component:
    """One sum over the facts of a kind, kept by agency, unit and month.

    clock, leave: columns of the fact; leave only for a stock. value: a column to add up, or none to count.
    buckets: whether values are counted one by one, for percentiles.
    """

    fact: str
    form: Form
    clock: str
    condition: Condition
    leave: str = ""
    value: str = ""
    buckets: bool = False

    @property
    def digest(self) -> str:
        """Sixteen hex digits that name this sum and no other."""
        parts = [self.fact, self.form.value, self.clock, self.leave, self.value, self.buckets, self.condition.sql]
        return sha256_hex(canonical_json(parts))[:16]

    @property
    def record_condition(self) -> str:
        """What a record must fulfil, apart from time, to be counted; DuckDB's SQL."""
        parts = [self.condition.sql]
        if self.value:
            parts.append(f"{self.value} IS NOT NULL")
        return " AND ".join(part for part in parts if part != "TRUE") or "TRUE"


def flow(fact: str, clock: str, condition: Condition, *, value: str = "", buckets: bool = False) -> Component:
    """Return the component that counts (or adds up ``value``) by a clock's name."""
    return Component(fact, Form.flow, clock_column(fact, clock), condition, value=value, buckets=buckets)


def stock(fact: str, clock: str, leave: str, condition: Condition, *, value: str = "") -> Component:
    """Return the component that stands from ``clock`` until ``leave``."""
    return Component(fact, Form.stock, clock_column(fact, clock), condition, clock_column(fact, leave), value)


def period_condition(component: Component, start: str, end: str) -> str:
    """Return SQL for the records a component counts in the half-open days ``[start, end)`` (ISO dates)."""
    clock = component.clock
    if component.form is Form.flow:
        return f"{clock} >= DATE '{start}' AND {clock} < DATE '{end}'"
    leave = component.leave
    return f"{clock} < DATE '{end}' AND ({leave} IS NULL OR ({leave} > {clock} AND {leave} >= DATE '{end}'))"
