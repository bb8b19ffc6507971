"""From a figure down to the records it counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from songbe.indicators.queries.catalogue import catalogue
from songbe.indicators.queries.changes import counted_place
from songbe.indicators.queries.figures import Figure, figure
from songbe.indicators.rules.definitions import Parts
from songbe.kernel.errors import NotFound
from songbe.kernel.periods import Period, parse_period
from songbe.places.policy import Actor, Right
from songbe.warehouse.queries import records as warehouse_records


class NothingToCount(NotFound):
    """A figure that was said by somebody, not counted from records."""

    code = "nothing_to_count"
    message_en = "{indicator} is {kind}: it was not counted from records of this platform. Its source: {source}."
    message_vi = "{indicator} là số liệu {kind}, không đếm từ bản ghi trên nền tảng. Nguồn: {source}."


@dataclass(frozen=True, slots=True)
class CountedRecords:
    """Records a figure counts, as rows of column -> value. total: all of them; ``counted``: those in the numerator
    of a share."""

    indicator: str
    place: str
    period: str
    total: int
    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, Any]]
    condition: str


def records_of(
    *,
    code: str,
    place: str = "",
    period: Period | None = None,
    basis: str = "as-then",
    limit: int = 100,
    offset: int = 0,
    actor: Actor,
) -> CountedRecords:
    """Return the records that a figure counts.

    Raises OutOfReach unless the actor may read records of the place, NothingToCount for figures that are not computed.
    """
    shown = figure(code=code, place=place, period=period, basis=basis)
    return records_behind(shown, catalogue().parts[shown.indicator], limit=limit, offset=offset, actor=actor)


def records_behind(
    shown: Figure, made: Parts | None, *, limit: int = 100, offset: int = 0, actor: Actor
) -> CountedRecords:
    """Return the records that a figure counts, for a caller who has it. made: the components of its definition.

    Raises as ``records_of`` does.
    """
    actor.require(Right.READ_RECORDS, shown.place)
    if made is None:
        raise NothingToCount(indicator=shown.indicator, kind=shown.kind, source=shown.source)
    period = parse_period(shown.period)
    where = counted_place(shown.place, period, shown.basis)
    found = warehouse_records(made.counted, where, period, limit=limit, offset=offset)
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    return CountedRecords(
        shown.indicator, shown.place, shown.period, found.total, found.columns, rows, made.counted.record_condition
    )
