"""What each screen shows, as plain values: a view fills one of these, a template draws it, a test reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from songbe.indicators.queries import Figure
from songbe.indicators.queries.catalogue import UnitOfMeasure
from songbe.indicators.queries.explained import Line
from songbe.indicators.rules.definitions import Definition
from songbe.kernel.periods import Period
from songbe.places.models import Sector
from songbe.places.queries import Place


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a filter, with the address it leads to."""

    value: str
    label: str
    url: str
    chosen: bool
    group: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every screen of a centre carries: where, when, on which map, and whether to trust it."""

    place: Place
    period: Period
    period_label: str
    basis: str
    places: Sequence[Choice]
    periods: Sequence[Choice]
    path: Sequence[Choice]
    as_of: date | None
    simulated: bool
    address: str
    exports: Mapping[str, str]
    today: date | None = None
    """The day of which the screen speaks: today, or in a demonstration the newest day of its facts."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure small enough to stand among others.

    change: against the same period of last year, in the indicator's unit; None where the two cannot be compared.
    trend: the newest values, oldest first (12 months, or quarters or years where months do not exist); gaps are None.
    """

    figure: Figure
    definition: Definition
    unit: UnitOfMeasure
    url: str
    change: Decimal | None
    worse: bool
    trend: Sequence[Decimal | None]
    trend_labels: Sequence[str]
    relative: Decimal | None = None
    """The change as a share of last year's value: 0.125 is 12.5 %."""
    before: Decimal | None = None
    before_label: str = ""


@dataclass(frozen=True, slots=True)
class Late:
    """A value that should be there and is not."""

    definition: Definition
    place: Place
    period: Period
    due_on: date
    days_late: int
    owner: str
    url: str
    newest: date | None = None
    """The newest day of which its facts speak, where it is counted from facts."""


@dataclass(frozen=True, slots=True)
class SectorState:
    """How a sector stands: its indicators with a target by status (met: also those on track), how many got worse, how
    many are late, how fresh it is."""

    sector: Sector
    url: str
    indicators: int
    with_value: int
    met: int
    at_risk: int
    missed: int
    worse: int
    late: int
    newest: date | None
    headline: Tile | None

    @property
    def state(self) -> str:
        """The sector's state in one word: missed, at-risk, met or no-target."""
        if self.missed:
            return "missed"
        return "at-risk" if self.at_risk else "met" if self.met else "no-target"


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """How the province (or a district) stands."""

    frame: Frame
    headline: Sequence[Tile]
    sectors: Sequence[SectorState]
    worse: Sequence[Tile]
    late: Sequence[Late]
    late_total: int
    centres: Sequence[Choice]
    totals: Mapping[str, int]
    worse_total: int = 0
    missed: Sequence[Tile] = ()
    """What misses its target, then what is at risk, the farthest first."""


@dataclass(frozen=True, slots=True)
class SectorPage:
    """One sector: its tiles, the worst first, and the whole list."""

    frame: Frame
    state: SectorState
    tiles: Sequence[Tile]
    rest: Sequence[Tile]
    late: Sequence[Late] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """One place in a ranking. rank: 1 is best by the indicator's direction, 0 without a value."""

    place: Place
    figure: Figure
    rank: int
    url: str
    change: Decimal | None


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """One indicator: the figure, its course, the places under this one, how it was computed, what others said."""

    frame: Frame
    tile: Tile
    trend_labels: Sequence[str]
    trend: Sequence[Decimal | None]
    year_before: Sequence[Decimal | None]
    ranking: Sequence[Ranked]
    tiles: Mapping[str, Any] | None
    explanation: Sequence[Line]
    can_read_records: bool
    records_url: str
    breakdown: Sequence[tuple[str, Decimal | None]]
    related: Sequence[Choice]
    chart: Mapping[str, Any]
    map: Mapping[str, Any]
    bars: Mapping[str, Any] = field(default_factory=dict)
    """The ranking as data of a bar chart."""
    ranking_level: str = ""
    """What the ranked places are: districts, communes."""
    sector: Choice | None = None
    late: Late | None = None
    publications: Sequence[Choice] = ()
    """The permanent addresses of what was published, newest first."""
    names_url: str = ""
    """Where names that people used are looked through, for who may give the indicator another."""


@dataclass(frozen=True, slots=True)
class BoardGroup:
    """A group of tiles on a centre's board."""

    title: str
    tiles: Sequence[Tile]


@dataclass(frozen=True, slots=True)
class BoardPage:
    """The board of one operations centre."""

    frame: Frame
    code: str
    name: str
    kind: str
    assumption: bool
    groups: Sequence[BoardGroup]
    late: Sequence[Late]
    centres: Sequence[Choice] = ()


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """The records a figure counts."""

    frame: Frame
    figure: Figure
    definition: Definition
    unit: UnitOfMeasure
    total: int
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    condition: str
    page: int
    pages: int
    previous_url: str
    next_url: str
    simulated: Sequence[bool] = ()
    """For each row, whether its record was simulated."""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What a search found."""

    frame: Frame
    text: str
    tiles: Sequence[Tile]
    total: int


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """A figure as it was published, frozen: what stood at its permanent address on a day. as_of: the asked day.

    restates: the publication it replaced; newer: the one that replaced it; both None if there is none.
    """

    frame: Frame
    definition: Definition
    unit: UnitOfMeasure
    as_of: date
    value: Decimal | None
    decimals: int
    qualifier: str
    source: str
    simulated: bool
    target: Decimal | None
    target_status: str
    records: int
    published_at: datetime
    published_by: str
    definition_version: int
    watermark: datetime | None
    records_digest: str
    reason: str
    restates: Choice | None
    newer: Choice | None
    current: Choice
    address: str


@dataclass(frozen=True, slots=True)
class AssumptionsPage:
    """What the demonstration years assume, sentence by sentence."""

    frame: Frame
    sentences: Sequence[str]
