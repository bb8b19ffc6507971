"""``songbe reconcile``: random cells against their records."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from django.utils import timezone
from rich.console import Console

from songbe.config.commands import Answer, command
from songbe.indicators.actions.reconciling import reconcile
from songbe.places.policy import OPERATOR


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--count", type=int, default=200, help="how many sums to check")
    parser.add_argument("--seed", type=int, default=None, help="which ones; today's date by default")


@command("reconcile", "compare random cells with the records they sum", arguments=_arguments)
def run(args: Namespace) -> Answer:
    """Check; exit code 1 if a cell differs."""
    seed = timezone.localdate().toordinal() if args.seed is None else args.seed
    done = reconcile(count=args.count, seed=seed, actor=OPERATOR)

    def show(console: Console) -> None:
        console.print(f"{done.checked} sums checked, {len(done.differences)} differ")
        for difference in done.differences:
            console.print(str(asdict(difference)), soft_wrap=True)

    return Answer(asdict(done), show, 1 if done.differences else 0)
