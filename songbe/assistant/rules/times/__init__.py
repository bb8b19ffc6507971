"""Time as people say it in a question: which days they mean, and what these are compared with."""

from datetime import date

from songbe.assistant.rules.text import Said
from songbe.assistant.rules.times.combining import combine
from songbe.assistant.rules.times.finding import pieces_of
from songbe.assistant.rules.times.pieces import Ask
from songbe.assistant.rules.times.when import When
from songbe.kernel.periods import Period

__all__ = ["When", "find_times"]


def find_times(said: Said, now: date, before: Period | None = None) -> When | None:
    """Return the time that a question names, None if it names none.

    now: the day it is asked. before: the period of the question before it, from which "the month before that" counts.
    """
    ask = Ask(now, before)
    pieces = pieces_of(said, ask)
    return combine(said, pieces, ask) if pieces else None
