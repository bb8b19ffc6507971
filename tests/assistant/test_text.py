"""A question keeps its letters in place, with and without diacritics."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as some

from songbe.assistant.rules.text import Span, agrees, said


@given(some.text(max_size=60))
def test_both_spellings_have_the_same_offsets_whatever_is_typed(question: str) -> None:
    heard = said(question)

    assert len(heard.text) == len(heard.plain)
    assert [heard.at(word.span) for word in heard.words] == [word.text for word in heard.words]


def test_composed_and_decomposed_letters_and_both_tone_placements_are_one_question() -> None:
    typed = "Hoà giải quý III ở Thuỷ Nguyên"

    assert said(unicodedata.normalize("NFD", typed)) == said(typed) == said("hòa giải quý iii ở thủy nguyên")


def test_a_word_typed_with_a_diacritic_is_only_what_is_spelt_so() -> None:
    assert agrees("quy", "quý")
    assert agrees("quy", "quỹ")
    assert not agrees("quý", "quỹ")
    assert agrees("quý", "quý")


def test_what_is_blanked_leaves_the_rest_where_it_was() -> None:
    heard = said("Tháng 8 Thuận An nhận bao nhiêu hồ sơ")

    rest = heard.without([Span(0, 7)])

    assert rest.at(Span(8, 16)) == "thuận an"
    assert [word.plain for word in rest.words][:2] == ["thuan", "an"]
