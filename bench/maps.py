"""The same figures on the map as it was and on the map as it is: how much longer the second takes."""

from collections.abc import Callable

from songbe.indicators.queries import catalogue, figures
from songbe.kernel.periods import parse_period
from songbe.places.queries import gazetteer, reaches


def works(*, codes: int = 40) -> tuple[Callable[[], object], Callable[[], object]]:
    """Return the two readings: the communes that were, as then; the communes that are, as now."""
    map_ = gazetteer()
    counted = [d.code for d in catalogue().definitions.values() if d.kind.is_computed and "commune" in d.tiers][:codes]
    year = parse_period(map_.province.default_period)
    old = [place.code for place in map_.of_tier("commune")]
    new = sorted({reach.ancestor for reach in reaches(basis="as-now") if map_.place(reach.ancestor).tier == "commune"})
    return (
        lambda: figures(codes=counted, places=old, periods=[year]),
        lambda: figures(codes=counted, places=new, periods=[year], basis="as-now"),
    )


def one_code() -> str:
    """Return the code of a computed share that stands at every tier."""
    return next(d.code for d in catalogue().definitions.values() if d.measure == "share" and "commune" in d.tiers)
