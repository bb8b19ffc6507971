"""What a pack may ask of people: ``cases/forms/*.yaml``."""

from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from songbe.cases.declare.processes import KEY
from songbe.packs.faults import Faults
from songbe.packs.reading import Declared, Row, read_document

QuestionKind = Literal[
    "name",
    "text",
    "long_text",
    "date",
    "choice",
    "yes_no",
    "unit",
    "id_number",
    "phone",
    "email",
    "whole",
    "money",
    "agency",
    "point",
]


class Choice(Declared):
    """One answer to choose."""

    word: str = Field(pattern=KEY)
    name_vi: str
    name_en: str


class QuestionLine(Declared):
    """One question. tier: of the units that ``unit`` offers; kinds: of agencies that ``agency`` offers, empty for all.

    several: more than one may be chosen. point: latitude and longitude in degrees, WGS 84. each_pays: the fee is for
    each, such as a copy; the number answered multiplies it.
    """

    key: str = Field(pattern=KEY)
    kind: QuestionKind
    name_vi: str
    name_en: str
    hint_vi: str = ""
    hint_en: str = ""
    optional: bool = False
    choices: tuple[Choice, ...] = ()
    tier: Literal["province", "district", "commune", ""] = ""
    kinds: tuple[str, ...] = ()
    several: bool = False
    each_pays: bool = False
    least: int | None = None
    most: int | None = None

    @model_validator(mode="after")
    def _offers_what_it_needs(self) -> "QuestionLine":
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("a question has choices if, and only if, its kind is choice")
        if (self.kind == "unit") != bool(self.tier):
            raise ValueError("a question has a tier if, and only if, its kind is unit")
        if self.each_pays and self.kind != "whole":
            raise ValueError("only a whole number multiplies a fee: each_pays needs the kind whole")
        return self


class PageLine(Declared):
    """One thing that is asked on one page."""

    key: str = Field(pattern=KEY)
    name_vi: str
    name_en: str
    questions: tuple[QuestionLine, ...] = Field(min_length=1)


class FormSheet(Declared):
    """One form."""

    code: str = Field(pattern=KEY)
    source: str = ""
    certainty: str = ""
    pages: tuple[PageLine, ...] = Field(min_length=1)

    @property
    def questions(self) -> tuple[QuestionLine, ...]:
        """All questions, in the order they are asked."""
        return tuple(question for page in self.pages for question in page.questions)


def read_forms(folder: Path, faults: Faults) -> dict[str, Row[FormSheet]]:
    """Read every form of a pack, by code."""
    found: dict[str, Row[FormSheet]] = {}
    for path in sorted((folder / "cases" / "forms").glob("*.yaml")):
        row = read_document(path, FormSheet, faults)
        if row is None:
            continue
        if row.value.code in found:
            faults.add("duplicate", path, column="code", value=row.value.code, right="each form once")
        found[row.value.code] = row
        keys = [page.key for page in row.value.pages] + [question.key for question in row.value.questions]
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            faults.add("duplicate", path, column="key", value=key, right="each page and each question its own key")
    return found
