"""An import file for practice: good rows, and rows with planted faults, each kind so many times."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from songbe.demonstration.declare.assumed import PlantedFault

Cells = Mapping[str, str]
"""Column -> what the cell says."""

MOMENT = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class Planted:
    """A row of the file and the kind of fault it holds; empty: none."""

    cells: Cells
    kind: str = ""


def practice_rows(good: Sequence[Cells], faults: Sequence[PlantedFault]) -> Iterator[Planted]:
    """Yield the good rows, then rows with the faults that the pack asks for.

    good: dossiers as an agency would export them, with distinct ids. Each faulty row is a good one under a new id that
    says what is wrong in exactly one way; duplicates repeat a row that is there already.
    Raises ValueError if there are fewer good rows than faulty ones.
    """
    wanted = [fault for fault in faults for _ in range(fault.count)]
    if len(wanted) > len(good):
        raise ValueError(f"{len(wanted)} faulty rows need as many good ones, not {len(good)}")
    yield from (Planted(cells) for cells in good)
    for n, (fault, cells) in enumerate(zip(wanted, good, strict=False), start=1):
        other = good[n % len(good)]
        yield Planted(spoiled(cells, other, fault, f"{cells['id']}-{n}"), fault.kind)


def spoiled(cells: Cells, other: Cells, fault: PlantedFault, new_id: str) -> Cells:
    """Return a row with one fault. other: another good row, from another place."""
    fresh = {**cells, "id": new_id}
    if fault.kind in SAID:
        return {**fresh, SAID[fault.kind]: fault.value or ""}
    match fault.kind:
        case "finished_before_received":
            return {**fresh, "finished_at": _earlier(cells["received_at"], days=3)}
        case "due_before_received":
            return {**fresh, "due_at": _earlier(cells["received_at"], days=2)}
        case "place_mismatch":
            return {**fresh, "unit": other["unit"]}
        case "negative_value":
            return {**fresh, "fee_vnd": fault.value or "-8000"}
        case "bad_code":
            return {**fresh, "id": f"{fault.value or 'H00'}-?{new_id.rpartition('-')[2]}"}
        case "conflicting_duplicate":
            return {**cells, "fee_vnd": str(int(cells["fee_vnd"]) + 1000)}
        case _:
            return cells


SAID: Mapping[str, str] = {
    "unknown_unit": "unit",
    "ambiguous_place": "unit",
    "unknown_agency": "agency",
    "impossible_date": "received_at",
    "future_date": "received_at",
    "out_of_range": "rating",
    "unknown_value": "channel",
}
"""Kind of fault -> the cell that says what the pack wants it to say."""


def _earlier(moment: str, *, days: int) -> str:
    return (datetime.strptime(moment, MOMENT) - timedelta(days=days)).strftime(MOMENT)  # noqa: DTZ007
