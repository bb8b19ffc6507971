"""What should be there and is not: values nobody reported, facts that did not arrive."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.utils.timezone import make_aware

from songbe.centres.queries.addresses import figure_path
from songbe.centres.queries.frames import Asked, place_name
from songbe.centres.queries.pages import Late
from songbe.centres.queries.standing import Shared, Version, expected_at, shared_at
from songbe.centres.rules import FACTS_GRACE_DAYS, GRACE_DAYS, Due, facts_reach, newest_day_due, newest_due
from songbe.indicators.models import ReportedValue
from songbe.indicators.rules.definitions import Definition, Kind
from songbe.kernel.periods import Period, ReportingCalendar, parse_period
from songbe.places.queries import Place


@dataclass(frozen=True, slots=True)
class Missing:
    """A definition whose newest period due has no value. newest: the newest day of its facts, where it has facts."""

    definition: Definition
    due: Due
    newest: date | None


def late(asked: Asked, codes: Collection[str] | None = None) -> list[Late]:
    """Return what is late at the asked place today, the latest first; only of some definitions, if they are named."""
    place = asked.place
    today = asked.today
    found = missing(asked.shared, place, today)
    return [_late(asked, one, today) for one in found if codes is None or one.definition.code in codes]


def _late(asked: Asked, one: Missing, today: date) -> Late:
    owner = asked.shared.ground.map_.agencies.get(one.definition.owner)
    period = one.due.period
    return Late(
        definition=one.definition,
        place=asked.place,
        period=period,
        due_on=one.due.due_on,
        days_late=(today - one.due.due_on).days,
        owner=place_name(owner) if owner else one.definition.owner,
        url=str(asked.address.at(figure_path(one.definition.code), period=period)),
        newest=one.newest,
    )


def missing(shared: Shared, place: Place, today: date) -> Sequence[Missing]:
    """Return the definitions whose newest period due has no value at a place, the longest overdue first."""
    return _missing(shared.version, place.code, today)


@lru_cache(maxsize=256)
def _missing(version: Version, code: str, today: date) -> tuple[Missing, ...]:
    shared = shared_at(version)
    place = shared.ground.map_.place(code, today)
    definitions = [d for d in shared.ground.known.definitions.values() if not d.family and expected_at(d, place)]
    reported = [d for d in definitions if d.kind is Kind.reported]
    counted = [d for d in definitions if shared.ground.known.parts[d.code] is not None]
    # A demonstration's facts end on its last day, though reports of that day come in for weeks.
    last = max(shared.ground.marks.values(), default=today) if shared.until else today
    found = [*_unreported(shared, place, reported, today), *_unarrived(shared, counted, min(today, last))]
    return tuple(sorted(found, key=lambda one: one.due.due_on))


def _unreported(shared: Shared, place: Place, definitions: Sequence[Definition], today: date) -> list[Missing]:
    calendars = shared.ground.calendars
    due = {d.code: _report_due(d.frequency, today, calendars.get(d.calendar)) for d in definitions}
    sent = _sent(shared, place.code, due, today)
    return [Missing(d, due[d.code], None) for d in definitions if _is_missing(due[d.code].period, sent.get(d.code))]


def _sent(shared: Shared, place: str, codes: Collection[str], today: date) -> dict[str, list[tuple[date, date]]]:
    """Return the days of which values were published outside, or sent by today, approved or not yet: who sent is not
    late."""
    sent: dict[str, list[tuple[date, date]]] = {}
    for code, where, when in shared.ground.stated:
        if where == place and code in codes:
            period = parse_period(when)
            sent.setdefault(code, []).append((period.start, period.end))
    tomorrow = make_aware(datetime.combine(today + timedelta(days=1), time.min))
    rows = ReportedValue.objects.filter(place=place, status__in=["approved", "submitted"], reported_at__lt=tomorrow)
    for code, start, end in rows.values_list("indicator", "start", "end"):
        sent.setdefault(code, []).append((start, end))
    return sent


def _is_missing(due: Period, sent: Sequence[tuple[date, date]] | None) -> bool:
    """Whether the value of a period due is not there. What began to be sent later was not owed yet."""
    if not sent:
        return True
    # A month sent of a quarter is not the quarter: what counts ends where the period ends.
    there = any(start >= due.start and end == due.end for start, end in sent)
    return not there and min(start for start, _end in sent) <= due.start


def _unarrived(shared: Shared, definitions: Sequence[Definition], today: date) -> list[Missing]:
    found = []
    for definition in definitions:
        made = shared.ground.known.parts_of(definition)
        marks = [shared.ground.marks.get(component.fact) for component in made.all]
        newest = None if None in marks else min(mark for mark in marks if mark is not None)
        due = _facts_due(definition.frequency, today)
        if not facts_reach(newest, due.period.last, shared.office):
            found.append(Missing(definition, due, newest))
    return found


@lru_cache(maxsize=64)
def _report_due(frequency: str, today: date, calendar: ReportingCalendar | None) -> Due:
    return newest_due(frequency, grace_days=GRACE_DAYS[frequency], today=today, calendar=calendar)


@lru_cache(maxsize=16)
def _facts_due(frequency: str, today: date) -> Due:
    if frequency == "daily":
        return newest_day_due(today)
    return newest_due(frequency, grace_days=FACTS_GRACE_DAYS, today=today)
