"""How the online levels of procedures rise from day to day.

Every count of a milestone is a number of procedures at the head of one fixed order, so nothing ever falls: the first n
are online, the first p of those that can be paid are payable, and so on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from songbe.demonstration.declare.assumed import YEARS, InternalProcedures, Milestone
from songbe.demonstration.rules.catalogue import LEVELS, Procedure
from songbe.demonstration.rules.shares import apportioned, fraction_of


@dataclass(frozen=True, slots=True)
class Dated:
    """A procedure with the day from which each thing holds; None: never."""

    procedure: Procedure
    from_on: date
    published_on: date | None = None
    partial_on: date | None = None
    full_on: date | None = None
    payable_on: date | None = None
    digitisable_on: date | None = None
    flow_on: date | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A procedure in one dated state; ``to_on`` None: still so."""

    procedure: Procedure
    from_on: date
    to_on: date | None
    online_level: str
    published: bool
    payable: bool
    digitisable: bool
    digitisation_flow: bool


def in_order(found: list[Procedure], milestones: Sequence[Milestone]) -> list[Procedure]:
    """Return the procedures in the order in which they come online, become public and come into being."""
    pool = sorted((p for p in found if p.online), key=_urge)
    ordered: list[Procedure] = []
    for milestone, quota in zip(milestones, _payable_needed(milestones), strict=True):
        ordered += _next(pool, ordered, milestone, quota)
    ordered += pool
    level = {name: place for place, name in enumerate(LEVELS)}
    return ordered + sorted((p for p in found if not p.online), key=lambda p: (level[p.level], p.named is None, p.draw))


def _urge(procedure: Procedure) -> tuple[bool, float]:
    return procedure.named is None, -procedure.named.share if procedure.named else procedure.draw


def _payable_needed(milestones: Sequence[Milestone]) -> list[int]:
    """Return how many payable procedures must be online by each milestone, so that the later ones can be met too."""
    needed: list[int] = []
    later = 0
    for i in range(len(milestones) - 1, -1, -1):
        later = max(
            milestones[i].payable, later - _room(milestones[i], milestones[i + 1]) if i + 1 < len(milestones) else 0
        )
        needed.insert(0, later)
    return needed


def _room(before: Milestone, after: Milestone) -> int:
    """Return how many places between two milestones are free for procedures that can be paid."""
    return after.online - before.online - (after.essential_online - before.essential_online)


def _next(pool: list[Procedure], ordered: list[Procedure], milestone: Milestone, payable: int) -> list[Procedure]:
    """Take from the pool those that come online by a milestone, and return them."""
    size = max(0, milestone.online - len(ordered))
    essential = [p for p in pool if p.essential][
        : max(0, milestone.essential_online - sum(p.essential for p in ordered))
    ]
    taken = essential + [p for p in pool if p.named and not p.essential][: size - len(essential)]
    lacking = max(0, payable - sum(p.payable for p in (*ordered, *taken)))
    simulated = [p for p in pool if p.named is None]
    must = [p for p in simulated if p.payable][: min(lacking, size - len(taken))]
    chosen = {p.code for p in must}
    rest = [p for p in simulated if p.code not in chosen][: size - len(taken) - len(must)]
    taken += must + rest
    gone = {p.code for p in taken}
    pool[:] = [p for p in pool if p.code not in gone]
    return sorted(taken, key=lambda p: p.draw)


def _spread(
    codes: Sequence[str],
    counts: Sequence[int],
    on: Sequence[date],
    worked: Callable[[date], bool],
    seed: int,
    *,
    opening: bool = False,
) -> dict[str, date]:
    """Date the first so many of the codes inside each stretch between two days; the rest never.

    opening: the first of the days is where the story begins, so what has happened by then lies before it.
    """
    dates: dict[str, date] = {}
    for i, latest in enumerate(on):
        batch = codes[len(dates) : counts[i]]
        before = on[i - 1] if i else latest - timedelta(days=400 if opening else 364)
        last = latest - timedelta(days=1) if opening and not i else latest
        for k, code in enumerate(batch):
            share = (k + fraction_of(seed, "rise", code)) / len(batch)
            dates[code] = _worked_day(before, last, share, worked)
    return dates


def _worked_day(after: date, latest: date, share: float, worked: Callable[[date], bool]) -> date:
    day = after + timedelta(days=1 + int(share * (latest - after).days))
    while day < latest and not worked(day):
        day += timedelta(days=1)
    return min(day, latest)


def dated(
    ordered: list[Procedure], milestones: Sequence[Milestone], worked: Callable[[date], bool], seed: int
) -> list[Dated]:
    """Return each procedure with the days from which it exists, is public, online, full, payable, digitisable."""
    on = [milestone.from_on for milestone in milestones]

    def days(counts: Sequence[int], among: Callable[[Procedure], bool] = lambda _: True) -> dict[str, date]:
        return _spread([p.code for p in ordered if among(p)], counts, on, worked, seed, opening=True)

    exists = days([m.total for m in milestones])
    published = days([m.published for m in milestones])
    online = days([m.online for m in milestones])
    full = days([m.online_full for m in milestones], lambda p: p.level == "full")
    payable = days([m.payable for m in milestones], lambda p: p.payable)
    digitisable = days([m.digitisable for m in milestones], lambda p: p.digitisable)
    flow = days([m.digitisation_flow for m in milestones], lambda p: p.digitisable)
    return [
        Dated(
            p,
            exists[p.code],
            _not_before(exists[p.code], published.get(p.code)),
            _not_before(exists[p.code], published.get(p.code), online.get(p.code)),
            _not_before(online.get(p.code), full.get(p.code)),
            _not_before(online.get(p.code), payable.get(p.code)),
            _not_before(exists[p.code], digitisable.get(p.code)),
            _not_before(digitisable.get(p.code), flow.get(p.code)),
        )
        for p in ordered
        if p.code in exists
    ]


def _not_before(*days: date | None) -> date | None:
    """Return the last of the days: no step comes before the one it stands on. None if the last one never comes."""
    return None if days[-1] is None else max(day for day in days if day is not None)


def stretches(of: Dated) -> list[Stretch]:
    """Return the dated states a procedure goes through, in order."""
    marks = (of.published_on, of.partial_on, of.full_on, of.payable_on, of.digitisable_on, of.flow_on)
    turns = sorted({of.from_on, *(day for day in marks if day is not None)})
    ends: list[date | None] = [*turns[1:], None]
    return [_stretch(of, start, end) for start, end in zip(turns, ends, strict=True)]


def _stretch(of: Dated, start: date, end: date | None) -> Stretch:
    def holds(day: date | None) -> bool:
        return day is not None and day <= start

    level = "full" if holds(of.full_on) else "partial" if holds(of.partial_on) else "info"
    return Stretch(
        of.procedure,
        start,
        end,
        level,
        holds(of.published_on),
        holds(of.payable_on),
        holds(of.digitisable_on),
        holds(of.flow_on),
    )


def internal_stretches(declared: InternalProcedures | None, worked: Callable[[date], bool], seed: int) -> list[Stretch]:
    """Return the dated states of procedures between agencies: so many found and published by the end of each year."""
    if declared is None:
        return []
    ends = [date(year, 12, 31) for year in YEARS]
    found = [declared.identified_2022, declared.identified_2023]
    public = [declared.published_2022, declared.published_2023]
    tiers = [tier for tier, count in apportioned(found[-1], declared.tiers).items() for _ in range(count)]
    codes = [declared.code.format(number=n + 1) for n in range(found[-1])]
    tier_of = dict(zip(sorted(codes, key=lambda code: fraction_of(seed, "tier", code)), tiers, strict=True))
    since = _spread(codes, found, ends, worked, seed)
    published = _spread(codes, public, ends, worked, seed + 1)
    stretches: list[Stretch] = []
    for code in codes:
        procedure = Procedure(0, code, declared.sector, tier_of[code], 0, 0, 0.0)
        shown = _not_before(since[code], published.get(code))
        turns = [since[code], *([shown] if shown and shown > since[code] else [])]
        closes: list[date | None] = [*turns[1:], None]
        stretches += [
            Stretch(procedure, start, end, "info", shown is not None and shown <= start, False, False, False)
            for start, end in zip(turns, closes, strict=True)
        ]
    return stretches
