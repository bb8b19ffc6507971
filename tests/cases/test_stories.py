"""A dossier on its way: handed in, received, worked on, signed, returned, and counted within the same minute."""

from datetime import timedelta

import pytest

from songbe.cases.actions.filing import Applicant, NotAnswered, NotYours, rate, submit, supplement, withdraw
from songbe.cases.actions.handling import (
    NoNewDateNow,
    NoSuchOutcome,
    NotThere,
    assign,
    complete_step,
    end_wait,
    give_back,
    lapse_silent_consultations,
    set_new_date,
)
from songbe.cases.actions.receiving import NoReason, ask_supplement, receive, refuse, return_result
from songbe.cases.errors import CaseChanged, NotInThisState
from songbe.cases.models import Case, Token
from songbe.config.worker import beat
from songbe.events.models import Event
from songbe.indicators.queries import figure
from songbe.kernel.periods import parse_period
from songbe.places import clock
from songbe.places.policy import OPERATOR, OutOfReach
from songbe.warehouse.models import FactChange
from tests.cases.stories import BIRTH, MOTHER, birth, business, clock_at, who
from tests.stories import apply_demo

pytestmark = pytest.mark.django_db
MORNING = "2023-12-26T08:00"


@pytest.fixture(autouse=True)
def _tuesday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_at(monkeypatch, MORNING)


def open_steps(case: Case) -> set[tuple[str, str]]:
    """Where a case stands."""
    return set(Token.objects.filter(case=case, closed_at=None).values_list("key", "agency"))


def all_the_way(case: Case) -> Case:
    """Do all that a birth registration needs."""
    receive(code=case.code, actor=who("motcua101"))
    complete_step(code=case.code, step="appraise", outcome="fit", actor=who("xuly101"))
    complete_step(code=case.code, step="sign", capacity="TM.", actor=who("chutich101"))
    complete_step(code=case.code, step="record", actor=who("xuly101"))
    return return_result(code=case.code, actor=who("motcua101"))


def test_a_birth_is_filed_from_home_and_counted_when_it_is_received() -> None:
    apply_demo()
    case = birth()
    assert (case.state, case.handler, case.receiver, case.unit) == ("registered", "UBX99101", "UBX99101", "99101")
    assert not FactChange.objects.exists()

    done = all_the_way(case)

    assert (done.state, done.working_days) == ("returned", 0)
    assert done.first_due_at is not None
    assert {e.kind for e in Event.objects.filter(subject=f"case:{case.code}")} == {
        "case.submitted", "case.received", "case.step_completed", "case.returned",
    }  # fmt: skip
    changes = FactChange.objects.order_by("id")
    assert sum(change.sign for change in changes) == 1
    assert changes.last().fact["state"] == "returned"  # type: ignore[union-attr]


@pytest.mark.django_db(transaction=True)
def test_what_was_returned_stands_in_the_figure_after_one_beat_and_is_marked_simulated() -> None:
    apply_demo()
    all_the_way(birth())

    beat()

    found = figure(code="DEMO001", place="99101", period=parse_period("2023-12"))
    assert found.value == 1
    assert found.simulated


def test_the_same_key_is_the_same_dossier_and_codes_follow_one_another() -> None:
    apply_demo()

    first, again, second = birth("a"), birth("a"), birth("b")

    assert first.pk == again.pk
    assert [int(case.code[-4:]) for case in (first, second)] == [1, 2]


def test_what_cannot_be_taken_is_named_and_takes_no_number() -> None:
    apply_demo()

    with pytest.raises(NotAnswered) as refused:
        birth(child_born="31/02/2023", mother_name="")

    assert {fault.key for fault in refused.value.faults} == {"child_born", "mother_name"}
    assert birth("b").code.endswith("-0001")


@pytest.mark.parametrize(
    ("applicant", "wrong"),
    [
        (Applicant("citizen", "Trần Thị Bình Minh", "C1234567"), {"applicant_id"}),
        (Applicant("foreigner", "An Nguyen", "C1234567"), set()),
        (Applicant("enterprise", "Công ty May 10", "0000000001-001"), {"applicant_representative"}),
        (Applicant("enterprise", "Công ty May 10", "0000000001-001", representative="Lê Văn Sáu"), set()),
    ],
)
def test_who_asks_says_what_their_kind_must_say(applicant: Applicant, wrong: set[str]) -> None:
    apply_demo()
    found: set[str] = set()

    try:
        case = submit(
            procedure_code="1.001193", answers=BIRTH, applicant=applicant, channel="counter", key="k",
            actor=who("motcua101"), receiver="UBX99101",
        )  # fmt: skip
    except NotAnswered as refused:
        found = {fault.key for fault in refused.faults}
    else:
        assert case.party is not None
        assert case.party.representative == applicant.representative

    assert found == wrong


def test_only_who_holds_the_role_there_does_a_step_and_sees_it_done_once() -> None:
    apply_demo()
    case = birth()
    with pytest.raises(OutOfReach):
        receive(code=case.code, actor=who("motcuanganha"))
    receive(code=case.code, actor=who("motcua101"))
    with pytest.raises(OutOfReach):
        complete_step(code=case.code, step="appraise", outcome="fit", actor=who("xulytuphap"))
    with pytest.raises(NoSuchOutcome):
        complete_step(code=case.code, step="appraise", outcome="unheard", actor=who("xuly101"))
    complete_step(code=case.code, step="appraise", outcome="fit", actor=who("xuly101"))
    with pytest.raises(NotThere):
        complete_step(code=case.code, step="appraise", outcome="fit", actor=who("xuly101"))


def test_who_looked_at_an_old_version_is_told_and_changes_nothing() -> None:
    apply_demo()
    case = birth()
    receive(code=case.code, actor=who("motcua101"))

    with pytest.raises(CaseChanged):
        complete_step(code=case.code, step="appraise", outcome="fit", actor=who("xuly101"), version=case.version)

    assert open_steps(case) == {("appraise", "UBX99101")}


def test_a_supplement_starts_the_clock_afresh_and_keeps_the_first_promise() -> None:
    apply_demo()
    case = birth()
    first = receive(code=case.code, actor=who("motcua101")).first_due_at

    asked = ask_supplement(code=case.code, what="Thiếu giấy chứng sinh", actor=who("xuly101"))
    assert (asked.state, asked.due_now_at) == ("supplement", None)
    done = supplement(code=case.code, answers={"child_place": "Bệnh viện"}, note="", key="s", actor=who("congdan"))

    assert (done.state, done.supplements, done.first_due_at) == ("processing", 1, first)
    assert done.due_now_at is not None
    assert done.answers["child_place"] == "Bệnh viện"
    with pytest.raises(NotInThisState):
        supplement(code=case.code, answers={}, note="", key="s2", actor=who("congdan"))


def test_what_is_asked_or_refused_must_be_explained() -> None:
    apply_demo()
    case = birth()

    with pytest.raises(NoReason):
        ask_supplement(code=case.code, what=" ", actor=who("motcua101"))
    assert refuse(code=case.code, reason="Không thuộc thẩm quyền", actor=who("motcua101")).state == "refused"


def test_a_step_is_given_back_with_a_reason_and_comes_again() -> None:
    apply_demo()
    case = birth()
    receive(code=case.code, actor=who("motcua101"))
    complete_step(code=case.code, step="appraise", outcome="fit", actor=who("xuly101"))

    give_back(code=case.code, step="sign", to="appraise", why="Sai ngày sinh", actor=who("chutich101"))

    assert open_steps(case) == {("appraise", "UBX99101")}


def test_a_large_business_waits_for_two_agencies_and_a_small_one_for_none() -> None:
    apply_demo()
    small, large = business("s"), business("l", capital="2.000.000.000")
    for case in (small, large):
        receive(code=case.code, actor=who("motcuanganha"))
        complete_step(code=case.code, step="appraise", actor=who("xulynganha"))

    assert open_steps(small) == {("sign", "UB991")}
    assert open_steps(large) == {("opinions", "STP"), ("opinions", "CT")}
    complete_step(code=large.code, step="opinions", part="STP", note="Đồng ý", actor=who("xulytuphap"))
    assert open_steps(large) == {("opinions", "CT")}
    complete_step(code=large.code, step="opinions", part="CT", note="Đồng ý", actor=who("xulythue"))
    assert open_steps(large) == {("sign", "UB991")}


def test_an_agency_that_lets_its_time_pass_has_consented(monkeypatch: pytest.MonkeyPatch) -> None:
    apply_demo()
    case = business(capital="2.000.000.000")
    receive(code=case.code, actor=who("motcuanganha"))
    complete_step(code=case.code, step="appraise", actor=who("xulynganha"))
    complete_step(code=case.code, step="opinions", part="STP", note="Đồng ý", actor=who("xulytuphap"))
    assert lapse_silent_consultations(actor=OPERATOR) == 0

    clock_at(monkeypatch, "2023-12-28T08:00")

    assert lapse_silent_consultations(actor=OPERATOR) == 1
    assert open_steps(case) == {("sign", "UB991")}


def test_a_field_visit_stops_the_clock_until_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    apply_demo()
    case = business(food="yes")
    receive(code=case.code, actor=who("motcuanganha"))

    waiting = complete_step(code=case.code, step="appraise", actor=who("xulynganha"))
    assert (waiting.state, waiting.due_now_at) == ("stopped", None)
    clock_at(monkeypatch, "2023-12-27T08:00")
    going_on = end_wait(code=case.code, step="visit", actor=who("xulynganha"))

    assert going_on.state == "processing"
    assert going_on.first_due_at is not None
    assert going_on.due_now_at == going_on.first_due_at + timedelta(days=4)  # a working day later: Monday is New Year


def test_a_bundle_is_one_application_and_a_linked_dossier_for_each_agency() -> None:
    apply_demo()
    bundle = submit(
        procedure_code="2.990001", answers=BIRTH, applicant=MOTHER, channel="online", key="b", actor=who("congdan")
    )
    receive(code=bundle.code, actor=who("motcua101"))
    parts = {part.procedure.code: part for part in Case.objects.filter(parent=bundle)}
    assert set(parts) == {"1.001193", "2.990002"}

    all_the_way(parts["1.001193"])
    assert open_steps(bundle) == {("tax", "CT")}
    receive(code=parts["2.990002"].code, actor=who("motcuatinh"))
    complete_step(code=parts["2.990002"].code, step="handle", actor=who("xulythue"))

    assert open_steps(bundle) == {("gather", "UBX99101")}
    facts = {c.fact["id"]: c.fact["linked"] for c in FactChange.objects.all()}
    assert facts == {bundle.code: False, parts["1.001193"].code: True, parts["2.990002"].code: True}


def test_a_new_date_is_given_once_with_an_apology_in_time() -> None:
    apply_demo()
    case = business()
    receive(code=case.code, actor=who("motcuanganha"))
    later = clock.now() + timedelta(days=30)

    with pytest.raises(OutOfReach):
        set_new_date(code=case.code, due_at=later, apology="Xin lỗi", actor=who("xulynganha"))
    moved = set_new_date(code=case.code, due_at=later, apology="Xin lỗi", actor=who("chutichnganha"))
    assert (moved.due_now_at, moved.new_dates) == (later, 1)
    with pytest.raises(NoNewDateNow):
        set_new_date(code=case.code, due_at=later + timedelta(days=9), apology="Xin lỗi", actor=who("chutichnganha"))


def test_a_step_is_passed_to_one_of_those_who_may_do_it() -> None:
    apply_demo()
    case = birth()
    receive(code=case.code, actor=who("motcua101"))

    assign(code=case.code, step="appraise", part="", to="xuly101", actor=who("chutich101"))

    assert Token.objects.get(case=case, key="appraise").person.username == "xuly101"  # type: ignore[union-attr]


def test_somebody_elses_dossier_is_neither_withdrawn_nor_rated() -> None:
    apply_demo()
    case = all_the_way(birth())
    with pytest.raises(NotYours):
        rate(code=case.code, rating=5, actor=who("lanhdao"))
    assert rate(code=case.code, rating=4, actor=who("congdan")).rating == 4

    other = birth("2")
    with pytest.raises(NotYours):
        withdraw(code=other.code, actor=who("lanhdao"))
    assert withdraw(code=other.code, actor=who("congdan")).state == "withdrawn"
