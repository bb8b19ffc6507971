"""``songbe migrate``: the database gets the tables of this version."""

from argparse import Namespace

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console

from songbe.config.commands import Answer, command


@command("migrate", "bring the database to the tables of this version")
def migrate(args: Namespace) -> Answer:
    """Apply what is missing, and say how many migrations that was."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    applied = [f"{migration.app_label}.{migration.name}" for migration, _ in plan]

    def show(console: Console) -> None:
        console.print(f"{len(applied)} migrations applied" if applied else "The database is up to date")

    return Answer({"applied": applied}, show)
