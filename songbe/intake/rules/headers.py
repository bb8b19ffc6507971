"""Which column of a sheet is which field: by name or by Vietnamese label, letter case and diacritics aside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from songbe.intake.rules.faults import column_letters
from songbe.intake.targets import Field
from songbe.kernel.vietnamese import fold

NUMBERING = frozenset({"stt", "tt", "so tt", "so thu tu"})
"""Columns that only number the rows: they say nothing and are left out."""


@dataclass(frozen=True, slots=True)
class HeaderFault:
    """What is wrong with a header. index: the column, -1 for one that is missing."""

    kind: str
    index: int
    field: str = ""
    value: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """A header that was understood as far as possible. at: field -> index of its column."""

    at: Mapping[str, int]
    faults: tuple[HeaderFault, ...]


def names_of(fields: Iterable[Field]) -> dict[str, str]:
    """Return every way to head a column, folded -> field. Raises ValueError if two fields share one."""
    names: dict[str, str] = {}
    for field in fields:
        for way in (field.name, field.name.replace("_", " "), field.label_vi):
            folded = fold(way)
            if names.setdefault(folded, field.name) != field.name:
                raise ValueError(f"{names[folded]} and {field.name} can both be headed {way!r}")
    return names


def match_header(columns: Sequence[str], fields: Sequence[Field], *, nameless: Sequence[int] = ()) -> Header:
    """Return which column is which field, and what is wrong: unknown, repeated and missing columns.

    nameless: columns that hold something under no header. Empty ones, and columns that only number the rows, are left
    out.
    """
    names, at = names_of(fields), dict[str, int]()
    faults = [HeaderFault("nameless_column", index) for index in nameless]
    for index, column in enumerate(columns):
        folded = fold(column)
        if not folded or folded in NUMBERING:
            continue
        field = names.get(folded)
        if field is None:
            faults.append(HeaderFault("unknown_column", index, value=column, detail=_listed(fields)))
        elif field in at:
            faults.append(HeaderFault("duplicate_column", index, field, column, column_letters(at[field])))
        else:
            at[field] = index
    faults.extend(
        HeaderFault("missing_column", -1, field.name, detail=f"{field.name} ({field.label_vi})")
        for field in fields
        if field.required and not field.absent and field.name not in at
    )
    return Header(at, tuple(faults))


def _listed(fields: Sequence[Field]) -> str:
    return ", ".join(field.name for field in fields)
