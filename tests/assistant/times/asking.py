"""One line that says what was understood of a question's time, so that a table of forms can be read."""

from datetime import date

from songbe.assistant.rules.text import said
from songbe.assistant.rules.times import find_times
from songbe.kernel.periods import parse_period

LATE_IN_DECEMBER = date(2023, 12, 29)


def understood(question: str, now: date = LATE_IN_DECEMBER, before: str | None = None) -> str:
    """Return the codes of what is asked, then what it is compared with, the grain (! if named) and what else holds."""
    when = find_times(said(question), now, parse_period(before) if before else None)
    if when is None:
        return "no time"
    parts = [
        " and ".join(period.code for period in when.periods),
        f"against {when.versus.code}" if when.versus else "",
        f"by {when.grain}{'!' if when.grain_said else ''}" if when.grain else "",
        "running" if when.running else "",
        "future" if when.future else "",
        f"impossible: {when.impossible}" if when.impossible else "",
    ]
    return ", ".join(part for part in parts if part) or "the latest"
