"""Apologies drafted before a promise is broken: a person fills the reason in and sends one, or it is never sent."""

from datetime import datetime

from django.db import transaction

from songbe.cases.actions.changing import taken
from songbe.cases.actions.moments import aware, wall
from songbe.cases.errors import NotInThisState
from songbe.cases.models import Apology, Case
from songbe.cases.queries.apologies import undrafted
from songbe.cases.queries.declared import calendar, new_date_days
from songbe.cases.rules.clock import proposed_date
from songbe.cases.rules.states import Verb
from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.events.statements import insert
from songbe.places import clock
from songbe.places.models import Agency
from songbe.places.policy import Actor, Right

BATCH = 100
REASON = "[ghi lý do]"
"""What a person replaces with the reason; an apology in which it still stands is not sent."""
LETTER = (
    "Hồ sơ {code} “{title}” được hẹn trả kết quả lúc {due:%H:%M} ngày {due:%d/%m/%Y}. Đến nay {agency} chưa giải "
    "quyết xong. Lý do: {reason}.\n\n{agency} xin lỗi vì không trả kết quả đúng hẹn. Ngày hẹn lại ghi ngay dưới đây."
)
"""The new date is not in it: it stands below wherever the letter is read, and may be changed before it is sent."""


def draft_apologies(*, actor: Actor, limit: int = BATCH) -> int:
    """This function will draft apologies for dossiers that are at risk, the next due first; return how many.

    Each in a transaction of its own; those beyond the limit wait for the next time. Raises OutOfReach.
    """
    return sum(_draft(code, actor) for code in undrafted(clock.now()).values_list("code", flat=True)[:limit])


def _draft(code: str, actor: Actor) -> int:
    try:
        return int(draft_apology(code=code, actor=actor) is not None)
    except NotInThisState:  # it was finished or paused meanwhile
        return 0


@transaction.atomic
def draft_apology(*, code: str, actor: Actor) -> Apology | None:
    """This function will draft an apology and a new date for a dossier that is at risk, once for each promise.

    None where there is nothing to draft: not at risk, too late to apologise, a new date was given, or one waits.
    Raises UnknownCase, NotInThisState, OutOfReach.
    """
    case = taken(code, verb=Verb.draft_apology)
    actor.require(Right.SUPERVISE_CASES, case.handler)
    now = clock.now()
    due_at, new_due_at = case.due_now_at, _proposed(case)
    if due_at is None or new_due_at is None or not undrafted(now).filter(pk=case.pk).exists():
        return None
    drafted = insert(
        Apology(case=case, due_at=due_at, new_due_at=new_due_at, text=_letter(case, due_at), drafted_at=now)
    )
    # The case itself stays as it is, and so its version: whoever looks at it may go on.
    record_event(
        kind=EventKind.CASE_APOLOGY_DRAFTED,
        actor=actor.name,
        place=case.handler,
        subject=f"case:{case.code}",
        payload={"state": case.state, "due": drafted.due_at.isoformat(), "proposed": drafted.new_due_at.isoformat()},
    )
    return drafted


def _proposed(case: Case) -> datetime | None:
    promised = wall(case.due_now_at)
    return None if promised is None else aware(proposed_date(promised, new_date_days(), calendar()))


def _letter(case: Case, due_at: datetime) -> str:
    agency = Agency.objects.get(code=case.handler).name_vi
    return LETTER.format(code=case.code, title=case.title_vi, due=wall(due_at), agency=agency, reason=REASON)
