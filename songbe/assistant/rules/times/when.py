"""What a question says of time."""

from dataclasses import dataclass

from songbe.assistant.rules.text import Span
from songbe.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class When:
    """The time that a question names.

    periods: what is asked, one or several; none if only a grain, the present or an impossible time is named.
    versus: with what the first of them is compared. grain: "" or "day", "week", "month", "quarter", "half", "year".
    grain_said: whether it was named ("từng tháng"), not only implied ("6 tháng gần nhất"). running: a period has not
    ended; unless it was named whole it is cut at now. future: one begins after now. spans: the letters understood as
    time, in order and apart. impossible: the words that name a time that does not exist, else "". until: what was
    named where the period is everything up to it ("đến hết quý III"): how a stock stood then.
    """

    periods: tuple[Period, ...]
    versus: Period | None
    grain: str
    grain_said: bool
    running: bool
    future: bool
    spans: tuple[Span, ...]
    impossible: str
    until: Period | None = None
