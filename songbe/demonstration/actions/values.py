"""Bringing in the values that agencies would have sent, all of a year in one batch."""

from zoneinfo import ZoneInfo

from django.db import transaction

from songbe.demonstration.actions.workshop import Workshop, source_of
from songbe.demonstration.rules.reported import Circumstances, Sent, reported
from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.events.models import Event
from songbe.indicators.models import ReportedValue
from songbe.kernel.digests import canonical_json, sha256_hex
from songbe.kernel.periods import ReportingCalendar
from songbe.places.policy import Actor


@transaction.atomic
def bring_values(*, shop: Workshop, key: str, actor: Actor) -> int:
    """This function will write the year's reported values with one event, and return how many there are.

    A value that somebody reported himself stays; the simulated one for the same place and period is left out.
    """
    earlier = Event.objects.filter(key=key).first()
    if earlier is not None:
        return int(earlier.payload["rows"])
    sent = values_of(shop)
    source = source_of(shop.year)
    ReportedValue.objects.bulk_create([_row(value, source) for value in sent], ignore_conflicts=True, batch_size=2000)
    said = [[value.indicator, value.place, value.period.code, value.value, value.status] for value in sent]
    record_event(
        kind=EventKind.VALUE_REPORTED,
        actor=actor.name,
        place=shop.pack.province,
        subject=f"values:{shop.year.year}",
        key=key,
        payload={"rows": len(sent), "digest": sha256_hex(canonical_json(said)), "source": source},
    )
    return len(sent)


def values_of(shop: Workshop) -> list[Sent]:
    """Return the year's reported values."""
    pack = shop.pack
    calendars = {
        entry.code: ReportingCalendar(entry.code, entry.month_starts_on) for entry in pack.places.calendars.reporting
    }
    given = Circumstances(
        shop.year.year,
        shop.year.seed,
        ZoneInfo(pack.places.sheet.timezone),
        shop.desks,
        pack.simulation.services,
        calendars,
    )
    definitions = {definition.code: definition for definition in pack.indicators.definitions}
    return list(reported(list(pack.simulation.reported), definitions, given))


def _row(sent: Sent, source: str) -> ReportedValue:
    return ReportedValue(
        indicator=sent.indicator,
        place=sent.place,
        period=sent.period.code,
        start=sent.period.start,
        end=sent.period.end,
        value=sent.value,
        status=sent.status,
        source=source,
        reported_by=sent.agency,
        reported_at=sent.reported_at,
        due_at=sent.due_at,
        simulated=True,
    )
