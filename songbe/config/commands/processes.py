"""``songbe process-bpmn``: a process of a pack as a drawing that other programs open."""

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.conf import settings
from rich.console import Console

from songbe.cases.declare.processes import read_processes
from songbe.cases.rules.blocks import Process
from songbe.cases.rules.bpmn import to_bpmn
from songbe.config.commands import Answer, command
from songbe.kernel.errors import InvalidInput, NotFound, Refused
from songbe.packs.faults import Faults


class NoSuchProcess(NotFound):
    """The pack has no process of this code."""

    code = "no_such_process"
    message_en = "{pack} has no process {given!r}. There are: {known}"
    message_vi = "{pack} không có quy trình {given!r}. Hiện có: {known}"


class FaultyProcesses(InvalidInput):
    """The processes of the pack cannot be worked by."""

    code = "faulty_processes"
    message_en = "The processes of {pack} have {count} faults, the first: {first}"
    message_vi = "Các quy trình của {pack} có {count} lỗi, lỗi đầu tiên: {first}"


class UnableToWriteProcess(Refused):
    """The file could not be written."""

    code = "unable_to_write_process"
    message_en = "{path} cannot be written: {reason}"
    message_vi = "Không ghi được {path}: {reason}"


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="the code of a process")
    parser.add_argument("--pack", type=Path, default=None, metavar="DIR", help="whose process (default: SONGBE_PACK)")
    parser.add_argument("--output", type=Path, default=None, metavar="FILE", help="write it there instead of printing")


@command("process-bpmn", "a process as BPMN 2.0, with its drawing", arguments=_arguments, database=False)
def process_bpmn(args: Namespace) -> Answer:
    """Print or write one process."""
    english = os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("en")
    document = to_bpmn(_process(args.pack or settings.SONGBE_PACK, args.code), "en" if english else "vi")
    said = {"code": args.code, "output": str(args.output) if args.output else None, "bpmn": document}
    if args.output is None:
        return Answer(said, lambda console: console.out(document, end="", highlight=False))
    try:
        args.output.write_text(document, encoding="utf-8")
    except OSError as error:
        raise UnableToWriteProcess(path=args.output, reason=error.strerror or str(error)) from error
    return Answer(said, lambda console: _show_where(console, args.output))


def _process(folder: Path, code: str) -> Process:
    faults = Faults(folder)
    found = read_processes(folder, faults)
    if len(faults):
        raise FaultyProcesses(pack=folder, count=len(faults), first=next(iter(faults)))
    if code not in found:
        raise NoSuchProcess(pack=folder, given=code, known=", ".join(sorted(found)) or "-")
    return found[code].value.process()


def _show_where(console: Console, path: Path) -> None:
    console.out(str(path), highlight=False)
