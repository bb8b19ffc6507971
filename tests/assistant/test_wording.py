"""Every answer can be said in every language."""

import re

import pytest

from songbe.assistant.rules.query import Refusal
from songbe.assistant.rules.wording.names import LANGUAGES, period_label
from songbe.assistant.rules.wording.speech import PHRASES
from songbe.kernel.periods import parse_period


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_phrase_with_the_same_places_for_words(language: str) -> None:
    def shape(of: str) -> dict[str, set[str]]:
        return {name: set(re.findall(r"{(\w+)}", text)) for name, text in PHRASES[of].items()}

    assert shape(language) == shape("vi")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_holds_a_number_of_its_own(language: str) -> None:
    assert [name for name, text in PHRASES[language].items() if re.search(r"\d", text)] == []


@pytest.mark.parametrize("reason", Refusal)
def test_every_refusal_has_its_sentence(reason: Refusal) -> None:
    assert PHRASES["vi"][reason.value]


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("vi", "quý 3/2023"),
        ("en", "quarter 3 of 2023"),
        ("zh", "2023年第3季度"),
        ("ja", "2023年第3四半期"),
        ("ko", "2023년 3분기"),
    ],
)
def test_a_period_is_named_as_the_language_does(language: str, label: str) -> None:
    assert period_label(parse_period("2023-Q3"), language) == label
