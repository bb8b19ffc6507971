"""``songbe database``: the private cluster of this machine."""

from argparse import Namespace

from rich.console import Console

from songbe.config import postgres
from songbe.config.commands import Answer, command, group

group("database", "the database server of this machine")


@command("database start", "start the private cluster if need be, and print the address", database=False)
def start(args: Namespace) -> Answer:
    """Return the address, of DATABASE_URL or of the private cluster."""
    url = postgres.ensure_database()
    return Answer({"url": url}, lambda console: console.print(url, soft_wrap=True, highlight=False))


@command("database stop", "stop the private cluster", database=False)
def stop(args: Namespace) -> Answer:
    """Say whether it was running."""
    stopped = postgres.stop_database()

    def show(console: Console) -> None:
        console.print("Stopped" if stopped else "It was not running")

    return Answer({"stopped": stopped}, show)
