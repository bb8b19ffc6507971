"""Putting a pack's names of words into force."""

from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.places.policy import Actor, Right
from songbe.warehouse.declare import DeclaredFacts
from songbe.warehouse.models import Wording


def apply_words(*, declared: DeclaredFacts, province: str, actor: Actor) -> int:
    """This function will replace the names of words by those of a pack and return how many there are.

    Registers and counters name themselves. Raises OutOfReach.
    """
    actor.require(Right.APPLY_PACK, province)
    named = {("register", line.code): (line.name_vi, line.name_en) for line in declared.registers}
    named |= {("counter", line.code): (line.name_vi, line.name_en) for line in declared.counters}
    named |= {(line.column, line.word): (line.name_vi, line.name_en) for line in declared.words}
    Wording.objects.all().delete()
    Wording.objects.bulk_create(
        Wording(column=column, word=word, name_vi=vi, name_en=en) for (column, word), (vi, en) in named.items()
    )
    record_event(
        kind=EventKind.PACK_APPLIED, actor=actor.name, place=province, subject="words", payload={"words": len(named)}
    )
    return len(named)
