"""Whether something bears the mark of a state secret, which may not be handed in electronically here.

A mark counts where marks stand: in capitals alone at the beginning of a line, after the words "Độ mật", or in brackets;
and at the beginning of a file's name. So that honey (mật ong) and a kept secret (bí mật) are let in.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from songbe.kernel.vietnamese import normalise

LINES = 40
"""How many lines of a text are looked at; marks stand at its head."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of secrecy. spellings: without diacritics, for names of files, where that means nothing else."""

    mark: str
    spellings: tuple[str, ...] = ()


def mark_in(text: str, marks: Iterable[Mark]) -> str | None:
    """Return the mark that a text bears, None if it bears none."""
    lines = [normalise(line).strip() for line in text.splitlines()[:LINES]]
    for each in marks:
        mark = re.escape(each.mark)
        alone = re.compile(rf"[\[(*\s]*{mark}[\])*\s]*([:.,;/–-].*)?")
        said = re.compile(rf"độ mật\s*[:-]?\s*[\"“(]?{mark}\b", re.IGNORECASE)
        bracketed = re.compile(rf"[\[(]\s*{mark}\s*[\])]")
        if any(alone.fullmatch(line) or said.search(line) or bracketed.search(line) for line in lines):
            return each.mark
    return None


def mark_in_name(name: str, marks: Iterable[Mark]) -> str | None:
    """Return the mark at the beginning of a file's name, or in brackets in it; None if there is none."""
    stem = normalise(PurePath(name).stem).strip()
    for each in marks:
        for spelling in (each.mark, *each.spellings):
            spelled = r"[ _-]".join(re.escape(word) for word in spelling.split())
            if re.match(rf"[\[(]?{spelled}(?:\s*[\])_.,;\d-]|$|\s+-)", stem) or re.search(
                rf"[\[(]{spelled}[\])]", stem
            ):
                return each.mark
    return None
