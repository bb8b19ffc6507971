"""The same done to many cases of a desk at once: each by itself, each that is refused named with why."""

import re

import pytest
from django.test import Client

from songbe.cases.actions.receiving import receive
from songbe.cases.models import Case, Token
from tests.cases.stories import birth, clock_at, who
from tests.cases.test_absences import hired
from tests.cases.test_screens import seat
from tests.stories import apply_demo

pytestmark = pytest.mark.django_db
MANY = 300


@pytest.fixture(autouse=True)
def _tuesday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_at(monkeypatch, "2023-12-26T08:00")
    apply_demo()


def chosen(client: Client, which: str, size: int = 500) -> list[str]:
    """What the checkboxes of a list send."""
    page = client.get(f"/desk/?list={which}&size={size}").content.decode()
    return re.findall(r'name="case" value="([^"]+)"', page)


def counted(page: str) -> tuple[int, int]:
    """How many the report says were done and refused."""
    said = re.search(r"Xong ([\d.]+) hồ sơ, chưa làm được ([\d.]+) hồ sơ", page)
    assert said is not None
    return int(said[1]), int(said[2])


def test_three_hundred_are_received_passed_on_and_completed_at_once() -> None:
    codes = [birth(f"k{number}").code for number in range(MANY)]
    hired("xuly101b", "handler")
    clerk, handler = seat("motcua101"), seat("xuly101")
    assert sorted(chosen(clerk, "receive")) == sorted(codes)
    assert len(chosen(clerk, "receive", 50)) == 50
    for code in codes[:3]:  # somebody else was quicker
        receive(code=code, actor=who("motcua101"))

    received = clerk.post("/desk/many/", {"verb": "receive", "list": "receive", "case": codes}).content.decode()

    assert counted(received) == (MANY - 3, 3)
    assert all(f"Hồ sơ {code} đang ở trạng thái" in received for code in codes[:3])
    assert Case.objects.filter(state="processing").count() == MANY

    steps = chosen(handler, "work")
    passed = handler.post("/desk/many/", {"verb": "assign", "to": "xuly101", "case": steps[:200]}).content.decode()
    assert counted(passed) == (200, 0)
    assert Token.objects.filter(person__username="xuly101").count() == 200

    handler.post("/desk/many/", {"verb": "assign", "to": "xuly101b", "case": steps[200:]})
    completed = handler.post("/desk/many/", {"verb": "complete", "outcome": "fit", "case": steps}).content.decode()
    assert counted(completed) == (200, 100)  # the others were passed to a colleague meanwhile
    assert Token.objects.filter(key="sign", closed_at=None).count() == 200


def test_a_word_that_a_step_does_not_know_refuses_that_step_and_no_other() -> None:
    first, second = receive(code=birth("a").code, actor=who("motcua101")), birth("b")
    handler = seat("xuly101")

    without = handler.post("/desk/many/", {"verb": "complete", "case": [f"{first.code}|appraise|"]})
    answer = handler.post(
        "/desk/many/",
        {"verb": "complete", "outcome": "fit", "case": [f"{first.code}|appraise|", f"{second.code}|appraise|"]},
        headers={"accept": "application/json"},
    )

    assert "kết thúc bằng một trong: fit." in without.content.decode()
    assert answer.json()["done"] == [first.code]
    assert [each["code"] for each in answer.json()["refused"]] == [second.code]


def test_many_is_for_officials_their_verbs_and_five_hundred_at_most() -> None:
    assert seat("congdan").post("/desk/many/", {"verb": "receive", "case": ["x"]}).status_code == 403
    assert seat("motcua101").post("/desk/many/", {"verb": "refuse", "case": ["x"]}).status_code == 404
    too_many = {"verb": "receive", "case": [str(number) for number in range(501)]}
    assert seat("motcua101").post("/desk/many/", too_many).status_code == 400
    assert counted(seat("motcua101").post("/desk/many/", {"verb": "receive", "case": "x"}).content.decode()) == (0, 1)
