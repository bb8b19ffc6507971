"""Agencies in a question: in full, in part, by initials, by both."""

import pytest

from tests.assistant.places.reading import codes, read

NAMED = [
    ("so cong thuong quy 2 giai quyet bao nhieu ho so", "SCT"),
    ("sở y tế", "SYT"),
    ("Sở Thông tin", "STTTT"),
    ("sở TTTT", "STTTT"),
    ("Sở TT&TT", "STTTT"),
    ("Sở GD&ĐT", "SGDDT"),
    ("SGDĐT", "SGDDT"),
    ("so giao duc va dao tao", "SGDDT"),
    ("sở KH-ĐT", "SKHDT"),
    ("sở kế hoạch đầu tư", "SKHDT"),
    ("Sở Nông nghiệp và PTNT", "SNNPTNT"),
    ("sở NN&PTNT", "SNNPTNT"),
    ("sở LĐTBXH", "SLDTBXH"),
    ("sở lao động thương binh xã hội", "SLDTBXH"),
    ("sở tài nguyên môi trường", "STNMT"),
    ("stnmt", "STNMT"),
    ("Sở VHTTDL", "SVHTTDL"),
    ("sở GTVT và sở XD", "SGTVT SXD"),
    ("SNV, STP, STC", "SNV STP STC"),
    ("Sở Y tế Bình Dương", "SYT"),
    ("VP UBND", "VPUB"),
    ("văn phòng UBND tỉnh", "VPUB"),
    ("công an tỉnh", "CAT"),
    ("thanh tra tỉnh", "TTR"),
    ("cục thuế", "CT"),
    ("kho bạc", "KBNN"),
    ("tòa án", "TAND"),
    ("ban quản lý KCN", "BQLKCN"),
    ("BQL các KCN", "BQLKCN"),
    ("Ban QL KCN", "BQLKCN"),
    ("BHXH tỉnh", "BHXH"),
    ("đài phát thanh", "BDPT"),
    ("Báo Bình Dương", "BBD"),
    # an office of a district needs the district
    ("phòng nội vụ Dĩ An", "DPT02-724"),
    ("số hồ sơ của phòng tư pháp huyện Phú Giáo", "DPT03-722"),
    ("Phòng Giáo dục và Đào tạo thành phố Thủ Dầu Một", "DPT08-718"),
    ("Văn phòng UBND thành phố Dĩ An", "DPT01-724"),
    ("Văn phòng HĐND và UBND TP Dĩ An", "DPT01-724"),
    ("Thanh tra huyện Phú Giáo", "DPT10-722"),
    ("phòng nội vụ", ""),
    # words that are mostly something else
    ("số cuộc thanh tra", ""),
    ("cơ sở y tế", ""),
    ("ký số GD&ĐT", ""),
    ("tỷ lệ tham gia bảo hiểm xã hội", ""),
    ("lực lượng công an trên 100.000 dân", ""),
    # beside a place that is not its own
    ("so sánh sở y tế, Dĩ An và Thuận An", "SYT 724 725"),
]


@pytest.mark.parametrize(("question", "expected"), NAMED)
def test_an_agency_is_found_by_what_people_call_it(question: str, expected: str) -> None:
    assert codes(question) == expected


def test_an_agency_with_its_province_is_one_stretch() -> None:
    found = read("Sở Y tế tỉnh Bình Dương")

    assert (found.found[0].span.end, found.province) == (len("Sở Y tế tỉnh Bình Dương"), None)


def test_an_abbreviation_that_is_also_a_topic_is_half_certain() -> None:
    assert read("tỷ lệ tham gia BHXH").found[0].certainty == 0.5
    assert read("BHXH tỉnh").found[0].certainty >= 0.9
