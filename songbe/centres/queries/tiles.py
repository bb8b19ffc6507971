"""Tiles: a figure with its change and its recent course, and what many tiles come to together."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from songbe.centres.queries.addresses import figure_path
from songbe.centres.queries.frames import Asked, frame, period_label
from songbe.centres.queries.pages import Frame, Tile
from songbe.centres.queries.standing import Standing, State
from songbe.centres.rules import is_chance, trend_periods
from songbe.indicators.queries.figures import Figure, Glance
from songbe.indicators.rules.definitions import Definition
from songbe.indicators.rules.targets import TargetStatus
from songbe.kernel.periods import Period

Seen = Figure | Glance

URGENCY = {TargetStatus.missed: 0, TargetStatus.at_risk: 1, TargetStatus.on_track: 2, TargetStatus.met: 2}
"""What comes first."""

QUIET = 3
CHANGE_WITHOUT_BASE = Decimal(1)
"""How a change from nothing counts among relative ones: as one by all of it."""


def tile(asked: Asked, standing: Standing, code: str) -> Tile:
    """Return one figure of a view as a tile, with the address of its indicator there."""
    definition = standing.reading.definitions[code]
    state = standing.state(code, asked.period)
    address = asked.address.at(figure_path(code), place=standing.view.place)
    periods = trend_periods(definition.frequency, asked.period)
    return Tile(
        figure=standing.figure(code, asked.period),
        definition=definition,
        unit=asked.shared.ground.known.unit(definition),
        url=str(address),
        change=state.change,
        worse=state.worse,
        trend=standing.trend(code, asked.period),
        trend_labels=[period_label(each) for each in periods],
        relative=state.relative,
        before=state.before,
        before_label=period_label(asked.period.year_before()),
    )


def by_urgency(standing: Standing, definitions: Iterable[Definition], period: Period) -> list[Definition]:
    """Return definitions, the worst against their target first; equals in the order of the pack."""
    return sorted(definitions, key=lambda d: _urgency(standing.state(d.code, period).now))


def _urgency(now: Seen) -> tuple[int, Decimal]:
    gap = Decimal(0)
    if now.target and now.value is not None:
        gap = -abs(now.value - now.target) / abs(now.target)
    urgency = URGENCY.get(now.target_status, QUIET)
    return urgency, gap if urgency < URGENCY[TargetStatus.met] else Decimal(0)


def by_worsening(standing: Standing, states: Iterable[State]) -> list[State]:
    """Return the states that got worse, the one that changed most against its own size first, small counts last."""
    known = standing.reading.ground.known

    def order(state: State) -> tuple[bool, Decimal]:
        kind = known.unit(known.definitions[state.code]).kind
        relative = CHANGE_WITHOUT_BASE if state.relative is None else state.relative
        return is_chance(kind, state.before, state.now.value), -abs(relative)

    return sorted((state for state in states if state.worse), key=order)


def newest_day(seen: Iterable[tuple[Definition, Seen]]) -> date | None:
    """Return the newest day that the facts behind some figures reach; where none is counted, that of the reports."""
    known = [(d, f.as_of) for d, f in seen if f.as_of is not None and f.value is not None]
    counted = [day for definition, day in known if definition.kind.is_computed]
    return max(counted or [day for _definition, day in known], default=None)


def frame_of(asked: Asked, tiles: Iterable[Tile], *, fixed: bool = False) -> Frame:
    """Return the frame of a screen that shows these tiles."""
    shown = list(tiles)
    as_of = newest_day((one.definition, one.figure) for one in shown)
    return frame(asked, as_of=as_of, simulated=any_simulated(one.figure for one in shown), fixed=fixed)


def any_simulated(figures: Iterable[Seen]) -> bool:
    """Whether any of some figures was simulated."""
    return any(f.simulated and f.value is not None for f in figures)
