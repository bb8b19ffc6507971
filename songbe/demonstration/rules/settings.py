"""What the SQL of a simulated year is given: small tables and variables, all from the pack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from songbe.demonstration.declare.assumed import Assumed, Tier
from songbe.demonstration.rules.catalogue import Use
from songbe.demonstration.rules.days import Day, arrival_weights, clock_macros, minute_of_day
from songbe.demonstration.rules.desks import Desks, of_year
from songbe.demonstration.rules.levels import Dated
from songbe.demonstration.rules.shares import slots
from songbe.kernel.working_time import WorkingCalendar

Row = Mapping[str, object]
TIERS: tuple[Tier, ...] = ("province", "district", "commune")


@dataclass(frozen=True, slots=True)
class Settings:
    """Tables (name -> columns), variables and macros of one year."""

    macros: list[str] = field(default_factory=list)
    variables: dict[str, object] = field(default_factory=dict)
    tables: dict[str, dict[str, Sequence[object]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Year:
    """What is to be simulated.

    known_until: the last day that the records know of. alone: without the year before, so that the stock it begins with
    is needed.
    """

    year: int
    seed: int
    scale: Decimal
    known_until: date
    alone: bool = False


def columns(rows: Sequence[Row], names: Sequence[str]) -> dict[str, Sequence[object]]:
    """Return rows side by side, as columns."""
    return {name: [row[name] for row in rows] for name in names}


def draw_macro(seed: int, own: int) -> str:
    """Return the macro that draws from [0, 1) for a row number and a word: a pure function of both and the two seeds.

    The word's hash moves the row numbers to a stretch of their own: draws for different words have nothing in common.
    """
    return (
        f"CREATE MACRO draw(i, word) AS (hash(i::BIGINT + (hash(word || '/{seed}/{own}') >> 2)::BIGINT) >> 11)::DOUBLE "
        "* 1.1102230246251565e-16"
    )


def clock_settings(calendar: WorkingCalendar, every: Sequence[Day], year: Year, own_seed: int) -> Settings:
    """Return the working days and the clock."""
    minutes = calendar.minutes_per_day
    position = {day.on: day.position for day in every}
    macros = [
        draw_macro(year.seed, own_seed),
        *clock_macros(calendar),
        f"CREATE MACRO slot_of(u) AS floor(u * {SLOTS})::BIGINT",
        "CREATE MACRO day_opens(c) AS ((c - 1) // getvariable('day_minutes') * getvariable('day_minutes'))",
        "CREATE MACRO same_day(s, d) AS ((d - 1) // getvariable('day_minutes') = s // getvariable('day_minutes'))",
        "CREATE MACRO worked_day(c) AS "
        "getvariable('worked')[(c - 1) // getvariable('day_minutes') + 1 - getvariable('worked_before_year')]",
        "CREATE MACRO moment(c) AS make_timestamp((worked_day(c) * 1440 "
        "+ minute_at((c - 1) % getvariable('day_minutes') + 1))::BIGINT * 60_000_000)",
    ]
    variables = {
        "year": year.year,
        "day_minutes": minutes,
        "worked": [day.number for day in every if day.worked and day.on.year >= year.year],
        "worked_before_year": position[date(year.year, 1, 1)],
        "year_end": position[date(year.year + 1, 1, 1)] * minutes,
        "horizon": max(position[date(year.year + 1, 1, 1)], position[_after(year.known_until)]) * minutes,
        "cutoff": minute_of_day(calendar.cutoff),
    }
    return Settings(macros, variables, {"day": _day_table(every, year.year)})


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _day_table(every: Sequence[Day], year: int) -> dict[str, Sequence[object]]:
    worked = [day for day in every if day.worked and day.on.year == year]
    desk_day: list[int] = []
    place = 0
    for day in every:
        while place < len(worked) - 1 and worked[place].number < day.number:
            place += 1
        desk_day.append(worked[place].number)
    return {
        "number": [day.number for day in every],
        "on_date": [day.on for day in every],
        "worked": [day.worked for day in every],
        "position": [day.position for day in every],
        "desk_day": desk_day,
    }


def months_of(services: Assumed, year: int) -> Sequence[float]:
    """Return how the year's dossiers fall on months."""
    return services.dossiers.months_2022 if year == 2022 else services.dossiers.months


def dossier_settings(
    services: Assumed,
    calendar: WorkingCalendar,
    every: Sequence[Day],
    desks: Desks,
    uses: Sequence[Use],
    found: Sequence[Dated],
    year: Year,
) -> Settings:
    """Return what the SQL of dossiers is given."""
    assumed = services.dossiers
    channels: Mapping[str, float] = getattr(assumed, f"channels_{year.year}")
    at_desk = channels["counter"] + channels["postal"]
    arrivals = arrival_weights(year.year, every, months_of(services, year.year), assumed.weekdays)
    variables: dict[str, object] = {
        "arrivals": slots(arrivals, 10_000),
        "stopped_share": assumed.stopped_share,
        "assisted_share": channels["online_assisted"],
        "postal_share": channels["postal"] / at_desk if at_desk else 0.0,
        "late_days": _late_days(assumed.late_days),
        "ratings": slots({int(k): v for k, v in assumed.rating_distribution.items()}, 1000),
        "province_desk": assumed.province_desk,
        "middle_month": sum(n * share for n, share in enumerate(months_of(services, year.year), start=1)),
        "elsewhere": assumed.place_independent_share,
        **_parts_of_day(services, calendar),
        **{name: of_year(assumed, name, year.year) for name in YEARLY},
    }
    tables: dict[str, dict[str, Sequence[object]]] = {
        "procedure": procedure_table(uses, found, desks),
        "sector": {
            "code": list(assumed.sectors),
            "on_time_shift": [t.on_time_shift for t in assumed.sectors.values()],
            "financial": [assumed.financial_share.get(code, 0.0) for code in assumed.sectors],
        },
        "applicant": _applicants(services),
    }
    return Settings([], variables, tables)


YEARLY = (
    "early_share",
    "new_dates_share",
    "supplements_share",
    "supplements_twice_share",
    "refused_share",
    "withdrawn_share",
    "returned_share",
    "rated_share",
    "reused_share",
    "post_return_share",
)
DESK = (
    "number",
    "tier",
    "agency",
    "unit",
    "district",
    "weight",
    "on_time",
    "late_trend",
    "online",
    "online_rise",
    "answers_on_time",
)


def _late_days(groups: Mapping[int, float]) -> list[int]:
    """Return working days late as slots: each group runs from the one before it up to its own upper end, evenly."""
    spread: dict[int, float] = {}
    before = 0
    for upper in sorted(int(k) for k in groups):
        for day in range(before + 1, upper + 1):
            spread[day] = groups[upper] / (upper - before)
        before = upper
    return slots(spread, 5000)


def _parts_of_day(services: Assumed, calendar: WorkingCalendar) -> dict[str, object]:
    hours = services.dossiers.hours
    shares = [hours.before, hours.morning, hours.afternoon, hours.after_cutoff]
    office = hours.morning + hours.afternoon + hours.after_cutoff
    edges = [minute_of_day(edge) for session in calendar.sessions for edge in session]
    cutoff, closes = minute_of_day(calendar.cutoff), edges[-1]
    return {
        "hours": [sum(shares[: n + 1]) for n in range(4)],
        "desk_hours": [hours.morning / office, (hours.morning + hours.afternoon) / office],
        "part_from": [300, edges[0], edges[-2], cutoff, closes, 360],
        "part_to": [edges[0], edges[1], cutoff, closes, 1380, 1435],
    }


def desk_table(desks: Desks) -> dict[str, Sequence[object]]:
    """Return the desks."""
    return columns([{name: getattr(desk, name) for name in DESK} for desk in desks.all], DESK)


SLOTS = 2000
"""Into how many even slots a deal is cut; a desk's weight is as exact as that."""


def deal_table(services: Assumed, desks: Desks) -> dict[str, Sequence[object]]:
    """Return deals as slots: a sector of the province, or a tier, over the desks that share its work."""
    deals: dict[str, dict[int, float]] = {}
    for code, traits in services.dossiers.sectors.items():
        if traits.agencies:
            deals[provincial_deal(code)] = {
                desks.named(agency).number: share for agency, share in traits.agencies.items()
            }
    for tier in ("district", "commune"):
        deals[tier] = {desk.number: desk.weight for desk in desks.of(tier)}
    return _slot_rows(
        {key: slots(weights, SLOTS) for key, weights in deals.items() if sum(weights.values())}, "desk_no"
    )


def provincial_deal(sector: str) -> str:
    """Return the name of the deal of a sector of the province."""
    return f"province/{sector}"


def _slot_rows(dealt: Mapping[str, Sequence[object]], value: str) -> dict[str, Sequence[object]]:
    rows: list[Row] = [
        {"deal": deal, "slot": n, value: v} for deal, values in dealt.items() for n, v in enumerate(values)
    ]
    return columns(rows, ("deal", "slot", value))


def procedure_table(uses: Sequence[Use], found: Sequence[Dated], desks: Desks) -> dict[str, Sequence[object]]:
    """Return the procedures in use, each with the numbers of its dossiers."""
    dated = {d.procedure.code: d for d in found}
    rows: list[Row] = []
    first = 0
    for use in uses:
        p, d = use.procedure, dated[use.procedure.code]
        own = desks.named(p.named.agency).number if p.named and p.named.agency else None
        rows.append(
            {
                "number": p.number,
                "code": p.code,
                "tier": p.tier,
                "sector": p.sector,
                "fee_vnd": p.fee_vnd,
                "term_days": p.term_days,
                "essential": p.essential,
                "linked": bool(p.named and p.named.linked),
                "desk_no": own,
                "deal": provincial_deal(p.sector) if p.tier == "province" else p.tier,
                "partial_from": _number(d.partial_on),
                "full_from": _number(d.full_on),
                "first": first,
                "count": use.count,
            }
        )
        first += use.count
    return columns(rows, PROCEDURE)


PROCEDURE = (
    "number",
    "code",
    "tier",
    "sector",
    "fee_vnd",
    "term_days",
    "essential",
    "linked",
    "desk_no",
    "deal",
    "partial_from",
    "full_from",
    "first",
    "count",
)


def _number(day: date | None) -> int | None:
    return None if day is None else day.toordinal() - date(1970, 1, 1).toordinal()


def _applicants(services: Assumed) -> dict[str, Sequence[object]]:
    kinds = ("citizen", "enterprise", "organisation", "foreigner")
    assumed: dict[Tier, Mapping[str, float]] = {
        tier: {str(k): v for k, v in services.dossiers.applicants.get(tier, {"citizen": 1.0}).items()} for tier in TIERS
    }
    cut = {
        tier: slots({n: shares.get(kind, 0.0) for n, kind in enumerate(kinds)}, SLOTS)
        for tier, shares in assumed.items()
    }
    return _slot_rows({tier: [kinds[k] for k in chosen] for tier, chosen in cut.items()}, "applicant")
