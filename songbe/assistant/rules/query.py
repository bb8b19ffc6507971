"""What a question asks, as a typed value: the same for the screen, the command, other systems and a language model."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from songbe.kernel.periods import Period


class Operation(StrEnum):
    """What is done with the figures."""

    value = "value"
    series = "series"
    compare = "compare"
    rank = "rank"
    rank_of = "rank_of"
    filter = "filter"
    target_gap = "target_gap"
    definition = "definition"
    explain = "explain"
    procedure = "procedure"
    refuse = "refuse"


class Aspect(StrEnum):
    """What is asked of a procedure."""

    overview = "overview"
    documents = "documents"
    fee = "fee"
    term = "term"
    where = "where"
    online = "online"
    steps = "steps"
    legal = "legal"
    result = "result"
    track = "track"


class Refusal(StrEnum):
    """Why something is not answered."""

    no_indicator = "no_indicator"
    outside = "other_province"
    unknown_place = "unknown_place"
    no_such_time = "no_such_time"
    future = "future"
    no_data = "no_data"
    not_at_level = "not_at_level"
    no_target = "no_target"
    opinion = "opinion_about_person"
    personal = "personal_data"
    prediction = "prediction"
    cause = "cause"
    instruction = "instruction"
    no_procedure = "no_procedure"
    empty = "empty"


@dataclass(frozen=True, slots=True)
class Test:
    """What the places of a filter fulfil. value: in the indicator's unit; None: the target. meets: for a target,
    whether it is met. sign: ``>``, ``>=``, ``<``, ``<=``."""

    sign: str = ""
    value: Decimal | None = None
    meets: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """Places taken together. code: as in the pack's group codes; types: of these only; within: in this unit only."""

    code: str
    types: tuple[str, ...] = ()
    within: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A question that can be answered.

    places: codes of units and agencies. latest: no period was named, and the newest one is meant. grain: of a series.
    order: ``desc`` or ``asc``; n: how many lines of a ranking, 0 for all. part: of a figure that names its parts
    (centres of districts, of departments). procedure, aspect: where a procedure is
    asked for.
    """

    operation: Operation
    indicators: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    group: Group | None = None
    periods: tuple[Period, ...] = ()
    latest: bool = False
    versus: Period | None = None
    grain: str = ""
    order: str = ""
    n: int = 0
    test: Test | None = None
    part: str = ""
    procedure: str = ""
    aspect: Aspect = Aspect.overview

    @property
    def period(self) -> Period | None:
        """The period, the first if there are several."""
        return self.periods[0] if self.periods else None

    @property
    def written(self) -> str:
        """The operation with its arguments: ``rank(order=desc,n=5)``."""
        said = {
            Operation.series: f"grain={self.grain}",
            Operation.rank: f"order={self.order},n={self.n}",
            Operation.explain: "decompose",
            Operation.procedure: self.aspect.value,
            Operation.compare: f"vs={interval(self.versus)}" if self.versus else _compared(self),
            Operation.filter: _tested(self.test),
        }.get(self.operation)
        return self.operation.value if said is None else f"{self.operation.value}({said})"


def _compared(query: Query) -> str:
    return "units" if len(query.places) > 1 or query.group else "indicators" if len(query.indicators) > 1 else "periods"


def _tested(test: Test | None) -> str:
    if test is None:
        return ""
    return f"{test.sign}{test.value}" if test.value is not None else "target_met" if test.meets else "target_missed"


def interval(period: Period | None) -> str:
    """Return a period as ``first day/last day``, both inside; empty for none."""
    return "" if period is None else f"{period.start.isoformat()}/{period.last.isoformat()}"
