"""The sets of questions for the assistant: their form, and that what they call right is what the packs say."""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise, product

import pytest

from bench.questions import noise
from bench.questions.__main__ import SETS, made, written
from bench.questions.alike import OTHERS, SHORT, grams, own, plain
from bench.questions.bank import KINDS, read_bank
from bench.questions.make import Question, questions
from bench.questions.pack import GROUPS, HERE, Pack

FIELDS = (
    "id,conversation,turn,previous,question,kind,now,noise,indicator,indicator_key,indicator_unit,unit,unit_code,period,"
    "period_rule,operation,behavior,expected,note"
)
OPERATIONS = {
    "value": r"",
    "series": r"\(grain=(month|quarter|year)\)",
    "compare": r"\((units|vs=\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d)\)",
    "rank": r"\(order=(asc|desc),n=\d+\)",
    "rank_of": r"",
    "filter": r"\((op=(lt|gt),value=\d+|target=(met|unmet))\)",
    "target_gap": r"",
    "definition": r"",
    "explain": r"\(decompose\)",
    "procedure": r"\((documents|fee|term|place|online|steps)\)",
    "refuse": r"",
}
REASONS = {
    "other_province",
    "future",
    "before_data",
    "no_such_indicator",
    "opinion_about_person",
    "personal_data",
    "prediction",
    "cause",
    "level_not_available",
    "no_such_place",
    "out_of_scope",
    "instruction",
    "finer_than_frequency",
    "no_target",
}
NAMES = tuple(SETS)


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    """Return each set in turn."""
    return str(request.param)


def _read(name: str) -> list[Question]:
    return [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def _pack(name: str) -> Pack:
    folder = SETS[name][0]
    return Pack(folder, letters=folder != "demo")


def _keys(question: Question) -> list[str]:
    return (question["indicator_key"] or "").split(";") if question["indicator_key"] else []


def _ends(period: str) -> tuple[date, date]:
    first, last = map(date.fromisoformat, period.split("/"))
    return first, last


def test_a_file_holds_what_its_bank_makes(name: str) -> None:
    assert (HERE / f"{name}.jsonl").read_text(encoding="utf-8") == written(made(name))


def test_another_seed_draws_other_places_for_the_same_phrases() -> None:
    other = questions(_pack("tuning"), "tuning", letter="T", seed=2)
    first = made("tuning")

    assert [q["kind"] for q in other] == [q["kind"] for q in first]
    assert sum(a["unit_code"] != b["unit_code"] for a, b in zip(first, other, strict=True)) > 20


def test_a_question_has_every_field_in_its_order(name: str) -> None:
    for q in _read(name):
        assert ",".join(q) == FIELDS + ",procedure" * q["operation"].startswith("procedure"), q["id"]
        assert set(q["noise"]) == {"no_diacritics", "abbreviation", "typo"}, q["id"]
        assert q["kind"] in {*KINDS.values(), "follow-up"}, q["id"]
        assert q["question"].strip(), q["id"]
        assert not re.search(r"[\[\]{}]|\?[dcsmq]\b", q["question"]), q["id"]


def test_ids_are_used_once_and_conversations_run_on(name: str) -> None:
    found = _read(name)
    by_id = {q["id"]: q for q in found}

    assert len(by_id) == len(found)
    for q in found:
        if q["previous"] is None:
            assert q["turn"] == 1, q["id"]
            assert q["kind"] != "follow-up", q["id"]
        else:
            before = by_id[q["previous"]]
            assert (q["conversation"], q["turn"]) == (before["conversation"], before["turn"] + 1), q["id"]
            assert (q["kind"], q["now"]) == ("follow-up", before["now"]), q["id"]


def test_periods_are_days_that_had_come_unless_the_future_is_asked_for(name: str) -> None:
    for q in _read(name):
        assert (q["period"] is None) == (q["period_rule"] is None), q["id"]
        if q["period"] is None:
            continue
        first, last = _ends(q["period"])
        assert first <= last, q["id"]
        assert q["period_rule"] in ("latest", "explicit_or_relative"), q["id"]
        if q["period_rule"] == "latest":
            assert q["period"] == "2023-01-01/2023-12-31", q["id"]
        elif q["note"] == "future":
            assert first > date.fromisoformat(q["now"]), q["id"]
        elif q["behavior"] == "refuse" and (q["note"] == "prediction" or q["previous"]):
            # Of a follow-up the note says what it follows; what is forecast lies ahead as a whole.
            assert not first <= date.fromisoformat(q["now"]) < last, q["id"]
        else:
            assert last <= date.fromisoformat(q["now"]), q["id"]


def test_operations_are_known_ones(name: str) -> None:
    for q in _read(name):
        operation, _, _ = q["operation"].partition("(")
        assert re.fullmatch(operation + OPERATIONS[operation], q["operation"]), q["id"]
        assert (q["operation"] == "refuse") == (q["behavior"] == "refuse"), q["id"]


def test_indicators_and_places_are_those_of_the_pack(name: str) -> None:
    pack = _pack(name)
    for q in _read(name):
        assert set(_keys(q)) <= set(pack.indicators), q["id"]
        if q["behavior"] == "refuse" or q["operation"].startswith("procedure") or q["unit_code"] is None:
            continue
        codes = q["unit_code"].split(";")
        assert all(pack.tier(code) for code in codes), q["id"]
        assert q["unit"] == " ; ".join(map(pack.name_of, codes)), q["id"]


def test_what_is_to_be_answered_exists_at_its_tier_and_for_its_period(name: str) -> None:
    pack = _pack(name)
    for q in _read(name):
        if q["behavior"] != "answer" or not q["unit_code"] or q["kind"] == "procedure":
            continue
        for key, code in product(_keys(q), q["unit_code"].split(";")):
            row, tier = pack.indicators[key], pack.tier(code)
            held = [*row["tiers"].split(";"), *["department"] * (row["kind"] == "from-cases")]
            assert tier in held, (q["id"], key, tier)
            if q["period_rule"] != "latest":
                assert _fits(row["frequency"], q), (q["id"], key, row["frequency"], q["period"])


def _fits(frequency: str, q: Question) -> bool:
    """Tell whether the period is one or more whole grains of the indicator, but for a last one that still runs."""
    first, last = _ends(q["period"])
    running = str(last) == q["now"]
    if frequency in ("daily", "weekly"):
        return True
    months = {"monthly": 1, "quarterly": 3, "yearly": 12}[frequency]
    whole = running or (last.toordinal() + 1 == date(last.year + last.month // 12, last.month % 12 + 1, 1).toordinal())
    return first.day == 1 and (first.month - 1) % months == 0 and whole and (running or last.month % months == 0)


def test_a_level_that_is_called_missing_is_missing(name: str) -> None:
    pack = _pack(name)
    for q in _read(name):
        if q["note"] == "level_not_available":
            row = pack.indicators[q["indicator_key"]]
            assert pack.tier(q["unit_code"]), q["id"]
            assert pack.tier(q["unit_code"]) not in row["tiers"].split(";"), q["id"]
        if q["note"] in ("other_province", "no_such_place"):
            named = {unit["name_vi"].lower() for unit in pack.units.values()}
            assert q["unit"].lower() not in named, q["id"]
        if q["note"] == "finer_than_frequency":
            assert not _fits(pack.indicators[q["indicator_key"]]["frequency"], q), q["id"]


def test_a_refusal_says_why(name: str) -> None:
    for q in _read(name):
        if q["kind"] == "unanswerable":
            assert (q["note"] or "").split(";")[0] in REASONS, q["id"]


def test_a_gap_is_asked_for_only_where_there_is_a_target(name: str) -> None:
    pack = _pack(name)
    for q in _read(name):
        if q["operation"] == "target_gap":
            place = pack.codes[q["unit_code"]]
            assert (pack.indicators[q["indicator_key"]]["code"], place) in pack.targets, q["id"]


def test_an_expected_figure_is_the_published_one(name: str) -> None:
    pack, seen = _pack(name), 0
    for q in _read(name):
        if q["expected"] is None:
            continue
        seen += 1
        code = pack.indicators[q["indicator_key"]]["code"]
        rows = [
            row for row in pack.published if row["indicator"] == code and row["place"] == pack.codes[q["unit_code"]]
        ]
        stated = {(float(row["value"]), row["qualifier"] or None, row["source"]) for row in rows}
        expected = q["expected"]
        assert (expected["value"], expected["qualifier"], expected["source"]) in stated, q["id"]
        assert q["operation"] == "value", q["id"]

    assert seen


def test_a_procedure_is_one_of_the_pack(name: str) -> None:
    named = {row["name_vi"] for row in _pack(name).procedures.values()}

    assert [q["id"] for q in _read(name) if q["kind"] == "procedure" and q["procedure"] not in named] == []


def test_noise_is_flagged_as_it_is(name: str) -> None:
    for q in _read(name):
        assert q["noise"]["no_diacritics"] == noise.is_unmarked(q["question"]), q["id"]
        decomposed = q["question"] != unicodedata.normalize("NFC", q["question"])
        assert ("NFD" in (q["note"] or "")) == decomposed, q["id"]


@pytest.mark.parametrize("name", ["tuning", "untouched"])
def test_every_indicator_is_asked_for_in_four_ways_and_more(name: str) -> None:
    words = defaultdict(set)
    for q in _read(name):
        for key in _keys(q):
            words[key].add(plain(q["question"]))

    assert {key: len(words[key]) for key in _pack(name).names if len(words[key]) < 4} == {}


@pytest.mark.parametrize("name", ["tuning", "untouched"])
def test_kinds_stand_in_the_proportions_of_real_use(name: str) -> None:
    """Of thirty: eleven values, three each of trends, comparisons, ranks and what cannot be answered, two or one of the
    rest; half as many to twice as many are let pass."""
    found = _read(name)
    share = {kind: 30 * count / len(found) for kind, count in Counter(q["kind"] for q in found).items()}
    usual = {"value": 11, "trend": 3, "compare": 3, "rank": 3, "target-gap": 2, "follow-up": 2, "definition": 2}

    for kind, of_thirty in (usual | {"unanswerable": 3, "procedure": 1}).items():
        assert of_thirty / 2 < share[kind] < 2 * of_thirty, kind


@pytest.mark.parametrize("part", OTHERS)
def test_the_untouched_part_is_worded_differently_where_it_is_called_its_own(part: str) -> None:
    lines = read_bank("untouched")
    right = [(lines[at].words, grams(lines[at].words)) for at in own() if len(lines[at].words) > SHORT]
    alike = [
        (line.words, other)
        for line in read_bank(part)
        for other, theirs in right
        if len(grams(line.words) & theirs) / len(grams(line.words) | theirs) >= 0.6
    ]

    assert alike == []


@pytest.mark.parametrize("part", ["tuning", "untouched"])
def test_no_phrase_stands_twice_in_a_bank(part: str) -> None:
    phrases = sorted(plain(line.words) for line in read_bank(part) if not line.follows)

    assert [one for one, other in pairwise(phrases) if one == other] == []


def test_most_of_the_untouched_part_is_its_own_and_names_its_own_places() -> None:
    lines = read_bank("untouched")

    assert sum("[" in lines[at].words for at in own()) == 0
    assert len(lines) >= 350
    assert len(own()) > 0.75 * len(lines)


def test_groups_have_names_in_both_packs() -> None:
    for code, name in product(GROUPS, NAMES):
        assert _pack(name).name_of(code) != code
