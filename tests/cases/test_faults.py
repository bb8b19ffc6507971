"""Web, worker and database are killed while dossiers are filed: nothing that was answered is lost or doubled.

Twenty rounds here; ``python -m bench.faults --rounds 200`` for more.
"""

import subprocess
import sys

import pytest

from songbe.config.environment import ROOT

ROUNDS, LONGEST_SECONDS = 20, 900


@pytest.mark.slow
def test_what_was_answered_exists_once_though_web_worker_and_database_were_killed() -> None:
    command = [sys.executable, "-m", "bench.faults", "--rounds", str(ROUNDS)]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=LONGEST_SECONDS)

    assert done.returncode == 0, done.stdout + done.stderr
