"""What alerts do, and what ends before its time: a playbook opened once for each alert, a public message taken down."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from songbe.cases.actions.changing import settle, taken
from songbe.cases.actions.filing import submit
from songbe.cases.actions.messages import end_messages
from songbe.cases.declare import FormSheet
from songbe.cases.declare.playbooks import WORDS
from songbe.cases.models import Case, Response, Token
from songbe.cases.queries.declared import current, form_of, playbook_of, work
from songbe.cases.rules.standing_in import may_work
from songbe.cases.rules.states import Verb
from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.kernel.digests import sha256_hex
from songbe.kernel.errors import Conflict
from songbe.places import clock
from songbe.places.policy import Actor, OutOfReach

BY_ALERT = "alert"
"""How a case came that nobody opened."""


class NothingPublished(Conflict):
    """A public message to end where none is in force."""

    code = "nothing_published"
    message_en = "Case {case} tells the public nothing now: its message ended already, or none went out."
    message_vi = "Hồ sơ {case} hiện không có thông báo nào đang hiệu lực: thông báo đã hết hạn hoặc chưa phát."


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert that arose by itself. opens: the type of cases that answers it; tier: of the place.

    period: of the figure, or the day since when nothing came. words: what is going on, in a sentence.
    """

    opens: str
    indicator: str
    place: str
    tier: str
    period: str
    value: Decimal | None
    limit: Decimal
    words: str
    simulated: bool = False

    @property
    def key(self) -> str:
        """What the alert is known by: the same indicator beyond its limit at the same place in the same period."""
        return sha256_hex("|".join((self.opens, self.indicator, self.place, self.period)).encode())


@transaction.atomic
def open_by_alert(*, alert: Alert, actor: Actor) -> Case | None:
    """This function will open the playbook of an alert, once; None if it was opened before.

    Raises UnknownProcedure, OutOfReach, NotAnswered.
    """
    if Response.objects.filter(key=alert.key).exists():
        return None
    declared = work(alert.opens, clock.today())
    form = form_of(current("form", declared.line.form))
    case = submit(
        procedure_code=alert.opens,
        answers=_answers(alert, form),
        applicant=None,
        channel=BY_ALERT,
        key=alert.key,
        actor=Actor(actor.name, actor.held, actor.operator, actor.person, practice=actor.practice or alert.simulated),
    )
    Response.objects.filter(case=case).update(
        key=alert.key, indicator=alert.indicator, place=alert.place, period=alert.period, value=alert.value,
        limit=alert.limit,
    )  # fmt: skip
    record_event(
        kind=EventKind.ALERT_RAISED,
        actor=actor.name,
        place=alert.place,
        subject=f"alert:{alert.key}",
        payload={
            "case": case.code, "indicator": alert.indicator, "period": alert.period,
            "value": None if alert.value is None else str(alert.value), "limit": str(alert.limit),
        },
    )  # fmt: skip
    return case


def _answers(alert: Alert, form: FormSheet) -> Mapping[str, str]:
    at = {q.key: alert.place for q in form.questions if q.kind == "unit" and q.tier == alert.tier}
    return {WORDS: alert.words, **at}


@transaction.atomic
def end_message(*, code: str, actor: Actor, version: int | None = None) -> Case:
    """This function will end what the public is told of a case before its time.

    Raises UnknownCase, CaseChanged, NotInThisState, OutOfReach, NothingPublished.
    """
    case = taken(code, verb=Verb.assign, version=version)
    playbook = playbook_of(case.procedure)
    said = playbook.message if playbook is not None else None
    token = Token.objects.filter(case=case, key=said.step).order_by("pk").last() if said is not None else None
    if token is None:
        raise NothingPublished(case=code)
    if not may_work(actor, token.role, token.agency, token.person_id):
        raise OutOfReach(actor=actor.name, right=token.role, place=token.agency)
    ended = end_messages(case, at=clock.now())
    if not ended:
        raise NothingPublished(case=code)
    settle(case, kind=EventKind.MESSAGE_ENDED, actor=actor, payload={"messages": ended})
    return case
