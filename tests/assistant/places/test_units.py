"""Names of units in a question, as people type them."""

from datetime import date

import pytest

from tests.assistant.places.reading import codes, read

NAMED = [
    ("Dĩ An", "724"),
    ("thuan an co bao nhieu ho so", "725"),
    ("TP Thuận An", "725"),
    ("tp.Thuận An", "725"),
    ("thành phố Dĩ An", "724"),
    ("TX Bến Cát", "721"),
    ("huyện Dầu Tiếng", "720"),
    ("H. Phú Giáo có bao nhiêu hồ sơ", "722"),
    ("P. Phú Lợi", "25744"),
    ("p phu loi", "25744"),
    ("Thu Dau Mot City", "718"),
    # the longest name wins
    ("Bắc Tân Uyên", "726"),
    ("bac tan uyen", "726"),
    ("Tân Vĩnh Hiệp", "25933"),
    # several, in their order
    ("Dĩ An và Thủ Dầu Một, nơi nào cao hơn?", "724 718"),
    ("Dĩ An hơn Thuận An bao nhiêu", "724 725"),
    # a number before a name is not a part of it
    ("tháng 9 huyện Dầu Tiếng nhận bao nhiêu hồ sơ", "720"),
    ("Tháng 8/2023 thành phố Thuận An nhận bao nhiêu hồ sơ nộp trực tuyến?", "725"),
    # figures of a committee stand by unit
    ("UBND huyện Phú Giáo", "722"),
    ("UBND phường Phú Lợi", "25744"),
    ("Ủy ban nhân dân thành phố Thuận An", "725"),
]


@pytest.mark.parametrize(("question", "expected"), NAMED)
def test_a_unit_is_found_by_its_name(question: str, expected: str) -> None:
    assert codes(question) == expected
    assert codes(question, cased=False) == expected


SLIPS = [
    ("ti le ho nghèo huyen Dầu Tiếngg", "720"),
    ("Thũ Dầu Một", "718"),
    ("Thủ Dầu Mọt", "718"),
    ("thu dau mott", "718"),
    ("thuạn an", "725"),
    ("Dâu Tiêng", "720"),
    ("Phú Gíao", "722"),
    ("Bến Các", "721"),
    ("Dix An", "724"),  # the keys of Telex
    ("Thuaanj An", "725"),
    ("huyện dau tiengs", "720"),
    ("huyen phu gioa", "722"),  # two letters changed places
    ("sở xây dụng", "SXD"),
    ("sở tài chình", "STC"),
    ("sỡ y tế", "SYT"),
]


@pytest.mark.parametrize(("question", "expected"), SLIPS)
def test_a_slip_of_the_keyboard_is_forgiven_and_told(question: str, expected: str) -> None:
    found = read(question).found

    assert codes(question) == expected
    assert [each.exact for each in found] == [False]
    assert found[0].certainty < 0.9


TOGETHER = ["thuanan", "diAn", "Thuận-An", "ThuậnAn"]


@pytest.mark.parametrize("question", TOGETHER)
def test_a_missing_space_is_no_slip(question: str) -> None:
    assert codes(question) in ("724", "725")


INITIALS = [
    ("TDM", "718"),
    ("tdm có bao nhiêu hồ sơ", "718"),
    ("BTU", "726"),
    ("huyện DT", "720"),
    ("tp tdm", "718"),
    ("so sánh BB với DT", "719 720"),
    # in small letters two of them are other words
    ("dt của bb", ""),
    ("tăng tu bổ", ""),
]


@pytest.mark.parametrize(("question", "expected"), INITIALS)
def test_initials_count_in_capitals_or_behind_a_type_word(question: str, expected: str) -> None:
    assert codes(question) == expected


HOMONYMS = [
    # the district beside settles, and belongs to the name
    ("An Bình, Dĩ An", "25960"),
    ("an binh di an co bao nhieu ho so", "25960"),
    ("Tân Hiệp huyện Phú Giáo", "25873"),
    ("phường Phú Lợi, TP Thủ Dầu Một", "25744"),
    ("xã Tân Định huyện Bắc Tân Uyên", "25894"),
    ("Tân Định, Bến Cát", "25852"),
    # so does the type word
    ("xã An Bình", "25870"),
    ("phường An Bình", "25960"),
    ("thị trấn Dầu Tiếng", "25777"),
    ("phường Dĩ An", "25942"),
    # else the higher tier
    ("Dầu Tiếng", "720"),
    ("Dĩ An", "724"),
    # else nothing does
    ("An Bình có bao nhiêu hồ sơ", "25870|25960"),
    ("hồ sơ của Tân Hiệp", "25873|25920"),
    ("hồ sơ của Tân Bình", "25900|25945"),
]


@pytest.mark.parametrize(("question", "expected"), HOMONYMS)
def test_of_places_of_one_name_what_stands_beside_tells(question: str, expected: str) -> None:
    assert codes(question) == expected


HISTORY = [
    (date(2023, 12, 31), "huyện Tân Uyên", "723"),  # a type of its tier, though a district elsewhere has just that
    (date(2023, 12, 31), "thị xã Thuận An", "725"),
    (date(2023, 12, 31), "Bến Cát", "721"),
    (date(2024, 8, 1), "thành phố Bến Cát", "721"),
    (date(2024, 8, 1), "thị xã Bến Cát", "721"),  # its former type
    (date(2022, 6, 30), "thị xã Tân Uyên", "723"),
    (date(2024, 8, 1), "xã An Điền", "25840"),
    (date(2024, 8, 1), "phường An Điền", "25840"),
    # what is in force comes first, what is gone can still be named
    (date(2026, 8, 1), "Dĩ An", "25942"),
    (date(2026, 8, 1), "thành phố Dĩ An", "724"),
    (date(2026, 8, 1), "huyện Dầu Tiếng", "720"),
    (date(2026, 8, 1), "TP.HCM", "79"),
    (date(2026, 8, 1), "phường Thủ Dầu Một", "25747"),
]


@pytest.mark.parametrize(("on", "question", "expected"), HISTORY)
def test_a_name_is_read_as_it_was_on_the_day(on: date, question: str, expected: str) -> None:
    assert codes(question, on) == expected


UNKNOWN = [
    ("xã Bình Minh", "xã bình minh"),
    ("phường Bến Thành có bao nhiêu hồ sơ", "phường bến thành"),
    ("phường Phú Giáo", "phường phú giáo"),  # a district bears the name, no ward
    ("thành phố Bình Dương", "thành phố bình dương"),
    ("huyện xyz có bao nhiêu hồ sơ", "huyện xyz"),
    ("xã phú xuân có bao nhiêu hộ nghèo", "xã phú xuân"),
    ("phường 5", "phường 5"),
    ("Số hồ sơ của Sở Du lịch", "sở du lịch"),
    ("công an thành phố Dĩ An", "công an thành phố dĩ an"),
]


@pytest.mark.parametrize(("question", "words"), UNKNOWN)
def test_what_is_said_to_be_a_place_and_is_none_is_told(question: str, words: str) -> None:
    assert [said for _, said in read(question).unknown] == [words]


def test_a_name_that_does_not_exist_yet_or_passed_to_another_unit_is_unknown() -> None:
    assert [words for _, words in read("phường Thủ Dầu Một").unknown] == ["phường thủ dầu một"]
    assert [words for _, words in read("phường Phú Cường", date(2026, 8, 1)).unknown] == ["phường phú cường"]


ORDINARY = [
    "bình an cho mọi người",
    "giữ gìn hòa bình",
    "tiến bộ về sở hữu trí tuệ",
    "an toàn thông tin",
    "quy định an toàn thực phẩm",
    "ty le ho so benh an dien tu",
    "ty le tu dong hoa",
    "phương án đầu tiên là gì",
    "dau tien la gi",
    "bên các cơ sở y tế",
    "tính đến tháng 6",
    "tân binh nhập ngũ",
    "thành an",
    "hồ sơ tấn hưng",
    "thành phố thông minh",
    "nhà ở xã hội",
    "phụ nữ làm công ăn lương",
    "số lao động có việc làm",
    "so lao dong co viec lam",
    "tình hình kho dữ liệu học bạ số",
    "nước sạch từ hồ Dầu Tiếng",
    "vốn đầu tư trực tiếp nước ngoài",
    "anh có ý kiến gì",
]


@pytest.mark.parametrize("question", ORDINARY)
def test_ordinary_words_are_no_places(question: str) -> None:
    found = read(question)

    assert (found.found, found.unknown, found.province) == ((), (), None)
