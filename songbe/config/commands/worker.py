"""``songbe worker``: the process that does what nobody waits for."""

from argparse import Namespace

from songbe.config import worker
from songbe.config.commands import command


@command("worker", "run queued jobs until stopped")
def run(args: Namespace) -> None:
    """Work until the process is told to stop."""
    worker.run()
