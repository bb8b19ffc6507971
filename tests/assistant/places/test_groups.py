"""Places named together."""

import pytest

from tests.assistant.places.reading import codes, groups, read

GROUPS = [
    ("dia phuong nao thu hut fdi it nhat nam 2022", "*district"),
    ("địa phương nào", "*district"),
    ("các địa phương", "*district"),
    ("theo địa phương", "*district"),
    ("theo từng địa phương", "*district"),
    ("top 3 dia phuong co ho so tre han nhieu nhat", "*district"),
    ("địa phương dẫn đầu", "*district"),
    ("huyện nào", "*district"),
    ("các huyện", "*district"),
    ("từng huyện", "*district"),
    ("9 huyện thị", "*district"),
    ("9 huyện, thị xã, thành phố", "*district"),
    ("thành phố nào", "*district:city"),
    ("thị xã nào", "*district:town"),
    ("đơn vị cấp huyện nào", "*district"),
    ("Sở nào ký số văn bản điện tử ít nhất trong quý IV?", "*department"),
    ("so nao cham nhat", "*department"),
    ("sở ngành nào", "*department"),
    ("các sở, ban, ngành", "*department"),
    ("cơ quan nào", "*department"),
    ("đơn vị nào", "*"),
    ("các cơ quan, đơn vị", "*"),
    ("sở, huyện nào", "*"),
    ("xã nào", "*commune"),
    ("mỗi xã", "*commune"),
    ("xã, phường nào", "*commune"),
    ("phường xã nào", "*commune"),
    ("Top 5 xã, phường có nhiều PAKN 1022 nhất năm nay", "*commune"),
    ("phường nào", "*commune:ward"),
    ("thị trấn nào", "*commune:township"),
    ("đơn vị hành chính cấp xã nào", "*commune"),
    # within a district, which is then no place of its own
    ("xã nào ở Phú Giáo", "*commune<722"),
    ("các phường của Dĩ An", "*commune:ward<724"),
    ("ở Dĩ An phường nào có nhiều hồ sơ nhất", "*commune:ward<724"),
    ("các xã, phường, thị trấn của huyện Bàu Bàng", "*commune<719"),
    # none
    ("Dĩ An và Thuận An, địa phương nào cao hơn", ""),
    ("ngân sách địa phương", ""),
    ("dịch vụ công cung cấp ở cấp tỉnh, huyện, xã", ""),
    ("số xã, phường", ""),
    ("cac so lieu ve ho ngheo", ""),
    ("nộp học bạ số", ""),
    ("nhà ở xã hội", ""),
    ("sở hữu", ""),
    ("thành phố thông minh", ""),
]


@pytest.mark.parametrize(("question", "expected"), GROUPS)
def test_a_group_is_found_with_what_narrows_it(question: str, expected: str) -> None:
    assert groups(question) == expected


def test_the_unit_in_which_a_group_lies_is_held_by_the_group() -> None:
    found = read("các phường của Dĩ An")

    assert codes("các phường của Dĩ An") == ""
    assert found.groups[0].span.end == len("các phường của Dĩ An")


def test_how_many_of_a_group_stays_to_be_read() -> None:
    found = read("top 5 xã, phường")

    assert "top 5 xã, phường"[found.groups[0].span.start :] == "xã, phường"
