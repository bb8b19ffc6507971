"""The tables of ``simulation/``: registers, counters and reported values, with exact numbers."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from songbe.demonstration.declare.assumed import Count, Tier
from songbe.packs.reading import Declared, Maybe


class SimulatedRegister(Declared):
    """Entries of a register of one kind in the whole province; exact numbers. agency: a code, or ``unit``."""

    code: str = Field(alias="register")
    category: str = ""
    detail: str = ""
    state: str = ""
    tier: Tier
    agency: str
    opening: Count = 0
    added_2022: Count = 0
    added_2023: Count = 0
    closed_2022: Count = 0
    closed_2023: Count = 0
    quantity_mean: Maybe[Decimal] = None
    amount_mean: Maybe[Decimal] = None
    note: str = ""


class SimulatedCounter(Declared):
    """A counter's sum over the year and the province. agency: a code, or ``unit``."""

    code: str = Field(alias="counter")
    category: str = ""
    tier: Tier
    agency: str
    total_2022: Count = 0
    total_2023: Count = 0
    note: str = ""


class SimulatedReport(Declared):
    """What reporting agencies would send for the province. spread: how far places differ, as a fraction."""

    indicator: str
    base_2022: Maybe[Decimal] = None
    base_2023: Maybe[Decimal] = None
    shape: Literal["flow", "level", "stock"]
    spread: Annotated[Decimal, Field(ge=0, le=1)] = Decimal(0)
    note: str = ""
