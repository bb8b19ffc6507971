"""``songbe pack``: what a province declares."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from songbe.config.commands import Answer, command, group
from songbe.config.packs import apply_pack, read_pack
from songbe.config.passwords import demo_password
from songbe.places.policy import OPERATOR

group("pack", "what a province declares")


def _folder(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="the pack's folder")


@command("pack check", "read a pack and list every fault with file and line", arguments=_folder, database=False)
def check(args: Namespace) -> Answer:
    """List all faults; exit code 1 if there is one."""
    pack, faults = read_pack(args.folder)
    found = list(faults)
    document = {"pack": str(args.folder), "ok": not found, "faults": [asdict(fault) for fault in found]}
    if pack is not None:
        document |= {
            "units": len(pack.places.units),
            "agencies": len(pack.places.agencies),
            "centres": len(pack.centres),
            "indicators": sum(not d.family for d in pack.indicators.definitions),
            "family_members": sum(bool(d.family) for d in pack.indicators.definitions),
        }

    def show(console: Console) -> None:
        for fault in found:
            console.print(str(fault), soft_wrap=True, markup=False, highlight=False)
        counts = ", ".join(
            f"{document[key]} {key.replace('_', ' ')}"
            for key in ("units", "agencies", "indicators", "family_members", "centres")
            if key in document
        )
        console.print(
            f"{args.folder}: {len(found)} faults. {counts}" if found else f"{args.folder}: no fault. {counts}"
        )

    return Answer(document, show, 1 if found else 0)


@command("pack apply", "put a pack into force, whole or not at all", arguments=_folder)
def apply(args: Namespace) -> Answer:
    """Apply the pack as the operator of this machine."""
    applied = apply_pack(args.folder, actor=OPERATOR, password=demo_password())

    def show(console: Console) -> None:
        console.print(
            f"{applied.pack}: {applied.units} units, {applied.agencies} agencies, {applied.centres} centres, "
            f"{applied.indicators.added} new, {applied.indicators.changed} changed, "
            f"{applied.indicators.ended} ended indicators"
        )

    return Answer(asdict(applied), show)
