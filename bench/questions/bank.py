"""Lines of a bank of phrases: what is asked, of what, where and when, and the words."""

import shlex
from dataclasses import dataclass
from pathlib import Path

BANKS = Path(__file__).parent / "banks"

KINDS = {
    "v": "value",
    "t": "trend",
    "e": "trend",
    "c": "compare",
    "r": "rank",
    "o": "rank",
    "f": "rank",
    "g": "target-gap",
    "d": "definition",
    "u": "unanswerable",
    "p": "procedure",
}
"""Letter of a line -> kind of question."""


@dataclass(frozen=True, slots=True)
class Line:
    """A phrase. letter: one of KINDS; key, unit, time: as the line says them, ``=`` for those of the line before;
    more: the rest of the head; number: of the line in its bank."""

    letter: str
    follows: bool
    key: str
    unit: str
    time: str
    more: tuple[str, ...]
    words: str
    number: int

    def said(self, name: str) -> str | None:
        """Return what stands after ``name=`` in the head."""
        return next((word.removeprefix(f"{name}=") for word in self.more if word.startswith(f"{name}=")), None)


def read_bank(name: str) -> list[Line]:
    """Return the lines of a bank in their order.

    Raises ValueError with the number of a line that has no words or no known letter.
    """
    text = (BANKS / f"{name}.txt").read_text(encoding="utf-8")
    return [
        _line(line, number)
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.startswith("#")
    ]


def _line(line: str, number: int) -> Line:
    head, separator, words = line.partition("::")
    parts = shlex.split(head)
    follows = parts[0] == ">"
    letter, *rest = parts[follows:]
    if not separator or letter not in KINDS:
        raise ValueError(f"line {number}: {line}")
    if letter in "dp":
        key, rest = rest[0], ["-", "-", *rest[1:]]
    else:
        key, rest = rest[0], rest[1:]
    return Line(letter, follows, key, rest[0], rest[1], tuple(rest[2:]), words.strip(), number)
