"""Random cases for the deadline clock, reckoned by the product and by the slow oracle.

``python -m tests.cases.clocks 100000`` compares many, and prints every difference.
"""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from ruamel.yaml import YAML

from songbe.cases.rules.clock import Effect, Pause, Term, TermUnit
from songbe.kernel.working_time import WorkingCalendar
from tests.cases.slow_clock import Office, Rest

ROOT = Path(__file__).parents[2]
AMOUNTS = {
    "working_day": ["0.25", "0.5", "1", "1.5", "2", "3", "5", "7", "10", "15", "20"],
    "working_hour": ["1", "2", "4", "8", "24"],
    "calendar_day": ["1", "3", "7", "10", "15", "20", "30", "45"],
    "month": ["1", "2", "3", "6"],
    "same_day": ["0"],
}
EDGES = [(7, 30), (11, 30), (13, 0), (14, 59), (15, 0), (17, 0), (0, 0), (23, 59)]


@dataclass(frozen=True)
class Case:
    """One case. pauses: (start, end, effect)."""

    unit: str
    amount: str
    received: datetime
    pauses: tuple[tuple[datetime, datetime | None, str], ...]

    def term(self) -> Term:
        return Term(Fraction(self.amount), TermUnit(self.unit))

    def as_pauses(self) -> list[Pause]:
        return [Pause(start, end, Effect(effect)) for start, end, effect in self.pauses]

    def as_rests(self) -> list[Rest]:
        return [Rest(start, end, effect == "restart") for start, end, effect in self.pauses]


def declared_days() -> tuple[frozenset[date], frozenset[date]]:
    """Return the holidays and the worked days off of the invented province's calendar."""
    said = YAML(typ="safe").load((ROOT / "packs/demo/calendars.yaml").read_text(encoding="utf-8"))
    return (
        frozenset(day for days in said["holidays"].values() for day in days),
        frozenset(day for days in said["swapped_working_days"].values() for day in days),
    )


def office() -> Office:
    """Return the slow oracle's office."""
    return Office(*declared_days())


def calendar() -> WorkingCalendar:
    """Return the product's calendar of the same office."""
    clock = datetime.fromisoformat
    holidays, swapped = declared_days()
    sessions = tuple(
        (clock(f"2000-01-01T{a}").time(), clock(f"2000-01-01T{b}").time())
        for a, b in (("07:30", "11:30"), ("13:00", "17:00"))
    )
    return WorkingCalendar(sessions, clock("2000-01-01T15:00").time(), frozenset(range(5)), holidays, swapped)


def random_cases(count: int, *, seed: int) -> Iterator[Case]:
    """Yield cases with none to four pauses, which overlap, touch, begin before receipt or after the deadline."""
    chance = random.Random(seed)
    for _ in range(count):
        unit = chance.choice(list(AMOUNTS))
        received = _moment(chance, datetime.fromisoformat("2022-01-01") + timedelta(days=chance.randrange(1000)))
        pauses = tuple(_pause(chance, received) for _ in range(chance.choice([0, 0, 1, 1, 2, 3, 4])))
        yield Case(unit, chance.choice(AMOUNTS[unit]), received, pauses)


def _moment(chance: random.Random, day: datetime) -> datetime:
    hour, minute = chance.choice(EDGES) if chance.random() < 0.4 else (chance.randrange(24), chance.randrange(60))
    return day.replace(hour=hour, minute=minute)


def _pause(chance: random.Random, received: datetime) -> tuple[datetime, datetime | None, str]:
    start = _moment(chance, received + timedelta(days=chance.randrange(-3, 20)))
    effect = chance.choice(["restart", "stop", "stop"])
    if chance.random() < 0.05:
        return start, None, effect
    end = max(start, _moment(chance, start + timedelta(days=chance.choice([0, 0, 1, 2, 3, 5, 9]))))
    return start, end, effect


def main(count: int) -> int:
    """Compare ``count`` cases and print what differs."""
    from songbe.cases.rules.clock import due
    from tests.cases.slow_clock import slow_due

    ours, theirs, different = calendar(), office(), 0
    for case in random_cases(count, seed=count):
        found = due(case.term(), case.received, case.as_pauses(), ours)
        slow = slow_due(theirs, case.unit, Fraction(case.amount), case.received, case.as_rests())
        if found != slow:
            different += 1
            print(case, found, slow)
    print(f"{count} cases, {different} differences")
    return int(different > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
