"""How well and how fast questions are answered: ``python -m bench.asking [FILE ...]``, by default the untouched set;
``--drawn N`` asks N questions that are drawn anew from the tuning banks, ``--generated`` five for every indicator of
the pack.

Runs in the home that ``SONGBE_HOME`` names, in which Bình Dương's pack is in force with its demonstration years, or in
one of its own that is made first (about a minute) and thrown away. A question is right where indicator, place, period
and operation are, or one of the readings offered is; what must be refused is right where it is refused. Figures from
nowhere are looked for by a reading of the text that shares no code with the product.
"""

import csv
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.faults import own_home
from bench.questions.__main__ import SEED, made, written
from bench.questions.alike import OTHERS, own
from bench.questions.generated import generated
from bench.questions.pack import Pack

ROOT = Path(__file__).parents[1]
PACK = ROOT / "packs" / "binhduong"
UNTOUCHED = ROOT / "bench" / "questions" / "untouched.jsonl"
RUN = """
import sys, django
django.setup()
from songbe.config.postgres import ensure_database
ensure_database()
from bench import asking
asking.run(sys.argv[1:])
"""


def run(files: list[str]) -> None:
    """Ask every question of some files, and print how they were answered. Django is set up, the database runs."""
    from songbe.assistant.queries.asking import ask
    from songbe.assistant.queries.mind import mind
    from songbe.assistant.queries.written import answer_document
    from songbe.assistant.rules.reading import understand
    from songbe.places.policy import OPERATOR

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    mind(date(2023, 12, 29))
    ready, memory = time.perf_counter() - started, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    for file in files:
        questions = [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines()]
        asked: dict[str, Any] = {}
        judged, parsed, whole = [], [], []
        for question in questions:
            now, context = date.fromisoformat(question["now"]), asked.get(question["previous"] or "")
            knows = mind(now)
            started = time.perf_counter()
            understand(question["question"], now=now, mind=knows, before=context)
            parsed.append(time.perf_counter() - started)
            started = time.perf_counter()
            answer = ask(question["question"], now=now, actor=OPERATOR, before=context)
            whole.append(time.perf_counter() - started)
            asked[question["id"]] = answer.query
            judged.append(judge(question, answer_document(answer)))
        _show(Path(file).name, questions, judged, parsed, whole)
    Console().print(f"ready in {ready:.1f} s, {memory} MB added")


def judge(question: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """Return what is right and wrong with an answer: the slots that differ, and whether it is right all in all."""
    slots = _slots(question, answer)
    right = not slots or any(not _slots(question, reading) for reading in answer["clarify"])
    if question["behavior"] == "refuse":
        right = answer["refused"]
    elif answer["refused"]:
        right = question["behavior"] == "refuse_or_answer_from_data"
    expected = question["expected"]
    return {
        "right": right,
        "slots": slots if question["behavior"] == "answer" else [],
        "refused": answer["refused"],
        "needless": answer["refused"] and question["behavior"] == "answer",
        "clarified": bool(answer["clarify"]),
        "sure_and_wrong": not right and not answer["refused"] and not answer["clarify"],
        "figure": None
        if not expected
        else (answer["value"], answer["qualifier"]) == (expected["value"], expected["qualifier"]),
        "nowhere": _nowhere(question, answer),
    }


def _slots(question: dict[str, Any], answer: dict[str, Any]) -> list[str]:
    wrong = []
    if question["indicator_key"] and _set(answer["indicator_key"]) != _set(question["indicator_key"]):
        wrong.append("indicator")
    if not _same_place(question["unit_code"], answer["unit_code"]):
        wrong.append("place")
    if question["period"] and question["period_rule"] != "latest" and answer["period"] != question["period"]:
        wrong.append("period")
    if (answer["operation"] or "").split("(")[0] != question["operation"].split("(")[0]:
        wrong.append("operation")
    return wrong


def _set(text: str | None) -> set[str]:
    return {part.strip() for part in (text or "").split(";") if part.strip()}


@cache
def _codes() -> dict[str, str]:
    with (ROOT / "bench" / "questions" / "places.csv").open(encoding="utf-8") as file:
        return {row["code"]: row["pack_code"] for row in csv.DictReader(file)}


def _same_place(wanted: str | None, given: str | None) -> bool:
    said = _set(wanted)
    # A place outside, or the office that handles a procedure, is named in words: no answer has its code.
    if not said or not all(re.fullmatch(r"\d{5}|[A-Z][A-Z0-9]{1,9}", part) for part in said):
        return True
    return {_codes().get(part, part) for part in said} == _set(given)


def _nowhere(question: dict[str, Any], answer: dict[str, Any]) -> list[str]:
    names = json.dumps(
        [answer["citation"], answer["period"], answer["query"], question["indicator"]], ensure_ascii=False
    )
    known = {float(number) for number in answer["result_numbers"]} | {
        float(digits) for digits in re.findall(r"\d+", names)
    }
    found = []
    for figure in re.findall(r"(?<!\w)\d+(?:[.,]\d+)*(?!\w)", answer["text"]):
        grouped = re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", figure)
        plain = figure.replace(".", "").replace(",", ".") if grouped else figure.replace(",", ".")
        if plain.count(".") <= 1 and float(plain) not in known:
            found.append(figure)
    return found


def _show(
    name: str,
    questions: list[dict[str, Any]],
    judged: list[dict[str, Any]],
    parsed: list[float],
    whole: list[float],
) -> None:
    rows: dict[str, list[bool]] = defaultdict(list)
    for at, (question, each) in enumerate(zip(questions, judged, strict=True)):
        rows["all"].append(each["right"])
        rows[f"kind: {question['kind']}"].append(each["right"])
        rows["noisy" if any(question["noise"].values()) else "clean"].append(each["right"])
        if name == UNTOUCHED.name and at in own():
            rows["worded like no phrase of another set"].append(each["right"])
        if question["behavior"] == "refuse":
            rows["refused rightly"].append(each["refused"])
        if each["figure"] is not None:
            rows["figure of the report exact"].append(each["figure"])
    table = Table("", "right", "of", "%", title=name)
    for key, hits in sorted(rows.items()):
        table.add_row(key, str(sum(hits)), str(len(hits)), f"{100 * sum(hits) / len(hits):.1f}")
    console = Console()
    console.print(table)
    wrong = Counter(slot for each in judged if not each["right"] for slot in each["slots"])
    count = len(judged)
    console.print(f"wrong in: {dict(wrong)}; needless refusals {sum(e['needless'] for e in judged)}")
    console.print(
        f"sure and wrong {100 * sum(e['sure_and_wrong'] for e in judged) / count:.1f} %, "
        f"clarified {100 * sum(e['clarified'] for e in judged) / count:.1f} %, "
        f"answers with a number from nowhere {sum(bool(e['nowhere']) for e in judged)}"
    )
    for what, seconds in (("understanding", parsed), ("whole answer", whole)):
        cuts = statistics.quantiles(seconds, n=20, method="inclusive")
        console.print(f"{what}: p50 {cuts[9] * 1000:.0f} ms, p95 {cuts[18] * 1000:.0f} ms, of {count}")


def main(files: list[str]) -> None:
    """Ask the questions of some files in the home of ``SONGBE_HOME``, else in one of its own."""
    if files[:1] == ["--generated"]:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "five for every indicator.jsonl"
            file.write_text(written(generated(Pack("binhduong", letters=True))), encoding="utf-8")
            main([str(file)])
        return
    if files[:1] == ["--drawn"]:
        with tempfile.TemporaryDirectory() as folder:
            main([str(_drawn(int(files[1]), Path(folder)))])
        return
    asked = files or [str(UNTOUCHED)]
    if os.environ.get("SONGBE_HOME"):
        subprocess.run([sys.executable, "-c", RUN, *asked], cwd=ROOT, check=True, env=_env(dict(os.environ)))
        return
    with own_home(PACK) as variables:
        subprocess.run([sys.executable, "-c", RUN, *asked], cwd=ROOT, check=True, env=_env(variables))


def _drawn(count: int, folder: Path) -> Path:
    """Write so many questions of the tuning banks, with places, times and slips drawn anew, each round by a seed."""
    file, seed, found = folder / f"{count} drawn.jsonl", SEED, 0
    with file.open("w", encoding="utf-8") as out:
        while found < count:
            seed += 1
            drawn = [question for name in OTHERS for question in made(name, seed)]
            for question in drawn[: count - found]:
                renamed = {name: f"{seed}-{question[name]}" for name in ("id", "previous") if question[name]}
                out.write(json.dumps(question | renamed, ensure_ascii=False) + "\n")
                found += 1
    return file


def _env(variables: dict[str, str]) -> dict[str, str]:
    return variables | {"DJANGO_SETTINGS_MODULE": "songbe.config.settings"}


if __name__ == "__main__":
    main(sys.argv[1:])
