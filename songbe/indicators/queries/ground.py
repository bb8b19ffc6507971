"""What every reading of figures stands on: definitions, places, numbers of components, how far the facts reach."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from songbe.indicators.models import PublishedFigure
from songbe.indicators.queries.catalogue import Catalogue, catalogue, component_numbers
from songbe.indicators.rules.definitions import Definition, Measure
from songbe.kernel.periods import ReportingCalendar
from songbe.places.models import Agency
from songbe.places.queries import Gazetteer, gazetteer
from songbe.warehouse.queries import watermarks

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Ground:
    """What changes seldom. Whoever reads often keeps one and gives it to each reading; it must be as new as the data.

    numbers: indicator -> the numbers of its components, 0 for one never computed. marks: fact kind -> the newest day it
    speaks of. agencies: (code, unit); empty where no indicator counts agencies. stated: what outsiders published, by
    (indicator, place, period code), the main one first.
    """

    known: Catalogue
    map_: Gazetteer
    calendars: Mapping[str, ReportingCalendar]
    numbers: Mapping[str, tuple[int, ...]]
    marks: Mapping[str, date]
    agencies: Sequence[tuple[str, str]]
    stated: Mapping[Key, Sequence[PublishedFigure]]


def ground(codes: Iterable[str] | None = None) -> Ground:
    """Return the ground for some indicators (codes or aliases), or for all. Raises NoPack, UnknownIndicator."""
    known, map_ = catalogue(), gazetteer()
    chosen = None if codes is None else [known.definition(code) for code in codes]
    definitions = list(known.definitions.values()) if chosen is None else chosen
    digests = {d.code: tuple(c.digest for c in made.all) for d in definitions if (made := known.parts[d.code])}
    numbers = component_numbers(sorted({digest for each in digests.values() for digest in each})) if digests else {}
    counts_agencies = any(d.measure is Measure.distinct_agencies for d in definitions)
    return Ground(
        known,
        map_,
        _calendars(map_),
        {code: tuple(numbers.get(digest, 0) for digest in each) for code, each in digests.items()},
        {kind: mark.date() for kind, mark in watermarks().items()} if digests else {},
        tuple(Agency.objects.values_list("code", "unit_code")) if counts_agencies else (),
        _stated(chosen),
    )


def _calendars(map_: Gazetteer) -> dict[str, ReportingCalendar]:
    return {
        said["code"]: ReportingCalendar(said["code"], said["month_starts_on"])
        for said in map_.province.calendars["reporting"]
    }


def _stated(chosen: Sequence[Definition] | None) -> dict[Key, list[PublishedFigure]]:
    rows = PublishedFigure.objects.order_by("order")
    stated: dict[Key, list[PublishedFigure]] = {}
    for row in rows if chosen is None else rows.filter(indicator__in=[d.code for d in chosen]):
        stated.setdefault((row.indicator, row.place, row.period), []).append(row)
    return stated
