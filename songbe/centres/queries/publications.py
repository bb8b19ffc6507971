"""A published figure at its permanent address: what stood there on a day, whatever is known since."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils import timezone

from songbe.centres.queries.addresses import figure_path, publication_path
from songbe.centres.queries.frames import Asked, frame, period_label
from songbe.centres.queries.pages import Choice, PublicationPage
from songbe.indicators.models import Publication
from songbe.kernel.errors import NotFound


class NothingPublished(NotFound):
    """A figure of which nothing was published on or before a day."""

    code = "nothing_published"
    message_en = "Nothing was published of {indicator} at {place} for {period} on or before {day}."
    message_vi = "Đến ngày {day} chưa công bố số liệu {indicator} tại {place} kỳ {period}."


def publication(asked: Asked, code: str, day: date) -> PublicationPage:
    """Return the figure as it was published last on or before a day. Raises UnknownIndicator, NothingPublished."""
    definition = asked.shared.ground.known.definition(code)
    published = list(
        Publication.objects.filter(
            indicator=definition.code, place=asked.place.code, period=asked.period.code, basis=asked.basis
        )
        .defer("segments")
        .order_by("published_at")
    )
    end = timezone.make_aware(datetime.combine(day, time.max))
    before = [one for one in published if one.published_at <= end]
    if not before:
        raise NothingPublished(indicator=code, place=asked.place.code, period=asked.period.code, day=f"{day:%d/%m/%Y}")
    shown, later = before[-1], published[len(before) :]
    said = shown.figure
    return PublicationPage(
        frame=frame(asked, as_of=_day(said.get("as_of")), simulated=bool(said.get("simulated")), frozen=True),
        definition=definition,
        unit=asked.shared.ground.known.units[said.get("unit", definition.unit)],
        as_of=day,
        value=_number(said.get("value")),
        decimals=int(said.get("decimals", definition.decimals)),
        qualifier=said.get("qualifier") or "",
        source=said.get("source", ""),
        simulated=bool(said.get("simulated")),
        target=_number(said.get("target")),
        target_status=said.get("target_status", "no-target"),
        records=int(said.get("records", 0)),
        published_at=shown.published_at,
        published_by=shown.published_by,
        definition_version=shown.definition_version,
        watermark=shown.watermark,
        records_digest=shown.records_digest,
        reason=shown.reason,
        restates=_choice(asked, before[-2]) if len(before) > 1 else None,
        newer=_choice(asked, later[-1]) if later else None,
        current=Choice(code, period_label(asked.period), str(asked.address.at(figure_path(code))), False),
        address=asked.absolute(_address(asked, shown)),
    )


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def _number(said: Any) -> Decimal | None:
    return None if said is None else Decimal(str(said))


def _choice(asked: Asked, one: Publication) -> Choice:
    day = timezone.localdate(one.published_at)
    return Choice(day.isoformat(), f"{day:%d/%m/%Y}", _address(asked, one), False)


def _address(asked: Asked, one: Publication) -> str:
    day = timezone.localdate(one.published_at).isoformat()
    basis = "" if one.basis == "as-then" else f"?basis={one.basis}"
    return publication_path(one.indicator, one.place, one.period, day) + basis
