"""What people said: published elsewhere, reported by agencies, aimed at, published by us."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from songbe.indicators.models import Publication, PublishedFigure, ReportedValue, Target
from songbe.indicators.rules.definitions import Definition, Joining
from songbe.indicators.rules.values import joined
from songbe.kernel.periods import Period, covering, parse_period

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Reported:
    """What agencies reported for a period, joined from its parts where need be. covered: the period it really
    covers."""

    value: Fraction
    covered: Period
    as_of: date
    source: str
    status: str
    qualifier: str
    estimate: bool
    simulated: bool


@dataclass(frozen=True, slots=True)
class Said:
    """Everything said about some indicators at some places."""

    stated: Mapping[Key, Sequence[PublishedFigure]]
    values: Mapping[tuple[str, str], Sequence[ReportedValue]]
    targets: Mapping[Key, Target]
    publications: Mapping[Key, Sequence[Publication]]

    def published(self, code: str, place: str, period: Period) -> Sequence[PublishedFigure]:
        """Return the outside figures of a period, the main one first."""
        return self.stated.get((code, place, period.code), ())

    def target(self, code: str, place: str, period: Period) -> Target | None:
        """Return the target of exactly this period."""
        return self.targets.get((code, place, period.code))

    def status(self, code: str, place: str, period: Period, outside: bool, reported: str) -> str:
        """Return provisional, approved, published or restated."""
        own = self.publications.get((code, place, period.code), ())
        if own:
            return "restated" if own[0].restates_id else "published"
        if outside:
            return "published"
        return "approved" if reported == "approved" else "provisional"

    def reported(self, definition: Definition, place: str, period: Period) -> Reported | None:
        """Return what was reported for a period: as sent for it, or joined from the parts that lie in it."""
        rows = [
            row
            for row in self.values.get((definition.code, place), ())
            if row.start >= period.start and row.end <= period.end
        ]
        whole = [row for row in rows if row.start == period.start and row.end == period.end]
        inside = whole or _finest(rows)
        if not inside:
            return None
        joining = definition.joining
        used = inside[-1:] if joining is Joining.last else inside
        value = joined([Fraction(row.value) for row in used], joining)
        last = inside[-1]
        return Reported(
            value or Fraction(0),
            covering(parse_period(inside[0].period), parse_period(last.period))
            if joining is not Joining.last
            else parse_period(last.period),
            max(row.reported_at for row in inside).date(),
            last.source,
            "approved" if all(row.status == "approved" for row in inside) else last.status,
            last.qualifier,
            any(row.estimate for row in inside),
            any(row.simulated for row in inside),
        )


def _finest(rows: list[ReportedValue]) -> list[ReportedValue]:
    """Return the shortest rows that do not overlap, oldest first."""
    chosen: list[ReportedValue] = []
    for row in sorted(rows, key=lambda r: (r.end - r.start, r.start)):
        if all(row.end <= other.start or row.start >= other.end for other in chosen):
            chosen.append(row)
    return sorted(chosen, key=lambda r: r.start)


def said_about(codes: Sequence[str], places: Sequence[str], periods: Sequence[Period]) -> Said:
    """Gather what was said, in four queries."""
    names = [period.code for period in periods]
    stated: dict[Key, list[PublishedFigure]] = defaultdict(list)
    for row in PublishedFigure.objects.filter(indicator__in=codes, place__in=places, period__in=names).order_by(
        "order"
    ):
        stated[row.indicator, row.place, row.period].append(row)
    values: dict[tuple[str, str], list[ReportedValue]] = defaultdict(list)
    start, end = min(p.start for p in periods), max(p.end for p in periods)
    found = ReportedValue.objects.filter(
        indicator__in=codes,
        place__in=places,
        start__gte=start,
        end__lte=end,
        superseded_at=None,
        status__in=["approved", "submitted"],
    )
    for value in found:
        values[value.indicator, value.place].append(value)
    targets = {
        (t.indicator, t.place, t.period): t
        for t in Target.objects.filter(indicator__in=codes, place__in=places, period__in=names).order_by(
            "valid_from", "id"
        )
    }
    publications: dict[Key, list[Publication]] = defaultdict(list)
    for own in Publication.objects.filter(indicator__in=codes, place__in=places, period__in=names).order_by(
        "-published_at"
    ):
        publications[own.indicator, own.place, own.period].append(own)
    return Said(dict(stated), dict(values), targets, dict(publications))
