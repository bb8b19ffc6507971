"""Cases in the database stand where a second engine (SpiffWorkflow) says, whatever is done to them and in what order.

Every process of a pack is walked by the real verbs, each in its transaction, beside the engine that reads the exported
BPMN. ``SONGBE_POSTGRES_WALKS`` says how often: a few times here, twenty times with ``SONGBE_POSTGRES_WALKS=20``.
"""

import os
import random
from collections.abc import Mapping
from typing import Any

import pytest

from songbe.cases.actions.filing import Applicant, as_party
from songbe.cases.actions.handling import complete_step, end_wait
from songbe.cases.actions.joining import join_parent
from songbe.cases.actions.moving import data_of
from songbe.cases.actions.opening import make_case
from songbe.cases.actions.receiving import receive
from songbe.cases.declare.processes import ProcessSheet
from songbe.cases.models import Case, Definition, Token
from songbe.cases.queries.declared import Declared, line_of, process_of
from songbe.cases.rules.blocks import Consult, Process, Step, Wait
from songbe.cases.rules.process import Spot, seats
from songbe.cases.rules.states import PAUSED
from songbe.config.environment import ROOT
from songbe.config.packs import apply_pack
from songbe.places import clock
from songbe.places.policy import OPERATOR
from tests.cases.rules.test_bpmn import SecondReckoning, chosen, values
from tests.cases.stories import clock_at
from tests.stories import PASSWORD

pytestmark = pytest.mark.django_db
WALKS = int(os.environ.get("SONGBE_POSTGRES_WALKS", "2"))
SOMEBODY = Applicant("citizen", "Trần Thị Bình Minh", "000198000001", "0000000001")


def filed(process: Definition, like: Definition, handler: str, answers: Mapping[str, object]) -> Case:
    """A case that goes by a process, received."""
    line = line_of(like).model_copy(update={"process": process.code, "handler": handler, "receiver": ""})
    case = make_case(
        Declared(like, line),
        answers=answers,
        party=as_party(SOMEBODY, None),
        channel="counter",
        receiver="",
        now=clock.now(),
        actor=OPERATOR,
    )
    return receive(code=case.code, actor=OPERATOR)


def standing(case: Case) -> set[Spot]:
    """Where the rows say that a case stands."""
    return {Spot(*row) for row in Token.objects.filter(case=case, closed_at=None).values_list("key", "part")}


def do(case: Case, spot: Spot, process: Process, choose: random.Random) -> str:
    """Do the work on a spot by the verb that people do it with, and return what came of it."""
    block = seats(process)[spot.key].block
    if isinstance(block, Wait):
        end_wait(code=case.code, step=spot.key, actor=OPERATOR)
        return "done"
    if isinstance(block, Step | Consult):
        outcome = choose.choice(block.outcomes) if isinstance(block, Step) and block.outcomes else ""
        capacity = choose.choice(block.capacities) if isinstance(block, Step) and block.capacities else ""
        complete_step(
            code=case.code, step=spot.key, part=spot.part, outcome=outcome, capacity=capacity, actor=OPERATOR
        )  # fmt: skip
        return outcome or "done"
    part = case.linked.get(outcomes__handed_by=spot.key, finished_at=None)
    part.state, part.finished_at = "finished", clock.now()
    part.save()
    join_parent(part, now=clock.now(), actor=OPERATOR)
    return "finished"


def walk(process: Definition, like: Definition, handler: str, seed: int) -> int:
    """Walk a case through a process beside the second engine; return how many steps it took."""
    choose = random.Random(seed)
    rules = process_of(process)
    may_be, keys = values(rules.line), set(seats(rules))
    answers = chosen(rules.line, choose)
    answers |= {name: choose.choice(may_be[name]) for name in may_be if name not in keys and choose.random() < 0.7}
    case = filed(process, like, handler, answers | PLACES[handler])
    second = SecondReckoning(rules)
    second.begin(data_of(case))
    steps = 0
    while True:
        case.refresh_from_db()
        now = standing(case)
        assert set(second.tasks) == now, (process.code, seed, steps)
        assert second.workflow.completed == (not now), (process.code, seed, steps)
        if not now:
            return steps
        waits = {spot for spot in now if isinstance(seats(rules)[spot.key].block, Wait)}
        spot = choose.choice(sorted(waits if case.state in PAUSED else now))
        outcome = do(case, spot, rules, choose)
        case.refresh_from_db()
        second.do(spot, {**data_of(case), spot.key: outcome})
        steps += 1


PLACES = {"UBX99101": {"unit": "99101", "district": "991"}, "UBX25747": {"unit": "25747", "district": "718"}}
"""Who handles -> the places that answers name, for what is handed on to the agencies there."""


NAMED = {"name_vi": "Việc", "name_en": "Work"}
BESIDE: tuple[dict[str, Any], ...] = (
    {
        "code": "two_waits",
        **NAMED,
        "line": [
            {
                **NAMED,
                "together": "both",
                "lines": [
                    {"line": [{**NAMED, "wait": "visit", "reason": "field_visit", "role": "handler"}]},
                    {
                        "line": [
                            {**NAMED, "wait": "money", "reason": "financial", "role": "handler"},
                            {**NAMED, "step": "look", "role": "handler"},
                        ]
                    },
                ],
            },
            {**NAMED, "step": "sign", "role": "signer", "finishes": True},
        ],
    },
)
"""What no process of a pack has: waits that stand beside each other."""


@pytest.mark.parametrize(("pack", "handler"), list(zip(("demo", "binhduong"), PLACES, strict=True)))
def test_cases_in_the_database_go_where_a_second_engine_goes(
    pack: str, handler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock_at(monkeypatch, "2023-12-26T08:00")
    apply_pack(ROOT / "packs" / pack, actor=OPERATOR, password=PASSWORD)
    processes = Definition.objects.filter(kind="process", current=True).order_by("code")
    like = Definition.objects.filter(kind="procedure", code="1.001193", current=True).get()

    for process in BESIDE:
        made = ProcessSheet.model_validate(process)
        Definition.objects.create(kind="process", code=made.code, version=1, digest=made.code, body=process)

    walked = {row.code: sum(walk(row, like, handler, seed) for seed in range(WALKS)) for row in processes}

    assert len(walked) >= 10
    assert all(walked.values()), walked
