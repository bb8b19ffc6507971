"""What the SQL of payments, citizens' reports and published items is given."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from songbe.demonstration.declare.assumed import Assumed
from songbe.demonstration.rules.catalogue import Procedure
from songbe.demonstration.rules.days import Day, arrival_weights
from songbe.demonstration.rules.desks import Desks, of_year
from songbe.demonstration.rules.settings import Row, Settings, Year, columns, months_of
from songbe.demonstration.rules.shares import apportion, apportioned, scaled, slots

EVEN_WEEK = (0.16, 0.16, 0.16, 0.15, 0.15, 0.12, 0.10)
"""Monday to Sunday, for what people do by the clock and not by office hours."""
WORKED_WEEK = (1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0)
LOCAL = ("district", "commune")


def words(shares: Mapping[str, float]) -> list[str]:
    """Return words as slots: each as often as its share says."""
    names = list(shares)
    return [names[k] for k in slots(dict(enumerate(shares.values())), 1000)]


def wanted_paid(services: Assumed, catalogue: Sequence[Procedure], year: Year) -> dict[str, Sequence[object]]:
    """Return how many dossiers of each procedure are paid over the platform."""
    online = services.payments.online
    counts = {paid.procedure: getattr(paid, f"count_{year.year}") for paid in online.by_procedure}
    cut = apportioned(scaled(sum(counts.values()), year.scale), counts)
    number = {p.code: p.number for p in catalogue}
    rows: list[Row] = [{"procedure_no": number[code], "count": count} for code, count in cut.items() if count]
    return columns(rows, ("procedure_no", "count"))


def payment_settings(services: Assumed, every: Sequence[Day], desks: Desks, year: Year) -> Settings:
    """Return what the SQL of payments is given."""
    paying, online = services.payments, services.payments.online
    months: Sequence[float] = getattr(online, f"months_{year.year}")
    arrivals = months_of(services, year.year)
    unsettled = getattr(paying, f"unsettled_{year.year}").model_dump()
    states = list(unsettled)
    counts = [scaled(unsettled[state], year.scale) for state in states]
    variables: dict[str, object] = {
        "paid_months": [paid / arrived if arrived else 0.0 for paid, arrived in zip(months, arrivals, strict=True)],
        "payment_days": slots(arrival_weights(year.year, every, months, EVEN_WEEK), 5000),
        "payment_spread": paying.spread,
        "purpose": online.purpose,
        "method": online.method,
    }
    tables: dict[str, dict[str, Sequence[object]]] = {
        "unsettled": {"state": states, "count": counts, "first": [sum(counts[:n]) for n in range(len(counts))]},
        "other_payment": _other_payments(services, desks, year),
    }
    return Settings([], variables, tables)


def _other_payments(services: Assumed, desks: Desks, year: Year) -> dict[str, Sequence[object]]:
    rows: list[Row] = []
    first = 0
    for other in services.payments.other:
        count = scaled(getattr(other, f"count_{year.year}"), year.scale)
        local = other.agency in LOCAL
        rows.append(
            {
                "purpose": other.purpose,
                "method": other.method,
                "mean_vnd": other.mean_vnd,
                "sector": other.sector,
                "first": first,
                "count": count,
                "deal": other.agency if local else None,
                "desk_no": None if local else desks.named(other.agency).number,
            }
        )
        first += count
    return columns(rows, ("purpose", "method", "mean_vnd", "sector", "first", "count", "deal", "desk_no"))


def digitised_months(services: Assumed, year: Year) -> list[float]:
    """Return how much more or less than their share of dossiers is digitised in each month."""
    arrivals = months_of(services, year.year)
    months = services.dossiers.digitised.months_2023
    return [wanted / arrived if arrived else 0.0 for wanted, arrived in zip(months, arrivals, strict=True)]


def report_settings(services: Assumed, every: Sequence[Day], desks: Desks, year: Year) -> Settings:
    """Return what the SQL of citizens' reports is given."""
    assumed = services.reports
    total = scaled(getattr(assumed, f"total_{year.year}"), year.scale)
    next_year = datetime(year.year + 1, 1, 1)  # noqa: DTZ001  local wall time, as facts are
    known_before = datetime.combine(year.known_until + timedelta(days=1), datetime.min.time())
    variables: dict[str, object] = {
        "report_channels": words(getattr(assumed, f"channels_{year.year}")),
        "report_days": slots(arrival_weights(year.year, every, assumed.months, EVEN_WEEK), 5000),
        "report_sector": assumed.sector,
        "known_before": max(next_year, known_before),
        "missed_share": assumed.missed_share,
        "rejected_share": assumed.rejected_share,
        "duplicate_share": assumed.duplicate_share,
        "reopened_share": assumed.reopened_share,
        "several_share": assumed.several_agencies_share,
        "public_share": assumed.public_share,
        "acknowledged": dict(assumed.acknowledged_minutes),
        "wait_seconds": assumed.calls.mean_wait_seconds,
        "report_rated_share": of_year(assumed, "rated_share", year.year),
        "report_ratings": slots({int(k): v for k, v in assumed.rating_distribution.items()}, 1000),
    }
    return Settings([], variables, {"category": _categories(services, desks, total)})


def _categories(services: Assumed, desks: Desks, total: int) -> dict[str, Sequence[object]]:
    listed = services.reports.categories
    counts = apportion(total, [category.share for category in listed])
    rows: list[Row] = []
    for n, category in enumerate(listed):
        local = category.agency in LOCAL
        rows.append(
            {
                "code": category.code,
                "term_hours": category.term_hours,
                "first": sum(counts[:n]),
                "count": counts[n],
                "on_time_shift": services.reports.on_time_shift.get(category.code, 0.0),
                "tier": category.agency if local else "province",
                "desk_no": None if local else desks.named(category.agency).number,
            }
        )
    return columns(rows, ("code", "term_hours", "first", "count", "on_time_shift", "tier", "desk_no"))


def item_settings(services: Assumed, every: Sequence[Day], desks: Desks, year: Year) -> Settings:
    """Return what the SQL of published items is given."""
    assumed = services.public_items
    total = scaled(getattr(assumed, f"total_{year.year}"), year.scale)
    feedback = scaled(getattr(assumed, f"feedback_{year.year}"), year.scale)
    quarters = assumed.feedback_by_quarter_2023
    rising = [quarters.get(f"Q{n}", feedback / total if total else 0) for n in range(1, 5)]  # type: ignore[call-overload]
    later = getattr(assumed, f"languages_{year.year}")
    changes = assumed.new_languages_from.year == year.year
    variables: dict[str, object] = {
        "item_kinds": words(assumed.items),  # type: ignore[arg-type]
        "topics": words(assumed.topics),
        "item_days": slots(arrival_weights(year.year, every, months_of(services, year.year), EVEN_WEEK), 5000),
        "item_sector": assumed.sector,
        "without_feedback": total - feedback,
        "feedback": rising if year.year > 2022 else [0.0] * 4,
        "languages": words(assumed.languages_2022 if changes else later),
        "later_languages": words(
            _later_languages(later, assumed.languages_2022, assumed.new_languages_from) if changes else later
        ),
        "new_languages_from": assumed.new_languages_from,
        "views": dict(assumed.views_mean),
        "answered_share": assumed.answered_share,
    }
    return Settings([], variables, {"publisher": _publishers(services, desks, total)})


def _later_languages(whole: Mapping[str, float], before: Mapping[str, float], start: date) -> dict[str, float]:
    """Return the shares after the new editions began, so that with those before the year comes to ``whole``."""
    passed = (start - date(start.year, 1, 1)).days / 365
    return {name: max(0.0, (share - passed * before.get(name, 0.0)) / (1 - passed)) for name, share in whole.items()}


def _publishers(services: Assumed, desks: Desks, total: int) -> dict[str, Sequence[object]]:
    shares = services.public_items.publishers
    counts = apportion(total, list(shares.values()))
    rows: list[Row] = [
        {
            "desk_no": None if code == DISTRICTS else desks.named(code).number,
            "first": sum(counts[:n]),
            "count": counts[n],
        }
        for n, code in enumerate(shares)
    ]
    return columns(rows, ("desk_no", "first", "count"))


DISTRICTS = "districts"
"""The publisher under which a pack puts all district committees."""
