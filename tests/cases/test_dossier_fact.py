"""What live work says of a dossier: one is worked through by real verbs, and every column of its fact is looked at."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from songbe.cases.actions.counter_papers import PaperNotAsked, scan_paper
from songbe.cases.actions.files import WrongKind, attach, use_again
from songbe.cases.actions.filing import Applicant, rate, submit, supplement
from songbe.cases.actions.handling import complete_step, set_new_date
from songbe.cases.actions.receiving import ask_supplement, receive, refuse, return_result
from songbe.cases.actions.results import attach_result
from songbe.cases.errors import NotInThisState
from songbe.cases.models import Attached, Case, Draft
from songbe.events.models import Event
from songbe.payments.actions import note_payment
from songbe.payments.models import PaymentOrder
from songbe.places import clock
from songbe.places.models import Person
from songbe.places.policy import OutOfReach
from songbe.warehouse.facts import FACTS
from tests.cases.stories import BIRTH, BUSINESS, MOTHER, birth, clock_at, who
from tests.cases.test_screens import PDF, seat
from tests.stories import apply_demo

pytestmark = pytest.mark.django_db
OWNER = Applicant("citizen", "Lê Văn Sáu", "000190000002", "0000000002")


@pytest.fixture(autouse=True)
def _tuesday_morning(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "SONGBE_HOME", tmp_path)  # files of its own
    clock_at(monkeypatch, "2023-12-26T08:00")
    apply_demo()


def told(code: str) -> Mapping[str, object]:
    """What the warehouse was last told of a dossier."""
    ((kind, fact),) = Case.objects.get(code=code).told
    assert kind == "dossier"
    return dict(fact)


def with_a_paper_given_before() -> Draft:
    """A business that is being registered, with the identity paper that somebody gave for something else."""
    citizen = Person.objects.get(username="congdan")
    Draft.objects.create(key="before", person=citizen, procedure="1.001193")
    attach(draft="before", paper="identity_paper", name="a.pdf", content=PDF, actor=who("congdan"))
    earlier = birth("before")
    draft = Draft.objects.create(key="k", person=citizen, procedure="1.001612")
    file = earlier.attached.get().file_id
    use_again(draft="k", paper="identity_paper", file=file, actor=who("congdan"))
    return draft


def test_a_dossier_worked_through_fills_every_column_of_its_fact(monkeypatch: pytest.MonkeyPatch) -> None:
    with_a_paper_given_before()
    code = submit(
        procedure_code="1.001612", answers=BUSINESS, applicant=OWNER, channel="online", key="k", actor=who("congdan")
    ).code
    clock_at(monkeypatch, "2023-12-26T09:00")
    receive(code=code, actor=who("motcuanganha"))
    ask_supplement(code=code, what="Thiếu địa chỉ", actor=who("xulynganha"))
    clock_at(monkeypatch, "2023-12-26T10:00")
    supplement(code=code, answers={"address": "Số 2 đường Sông Bé"}, note="", key="s", actor=who("congdan"))
    new_date = clock.now() + timedelta(days=7)
    set_new_date(code=code, due_at=new_date, apology="Xin lỗi", actor=who("chutichnganha"))
    clock_at(monkeypatch, "2023-12-27T10:30")
    complete_step(code=code, step="appraise", actor=who("xulynganha"))
    complete_step(code=code, step="sign", capacity="TM.", actor=who("chutichnganha"))
    attach_result(code=code, name="kq.pdf", content=PDF + b"result", actor=who("xulynganha"))
    order = PaymentOrder.objects.get(subject=f"case:{code}").number
    note_payment(
        number=order, amount_vnd=100_000, channel="online", reference="GD-1", key="p", actor=who("motcuanganha")
    )
    clock_at(monkeypatch, "2023-12-28T08:00")
    return_result(code=code, by_post=True, actor=who("motcuanganha"))
    rate(code=code, rating=4, actor=who("congdan"))

    fact = told(code)

    assert dict(fact) == {
        "id": code,
        "agency": "UB991",
        "unit": "991",
        "sector": "DVC",
        "source": "songbe",
        "simulated": True,
        "procedure": "1.001612",
        "procedure_tier": "district",
        "receiving_agency": "UB991",
        "channel": "online",
        "online_level": "full",
        "received_at": "2023-12-26 09:00:00",
        "due_at": "2023-12-29 09:00:00",
        "due_now_at": "2024-01-02 10:00:00",
        "overdue_at": "2023-12-29 09:01:00",
        "finished_at": "2023-12-27 10:30:00",
        "returned_at": "2023-12-28 08:00:00",
        "state": "returned",
        "working_days": 1,
        "supplements": 1,
        "new_dates": 1,
        "digitised_in_at": "2023-12-26 09:00:00",
        "digitised_out_at": "2023-12-27 10:30:00",
        "reused": True,
        "fee_vnd": "100000",
        "paid_vnd": "100000",
        "paid_online_at": "2023-12-27 10:30:00",
        "rating": 4,
        "applicant": "citizen",
        "post_return": True,
        "essential": False,
        "internal": False,
        "linked": False,
    }
    assert set(fact) == set(FACTS["dossier"])


def at_the_counter() -> str:
    """The code of a birth registration that was handed in on paper."""
    return submit(
        procedure_code="1.001193", answers=BIRTH, applicant=MOTHER, channel="counter", key="c",
        actor=who("motcua101"), receiver="UBX99101",
    ).code  # fmt: skip


def scanned_at_the_counter(code: str, paper: str, content: bytes = PDF, by: str = "motcua101") -> Case:
    """The dossier after a paper was scanned for it."""
    return scan_paper(code=code, paper=paper, name="a.pdf", content=content, actor=who(by))


def test_papers_scanned_before_a_dossier_is_received_make_it_a_digitised_one() -> None:
    whole, partly = at_the_counter(), birth("other").code
    for _ in range(2):
        scanned_at_the_counter(whole, "birth_certificate")
    scanned_at_the_counter(partly, "identity_paper")

    for code in (whole, partly):
        receive(code=code, actor=who("motcua101"))

    assert told(whole)["digitised_in_at"] == told(whole)["received_at"] == "2023-12-26 08:00:00"
    assert told(partly)["digitised_in_at"] is None
    assert Attached.objects.filter(case__code=whole).count() == 1
    event = Event.objects.get(kind="case.paper_scanned", subject=f"case:{whole}")
    assert set(event.payload) == {"state", "paper", "digest"}


def test_the_counter_scans_what_is_asked_for_until_it_is_received_and_nobody_else_does() -> None:
    code = at_the_counter()
    with pytest.raises(PaperNotAsked):
        scanned_at_the_counter(code, "premises_paper")
    with pytest.raises(WrongKind):
        scanned_at_the_counter(code, "birth_certificate", b"MZ program")
    for username in ("xuly101", "motcuanganha", "congdan"):
        with pytest.raises(OutOfReach):
            scanned_at_the_counter(code, "birth_certificate", by=username)

    receive(code=code, actor=who("motcua101"))

    with pytest.raises(NotInThisState):
        scanned_at_the_counter(code, "birth_certificate")
    assert not Attached.objects.exists()


def test_the_counter_has_a_form_for_papers_until_a_dossier_is_received() -> None:
    code = at_the_counter()
    clerk = seat("motcua101")
    file = SimpleUploadedFile("a.pdf", PDF, "application/pdf")

    answer = clerk.post(f"/desk/cases/{code}/papers/", {"file": file, "paper": "birth_certificate"}, follow=True)

    shown = answer.content.decode()
    assert "Đã lưu giấy tờ" in shown
    assert "Quét giấy tờ tại quầy" in shown
    receive(code=code, actor=who("motcua101"))
    assert "Quét giấy tờ tại quầy" not in clerk.get(f"/desk/cases/{code}/").content.decode()


def test_a_dossier_that_came_on_paper_and_was_refused_says_so_and_no_more() -> None:
    enterprise = replace(MOTHER, kind="enterprise", id_number="0000000001-001", representative="Lê Văn Sáu")
    code = submit(
        procedure_code="1.001193", answers=BIRTH, applicant=enterprise, channel="postal", key="p",
        actor=who("motcua101"), receiver="UBX99101",
    ).code  # fmt: skip
    receive(code=code, actor=who("motcua101"))
    refuse(code=code, reason="Không thuộc thẩm quyền", actor=who("motcua101"))

    fact = told(code)

    said = (
        "channel",
        "state",
        "applicant",
        "digitised_in_at",
        "digitised_out_at",
        "reused",
        "post_return",
        "essential",
    )
    assert [fact[name] for name in said] == ["postal", "refused", "enterprise", None, None, False, False, True]
