"""``songbe import``, ``import-undo``, ``imports``: files from elsewhere, taken in and taken back."""

import os
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils import timezone
from rich.console import Console
from rich.table import Table

from songbe.config.commands import Answer, boundaries, command
from songbe.config.commands.figures import account_argument, actor_from
from songbe.config.intake_targets import target_named
from songbe.indicators.actions import compute_indicators
from songbe.intake.actions import Outcome, import_file, undo_import
from songbe.intake.preview import GoodRow
from songbe.intake.queries import import_numbered, imports, listed
from songbe.intake.report import write_report
from songbe.intake.rules.faults import Fault
from songbe.intake.targets import Target
from songbe.places.policy import OPERATOR
from songbe.warehouse.actions.cells import Computed

_SHOWN = 20


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "target",
        metavar="TARGET",
        help="dossiers, register:NAME, reported-figures, boundaries, ...; a wrong one lists all",
    )
    kinds = "CSV (UTF-8), .xlsx, .ods or Parquet, one header row; GeoJSON for boundaries"
    parser.add_argument("file", type=Path, metavar="FILE", help=kinds)
    parser.add_argument("--dry-run", action="store_true", help="check only; nothing is written")
    parser.add_argument("--report", type=Path, metavar="OUT.xlsx", help="write what is wrong, and the rows to mend")
    parser.add_argument("--source", default="", help="whose data it is (default: the file's name)")
    _compute_argument(parser)
    account_argument(parser)


def _compute_argument(parser: ArgumentParser) -> None:
    parser.add_argument("--compute", action="store_true", help="compute the figures afterwards")


@command("import", "take a file in: whole, once, and only without a fault", arguments=_arguments)
def take_in(args: Namespace) -> Answer:
    """Import a file, or list all that is wrong with it and exit with 1."""
    if args.target == boundaries.TARGET:
        return boundaries.take_boundaries_in(args)
    target = target_named(args.target)
    outcome = import_file(
        target=target,
        path=args.file,
        actor=actor_from(args),
        at=timezone.now(),
        source=args.source,
        dry_run=args.dry_run,
    )
    if args.report and outcome.refused:
        write_report(outcome, target, args.report)
    new = outcome.imported is not None and not outcome.earlier
    computed = compute_indicators(actor=OPERATOR) if args.compute and new and target.computed else None
    stale = target.computed and new and computed is None
    document = _document(args, target, outcome) | {"computed": computed, "next": "songbe compute" if stale else None}
    if outcome.refused:
        sys.stderr.write(_refusal(outcome) + "\n")
    return Answer(document, lambda console: _show(console, args, outcome, computed, stale), int(outcome.refused))


def _locale() -> str:
    return "en" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("en") else "vi"


def _stale() -> str:
    said = {"vi": "Số liệu cần tính lại: chạy songbe compute", "en": "Figures are stale: run songbe compute"}
    return said[_locale()]


def _status(args: Namespace, outcome: Outcome) -> str:
    if outcome.refused:
        return "refused"
    if outcome.earlier:
        return "already_imported"
    return "checked" if args.dry_run else "imported"


def _document(args: Namespace, target: Target, outcome: Outcome) -> dict[str, Any]:
    document = {
        "target": target.name,
        "file": outcome.file_name,
        "status": _status(args, outcome),
        "digest": outcome.digest,
        "row_count": outcome.rows,
        "import": listed(outcome.imported) if outcome.imported else None,
        "fault_count": outcome.faults.total,
        "questions": [_fault(fault) for fault in outcome.faults.questions],
        "errors": [_fault(fault) for fault in outcome.faults.errors],
        "report": args.report if args.report and outcome.refused else None,
    }
    if args.dry_run:
        document["rows"] = [_row(target, row) for row in outcome.preview.rows]
    return document


def _fault(fault: Fault) -> dict[str, Any]:
    return asdict(fault) | {"reason_vi": fault.reason("vi"), "reason_en": fault.reason("en")}


def _row(target: Target, row: GoodRow) -> dict[str, Any]:
    if target.name != "reported-figures":
        return {"sheet": row.sheet, "row": row.row, "values": dict(row.values), "cells": dict(row.cells)}
    said = {"sheet": row.sheet, "row": row.row, "cell": row.cells.get("value"), "measure": "actual"}
    return said | {"qualifier": None, **row.values}


def _refusal(outcome: Outcome) -> str:
    if _locale() == "en":
        return f"{outcome.file_name} has {outcome.faults.total} faults; nothing of it was taken"
    return f"Tệp {outcome.file_name} có {outcome.faults.total} lỗi nên không dòng nào được nhập"


def _show(console: Console, args: Namespace, outcome: Outcome, computed: Computed | None, stale: bool) -> None:
    locale = _locale()
    vi = locale == "vi"
    if outcome.refused:
        _show_faults(console, outcome, locale)
        if args.report:
            console.print(f"{'Xem' if vi else 'See'} {args.report}", soft_wrap=True, markup=False)
        elif outcome.faults.total > _SHOWN:
            console.print("… --report OUT.xlsx")
        return
    said = {
        "checked": ("{rows} dòng đều hợp lệ; chưa nhập", "{rows} rows are good; nothing was written"),
        "imported": ("Đã nhập {rows} dòng, lần nhập số {number}", "{rows} rows imported, import {number}"),
        "already_imported": (
            "Tệp này đã được nhập ở lần nhập số {number} ({rows} dòng); không làm gì thêm",
            "This file was imported before, as import {number} ({rows} rows); nothing was done",
        ),
    }[_status(args, outcome)]
    number = outcome.imported.pk if outcome.imported else 0
    console.print((said[0] if vi else said[1]).format(rows=outcome.rows, number=number), soft_wrap=True)
    if computed:
        console.print(f"{computed.segments} segments, {computed.cells} cells, {computed.seconds:.1f} s")
    if stale:
        console.print(_stale())


def _show_faults(console: Console, outcome: Outcome, locale: str) -> None:
    table = Table("ô / cell", "cột / column", "lý do / reason")
    for fault in outcome.faults.listed[:_SHOWN]:
        table.add_row(fault.where, fault.label, fault.reason(locale))
    console.print(table)
    console.print(f"{min(_SHOWN, len(outcome.faults.listed))} / {outcome.faults.total}")


def _undo_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("number", type=int, metavar="ID", help="the import's number")
    _compute_argument(parser)
    account_argument(parser)


@command("import-undo", "take an import back; its file may then come again", arguments=_undo_arguments)
def take_back(args: Namespace) -> Answer:
    """Undo an import."""
    imported = import_numbered(args.number)
    target = target_named(imported.target)
    undone = undo_import(imported=imported, target=target, actor=actor_from(args), at=timezone.now())
    computed = compute_indicators(actor=OPERATOR) if args.compute and target.computed else None
    stale = target.computed and computed is None

    def show(console: Console) -> None:
        vi = _locale() == "vi"
        said = "Đã hoàn tác lần nhập số {n} ({rows} dòng)" if vi else "Import {n} is undone ({rows} rows)"
        console.print(said.format(n=undone.pk, rows=undone.rows))
        if stale:
            console.print(_stale())

    document = {"import": listed(undone), "undo_reference": undone.undo_reference, "computed": computed}
    return Answer(document | {"next": "songbe compute" if stale else None}, show)


def _list_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--limit", type=int, default=20, help="how many to list")
    account_argument(parser)


@command("imports", "what was imported, newest first", arguments=_list_arguments)
def list_imports(args: Namespace) -> Answer:
    """List the imports."""
    found = imports(actor=actor_from(args), limit=args.limit)

    def show(console: Console) -> None:
        table = Table("id", "target", "file", "rows", "status", "by", "at")
        for each in found:
            at = f"{timezone.localtime(each.imported_at):%d/%m/%Y %H:%M}"
            table.add_row(str(each.number), each.target, each.file_name, str(each.rows), each.status, each.actor, at)
        console.print(table)

    return Answer(list(found), show)
