"""An apology is drafted before the promise is broken, once, and nobody outside reads it before a person sends it."""

import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from songbe.cases.actions.apologies import REASON, draft_apologies, draft_apology
from songbe.cases.actions.filing import submit, supplement, withdraw
from songbe.cases.actions.handling import NoReasonGiven, complete_step, set_new_date
from songbe.cases.actions.receiving import ask_supplement, receive, refuse
from songbe.cases.actions.reckoning import reckon_open_cases
from songbe.cases.errors import NotInThisState
from songbe.cases.models import Apology, Case, Message, Promise
from songbe.cases.queries.apologies import undrafted
from songbe.cases.queries.desk import Which, inbox
from songbe.cases.queries.papers import NoSuchPaper, available, paper
from songbe.config.packs import apply_pack
from songbe.config.worker import WORKER
from songbe.events.models import Event
from songbe.places import clock
from songbe.places.models import Person
from songbe.places.policy import OPERATOR, OutOfReach
from tests.cases.stories import BUSINESS, MOTHER, birth, business, clock_at, who
from tests.stories import DEMO, PASSWORD, apply_demo

pytestmark = pytest.mark.django_db
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (f"2023-12-{day}T08:00" for day in (26, 27, 28, 29))
HERE = "http://127.0.0.1/dvc/track/"


@pytest.fixture(autouse=True)
def _tuesday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_at(monkeypatch, TUESDAY)
    apply_demo()


def received(key: str = "k1") -> Case:
    """A business registration that a desk took on Tuesday: due on Friday morning."""
    return receive(code=business(key).code, actor=who("motcuanganha"))


def sweep() -> int:
    """What the worker does twice a minute."""
    return draft_apologies(actor=WORKER)


def at_risk(monkeypatch: pytest.MonkeyPatch) -> Case:
    """A dossier for which an apology was drafted: it is Thursday morning, and it is due on Friday."""
    case = received()
    clock_at(monkeypatch, THURSDAY)
    assert sweep() == 1
    return case


def states() -> list[str]:
    """What became of all that was drafted, the oldest first."""
    return list(Apology.objects.order_by("pk").values_list("state", flat=True))


def send(case: Case, apology: str, days: float = 7) -> Case:
    """Promise a new date as the head of the agency does."""
    later = clock.now() + timedelta(days=days)
    return set_new_date(code=case.code, due_at=later, apology=apology, actor=who("chutichnganha"))


# --- When -------------------------------------------------------------------------------------------------------------
def test_an_apology_is_drafted_on_the_last_day_on_which_it_is_in_time_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    case = received()
    drafted = {}
    for moment in (TUESDAY, "2023-12-27T23:59", "2023-12-28T00:01", "2023-12-28T16:00", FRIDAY, "2024-01-03T08:00"):
        clock_at(monkeypatch, moment)
        drafted[moment] = (sweep(), sweep())

    assert [moment for moment, done in drafted.items() if done != (0, 0)] == ["2023-12-28T00:01"]
    assert drafted["2023-12-28T00:01"] == (1, 0)
    kept = Apology.objects.get()
    promised = Case.objects.get(pk=case.pk).due_now_at
    assert (kept.case_id, kept.due_at, kept.state) == (case.pk, promised, "draft")


def test_what_is_drafted_says_what_was_promised_and_proposes_a_date_by_the_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = at_risk(monkeypatch)

    kept = Apology.objects.get()

    assert kept.text.startswith(f"Hồ sơ {case.code} “Đăng ký thành lập hộ kinh doanh” được hẹn trả kết quả lúc 08:00 ")
    assert "ngày 29/12/2023" in kept.text
    assert REASON in kept.text
    assert MOTHER.name not in kept.text
    # Three working days from Friday at 8; the first of January is none.
    assert f"{timezone.localtime(kept.new_due_at):%Y-%m-%d %H:%M}" == "2024-01-04 08:00"


def test_one_event_says_so_and_the_case_itself_stays_as_it_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    case = received()
    before = Case.objects.get(pk=case.pk).version
    clock_at(monkeypatch, THURSDAY)
    told = Event.objects.count()
    sweep()

    event = Event.objects.get(kind="case.apology_drafted")
    kept = Apology.objects.get()
    assert (event.subject, event.actor, event.place) == (f"case:{case.code}", "worker", "UB991")
    assert set(event.payload) == {"state", "due", "proposed"}
    assert datetime.fromisoformat(event.payload["due"]) == kept.due_at
    assert datetime.fromisoformat(event.payload["proposed"]) == kept.new_due_at
    assert Event.objects.count() == told + 1
    assert Case.objects.get(pk=case.pk).version == before


def test_a_dossier_that_waits_or_is_decided_or_has_a_new_date_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    paused, dated, refused, gone, signed, kept = (received(f"k{number}") for number in range(6))
    ask_supplement(code=paused.code, what="Thiếu giấy", actor=who("xulynganha"))
    send(dated, "Xin lỗi vì thiếu người.", days=3.4)  # Friday evening
    refuse(code=refused.code, reason="Không đúng nơi", actor=who("xulynganha"))
    withdraw(code=gone.code, actor=who("congdan"))
    complete_step(code=signed.code, step="appraise", actor=who("xulynganha"))
    complete_step(code=signed.code, step="sign", capacity="TM.", actor=who("chutichnganha"))
    clock_at(monkeypatch, THURSDAY)

    assert sweep() == 1
    assert Apology.objects.get().case_id == kept.pk
    for code in (paused.code, refused.code, gone.code, signed.code):
        with pytest.raises(NotInThisState):
            draft_apology(code=code, actor=WORKER)
    assert draft_apology(code=dated.code, actor=WORKER) is None
    assert draft_apology(code=kept.code, actor=WORKER) is None


def test_a_drill_gets_none_and_a_part_leaves_it_to_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    drill, part, whole = (received(f"k{number}") for number in range(3))
    Case.objects.filter(pk=drill.pk).update(practice=True)
    Case.objects.filter(pk=part.pk).update(parent=whole)
    clock_at(monkeypatch, THURSDAY)

    assert sweep() == 1
    assert Apology.objects.get().case_id == whole.pk


def test_so_many_are_drafted_at_a_time_the_next_due_first(monkeypatch: pytest.MonkeyPatch) -> None:
    late, soon, last = (received(f"k{number}") for number in range(3))
    for hour, case in ((16, late), (9, soon), (17, last)):
        due = timezone.make_aware(clock.now().replace(tzinfo=None, day=29, hour=hour))
        Case.objects.filter(pk=case.pk).update(due_now_at=due)
    clock_at(monkeypatch, THURSDAY)

    assert draft_apologies(actor=WORKER, limit=2) == 2
    assert list(Apology.objects.order_by("pk").values_list("case", flat=True)) == [soon.pk, late.pk]
    assert [draft_apologies(actor=WORKER, limit=2) for _ in range(2)] == [1, 0]


def test_a_pack_says_how_early_and_how_far_the_date_is_put_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = shutil.copytree(DEMO, tmp_path / "demo")
    sheet = pack / "calendars.yaml"
    said = "risk_days: 2\nnew_date_days: 5\n"
    kept = [line for line in sheet.read_text(encoding="utf-8").splitlines(keepends=True) if "_days: " not in line]
    sheet.write_text("".join(kept) + said, encoding="utf-8")
    apply_pack(pack, actor=OPERATOR, password=PASSWORD)
    received()

    clock_at(monkeypatch, WEDNESDAY)

    assert sweep() == 1
    assert f"{timezone.localtime(Apology.objects.get().new_due_at):%Y-%m-%d %H:%M}" == "2024-01-08 08:00"


def test_only_who_supervises_may_have_one_drafted(monkeypatch: pytest.MonkeyPatch) -> None:
    case = received()
    clock_at(monkeypatch, THURSDAY)

    with pytest.raises(OutOfReach):
        draft_apology(code=case.code, actor=who("xulynganha"))
    assert draft_apology(code=case.code, actor=who("chutichnganha")) is not None


def test_the_database_refuses_a_second_one_that_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    at_risk(monkeypatch)
    kept = Apology.objects.get()
    kept.pk = None

    with pytest.raises(IntegrityError, match="apology_waits_once"), transaction.atomic():
        kept.save(force_insert=True)


def test_the_sweep_reads_an_index_of_what_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_at(monkeypatch, THURSDAY)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "Index Cond: ((due_now_at >=" in undrafted(clock.now())[:100].explain()

    with CaptureQueriesContext(connection) as asked:
        assert sweep() == 0
    assert len(asked) <= 4


# --- What becomes of it -----------------------------------------------------------------------------------------------
def test_it_is_used_when_a_new_date_is_given_whatever_became_of_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    case = at_risk(monkeypatch)
    kept = Apology.objects.get()

    moved = send(case, kept.text.replace(REASON, "đơn vị đo đạc chưa gửi kết quả"))

    assert (moved.new_dates, states()) == (1, ["used"])
    assert Apology.objects.get().ended_at == clock.now()
    assert "chưa gửi kết quả" in Promise.objects.get(case=case, why="new_date").apology
    assert Event.objects.get(kind="case.date_set").payload["drafted"] is True
    assert sweep() == 0


def test_it_is_not_sent_while_the_reason_is_not_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    case = at_risk(monkeypatch)

    with pytest.raises(NoReasonGiven):
        send(case, Apology.objects.get().text)

    assert states() == ["draft"]
    assert not Promise.objects.filter(why="new_date").exists()


def test_it_is_dropped_when_the_dossier_is_finished_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    case = at_risk(monkeypatch)
    complete_step(code=case.code, step="appraise", actor=who("xulynganha"))
    assert states() == ["draft"]

    complete_step(code=case.code, step="sign", capacity="TM.", actor=who("chutichnganha"))

    assert states() == ["dropped"]
    assert Apology.objects.get().ended_at == clock.now()


@pytest.mark.parametrize("how", ["refused", "withdrawn"])
def test_it_is_dropped_when_there_is_nothing_to_promise_any_more(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    case = at_risk(monkeypatch)

    if how == "refused":
        refuse(code=case.code, reason="Không đúng nơi", actor=who("xulynganha"))
    else:
        withdraw(code=case.code, actor=who("congdan"))

    assert states() == ["dropped"]


def test_it_is_dropped_by_a_pause_and_the_promise_after_it_has_one_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    case = at_risk(monkeypatch)
    ask_supplement(code=case.code, what="Thiếu giấy", actor=who("xulynganha"))
    assert (states(), sweep()) == (["dropped"], 0)

    supplement(code=case.code, answers=BUSINESS, note="", key="again", actor=who("congdan"))
    assert sweep() == 0
    clock_at(monkeypatch, "2024-01-02T08:00")

    assert (sweep(), states()) == (1, ["dropped", "draft"])


def test_it_is_dropped_when_a_day_off_is_declared_and_the_promise_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_risk(monkeypatch)
    pack = shutil.copytree(DEMO, tmp_path / "demo")
    sheet = pack / "calendars.yaml"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(text.replace("  2023:\n", "  2023:\n    - 2023-12-29\n", 1), encoding="utf-8")

    assert apply_pack(pack, actor=OPERATOR, password=PASSWORD).reckoned == 1
    assert states() == ["dropped"]
    # Friday is off now: it is due on Tuesday, and Thursday is the working day before.
    assert reckon_open_cases(province="99", actor=OPERATOR).changed == 0
    assert sweep() == 1


# --- Who sees it ------------------------------------------------------------------------------------------------------
def seat(username: str) -> Client:
    """A browser of somebody who signed in."""
    client = Client(headers={"accept-language": "vi"})
    client.force_login(Person.objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
    return client


def test_the_head_finds_it_in_the_form_and_the_handler_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    case = at_risk(monkeypatch)
    address = f"/desk/cases/{case.code}/"

    head = seat("chutichnganha").get(address).content.decode()
    handler = seat("xulynganha").get(address).content.decode()

    assert 'value="2024-01-04T08:00"' in head
    assert "chưa giải quyết xong. Lý do: [ghi lý do]." in head
    assert "hệ thống đã dự thảo thư xin lỗi" in head
    assert "không có việc nào chờ bạn" not in head
    assert "new-date" not in handler
    assert REASON not in handler


def test_the_list_of_what_is_at_risk_says_that_one_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    case = received()
    clock_at(monkeypatch, THURSDAY)
    seen = []
    for _ in range(2):
        (row,) = inbox(who("chutichnganha"), Which.risk, "", clock.now()).rows
        seen.append((row.case.pk, row.drafted))
        sweep()

    assert seen == [(case.pk, False), (case.pk, True)]
    assert "đã dự thảo thư xin lỗi" in seat("chutichnganha").get("/desk/?list=risk").content.decode()


def test_what_is_too_late_to_be_sent_is_offered_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    case = at_risk(monkeypatch)
    clock_at(monkeypatch, "2023-12-29T07:45")

    (row,) = inbox(who("chutichnganha"), Which.risk, "", clock.now()).rows
    assert (row.case.pk, row.drafted) == (case.pk, False)
    assert REASON not in seat("chutichnganha").get(f"/desk/cases/{case.code}/").content.decode()


def test_nothing_reaches_the_applicant_before_somebody_sends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    filed = submit(
        procedure_code="1.001612", answers=BUSINESS, applicant=replace(MOTHER, email="binhminh@example.org"),
        channel="online", key="k", actor=who("congdan"),
    )  # fmt: skip
    case = receive(code=filed.code, actor=who("motcuanganha"))
    clock_at(monkeypatch, THURSDAY)
    sweep()
    applicant, address = seat("congdan"), f"/dvc/cases/{case.code}/"

    assert not Message.objects.filter(kind="new_date").exists()
    assert "Phiếu xin lỗi" not in applicant.get(address).content.decode()
    assert applicant.get(f"{address}forms/04.pdf").status_code == 404
    assert seat("chutichnganha").get(f"/desk/cases/{case.code}/forms/04.pdf").status_code == 200

    send(case, Apology.objects.get().text.replace(REASON, "thiếu người"))

    assert "Lý do: thiếu người." in Message.objects.get(kind="new_date").body
    assert applicant.get(f"{address}forms/04.pdf").status_code == 200


def test_form_04_is_a_draft_until_it_was_sent_and_the_applicant_has_no_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    case = received()
    assert "04" not in dict(available(case))
    clock_at(monkeypatch, THURSDAY)
    sweep()

    assert "04" in dict(available(case))
    assert "04" not in dict(available(case, drafts=False))
    assert paper(case, "04", HERE).startswith(b"%PDF")
    with pytest.raises(NoSuchPaper):
        paper(case, "04", HERE, drafts=False)

    case = send(case, "Xin lỗi vì thiếu người.")
    assert "04" in dict(available(case, drafts=False))


def test_a_broken_promise_without_a_draft_has_the_empty_form_for_officials_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = receive(code=birth().code, actor=who("motcua101"))
    clock_at(monkeypatch, "2023-12-28T08:00")

    assert "04" in dict(available(case))
    assert "04" not in dict(available(case, drafts=False))
