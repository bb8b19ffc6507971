"""Tables and documents of a pack, read into typed rows that remember where they stand."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from songbe.packs.faults import Faults


def _split(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(";") if part.strip())
    return value


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


Words = Annotated[tuple[str, ...], BeforeValidator(_split)]
"""Several words in one cell, joined by ``;``."""

T = TypeVar("T")
Maybe = Annotated[T | None, BeforeValidator(_empty_is_none)]
"""A cell that may be empty."""


class Declared(BaseModel):
    """Anything a pack says: frozen, and nothing that nobody asked for."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Row(Generic[M]):
    """One declaration and where it was read."""

    value: M
    path: Path
    line: int


@dataclass(frozen=True, slots=True)
class Table(Generic[M]):
    """The rows of one file, or of several of one form."""

    rows: tuple[Row[M], ...]

    def __iter__(self) -> Iterator[M]:
        return (row.value for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def joined(self, other: "Table[M]") -> "Table[M]":
        """Return both tables as one."""
        return Table(self.rows + other.rows)


def read_table(path: Path, model: type[M], faults: Faults, *, required: bool = True) -> Table[M]:
    """Read a CSV file into rows of ``model``; what does not fit is added to ``faults`` and left out."""
    if not path.exists():
        if required:
            faults.add("missing_file", path, right=f"a table with the columns {', '.join(model.model_fields)}")
        return Table(())
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        faults.add("unreadable", path, detail=str(error), right="a text file in UTF-8")
        return Table(())
    reader = csv.DictReader(io.StringIO(text))
    if not _header_fits(path, reader.fieldnames or (), model, faults):
        return Table(())
    rows = []
    for record in reader:
        value = _row(path, reader.line_num, record, model, faults)
        if value is not None:
            rows.append(Row(value, path, reader.line_num))
    return Table(tuple(rows))


def read_tables(folder: Path, pattern: str, model: type[M], faults: Faults) -> Table[M]:
    """Read every file of the folder that fits ``pattern``, in the order of their names, as one table."""
    table: Table[M] = Table(())
    for path in sorted(folder.glob(pattern)):
        table = table.joined(read_table(path, model, faults))
    return table


def columns_of(model: type[BaseModel]) -> dict[str, bool]:
    """Return the columns of a table's model, and whether each is required."""
    return {info.alias or name: info.is_required() for name, info in model.model_fields.items()}


def _header_fits(path: Path, header: Iterable[str], model: type[BaseModel], faults: Faults) -> bool:
    known, given = columns_of(model), set(header)
    for name in given - set(known):
        faults.add("unknown_column", path, line=1, column=str(name), right=f"one of {', '.join(known)}")
    missing = [name for name, required in known.items() if required and name not in given]
    for name in missing:
        faults.add("missing_column", path, line=1, column=name, right=f"a column {name!r} in the first line")
    return not missing and given <= set(known)


def _row(path: Path, line: int, record: Mapping[Any, Any], model: type[M], faults: Faults) -> M | None:
    if None in record or any(value is None for value in record.values()):
        faults.add(
            "bad_value",
            path,
            line=line,
            detail="the line has too many or too few cells",
            right=f"{len(model.model_fields)} cells; a cell with a comma stands in double quotes",
        )
        return None
    try:
        required = columns_of(model)
        return model.model_validate({k: v for k, v in record.items() if v != "" or required[k]})
    except ValidationError as error:
        for problem in error.errors():
            _note(problem, path, line, model, faults)
        return None


def _note(problem: Mapping[str, Any], path: Path, line: int, model: type[BaseModel], faults: Faults) -> None:
    """Name one thing that did not fit: a key that is missing, one that nobody knows, or a value."""
    where = problem["loc"]
    column = ".".join(str(part) for part in where)
    match problem["type"]:
        case "missing":
            faults.add("missing_key", path, line=line, column=column, right=f"a key {str(where[-1])!r} with its value")
        case "extra_forbidden":
            known = ", ".join(model.model_fields) if len(where) == 1 else "the keys that docs/packs.md names here"
            faults.add("unknown_key", path, line=line, column=column, right=f"one of {known}")
        case _:
            faults.add(
                "bad_value",
                path,
                line=line,
                column=column,
                value=problem["input"],
                detail=problem["msg"],
                right=_what_fits(problem),
            )


def _what_fits(problem: Mapping[str, Any]) -> str:
    context = problem.get("ctx") or {}
    return str(context.get("expected") or problem["msg"])


def read_document(path: Path, model: type[M], faults: Faults, *, required: bool = True) -> Row[M] | None:
    """Read a YAML 1.2 file as one ``model``; faults carry the line of the part they speak of."""
    if not path.exists():
        if required:
            faults.add("missing_file", path, right=f"a document with the keys {', '.join(model.model_fields)}")
        return None
    try:
        tree = YAML().load(path.read_text(encoding="utf-8"))
    except (MarkedYAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        faults.add(
            "unreadable",
            path,
            line=mark.line + 1 if mark else 0,
            detail=str(error).splitlines()[0],
            right="a YAML 1.2 document",
        )
        return None
    try:
        return Row(model.model_validate(plain(tree)), path, 1)
    except ValidationError as error:
        for problem in error.errors():
            _note(problem, path, line_of(tree, problem["loc"]), model, faults)
        return None


def plain(tree: Any) -> Any:
    """Return the YAML tree without its marks: dicts, lists and scalars."""
    if isinstance(tree, Mapping):
        return {str(key): plain(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [plain(value) for value in tree]
    return tree


def line_of(tree: Any, path: Iterable[str | int]) -> int:
    """Return the line (first = 1) on which the part of the YAML tree at ``path`` stands."""
    line = 1
    for part in path:
        marks = getattr(tree, "lc", None)
        try:
            line = (marks.key(part)[0] if isinstance(tree, Mapping) else marks.item(part)[0]) + 1  # type: ignore[union-attr]
            tree = tree[part]
        except (KeyError, IndexError, AttributeError, TypeError):
            break
    return line


def check_unique(table: Table[M], key: Callable[[M], object], column: str, faults: Faults) -> None:
    """Name every row whose key was already given by a row before it."""
    seen: set[object] = set()
    for row in table.rows:
        value = key(row.value)
        if value in seen:
            faults.add("duplicate", row.path, line=row.line, column=column, value=value, right="each key once")
        seen.add(value)


def check_known(
    table: Table[M], values: Callable[[M], Iterable[str]], known: Iterable[str], column: str, where: str, faults: Faults
) -> None:
    """Name every row that speaks of something nobody declared."""
    known_set = set(known)
    for row in table.rows:
        for value in values(row.value):
            if value not in known_set:
                faults.add(
                    "unknown_reference",
                    row.path,
                    line=row.line,
                    column=column,
                    value=value,
                    where=where,
                    right=f"a code that stands in {where}",
                )
