"""What a gazetteer holds, and what it finds in a question."""

from dataclasses import dataclass
from datetime import date

from songbe.assistant.rules.text import Span


@dataclass(frozen=True, slots=True)
class Known:
    """One entry: a unit in one dated state, an agency, or a place elsewhere.

    kind: ``unit``, ``agency``, ``elsewhere``. tier: ``province``, ``district``, ``commune`` or empty. type: of a unit
    as the law says, of an agency its kind. others: further spellings and abbreviations. parent: code of the unit above.
    """

    code: str
    kind: str
    tier: str
    type: str
    name: str
    short: str
    others: tuple[str, ...] = ()
    parent: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return (self.valid_from is None or self.valid_from <= day) and not self.is_past(day)

    def is_past(self, day: date) -> bool:
        """Whether it had ended by a day."""
        return self.valid_to is not None and self.valid_to <= day


@dataclass(frozen=True, slots=True)
class Found:
    """A place or an agency that a question names.

    codes: its readings, best first; several when nothing settles between places of one name. outside: the name of a
    place elsewhere; then codes is empty. exact: False when a typo was forgiven. certainty: 0-1; below 0.7 for wide
    areas such as the whole country, which the name of an indicator may hold, and for words that may mean another thing.
    """

    span: Span
    codes: tuple[str, ...]
    outside: str
    exact: bool
    certainty: float


@dataclass(frozen=True, slots=True)
class Group:
    """Places named together.

    code: ``*district``, ``*department``, ``*commune`` or ``*``. types: of units, when narrowed to some. within: code
    of the unit they lie in; empty: the whole province.
    """

    span: Span
    code: str
    types: tuple[str, ...]
    within: str


@dataclass(frozen=True, slots=True)
class PlacesFound:
    """All places of a question, each in the order in which they stand.

    province: where the whole province is named. unknown: what is said to be a place and is none the gazetteer holds,
    with its words.
    """

    found: tuple[Found, ...]
    groups: tuple[Group, ...]
    province: Span | None
    unknown: tuple[tuple[Span, str], ...]
