"""What can be done to many cases of a desk's list at once: to whom, with which words."""

from collections.abc import Sequence
from dataclasses import dataclass

from songbe.cases.models import Definition
from songbe.cases.queries.declared import process_of
from songbe.cases.queries.desk import Colleague, Row, Which, colleagues
from songbe.cases.rules.blocks import Step
from songbe.cases.rules.process import seats
from songbe.places.policy import Actor, Right

VERBS: dict[Which, tuple[str, ...]] = {
    Which.receive: ("receive",),
    Which.give: ("give",),
    Which.work: ("complete", "assign"),
}
"""A list of the desk -> what is done to many of its cases at once."""


@dataclass(frozen=True, slots=True)
class Together:
    """What is offered above a list: verbs, and of the steps in it the outcomes, capacities and people."""

    verbs: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    capacities: tuple[str, ...] = ()
    colleagues: tuple[Colleague, ...] = ()


def at_once(which: Which, rows: Sequence[Row], actor: Actor) -> Together:
    """Return what may be done to many of a list's cases at once. A word fits the steps that know it, and no other."""
    if which is not Which.work or not rows:
        return Together(VERBS.get(which, ()))
    steps = [row.step for row in rows if row.step is not None]
    kept = Definition.objects.in_bulk({row.case.process_id for row in rows})
    spots = {(row.case.process_id, row.step.key) for row in rows if row.step is not None}
    blocks = [seats(process_of(kept[process]))[key].block for process, key in sorted(spots)]
    known = [block for block in blocks if isinstance(block, Step)]
    desks = {(step.role, step.agency): step for step in steps}
    people = {each.person.pk: each for step in desks.values() for each in colleagues(step)}
    signs = actor.may_somewhere(Right.SIGN_CASES) or any(held.capacity for held in actor.held)
    return Together(
        VERBS[which],
        tuple(dict.fromkeys(word for block in known for word in block.outcomes)),
        tuple(dict.fromkeys(word for block in known for word in block.capacities)) if signs else (),
        tuple(sorted(people.values(), key=lambda each: each.person.username)),
    )
