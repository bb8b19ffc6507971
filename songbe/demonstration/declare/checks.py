"""Cross-checks of ``simulation/``: shares sum to one, numbers agree with each other, every code is declared."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from songbe.demonstration.declare.assumed import YEARS, Assumed, NamedProcedure, Procedures
from songbe.demonstration.declare.tables import SimulatedCounter, SimulatedRegister, SimulatedReport
from songbe.indicators.declare import DeclaredIndicators
from songbe.indicators.rules.definitions import Kind
from songbe.packs.faults import Faults
from songbe.packs.reading import Row, Table, check_known, check_unique, line_of
from songbe.places.declare import DeclaredPlaces
from songbe.warehouse.declare import DeclaredFacts

Spot = tuple[str | int, ...]
"""Where something stands in a document: keys and list places from the top."""
LOCAL_WORDS = ("district", "commune", "districts", "other", "province")
"""What may stand for an agency: the committee of the place, all districts, whoever is not named."""


class _Document:
    """Adds faults with the line on which a part of a document stands."""

    def __init__(self, path: Path, faults: Faults) -> None:
        self.path, self.faults = path, faults

    @cached_property
    def tree(self) -> Any:
        """The document with the lines of its parts; read again only when there is a fault to place."""
        return YAML().load(self.path.read_text(encoding="utf-8"))

    def wrong(self, spot: Spot, value: object, detail: str, right: str) -> None:
        """Note a value that does not hold."""
        self.faults.add(
            "bad_value",
            self.path,
            line=line_of(self.tree, spot),
            column=_name(spot),
            value=value,
            detail=detail,
            right=right,
        )

    def known(self, spot: Spot, values: Iterable[str], known: Iterable[str], where: str) -> None:
        """Note every value that nobody declared."""
        for value in sorted(set(values) - set(known)):
            self.faults.add(
                "unknown_reference",
                self.path,
                line=line_of(self.tree, spot),
                column=_name(spot),
                value=value,
                where=where,
                right=f"a code that stands in {where}",
            )

    def same(self, spot: Spot, value: int, parts: Iterable[int], of: str) -> None:
        """Note a total that its parts do not come to."""
        whole = sum(parts)
        if whole != value:
            self.wrong(spot, value, f"{of} come to {whole}", str(whole))


def _name(spot: Spot) -> str:
    return ".".join(map(str, spot))


def check_services(row: Row[Assumed], places: DeclaredPlaces, faults: Faults) -> None:
    """Cross-check ``services.yaml``."""
    document, services = _Document(row.path, faults), row.value
    for spot, shares in _groups_of_shares(services):
        if abs(sum(shares) - 1) > 1e-6:
            document.wrong(
                spot, round(sum(shares), 6), "the shares of one group do not sum to 1", "shares that sum to 1"
            )
    _check_codes(document, services, places)
    _check_procedures(document, services)
    _check_payments(document, services)
    _check_totals(document, services)


def _groups_of_shares(services: Assumed) -> Iterator[tuple[Spot, list[float]]]:
    top = services.model_dump()
    for spot in GROUPS:
        part: Any = top
        for key in spot:
            part = part[key]
        yield spot, list(part.values()) if isinstance(part, Mapping) else list(part)
    assumed = services.dossiers
    for tier in assumed.tiers:
        yield ("dossiers", "sectors"), [traits.weight.get(tier, 0.0) for traits in assumed.sectors.values()]
    for code, traits in assumed.sectors.items():
        yield ("dossiers", "sectors", code, "term_days"), list(traits.term_days.values())
        yield ("dossiers", "sectors", code, "fee_vnd"), list(traits.fee_vnd.values())
        if "province" in traits.weight:
            yield ("dossiers", "sectors", code, "agencies"), list(traits.agencies.values())
    for tier, shares in assumed.applicants.items():
        yield ("dossiers", "applicants", tier), list(shares.values())
    yield ("dossiers", "districts"), [district.weight for district in assumed.districts.values()]
    yield ("reports", "categories"), [category.share for category in services.reports.categories]


GROUPS: tuple[Spot, ...] = (
    *(
        ("dossiers", name)
        for name in (
            "months",
            "months_2022",
            "weekdays",
            "hours",
            "channels_2022",
            "channels_2023",
            "tiers",
            "late_days",
            "rating_distribution",
        )
    ),
    ("dossiers", "digitised", "months_2023"),
    *(("payments", "online", name) for name in ("months_2022", "months_2023")),
    *(("reports", name) for name in ("months", "channels_2022", "channels_2023", "rating_distribution")),
    *(("public_items", name) for name in ("items", "languages_2022", "languages_2023", "topics", "publishers")),
)
"""Groups of shares that stand at a fixed spot."""


def _check_codes(document: _Document, services: Assumed, places: DeclaredPlaces) -> None:
    agencies, sectors = {a.code for a in places.agencies}, {s.code for s in places.sectors}
    districts = {u.code for u in places.units if u.tier == "district"}
    assumed = services.dossiers
    named = enumerate(services.procedures.named)
    asked: list[tuple[Spot, Iterable[str]]] = [
        (("dossiers", "province_desk"), [assumed.province_desk]),
        (("dossiers", "province_on_time"), assumed.province_on_time),
        (("dossiers", "digitised", "province_agencies"), assumed.digitised.province_agencies),
        *((("dossiers", "sectors", code, "agencies"), traits.agencies) for code, traits in assumed.sectors.items()),
        *((("procedures", "named", n, "agency"), [p.agency]) for n, p in named if p.agency),
        *((("payments", "other", n, "agency"), [o.agency]) for n, o in enumerate(services.payments.other)),
        *((("reports", "categories", n, "agency"), [c.agency]) for n, c in enumerate(services.reports.categories)),
        (("public_items", "publishers"), services.public_items.publishers),
        (("late_agencies",), services.late_agencies),
    ]
    for spot, codes in asked:
        document.known(spot, codes, {*agencies, *LOCAL_WORDS}, "agencies.csv")
    document.known(("dossiers", "districts"), assumed.districts, districts, "places/units.csv")
    document.known(("dossiers", "sectors"), assumed.sectors, sectors, "sectors.csv")
    document.known(("dossiers", "financial_share"), assumed.financial_share, sectors, "sectors.csv")
    for n, procedure in enumerate(services.procedures.named):
        document.known(("procedures", "named", n, "sector"), [procedure.sector], assumed.sectors, "dossiers.sectors")
    if services.procedures.internal is not None:
        document.known(
            ("procedures", "internal", "sector"), [services.procedures.internal.sector], sectors, "sectors.csv"
        )
    document.known(("reports", "on_time"), services.reports.on_time, {*districts, *LOCAL_WORDS}, "places/units.csv")


def _check_procedures(document: _Document, services: Assumed) -> None:
    declared = services.procedures
    document.same(
        ("procedures", "total"),
        declared.total,
        [declared.online_full, declared.online_partial, declared.info, declared.unpublished],
        "the levels",
    )
    for name in ("total", "online_full", "online_partial", "info", "unpublished", "payable", "fee_free", "digitisable"):
        document.same(
            ("procedures", name),
            getattr(declared, name),
            [getattr(t, name) for t in declared.by_tier.values()],
            "the tiers",
        )
    document.same(
        ("procedures", "essential"), declared.essential, [sum(p.essential for p in declared.named)], "the named ones"
    )
    for tier, counts in declared.by_tier.items():
        in_sectors = [traits.procedures.get(tier, 0) for traits in services.dossiers.sectors.values()]
        document.same(
            ("procedures", "by_tier", tier, "total"), counts.total, in_sectors, "the procedures of the sectors"
        )
    for code, traits in services.dossiers.sectors.items():
        for tier in (tier for tier, weight in traits.weight.items() if weight and not traits.procedures.get(tier)):
            spot: Spot = ("dossiers", "sectors", code, "weight")
            document.wrong(spot, tier, "dossiers without a procedure", f"procedures of the tier {tier}, or no weight")
    for n, procedure in enumerate(declared.named):
        if procedure.payable and procedure.online == "info":
            document.wrong(
                ("procedures", "named", n, "online"),
                "info",
                "nothing can be paid where nothing can be filed",
                "full or partial",
            )
    _check_milestones(document, declared)


def _check_milestones(document: _Document, declared: Procedures) -> None:
    names = (
        "total",
        "online_full",
        "online_partial",
        "info",
        "unpublished",
        "published",
        "payable",
        "digitisable",
        "digitisation_flow",
    )
    last = len(declared.milestones) - 1
    for n, milestone in enumerate(declared.milestones):
        document.same(
            ("procedures", "milestones", n),
            milestone.total,
            [milestone.online, milestone.info, milestone.unpublished],
            "the levels",
        )
        if n and any(_falls(milestone, declared.milestones[n - 1])):
            document.wrong(
                ("procedures", "milestones", n),
                milestone.from_on,
                "a count falls",
                "counts not below those of the day before",
            )
        for name in names if n == last else ():
            document.same(
                ("procedures", "milestones", n),
                getattr(milestone, name),
                [getattr(declared, name)],
                f"procedures.{name}",
            )


def _falls(after: Any, before: Any) -> Iterator[bool]:
    names = (
        "from_on",
        "total",
        "online_full",
        "online",
        "published",
        "payable",
        "digitisable",
        "digitisation_flow",
        "essential_online",
    )
    return (getattr(after, name) < getattr(before, name) for name in names)


def _check_payments(document: _Document, services: Assumed) -> None:
    online = services.payments.online
    named = {p.code: p for p in services.procedures.named}
    document.known(
        ("payments", "online", "by_procedure"), [p.procedure for p in online.by_procedure], named, "procedures.named"
    )
    for n, paid in enumerate(online.by_procedure):
        of = named.get(paid.procedure)
        if of is None:
            continue
        if of.fee_vnd != paid.amount_vnd:
            document.wrong(
                ("payments", "online", "by_procedure", n),
                paid.amount_vnd,
                "not the fee of the procedure",
                str(of.fee_vnd),
            )
        for year in YEARS:
            count, there = getattr(paid, f"count_{year}"), _expected(services, of, year)
            if count > there:
                spot: Spot = ("payments", "online", "by_procedure", n, f"count_{year}")
                document.wrong(spot, count, "more than the procedure has dossiers", f"at most {there}")
    for year in YEARS:
        counts = [getattr(p, f"count_{year}") for p in online.by_procedure]
        amounts = [p.amount_vnd * getattr(p, f"count_{year}") for p in online.by_procedure]
        document.same(
            ("payments", "online", f"total_{year}"), getattr(online, f"total_{year}"), counts, "the procedures"
        )
        document.same(
            ("payments", "online", f"amount_vnd_{year}"),
            getattr(online, f"amount_vnd_{year}"),
            amounts,
            "the procedures",
        )


def _expected(services: Assumed, of: NamedProcedure, year: int) -> int:
    """Return how many dossiers of a procedure can be paid for: those that are neither refused nor withdrawn."""
    assumed = services.dossiers
    weight = assumed.tiers.get(of.tier, 0.0) * assumed.sectors[of.sector].weight.get(of.tier, 0.0)
    arrived: float = getattr(assumed, f"total_{year}") * weight * of.share
    return int(arrived * (1 - 2 * (assumed.refused_share + assumed.withdrawn_share)))


def _check_totals(document: _Document, services: Assumed) -> None:
    digitised, items = services.dossiers.digitised, services.public_items
    document.same(
        ("dossiers", "digitised", "total_2023"), digitised.total_2023, digitised.tiers_2023.values(), "the tiers"
    )
    for year in YEARS:
        if getattr(items, f"feedback_{year}") > getattr(items, f"total_{year}"):
            document.wrong(
                ("public_items", f"feedback_{year}"),
                getattr(items, f"feedback_{year}"),
                "more than there are items",
                f"at most total_{year}",
            )


def check_tables(
    registers: Table[SimulatedRegister],
    counters: Table[SimulatedCounter],
    reported: Table[SimulatedReport],
    places: DeclaredPlaces,
    facts: DeclaredFacts,
    indicators: DeclaredIndicators,
    faults: Faults,
) -> None:
    """Cross-check the tables of ``simulation/``."""
    agencies = {a.code for a in places.agencies} | {"unit"}
    declared = {line.code: line for line in facts.registers}
    check_known(registers, lambda line: [line.code], declared, "register", "registers.csv", faults)
    check_known(registers, lambda line: [line.agency], agencies, "agency", "agencies.csv", faults)
    for row in registers.rows:
        of = declared.get(row.value.code)
        for column, allowed in (
            (("category", of.categories), ("detail", of.details), ("state", of.states)) if of else ()
        ):
            _check_word(row, column, allowed, faults)
        _check_closed(row, faults)
    known = {line.code: line for line in facts.counters}
    check_known(counters, lambda line: [line.code], known, "counter", "counters.csv", faults)
    check_known(counters, lambda line: [line.agency], agencies, "agency", "agencies.csv", faults)
    for counted in counters.rows:
        if counted.value.code in known:
            _check_word(counted, "category", known[counted.value.code].categories, faults)
    kinds = {d.code for d in indicators.definitions if d.kind in (Kind.reported, Kind.outside)}
    check_known(
        reported, lambda line: [line.indicator], kinds, "indicator", "indicators/*.csv as reported or outside", faults
    )
    check_unique(reported, lambda line: line.indicator, "indicator", faults)


def _check_word(row: Row[Any], column: str, allowed: tuple[str, ...], faults: Faults) -> None:
    value = getattr(row.value, column)
    if value and value not in allowed:
        faults.add(
            "unknown_reference",
            row.path,
            line=row.line,
            column=column,
            value=value,
            where="the words of its declaration",
            right=", ".join(allowed) or "nothing",
        )


def _check_closed(row: Row[SimulatedRegister], faults: Faults) -> None:
    line = row.value
    if (
        line.closed_2022 > line.opening + line.added_2022
        or line.closed_2022 + line.closed_2023 > line.opening + line.added_2022 + line.added_2023
    ):
        faults.add(
            "bad_value",
            row.path,
            line=row.line,
            column="closed_2023",
            value=line.closed_2023,
            detail="more closed than there were",
            right="not more closed than opened",
        )
