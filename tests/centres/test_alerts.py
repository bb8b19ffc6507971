"""Alerts that arise by themselves: figures beyond a limit today, sources that fell silent; each opens one case."""

import pytest

from songbe.cases.models import Case, Response
from songbe.centres.actions import raise_alerts
from songbe.places.policy import OPERATOR, Actor, OutOfReach
from tests.cases.stories import clock_at
from tests.stories import apply_demo, at, bring_in, compute, dossier

pytestmark = pytest.mark.django_db

EARLY, LATE = at("2023-12-20T10:00"), at("2023-12-28T10:00")


@pytest.fixture(autouse=True)
def _tuesday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_at(monkeypatch, "2023-12-26T08:00")
    apply_demo()


def overdue(number: int, unit: str, since: object) -> dict[str, object]:
    """A dossier of a commune that is open, and overdue from a moment on."""
    return dossier(number, unit=unit, received_at=at("2023-12-01T08:00"), due_at=since, overdue_at=since)


def report(day: str) -> dict[str, object]:
    """A report to 1022."""
    return {
        "id": f"R{day}", "agency": "OC-1022", "unit": "99", "sector": "RPT", "source": "thử", "simulated": False,
        "channel": "web", "state": "received", "received_at": at(f"{day}T08:00"),
    }  # fmt: skip


def raised() -> list[tuple[str, str, str]]:
    """What was opened: the type of case, the indicator, the place."""
    return sorted(Response.objects.values_list("case__kind", "indicator", "place"))


def test_a_district_beyond_its_limit_opens_one_case_however_often_it_is_looked_at() -> None:
    bring_in("dossier", [overdue(1, "99101", EARLY), overdue(2, "99102", EARLY)], key="a")
    compute()

    assert raise_alerts(actor=OPERATOR) == 1
    assert raise_alerts(actor=OPERATOR) == 0

    case = Case.objects.get()
    assert raised() == [("overdue_alert", "DEMO005", "991")]
    assert (case.channel, case.unit, case.answers["district"]) == ("alert", "991", "991")
    assert "Thành phố Ngân Hà: 2, vượt ngưỡng 0" in str(case.answers["what"])
    assert case.opened_by is None


def test_what_becomes_overdue_later_in_the_month_is_no_alert_before_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    bring_in("dossier", [overdue(1, "99101", LATE)], key="a")
    compute()
    assert raise_alerts(actor=OPERATOR) == 0

    clock_at(monkeypatch, "2023-12-28T18:00")

    assert raise_alerts(actor=OPERATOR) == 1


def test_what_still_stands_in_another_month_is_another_alert(monkeypatch: pytest.MonkeyPatch) -> None:
    bring_in("dossier", [overdue(1, "99101", EARLY)], key="a")
    compute()
    raise_alerts(actor=OPERATOR)

    clock_at(monkeypatch, "2024-01-02T08:00")

    assert raise_alerts(actor=OPERATOR) == 1
    assert sorted(Response.objects.values_list("period", flat=True)) == ["2023-12", "2024-01"]


def test_a_source_is_silent_after_its_days_and_once_for_each_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    bring_in("report", [report("2023-12-23")], key="a")
    compute()
    assert raise_alerts(actor=OPERATOR) == 0

    clock_at(monkeypatch, "2023-12-27T08:00")
    assert raise_alerts(actor=OPERATOR) == 1
    clock_at(monkeypatch, "2023-12-29T08:00")
    assert raise_alerts(actor=OPERATOR) == 0

    assert raised() == [("silent_alert", "DEMO009", "99")]
    assert "23/12/2023" in str(Case.objects.get().answers["what"])


def test_nothing_arises_where_nothing_ever_came() -> None:
    assert raise_alerts(actor=OPERATOR) == 0


def test_only_who_may_open_a_playbook_lets_alerts_open_it() -> None:
    bring_in("dossier", [overdue(1, "99101", EARLY)], key="a")
    compute()

    with pytest.raises(OutOfReach):
        raise_alerts(actor=Actor("somebody"))
    assert not Case.objects.exists()
