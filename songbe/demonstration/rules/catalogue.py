"""The catalogue of procedures as it is at the end: named and simulated ones, their levels, fees and marks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from songbe.demonstration.declare.assumed import (
    NamedProcedure,
    Procedures,
    SectorTraits,
    Tier,
)
from songbe.demonstration.rules.shares import apportioned, fraction_of

LEVELS = ("full", "partial", "info", "unpublished")
TIERS: tuple[Tier, ...] = ("province", "district", "commune")


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure as it is at the end. number: its place in the catalogue, from 1. draw: its own chance, 0 to 1."""

    number: int
    code: str
    sector: str
    tier: Tier
    term_days: int
    fee_vnd: int
    draw: float
    named: NamedProcedure | None = None
    level: str = ""
    fee_free: bool = True
    payable: bool = False
    digitisable: bool = False

    @property
    def essential(self) -> bool:
        """Whether it stands on the national list of essential services."""
        return self.named is not None and self.named.essential

    @property
    def online(self) -> bool:
        """Whether it ends as full or partial."""
        return self.level in ("full", "partial")


def procedures(declared: Procedures, sectors: dict[str, SectorTraits], seed: int) -> list[Procedure]:
    """Return the catalogue at the end, tier by tier and sector by sector, named procedures first in each."""
    found: list[Procedure] = []
    simulated = 0
    for tier in TIERS:
        of_tier: list[Procedure] = []
        for code, traits in sectors.items():
            named = [p for p in declared.named if p.tier == tier and p.sector == code]
            of_tier += [_named(p, seed) for p in named]
            number = traits.procedures.get(tier, 0) - len(named)
            of_tier += _simulated(declared.simulated_code, code, tier, traits, simulated, number, seed)
            simulated += max(number, 0)
        found += _with_end_state(of_tier, declared, tier)
    return [replace(p, number=i) for i, p in enumerate(found, start=1)]


def _named(named: NamedProcedure, seed: int) -> Procedure:
    draw = fraction_of(seed, "procedure", named.code)
    return Procedure(0, named.code, named.sector, named.tier, named.term_days, named.fee_vnd, draw, named)


def _simulated(
    pattern: str, sector: str, tier: Tier, traits: SectorTraits, before: int, number: int, seed: int
) -> list[Procedure]:
    codes = [pattern.format(number=before + i + 1) for i in range(number)]
    terms = _dealt({int(k): v for k, v in traits.term_days.items()}, codes, seed, "term")
    fees = _dealt({int(k): v for k, v in traits.fee_vnd.items()}, codes, seed, "fee")
    return [
        Procedure(0, code, sector, tier, term, fee, fraction_of(seed, "procedure", code))
        for code, term, fee in zip(codes, terms, fees, strict=True)
    ]


def _dealt(shares: dict[int, float], codes: Sequence[str], seed: int, salt: str) -> list[int]:
    """Deal values to codes, each value as often as its share says, to whom chance says."""
    hands = [value for value, count in apportioned(len(codes), shares).items() for _ in range(count)]
    order = sorted(range(len(codes)), key=lambda i: fraction_of(seed, salt, codes[i]))
    dealt = [0] * len(codes)
    for place, value in zip(order, hands, strict=True):
        dealt[place] = value
    return dealt


def _with_end_state(of_tier: list[Procedure], declared: Procedures, tier: Tier) -> list[Procedure]:
    """Give the procedures of a tier the levels, fees and marks that its counts ask for."""
    counts = declared.by_tier.get(tier)
    if counts is None:
        return of_tier
    wanted = dict(
        zip(LEVELS, (counts.online_full, counts.online_partial, counts.info, counts.unpublished), strict=True)
    )
    given = [replace(p, level=p.named.online) if p.named else p for p in of_tier]
    given = _levelled(given, wanted)
    given = _marked(
        given,
        counts.total - counts.fee_free,
        "fee_free",
        _bears_fee,
        lambda p: (not p.online, not p.fee_vnd),
        among=lambda p: p.named is None,
    )
    given = [replace(p, fee_vnd=0) if p.fee_free else p for p in given]
    given = _marked(
        given,
        counts.payable,
        "payable",
        lambda p: bool(p.named and p.named.payable),
        lambda p: (not p.fee_vnd,),
        among=lambda p: p.online and not p.fee_free and p.named is None,
    )
    return _marked(given, counts.digitisable, "digitisable", lambda _: False, lambda p: (LEVELS.index(p.level),))


def _levelled(of_tier: list[Procedure], wanted: dict[str, int]) -> list[Procedure]:
    free = sorted((p for p in of_tier if not p.level), key=lambda p: p.draw)
    open_levels = [
        level for level in LEVELS for _ in range(max(0, wanted[level] - sum(p.level == level for p in of_tier)))
    ]
    # A procedure with a fee is more often online: it is what payments are made for.
    free.sort(key=lambda p: (not p.fee_vnd) * 0.5 + p.draw)
    levels = {p.code: level for p, level in zip(free, open_levels, strict=False)}
    return [p if p.level else replace(p, level=levels.get(p.code, LEVELS[-1])) for p in of_tier]


def _bears_fee(procedure: Procedure) -> bool:
    return procedure.named is not None and (procedure.named.payable or procedure.named.fee_vnd > 0)


def _marked(
    of_tier: list[Procedure],
    count: int,
    mark: str,
    already: Callable[[Procedure], bool],
    order: Callable[[Procedure], tuple[int, ...]],
    *,
    among: Callable[[Procedure], bool] = lambda _: True,
) -> list[Procedure]:
    """Mark ``count`` procedures: those that are so already, then by ``order`` and chance; ``fee_free``: the others."""
    chosen = [p.code for p in of_tier if already(p)]
    rest = sorted((p for p in of_tier if p.code not in set(chosen) and among(p)), key=lambda p: (order(p), p.draw))
    chosen += [p.code for p in rest[: max(0, count - len(chosen))]]
    marked = set(chosen)
    return [replace(p, **{mark: (p.code in marked) != (mark == "fee_free")}) for p in of_tier]  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Use:
    """How many dossiers of a procedure arrive in a year."""

    procedure: Procedure
    count: int


def used(
    found: Sequence[Procedure], total: int, tiers: Mapping[Tier, float], sectors: dict[str, SectorTraits], unused: float
) -> list[Use]:
    """Cut a year's dossiers over tiers, sectors and the procedures of ``found``, exactly.

    unused: share of the simulated procedures that nobody used.
    """
    uses = []
    for tier, of_tier in apportioned(total, tiers).items():
        weights = {code: traits.weight.get(tier, 0.0) for code, traits in sectors.items()}
        for sector, count in apportioned(of_tier, weights).items():
            among = [p for p in found if p.tier == tier and p.sector == sector]
            uses += _cut_over(among, count, unused)
    return [use for use in uses if use.count]


def _cut_over(among: list[Procedure], count: int, unused: float) -> list[Use]:
    named = [p for p in among if p.named]
    simulated = sorted((p for p in among if not p.named), key=lambda p: p.draw)
    busy = simulated[: max(1, round(len(simulated) * (1 - unused)))]
    left = max(0.0, 1 - sum(p.named.share for p in named if p.named))
    # Few get most: the k-th busiest gets about 1/k of what the busiest gets.
    whole = sum(1 / (k + 2) for k in range(len(busy)))
    weights = {p.code: p.named.share for p in named if p.named}
    weights |= {p.code: left / (k + 2) / whole for k, p in enumerate(busy)}
    counts = apportioned(count, weights)
    return [Use(p, counts[p.code]) for p in (*named, *busy)]
