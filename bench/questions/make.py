"""Questions from the lines of a bank, each with what is right for it; the same for the same seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bench.questions import noise, times
from bench.questions.bank import KINDS, Line, read_bank
from bench.questions.pack import Pack

NOW = date(2023, 12, 29)
MONTHS = [f"2022-{m:02}" for m in (3, 6, 9, 11)] + [f"2023-{m:02}" for m in range(1, 13)]
QUARTERS = ["2022Q1", "2022Q3", "2022Q4", "2023Q1", "2023Q1", "2023Q2", "2023Q2", "2023Q3", "2023Q3", "2023Q4"]
GRAINS = {"m": "month", "q": "quarter", "y": "year"}
TIERS = {"?d": "district", "?c": "commune", "?s": "department"}
RULE = "explicit_or_relative"
NONE, SAME = "-", "="
"""In the head of a line: nothing is named; as in the line before."""

Question = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A line whose random parts are drawn. key, unit: codes or None; time: None if the question has none."""

    line: Line
    key: str | None
    unit: str | None
    time: times.Time | None
    rule: str | None
    token: str
    now: date


def questions(pack: Pack, bank: str, *, letter: str, seed: int, drawn_as: str = "") -> list[Question]:
    """Return the questions of a bank. letter: begins their ids; seed: draws places, times and noise, with the name of
    the bank or another by which it was drawn before."""
    found: list[Question] = []
    before: Asked | None = None
    for line in read_bank(bank):
        chance = random.Random(f"{seed}/{drawn_as or bank}/{line.number}")
        before = _asked(line, before if line.follows else None, pack, chance)
        found.append(_question(before, found, pack, letter, chance))
    return found


def _asked(line: Line, before: Asked | None, pack: Pack, chance: random.Random) -> Asked:
    now = date.fromisoformat(line.said("now") or str(before.now if before else NOW))
    key = before.key if before and line.key == SAME else line.key
    unit = before.unit if before and line.unit == SAME else line.unit
    if unit in TIERS:
        unit = chance.choice([code for code in pack.choices(TIERS[unit]) if not before or code != before.unit])
    token = line.time
    if before and token == SAME:
        return Asked(line, _or_none(key), _or_none(unit), before.time, before.rule, before.token, now)
    token = chance.choice({"?m": MONTHS, "?q": QUARTERS}.get(token, [token]))
    if line.letter in "dp" or key == NONE:
        return Asked(line, _or_none(key), _or_none(unit), None, None, token, now)
    time, rule = (times.latest(now), "latest") if token == NONE else (times.read_time(token, now), RULE)
    return Asked(line, _or_none(key), _or_none(unit), time, rule, token, now)


def _or_none(said: str | None) -> str | None:
    return None if said in (None, NONE, SAME) else said


def _question(asked: Asked, found: list[Question], pack: Pack, letter: str, chance: random.Random) -> Question:
    line, number = asked.line, len(found) + 1
    last = found[-1] if line.follows else None
    words, flags, note = _typed(_filled(asked, pack, chance), line, chance)
    notes = [f"câu trước: {last['question']}"] if last else [_reason(line)] if line.letter == "u" else []
    started = sum(1 for q in found if q["turn"] == 1)
    question: Question = {
        "id": f"{letter}{number:03}",
        "conversation": last["conversation"] if last else f"{letter}c{started + 1:03}",
        "turn": last["turn"] + 1 if last else 1,
        "previous": last["id"] if last else None,
        "question": words,
        "kind": "follow-up" if last else KINDS[line.letter],
        "now": str(asked.now),
        "noise": flags,
        **_indicator(asked, pack),
        **_place_and_time(asked, pack),
        "operation": _operation(asked),
        "behavior": _behavior(line),
        "expected": _expected(asked, pack),
        "note": "; ".join([*notes, *note]) or None,
    }
    if line.letter == "p":
        question["procedure"] = pack.procedures[line.key]["name_vi"]
    return question


def _filled(asked: Asked, pack: Pack, chance: random.Random) -> str:
    words = asked.line.words
    if "[u]" in words and asked.unit:
        words = words.replace("[u]", pack.said(asked.unit, chance))
    if "[t]" in words:
        words = words.replace("[t]", times.said(asked.token, asked.now, chance))
    return words if asked.line.words[0] != "[" else words[0].upper() + words[1:]


def _typed(words: str, line: Line, chance: random.Random) -> tuple[str, dict[str, bool], list[str]]:
    """Return the words with noise, what noise it is, and a note of noise that has no flag."""
    flags = {
        "no_diacritics": noise.is_unmarked(words),
        "abbreviation": noise.has_abbreviation(words),
        "typo": "typo" in line.more,
    }
    drawn, notes = chance.random(), list[str]()
    if flags["no_diacritics"] or flags["typo"] or "exact" in line.more:
        return words, flags, notes
    if drawn < 0.27:
        words = noise.unmarked(words)
        flags["no_diacritics"] = True
        words = words.lower().rstrip("?.") if drawn < 0.2 else words
    elif drawn < 0.4:
        wrong = noise.slip(words, chance) if drawn < 0.36 else noise.half_marked(words, chance)
        words, flags["typo"] = wrong, wrong != words
    elif drawn < 0.44:
        words, notes = noise.decomposed(words), ["NFD"]
    elif drawn < 0.52:
        words = words.lower().rstrip("?.")
    return words, flags | {"no_diacritics": noise.is_unmarked(words)}, notes


def _reason(line: Line) -> str:
    return next(word for word in line.more if "=" not in word and word not in ("soft", "typo", "exact"))


def _behavior(line: Line) -> str:
    if line.letter != "u":
        return "answer"
    return "refuse_or_answer_from_data" if "soft" in line.more else "refuse"


def _indicator(asked: Asked, pack: Pack) -> Question:
    if asked.key is None or asked.line.letter == "p":
        return {"indicator": None, "indicator_key": None, "indicator_unit": None}
    named = [pack.names.get(key, pack.indicators[key]) for key in asked.key.split(";")]
    return {
        "indicator": " ; ".join(row["name_vi"] for row in named),
        "indicator_key": asked.key,
        "indicator_unit": " ; ".join(dict.fromkeys(row["unit"] for row in named)),
    }


def _place_and_time(asked: Asked, pack: Pack) -> Question:
    if asked.line.letter == "p":
        office = _office(pack.procedures[asked.line.key], pack)
        return {"unit": office, "unit_code": office, "period": None, "period_rule": None}
    units = asked.unit.split(";") if asked.unit and asked.line.letter != "d" else []
    return {
        "unit": " ; ".join(pack.name_of(unit) for unit in units) or None,
        "unit_code": ";".join(units) or None,
        "period": asked.time.iso() if asked.time else None,
        "period_rule": asked.rule,
    }


def _office(procedure: dict[str, str], pack: Pack) -> str:
    tier, handler = procedure["tier"], procedure["handler"]
    if handler == "CAT" and tier == "commune":
        return "Công an cấp xã"
    if tier == "province":
        return pack.agencies[handler]["name_vi"]
    return "UBND cấp xã" if tier == "commune" else "UBND cấp huyện"


def _operation(asked: Asked) -> str:
    line = asked.line
    if line.letter == "u":
        return "value" if "soft" in line.more else "refuse"
    plain = {"v": "value", "e": "explain(decompose)", "o": "rank_of", "g": "target_gap", "d": "definition"}
    if line.letter in plain:
        return plain[line.letter]
    if line.letter == "p":
        return f"procedure({line.more[0]})"
    if line.letter == "t":
        return f"series(grain={GRAINS[next((w for w in line.more if w in GRAINS), 'm')]})"
    return _compared(asked) if line.letter == "c" else _ranked(line.more)


def _compared(asked: Asked) -> str:
    time, more = asked.time, asked.line.more
    if time is None or ";" in (asked.unit or ""):
        return "compare(units)"
    if "yoy" in more:
        return f"compare(vs={times.year_before(time).iso()})"
    if "prev" in more:
        return f"compare(vs={times.before(time).iso()})"
    token = asked.line.said("vs") or ""
    return f"compare(vs={times.read_time(token, asked.now).iso()})"


def _ranked(more: tuple[str, ...]) -> str:
    for word in more:
        if word.startswith(("top", "low")):
            return f"rank(order={'desc' if word[0] == 't' else 'asc'},n={word[3:]})"
        if word[:2] in ("lt", "gt"):
            return f"filter(op={word[:2]},value={word[2:]})"
        if word in ("met", "unmet"):
            return f"filter(target={word})"
    raise ValueError(more)


def _expected(asked: Asked, pack: Pack) -> Question | None:
    """Return the figure where the report states it: of the province, of a whole year or the newest there is."""
    pack_code = pack.codes.get(asked.unit or "", asked.unit)
    if asked.line.letter != "v" or not asked.key or not asked.time or ";" in asked.key:
        return None
    code, dimension = pack.indicators[asked.key]["code"], asked.line.said("dim") or ""
    stated = [
        row
        for row in pack.published
        if (row["indicator"], row["place"], row["dimension"]) == (code, pack_code, dimension)
        and (asked.rule == "latest" or times.read_time(row["period"], date.max) == replace(asked.time, running=False))
    ]
    if not stated:
        return None
    newest = max(stated, key=lambda row: row["period"])
    value = float(newest["value"])
    return {
        "value": int(value) if value.is_integer() else value,
        "unit": _indicator(asked, pack)["indicator_unit"],
        "qualifier": newest["qualifier"] or None,
        "source": newest["source"],
    }


def by_kind(found: list[Question]) -> Iterator[tuple[str, int]]:
    """Yield each kind with the number of its questions, in the order of the kinds."""
    for kind in dict.fromkeys([*KINDS.values(), "follow-up"]):
        yield kind, sum(q["kind"] == kind for q in found)
