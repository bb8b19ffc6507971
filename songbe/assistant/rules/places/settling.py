"""Which of several places of one name is meant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from songbe.assistant.rules.places.known import Known
from songbe.assistant.rules.places.matching import TypeWord
from songbe.assistant.rules.places.spellings import type_of

_TIERS = {"province": 0, "district": 1, "commune": 2, "": 3}


@dataclass(frozen=True, slots=True)
class Settled:
    """What a name stands for. codes: best first; outside: the name of a place elsewhere; doubt: 0-1, off certainty."""

    codes: tuple[str, ...] = ()
    outside: str = ""
    doubt: float = 0.0


class States:
    """The dated states of units, and which one is the province."""

    def __init__(self, units: Iterable[Known], province: str) -> None:
        self.of: dict[str, list[Known]] = {}
        for unit in units:
            self.of.setdefault(unit.code, []).append(unit)
        self.province = province

    def counts(self, known: Known, on: date) -> bool:
        """Whether a name may be used of a unit on a day: it holds, or did and the unit is gone or only renamed."""
        if known.holds_on(on) or known.code == self.province:
            return True
        now = next((state for state in self.of[known.code] if state.holds_on(on)), None)
        return known.is_past(on) and (now is None or now.parent == known.parent)

    def as_unit(self, known: Known, on: date) -> Known:
        """Return the unit that a place elsewhere became a name of: the one of its code in force, if any."""
        states = self.of.get(known.code, []) if known.kind == "elsewhere" else []
        return next((state for state in states if state.holds_on(on) and state.tier == known.tier), known)

    def parent(self, code: str, on: date) -> str:
        """Return the code of the unit above on a day."""
        states = self.of.get(code, [])
        held = next((state for state in states if state.holds_on(on)), states[0] if states else None)
        return held.parent if held else ""


def settle(readings: tuple[Known, ...], typed: TypeWord | None, on: date, states: States) -> Settled:
    """Return which places a name stands for on a day: what its type word says, else what is inside, in force, higher.

    Nothing, if its type word fits none of them.
    """
    readings = tuple(dict.fromkeys(states.as_unit(each, on) for each in readings))
    inside = [each for each in readings if each.kind == "unit" and states.counts(each, on)]
    elsewhere = sorted((each for each in readings if each.kind == "elsewhere"), key=lambda each: _TIERS[each.tier])
    if typed is None:
        return _highest(inside, on, states) if inside else _outside(elsewhere)
    fitting = [each for each in inside if typed.fits(each)]
    if fitting:
        return _highest(fitting, on, states)
    alike = [each for each in inside if typed.fits_tier(each) and each.code != states.province]
    if alike:
        return _highest(alike, on, states, doubt=0.2)
    away = [each for each in elsewhere if typed.fits(each)]
    if away:
        return _outside(away)
    away = [each for each in elsewhere if typed.fits_tier(each)]
    return _outside(away, doubt=0.2)


def _highest(inside: list[Known], on: date, states: States, doubt: float = 0.0) -> Settled:
    def rank(each: Known) -> tuple[bool, bool, int]:
        return each.code != states.province, not each.holds_on(on), _TIERS[each.tier]

    best = min(map(rank, inside))
    codes = tuple(dict.fromkeys(each.code for each in inside if rank(each) == best))
    return Settled(codes, doubt=doubt if len(codes) == 1 else 0.3)


def _outside(elsewhere: list[Known], doubt: float = 0.0) -> Settled:
    if not elsewhere:
        return Settled()
    first = elsewhere[0]
    wide = first.tier == "" and type_of(first) == "region"
    return Settled(outside=first.name, doubt=max(doubt, 0.35 if wide else 0.0))
