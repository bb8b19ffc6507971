"""The six forms as PDF/A, made when what they say has happened."""

from datetime import timedelta

import pytest

from songbe.cases.actions.handling import set_new_date
from songbe.cases.actions.receiving import ask_supplement, receive, refuse
from songbe.cases.queries.desk import tracking_book
from songbe.cases.queries.papers import NoSuchPaper, available, book, paper
from songbe.places import clock
from tests.cases.stories import birth, business, clock_at, who
from tests.stories import apply_demo

pytestmark = pytest.mark.django_db
HERE = "http://127.0.0.1/dvc/track/"


@pytest.fixture(autouse=True)
def _tuesday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_at(monkeypatch, "2023-12-26T08:00")


def test_a_case_has_the_forms_of_what_happened_to_it_and_no_other() -> None:
    apply_demo()
    case = business()
    assert [number for number, _title in available(case)] == ["05"]

    case = receive(code=case.code, actor=who("motcuanganha"))
    case = set_new_date(
        code=case.code, due_at=clock.now() + timedelta(days=14), apology="Xin lỗi", actor=who("chutichnganha")
    )
    case = ask_supplement(code=case.code, what="Thiếu giấy", actor=who("xulynganha"))

    assert [number for number, _title in available(case)] == ["01", "02", "04", "05"]
    for number in ("01", "02", "04", "05"):
        made = paper(case, number, HERE)
        assert made.startswith(b"%PDF")
        assert b"pdfaid" in made
    with pytest.raises(NoSuchPaper):
        paper(case, "03", HERE)


def test_a_refusal_and_the_book_of_a_month_are_set_too() -> None:
    apply_demo()
    refused = refuse(code=birth().code, reason="Không thuộc thẩm quyền #[*]", actor=who("motcua101"))
    assert paper(refused, "03", HERE).startswith(b"%PDF")

    receive(code=birth("2").code, actor=who("motcua101"))
    rows = tracking_book(who("motcua101"), clock.now() - timedelta(days=20), clock.now() + timedelta(days=1))
    assert book(rows, agency="UBX99101", month="12/2023", address=HERE, simulated=True).startswith(b"%PDF")


def test_a_slip_is_drafted_when_the_promise_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    apply_demo()
    case = receive(code=birth().code, actor=who("motcua101"))
    clock_at(monkeypatch, "2023-12-28T08:00")

    assert ("04", "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ") in available(case)
