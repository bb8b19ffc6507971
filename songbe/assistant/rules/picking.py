"""What a language model may pick from, and the typed query that its pick makes: never a word or a number of its own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from songbe.assistant.rules.hearing import Mind, Parts
from songbe.assistant.rules.putting import query_from
from songbe.assistant.rules.query import Operation, Query, Refusal
from songbe.assistant.rules.reading import Reading, Understood, checked
from songbe.assistant.rules.subjects import Candidate

MOST_OFFERED, LONGEST = 20, 300
NONE, EVERY, LATEST = "none", "all", "latest"
_PERSONAL = re.compile(r"\d(?:[ .-]?\d){7,}|@")
"""Telephone and identity numbers and addresses of mail: a question with one stays here."""
_OPERATIONS = (
    Operation.value,
    Operation.series,
    Operation.compare,
    Operation.rank,
    Operation.target_gap,
    Operation.definition,
    Operation.explain,
)


class Pick(BaseModel):
    """What a model says: four words out of those offered, and nothing else."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    operation: str
    indicator: str
    place: str
    period: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be picked: code -> what it is called. What the question names leaves no choice."""

    operations: tuple[str, ...]
    indicators: Mapping[str, str]
    places: Mapping[str, str]
    periods: tuple[str, ...]

    def schema(self) -> dict[str, Any]:
        """Return the JSON schema of a pick."""
        choices = {
            "operation": [*self.operations],
            "indicator": [*self.indicators, NONE],
            "place": [*self.places],
            "period": [*self.periods],
        }
        return {
            "type": "object",
            "properties": {name: {"type": "string", "enum": codes} for name, codes in choices.items()},
            "required": [*choices],
            "additionalProperties": False,
        }

    def read(self, content: str) -> Pick | None:
        """Return a pick of what is offered; None for every other text."""
        try:
            pick = Pick.model_validate_json(content)
        except ValidationError:
            return None
        offered = (
            pick.operation in self.operations
            and (pick.indicator in self.indicators or pick.indicator == NONE)
            and pick.place in self.places
            and pick.period in self.periods
        )
        return pick if offered else None


def is_doubtful(understood: Understood) -> bool:
    """Whether a model may be asked: no subject was found, or several are as likely."""
    answered = [reading for reading in understood.readings if reading.refusal is None]
    return understood.best.refusal is Refusal.no_indicator or len(answered) > 1


def may_leave(question: str, parts: Parts) -> bool:
    """Whether a question may be sent: no personal number, no place that has no figures here, something to offer."""
    strange = parts.places.unknown or any(found.outside for found in parts.places.found)
    return bool(parts.candidates) and not strange and len(question) <= LONGEST and not _PERSONAL.search(question)


def offered(understood: Understood, parts: Parts, mind: Mind) -> tuple[str, ...]:
    """Return the codes of the indicators to choose from: the readings as likely, else the nearest candidates."""
    if understood.best.refusal is None:
        return tuple(dict.fromkeys(reading.query.indicators[0] for reading in understood.readings))
    return tuple(dict.fromkeys(each.code for each in parts.candidates if each.code in mind.traits))[:MOST_OFFERED]


def operations(parts: Parts) -> tuple[str, ...]:
    """Return what may be done with the figures: what the words say, else what needs no more of them."""
    said = parts.cues.operation
    return (said.value,) if said is not None else tuple(each.value for each in _OPERATIONS)


def places(parts: Parts, mind: Mind) -> tuple[str, ...]:
    """Return the places named, each by all that it can be; the province where none is."""
    named = tuple(code for found in parts.places.found for code in found.codes)
    several = sum(bool(found.codes) for found in parts.places.found) > 1
    return (*((EVERY,) if several else ()), *dict.fromkeys(named)) or (mind.province,)


def periods(parts: Parts) -> tuple[str, ...]:
    """Return the periods named, or only the latest."""
    named = tuple(period.code for period in parts.when.periods) if parts.when is not None else ()
    return (*((EVERY,) if len(named) > 1 else ()), *named) or (LATEST,)


def reading_of(pick: Pick, parts: Parts, now: date, mind: Mind, before: Query | None) -> Reading | None:
    """Return the reading that a pick makes of a question; None where nothing was picked or it cannot be answered.

    All else than the pick is read from the words as ever, and checked as ever.
    """
    if pick.indicator == NONE:
        return None
    narrowed = _narrowed(pick, parts)
    near = next((each for each in parts.candidates if each.code == pick.indicator), None)
    candidate = near or Candidate(pick.indicator, 0.0, 0.0, "", ())
    query = query_from(narrowed, (pick.indicator,), now, mind, before)
    reading = checked(query, narrowed, candidate, now, mind)
    return None if reading.refusal is not None else reading


def _narrowed(pick: Pick, parts: Parts) -> Parts:
    found = parts.places.found
    if pick.place != EVERY and any(pick.place in each.codes for each in found):
        found = tuple(replace(each, codes=(pick.place,)) for each in found if pick.place in each.codes)[:1]
    when = parts.when
    if when is not None and pick.period not in (EVERY, LATEST):
        when = replace(when, periods=tuple(each for each in when.periods if each.code == pick.period))
    cues = replace(parts.cues, operation=Operation(pick.operation))
    return replace(parts, places=replace(parts.places, found=found), when=when, cues=cues)
