"""``songbe ask``: a question in everyday words, or a file of them."""

import json
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console

from songbe.assistant.queries.asking import Answer as Said
from songbe.assistant.queries.asking import ask
from songbe.assistant.queries.written import answer_document
from songbe.assistant.rules.query import Query
from songbe.assistant.rules.wording.names import LANGUAGES
from songbe.config.commands import Answer, command
from songbe.config.commands.figures import account_argument, actor_from
from songbe.kernel.errors import InvalidInput
from songbe.places import clock
from songbe.places.policy import Actor


class QuestionOrFile(InvalidInput):
    """Neither a question nor a file was given, or both."""

    code = "question_or_file"
    exit_code = 2
    message_en = 'Say either a question or a file: songbe ask "QUESTION", songbe ask --batch FILE --out FILE'
    message_vi = 'Hãy nêu một câu hỏi hoặc một tệp: songbe ask "CÂU HỎI", songbe ask --batch TỆP --out TỆP'


class NotAQuestion(InvalidInput):
    """A line of a file that holds no question."""

    code = "not_a_question"
    exit_code = 2
    message_en = "Line {line} of {file} is no question: {reason}. Each line is a JSON object with id and question."
    message_vi = (
        "Dòng {line} của {file} không phải câu hỏi: {reason}. Mỗi dòng là một đối tượng JSON có id và question."
    )


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("question", nargs="?", default="", metavar="QUESTION")
    parser.add_argument("--now", type=date.fromisoformat, default=None, metavar="DATE", help="the day it is asked")
    parser.add_argument("--locale", choices=LANGUAGES, default="vi", help="the language of the answer")
    parser.add_argument("--batch", type=Path, default=None, metavar="FILE", help="questions, one JSON object a line")
    parser.add_argument("--out", type=Path, default=None, metavar="FILE", help="where the answers go, one a line")
    account_argument(parser)


@command("ask", "a question in everyday words, answered with figures and their source", arguments=_arguments)
def ask_a_question(args: Namespace) -> Answer:
    """Answer one question, or a file of them in which each may lean on an earlier one."""
    if bool(args.question) == bool(args.batch):
        raise QuestionOrFile
    actor = actor_from(args)
    if args.batch:
        return _batch(args, actor)
    now = args.now or clock.today()
    started = time.perf_counter()
    said = ask(args.question, now=now, actor=actor, language=args.locale)
    document = answer_document(said) | {"latency_ms": _milliseconds(started)}
    return Answer(document, lambda console: console.print(said.text, markup=False, highlight=False))


def _batch(args: Namespace, actor: Actor) -> Answer:
    answers = list(_answers(args.batch, actor, args))
    written = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in answers)
    if args.out:
        args.out.write_text(written, encoding="utf-8")
        refused = sum(each["refused"] for each in answers)
        found = {"questions": len(answers), "refused": refused, "file": str(args.out)}
        return Answer(found, lambda console: console.print(f"{len(answers)} answers, {refused} refused: {args.out}"))
    return Answer(answers, lambda console: _lines(console, written))


def _lines(console: Console, written: str) -> None:
    console.print(written, markup=False, highlight=False, soft_wrap=True, end="")


def _answers(file: Path, actor: Actor, args: Namespace) -> Iterator[dict[str, Any]]:
    asked: dict[str, Query] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        question = _question(line, number, file)
        now = args.now or (date.fromisoformat(question["now"]) if question.get("now") else clock.today())
        started = time.perf_counter()
        said: Said = ask(
            question["question"],
            now=now,
            actor=actor,
            language=args.locale,
            before=asked.get(question.get("previous") or ""),
        )
        asked[question["id"]] = said.query
        yield {"id": question["id"], **answer_document(said), "latency_ms": _milliseconds(started)}


def _question(line: str, number: int, file: Path) -> dict[str, Any]:
    try:
        said = json.loads(line)
        if not isinstance(said["question"], str) or not isinstance(said["id"], str):
            raise TypeError("id and question are texts")
        if said.get("now"):
            date.fromisoformat(said["now"])
    except (ValueError, KeyError, TypeError) as wrong:
        raise NotAQuestion(line=number, file=str(file), reason=str(wrong)) from wrong
    return dict(said)


def _milliseconds(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)
