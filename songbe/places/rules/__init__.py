"""Rules of places: who counts for whom, and what a boundary may look like."""

from songbe.places.rules.reach import Basis, Reach, UnitChange, UnitState, reaches_now, reaches_then

__all__ = ["Basis", "Reach", "UnitChange", "UnitState", "reaches_now", "reaches_then"]
