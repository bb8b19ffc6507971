"""Who gets in, what is refused and how, and how many queries a desk costs."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from songbe.cases.actions.files import attach
from songbe.cases.actions.filing import submit
from songbe.cases.actions.receiving import receive
from songbe.cases.models import Attached, Case, Draft
from songbe.places.models import Person
from tests.cases.stories import BIRTH, MOTHER, birth, clock_at, who
from tests.stories import apply_demo

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture(autouse=True)
def _tuesday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_at(monkeypatch, "2023-12-26T08:00")
    apply_demo()


def seat(username: str) -> Client:
    """A browser of somebody who signed in."""
    client = Client(headers={"accept-language": "vi"})
    client.force_login(Person.objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(
    "path", ["/desk/", "/desk/new/", "/desk/1022/", "/desk/playbooks/", "/dvc/mine/", "/dvc/1.001193/file/"]
)
def test_who_is_not_signed_in_is_asked_to(path: str) -> None:
    assert Client().get(path).headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("username", "path", "status"),
    [
        ("congdan", "/desk/", 403),
        ("congdan", "/desk/1022/", 403),
        ("xemtinh", "/desk/", 403),
        ("motcua101", "/desk/1022/", 403),
        ("motcua101", "/desk/workload/", 403),
        ("chutich101", "/desk/workload/", 200),
        ("tongdai1022", "/desk/1022/", 200),
        ("motcua101", "/desk/fees/", 200),
        ("motcua101", "/desk/fees/?format=csv&day=2022-02-28", 200),
        ("motcua101", "/desk/fees/?day=30/12", 400),
        ("motcua101", "/desk/fees/?agency=UB991", 403),
        ("xuly101", "/desk/fees/", 403),
        ("congdan", "/desk/fees/", 403),
        ("lanhdao", "/desk/new/directive/", 200),
        ("tructinh", "/desk/playbooks/", 200),
        ("lanhdao", "/desk/playbooks/", 200),
        ("xulytttt", "/desk/playbooks/", 200),
        ("xemtinh", "/desk/playbooks/", 403),
        ("congdan", "/desk/playbooks/", 403),
        ("congdan", "/desk/playbooks/board/", 200),
        ("congdan", "/thong-bao/", 200),
        ("motcua101", "/desk/book/?month=2023-13", 400),
        ("congdan", "/dvc/9.999999/", 404),
        ("congdan", "/dvc/2.990003/file/", 409),
    ],
)
def test_a_page_is_for_those_whose_work_it_is(username: str, path: str, status: int) -> None:
    assert seat(username).get(path).status_code == status


def test_a_dossier_is_read_by_its_agencies_and_its_applicant_and_nobody_else() -> None:
    case = receive(code=birth().code, actor=who("motcua101"))

    for username, path, status in (
        ("xuly101", f"/desk/cases/{case.code}/", 200),
        ("xulynganha", f"/desk/cases/{case.code}/", 404),
        ("lanhdao", f"/desk/cases/{case.code}/", 404),
        ("congdan", f"/dvc/cases/{case.code}/", 200),
        ("xuly101", f"/dvc/cases/{case.code}/", 404),
        ("congdan", f"/dvc/cases/{case.code}/forms/01.pdf", 200),
        ("congdan", f"/dvc/cases/{case.code}/forms/05.pdf", 404),
        ("xuly101", f"/desk/cases/{case.code}/forms/05.pdf", 200),
    ):
        assert seat(username).get(path).status_code == status, (username, path)


def test_a_paper_is_opened_by_who_gave_it_and_who_works_on_it() -> None:
    draft = Draft.objects.create(key="d", person=Person.objects.get(username="congdan"), procedure="1.001193")
    attach(draft=draft.key, paper="birth_certificate", name="a.pdf", content=PDF, actor=who("congdan"))
    case = submit(
        procedure_code="1.001193", answers=BIRTH, applicant=MOTHER, channel="online", key="d", actor=who("congdan")
    )
    kept = Attached.objects.get(case=case)

    answers = {name: seat(name).get(f"/dvc/files/{kept.pk}/") for name in ("congdan", "motcua101", "motcuanganha")}

    assert {name: answer.status_code for name, answer in answers.items()} == {
        "congdan": 200, "motcua101": 200, "motcuanganha": 404,
    }  # fmt: skip
    assert answers["congdan"].headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(answers["congdan"]) == PDF


def test_a_step_that_was_done_meanwhile_is_said_and_the_page_shown_again() -> None:
    case = birth()
    clerk = seat("motcua101")
    for _ in range(2):
        answer = clerk.post(f"/desk/cases/{case.code}/do/receive/", {"version": "2"}, follow=True)

    assert answer.status_code == 200
    assert (
        "vừa được người khác thay đổi" in answer.content.decode()
        or "changed by somebody else" in answer.content.decode()
    )
    assert clerk.get(f"/desk/cases/{case.code}/do/receive/").status_code == 405
    assert clerk.post(f"/desk/cases/{case.code}/do/burn/").status_code == 404


def test_a_desk_costs_the_same_however_long_its_list_is(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(12):
        birth(f"k{number}")
    clerk = seat("motcua101")
    clerk.get("/desk/?list=receive")

    with django_assert_max_num_queries(24):
        assert clerk.get("/desk/?list=receive").content.count(b"UBX99101-") >= 12


def flood(key: str, **changed: str) -> Case:
    """An alert that the duty officer opened."""
    answers = {"what": "Nước ngập ở chợ", "unit": "99101"} | changed
    return submit(
        procedure_code="flood_alert", answers=answers, applicant=None, channel="counter", key=key,
        actor=who("tructinh"),
    )  # fmt: skip


def test_the_list_of_alerts_costs_the_same_however_long_it_is(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(8):
        flood(f"k{number}")
    officer = seat("tructinh")
    officer.get("/desk/playbooks/")

    with django_assert_max_num_queries(20):
        assert officer.get("/desk/playbooks/").content.count(b">NL-231226-") == 8


def test_htmx_gets_the_list_of_alerts_alone_and_a_stranger_none_of_it() -> None:
    case = flood("k")

    part = seat("tructinh").get("/desk/playbooks/", headers={"HX-Request": "true"}).content.decode()
    assert case.code in part
    assert "<html" not in part
    assert case.code in seat("lanhdao").get("/desk/playbooks/board/").content.decode()
    assert seat("xulynganha").get("/desk/playbooks/board/").content.strip() == b""
    assert case.code not in seat("xulythue").get("/desk/playbooks/").content.decode()


@pytest.mark.parametrize(("drill", "marked"), [("yes", True), ("no", False)])
def test_a_drill_is_marked_on_every_page_and_paper_that_shows_it(drill: str, marked: bool) -> None:
    case = flood("k", drill=drill)
    officer = seat("tructinh")

    for path in (f"/desk/cases/{case.code}/", f"/desk/cases/{case.code}/slip/", "/desk/playbooks/", "/desk/",
                 "/desk/?list=all", "/desk/playbooks/board/", f"/desk/new/flood_alert/?drill={drill}"):  # fmt: skip
        assert ("DIỄN TẬP" in officer.get(path).content.decode()) is marked, path
    assert officer.get(f"/desk/cases/{case.code}/forms/05.pdf").status_code == 200
