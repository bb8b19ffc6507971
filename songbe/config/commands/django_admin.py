"""``songbe django``: Django's own commands, on the platform's database."""

from argparse import REMAINDER, ArgumentParser, Namespace

from django.core.management import execute_from_command_line

from songbe.config.commands import command


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("line", nargs=REMAINDER, metavar="...", help="for example: makemigrations places")


@command("django", "Django's own commands, for developers", arguments=_arguments)
def run(args: Namespace) -> None:
    """Run one of them; its exit code is ours."""
    execute_from_command_line(["songbe django", *args.line])
