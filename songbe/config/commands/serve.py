"""``songbe serve``: the web server, and the worker beside it."""

import os
import sys
from argparse import ArgumentParser, Namespace

from django.conf import settings
from django.core.management import call_command

from songbe.config.commands import command
from songbe.config.postgres import revive_database
from songbe.config.processes import Program, keep_running

# A page is mostly Python and waits little: more threads a process only take the interpreter from each other.
THREADS = 2
POOL = 8


def add_arguments(parser: ArgumentParser) -> None:
    """Add where to listen, and whether the worker runs too."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--no-worker", action="store_true", help="the web server alone")


@command("serve", "run the web server and the worker", arguments=add_arguments)
def serve(args: Namespace) -> None:
    """Serve until interrupted."""
    call_command("collectstatic", verbosity=0, interactive=False)
    os.environ.setdefault("SONGBE_DB_POOL", str(POOL))
    programs = [Program("web", _web(args.host, args.port))]
    if not args.no_worker:
        programs.append(Program("worker", (sys.executable, "-m", "songbe.config.cli", "worker")))
    sys.stderr.write(f"http://{args.host}:{args.port}/\n")
    keep_running(programs, tend=revive_database)


def _web(host: str, port: int) -> tuple[str, ...]:
    return (
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(settings.ENVIRONMENT.workers), "--blocking-threads", str(THREADS)),
        *("--respawn-failed-workers", "--no-ws", "--log-level", "warning"),
        "songbe.config.wsgi:application",
    )
