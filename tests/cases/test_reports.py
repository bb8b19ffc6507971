"""Citizens' reports: taken without an account, sent to all agencies at once, answered, merged, reopened, counted."""

import pytest

from songbe.cases.actions.filing import NotAnswered
from songbe.cases.actions.handling import complete_step
from songbe.cases.actions.reports import (
    Call,
    NotADuplicate,
    NotTheReporter,
    NotToSplit,
    UnknownCategory,
    answer_report,
    merge_report,
    note_missed_call,
    rate_report,
    reopen_report,
    route_report,
    split_report,
    take_report,
)
from songbe.cases.errors import NotInThisState, UnknownCase
from songbe.cases.models import Case, Token
from songbe.cases.queries.hotline import report_page
from songbe.events.models import Event
from songbe.places.policy import Actor, OutOfReach
from songbe.warehouse.models import FactChange
from tests.cases.stories import clock_at, who
from tests.stories import apply_demo

pytestmark = pytest.mark.django_db
SEEN = {"report_text": "Nước thải tràn ra đường", "unit": "99101", "point": "10.9805, 106.6519"}
VISITOR = Actor("visitor")  # of a demonstration: its clock was put back


@pytest.fixture(autouse=True)
def _tuesday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_at(monkeypatch, "2023-12-26T08:00")


def sent(key: str = "r1", **changed: str) -> Case:
    """A report from the web."""
    return take_report(answers=SEEN | changed, call=Call("web"), key=key, actor=VISITOR)


def fact_of(case: Case) -> dict[str, object]:
    """What the warehouse holds of a report now."""
    changes = FactChange.objects.filter(fact__id=case.code).order_by("id")
    assert sum(change.sign for change in changes) == 1
    return dict(changes.filter(sign=1).latest("id").fact)


def asked(case: Case) -> set[str]:
    """Which agencies are asked."""
    return set(Token.objects.filter(case=case, key="answers", closed_at=None).values_list("agency", flat=True))


def answered(case: Case) -> Case:
    """Send a report round and answer it."""
    route_report(code=case.code, category="waste", agencies=(), actor=who("tongdai1022"))
    complete_step(code=case.code, step="answers", part="UBX99101", note="Đã dọn", actor=who("xuly101"))
    return answer_report(code=case.code, answer="Đã dọn sạch.", public=True, actor=who("tongdai1022"))


def test_a_report_touches_three_agencies_at_once_and_gets_one_answer() -> None:
    apply_demo()
    case = sent()
    assert case.code == "PA-231226-0001"
    assert fact_of(case)["state"] == "received"

    routed = route_report(code=case.code, category="flooding", agencies=(), actor=who("tongdai1022"))
    assert asked(case) == {"UBX99101", "UB991", "STP"}
    assert (routed.handler, str(routed.due_now_at)) == ("UBX99101", "2023-12-29 01:00:00+00:00")
    for agency, by in (("UBX99101", "xuly101"), ("UB991", "xulynganha"), ("STP", "xulytuphap")):
        complete_step(code=case.code, step="answers", part=agency, note="Đã xử lý", actor=who(by))
    done = answer_report(code=case.code, answer="Đã thông cống.", public=True, actor=who("tongdai1022"))

    fact = fact_of(case)
    assert (done.state, fact["state"], fact["agencies"], fact["unit"]) == ("finished", "closed", 3, "99101")
    assert fact["simulated"] is True


def test_a_report_is_taken_once_for_each_key_and_named_where_it_cannot_be() -> None:
    apply_demo()

    assert sent("a").pk == sent("a").pk
    with pytest.raises(NotAnswered) as wrong:
        sent("b", report_text="", point="nowhere")
    assert {fault.key for fault in wrong.value.faults} == {"report_text", "point"}


def test_a_call_needs_the_right_to_take_calls_and_a_missed_one_is_counted() -> None:
    apply_demo()

    with pytest.raises(OutOfReach):
        take_report(answers=SEEN, call=Call("phone", 12), key="p", actor=VISITOR)
    taken = take_report(answers=SEEN, call=Call("phone", 12), key="p", actor=who("tongdai1022"))
    missed = note_missed_call(wait_seconds=95, key="m", actor=who("tongdai1022"))

    assert fact_of(taken)["wait_seconds"] == 12
    assert (fact_of(missed)["missed"], fact_of(missed)["wait_seconds"]) == (True, 95)


def test_a_report_goes_to_no_unknown_category_and_only_the_line_routes_it() -> None:
    apply_demo()
    case = sent()

    with pytest.raises(UnknownCategory):
        route_report(code=case.code, category="unheard", agencies=(), actor=who("tongdai1022"))
    with pytest.raises(OutOfReach):
        route_report(code=case.code, category="waste", agencies=(), actor=who("xuly101"))
    assert asked(case) == set()


def test_a_repeated_report_is_merged_into_the_first_and_counted_as_a_duplicate() -> None:
    apply_demo()
    first, again = sent("a"), sent("b")

    merge_report(code=again.code, into=first.code, actor=who("tongdai1022"))

    assert fact_of(again)["duplicate"] is True
    with pytest.raises(NotADuplicate):
        merge_report(code=first.code, into=again.code, actor=who("tongdai1022"))


def test_a_report_of_two_things_is_split_and_each_is_counted_routed_and_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    apply_demo()
    first = sent(report_text="Nước thải tràn ra đường, đèn đường hỏng")
    clock_at(monkeypatch, "2023-12-26T09:00")

    second = split_report(code=first.code, text="Đèn đường hỏng", category="waste", actor=who("tongdai1022"))

    assert (second.code, second.filed_at) == ("PA-231226-0002", first.filed_at)
    assert (second.report.split_from_id, second.report.text) == (first.pk, "Đèn đường hỏng")
    first.refresh_from_db()
    assert first.report.text == "Nước thải tràn ra đường, đèn đường hỏng"  # what was sent stays
    assert [fact_of(each)["duplicate"] for each in (first, second)] == [False, False]
    assert {e.kind for e in Event.objects.filter(subject=f"case:{second.code}")} == {"report.taken"}
    assert Event.objects.get(kind="report.split").payload["into"] == second.code
    route_report(code=first.code, category="flooding", agencies=(), actor=who("tongdai1022"))
    assert answered(second).state == "finished"
    assert asked(first) == {"UBX99101", "UB991", "STP"}
    assert [each.code for each in report_page(first.code, "").related] == [second.code]
    assert [each.code for each in report_page(second.code, "").related] == [first.code]
    assert rate_report(code=second.code, rating=4, key="r1", actor=VISITOR).rating == 4  # who sent the first


def test_a_private_report_stays_private_when_it_is_split() -> None:
    apply_demo()
    first = take_report(answers=SEEN, call=Call("web", public=False), key="r1", actor=VISITOR)

    second = split_report(code=first.code, text="Đèn hỏng", category="", actor=who("tongdai1022"))

    with pytest.raises(UnknownCase):
        report_page(second.code, "")
    assert report_page(second.code, "r1").yours


def test_only_the_line_splits_an_open_report_that_is_no_duplicate_and_says_what_the_second_is() -> None:
    apply_demo()
    first, again = sent("a"), sent("b")
    with pytest.raises(OutOfReach):
        split_report(code=first.code, text="Đèn hỏng", category="", actor=who("xuly101"))
    with pytest.raises(NotToSplit):
        split_report(code=first.code, text=" ", category="", actor=who("tongdai1022"))
    with pytest.raises(UnknownCategory):
        split_report(code=first.code, text="Đèn hỏng", category="unheard", actor=who("tongdai1022"))
    merge_report(code=again.code, into=first.code, actor=who("tongdai1022"))
    for closed in (again, answered(first)):
        with pytest.raises(NotInThisState):
            split_report(code=closed.code, text="Đèn hỏng", category="", actor=who("tongdai1022"))
    assert Case.objects.count() == 2


def test_who_sent_it_rates_the_answer_or_opens_it_again_and_nobody_else() -> None:
    apply_demo()
    case = answered(sent())

    with pytest.raises(NotTheReporter):
        rate_report(code=case.code, rating=5, key="other", actor=VISITOR)
    assert rate_report(code=case.code, rating=2, key="r1", actor=VISITOR).rating == 2
    again = reopen_report(code=case.code, why="Vẫn còn rác", key="r1", actor=VISITOR)

    assert again.state == "processing"
    assert (fact_of(case)["reopened"], fact_of(case)["answered_at"], fact_of(case)["finished_at"]) == (1, None, None)
    assert answered(case).state == "finished"
