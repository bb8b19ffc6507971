"""A state secret is refused at every way in: nothing is kept, and what is noted holds none of it."""

from collections.abc import Callable

import pytest

from songbe.cases.actions.drafts import begin_draft, save_page
from songbe.cases.actions.files import attach
from songbe.cases.actions.keeping import path_of
from songbe.cases.actions.reports import Call, take_report
from songbe.cases.actions.secrets import StateSecret
from songbe.cases.models import Attached, Case, Draft, Report, StoredFile
from songbe.events.models import Event
from songbe.kernel.digests import sha256_hex
from tests.cases.stories import birth, clock_at, who
from tests.cases.test_reports import SEEN, VISITOR
from tests.cases.test_screens import PDF, seat
from tests.stories import apply_demo

pytestmark = pytest.mark.django_db
SECRET = "TỐI MẬT\nKế hoạch số 7"


@pytest.fixture(autouse=True)
def _tuesday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_at(monkeypatch, "2023-12-26T08:00")
    apply_demo()


def draft() -> str:
    """The key of a form that somebody began."""
    return begin_draft(procedure="1.001193", actor=who("congdan")).key


WAYS: dict[str, Callable[[], object]] = {
    "submit": lambda: birth(child_place=SECRET),
    "take_report": lambda: take_report(
        answers=SEEN | {"report_text": SECRET}, call=Call("web"), key="r", actor=VISITOR
    ),
    "save_page": lambda: save_page(key=draft(), texts={"child_place": SECRET}, actor=who("congdan")),
    "attach": lambda: attach(draft=draft(), paper="birth_certificate", name="MẬT_7.pdf", content=PDF,
                             actor=who("congdan")),
}  # fmt: skip


@pytest.mark.parametrize("verb", WAYS)
def test_nothing_of_a_secret_is_kept_and_the_event_says_only_that_it_was_refused(verb: str) -> None:
    with pytest.raises(StateSecret) as told:
        WAYS[verb]()

    assert "nộp trực tiếp" in told.value.message("vi")
    assert not any(model.objects.exists() for model in (Case, Report, StoredFile, Attached))
    assert all(not kept.answers for kept in Draft.objects.all())
    assert not path_of(sha256_hex(PDF)).exists()
    event = Event.objects.get(kind="intake.refused")
    assert (event.subject, event.payload) == (f"intake:{verb}", {"verb": verb})


def test_every_form_says_that_secrets_are_not_taken_and_a_secret_is_answered_with_a_sentence() -> None:
    citizen = seat("congdan")
    key = draft()
    said = "Không gửi bí mật nhà nước qua đây"
    for path in ("/1022/", f"/dvc/drafts/{key}/applicant/", f"/dvc/drafts/{key}/papers/"):
        assert said in citizen.get(path).content.decode(), path
    assert said in seat("motcua101").get("/desk/new/1.001193/").content.decode()

    answer = citizen.post("/1022/", SEEN | {"report_text": SECRET})

    assert answer.status_code == 400
    assert "không nhận bí mật nhà nước" in answer.content.decode()
    assert "Kế hoạch" not in answer.content.decode()
