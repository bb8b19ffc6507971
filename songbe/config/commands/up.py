"""``songbe up``: from an empty machine to a running operations centre, doing only what is not done yet."""

import os
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from rich.console import Console

from songbe.config.commands import Answer, command
from songbe.config.packs import apply_pack, pack_digest
from songbe.config.passwords import demo_password
from songbe.demonstration.actions import simulate_year
from songbe.indicators.actions import compute_indicators
from songbe.places.clock import days_back_to, is_shifted, today
from songbe.places.models import AppliedPack, RoleGrant
from songbe.places.policy import OPERATOR
from songbe.places.queries import province

YEARS = (2022, 2023)


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--pack", type=Path, default=settings.SONGBE_PACK)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--scale", type=Decimal, default=Decimal(1), help="volume of the demonstration years")
    parser.add_argument("--no-serve", action="store_true", help="prepare everything, but do not start the server")


@contextmanager
def _step(console: Console, doing: str) -> Iterator[None]:
    began = time.perf_counter()
    console.print(f"{doing} ...", end=" ", highlight=False)
    yield
    console.print(f"{time.perf_counter() - began:.1f} s", highlight=False)


@command("up", "prepare whatever is not there yet, then serve", arguments=_arguments)
def up(args: Namespace) -> Answer | None:
    """Migrate, apply the pack if it changed, simulate and compute what is missing, print the address and accounts,
    serve."""
    console = Console(stderr=args.json)
    settings.SONGBE_PACK = args.pack.absolute()
    os.environ["SONGBE_PACK"] = str(settings.SONGBE_PACK)
    with _step(console, "Tables"):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    _apply_if_changed(console, args.pack)
    _set_clock(console)
    for year in YEARS:
        with _step(console, f"Demonstration year {year}"):
            simulate_year(year=year, folder=args.pack, seed=1, scale=args.scale, actor=OPERATOR)
    with _step(console, "Figures"):
        done = compute_indicators(actor=OPERATOR)
    console.print(
        f"  {done.components} sums over {done.segments} new files of facts: {done.cells} cells", highlight=False
    )
    _greet(console, args.host, args.port)
    if args.no_serve:
        return None
    sys.stdout.flush()
    os.execv(
        sys.executable,
        [sys.executable, "-m", "songbe.config.cli", "serve", "--host", args.host, "--port", str(args.port)],
    )


def _apply_if_changed(console: Console, folder: Path) -> None:
    applied = AppliedPack.objects.order_by("-id").first()
    if applied is not None and applied.digest == pack_digest(folder):
        return
    with _step(console, f"Pack {folder.name}"):
        apply_pack(folder, actor=OPERATOR, password=demo_password())


def _set_clock(console: Console) -> None:
    """Let work on cases take place in the last week of the demonstration, from the first start on."""
    kept = settings.SONGBE_HOME / "days_back"
    if "SONGBE_DAYS_BACK" not in os.environ and not kept.exists():
        days = days_back_to(province().reference_date, timezone.localdate())
        kept.write_text(str(days), encoding="ascii")
        settings.SONGBE_DAYS_BACK = days
    if is_shifted():
        console.print(
            f"  Work on cases takes place on {today():%d/%m/%Y}, {settings.SONGBE_DAYS_BACK} days back", highlight=False
        )


def _greet(console: Console, host: str, port: int) -> None:
    console.print(f"\nhttp://{host}:{port}/ioc/", highlight=False)
    console.print(f"Demonstration accounts (password {demo_password()}):", highlight=False)
    for grant in RoleGrant.objects.filter(person__practice=True).select_related("person", "agency").order_by("pk"):
        console.print(f"  {grant.person.username:16} {grant.role:14} {grant.agency.name_vi}", highlight=False)
