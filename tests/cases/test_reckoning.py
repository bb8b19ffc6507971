"""Open cases are due by the calendar in force: when it changes they are reckoned anew, with a trail of what and why."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from songbe.cases.actions.filing import withdraw
from songbe.cases.actions.handling import complete_step, set_new_date
from songbe.cases.actions.receiving import ask_supplement, receive
from songbe.cases.actions.reckoning import reckon_open_cases
from songbe.cases.models import Case, Promise, Token
from songbe.config.packs import apply_pack
from songbe.events.models import Event
from songbe.places.policy import OPERATOR, OutOfReach
from tests.cases.stories import business, clock_at, who
from tests.stories import DEMO, PASSWORD, apply_demo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tuesday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_at(monkeypatch, "2023-12-26T08:00")
    apply_demo()


def received(key: str = "k1") -> Case:
    """A business registration that a desk took."""
    return receive(code=business(key).code, actor=who("motcuanganha"))


def with_holiday(folder: Path, day: str) -> Path:
    """The invented province with one more day off."""
    pack = shutil.copytree(DEMO, folder / "demo")
    calendars = pack / "calendars.yaml"
    text = calendars.read_text(encoding="utf-8")
    assert "  2023:\n" in text
    calendars.write_text(text.replace("  2023:\n", f"  2023:\n    - {day}\n", 1), encoding="utf-8")
    return pack


def due(case: Case) -> str:
    """When a case is due now, on the province's clocks."""
    case.refresh_from_db()
    return "" if case.due_now_at is None else f"{case.due_now_at.astimezone():%Y-%m-%d %H:%M}"


def test_a_day_off_that_is_declared_later_moves_what_is_open_and_says_why(tmp_path: Path) -> None:
    case, done, gone = received("a"), received("b"), received("c")
    withdraw(code=gone.code, actor=who("congdan"))
    complete_step(code=done.code, step="appraise", actor=who("xulynganha"))
    complete_step(code=done.code, step="sign", capacity="TM.", actor=who("chutichnganha"))
    before = {each.pk: due(each) for each in (case, done, gone)}
    first = case.first_due_at
    step = Token.objects.get(case=case, closed_at=None)

    applied = apply_pack(with_holiday(tmp_path, "2023-12-27"), actor=OPERATOR, password=PASSWORD)

    assert applied.reckoned == 1
    assert due(case) > before[case.pk]
    assert [due(each) for each in (done, gone)] == [before[done.pk], before[gone.pk]]
    assert case.first_due_at == first
    assert Token.objects.get(pk=step.pk).due_at is not None
    assert list(Promise.objects.filter(case=case).order_by("pk").values_list("why", flat=True)) == [
        "received",
        "calendar",
    ]
    event = Event.objects.get(kind="case.reckoned")
    assert (event.subject, event.payload["why"]) == (f"case:{case.code}", "calendar")
    assert event.payload["from"] < event.payload["due"]


def test_reckoning_twice_changes_nothing_the_second_time(tmp_path: Path) -> None:
    received()
    pack = with_holiday(tmp_path, "2023-12-27")
    assert apply_pack(pack, actor=OPERATOR, password=PASSWORD).reckoned == 1
    again = reckon_open_cases(province="99", actor=OPERATOR)
    assert (again.looked_at, again.changed) == (1, 0)


def test_what_waits_for_a_supplement_has_no_date_and_gets_none(tmp_path: Path) -> None:
    case = received()
    ask_supplement(code=case.code, what="Giấy tờ nhà đất", actor=who("motcuanganha"))
    assert due(case) == ""
    assert apply_pack(with_holiday(tmp_path, "2023-12-27"), actor=OPERATOR, password=PASSWORD).reckoned == 0
    assert due(case) == ""


def test_a_new_date_that_was_promised_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = received()
    case.refresh_from_db()
    assert case.due_now_at is not None
    promised = case.due_now_at + timedelta(days=14)
    set_new_date(code=case.code, due_at=promised, apology="Xin lỗi", actor=who("chutichnganha"))

    apply_pack(with_holiday(tmp_path, "2023-12-27"), actor=OPERATOR, password=PASSWORD)

    case.refresh_from_db()
    assert case.due_now_at == promised


def test_only_who_may_put_a_pack_into_force_reckons_anew() -> None:
    with pytest.raises(OutOfReach):
        reckon_open_cases(province="99", actor=who("chutichnganha"))
