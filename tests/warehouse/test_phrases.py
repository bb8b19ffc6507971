"""What a condition asks, in words that an official reads; no condition of a pack shows its SQL."""

import re

import pytest

from songbe.config.environment import ROOT
from songbe.config.packs import read_pack
from songbe.indicators.rules.definitions import parts
from songbe.indicators.rules.wording import condition_words, formula_words
from songbe.warehouse.facts import FACTS
from songbe.warehouse.rules.conditions import read_condition
from songbe.warehouse.rules.phrases import phrase
from songbe.warehouse.words import Vocabulary

OWN = {("category", "road"): ("đường sá", "roads")}
VI, EN = Vocabulary("vi", OWN), Vocabulary("en", OWN)
COLUMNS = "|".join(sorted({name for columns in FACTS.values() for name in columns if "_" in name}))
SQL = re.compile(rf"[=<>]| '\w+'|\b(AND|OR|NOT|IN|IS|NULL|TRUE|FALSE|{COLUMNS})\b")


@pytest.mark.parametrize(
    ("fact", "asked", "vi", "en"),
    [
        ("dossier", "", "", ""),
        ("dossier", "channel = 'counter'", "Kênh: tại quầy", "Channel: at the counter"),
        ("dossier", "internal = false", "Nội bộ: không", "Internal: no"),
        ("dossier", "finished_at <= due_at", "Giải quyết xong không muộn hơn Hẹn trả lần đầu",
         "Settled not after First due"),
        ("dossier", "rating >= 4", "Điểm đánh giá: từ 4 trở lên", "Rating: 4 or more"),
        ("dossier", "due_at is not null", "Hẹn trả lần đầu: đã có", "First due: recorded"),
        ("dossier", "(rating is null or rating < 3)", "Điểm đánh giá: chưa có hoặc Điểm đánh giá: dưới 3",
         "Rating: not recorded or Rating: less than 3"),
        ("dossier", "state not in ('refused', 'withdrawn')", "Trạng thái: khác từ chối / người nộp rút",
         "State: other than refused / withdrawn"),
        ("report", "category = 'road' and missed = false", "Loại: đường sá; Bị nhỡ: không",
         "Category: roads; Missed: no"),
        ("report", "category = 'unnamed'", "Loại: unnamed", "Category: unnamed"),
    ],
)  # fmt: skip
def test_a_condition_reads_as_columns_and_words(fact: str, asked: str, vi: str, en: str) -> None:
    condition = read_condition(fact, asked)

    assert (phrase(condition, VI), phrase(condition, EN)) == (vi, en)


@pytest.mark.parametrize("pack", ["binhduong", "demo"])
def test_no_indicator_of_a_pack_is_explained_in_sql(pack: str) -> None:
    read, _faults = read_pack(ROOT / "packs" / pack)
    assert read is not None
    own = {(line.column, line.word): (line.name_vi, line.name_en) for line in read.facts.words}
    own |= {("register", line.code): (line.name_vi, line.name_en) for line in read.facts.registers}
    own |= {("counter", line.code): (line.name_vi, line.name_en) for line in read.facts.counters}
    shown = [
        said
        for words in (Vocabulary("vi", own), Vocabulary("en", own))
        for definition in read.indicators.definitions
        if (made := parts(definition)) is not None
        for said in (condition_words(made.counted, words), formula_words(definition, words))
    ]

    assert shown
    assert [said for said in shown if SQL.search(said)] == []


@pytest.mark.parametrize("pack", ["demo", "binhduong"])
def test_every_word_of_a_register_and_counter_of_a_pack_has_a_name(pack: str) -> None:
    read, _faults = read_pack(ROOT / "packs" / pack)
    assert read is not None
    named = {(line.column, line.word) for line in read.facts.words}

    used = {("category", word) for line in (*read.facts.registers, *read.facts.counters) for word in line.categories}
    used |= {("detail", word) for line in read.facts.registers for word in line.details}
    used |= {("state", word) for line in read.facts.registers for word in line.states}

    assert used <= named
