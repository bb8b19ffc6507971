"""``songbe scan-files``: files that were kept are looked at by the virus scanner."""

import os
from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from rich.console import Console

from songbe.cases.actions.scanning import scan_kept
from songbe.config.commands import Answer, command
from songbe.places.policy import OPERATOR

SAID = (
    "Đã quét {scanned} tệp: {infected} tệp có vi-rút, không mở được nữa; {skipped} tệp không quét được",
    "{scanned} files scanned: {infected} infected, which nobody can open any more; {skipped} could not be scanned",
)


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--again", action="store_true", help="also files that were scanned before")


@command("scan-files", "scan the files that were kept without a virus scanner", arguments=_arguments)
def scan_files(args: Namespace) -> Answer:
    """Scan; exit code 1 if a file is infected or could not be scanned."""
    found = scan_kept(again=args.again, actor=OPERATOR)
    english = os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("en")

    def show(console: Console) -> None:
        console.print(SAID[int(english)].format(**asdict(found)), soft_wrap=True)

    return Answer(asdict(found), show, int(bool(found.infected or found.skipped)))
