"""What a pack may say of the registers and counters whose changes reach the warehouse."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from songbe.packs.faults import Faults
from songbe.packs.reading import Declared, Table, Words, check_unique, read_table


class RegisterLine(Declared):
    """One register: a list of typed things with dated states, and the words its facts use."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$", alias="register")
    name_vi: str
    name_en: str
    sector: str = ""
    categories: Words = ()
    details: Words = ()
    states: Words = ()
    quantity: str = ""
    source: str = ""
    certainty: str = ""


class CounterLine(Declared):
    """One counter that some system keeps a day."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_.]*$", alias="counter")
    name_vi: str
    name_en: str
    sector: str = ""
    categories: Words = ()
    measure: str = ""
    source: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class DeclaredFacts:
    """The registers and counters of a pack."""

    registers: Table[RegisterLine]
    counters: Table[CounterLine]


def read_facts(folder: Path, faults: Faults) -> DeclaredFacts:
    """Read the registers and counters of a pack."""
    registers = read_table(folder / "registers.csv", RegisterLine, faults, required=False)
    counters = read_table(folder / "counters.csv", CounterLine, faults, required=False)
    check_unique(registers, lambda line: line.code, "register", faults)
    check_unique(counters, lambda line: line.code, "counter", faults)
    return DeclaredFacts(registers, counters)
