"""What people said: published elsewhere, reported by agencies, aimed at, published by us."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from django.db.models import Q
from django.utils.timezone import localdate

from songbe.indicators.models import Publication, PublishedFigure, ReportedValue, Target
from songbe.indicators.queries.ground import Key
from songbe.indicators.rules.definitions import Definition, Joining
from songbe.indicators.rules.values import joined
from songbe.kernel.periods import Period, covering, parse_period


@dataclass(frozen=True, slots=True)
class Reported:
    """What agencies reported for a period, joined from its parts where need be. rows: those parts, oldest first; used:
    those that make up the value."""

    value: Fraction
    rows: Sequence["Sent"]
    used: Sequence["Sent"]

    @property
    def covered(self) -> Period:
        """The period it really covers."""
        return covering(_parsed(self.used[0].period), _parsed(self.used[-1].period))

    @property
    def as_of(self) -> date:
        """The day of the newest report in it."""
        return localdate(max(row.reported_at for row in self.rows))

    @property
    def source(self) -> str:
        """Where the newest part comes from."""
        return self.rows[-1].source

    @property
    def status(self) -> str:
        """Approved when every part is."""
        return "approved" if all(row.status == "approved" for row in self.rows) else self.rows[-1].status

    @property
    def qualifier(self) -> str:
        """How the newest part hedges itself."""
        return self.rows[-1].qualifier

    @property
    def estimate(self) -> bool:
        """Whether any part was sent before its period was over."""
        return any(row.estimate for row in self.rows)

    @property
    def simulated(self) -> bool:
        """Whether any part was simulated."""
        return any(row.simulated for row in self.rows)


class Sent(NamedTuple):
    """A value that an agency sent, as far as figures need it; read by the thousand."""

    indicator: str
    place: str
    period: str
    start: date
    end: date
    value: Decimal
    qualifier: str
    estimate: bool
    status: str
    source: str
    reported_at: datetime
    simulated: bool


_start = attrgetter("start")

MANY = 200
"""Indicators from which on a place's whole rows are read: a list of a thousand codes costs more than it saves."""


@dataclass(frozen=True, slots=True)
class Said:
    """Everything said about some indicators at some places; ``when`` is a period's code."""

    stated: Mapping[Key, Sequence[PublishedFigure]]
    values: Mapping[tuple[str, str], Sequence[Sent]]
    targets: Mapping[Key, Target]
    publications: Mapping[Key, Sequence[Publication]]

    def published(self, code: str, place: str, when: str) -> Sequence[PublishedFigure]:
        """Return the outside figures of a period, the main one first."""
        return self.stated.get((code, place, when), ())

    def target(self, code: str, place: str, when: str) -> Target | None:
        """Return the target of exactly this period."""
        return self.targets.get((code, place, when))

    def status(self, code: str, place: str, when: str, outside: bool, reported: str) -> str:
        """Return provisional, approved, published or restated."""
        own = self.publications.get((code, place, when), ())
        if own:
            return "restated" if own[0].restates_id else "published"
        if outside:
            return "published"
        return "approved" if reported == "approved" else "provisional"

    def reported(self, definition: Definition, place: str, period: Period) -> Reported | None:
        """Return what was reported for a period: as sent for it, or joined from the parts that lie in it."""
        known = self.values.get((definition.code, place))
        if known is None:
            return None
        rows = [row for row in known if row.start >= period.start and row.end <= period.end]
        whole = [row for row in rows if row.start == period.start and row.end == period.end]
        inside = whole or _finest(rows)
        if not inside:
            return None
        used = inside[-1:] if definition.joining is Joining.last else inside
        value = joined([Fraction(row.value) for row in used], definition.joining)
        return Reported(value or Fraction(0), inside, used)


def _finest(rows: list[Sent]) -> list[Sent]:
    """Return the shortest rows that do not overlap, oldest first."""
    chosen: list[Sent] = []
    for row in sorted(rows, key=lambda r: (r.end - r.start, r.start)):
        at = bisect(chosen, row.start, key=_start)
        if (not at or chosen[at - 1].end <= row.start) and (at == len(chosen) or row.end <= chosen[at].start):
            chosen.insert(at, row)
    return chosen


@lru_cache(maxsize=1024)
def _parsed(code: str) -> Period:
    return parse_period(code)


def said_about(
    codes: Sequence[str],
    places: Sequence[str],
    periods: Sequence[Period],
    stated: Mapping[Key, Sequence[PublishedFigure]],
    drafts_at: Collection[str] = (),
) -> Said:
    """Gather what was said, in three queries.

    stated: what outsiders published. drafts_at: the places of which values that nobody approved yet may be shown.
    """
    named = _of(codes) & Q(place__in=places, period__in=[period.code for period in periods])
    targets = {(t.indicator, t.place, t.period): t for t in Target.objects.filter(named).order_by("valid_from", "id")}
    publications: dict[Key, list[Publication]] = defaultdict(list)
    # What was frozen is long, and read at its own address only.
    light = Publication.objects.filter(named).defer("figure", "segments")
    for own in light.order_by("-published_at"):
        publications[own.indicator, own.place, own.period].append(own)
    return Said(stated, _reported(codes, places, periods, drafts_at), targets, dict(publications))


def _of(codes: Sequence[str]) -> Q:
    return Q(indicator__in=codes) if len(codes) < MANY else Q()


def _reported(
    codes: Sequence[str], places: Sequence[str], periods: Sequence[Period], drafts_at: Collection[str]
) -> dict[tuple[str, str], list[Sent]]:
    """Return the newest value of each period that counts: approved, or sent where unapproved values may be shown.

    A correction that waits for approval does not hide the approved value from those who may not see it.
    """
    counts = Q(status="approved") | Q(status="submitted", superseded_at=None, place__in=list(drafts_at))
    rows = ReportedValue.objects.filter(
        counts & _of(codes),
        place__in=places,
        start__gte=min(period.start for period in periods),
        end__lte=max(period.end for period in periods),
    )
    sent = map(Sent._make, rows.order_by("id").values_list(*Sent._fields))
    newest: dict[Key, Sent] = {(row.indicator, row.place, row.period): row for row in sent}
    values: dict[tuple[str, str], list[Sent]] = defaultdict(list)
    for row in newest.values():
        values[row.indicator, row.place].append(row)
    return dict(values)
