"""The picture of an answer, in the form that frontend/README.md describes."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from songbe.centres.queries.addresses import Address, figure_path
from songbe.centres.queries.charts import scale_for, short_label
from songbe.indicators.queries import catalogue
from songbe.kernel.periods import Period, PeriodKind, month_of, parse_period

MOST_BARS = 20
"""Bars of one picture; the table beside it has every place."""


def figure_address(point: Mapping[str, Any]) -> Address:
    """Return where the page of a kept figure is."""
    return Address(figure_path(point["indicator"]), point["place"], point["period"], point["basis"])


def chart_of(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of the chart of a kept answer; empty where nothing is drawn."""
    known, kind, lines = catalogue(), shown.get("kind", ""), shown.get("lines", ())
    lines = lines[:MOST_BARS] if kind == "bar" else lines
    definition = known.definitions.get(lines[0]["indicator"]) if lines else None
    if not kind or definition is None:
        return {}
    values = [Decimal(line["value"]) for line in lines]
    scale = scale_for(known.unit(definition), max(line["decimals"] for line in lines), values)
    data: dict[str, Any] = {"unit": scale.unit, "digits": scale.digits}
    if kind == "line":
        return data | {
            "periods": _names_of_periods(lines),
            "series": [{"name": shown["name"], "values": [scale.number(value) for value in values]}],
        }
    return data | {
        "name": shown["name"],
        "items": [
            {
                "code": line["place"],
                "name": line["label"],
                "value": scale.number(value),
                "label": line["said"],
                "status": line["status"],
                "href": str(figure_address(line)),
            }
            for line, value in zip(lines, values, strict=True)
        ],
    }


def _names_of_periods(lines: Sequence[Mapping[str, Any]]) -> list[str]:
    periods = [parse_period(line["period"]) for line in lines]
    one_year = len({period.last.year for period in periods}) == 1
    return [(one_year and _short(period)) or line["label"] for period, line in zip(periods, lines, strict=True)]


def _short(period: Period) -> str:
    """Return a part of a year as an axis names it; a month that is still running like the whole one."""
    if period.kind in (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR):
        return short_label(period)
    running = period.start.day == 1 and month_of(period.start).contains(period.last)
    return short_label(month_of(period.start)) if running else ""
