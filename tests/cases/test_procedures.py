"""Procedures are found by what people call them, misspelt or without diacritics, and by what happens in life."""

from datetime import date

import pytest

from songbe.cases.queries.procedures import procedure_page, search
from tests.stories import apply_demo

pytestmark = pytest.mark.django_db
DAY = date(2023, 12, 26)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("khai sinh", "1.001193"),
        ("giay khai sih", "1.001193"),
        ("KHAI SINH CHO CON", "1.001193"),
        ("mo quan", "1.001612"),
        ("giấy phép kinh doanh", "1.001612"),
        ("1.001612", "1.001612"),
    ],
)
def test_a_procedure_is_found_by_what_people_call_it(text: str, code: str) -> None:
    apply_demo()

    found = search(text, "", DAY)

    assert found.procedures[0].code == code
    assert len(found.procedures) <= 2


def test_what_nobody_means_is_not_found_and_internal_ones_are_not_shown() -> None:
    apply_demo()

    assert search("máy bay phản lực", "", DAY).procedures == ()
    assert search("bổ nhiệm hộ tịch", "", DAY).procedures == ()
    assert {line.code for line in search("", "mở cửa hàng", DAY).procedures} == {"1.001612"}


def test_a_page_says_papers_steps_and_parts() -> None:
    apply_demo()

    page = procedure_page("2.990001", DAY)

    assert [paper.code for paper in page.papers] == ["birth_certificate"]
    assert [part.code for part in page.parts] == ["1.001193", "2.990002"]
    assert page.filed_online
    assert page.handler is None
