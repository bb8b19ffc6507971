"""Tables of the documentation, so that a page can be the table of its test."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from songbe.config.environment import ROOT

DOCS = ROOT / "docs"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table. cells: column -> text; a cell that is one word of code stands without its backticks."""

    page: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    def number(self, column: str) -> Fraction | None:
        """Return a cell as an exact number; None for an empty one."""
        return Fraction(self[column]) if self[column] else None


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under a heading of the first or second degree: its text and its tables."""

    heading: str
    text: str
    tables: tuple[tuple[Row, ...], ...]


@lru_cache
def sections(page: str) -> tuple[Section, ...]:
    """Return the sections of a page below ``docs/``."""
    numbered = list(enumerate((DOCS / page).read_text(encoding="utf-8").splitlines(), start=1))
    starts = [at for at, (_, line) in enumerate(numbered) if re.match(r"##? ", line)]
    found = []
    for start, end in zip(starts, [*starts[1:], len(numbered)], strict=True):
        inside = numbered[start + 1 : end]
        heading = numbered[start][1].lstrip("# ").strip()
        found.append(Section(heading, "\n".join(line for _, line in inside), tuple(_tables(page, inside))))
    return tuple(found)


def section(page: str, heading: str) -> Section:
    """Return the section of a page with this heading."""
    return next(each for each in sections(page) if each.heading == heading)


def rows(page: str, heading: str, *, table: int = 0) -> tuple[Row, ...]:
    """Return the rows of a table under a heading, the first one unless told otherwise."""
    return section(page, heading).tables[table]


def _tables(page: str, numbered: list[tuple[int, str]]) -> Iterator[tuple[Row, ...]]:
    block: list[tuple[int, str]] = []
    for number, line in [*numbered, (0, "")]:
        if line.startswith("|"):
            block.append((number, line))
        elif block:
            yield tuple(_rows(page, block))
            block = []


def _rows(page: str, block: list[tuple[int, str]]) -> Iterator[Row]:
    columns = _cells(block[0][1])
    for number, line in block[2:]:
        yield Row(page, number, dict(zip(columns, _cells(line), strict=True)))


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [_bare(cell.replace("\\|", "|").strip()) for cell in re.split(r"(?<!\\)\|", inner)]


def _bare(cell: str) -> str:
    return cell.strip("`") if cell.count("`") == 2 and cell.startswith("`") and cell.endswith("`") else cell


def words_in_code(text: str) -> set[str]:
    """Return every word that stands between backticks; a list inside one pair counts word by word."""
    spans = re.findall(r"`([^`\n]+)`", text)
    return {word for span in spans for word in re.findall(r"[\w.:*{}/=-]+", span)}


def pages() -> list[Path]:
    """Return every page of the documentation."""
    return sorted(DOCS.rglob("*.md"))
