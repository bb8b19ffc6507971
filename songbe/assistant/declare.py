"""What a pack may say of questions: those whose indicator is known, read again before a name counts."""

from pathlib import Path

from pydantic import Field

from songbe.indicators.declare import DeclaredIndicators
from songbe.packs.faults import Faults
from songbe.packs.reading import Declared, Table, check_known, check_unique, read_table


class KnownQuestionLine(Declared):
    """One question, as people ask it, and the indicator that it is about."""

    question: str = Field(min_length=2, max_length=500)
    indicator: str
    source: str
    certainty: str


def read_questions(folder: Path, indicators: DeclaredIndicators, faults: Faults) -> Table[KnownQuestionLine]:
    """Read and check the questions of a pack; it may have none."""
    lines = read_table(folder / "questions.csv", KnownQuestionLine, faults, required=False)
    check_unique(lines, lambda line: line.question, "question", faults)
    codes = {definition.code for definition in indicators.definitions}
    check_known(lines, lambda line: [line.indicator], codes, "indicator", "indicators/*.csv", faults)
    return lines
