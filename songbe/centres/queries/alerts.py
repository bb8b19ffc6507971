"""Alerts: figures beyond the limits that playbooks name, and figures of which nothing came any more."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from songbe.cases.actions.playbooks import Alert
from songbe.cases.declare import TypeSheet
from songbe.cases.declare.playbooks import AlertSheet
from songbe.cases.queries.playbooks import playbooks_in_force
from songbe.cases.rules.playbooks import crosses
from songbe.centres.rules import period_at
from songbe.indicators.queries import catalogue
from songbe.indicators.queries.figures import Figure, figures
from songbe.indicators.rules.definitions import Definition, Measure
from songbe.kernel.periods import day
from songbe.places.queries import Place, gazetteer
from songbe.ui.words import number_text

STANDING = (Measure.stock, Measure.stock_share)


def arisen(today: date) -> Iterator[Alert]:
    """Yield every alert that stands on a day, whether or not it was answered before."""
    for line in playbooks_in_force(today):
        for sheet in line.playbook.alerts if line.playbook else ():
            yield from _of(line, sheet, today)


def _of(line: TypeSheet, sheet: AlertSheet, today: date) -> Iterator[Alert]:
    definition = catalogue().definition(sheet.indicator)
    # What stands at the end of a running month is not known yet: today's is.
    now = day(today) if definition.measure in STANDING else period_at(definition.frequency, today)
    places = gazetteer().of_tier(sheet.at, today)
    found = figures(codes=[definition.code], places=[place.code for place in places], periods=[now], today=today)
    for place in places:
        alert = _alert(line, sheet, definition, place, found[definition.code, place.code, now.code], today)
        if alert is not None:
            yield alert


def _alert(
    line: TypeSheet, sheet: AlertSheet, definition: Definition, place: Place, figure: Figure, today: date
) -> Alert | None:
    name = f"{definition.name_vi}, {place.name_vi}"
    if sheet.silent_days is not None:
        newest = figure.as_of
        if newest is None or (today - newest).days <= sheet.silent_days:
            return None
        words = f"{name}: không có bản ghi nào mới từ ngày {newest:%d/%m/%Y}, quá {sheet.silent_days} ngày."
        period, limit = newest.isoformat(), Decimal(sheet.silent_days)
    else:
        if not crosses(figure.value, above=sheet.above, below=sheet.below) or figure.value is None:
            return None
        bound = sheet.above if sheet.above is not None else sheet.below
        limit = bound or Decimal(0)
        side = "vượt" if sheet.above is not None else "dưới"
        words = f"{name}: {number_text(figure.value, 'vi')}, {side} ngưỡng {number_text(limit, 'vi')}."
        period = period_at(definition.frequency, today).code
    return Alert(
        opens=line.code,
        indicator=definition.code,
        place=place.code,
        tier=place.tier,
        period=period,
        value=figure.value,
        limit=limit,
        words=words,
        simulated=figure.simulated,
    )
