"""What a pack may say of the points that handled dossiers and reports earn: ``cases/service_scores.yaml``."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from songbe.cases.rules.scores import WORDS, Reading
from songbe.packs.reading import Declared
from songbe.places.declare import Certainty

Fault = tuple[str, str, str, str]
"""Where, the value that nobody declared, where it should stand, and what would be right."""

Part = Annotated[Fraction, BeforeValidator(lambda given: Fraction(str(given))), PlainSerializer(str)]
Points = Annotated[Decimal, BeforeValidator(lambda given: Decimal(str(given))), Field(ge=0)]


class StepLine(Declared):
    """From which share on how many points are earned."""

    share: Part = Field(ge=0, le=1)
    points: Points


class MeasureSheet(Declared):
    """One index. category: its word in the register; at: the agency that owes it.

    points: of each word that ``reads`` knows. steps: of a share, for reports. agency_time is told of every agency that
    took part, reports of the agency that led the answer.
    """

    category: str = Field(min_length=1)
    reads: Reading
    at: Literal["handler", "receiver"] = "handler"
    points: dict[str, Points] = Field(default_factory=dict)
    steps: tuple[StepLine, ...] = ()
    source: str = ""
    certainty: Certainty = ""

    @model_validator(mode="after")
    def _says_every_point(self) -> "MeasureSheet":
        words = WORDS[self.reads]
        if set(self.points) != set(words):
            raise ValueError(f"points says exactly: {', '.join(words) or 'nothing'}")
        if bool(self.steps) != (self.reads is Reading.reports):
            raise ValueError("steps are said of reports, and only of them")
        return self


class ScoresSheet(Declared):
    """How points are earned under some regimes of law, and the register they are entries of.

    most: points of an index. grain: working days; less than that left over is as long as allowed. complaint_to: up to
    this rating an applicant complains. elsewhere: reasons of pauses for which applicants go to another body.
    """

    register_: str = Field(alias="register")
    state: str
    regimes: tuple[str, ...] = Field(min_length=1)
    most: Points
    grain: Part = Field(gt=0)
    complaint_to: int = Field(ge=0, le=4)
    elsewhere: tuple[str, ...] = ()
    measures: tuple[MeasureSheet, ...] = Field(min_length=1)
    source: str = ""
    certainty: Certainty = ""

    @model_validator(mode="after")
    def _says_each_once(self) -> "ScoresSheet":
        for said in ([one.category for one in self.measures], [one.reads for one in self.measures]):
            if len(set(said)) != len(said):
                raise ValueError("every category and every reading stands once")
        given = [p for one in self.measures for p in (*one.points.values(), *(step.points for step in one.steps))]
        if max(given) > self.most:
            raise ValueError(f"an index has at most {self.most} points")
        return self

    def measure(self, reads: Reading) -> MeasureSheet | None:
        """Return the index that looks at something, if there is one."""
        return next((one for one in self.measures if one.reads is reads), None)


def scores_faults(sheet: ScoresSheet, *, regimes: set[str], pauses: set[str]) -> Iterator[Fault]:
    """Yield the regimes and pauses that nobody declared."""
    for column, values, known, where in (
        ("regimes", sheet.regimes, regimes, "cases/regimes.csv"),
        ("elsewhere", sheet.elsewhere, pauses, "cases/pauses.csv"),
    ):
        for value in values:
            if value not in known:
                yield column, value, where, "one declared"
