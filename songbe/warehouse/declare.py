"""What a pack may say of the registers and counters whose changes reach the warehouse."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from songbe.packs.faults import Faults
from songbe.packs.reading import Declared, Table, Words, check_known, check_unique, read_table
from songbe.warehouse.facts import FACTS, Type

WORDED = frozenset(name for columns in FACTS.values() for name, column in columns.items() if column.type is Type.word)
"""Columns of facts that hold words."""


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


class WordLine(Declared):
    """What people read instead of a word that facts hold. column: of a fact."""

    column: str
    word: str
    name_vi: str = Field(min_length=1)
    name_en: str = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class DeclaredFacts:
    """The registers and counters of a pack, and the names of the words their facts hold."""

    registers: Table[RegisterLine]
    counters: Table[CounterLine]
    words: Table[WordLine]


def read_facts(folder: Path, faults: Faults) -> DeclaredFacts:
    """Read the registers and counters of a pack."""
    registers = read_table(folder / "registers.csv", RegisterLine, faults, required=False)
    counters = read_table(folder / "counters.csv", CounterLine, faults, required=False)
    check_unique(registers, lambda line: line.code, "register", faults)
    check_unique(counters, lambda line: line.code, "counter", faults)
    words = read_table(folder / "words.csv", WordLine, faults, required=False)
    check_unique(words, lambda line: f"{line.column} {line.word}", "word", faults)
    check_known(words, lambda line: [line.column], WORDED, "column", "the columns of facts (docs/packs.md)", faults)
    return DeclaredFacts(registers, counters, words)
