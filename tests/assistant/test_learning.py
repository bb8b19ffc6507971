"""What is learned from questions, without a database: who meant what, and what adding a name does to the others."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songbe.assistant.rules.hearing import Mind, hear
from songbe.assistant.rules.learning import LONGEST, MOST_WORDS, Turn, called, learned_from, learned_from_two
from songbe.assistant.rules.lexicon import EMPTY
from songbe.assistant.rules.query import Operation, Query
from songbe.assistant.rules.reading import understand
from songbe.assistant.rules.replay import Case, Worse, meant, replay, touches
from songbe.assistant.rules.subjects import Subjects
from songbe.assistant.rules.text import said
from songbe.config.environment import ROOT
from songbe.config.packs import read_pack
from songbe.kernel.vietnamese import fold
from tests.assistant.minds import mind_of

DAY, AT = date(2022, 12, 29), datetime(2022, 12, 29, 3, tzinfo=UTC)
SOAKED = "Tháng 8/2022 có bao nhiêu đơn bị ngâm?"


@pytest.fixture(scope="module")
def mind() -> Mind:
    return mind_of("demo")


def with_name(mind: Mind, code: str, name: str, new: str) -> Mind:
    """A mind that learned one name. new: those of its words that other names do not hold."""
    subjects = Subjects(
        [replace(each, learned=((name, new),)) if each.code == code else each for each in mind.subjects.subjects]
    )
    return replace(mind, subjects=subjects, words=mind.words | subjects.spelling.words)


def turn(question: str, *, chosen: str = "", refused: bool = False, minutes: int = 0, mind: Mind) -> Turn:
    """A question as it was understood."""
    query = Query(Operation.refuse) if refused else understand(question, now=DAY, mind=mind).best.query
    return Turn(question, DAY, AT + timedelta(minutes=minutes), query, None, refused, chosen)


def test_a_choice_of_another_indicator_teaches_what_it_was_called(mind: Mind) -> None:
    found = learned_from(turn(SOAKED, chosen="DEMO005", mind=mind), mind)

    assert found is not None
    assert (found[0], found[1].key, found[1].words, found[1].name) == ("DEMO005", "ngam", "ngâm", "đơn ngâm")


def test_another_place_or_time_of_the_same_indicator_teaches_nothing(mind: Mind) -> None:
    same = turn("hồ sơ tiếp nhận mới toanh tháng 8/2022", chosen="DEMO001", mind=mind)

    assert same.query.indicators == ("DEMO001",)
    assert learned_from(same, mind) is None


def test_a_choice_among_several_readings_teaches_what_it_was_called_even_if_the_first_was_right(mind: Mind) -> None:
    several = turn("Tỷ lệ đơn ngâm", chosen="DEMO003", mind=mind)
    assert meant(Case(several.question, "", DAY), mind)[:2] == ("DEMO003", "DEMO006")

    found = learned_from(several, mind)

    assert found is not None
    assert (found[0], found[1].key) == ("DEMO003", "ngam")


def test_a_choice_for_a_question_that_was_refused_teaches_what_it_was_called(mind: Mind) -> None:
    found = learned_from(turn("Hồ sơ đang ngâm", chosen="DEMO004", refused=True, mind=mind), mind)

    assert found is not None
    assert (found[0], found[1].name) == ("DEMO004", "hồ sơ đang ngâm")


@pytest.mark.parametrize("question", ["Hồ sơ " + "ngâm" * 40, "Hồ sơ nào đã kẹp tờ khai vàng bìa cứng góc trái dưới"])
def test_a_sentence_is_no_name(mind: Mind, question: str) -> None:
    assert called(question, hear(question, DAY, mind, None), "DEMO005", mind) is None


@pytest.mark.parametrize(
    ("first", "second", "minutes", "learned"),
    [
        ("Bao nhiêu đơn ngâm lâu năm 2022?", "Hồ sơ quá hạn chưa giải quyết năm 2022", 1, True),
        ("Bao nhiêu đơn ngâm lâu năm 2022?", "Hồ sơ quá hạn chưa giải quyết", 1, True),
        # Another time, another place: perhaps another question.
        ("Bao nhiêu đơn ngâm lâu?", "Hồ sơ quá hạn chưa giải quyết năm 2021", 1, False),
        ("Bao nhiêu đơn ngâm lâu?", "Hồ sơ quá hạn chưa giải quyết huyện Ngân Hà", 1, False),
        # Long afterwards.
        ("Bao nhiêu đơn ngâm lâu năm 2022?", "Hồ sơ quá hạn chưa giải quyết năm 2022", 11, False),
    ],
)
def test_a_refused_question_learns_from_the_next_that_asks_the_same(
    mind: Mind, first: str, second: str, minutes: int, learned: bool
) -> None:
    refused = turn(first, refused=True, mind=mind)
    answered = turn(second, minutes=minutes, mind=mind)

    found = learned_from_two(refused, answered, mind)

    assert answered.query.indicators == ("DEMO005",)
    assert (found[0] if found else "") == ("DEMO005" if learned else "")


def test_a_question_that_is_never_answered_teaches_nothing(mind: Mind) -> None:
    question = "Số điện thoại của ông giám đốc ngâm đơn"

    assert called(question, hear(question, DAY, mind, None), "DEMO005", mind) is None


TYPED = "hồ sơ đơn ngâm lâu nộp trễ hạn tháng 8 năm 2022 huyện Ngân Hà bao nhiêu tỷ lệ so với nhất 1022 xyz"
WORDS = st.sampled_from(tuple(TYPED.split()))


@settings(max_examples=150, deadline=None)
@given(words=st.lists(WORDS, min_size=1, max_size=12), code=st.sampled_from(["DEMO001", "DEMO003", "DEMO005"]))
def test_a_name_is_short_holds_what_was_not_understood_and_no_filler(words: list[str], code: str) -> None:
    mind = mind_of("demo")
    question = " ".join(words)

    found = called(question, hear(question, DAY, mind, None), code, mind)

    if found is not None:
        new = set(found.key.split())
        assert 1 <= len(new) <= MOST_WORDS
        assert len(found.name) <= LONGEST
        assert new <= {word.plain for word in said(found.name).words}
        assert not new & EMPTY
        assert not any(letter.isdigit() for letter in found.name)


@settings(max_examples=60, deadline=None)
@given(words=st.lists(WORDS, min_size=1, max_size=8), name=st.lists(WORDS, min_size=1, max_size=3))
def test_a_question_that_has_no_new_word_is_read_as_before(words: list[str], name: list[str]) -> None:
    mind, new = mind_of("demo"), fold(name[-1])
    learned = with_name(mind, "DEMO005", " ".join(name), new)
    case = Case(" ".join(words), "", DAY)

    if not touches(case, frozenset({new}), learned):
        assert understand(case.question, now=DAY, mind=learned) == understand(case.question, now=DAY, mind=mind)


@pytest.mark.parametrize(("name", "new"), [("hồ sơ ngâm", "ngam"), ("phản ánh lâu", "lau phan anh")])
def test_every_name_of_the_pack_that_is_not_read_again_would_be_read_the_same(mind: Mind, name: str, new: str) -> None:
    learned = with_name(mind, "DEMO005", name, new)
    added = frozenset(new.split())
    names = [Case(name, each.code, DAY) for each in mind.subjects.subjects for name in each.names]

    untouched = [case for case in names if not touches(case, added, learned)]

    assert len(untouched) > 10
    assert [case.question for case in untouched if meant(case, mind) != meant(case, learned)] == []


def test_a_name_that_is_another_indicators_own_makes_its_question_worse(mind: Mind) -> None:
    names = [Case(each.names[0], each.code, DAY) for each in mind.subjects.subjects]
    stolen, new = "giải quyết trung vị", "giai quyet trung vi"

    harmless = replay(names, old=mind, new=with_name(mind, "DEMO005", "hồ sơ ngâm", "ngam"), words="ngam")
    harmful = replay(names, old=mind, new=with_name(mind, "DEMO001", stolen, new), words=new)

    assert (harmless.questions, harmless.worse) == (len(names), ())
    assert harmless.right_before == harmless.right_after
    assert harmful.worse == (Worse("Số ngày giải quyết trung vị", "DEMO007", ("DEMO001",)),)


@pytest.mark.parametrize("pack", ["demo", "binhduong"])
def test_every_question_that_a_pack_knows_is_understood(pack: str) -> None:
    read, _faults = read_pack(ROOT / "packs" / pack)
    assert read is not None
    mind = mind_of(pack)

    wrong = {
        line.question: found
        for line in read.questions
        for found in [meant(Case(line.question, line.indicator, date(2023, 12, 29)), mind)]
        if found[:1] != (line.indicator,)
    }

    assert len(list(read.questions)) > 10
    assert wrong == {}
