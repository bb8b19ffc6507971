"""What a pack may say of how an alert is answered: the section ``playbook`` of a type of cases."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from string import Formatter
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from songbe.cases.declare.forms import FormSheet
from songbe.cases.rules.blocks import Block, Consult, Process, Step, Wait, every
from songbe.packs.reading import Declared
from songbe.places.declare import Tier

WORDS = "what"
"""The question of the form that says in words what is going on."""

UNITS = "units"
"""The answer that lists the agencies that take part."""

PLACES = frozenset({"unit", "district"})
"""What completes the pattern of an agency that takes part: the commune, the district above it."""

MESSAGE_WORDS = frozenset({"place", "until"})
"""What a public message may name: the place, and until when it is in force. Nothing else: nothing about a person."""

_SPAN = re.compile(r"(\d+)(m|h|d)")
_MINUTES = {"m": 1, "h": 60, "d": 1440}


def read_span(given: object) -> int:
    """Return the minutes by the clock, day and night, of ``15m``, ``4h`` or ``2d``. Raises ValueError."""
    if isinstance(given, int) and not isinstance(given, bool):
        return given
    found = _SPAN.fullmatch(str(given).strip())
    if found is None or int(found[1]) == 0:
        raise ValueError("a time by the clock is minutes, hours or days, such as 15m, 4h or 2d")
    return int(found[1]) * _MINUTES[found[2]]


def write_span(minutes: int) -> str:
    """Return minutes as ``read_span`` reads them."""
    return f"{minutes}m"


Span = Annotated[int, BeforeValidator(read_span), PlainSerializer(write_span)]


class AlertSheet(Declared):
    """An indicator that is watched at every place of a tier, and when it is an alert.

    Exactly one of above and below (limits in the indicator's unit) and silent_days (its newest record is older).
    """

    indicator: str
    at: Tier = "province"
    above: Decimal | None = None
    below: Decimal | None = None
    silent_days: int | None = Field(None, ge=1)

    @model_validator(mode="after")
    def _has_one_limit(self) -> "AlertSheet":
        if sum(each is not None for each in (self.above, self.below, self.silent_days)) != 1:
            raise ValueError("an alert says exactly one of above, below and silent_days")
        return self


class MessageSheet(Declared):
    """What the public is told when a step ends with an outcome, and for how many hours.

    A ``{place}`` in the text is where it happens, ``{until}`` when the message ends.
    """

    step: str
    outcome: str = ""
    hours: int = Field(ge=1, le=720)
    text_vi: str = Field(min_length=10)
    text_en: str = Field(min_length=10)

    @model_validator(mode="after")
    def _names_nothing_else(self) -> "MessageSheet":
        for text in (self.text_vi, self.text_en):
            named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
            if named - MESSAGE_WORDS:
                raise ValueError(f"a message names only {{place}} and {{until}}, not {sorted(named - MESSAGE_WORDS)}")
        return self


class PlaybookSheet(Declared):
    """How alerts of a kind are answered.

    alert: the kind, a word of facts. units: agencies that take part, or patterns that the place completes. clocks: of
    steps, by their key. close: when the whole is to be over. acknowledge, dispatch: the steps whose time is measured.
    times: the register whose entries the measured times are. All times run day and night.
    """

    alert: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    alerts: tuple[AlertSheet, ...] = ()
    units: tuple[str, ...] = Field(min_length=1)
    acknowledge: str = "acknowledge"
    dispatch: str = "dispatch"
    clocks: dict[str, Span]
    close: Span
    times: str
    message: MessageSheet | None = None

    @property
    def term(self) -> timedelta:
        """In what time the whole is to be over."""
        return timedelta(minutes=self.close)

    def clock(self, step: str) -> timedelta | None:
        """Return in what time a step is to be done; None if it has no clock of its own."""
        minutes = self.clocks.get(step)
        return None if minutes is None else timedelta(minutes=minutes)


Fault = tuple[str, str, str]
"""The key, what is wrong, and what would be right."""


def playbook_faults(
    playbook: PlaybookSheet,
    *,
    process: Process | None,
    form: FormSheet | None,
    practice: Mapping[str, object],
    agencies: set[str],
) -> Iterator[Fault]:
    """Yield what does not fit: agencies nobody declared, steps the process has not, questions the form lacks.

    practice: the answers with which a case of the type is a drill.
    """
    for pattern in playbook.units:
        if not _is_agency(pattern, agencies):
            yield "playbook.units", f"there is no agency {pattern!r}", "an agency of agencies.csv, or UBX{unit}"
    if not practice:
        yield "practice_when", "it cannot be played as a drill", "the answer with which it is one"
    if process is not None:
        yield from _process_faults(playbook, {block.key: block for block in every(process.line)})
    if form is not None:
        yield from _form_faults(playbook, form, practice)


def _is_agency(pattern: str, agencies: set[str]) -> bool:
    head, brace, rest = pattern.partition("{")
    if not brace:
        return pattern in agencies
    return rest.rstrip("}") in PLACES and any(agency.startswith(head) and agency != head for agency in agencies)


def _process_faults(playbook: PlaybookSheet, blocks: Mapping[str, Block]) -> Iterator[Fault]:
    yield from _clock_faults(playbook, blocks)
    if not any(isinstance(block, Consult) and block.chosen == UNITS for block in blocks.values()):
        yield "process", "the agencies that take part are never asked", "a consultation that asks {units}"
    if any(isinstance(block, Wait) for block in blocks.values()):
        yield "process", "its clock would stand still", "a process without a wait"
    if playbook.message is not None:
        yield from _message_faults(playbook.message, blocks)


def _clock_faults(playbook: PlaybookSheet, blocks: Mapping[str, Block]) -> Iterator[Fault]:
    for column, key in (("acknowledge", playbook.acknowledge), ("dispatch", playbook.dispatch)):
        if not isinstance(blocks.get(key), Step):
            yield f"playbook.{column}", f"the process has no step {key!r}", "the key of a step"
        elif key not in playbook.clocks:
            yield "playbook.clocks", f"step {key!r} is measured and has no clock", f"{key}: 15m"
    for key, minutes in playbook.clocks.items():
        if not isinstance(blocks.get(key), Step | Consult):
            yield "playbook.clocks", f"the process has no step or consultation {key!r}", "keys of the process"
        elif minutes > playbook.close:
            yield "playbook.clocks", f"{key!r} takes longer than the whole", "a clock within close"


def _message_faults(message: MessageSheet, blocks: Mapping[str, Block]) -> Iterator[Fault]:
    step = blocks.get(message.step)
    if not isinstance(step, Step):
        yield "playbook.message.step", f"the process has no step {message.step!r}", "the key of a step"
    elif message.outcome not in (step.outcomes or ("",)):
        right = f"one of {', '.join(step.outcomes)}" if step.outcomes else "no outcome"
        yield "playbook.message.outcome", f"step {step.key!r} never ends with {message.outcome!r}", right


def _form_faults(playbook: PlaybookSheet, form: FormSheet, practice: Mapping[str, object]) -> Iterator[Fault]:
    kinds = {question.key: question.kind for question in form.questions}
    if kinds.get(WORDS) != "long_text":
        yield "form", f"nothing asks what is going on, under the key {WORDS!r}", f"{WORDS}, of kind long_text"
    for key in practice:
        if kinds.get(key) != "yes_no":
            yield "practice_when", f"no yes-or-no question of the form is {key!r}", "a question of kind yes_no"
    if playbook.alerts:
        yield from _alert_faults(playbook, form)


def _alert_faults(playbook: PlaybookSheet, form: FormSheet) -> Iterator[Fault]:
    """Yield what keeps an alert from filling the form in by itself."""
    for question in form.questions:
        if question.key != WORDS and not question.optional:
            yield "form", f"an alert cannot answer {question.key!r}", "optional: true"
    tiers = {question.tier for question in form.questions if question.kind == "unit"}
    for tier in {alert.at for alert in playbook.alerts} - {"province", *tiers}:
        yield "playbook.alerts", f"nothing in the form holds a place of the tier {tier}", f"a unit of tier {tier}"
