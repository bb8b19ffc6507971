"""``songbe shell``: Python with the models imported."""

from argparse import Namespace

from django.core.management import call_command

from songbe.config.commands import command


@command("shell", "a Python prompt with the models imported")
def shell(args: Namespace) -> None:
    """Open the prompt until the person leaves it."""
    call_command("shell")
