"""Electronic results: given once a dossier is decided, replaced with a reason, opened by who may, used again."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from songbe.cases.actions import scanning
from songbe.cases.actions.files import LARGEST, TooLarge, WrongKind, use_again
from songbe.cases.actions.filing import submit
from songbe.cases.actions.handling import complete_step
from songbe.cases.actions.receiving import receive, return_result
from songbe.cases.actions.results import NoReasonToReplace, ResultStays, attach_result
from songbe.cases.actions.scanning import Infected, quarantine
from songbe.cases.actions.secrets import StateSecret
from songbe.cases.errors import CaseChanged, NotInThisState, Quarantined, UnknownCase
from songbe.cases.models import Attached, Case, Draft, Message, Party, Result, StoredFile
from songbe.cases.queries.declared import work
from songbe.cases.queries.files import wanted
from songbe.cases.queries.results import PaidFirst, result_for
from songbe.events.models import Event
from songbe.places import clock
from songbe.places.models import Person
from songbe.places.policy import OPERATOR, OutOfReach
from tests import clamd
from tests.cases.stories import BIRTH, MOTHER, birth, business, clock_at, who
from tests.cases.test_screens import PDF, seat
from tests.stories import apply_demo

pytestmark = pytest.mark.django_db
OTHER = PDF + b"\n%other"


@pytest.fixture(autouse=True)
def _tuesday_morning(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "SONGBE_HOME", tmp_path)  # files of its own
    clock_at(monkeypatch, "2023-12-26T08:00")
    apply_demo()


def signed(case: Case | None = None) -> str:
    """The code of a birth registration whose result is signed and not handed over yet."""
    code = (case or birth()).code
    receive(code=code, actor=who("motcua101"))
    complete_step(code=code, step="appraise", outcome="fit", actor=who("xuly101"))
    complete_step(code=code, step="sign", capacity="TM.", actor=who("chutich101"))
    return code


def hand_over(code: str) -> None:
    """Do what is left and give the result to who asked."""
    complete_step(code=code, step="record", actor=who("xuly101"))
    return_result(code=code, actor=who("motcua101"))


def given(code: str, content: bytes = PDF, by: str = "xuly101", why: str = "") -> Result:
    """The result that a dossier has after a file was given for it."""
    attach_result(code=code, name="khai-sinh.pdf", content=content, why=why, actor=who(by))
    return Result.objects.select_related("file").get(case__code=code, replaced_at=None)


def test_a_result_is_kept_with_an_event_that_says_nothing_of_anybody() -> None:
    code = signed()

    result = given(code)

    event = Event.objects.get(kind="case.result_attached")
    assert event.subject == f"case:{code}"
    assert event.payload == {"state": "finished", "digest": result.file.digest, "number": 1}
    assert (result.paper, result.given_by) == ("birth_record", Person.objects.get(username="xuly101"))
    assert Case.objects.get(code=code).digitised_out_at == clock.now()


def test_the_same_bytes_again_are_the_same_result() -> None:
    code = signed()
    version = Case.objects.get(code=code).version

    for _ in range(2):
        attach_result(code=code, name="a.pdf", content=PDF, version=version, actor=who("motcua101"))

    assert Result.objects.count() == StoredFile.objects.count() == 1
    assert Event.objects.filter(kind="case.result_attached").count() == 1
    with pytest.raises(CaseChanged):
        attach_result(code=code, name="a.pdf", content=OTHER, why="Sai", version=version, actor=who("motcua101"))


@pytest.mark.parametrize("username", ["motcuanganha", "xulynganha", "congdan", "lanhdao"])
def test_only_who_works_there_gives_a_result(username: str) -> None:
    code = signed()

    with pytest.raises(OutOfReach):
        given(code, by=username)


def test_before_it_is_decided_there_is_no_result() -> None:
    code = birth().code
    receive(code=code, actor=who("motcua101"))

    with pytest.raises(NotInThisState):
        given(code)


@pytest.mark.parametrize(("content", "error"), [(b"MZ program", WrongKind), (PDF + b"0" * LARGEST, TooLarge)])
def test_a_result_is_looked_at_like_any_other_file(content: bytes, error: type[Exception]) -> None:
    code = signed()

    with pytest.raises(error):
        given(code, content)

    assert not Result.objects.exists()


def test_an_infected_result_is_refused(scanned: clamd.Daemon) -> None:
    code = signed()

    with pytest.raises(Infected):
        given(code, PDF + clamd.EICAR)

    assert not Result.objects.exists()
    assert Case.objects.get(code=code).digitised_out_at is None
    assert given(code).file.scanned_at == clock.now()


def test_until_it_is_handed_over_a_result_is_replaced_with_a_reason_and_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = signed()
    first = given(code)
    clock_at(monkeypatch, "2023-12-26T09:00")
    with pytest.raises(NoReasonToReplace):
        given(code, OTHER)

    second = given(code, OTHER, why="Sai ngày sinh")

    assert (second.number, second.why) == (2, "Sai ngày sinh")
    assert Case.objects.get(code=code).digitised_out_at == first.given_at
    with pytest.raises(UnknownCase):
        result_for(first.pk, who("congdan"))
    assert result_for(first.pk, who("xuly101")) == first.file
    assert result_for(second.pk, who("congdan")) == second.file
    hand_over(code)
    with pytest.raises(ResultStays):
        given(code, PDF, why="Sai tên")


def test_a_result_that_was_handed_over_as_paper_may_still_be_digitised_once() -> None:
    code = signed()
    hand_over(code)

    result = given(code)

    assert result.file.person == Person.objects.get(username="congdan")


def test_a_result_in_which_a_virus_is_found_later_is_opened_by_nobody_and_may_be_replaced() -> None:
    code = signed()
    first = given(code)
    hand_over(code)
    quarantine(
        digest=first.file.digest, verdict=scanning.Verdict("Later.Known", "ClamAV 1.4", timezone.now()), actor=OPERATOR
    )

    for username in ("congdan", "xuly101"):
        with pytest.raises(Quarantined):
            result_for(first.pk, who(username))
    assert "có vi-rút Later.Known" in seat("congdan").get(f"/dvc/cases/{code}/").content.decode()
    assert given(code, OTHER, why="Tệp cũ có vi-rút").number == 2


def test_a_result_is_fetched_by_who_asked_and_who_works_on_it_and_nobody_else() -> None:
    result = given(signed())
    path = f"/dvc/results/{result.pk}/"

    answers = {name: seat(name).get(path) for name in ("congdan", "xuly101", "motcuanganha", "lanhdao")}

    statuses = {name: answer.status_code for name, answer in answers.items()}
    assert statuses == {"congdan": 200, "xuly101": 200, "motcuanganha": 404, "lanhdao": 404}
    assert answers["congdan"].headers["Content-Disposition"] == 'attachment; filename="khai-sinh.pdf"'
    assert b"".join(answers["congdan"]) == PDF


def test_a_result_is_opened_once_it_is_paid() -> None:
    case = business()
    receive(code=case.code, actor=who("motcuanganha"))
    complete_step(code=case.code, step="appraise", actor=who("xulynganha"))
    complete_step(code=case.code, step="sign", capacity="TM.", actor=who("chutichnganha"))
    result = given(case.code, by="xulynganha")

    with pytest.raises(PaidFirst):
        result_for(result.pk, who("congdan"))
    assert "tải về được sau khi nộp phí" in seat("congdan").get(f"/dvc/cases/{case.code}/").content.decode()
    assert result_for(result.pk, who("xulynganha")) == result.file


def test_once_handed_over_it_is_a_paper_of_another_form() -> None:
    code = signed()
    result = given(code)
    draft = Draft.objects.create(key="d", person=Person.objects.get(username="congdan"), procedure="2.990002")
    line = work("2.990002", clock.today()).line
    assert wanted(line, draft)[0].again == ()  # type: ignore[arg-type]
    with pytest.raises(UnknownCase):
        use_again(draft="d", paper="birth_record", file=result.file_id, actor=who("congdan"))

    hand_over(code)

    assert wanted(line, draft)[0].again == (result.file,)  # type: ignore[arg-type]
    use_again(draft="d", paper="birth_record", file=result.file_id, actor=who("congdan"))
    submit(procedure_code="2.990002", answers=BIRTH, applicant=MOTHER, channel="online", key="d", actor=who("congdan"))
    assert Attached.objects.get(case__isnull=False).reused


def test_the_applicant_is_told_and_told_of_another_one() -> None:
    case = birth()
    Party.objects.filter(cases=case).update(email="me@example.org")
    code = signed(case)

    given(code)
    given(code, OTHER, why="Sai ngày sinh")

    told = list(Message.objects.filter(kind__in=["digitised", "replaced"]).order_by("pk"))
    assert [each.subject for each in told] == [
        f"Hồ sơ {code} đã có kết quả điện tử",
        f"Kết quả điện tử của hồ sơ {code} đã được thay",
    ]
    assert "Sai ngày sinh" in told[1].body
    assert f"/dvc/cases/{code}/" in told[0].body


def test_who_asked_at_the_counter_without_an_account_is_not_sent_to_a_page_they_have_not() -> None:
    case = submit(
        procedure_code="1.001193", answers=BIRTH, applicant=MOTHER, channel="counter", key="c",
        actor=who("motcua101"), receiver="UBX99101",
    )  # fmt: skip
    Party.objects.filter(cases=case).update(email="me@example.org")
    code = signed(case)

    result = given(code)
    hand_over(code)

    assert not Message.objects.filter(kind="digitised").exists()
    assert result.file.person is None


def test_the_desk_has_a_form_for_it_and_says_what_was_wrong() -> None:
    code = signed()
    desk = seat("xuly101")
    assert "Gắn kết quả điện tử" in desk.get(f"/desk/cases/{code}/").content.decode()
    assert "Gắn kết quả điện tử" not in seat("xuly101").get(f"/desk/cases/{birth('2').code}/").content.decode()

    def post(content: bytes, **said: str) -> str:
        file = SimpleUploadedFile("a.pdf", content, "application/pdf")
        answer = desk.post(f"/desk/cases/{code}/result/", {"file": file, **said}, follow=True)
        return answer.content.decode()

    assert "nội dung không phải PDF" in post(b"MZ program")
    assert "Đã gắn kết quả điện tử" in post(PDF)
    assert "Hãy ghi lý do thay" in post(OTHER)
    assert "Bản đã thay" in post(OTHER, why="Sai tên")
    assert desk.post(f"/desk/cases/{code}/result/", {}, follow=True).status_code == 200


@pytest.mark.parametrize(("name", "why"), [("MẬT_7.pdf", ""), ("a.pdf", "TỐI MẬT\nKế hoạch số 7")])
def test_a_state_secret_is_no_result(name: str, why: str) -> None:
    code = signed()

    with pytest.raises(StateSecret):
        attach_result(code=code, name=name, content=PDF, why=why, actor=who("xuly101"))

    assert not Result.objects.exists()
    assert Event.objects.get(kind="intake.refused").payload == {"verb": "attach_result"}
