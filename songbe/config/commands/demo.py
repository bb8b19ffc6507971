"""``songbe demo``: the demonstration years."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from decimal import Decimal

from django.conf import settings
from rich.console import Console

from songbe.config.commands import Answer, command
from songbe.demonstration.actions import simulate_year
from songbe.places.policy import OPERATOR


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--year", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=Decimal, default=Decimal(1), help="1 is the volume the pack assumes")


@command(
    "demo",
    "bring in a demonstration year: deterministic, and marked simulated wherever it appears",
    arguments=_arguments,
)
def demo(args: Namespace) -> Answer:
    """Simulate a year of the pack in force."""
    done = simulate_year(year=args.year, folder=settings.SONGBE_PACK, seed=args.seed, scale=args.scale, actor=OPERATOR)

    def show(console: Console) -> None:
        console.print(f"{args.year}: {asdict(done)}", soft_wrap=True)

    return Answer(asdict(done), show)
