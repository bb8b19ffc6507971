"""``songbe due-date``: one deadline with its reckoning, or many of a file."""

import json
import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

from django.conf import settings
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from rich.console import Console

from songbe.cases.rules.clock import Effect, Pause, Reckoning, Term, TermUnit, due, reckon
from songbe.config.commands import Answer, command
from songbe.kernel.errors import InvalidInput
from songbe.kernel.working_time import WorkingCalendar
from songbe.packs.faults import Faults
from songbe.places.declare import read_calendars


class UnableToReckon(InvalidInput):
    """A line of a batch, or of the command, that says no deadline."""

    code = "unable_to_reckon"
    message_en = "{where}: {reason}. Right would be: {right}"
    message_vi = "{where}: {reason}. Cần: {right}"


RIGHT = '{"id": 1, "unit": "working_day", "term": 5, "received": "2023-09-06T09:00", "pauses": [[start, end, "stop"]]}'


def _wall_time(text: object) -> datetime:
    moment = datetime.fromisoformat(str(text))
    if moment.tzinfo is not None:
        raise ValueError("local wall time without a zone is wanted")
    return moment


def _fraction(given: object) -> Fraction:
    try:
        return Fraction(str(given))
    except ZeroDivisionError as error:
        raise ValueError(f"{given} is no number") from error


Moment = Annotated[datetime, BeforeValidator(_wall_time)]
Amount = Annotated[Fraction, BeforeValidator(_fraction)]


class Asked(BaseModel):
    """One line of a batch. term empty or None: there is no deadline."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    id: str | int
    unit: TermUnit | None = None
    term: Amount | None = None
    received: Moment
    pauses: list[tuple[Moment, Moment | None, Effect]] = []

    def limit(self) -> Term | None:
        """Return the term. Raises ValueError for one that means nothing."""
        if self.unit is TermUnit.same_day:
            return Term(Fraction(0), self.unit)
        return None if self.term is None or self.unit is None else Term(self.term, self.unit)


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--term", default="", metavar="N", help="how many: 5, 0.25")
    parser.add_argument("--unit", default="working_day", choices=[unit.value for unit in TermUnit])
    parser.add_argument("--received", default="", metavar="ISO", help="2023-09-06T09:00, local time")
    parser.add_argument(
        "--pause",
        action="append",
        default=[],
        metavar="ISO/ISO:REASON",
        help="a pause; without a second moment it is open; REASON: restart or stop",
    )
    parser.add_argument("--batch", type=Path, metavar="FILE.jsonl", help="many, one JSON object a line")
    parser.add_argument("--pack", type=Path, default=None, metavar="DIR", help="whose calendar (default: SONGBE_PACK)")


@command("due-date", "when work is due, reckoned line by line", arguments=_arguments, database=False)
def due_date(args: Namespace) -> Answer:
    """Reckon one deadline, or all of a file."""
    calendar = _calendar(args.pack or settings.SONGBE_PACK)
    if args.batch:
        found = [_answer(place, calendar) for place in _lines(args.batch)]
        return Answer(found, lambda console: _show_many(console, found))
    asked = _one(args)
    told = _reckoned(asked, calendar, "songbe due-date")
    english = os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("en")
    return Answer(_document(told), lambda console: _show(console, told, "en" if english else "vi"))


def _calendar(folder: Path) -> WorkingCalendar:
    faults = Faults(folder)
    said = read_calendars(folder, faults)
    if said is None or len(faults):
        reason = str(next(iter(faults), f"{folder} has no calendar"))
        raise UnableToReckon(where=str(folder), reason=reason, right="calendars.yaml")
    return said.working_time()


@dataclass(frozen=True, slots=True)
class _Line:
    where: str
    asked: Asked


def _lines(path: Path) -> Iterator[_Line]:
    try:
        texts = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnableToReckon(where=path.name, reason=str(error), right="JSON lines") from error
    for number, text in enumerate(texts, 1):
        if text.strip():
            yield _Line(f"{path.name}:{number}", _asked(text, f"{path.name}:{number}"))


def _asked(text: str, where: str) -> Asked:
    try:
        return Asked.model_validate(json.loads(text))
    except ValidationError as error:
        first = error.errors()[0]
        reason = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise UnableToReckon(where=where, reason=reason, right=RIGHT) from error
    except ValueError as error:
        raise UnableToReckon(where=where, reason=str(error), right=RIGHT) from error


def _answer(line: _Line, calendar: WorkingCalendar) -> dict[str, Any]:
    asked = line.asked
    pauses = _pauses(asked, line.where)
    try:
        found = due(asked.limit(), asked.received, pauses, calendar)
    except ValueError as error:
        raise UnableToReckon(where=line.where, reason=str(error), right=RIGHT) from error
    return {"id": asked.id, "due": _text(found)}


def _pauses(asked: Asked, where: str) -> list[Pause]:
    try:
        return [Pause(start, end, effect, effect.value) for start, end, effect in asked.pauses]
    except ValueError as error:
        raise UnableToReckon(where=where, reason=str(error), right=RIGHT) from error


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment:%Y-%m-%dT%H:%M}"


def _one(args: Namespace) -> Asked:
    pauses = []
    for given in args.pause:
        moments, _, reason = given.rpartition(":")
        start, _, end = moments.partition("/")
        pauses.append([start, end or None, reason])
    said = {"id": 0, "unit": args.unit, "term": args.term or None, "received": args.received, "pauses": pauses}
    return _asked(json.dumps(said), "songbe due-date")


def _reckoned(asked: Asked, calendar: WorkingCalendar, where: str) -> Reckoning:
    pauses = _pauses(asked, where)
    try:
        return reckon(asked.limit(), asked.received, pauses, calendar)
    except ValueError as error:
        raise UnableToReckon(where=where, reason=str(error), right=RIGHT) from error


def _document(told: Reckoning) -> dict[str, Any]:
    return {
        "due": _text(told.due),
        "open_since": _text(told.open_since),
        "open_reason": told.open_reason,
        "lines": [
            {
                "day": line.day.isoformat(),
                "what": line.what.value,
                "counted": line.counted,
                "left": line.left,
                "reason": line.reason,
                "text_vi": line.words("vi"),
                "text_en": line.words("en"),
            }
            for line in told.lines
        ],
    }


def _show(console: Console, told: Reckoning, locale: str) -> None:
    for line in told.lines:
        console.print(f"{line.day:%d/%m/%Y}  {line.words(locale)}", highlight=False, markup=False)
    if not told.lines:
        console.print("no deadline" if locale == "en" else "không có thời hạn")


def _show_many(console: Console, found: list[dict[str, Any]]) -> None:
    for each in found:
        console.print(f"{each['id']}\t{each['due'] or ''}", highlight=False, markup=False)
