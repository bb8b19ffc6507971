"""``songbe import-procedures``: the national catalogue of procedures brought in, and ended again."""

import os
from argparse import ArgumentParser, Namespace
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from songbe.cases.actions.importing import CatalogueImported, end_imported_procedures, import_procedures
from songbe.config.commands import Answer, command
from songbe.config.commands.figures import account_argument, actor_from
from songbe.kernel.errors import InvalidInput


class FileOrUndo(InvalidInput):
    """Neither a file nor the wish to take one back was given, or both."""

    code = "file_or_undo"
    exit_code = 2
    message_en = "Say either a file or --undo: songbe import-procedures FILE, songbe import-procedures --undo"
    message_vi = "Hãy nêu tệp hoặc --undo: songbe import-procedures TỆP, songbe import-procedures --undo"


SENTENCES = {
    "checked": (
        "{taken} thủ tục dùng được; chưa nhập: {added} mới, {changed} thay đổi, {ended} kết thúc",
        "{taken} procedures are good; nothing was written: {added} new, {changed} changed, {ended} to end",
    ),
    "imported": (
        "Đã nhập {taken} thủ tục: {added} mới, {changed} thay đổi, {ended} kết thúc",
        "{taken} procedures brought in: {added} new, {changed} changed, {ended} ended",
    ),
    "already_imported": (
        "{taken} thủ tục đã có đúng như tệp; không làm gì thêm",
        "{taken} procedures are there already, just as the file says; nothing was done",
    ),
}


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="CSV in UTF-8, one header row")
    parser.add_argument("--dry-run", action="store_true", help="check only; nothing is written")
    parser.add_argument("--undo", action="store_true", help="end all procedures that were brought in")
    account_argument(parser)


@command("import-procedures", "bring in the national catalogue of procedures, described only", arguments=_arguments)
def take_procedures_in(args: Namespace) -> Answer:
    """Import the catalogue and list what is wrong in it, or end what was imported."""
    if args.undo == bool(args.file):
        raise FileOrUndo
    if args.undo:
        return _undone(end_imported_procedures(actor=actor_from(args)))
    found = import_procedures(path=args.file, actor=actor_from(args), dry_run=args.dry_run)
    document = _document(args, found)
    return Answer(document, lambda console: _show(console, found, document))


def _english() -> bool:
    return os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("en")


def _undone(ended: int) -> Answer:
    said = f"{ended} procedures ended" if _english() else f"Đã kết thúc {ended} thủ tục"
    return Answer({"status": "undone", "ended": ended}, lambda console: console.print(said))


def _document(args: Namespace, found: CatalogueImported) -> dict[str, Any]:
    new = "checked" if args.dry_run else "imported"
    return {
        "file": args.file.name,
        "status": new if found.changes else "already_imported",
        "digest": found.digest,
        "rows": found.read.rows,
        "taken": found.taken,
        "left_out": found.read.left_out,
        "kept": found.kept,
        "added": found.added,
        "changed": found.changed,
        "ended": found.ended,
        "fault_count": len(found.read.faults),
        "fault_kinds": dict(Counter(fault.kind for fault in found.read.faults).most_common()),
        "faults": [
            asdict(fault) | {"reason_vi": fault.reason("vi"), "reason_en": fault.reason("en")}
            for fault in found.read.faults
        ],
    }


def _show(console: Console, found: CatalogueImported, document: dict[str, Any]) -> None:
    english = _english()
    if found.read.faults:
        table = Table("dòng / line", "cột / column", "lý do / reason")
        for fault in found.read.faults:
            table.add_row(str(fault.line), fault.column, fault.reason("en" if english else "vi"))
        console.print(table)
        console.print(", ".join(f"{kind} {count}" for kind, count in document["fault_kinds"].items()))
    counts = (
        "{rows} rows, {left_out} left out, {kept} stay as the pack declares them"
        if english
        else "{rows} dòng, bỏ qua {left_out}, giữ {kept} thủ tục như bộ khai báo"
    )
    console.print(counts.format(**document | {"kept": len(found.kept)}), soft_wrap=True)
    console.print(SENTENCES[document["status"]][int(english)].format(**document), soft_wrap=True)
