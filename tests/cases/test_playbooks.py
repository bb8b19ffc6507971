"""Alerts: a playbook opened by hand, by itself, or as a drill; who may, how fast it was, what the public is told."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from songbe.cases.actions.filing import submit
from songbe.cases.actions.handling import complete_step
from songbe.cases.actions.playbooks import Alert, NothingPublished, end_message, open_by_alert
from songbe.cases.models import Case, PublicMessage, Response, Token
from songbe.cases.queries.desk import desk_page
from songbe.cases.queries.playbooks import answering, duty, messages_in_force
from songbe.cases.queries.tracking import track
from songbe.events.models import Event
from songbe.places.policy import OPERATOR, OutOfReach
from songbe.warehouse.models import FactChange
from tests.cases.stories import clock_at, who
from tests.stories import apply_demo

pytestmark = pytest.mark.django_db
FLOOD = {"what": "Nước ngập nửa mét ở chợ", "unit": "99101"}
ALERT = Alert("overdue_alert", "DEMO005", "991", "district", "2023-12", Decimal(61), Decimal(40), "Quá hạn tăng cao")


@pytest.fixture(autouse=True)
def _saturday_night(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_at(monkeypatch, "2023-12-23T22:00")
    apply_demo()


def opened(key: str = "k1", by: str = "tructinh", **changed: str) -> Case:
    """A flood, reported by the duty officer at night at the end of the week."""
    return submit(
        procedure_code="flood_alert", answers=FLOOD | changed, applicant=None, channel="counter", key=key,
        actor=who(by),
    )  # fmt: skip


def done(case: Case, step: str, by: str = "tructinh", part: str = "", outcome: str = "") -> Case:
    """A step that somebody did."""
    return complete_step(code=case.code, step=step, part=part, outcome=outcome, actor=who(by))


def waiting(case: Case) -> set[tuple[str, str]]:
    """Which steps wait, and where."""
    return set(Token.objects.filter(case=case, closed_at=None).values_list("key", "agency"))


def times(case: Case) -> list[tuple[str, str, str]]:
    """What the warehouse holds of how fast a case was."""
    held: dict[str, dict[str, object]] = {}
    for change in FactChange.objects.filter(fact__entry__startswith=f"{case.code}/").order_by("id"):
        if change.sign > 0:
            held[change.fact["id"]] = change.fact
        else:
            held.pop(change.fact["id"], None)
    return sorted((str(fact["detail"]), str(fact["quantity"]), str(fact["state"])) for fact in held.values())


def through(case: Case, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A flood from the acknowledgement after five minutes to its end in the morning; dispatched too late."""
    clock_at(monkeypatch, "2023-12-23T22:05")
    done(case, "acknowledge", outcome="confirmed")
    clock_at(monkeypatch, "2023-12-23T22:40")
    done(case, "dispatch")
    clock_at(monkeypatch, "2023-12-23T22:50")
    done(case, "inform", outcome="publish")
    for part, username in (("STTTT", "xulytttt"), ("OC-1022", "tongdai1022"), ("UB991", "xulynganha")):
        done(case, "act", username, part)
    done(case, "act", "xuly101", "UBX99101")
    clock_at(monkeypatch, "2023-12-24T06:00")
    return done(case, "close")


def test_an_alert_calls_the_agencies_of_its_place_and_its_clocks_run_at_night() -> None:
    case = opened()

    token = Token.objects.get(case=case)
    assert case.code == "NL-231223-0001"
    assert (token.key, token.agency, token.role) == ("acknowledge", "UBND", "duty_officer")
    assert token.due_at == datetime.fromisoformat("2023-12-23T22:10+07:00")
    assert case.due_now_at == case.first_due_at == datetime.fromisoformat("2023-12-24T22:00+07:00")
    assert (case.unit, case.answers["units"]) == ("99101", ["STTTT", "OC-1022", "UB991", "UBX99101"])


def test_without_a_place_only_agencies_that_need_none_are_called_and_more_can_be() -> None:
    case = opened(unit="", units="CT")

    assert (case.unit, case.answers["units"]) == ("99", ["STTTT", "OC-1022", "CT"])


def test_every_agency_does_its_part_and_how_fast_it_was_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    case = opened()
    assert times(case) == []

    clock_at(monkeypatch, "2023-12-23T22:05")
    done(case, "acknowledge", outcome="confirmed")
    assert times(case) == [("acknowledged", "5.000", "in_time")]
    done(case, "dispatch")
    assert waiting(case) == {
        ("act", "STTTT"), ("act", "OC-1022"), ("act", "UB991"), ("act", "UBX99101"), ("inform", "UBND"),
    }  # fmt: skip


def test_a_closed_alert_says_when_each_milestone_was_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    case = through(opened(), monkeypatch)

    assert (case.state, case.closed_at is not None) == ("finished", True)
    assert times(case) == [
        ("acknowledged", "5.000", "in_time"), ("closed", "480.000", "in_time"), ("dispatched", "40.000", "late"),
    ]  # fmt: skip
    assert [(s.what.value, s.late) for s in answering(case, case.filed_at, who("tructinh")).stages] == [
        ("acknowledged", False), ("dispatched", True), ("closed", False),
    ]  # fmt: skip


def test_a_step_done_again_later_leaves_the_time_that_it_took_first(monkeypatch: pytest.MonkeyPatch) -> None:
    case = opened()
    done(case, "acknowledge", outcome="confirmed")
    clock_at(monkeypatch, "2023-12-23T22:10")
    done(case, "dispatch")
    before = times(case)
    token = Token.objects.get(case=case, key="dispatch")
    Token.objects.create(
        case=case, key="dispatch", kind="step", name_vi="x", name_en="x", agency="UBND",
        opened_at=token.opened_at, closed_at=datetime.fromisoformat("2023-12-24T05:00+07:00"), outcome="done",
    )  # fmt: skip

    stages = answering(case, case.filed_at, who("tructinh")).stages
    assert [str(stage.reached.minutes) for stage in stages if stage.reached] == ["0.000", "10.000"]
    assert before == [("acknowledged", "0.000", "in_time"), ("dispatched", "10.000", "in_time")]


def test_a_false_alarm_is_closed_at_once_and_nobody_is_dispatched() -> None:
    case = opened()

    done(case, "acknowledge", outcome="false_alarm")
    done(case, "close")

    assert [detail for detail, _minutes, _state in times(case)] == ["acknowledged", "closed"]
    assert not PublicMessage.objects.exists()


# --- What the public is told ------------------------------------------------------------------------------------------
def test_the_public_is_told_from_the_step_that_says_so_until_the_alert_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = opened()
    done(case, "acknowledge", outcome="confirmed")
    done(case, "dispatch")
    now = clock_at(monkeypatch, "2023-12-23T22:30")
    assert not messages_in_force(now).exists()

    done(case, "inform", outcome="publish")

    message = messages_in_force(now).get()
    assert "Phường Sao Hôm" in message.text_vi
    assert "10:30 24/12/2023" in message.text_vi
    assert "{" not in message.text_en
    assert FLOOD["what"] not in message.text_vi
    for part, username in (("STTTT", "xulytttt"), ("OC-1022", "tongdai1022"), ("UB991", "xulynganha")):
        done(case, "act", username, part)
    done(case, "act", "xuly101", "UBX99101")
    later = clock_at(monkeypatch, "2023-12-23T23:30")
    assert messages_in_force(later).exists()
    done(case, "close")
    assert not messages_in_force(later).exists()


def test_a_message_ends_by_itself_when_its_hours_are_over(monkeypatch: pytest.MonkeyPatch) -> None:
    case = opened()
    done(case, "acknowledge", outcome="confirmed")
    done(case, "dispatch")
    done(case, "inform", outcome="publish")

    assert messages_in_force(clock_at(monkeypatch, "2023-12-24T09:59")).exists()
    assert not messages_in_force(clock_at(monkeypatch, "2023-12-24T10:00")).exists()


def test_nobody_is_told_where_the_officer_says_so() -> None:
    case = opened()
    done(case, "acknowledge", outcome="confirmed")
    done(case, "dispatch")

    done(case, "inform", outcome="no_message")

    assert not PublicMessage.objects.exists()


def test_a_message_is_taken_down_by_who_may_publish_it_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    case = opened()
    with pytest.raises(NothingPublished):
        end_message(code=case.code, actor=who("tructinh"))
    done(case, "acknowledge", outcome="confirmed")
    done(case, "dispatch")
    done(case, "inform", outcome="publish")
    now = clock_at(monkeypatch, "2023-12-23T22:20")

    with pytest.raises(OutOfReach):
        end_message(code=case.code, actor=who("xulytttt"))
    assert messages_in_force(now).exists()
    end_message(code=case.code, actor=who("tructinh"))
    assert not messages_in_force(now).exists()
    with pytest.raises(NothingPublished):
        end_message(code=case.code, actor=who("tructinh"))
    assert [event.kind for event in Event.objects.filter(kind__startswith="message.").order_by("id")] == [
        "message.published", "message.ended",
    ]  # fmt: skip


# --- Drills -----------------------------------------------------------------------------------------------------------
def test_a_drill_goes_the_same_way_is_counted_nowhere_and_tells_the_public_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = through(opened(drill="yes"), monkeypatch)

    page = answering(case, case.filed_at, who("tructinh"))
    assert case.practice
    assert not FactChange.objects.exists()
    assert [message.practice for message in page.messages] == [True]
    assert not messages_in_force(datetime.fromisoformat("2023-12-23T23:00+07:00")).exists()
    assert [str(stage.reached.minutes) for stage in page.stages if stage.reached] == ["5.000", "40.000", "480.000"]
    assert not track(case.code, case.filed_at).known


# --- Who may ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("username", ["congdan", "xulytttt", "lanhdao", "motcua101", "quantri"])
def test_who_is_not_on_duty_opens_no_playbook(username: str) -> None:
    with pytest.raises(OutOfReach):
        opened(by=username)
    assert not Case.objects.exists()


@pytest.mark.parametrize(("username", "step"), [("trucnganha", "acknowledge"), ("lanhdao", "acknowledge")])
def test_a_step_is_done_by_the_duty_officer_of_who_leads_it_and_nobody_else(username: str, step: str) -> None:
    case = opened()

    with pytest.raises(OutOfReach):
        done(case, step, username, outcome="confirmed")
    assert waiting(case) == {("acknowledge", "UBND")}


def test_an_agency_answers_for_itself_alone() -> None:
    case = opened()
    done(case, "acknowledge", outcome="confirmed")
    done(case, "dispatch")

    with pytest.raises(OutOfReach):
        done(case, "act", "xulytttt", "UB991")


def test_leaders_and_duty_officers_of_the_place_see_it_and_no_dossier() -> None:
    case = opened()

    for username in ("lanhdao", "tructinh", "trucnganha", "trucsaohom"):
        assert desk_page(case.code, who(username), case.filed_at).answering is not None, username
    seen = duty(who("tructinh"), Case.objects.all(), case.filed_at, case.filed_at.date())
    assert [each.case for each in seen.running] == [case]
    assert {line.code for line in seen.openable} == {"flood_alert", "cyber_alert", "overdue_alert", "silent_alert"}


# --- By itself --------------------------------------------------------------------------------------------------------
def test_an_alert_opens_its_playbook_once_and_says_what_it_saw() -> None:
    case = open_by_alert(alert=ALERT, actor=OPERATOR)

    assert case is not None
    assert open_by_alert(alert=ALERT, actor=OPERATOR) is None
    kept = Response.objects.get(case=case)
    assert (kept.indicator, kept.place, kept.period) == ("DEMO005", "991", "2023-12")
    assert (kept.value, kept.limit) == (Decimal(61), Decimal(40))
    assert (case.unit, case.answers["units"]) == ("991", ["VPUB", "UB991"])
    assert case.answers["what"] == "Quá hạn tăng cao"
    assert Event.objects.get(kind="alert.raised").payload["case"] == case.code


def test_another_place_or_period_is_another_alert_and_what_is_simulated_says_so() -> None:
    alerts = [ALERT, replace(ALERT, place="992"), replace(ALERT, period="2024-01", simulated=True)]

    cases = [open_by_alert(alert=alert, actor=OPERATOR) for alert in alerts]

    assert len({case.code for case in cases if case}) == 3
    assert cases[2] is not None
    assert cases[2].simulated


def test_the_same_submission_by_hand_is_one_case() -> None:
    assert opened("same") == opened("same")
    assert Case.objects.count() == 1
    assert Response.objects.count() == 1
