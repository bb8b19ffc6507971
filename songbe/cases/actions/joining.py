"""A linked part that is done lets the case that waits for it go on."""

from datetime import datetime

from songbe.cases.actions.changing import settle
from songbe.cases.actions.moving import carry_out, data_of, spots, standing
from songbe.cases.models import Case
from songbe.cases.queries.declared import process_of
from songbe.cases.rules.process import Spot, advance
from songbe.cases.rules.states import PAUSED, State
from songbe.events.kinds import EventKind
from songbe.places.policy import Actor


def join_parent(case: Case, *, now: datetime, actor: Actor) -> None:
    """This function will close the spot at which another case waits for this one; nothing if none does."""
    if case.parent_id is None or not case.outcomes.get("handed_by"):
        return
    parent = (
        Case.objects.select_for_update(of=("self",))
        .select_related("procedure", "process", "form", "party")
        .get(pk=case.parent_id)
    )
    key = str(case.outcomes["handed_by"])
    open_now = standing(parent)
    token = next((each for each in open_now if each.key == key), None)
    if token is None or parent.state not in {State.processing, State.finished, *PAUSED}:
        return
    token.closed_at, token.outcome = now, case.state
    token.save(update_fields=["closed_at", "outcome"])
    parent.outcomes = {**parent.outcomes, key: case.state}
    move = advance(process_of(parent.process), spots(open_now), Spot(token.key, token.part), data_of(parent))
    carry_out(parent, move, now=now, actor=actor, done=token)
    settle(parent, kind=EventKind.CASE_STEP_COMPLETED, actor=actor, payload={"step": key, "outcome": case.state})
