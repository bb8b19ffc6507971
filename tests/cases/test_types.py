"""Incidents, approvals, corrections, violations, directives: other work with a clock, by declarations alone."""

import pytest

from songbe.cases.actions.filing import submit
from songbe.cases.actions.handling import complete_step, end_wait
from songbe.cases.models import Case, Token
from songbe.kernel.digests import sha256_hex
from songbe.places.policy import OutOfReach
from songbe.warehouse.models import FactChange
from tests.cases.stories import clock_at, who
from tests.stories import apply_demo

pytestmark = pytest.mark.django_db
INCIDENT = {"incident": "phishing", "harmed": "STP", "found": "Thư giả mạo", "drill": "no"}


@pytest.fixture(autouse=True)
def _tuesday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_at(monkeypatch, "2023-12-26T08:00")


def opened(code: str, answers: dict[str, str], by: str) -> Case:
    """A case of a type, opened by somebody."""
    return submit(
        procedure_code=code, answers=answers, applicant=None, channel="counter",
        key=sha256_hex(f"{code}{answers}".encode()),
        actor=who(by),
    )  # fmt: skip


def standing(case: Case) -> list[tuple[str, str, str]]:
    """Category, state and day of what the warehouse holds of an entry."""
    held: dict[str, int] = {}
    facts = {}
    for change in FactChange.objects.filter(fact__entry=case.code).order_by("id"):
        key = str(sorted(change.fact.items(), key=str))
        held[key] = held.get(key, 0) + change.sign
        facts[key] = change.fact
    left = [facts[key] for key, n in held.items() if n]
    assert all(n in (0, 1) for n in held.values())
    return sorted((fact["category"], fact["state"], fact["from_on"]) for fact in left)


def steps(case: Case) -> set[str]:
    """Where a case stands."""
    return set(Token.objects.filter(case=case, closed_at=None).values_list("key", flat=True))


def test_an_incident_is_confirmed_contained_and_closed_and_its_register_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    apply_demo()
    case = opened("security_incident", INCIDENT, "xulytttt")
    assert case.code == "SC-231226-0001"
    assert standing(case) == [("phishing", "unresolved", "2023-12-26")]

    complete_step(code=case.code, step="acknowledge", outcome="confirmed", actor=who("xulytttt"))
    assert steps(case) == {"contain", "warn"}
    clock_at(monkeypatch, "2023-12-27T08:00")
    complete_step(code=case.code, step="warn", actor=who("xulytttt"))
    complete_step(code=case.code, step="contain", actor=who("xulytttt"))
    done = complete_step(code=case.code, step="close", capacity="KT.", actor=who("giamdoctttt"))

    assert (done.state, done.closed_at is not None) == ("finished", True)
    assert standing(case) == [("phishing", "resolved", "2023-12-26")]


def test_a_drill_is_worked_on_like_an_incident_and_counted_nowhere() -> None:
    apply_demo()
    case = opened("security_incident", INCIDENT | {"drill": "yes"}, "xulytttt")

    complete_step(code=case.code, step="acknowledge", outcome="false_alarm", actor=who("xulytttt"))

    assert case.practice
    assert not FactChange.objects.exists()


def test_the_clocks_of_a_drill_run_as_many_times_faster_as_is_declared() -> None:
    apply_demo()
    real = opened("security_incident", INCIDENT, "xulytttt")
    drill = opened("security_incident", INCIDENT | {"drill": "yes"}, "xulytttt")

    assert real.due_now_at is not None
    assert drill.due_now_at is not None
    assert (drill.due_now_at - drill.filed_at) * 24 == real.due_now_at - real.filed_at
    first = [Token.objects.filter(case=case).order_by("pk")[0] for case in (real, drill)]
    took = [token.due_at - token.opened_at for token in first if token.due_at is not None]
    assert took[0] == took[1] * 24


@pytest.mark.parametrize(("level", "asked"), [("level_2", {"approve"}), ("level_5", {"opinions"})])
def test_a_high_security_level_is_approved_after_others_were_asked(level: str, asked: set[str]) -> None:
    apply_demo()
    case = opened("security_level", {"system_name": "Một cửa", "owner": "VPUB", "level": level}, "xulytttt")
    complete_step(code=case.code, step="appraise", actor=who("xulytttt"))

    assert steps(case) == asked
    if "opinions" in asked:  # one answer of two suffices
        complete_step(code=case.code, step="opinions", part="STP", actor=who("xulytuphap"))
    complete_step(code=case.code, step="approve", capacity="KT.", actor=who("giamdoctttt"))
    assert standing(case) == [(level, "approved", "2023-12-26")]


@pytest.mark.parametrize(
    ("day", "word"), [("2023-12-27T08:00", "corrected_in_time"), ("2023-12-29T08:00", "corrected_late")]
)
def test_a_correction_is_in_time_or_late_by_its_term(monkeypatch: pytest.MonkeyPatch, day: str, word: str) -> None:
    apply_demo()
    case = opened("press_correction", {"medium": "website", "article": "Bài", "wrong": "Số liệu"}, "xulytttt")
    complete_step(code=case.code, step="verify", actor=who("xulytttt"))
    clock_at(monkeypatch, day)

    complete_step(code=case.code, step="reply", capacity="KT.", actor=who("giamdoctttt"))

    assert standing(case) == [("website", word, "2023-12-26")]


@pytest.mark.parametrize(("evidence", "word"), [("dismissed", "dismissed"), ("confirmed", "fined")])
def test_a_violation_is_dismissed_or_fined_and_the_clock_waits_for_the_fine(evidence: str, word: str) -> None:
    apply_demo()
    seen = {"violation": "speed", "plate": "00A-000.01", "spot": "Ngã tư", "district": "991"}
    case = opened("camera_violation", seen, "xulynganha")
    complete_step(code=case.code, step="evidence", outcome=evidence, actor=who("xulynganha"))
    if evidence == "dismissed":
        complete_step(code=case.code, step="dismiss", actor=who("xulynganha"))
    else:
        waiting = complete_step(code=case.code, step="decision", capacity="KT.", actor=who("chutichnganha"))
        assert (waiting.state, waiting.due_now_at) == ("financial", None)
        end_wait(code=case.code, step="paid", actor=who("xulynganha"))
        complete_step(code=case.code, step="settle", actor=who("xulynganha"))

    assert standing(case) == [("speed", word, "2023-12-26")]


ASKED = {"outlet": "Báo Sao Mai", "way": "written", "question": "Khi nào xong đường?"}


@pytest.mark.parametrize(
    ("said", "day", "after", "word"),
    [
        ("answer_public", "2023-12-27T08:00", {"publish"}, "answered_in_time"),
        ("answer_asker", "2023-12-27T08:00", set(), "answered_in_time"),
        ("answer_asker", "2024-01-08T08:00", set(), "answered_late"),
    ],
)
def test_a_question_of_the_press_is_answered_by_the_spokesperson_publicly_or_to_the_asker(
    monkeypatch: pytest.MonkeyPatch, said: str, day: str, after: set[str], word: str
) -> None:
    apply_demo()
    case = opened("press_question", ASKED, "xulytttt")
    assert standing(case) == [("written", "open", "2023-12-26")]
    complete_step(code=case.code, step="take_up", outcome="fit", actor=who("xulytttt"))
    complete_step(code=case.code, step="draft", actor=who("xulytttt"))
    clock_at(monkeypatch, day)

    done = complete_step(code=case.code, step="speak", outcome=said, capacity="TUQ.", actor=who("giamdoctttt"))

    assert (steps(case), done.state) == (after, "finished")
    assert standing(case) == [("written", word, "2023-12-26")]


def test_a_question_that_is_not_ours_is_declined_and_closed() -> None:
    apply_demo()
    case = opened("press_question", ASKED, "xulytttt")
    complete_step(code=case.code, step="take_up", outcome="unfit", actor=who("xulytttt"))

    done = complete_step(code=case.code, step="decline", actor=who("xulytttt"))

    assert (done.state, done.closed_at is not None) == ("finished", True)


CERTIFICATE = {
    "holder_agency": "STP", "certificate_kind": "personal", "holder": "Tô Hữu Phước", "request_kind": "new",
    "carrier": "token",
}  # fmt: skip


def test_a_certificate_is_waited_for_without_the_clock_and_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    apply_demo()
    case = opened("certificate_request", CERTIFICATE, "xulytttt")
    promised = case.first_due_at
    complete_step(code=case.code, step="appraise", outcome="fit", actor=who("xulytttt"))
    waiting = complete_step(code=case.code, step="forward", capacity="KT.", actor=who("giamdoctttt"))
    assert (waiting.state, waiting.due_now_at) == ("stopped", None)

    clock_at(monkeypatch, "2024-02-05T08:00")
    back = end_wait(code=case.code, step="issued", actor=who("xulytttt"))
    assert promised is not None
    assert back.due_now_at is not None
    assert back.due_now_at > promised
    done = complete_step(code=case.code, step="hand_over", actor=who("xulytttt"))

    assert (done.state, done.working_days) == ("finished", 0)


def test_a_certificate_request_that_is_not_in_order_goes_back_to_the_agency() -> None:
    apply_demo()
    case = opened("certificate_request", CERTIFICATE, "xulytttt")
    complete_step(code=case.code, step="appraise", outcome="unfit", actor=who("xulytttt"))

    assert steps(case) == {"return_request"}


@pytest.mark.parametrize(
    ("personal", "appraised", "checked", "decided", "last"),
    [
        ("no", "no_personal_data", "", "approved", "deliver"),
        ("no", "no_personal_data", "", "declined", "explain"),
        ("no", "personal_data", "without_personal_part", "approved", "deliver"),  # the desk sees what the asker did not
        ("yes", "no_personal_data", "lawful_basis", "approved", "deliver"),  # what the asker said is checked anyway
        ("yes", "personal_data", "not_permitted", "approved", "withhold"),  # nobody approves past the check
    ],
)
def test_data_is_given_only_past_the_check_of_personal_data(
    personal: str, appraised: str, checked: str, decided: str, last: str
) -> None:
    apply_demo()
    wanted = {
        "asker_kind": "enterprise", "asker_name": "Công ty Sao Mai", "dataset": "Hộ kinh doanh", "data_owner": "STP",
        "purpose": "Nghiên cứu", "manner": "once", "personal": personal,
    }  # fmt: skip
    case = opened("data_request", wanted, "xulytttt")
    complete_step(code=case.code, step="appraise", outcome=appraised, actor=who("xulytttt"))
    if checked:
        assert steps(case) == {"personal_check"}
        complete_step(code=case.code, step="personal_check", outcome=checked, actor=who("xulytttt"))

    complete_step(code=case.code, step="approve", outcome=decided, capacity="KT.", actor=who("giamdoctttt"))

    assert steps(case) == {last}
    assert complete_step(code=case.code, step=last, actor=who("xulytttt")).state == "finished"


@pytest.mark.parametrize(("agency", "manner"), [("STP", "directive"), ("CT", "request")])
def test_a_leader_directs_a_department_and_asks_a_vertical_body(agency: str, manner: str) -> None:
    apply_demo()

    case = opened("directive", {"agency": agency, "order_text": "Giảm hồ sơ trễ"}, "lanhdao")

    assert (case.handler, steps(case)) == (agency, {"acknowledge"})
    assert standing(case) == [(manner, "open", "2023-12-26")]


def test_only_roles_that_a_type_names_open_a_case_of_it() -> None:
    apply_demo()

    with pytest.raises(OutOfReach):
        opened("directive", {"agency": "STP", "order_text": "Việc"}, "xulytttt")
    assert not Case.objects.exists()
