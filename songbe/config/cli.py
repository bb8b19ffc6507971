"""``songbe``: parses the line, starts what the command needs, prints its answer.

Exit codes: 0 done, 1 refused (one line on stderr), 2 wrong usage.
"""

import contextlib
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from importlib.metadata import version

import django
from rich.console import Console

from songbe.config import commands, postgres
from songbe.config.commands import Answer, Command
from songbe.config.output import to_json
from songbe.kernel.errors import SongbeError


def main(line: Sequence[str] | None = None) -> int:
    """Run one command line, and return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "songbe.config.settings")
    args = Namespace(json=False)
    try:
        django.setup()
        _parser(commands.load()).parse_args(line, args)
        answer = _run(args.command, args)
    except SongbeError as error:
        return _refuse(error, as_json=args.json)
    except KeyboardInterrupt:
        return 130
    _print(answer, as_json=args.json)
    return answer.exit_code


def _parser(known: Mapping[str, Command]) -> ArgumentParser:
    parser = ArgumentParser(prog="songbe", description="Sông Bé: the digital-government platform of a province")
    parser.add_argument("--version", action="version", version=f"songbe {version('songbe')}")
    places = {"": parser.add_subparsers(title="commands", metavar="COMMAND", required=True)}
    for name, each in sorted(known.items()):
        first, _, second = name.partition(" ")
        if second and first not in places:
            said = commands.GROUPS.get(first)
            places[first] = (
                places[""]
                .add_parser(first, help=said, description=said)
                .add_subparsers(metavar="ACTION", required=True)
            )
        _add(places[first if second else ""].add_parser(second or first, help=each.help, description=each.help), each)
    return parser


def _add(parser: ArgumentParser, command: Command) -> None:
    parser.set_defaults(command=command)
    parser.add_argument("--json", action="store_true", help="print exactly one JSON document on stdout")
    if command.arguments:
        command.arguments(parser)


def _run(command: Command, args: Namespace) -> Answer:
    if command.database:
        # Child processes (web workers) find the same database without looking again.
        os.environ["DATABASE_URL"] = postgres.ensure_database()
    # With --json, stdout belongs to the document: whatever else is printed goes to stderr.
    with contextlib.redirect_stdout(sys.stderr) if args.json else contextlib.nullcontext():
        return command.run(args) or Answer()


def _print(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(to_json(answer.document) + "\n")
    elif answer.show:
        answer.show(Console())


def _refuse(error: SongbeError, *, as_json: bool) -> int:
    locale = "en" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("en") else "vi"
    message = " ".join(error.message(locale).split())
    if as_json:
        sys.stdout.write(to_json({"error": error.code, "message": message}) + "\n")
    sys.stderr.write(message + "\n")
    return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
