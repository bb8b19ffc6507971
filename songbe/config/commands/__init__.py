"""The commands of ``songbe``: one file a noun; each registers itself with ``@command``."""

import pkgutil
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import TypeVar

from rich.console import Console


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found. ``document`` is printed as JSON with ``--json``; otherwise ``show`` prints for people.

    exit_code: 1 where the finding itself is a refusal (a pack with faults); an error is raised, not answered.
    """

    document: object = field(default_factory=dict)
    show: Callable[[Console], None] | None = None
    exit_code: int = 0


Run = Callable[[Namespace], Answer | None]
DecoratedRun = TypeVar("DecoratedRun", bound=Run)


@dataclass(frozen=True, slots=True)
class Command:
    """One command line. ``name`` may be two words (``pack check``)."""

    name: str
    help: str
    run: Run
    arguments: Callable[[ArgumentParser], None] | None
    database: bool


COMMANDS: dict[str, Command] = {}
GROUPS: dict[str, str] = {}


def command(
    name: str,
    help: str,
    *,
    arguments: Callable[[ArgumentParser], None] | None = None,
    database: bool = True,
) -> Callable[[DecoratedRun], DecoratedRun]:
    """Register the decorated function as ``songbe NAME``.

    arguments: adds the command's own arguments; ``--json`` is there already. database: start it first if need be.
    """

    def register(run: DecoratedRun) -> DecoratedRun:
        COMMANDS[name] = Command(name=name, help=help, run=run, arguments=arguments, database=database)
        return run

    return register


def group(name: str, help: str) -> None:
    """Say what a first word that several commands share (``pack``) is about."""
    GROUPS[name] = help


def load() -> dict[str, Command]:
    """Import every module of this package, and return the commands by name. Django must be set up."""
    for module in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return COMMANDS
