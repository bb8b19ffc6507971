"""What a service reports becomes a figure at the worker's next beat."""

import threading

import pytest

from songbe.cases.actions.receiving import receive
from songbe.cases.models import Apology
from songbe.config import worker
from songbe.config.worker import beat
from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.indicators.actions.reconciling import reconcile
from songbe.indicators.queries import figure
from songbe.kernel.periods import parse_period
from songbe.places.policy import OPERATOR
from songbe.warehouse.actions.facts import InvalidFact, report_change
from songbe.warehouse.models import Cell, FactChange
from tests.cases.stories import business, clock_at, who
from tests.stories import apply_demo, at, bring_in, compute, dossier

YEAR = parse_period("2023")


@pytest.mark.django_db
def test_a_live_change_is_a_figure_after_one_beat_and_looks_like_an_imported_one() -> None:
    apply_demo()
    bring_in("dossier", [dossier(1)], key="a")
    compute()
    event = record_event(kind=EventKind.FACTS_COLLECTED, actor="lan")
    old, new = dossier(2), dossier(2, finished_at=at("2023-04-03T09:30"), state="finished")
    report_change(kind="dossier", old=None, new=old, event=event)
    report_change(kind="dossier", old=old, new=new, event=event)

    assert beat() == 3
    assert beat() == 0

    assert figure(code="DEMO002", period=YEAR).computed == 1
    assert figure(code="DEMO004", period=YEAR).computed == 1
    assert FactChange.objects.filter(segment=None).count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fact", "reason"),
    [
        ({"agency": "STP", "unit": "99"}, "id is missing"),
        ({"id": "D1", "agency": "STP", "unit": "99", "colour": "red"}, "nobody knows colour"),
        ({"id": "D1", "agency": "STP", "unit": "99", "channel": "fax"}, "channel says 'fax'"),
    ],
)
def test_a_fact_that_breaks_the_contract_is_refused_where_it_is_reported(fact: dict[str, str], reason: str) -> None:
    event = record_event(kind=EventKind.FACTS_COLLECTED, actor="lan")

    with pytest.raises(InvalidFact, match=reason):
        report_change(kind="dossier", old=None, new=fact, event=event)


@pytest.mark.django_db
def test_reconciling_finds_the_cell_that_was_tampered_with() -> None:
    apply_demo()
    bring_in(
        "dossier", [dossier(number, unit=unit) for number, unit in enumerate(["99101", "99102", "99201"] * 4)], key="a"
    )
    compute()
    assert reconcile(count=60, seed=1, actor=OPERATOR).differences == ()

    Cell.objects.filter(place="99").update(n=[7] * 12)

    assert {difference.place for difference in reconcile(count=60, seed=1, actor=OPERATOR).differences} == {"99"}


class _OneBeat(threading.Event):
    """A signal that says stop after one beat."""

    beats = 0

    def wait(self, timeout: float | None = None) -> bool:
        self.beats += 1
        return self.beats > 1


@pytest.mark.django_db(transaction=True)
def test_the_heart_drafts_apologies_though_nothing_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_at(monkeypatch, "2023-12-26T08:00")
    apply_demo()
    case = receive(code=business().code, actor=who("motcuanganha"))
    monkeypatch.setattr(worker, "ALERT_SECONDS", -1)
    clock_at(monkeypatch, "2023-12-28T00:01")

    worker._beat_until(_OneBeat())

    assert Apology.objects.get().case_id == case.pk
