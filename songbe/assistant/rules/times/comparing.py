"""What a period is compared with: like with like while it runs, whole if it was named in full."""

from dataclasses import dataclass
from datetime import date, timedelta

from songbe.assistant.rules.times.pieces import Ask, InYear
from songbe.assistant.rules.times.stretches import current, in_other_year, moved, unit_of
from songbe.kernel import periods
from songbe.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Term:
    """A period asked for. full: as it would be when it has ended; asked: cut at now, unless it was named whole.

    unit: "" for a stretch that is none. steps: how far it points from now, None if it was named. named_year: whether
    its year was said. edge: 1 or 12 for the beginning or the end of a year, else 0. in_year: what it is in another
    year, if that is not on the same days. until: what was named, if the period is everything up to it.
    """

    full: Period
    asked: Period
    unit: str = ""
    steps: int | None = None
    named_year: bool = False
    edge: int = 0
    in_year: InYear | None = None
    until: Period | None = None

    @property
    def is_cut(self) -> bool:
        """Whether days after now were left out."""
        return self.asked != self.full


def term(period: Period, now: date, *, unit: str = "", whole: bool = False, steps: int | None = None) -> Term:
    """Return a period as it is asked for on ``now``."""
    running = period.start <= now < period.last
    asked = periods.days(period.start, now) if running and not whole else period
    return Term(period, asked, unit, steps)


def implied(unit: str, ask: Ask) -> Term:
    """Return what is compared if only the other side is named: the question before, else the unit that runs."""
    if ask.before is None:
        return term(current(unit or "year", ask.now), ask.now, unit=unit or "year", steps=0)
    known = unit_of(ask.before, ask.now)
    return Term(current(known, ask.before.start) if known else ask.before, ask.before, known)


def year_earlier(base: Term) -> Period:
    """Return the same interval one year before."""
    return base.asked.year_before() if base.unit or base.is_cut else again(base, base.asked.start.year - 1)


def again(base: Term, y: int) -> Period:
    """Return the same part of year ``y``: the same festival, the same days, the same month."""
    if base.in_year is not None and not base.is_cut:
        try:
            return base.in_year(y)
        except ValueError:
            # 29 February is compared with the 28th.
            return in_other_year(base.asked, y)
    return in_other_year(base.asked, y)


def compared(base: Term, other: Term) -> Period:
    """Return the days that a period is compared with, of the other that was said.

    A word that points ("năm ngoái", "tháng trước") points from the period it is compared with; a year beside a part
    of a year means the same part of it.
    """
    if other.edge:
        return periods.month(other.full.start.year if other.edge > 1 else base.asked.start.year, other.edge)
    if other.unit == "year" and base.unit != "year":
        y = base.asked.start.year + other.steps if other.steps else other.full.start.year
        return again(base, y)
    if other.steps is None or other.steps >= 0:
        return other.asked
    if other.unit != base.unit:
        return other.full
    return alike(base, moved(base.full, base.unit, other.steps))


def alike(base: Term, other: Period) -> Period:
    """Return as much of the other as has passed of the base."""
    if not base.is_cut:
        return other
    if base.unit == "year":
        return in_other_year(base.asked, other.start.year)
    return periods.days(other.start, min(other.start + timedelta(days=base.asked.days - 1), other.last))
