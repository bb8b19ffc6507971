"""The lists of a desk: what each holds for whom, how it is searched, how far it is counted."""

import pytest

from songbe.cases.actions.filing import submit
from songbe.cases.actions.handling import complete_step
from songbe.cases.actions.receiving import receive
from songbe.cases.queries import desk
from songbe.cases.queries.desk import Inbox, Which, inbox
from songbe.cases.templatetags.cases import counted
from songbe.places import clock
from songbe.places.policy import OPERATOR
from tests.cases.stories import BIRTH, MOTHER, birth, business, clock_at, who
from tests.stories import apply_demo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tuesday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_at(monkeypatch, "2023-12-26T08:00")
    apply_demo()


def shown(username: str, which: Which, text: str = "", page: int = 1, size: int = 50) -> Inbox:
    """A list as an official sees it now."""
    return inbox(who(username), which, text, clock.now(), page, size)


def codes(found: Inbox) -> list[str]:
    """The codes on a page of a list."""
    return [row.case.code for row in found.rows]


def test_a_late_dossier_stands_on_the_list_of_each_agency_that_is_to_do_something(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = business(capital="2.000.000.000")
    receive(code=case.code, actor=who("motcuanganha"))
    complete_step(code=case.code, step="appraise", actor=who("xulynganha"))
    seen_by = {"motcuanganha": 1, "xulynganha": 1, "chutichnganha": 1, "xulytuphap": 1, "xulythue": 1, "xuly101": 0}
    assert {name: shown(name, Which.late).total for name in seen_by} == dict.fromkeys(seen_by, 0)

    clock_at(monkeypatch, "2024-01-31T08:00")

    assert {name: shown(name, Which.late).total for name in seen_by} == seen_by
    assert codes(shown("xulytuphap", Which.late)) == [case.code]


def test_what_is_due_within_a_working_day_is_at_risk_and_no_longer_once_it_is_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = birth()
    receive(code=case.code, actor=who("motcua101"))
    case.refresh_from_db()
    seen = []
    for moment in ("2023-12-26T08:00", f"{case.due_now_at:%Y-%m-%d}T08:00", "2024-01-31T08:00"):
        clock_at(monkeypatch, moment)
        seen.append([shown("xuly101", which).total for which in (Which.risk, Which.late)])
    assert seen[1:] == [[1, 0], [0, 1]]


def test_everything_is_listed_newest_first_and_nothing_of_another_agency() -> None:
    filed = [birth(f"k{number}").code for number in range(3)]
    business("b")
    assert codes(shown("motcua101", Which.everything)) == filed[::-1]
    assert shown("motcua101", Which.everything).total == 3


def test_pages_of_a_long_list_follow_one_another() -> None:
    filed = [birth(f"k{number}").code for number in range(5)]
    pages = [
        shown("motcua101", which, page=page, size=2)
        for which in (Which.receive, Which.everything)
        for page in (1, 2, 3)
    ]
    assert [code for page in pages[:3] for code in codes(page)] == filed
    assert [code for page in pages[3:] for code in codes(page)] == filed[::-1]
    assert {(page.total, page.pages) for page in pages} == {(5, 3)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Trần Thị Bình Minh", True),
        ("tran thi binh minh", True),
        ("minh bình", True),
        ("binh mi", True),
        ("bin minh", False),
        ("Trần Thị Bình Dương", False),
        ("'; DROP TABLE", False),
    ],
)
def test_a_name_is_found_without_diacritics_and_its_last_word_from_its_beginning(text: str, found: bool) -> None:
    birth()
    assert bool(codes(shown("motcua101", Which.everything, text))) is found
    assert codes(shown("motcuanganha", Which.everything, text)) == []


def test_a_code_is_found_from_its_beginning() -> None:
    one, other = birth("a"), birth("b")
    assert codes(shown("motcua101", Which.everything, one.code.lower())) == [one.code]
    assert set(codes(shown("motcua101", Which.everything, one.code[:-2]))) == {one.code, other.code}


def test_what_a_clerk_took_at_the_counter_is_on_the_list_of_that_desk() -> None:
    case = submit(
        procedure_code="1.001193",
        answers=BIRTH,
        applicant=MOTHER,
        channel="counter",
        key="c",
        actor=who("motcua101"),
        receiver="UBX99101",
    )
    assert codes(shown("motcua101", Which.everything)) == [case.code]


def test_a_list_that_is_very_long_is_counted_so_far_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "MOST_COUNTED", 2)
    for number in range(3):
        birth(f"k{number}")
    assert shown("motcua101", Which.receive).counts["receive"] == 2
    assert (counted(999), counted(1000)) == ("999", "1.000+")


def test_who_reads_everywhere_has_every_list() -> None:
    birth()
    assert inbox(OPERATOR, Which.everything, "", clock.now()).total == 1
