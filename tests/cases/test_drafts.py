"""Forms that keep what is typed: unchecked, for their owner alone, the later of two, until they are handed in."""

import pytest

from songbe.cases.actions.drafts import begin_draft
from songbe.cases.models import Draft
from tests.cases.stories import birth, clock_at, who
from tests.cases.test_screens import seat
from tests.stories import apply_demo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tuesday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_at(monkeypatch, "2023-12-26T08:00")
    apply_demo()


def begun() -> Draft:
    """A birth registration that somebody began."""
    return begin_draft(procedure="1.001193", actor=who("congdan"))


def test_what_is_typed_is_kept_right_or_wrong() -> None:
    key = begun().key

    answer = seat("congdan").post(f"/dvc/drafts/{key}/applicant/keep/", {"applicant_id": "12", "unheard_of": "x"})

    assert (answer.status_code, answer.content) == (204, b"")
    answers = Draft.objects.get().answers
    page = seat("congdan").get(f"/dvc/drafts/{key}/applicant/").content.decode()
    assert f'data-kept-at="{answer.headers["Kept-At"]}"' in page
    assert answers["applicant_id"] == "12"
    assert "unheard_of" not in answers


def test_of_two_windows_the_later_wins_and_other_pages_stay() -> None:
    key = begun().key
    citizen = seat("congdan")
    citizen.post(f"/dvc/drafts/{key}/child/keep/", {"child_name": "Trần An"})
    for name in ("Minh", "Bình Minh"):
        citizen.post(f"/dvc/drafts/{key}/applicant/keep/", {"applicant_name": name})

    kept = Draft.objects.get()

    assert (kept.answers["applicant_name"], kept.answers["child_name"]) == ("Bình Minh", "Trần An")


@pytest.mark.parametrize(("page", "status"), [("check", 404), ("papers", 404), ("nowhere", 404)])
def test_a_page_without_questions_keeps_nothing(page: str, status: int) -> None:
    answer = seat("congdan").post(f"/dvc/drafts/{begun().key}/{page}/keep/", {"applicant_name": "Minh"})

    assert answer.status_code == status
    assert "Biểu mẫu không có trang" in answer.json()["message"]


def test_nobody_writes_in_somebody_elses_form() -> None:
    key = begun().key

    answer = seat("xuly101").post(f"/dvc/drafts/{key}/applicant/keep/", {"applicant_name": "Minh"})

    assert answer.status_code == 404
    assert Draft.objects.get().answers == {}


def test_a_form_that_was_handed_in_meanwhile_says_so_wherever_it_is_still_open() -> None:
    key = begun().key
    case = birth(key)
    citizen = seat("congdan")

    kept = citizen.post(f"/dvc/drafts/{key}/applicant/keep/", {"applicant_name": "Minh"})
    shown = citizen.post(f"/dvc/drafts/{key}/applicant/", {"applicant_name": "Minh"})

    assert kept.status_code == shown.status_code == 409
    assert f"đã nộp thành hồ sơ {case.code}" in kept.json()["message"]
    assert f"đã nộp thành hồ sơ {case.code}" in shown.content.decode()
    assert seat("xuly101").get(f"/dvc/drafts/{key}/applicant/").status_code == 404


def test_a_secret_is_refused_with_a_sentence_while_it_is_typed() -> None:
    key = begun().key

    answer = seat("congdan").post(f"/dvc/drafts/{key}/child/keep/", {"child_place": "TỐI MẬT\nKế hoạch số 7"})

    assert answer.status_code == 400
    assert "bí mật nhà nước" in answer.json()["message"]
    assert Draft.objects.get().answers == {}
