"""``songbe boundaries``, ``songbe import boundaries``: official boundaries taken in, listed, taken back."""

import os
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from django.utils import timezone
from rich.console import Console
from rich.table import Table

from songbe.config.commands import Answer, command
from songbe.config.commands.figures import account_argument, actor_from
from songbe.places.actions import import_boundaries, withdraw_boundaries
from songbe.places.actions.boundaries import BoundariesRead
from songbe.places.queries import boundary_sets

TARGET = "boundaries"
_SHOWN = 50


def take_boundaries_in(args: Namespace) -> Answer:
    """Take a GeoJSON file in, or list all that is wrong with it and exit with 1."""
    read = import_boundaries(
        path=args.file, source=args.source, at=timezone.now(), actor=actor_from(args), dry_run=args.dry_run
    )
    if read.faults:
        sys.stderr.write(_refusal(args.file.name, len(read.faults)) + "\n")
    document = {
        "target": TARGET,
        "file": args.file.name,
        "status": _status(read, dry_run=args.dry_run),
        "units": read.units,
        "boundaries": read.imported.pk if read.imported else None,
        "fault_count": len(read.faults),
        "errors": [
            {"feature": fault.number, "unit": fault.unit, "kind": fault.wrong.value}
            | {"reason_vi": fault.sentence("vi"), "reason_en": fault.sentence("en")}
            for fault in read.faults
        ],
    }
    return Answer(document, lambda console: _show(console, read, dry_run=args.dry_run), int(bool(read.faults)))


def _english() -> bool:
    return os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("en")


def _status(read: BoundariesRead, *, dry_run: bool) -> str:
    if read.faults:
        return "refused"
    if read.earlier:
        return "already_imported"
    return "checked" if dry_run else "imported"


def _refusal(name: str, faults: int) -> str:
    if _english():
        return f"{name} has {faults} faults; no boundary of it was taken"
    return f"Tệp {name} có {faults} lỗi nên không ranh giới nào được nhập"


def _show(console: Console, read: BoundariesRead, *, dry_run: bool) -> None:
    for fault in read.faults[:_SHOWN]:
        console.print(fault.sentence("en" if _english() else "vi"), soft_wrap=True, markup=False)
    if len(read.faults) > _SHOWN:
        console.print(f"... {_SHOWN} / {len(read.faults)}")
    if read.faults:
        return
    number = read.imported.pk if read.imported else 0
    said = {
        "checked": ("{units} ranh giới đều hợp lệ; chưa nhập", "{units} boundaries are good; nothing was written"),
        "imported": ("Đã nhập {units} ranh giới, bộ số {number}", "{units} boundaries taken in, set {number}"),
        "already_imported": (
            "Tệp này đã được nhập là bộ số {number}; không làm gì thêm",
            "This file was taken in before, as set {number}; nothing was done",
        ),
    }[_status(read, dry_run=dry_run)]
    console.print(said[int(_english())].format(units=read.units, number=number), soft_wrap=True)


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--withdraw", type=int, default=0, metavar="ID", help="take this set of boundaries back")
    account_argument(parser)


@command("boundaries", "official boundaries that maps are drawn from", arguments=_arguments)
def boundaries(args: Namespace) -> Answer:
    """List the sets of boundaries, newest first, after taking one back if asked to."""
    if args.withdraw:
        withdraw_boundaries(number=args.withdraw, at=timezone.now(), actor=actor_from(args))
    found = boundary_sets()

    def show(console: Console) -> None:
        table = Table("id", "file", "source", "units", "by", "at", "withdrawn")
        for each in found:
            at = f"{timezone.localtime(each.imported_at):%d/%m/%Y %H:%M}"
            gone = f"{timezone.localtime(each.withdrawn_at):%d/%m/%Y %H:%M}" if each.withdrawn_at else ""
            table.add_row(str(each.number), each.file_name, each.source, str(each.units), each.actor, at, gone)
        console.print(table)

    return Answer([asdict(each) for each in found], show)
