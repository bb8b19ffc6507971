"""Five questions for every indicator of a pack by its official name, with data and without: ``python -m bench.asking
--generated``. Plain wording and no slips: what they find is names that are taken for others."""

import random
from collections.abc import Iterator

from bench.questions.make import NOW, RULE, Question
from bench.questions.pack import Pack, Row
from bench.questions.times import latest, read_time

GRAINS = {"yearly": "year", "quarterly": "quarter"}
SAID = {"month": "tháng", "quarter": "quý", "year": "năm"}
ELSEWHERE = ("Tây Ninh", "Đồng Nai", "Long An", "Bình Phước")


def generated(pack: Pack, seed: int = 1) -> list[Question]:
    """Return five questions an indicator, in the order of codes."""
    own = {row["code"]: row for row in pack.indicators.values()}
    return [
        question
        for code in sorted(own)
        for number, question in enumerate(_five(own[code], pack, random.Random(f"{seed}/{code}")), start=1)
        if question.setdefault("id", f"{code}-{number}")
    ]


def _five(row: Row, pack: Pack, chance: random.Random) -> Iterator[Question]:
    name, tiers = row["name_vi"], row["tiers"].split(";")
    province = next(code for code, unit in pack.units.items() if unit["tier"] == "province")
    below = [tier for tier in ("commune", "district") if tier in tiers]
    place = chance.choice(pack.choices(below[0])) if below else province
    yield _question(row, f"{name} của {pack.name_of(place)} năm 2022 là bao nhiêu?", place, "2022", "value")
    grain = GRAINS.get(row["frequency"], "month")
    if grain != "year":
        yield _question(
            row, f"{name} từng {SAID[grain]} năm 2022?", province, "2022", f"series(grain={grain})", kind="trend"
        )
    else:
        yield _question(row, f"Cho biết {name} mới nhất", province, None, "value")
    yield _question(row, f"{name} nghĩa là gì?", None, None, "definition", kind="definition")
    if "district" in tiers:
        yield _question(
            row, f"Huyện nào có {name} cao nhất năm 2022?", "ALL9", "2022", "rank(order=desc,n=1)", kind="rank"
        )
    else:
        yield _refused(row, f"{name} của thành phố Thuận An năm 2022?", "725", "level_not_available")
    there = chance.choice(ELSEWHERE)
    yield _refused(row, f"{name} của tỉnh {there} năm 2022 là bao nhiêu?", f"Tỉnh {there}", "other_province")


def _question(
    row: Row, words: str, place: str | None, year: str | None, operation: str, *, kind: str = "value"
) -> Question:
    timed = place is not None
    time = (read_time(year, NOW) if year else latest(NOW)).iso() if timed else None
    return {
        "previous": None,
        "question": words,
        "kind": kind,
        "now": str(NOW),
        "noise": {},
        "indicator": row["name_vi"],
        "indicator_key": (row["aliases"] or row["code"]).split(";")[0],
        "unit_code": place,
        "period": time,
        "period_rule": None if not timed else RULE if year else "latest",
        "operation": operation,
        # Of a year long past the register may hold nothing: that is then said.
        "behavior": "refuse_or_answer_from_data" if timed else "answer",
        "expected": None,
        "note": None,
    }


def _refused(row: Row, words: str, place: str, note: str) -> Question:
    asked = _question(row, words, place, "2022", "refuse", kind="unanswerable")
    return asked | {"behavior": "refuse", "note": note}
