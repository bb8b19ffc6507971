"""A million deadlines reckoned on one core; the mix is that of tests/cases/clocks.py, fewer pauses."""

import random
import time
from collections.abc import Iterator
from datetime import date

from songbe.cases.rules.clock.deadline import Filed, Stretch, TermUnit, due_many
from songbe.cases.rules.clock.hours import DAY, hours_of
from songbe.kernel.working_time import WorkingCalendar

AMOUNTS = {
    TermUnit.working_day: [120, 480, 1440, 2400, 4800],
    TermUnit.working_hour: [240, 480],
    TermUnit.calendar_day: [10, 15, 30],
    TermUnit.month: [1, 3],
    TermUnit.same_day: [0],
}
PAUSES = [0] * 7 + [1, 1, 2]
"""Of ten cases seven run without a pause."""


def cases(count: int) -> list[Filed]:
    """Return random cases of three years, the same each time."""
    chance = random.Random(1)
    first, units = date(2022, 1, 1).toordinal(), list(AMOUNTS)
    weights = [70, 5, 15, 5, 5]
    return [_case(chance, first, units, weights) for _ in range(count)]


def _case(chance: random.Random, first: int, units: list[TermUnit], weights: list[int]) -> Filed:
    (unit,) = chance.choices(units, weights)
    received = (first + chance.randrange(1000)) * DAY + chance.randrange(7 * 60, 18 * 60)
    return Filed(unit, chance.choice(AMOUNTS[unit]), received, tuple(_pauses(chance, received)))


def _pauses(chance: random.Random, received: int) -> Iterator[Stretch]:
    for which in range(chance.choice(PAUSES)):
        start = received + chance.randrange(5 * DAY)
        yield Stretch(start, start + chance.randrange(6 * DAY), chance.random() < 0.4, which)


def measure(calendar: WorkingCalendar, *, count: int, runs: int) -> list[float]:
    """Return the seconds of each run over ``count`` cases that lie in memory."""
    filed = cases(count)
    hours_of(calendar)
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        for _due in due_many(filed, calendar):
            pass
        taken.append(time.perf_counter() - began)
    return taken
