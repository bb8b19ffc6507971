"""From a figure down to its records, for who may see them."""

import pytest

from songbe.centres.queries.records import PAGE, NoSuchPage, records
from songbe.indicators.queries import figure
from songbe.indicators.queries.records import NothingToCount
from songbe.kernel.periods import parse_period
from songbe.places.policy import OutOfReach
from tests.centres.asking import asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]

YEAR = parse_period("2023")


def test_a_page_of_records_with_their_total_and_what_they_fulfil() -> None:
    page = records(asked("tructinh"), "DEMO003")

    assert page.total == page.figure.records == figure(code="DEMO003", period=YEAR).records
    assert (len(page.rows), page.page, page.pages) == (PAGE, 1, -(-page.total // PAGE))
    assert (page.previous_url, page.next_url) == (
        "",
        "/ioc/figures/DEMO003/records/?place=99&period=2023&basis=as-then&page=2",
    )
    assert "“Giải quyết xong” trong kỳ" in page.condition
    assert page.frame.simulated
    assert all(page.simulated)


def test_columns_and_values_are_words_and_empty_columns_are_left_out() -> None:
    page = records(asked("tructinh", place="991"), "DEMO001")

    row = dict(zip(page.columns, page.rows[0], strict=True))
    assert "Nơi tiếp nhận" not in page.columns
    assert row["Lĩnh vực"] == "Dịch vụ hành chính công"
    assert row["Đơn vị hành chính"] in ("Sao Hôm", "Sao Kim", "Sao Mộc")
    assert row["Kênh"] in ("tại quầy", "trực tuyến")
    assert row["Trạng thái"] == "đã xong"
    assert row["Mô phỏng"] == "có"
    assert "/2023" in row["Tiếp nhận"]


def test_every_record_is_on_one_page() -> None:
    first = records(asked(place="99101", period="2023-03"), "DEMO001", size=4)
    seen = [
        row[0]
        for number in range(1, first.pages + 1)
        for row in records(asked(place="99101", period="2023-03"), "DEMO001", page=number, size=4).rows
    ]

    assert len(seen) == len(set(seen)) == first.total == first.figure.records


def test_the_last_page_leads_back_and_no_page_follows() -> None:
    first = records(asked(period="2023-03"), "DEMO001")
    last = records(asked(period="2023-03"), "DEMO001", page=first.pages)

    assert last.next_url == ""
    assert last.previous_url.endswith(f"&page={first.pages - 1}")
    with pytest.raises(NoSuchPage, match=f"no page {first.pages + 1}"):
        records(asked(period="2023-03"), "DEMO001", page=first.pages + 1)


@pytest.mark.parametrize(
    ("who", "place", "allowed"),
    [
        ("lanhdao", "99", True),
        ("lanhdao", "99301", True),
        # A district's officer: the district and its communes, nothing beside or above it.
        ("trucnganha", "991", True),
        ("trucnganha", "99102", True),
        ("trucnganha", "992", False),
        ("trucnganha", "99201", False),
        ("trucnganha", "99", False),
        # A commune's officer: the commune alone.
        ("trucsaohom", "99101", True),
        ("trucsaohom", "99102", False),
        ("trucsaohom", "991", False),
        # A department's officer: the department, not the province it belongs to.
        ("trucstttt", "STTTT", True),
        ("trucstttt", "STP", False),
        ("trucstttt", "99", False),
        # Figures are for everybody, records are not.
        ("xemtinh", "99", False),
        ("quantri", "99", False),
    ],
)
def test_row_scopes(who: str, place: str, allowed: bool) -> None:
    if allowed:
        assert records(asked(who, place=place), "DEMO001").total > 0
    else:
        with pytest.raises(OutOfReach):
            records(asked(who, place=place), "DEMO001")


def test_a_figure_that_somebody_said_has_no_records() -> None:
    with pytest.raises(NothingToCount):
        records(asked(), "DEMO015")
