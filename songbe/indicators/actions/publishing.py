"""Publishing a figure: freezing what it says with everything it was drawn from."""

import json
from dataclasses import asdict
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.indicators.models import Publication
from songbe.indicators.queries.catalogue import catalogue
from songbe.indicators.queries.changes import counted_place, state_now
from songbe.indicators.queries.figures import Figure, figure
from songbe.kernel.errors import Conflict, InvalidInput
from songbe.kernel.periods import Period
from songbe.places.policy import Actor, Right
from songbe.warehouse.models import Segment
from songbe.warehouse.queries import records_digest


class NothingToPublish(InvalidInput):
    """A figure without a value."""

    code = "nothing_to_publish"
    message_en = "{indicator} at {place} for {period} has no value to publish."
    message_vi = "{indicator} tại {place} kỳ {period} chưa có giá trị để công bố."


class RestatementNeedsReason(Conflict):
    """A published figure is never changed silently."""

    code = "restatement_needs_reason"
    message_en = "{indicator} at {place} for {period} was published as {old}, now it is {new}. Say why it is restated."
    message_vi = "{indicator} tại {place} kỳ {period} đã công bố là {old}, nay là {new}. Hãy nêu lý do điều chỉnh."


@transaction.atomic
def publish_figure(
    *, code: str, place: str, period: Period, at: datetime, actor: Actor, basis: str = "as-then", reason: str = ""
) -> Publication:
    """This function will freeze a figure as it stands, with its definition, its files of facts and a digest of its
    records.

    Publishing an unchanged figure again returns the publication there is. Raises OutOfReach, NothingToPublish,
    RestatementNeedsReason.
    """
    actor.require(Right.PUBLISH_FIGURES, place)
    shown = figure(code=code, place=place, period=period, basis=basis)
    if shown.value is None:
        raise NothingToPublish(indicator=code, place=place, period=period.code)
    last = (
        Publication.objects.filter(indicator=shown.indicator, place=place, period=period.code, basis=basis)
        .order_by("-published_at")
        .first()
    )
    if last is not None and last.figure["value"] == str(shown.value):
        return last
    if last is not None and not reason:
        raise RestatementNeedsReason(
            indicator=code, place=place, period=period.code, old=last.figure["value"], new=str(shown.value)
        )
    publication = _freeze(shown, period, at, actor, last, reason)
    kind = EventKind.FIGURE_PUBLISHED if last is None else EventKind.FIGURE_RESTATED
    record_event(
        kind=kind,
        actor=actor.name,
        place=place,
        subject=f"publication:{publication.pk}",
        payload={
            "indicator": shown.indicator,
            "period": period.code,
            "value": str(shown.value),
            "old": last.figure["value"] if last else None,
            "reason": reason,
            "records": publication.records_digest,
        },
    )
    return publication


def _freeze(
    shown: Figure, period: Period, at: datetime, actor: Actor, last: Publication | None, reason: str
) -> Publication:
    made = catalogue().parts[shown.indicator]
    where = counted_place(shown.place, period, shown.basis)
    state = state_now(shown.indicator)
    newest = Segment.objects.order_by("-watermark").first()
    return Publication.objects.create(
        indicator=shown.indicator,
        place=shown.place,
        period=period.code,
        basis=shown.basis,
        figure=json.loads(json.dumps(asdict(shown), cls=DjangoJSONEncoder)),
        definition_version=shown.definition_version,
        segments=list(state.segments),
        watermark=newest.watermark if newest else None,
        records_digest=records_digest(made.counted, where, period) if made else "",
        published_at=at,
        published_by=actor.name,
        restates=last,
        reason=reason,
    )
