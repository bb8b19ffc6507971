"""``songbe synonyms``: the names accepted from use, as lines for the pack, and whether they still do no harm."""

import csv
import io
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from songbe.assistant.queries.proposals import SynonymLine, synonym_lines
from songbe.assistant.queries.replaying import document, replayed_together
from songbe.config.commands import Answer, command
from songbe.places import clock

PATIENCE_SECONDS = 2


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--csv", type=Path, default=None, metavar="FILE", help="write the lines to this file")
    parser.add_argument("--replay", action="store_true", help="read all known questions with and without them")


@command("synonyms", "names of indicators that were accepted from use, as lines for the pack", arguments=_arguments)
def synonyms(args: Namespace) -> Answer:
    """List the accepted names that the pack does not hold, or read known questions again with them."""
    if args.replay:
        return _replay()
    lines = synonym_lines()
    if args.csv:
        args.csv.write_text(_written(lines), encoding="utf-8")

    def show(console: Console) -> None:
        table = Table("code", "name", "synonyms", "added")
        for line in lines:
            table.add_row(line.code, line.name_vi, line.synonyms, ", ".join(line.added))
        console.print(table)
        console.print(f"{len(lines)} indicators" + (f": {args.csv}" if args.csv else ""))

    return Answer([asdict(line) for line in lines], show)


def _written(lines: list[SynonymLine]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("code", "name_vi", "synonyms"))
    writer.writerows((line.code, line.name_vi, line.synonyms) for line in lines)
    return out.getvalue()


def _replay() -> Answer:
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("questions", total=None, visible=False)

        def tell(done: int, questions: int) -> None:
            slow = progress.tasks[0].elapsed or 0
            progress.update(task, completed=done, total=questions, visible=slow > PATIENCE_SECONDS)

        found = replayed_together(on=clock.today(), tell=tell)

    def show(console: Console) -> None:
        for each in found.worse:
            console.print(f"{each.question}: {each.truth} -> {', '.join(each.instead) or '-'}", markup=False)
        console.print(f"{found.questions} questions, {found.read} read again, {len(found.worse)} worse")

    return Answer(document(found), show, exit_code=1 if found.worse else 0)
