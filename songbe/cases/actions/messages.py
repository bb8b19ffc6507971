"""Public messages: written when a step of a playbook says so, ended with it or before."""

from datetime import datetime, timedelta

from django.utils import timezone

from songbe.cases.models import Case, PublicMessage, Token
from songbe.cases.queries.declared import playbook_of
from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.places.policy import Actor
from songbe.places.queries import gazetteer


def publish_message(case: Case, token: Token, *, now: datetime, actor: Actor) -> PublicMessage | None:
    """This function will tell the public what the playbook says, if the step that was done is the one that does.

    token: closed. Of a drill it is kept and shown to who takes part only.
    """
    playbook = playbook_of(case.procedure)
    said = playbook.message if playbook is not None else None
    if said is None or token.key != said.step or (said.outcome and token.outcome != said.outcome):
        return None
    ends = now + timedelta(hours=said.hours)
    place = gazetteer().place(case.unit, timezone.localdate(now))
    until = f"{timezone.localtime(ends):%H:%M %d/%m/%Y}"
    message = PublicMessage.objects.create(
        case=case,
        place=place.code,
        text_vi=said.text_vi.format(place=place.name_vi, until=until),
        text_en=said.text_en.format(place=place.name("en"), until=until),
        starts_at=now,
        ends_at=ends,
        practice=case.practice,
        simulated=case.simulated,
    )
    record_event(
        kind=EventKind.MESSAGE_PUBLISHED,
        actor=actor.name,
        place=message.place,
        subject=f"message:{message.pk}",
        payload={"case": case.code, "until": ends.isoformat(), "practice": case.practice},
    )
    return message


def end_messages(case: Case, *, at: datetime) -> int:
    """This function will end what the public is still told of a case, and return how many messages that were."""
    return PublicMessage.objects.filter(case=case, ends_at__gt=at, starts_at__lte=at).update(ends_at=at)
