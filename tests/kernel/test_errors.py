"""Errors carry facts; the words are made in the reader's language."""

import copy
import pickle

import pytest

from songbe.kernel.errors import (
    Conflict,
    InvalidInput,
    InvalidPeriod,
    NotAllowed,
    NotFound,
    PeriodNotWholeMonths,
    Refused,
    SongbeError,
)


class UnableToAccept(Conflict):
    code = "unable_to_accept"
    message_vi = "Hồ sơ {dossier} đã trả kết quả, không thể tiếp nhận"
    message_en = "{dossier} is resolved, cannot be accepted"

    def __init__(self, *, dossier: str) -> None:
        super().__init__(dossier=dossier)


def test_an_error_speaks_both_languages_and_english_by_default() -> None:
    error = UnableToAccept(dossier="000.00.01.H09-230428-0001")

    assert error.message("vi") == "Hồ sơ 000.00.01.H09-230428-0001 đã trả kết quả, không thể tiếp nhận"
    assert error.message("vi-VN") == error.message() == error.message("vi")
    assert error.message("en") == str(error) == "000.00.01.H09-230428-0001 is resolved, cannot be accepted"


def test_braces_in_a_fact_are_only_text() -> None:
    assert "{code}" in str(UnableToAccept(dossier="{code}"))


def test_the_facts_are_for_reading_only() -> None:
    error = UnableToAccept(dossier="x")

    assert error.facts == {"dossier": "x"}
    with pytest.raises(TypeError):
        error.facts["dossier"] = "y"  # type: ignore[index]


@pytest.mark.parametrize("error", [UnableToAccept(dossier="x"), InvalidPeriod(given="x"), Refused(reason=1)])
def test_an_error_survives_the_way_to_another_process(error: SongbeError) -> None:
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301  our own bytes
        assert type(again) is type(error)
        assert again.facts == error.facts
        assert str(again) == str(error)


@pytest.mark.parametrize("kind", [InvalidInput, NotAllowed, NotFound, Conflict])
def test_every_refusal_ends_a_command_with_exit_code_one(kind: type[SongbeError]) -> None:
    assert issubclass(kind, Refused)
    assert kind.exit_code == 1
    assert kind().message("vi") != kind().message("en")


def test_the_codes_are_all_different() -> None:
    kinds = [SongbeError, Refused, InvalidInput, NotAllowed, NotFound, Conflict, InvalidPeriod, PeriodNotWholeMonths]

    assert len({kind.code for kind in kinds}) == len(kinds)


def test_a_missing_fact_is_a_fault_of_the_code_that_raises() -> None:
    with pytest.raises(TypeError, match="dossier"):
        Conflict.__init__(UnableToAccept.__new__(UnableToAccept), other=1)


def test_messages_that_name_different_facts_cannot_be_declared() -> None:
    with pytest.raises(TypeError, match="different facts"):
        type("Lopsided", (Refused,), {"code": "lopsided", "message_vi": "{a}", "message_en": "{b}"})


def test_a_code_is_snake_case() -> None:
    with pytest.raises(TypeError, match="snake_case"):
        type("Shouting", (Refused,), {"code": "SHOUTING"})
