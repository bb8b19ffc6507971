"""What holds of every question and of every pack."""

import time
import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pytest_django import DjangoAssertNumQueries

from songbe.assistant.queries.known_places import known_places
from songbe.assistant.rules.places import Gazetteer
from songbe.assistant.rules.text import Span, said
from tests.assistant.places.packs import gazetteer_of
from tests.assistant.places.reading import DAY, read
from tests.stories import apply_demo

TYPED = """
Dĩ An, thuan TP. tp huyện xã, phường Phú Lợi Giáo tỉnh toàn sở Sở y tế GD&ĐT UBND các nào của ở và 9 top
Bình Dương TDM dt quận 1 so với Tây Ninh 'nước' Mỹ phòng nội vụ (công an) Dầu Tiếngg thị trấn
"""
WORDS = some.sampled_from(TYPED.split())


@settings(deadline=None)  # the first builds the gazetteer
@given(some.lists(WORDS, max_size=12).map(" ".join) | some.text(max_size=40))
def test_any_text_is_read_and_what_is_found_lies_in_it(question: str) -> None:
    heard = said(question)
    found = gazetteer_of("binhduong").find(heard, DAY, raw=question)

    spans = [*(each.span for each in found.found), *(each.span for each in found.groups)]
    assert all(0 <= span.start < span.end <= len(heard.text) for span in spans)
    assert all(bool(each.codes) != bool(each.outside) and 0 < each.certainty <= 1 for each in found.found)
    assert all(words == heard.at(span) for span, words in found.unknown)
    assert not any(a.span.overlaps(b.span) for a, b in zip(found.found, found.found[1:], strict=False))


@settings(deadline=None)
@given(some.lists(WORDS, max_size=8).map(" ".join))
def test_composed_and_decomposed_letters_are_one_question(question: str) -> None:
    assert read(unicodedata.normalize("NFD", question)) == read(unicodedata.normalize("NFC", question))


def test_what_means_something_else_already_is_left_alone() -> None:
    question = said("nước hồ và Dĩ An của Thuận An")

    found = gazetteer_of("binhduong").find(question, DAY, (Span(11, 16),))

    assert [each.codes for each in found.found] == [("725",)]


def test_another_province_has_its_own_names() -> None:
    assert [each.codes for each in read("thành phố Ngân Hà và Bắc Đẩu", pack="demo").found] == [("991",), ("992",)]
    assert [each.outside for each in read("so với Sao Khuya", pack="demo").found] == ["Tỉnh Sao Khuya"]
    assert read("tỉnh Sao Mai", pack="demo").province == Span(0, 12)


def test_a_gazetteer_of_nothing_finds_words_of_the_language() -> None:
    found = Gazetteer(()).find(said("toàn tỉnh có huyện nào"), DAY)

    assert (found.province, [each.code for each in found.groups]) == (Span(0, 9), ["*district"])


def test_a_question_is_read_in_a_few_milliseconds() -> None:
    question = said("so sánh tỷ lệ hồ sơ đúng hạn quý 2 năm 2023 của Dĩ An với thành phố Thuận An")
    gazetteer = gazetteer_of("binhduong")
    gazetteer.find(question, DAY)

    began = time.process_time()
    for _ in range(20):
        gazetteer.find(question, DAY)

    assert (time.process_time() - began) / 20 < 0.02


@pytest.mark.usefixtures("db")
def test_the_pack_in_force_is_read_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    apply_demo()
    first = known_places()

    with django_assert_num_queries(0):
        again = known_places()

    assert again is first
    assert [each.codes for each in again.find(said("huyện Thiên Lang"), date(2023, 6, 1)).found] == [("993",)]
    assert again.find(said("tỉnh Sao Khuya"), date(2023, 6, 1)).found[0].outside == "Tỉnh Sao Khuya"
