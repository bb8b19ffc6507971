"""Bringing in the values that agencies would have sent, all of a year in one batch."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db import connection as database
from django.db import transaction

from songbe.demonstration.actions.workshop import Workshop, source_of
from songbe.demonstration.rules.reported import Circumstances, Sent, reported
from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.events.models import Event
from songbe.indicators.models import ReportedValue
from songbe.kernel.digests import sha256_hex
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
    own = _said_already(shop)
    sent = [value for value in values_of(shop) if (value.indicator, value.place, value.code) not in own]
    source = source_of(shop.year)
    _write(sent, source)
    said = "\n".join(f"{v.indicator};{v.place};{v.code};{v.value:f};{v.status}" for v in sent)
    record_event(
        kind=EventKind.VALUE_REPORTED,
        actor=actor.name,
        place=shop.pack.province,
        subject=f"values:{shop.year.year}",
        key=key,
        payload={"rows": len(sent), "digest": sha256_hex(said.encode()), "source": source},
    )
    return len(sent)


def _said_already(shop: Workshop) -> frozenset[tuple[str, str, str]]:
    """Return indicator, place and period of what somebody reported of the year."""
    values = ReportedValue.objects.filter(superseded_at=None, start__year=shop.year.year)
    return frozenset(values.values_list("indicator", "place", "period"))


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


_COPY = """
COPY indicators_reportedvalue (indicator, place, period, start, "end", value, qualifier, estimate, status, source,
  reported_by, reported_at, due_at, simulated, reason) FROM STDIN
"""


def _write(sent: Iterable[Sent], source: str) -> None:
    """Write values by the hundred thousand, past the model: row by row it would take four times as long."""
    with database.cursor() as cursor, cursor.copy(_COPY) as copy:
        for v in sent:
            copy.write_row(
                (v.indicator, v.place, v.code, v.period.start, v.period.end, v.value, "", False, v.status, source,
                 v.agency, v.reported_at, v.due_at, True, "")
            )  # fmt: skip
