"""``songbe events``: the log of what happened."""

import json
import os
import subprocess
import sys
from argparse import Namespace

from rich.console import Console

from songbe.config.commands import Answer, command, group
from songbe.events import standalone_verify
from songbe.events.actions import seal_events

group("events", "the log of what happened")


@command("events verify", "check the chain of events with a script that shares no code with the product")
def verify(args: Namespace) -> Answer:
    """Seal what waits, then let the script walk the chain in a process of its own."""
    while seal_events():
        pass
    run = subprocess.run(
        [sys.executable, standalone_verify.__file__, os.environ["DATABASE_URL"]],
        capture_output=True,
        text=True,
        check=False,
    )
    result = json.loads(run.stdout) if run.stdout else {"ok": False, "fault": run.stderr.strip()}

    def show(console: Console) -> None:
        console.print(f"{result['checked']} events, the chain holds" if result["ok"] else result["fault"])

    return Answer(result, show, 0 if result["ok"] else 1)
