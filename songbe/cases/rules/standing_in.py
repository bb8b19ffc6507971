"""Whose work somebody does at a spot, and in which capacity they sign it: their own, or that of one who is away."""

from songbe.places.policy import Actor, Held, Right

HEAD = "TM."
"""For the committee: the head's own capacity, in which nobody signs who stands in."""


def acts_for(actor: Actor, role: str, agency: str, passed_to: int | None) -> Held | None:
    """Return in whose absence an actor works on a spot; None for their own work.

    passed_to: whom the work was passed to, None for all of the role. What is theirs as well is done as their own.
    """
    for_others = actor.standing_in(role, agency)
    personal = next((each for each in for_others if each.for_person == passed_to), None)
    if personal is not None or actor.holds_as_own(role, agency):
        return personal
    return next(iter(for_others), None) if passed_to is None else None


def may_work(actor: Actor, role: str, agency: str, passed_to: int | None) -> bool:
    """Whether somebody may do the work on a spot: of the role, there; passed to somebody else, only who supervises."""
    theirs = passed_to in (None, actor.person) or actor.may(Right.SUPERVISE_CASES, agency)
    if theirs and actor.holds_as_own(role, agency):
        return True
    return acts_for(actor, role, agency, passed_to) is not None


def signing(actor: Actor, agency: str, declared: tuple[str, ...], absent: Held | None) -> tuple[str, ...]:
    """Return the capacities of a step in which an actor may sign it; none: they may not.

    absent: in whose absence. What was said of signing when the absence was noted decides; if nothing was, somebody who
    signs there anyway signs, though not as the head.
    """
    signs = actor.may(Right.SIGN_CASES, agency)
    if absent is None:
        return declared if signs else ()
    if absent.capacity:
        return tuple(word for word in declared if word == absent.capacity)
    return tuple(word for word in declared if word != HEAD) if signs else ()
