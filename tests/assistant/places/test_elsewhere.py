"""Places that the province has no figures of, and the province itself."""

import pytest

from tests.assistant.places.reading import codes, read

OUTSIDE = [
    ("Tỷ lệ hồ sơ đúng hạn của tỉnh Tây Ninh là bao nhiêu?", "@Tỉnh Tây Ninh"),
    ("so với Tây Ninh", "@Tỉnh Tây Ninh"),
    ("TP.HCM", "@Thành phố Hồ Chí Minh"),
    ("tphcm có bao nhiêu trạm", "@Thành phố Hồ Chí Minh"),
    ("Sài Gòn", "@Thành phố Hồ Chí Minh"),
    ("Hà Nội", "@Thành phố Hà Nội"),
    ("Đồng Nai, Tây Ninh và Bình Phước", "@Tỉnh Đồng Nai @Tỉnh Tây Ninh @Tỉnh Bình Phước"),
    ("so voi da nang", "@Thành phố Đà Nẵng"),
    ("quận 7", "@Quận 7"),
    ("thành phố Thủ Đức", "@Thành phố Thủ Đức"),
    ("Biên Hòa", "@Thành phố Biên Hòa"),
    # a name here comes before one elsewhere, unless the type word says otherwise
    ("tỉnh Hòa Bình", "@Tỉnh Hòa Bình"),
    ("quận Tân Bình", "@Quận Tân Bình"),
    ("phường Tân Bình", "25945"),
    ("tỉnh Phú Thọ", "@Tỉnh Phú Thọ"),
    ("phường Phú Thọ", "25753"),
    # an agency of elsewhere
    ("Sở Y tế Đồng Nai", "@Tỉnh Đồng Nai"),
    # countries of one syllable behind their type word, or with a capital where a name is expected
    ("xuất khẩu sang nước Mỹ", "@Nước Mỹ"),
    ("xuất khẩu sang Mỹ", "@Nước Mỹ"),
    ("vốn đầu tư từ Hàn Quốc", "@Nước Hàn Quốc"),
]


@pytest.mark.parametrize(("question", "expected"), OUTSIDE)
def test_a_place_elsewhere_is_told_by_name(question: str, expected: str) -> None:
    assert codes(question) == expected


WIDE = [
    ("so với cả nước", "@cả nước"),
    ("toàn quốc", "@toàn quốc"),
    ("xếp thứ mấy trong vùng Đông Nam Bộ", "@Vùng Đông Nam Bộ"),
    ("trong 63 tỉnh thành", "@63 tỉnh thành"),
    ("tỉnh nào cao nhất", "@tỉnh nào"),
]


@pytest.mark.parametrize(("question", "expected"), WIDE)
def test_a_wide_area_is_less_certain_for_the_name_of_an_indicator_may_hold_it(question: str, expected: str) -> None:
    assert codes(question) == expected
    assert read(question).found[0].certainty < 0.7


PROVINCE = [
    ("Bình Dương có bao nhiêu trạm 5G", "bình dương"),
    ("tinh binh duong", "tinh binh duong"),
    ("toàn tỉnh", "toàn tỉnh"),
    ("nam 2030 tinh minh co bao nhieu tram 5G", "tinh minh"),
    ("tỉnh ta", "tỉnh ta"),
    ("cả tỉnh", "cả tỉnh"),
    ("Trung tâm IOC tỉnh có bao nhiêu bộ chỉ số", "ioc tỉnh"),
    ("tren dia ban tinh", "tren dia ban tinh"),
    ("tỉnh có bao nhiêu trạm 5G", "tỉnh"),
    ("UBND tỉnh Bình Dương", "ubnd tỉnh bình dương"),
    # a level, others, another word
    ("dịch vụ công cung cấp ở cấp tỉnh, huyện, xã", None),
    ("tính tỷ lệ hồ sơ", None),
    ("tinh hinh ho so", None),
    ("may tinh", None),
    ("các tỉnh khác", None),
]


@pytest.mark.parametrize(("question", "words"), PROVINCE)
def test_the_whole_province_is_found_where_the_word_stands_for_it(question: str, words: str | None) -> None:
    span = read(question).province

    assert (question.lower()[span.start : span.end] if span else None) == words
