"""The numbers of docs/indicators.md are those of the pack."""

import pytest

from tests.house.indicator_counts import PAGE, kind_of_source, page


def test_the_page_of_numbers_is_as_new_as_the_pack() -> None:
    stale = "docs/indicators.md is older than the pack: run python -m tests.house.indicator_counts"

    assert PAGE.read_text(encoding="utf-8") == page(), stale


def test_every_indicator_is_counted_once_in_every_table() -> None:
    assert len({line for line in page().splitlines() if line.startswith("| **all** |")}) == 1


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("ISO 37120:2018 dịch vụ đô thị", "international standard"),
        ("PAR Index, Bộ Nội vụ (QĐ 876/QĐ-BNV 2022)", "index or set of criteria"),
        ("Thông tư 10/2017/TT-BTP: hệ thống chỉ tiêu thống kê", "statistical system or reporting circular"),
        ("Luật Khoáng sản 2010; định nghĩa của bộ chỉ số này", "law, decree, decision or directive"),
        ("Báo cáo Kho bạc Nhà nước", "regular report or survey of a body"),
        ("điều ai đó nói", "other"),
    ],
)
def test_a_source_is_of_the_kind_its_text_says(source: str, kind: str) -> None:
    assert kind_of_source(source) == kind
