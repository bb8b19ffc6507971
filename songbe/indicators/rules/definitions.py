"""A definition: what an indicator counts, and the components its value is made of."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from songbe.kernel.digests import canonical_json, sha256_hex
from songbe.warehouse.rules.components import Component, flow, stock
from songbe.warehouse.rules.conditions import read_condition


class Measure(StrEnum):
    """How records become a number."""

    none = ""
    count = "count"  # type: ignore[assignment]  # hides str.count, which nobody calls on a measure
    sum = "sum"
    share = "share"
    ratio = "ratio"
    mean = "mean"
    percentile = "percentile"
    stock = "stock"
    stock_share = "stock_share"
    distinct_agencies = "distinct_agencies"


class Kind(StrEnum):
    """Where an indicator's figures come from."""

    reported = "reported"
    from_cases = "from-cases"
    from_registers = "from-registers"
    from_portal = "from-portal"
    outside = "outside"

    @property
    def is_computed(self) -> bool:
        """Whether figures are counted from records."""
        return self in (Kind.from_cases, Kind.from_registers, Kind.from_portal)


class Joining(StrEnum):
    """How the months of a period join into its value."""

    sum = "sum"
    last = "last"
    mean = "mean"
    recompute = "recompute"


@dataclass(frozen=True, slots=True)
class Selection:
    """Records of one kind: by which clock (and until which), fulfilling what, adding up which column."""

    fact: str = ""
    clock: str = ""
    leave: str = ""
    field: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """One indicator as its pack declares it."""

    code: str
    name_vi: str
    name_en: str
    sector: str
    unit: str
    kind: Kind
    measure: Measure = Measure.none
    of: Selection = field(default_factory=Selection)
    base: Selection = field(default_factory=Selection)
    aliases: tuple[str, ...] = ()
    definition_vi: str = ""
    direction: str = "neutral"
    decimals: int = 0
    frequency: str = "monthly"
    calendar: str = "statistics"
    tiers: tuple[str, ...] = ("province",)
    percentile: int = 50
    per: int = 1
    ytd: str = ""
    late: str = "restate"
    small_cell: int = 0
    band: str = "0.05"
    source: str = ""
    certainty: str = ""
    owner: str = ""
    synonyms: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    facet: str = ""
    subject: str = ""
    channel: str = ""
    family: str = ""

    @property
    def digest(self) -> str:
        """What the value depends on: another digest is another version of the definition."""
        said = [
            self.measure,
            self.of.__getstate__(),
            self.base.__getstate__(),
            self.percentile,
            self.per,
            self.ytd,
            self.kind,
            self.unit,
            self.calendar,
        ]
        return sha256_hex(canonical_json(said))[:16]

    @property
    def joining(self) -> Joining:
        """How months join into longer periods when each month has a value of its own."""
        if self.ytd:
            return Joining(self.ytd)
        if self.facet in ("rank", "score") or (self.direction == "neutral" and self.facet == "rate"):
            return Joining.last
        return {"rate": Joining.mean, "duration": Joining.mean}.get(self.facet, Joining.sum)

    def name(self, locale: str) -> str:
        """The name in a language."""
        return self.name_en if locale == "en" else self.name_vi


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of a definition. of: what is counted; base: the denominator, if there is one."""

    of: Component
    base: Component | None = None

    @property
    def all(self) -> tuple[Component, ...]:
        """Both, or the one."""
        return (self.of,) if self.base is None else (self.of, self.base)

    @property
    def counted(self) -> Component:
        """The component whose records a figure shows: of a part of a whole the whole, else what is counted."""
        return self.base if self.base is not None and self.base.fact == self.of.fact else self.of


def parts(definition: Definition) -> Parts | None:
    """Return the components of a definition; None when its figures are not computed.

    Raises InvalidCondition, or KeyError when a clock or column does not exist.
    """
    of, base = definition.of, definition.base
    match definition.measure:
        case Measure.none:
            return None
        case Measure.count | Measure.distinct_agencies:
            return Parts(_flow(of))
        case Measure.sum | Measure.mean:
            return Parts(_flow(of, value=of.field))
        case Measure.percentile:
            return Parts(_flow(of, value=of.field, buckets=True))
        case Measure.stock:
            return Parts(_either(of))
        case Measure.ratio:
            return Parts(_either(of), _either(base))
        case Measure.share | Measure.stock_share:
            whole = _either(base)
            narrowed = read_condition(base.fact, of.where)
            part = Component(
                whole.fact, whole.form, whole.clock, whole.condition.and_also(narrowed), whole.leave, whole.value
            )
            return Parts(part, whole)
        case _:
            assert_never(definition.measure)


def computed_parts(definition: Definition) -> Parts:
    """Return the components of a definition whose figures are computed. Raises ValueError for any other."""
    made = parts(definition)
    if made is None:
        raise ValueError(f"{definition.code} is not computed")
    return made


def _flow(of: Selection, *, value: str = "", buckets: bool = False) -> Component:
    return flow(of.fact, of.clock, read_condition(of.fact, of.where), value=value, buckets=buckets)


def _either(of: Selection) -> Component:
    condition = read_condition(of.fact, of.where)
    if of.leave:
        return stock(of.fact, of.clock, of.leave, condition, value=of.field)
    return flow(of.fact, of.clock, condition, value=of.field)
