"""What a file can be imported as: the fields of a row, what makes it good, and what becomes of it.

A target is declared where packages are joined (``songbe/config/intake_targets``); intake knows no fact and no
indicator.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import duckdb

from songbe.kernel.errors import NotFound
from songbe.places.policy import Actor, Right


class Type(StrEnum):
    """What a cell of a field holds."""

    text = "text"
    word = "word"  # one of the field's words
    flag = "flag"
    whole = "whole"
    amount = "amount"
    money = "money"  # whole đồng
    day = "day"
    moment = "moment"  # local wall time
    unit = "unit"
    agency = "agency"
    place = "place"  # a unit or an agency
    period = "period"

    @property
    def sql(self) -> str:
        """The type in DuckDB."""
        return _SQL.get(self, "VARCHAR")

    @property
    def is_number(self) -> bool:
        """Whether cells are read as numbers."""
        return self in (Type.whole, Type.amount, Type.money)

    @property
    def is_time(self) -> bool:
        """Whether cells are read as days or moments."""
        return self in (Type.day, Type.moment)

    @property
    def is_looked_up(self) -> bool:
        """Whether a cell must be one of a known list; few values differ, so each is looked up once."""
        return self in (Type.word, Type.flag, Type.unit, Type.agency, Type.place, Type.period)


_SQL = {
    Type.flag: "BOOLEAN",
    Type.whole: "INTEGER",
    Type.amount: "DECIMAL(30,6)",
    Type.money: "DECIMAL(30,6)",
    Type.day: "DATE",
    Type.moment: "TIMESTAMP",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word a field may say. spellings: how people write it; letter case and diacritics do not count."""

    code: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """Bounds of a field, both inside. None: no bound.

    past: a day or moment that has happened, so never after today. promise: a day without a time means its end, since
    a promise is kept until then; all other days without a time mean their start.
    """

    lowest: int | None = None
    highest: int | None = None
    longest: int = 200
    past: bool = False
    promise: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a target.

    label_vi: another name the header may carry. words: empty for a word field means any word. absent: SQL over the
    other fields that stands where the file says nothing; ``getvariable('source')`` is the source of the file.
    """

    name: str
    label_vi: str
    type: Type
    required: bool = False
    words: tuple[Word, ...] = ()
    check: Check = Check()
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What no good row does. where: SQL over the typed row ``t``; detail: SQL for the value the sentence names."""

    field: str
    kind: str
    where: str
    detail: str = "''"


@dataclass(frozen=True, slots=True)
class Batch:
    """Good rows, ready to be applied inside the caller's transaction.

    query: SELECT of all fields. key: names this batch and no other. place: for the event. at: aware.
    """

    connection: duckdb.DuckDBPyConnection
    query: str
    rows: int
    source: str
    key: str
    place: str
    actor: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class TakingBack:
    """A batch that is to be taken back. reference: what ``apply`` returned for it."""

    reference: str
    place: str
    actor: Actor
    at: datetime


def _nothing(_: duckdb.DuckDBPyConnection) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of rows that files may bring.

    keys: fields that name a record; the first is its identity. right: asked at each row's ``place`` field;
    ``stands_in`` is a unit field that must lie in the area of that place. prepare: makes the tables that rules read,
    from the checked rows in the table ``taken``. apply: writes the rows with one event, and returns a reference by
    which undo finds them. computed: whether figures must be computed again afterwards.
    """

    name: str
    label_vi: str
    label_en: str
    fields: tuple[Field, ...]
    keys: tuple[tuple[str, ...], ...]
    right: Right
    place: str
    apply: Callable[[Batch], str]
    undo: Callable[[TakingBack], str]
    stands_in: str = ""
    rules: tuple[Rule, ...] = ()
    prepare: Callable[[duckdb.DuckDBPyConnection], None] = _nothing
    computed: bool = False

    def field(self, name: str) -> Field:
        """Return a field by name. Raises KeyError."""
        for each in self.fields:
            if each.name == name:
                return each
        raise KeyError(name)


class UnknownTarget(NotFound):
    """A word that names nothing a file can be imported as."""

    code = "unknown_target"
    message_en = "Nothing can be imported as {given!r}. Known: {known}."
    message_vi = "Không nhập được dữ liệu loại {given!r}. Các loại hiện có: {known}."

    def __init__(self, *, given: str, known: str) -> None:
        super().__init__(given=given, known=known)
