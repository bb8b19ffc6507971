"""Slips of the keyboard are read as what was meant, and what is a word is left alone."""

import pytest

from songbe.assistant.rules.spelling import Spelling, put_right, without_keys


@pytest.mark.parametrize(
    ("typed", "word"),
    [("hoof", "ho"), ("ddungs", "dung"), ("truwowcs", "truoc"), ("thangs", "thang"), ("hangj", "hang")],
)
def test_keys_of_telex_that_were_left_over_are_taken_off(typed: str, word: str) -> None:
    assert without_keys(typed) == word


@pytest.mark.parametrize("typed", ["quyys", "thagn", "thangg", "tháng", "thanng", "thng"])
def test_a_word_is_found_with_a_letter_doubled_swapped_missing_or_a_key_left(typed: str) -> None:
    known = Spelling(["quy", "thang"])

    assert known.meant(without_keys(typed) if typed == "quyys" else typed.replace("á", "a"))[0][0] in known.words


def test_only_what_is_no_word_itself_is_put_right() -> None:
    spelt = {"truoc": "trước", "huyen": "huyện"}
    meant = Spelling(spelt)

    assert (
        put_right("tháng trưcớ ở Tân Uyên", meant, spelt, {"uyen", "tan", "o", "thang"}.__contains__)
        == "tháng trước ở Tân Uyên"
    )
