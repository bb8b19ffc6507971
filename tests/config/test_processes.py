"""The supervisor behind ``songbe serve``: real processes, short lives."""

import os
import signal
import sys
import threading
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from songbe.config import processes
from songbe.config.processes import Program, keep_running
from songbe.kernel.errors import InvalidInput

WAITS = "import time; time.sleep(60)"


def _stop_me_when(condition: threading.Event) -> threading.Thread:
    def wait_and_stop() -> None:
        condition.wait(20)
        os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=wait_and_stop)
    thread.start()
    return thread


def test_what_ends_is_started_again_and_a_signal_stops_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "RESTART_SECONDS", 0.01)
    started: list[str] = []
    twice = threading.Event()
    start = processes._start

    def counting(program: Program) -> object:
        started.append(program.name)
        if started.count("short") == 2:
            twice.set()
        return start(program)

    monkeypatch.setattr(processes, "_start", counting)
    handler = signal.getsignal(signal.SIGTERM)
    thread = _stop_me_when(twice)

    with capture_logs() as logs:
        keep_running(
            [
                Program("long", (sys.executable, "-c", WAITS)),
                Program("short", (sys.executable, "-c", "raise SystemExit(3)")),
            ]
        )
    thread.join()

    assert started.count("long") == 1
    assert started.count("short") >= 2
    assert logs[0] == {"event": "process_ended", "name": "short", "exit_code": 3, "log_level": "error"}
    assert signal.getsignal(signal.SIGTERM) == handler


def test_what_stands_beside_is_tended_again_though_it_failed_once() -> None:
    tended, twice = [], threading.Event()

    def tend() -> None:
        tended.append(1)
        if len(tended) == 2:
            twice.set()
        raise InvalidInput

    thread = _stop_me_when(twice)
    with capture_logs() as logs:
        keep_running([Program("long", (sys.executable, "-c", WAITS))], tend=tend)
    thread.join()

    assert len(tended) >= 2
    assert logs[0]["event"] == "tending_failed"


def test_a_program_that_is_not_there_is_an_error() -> None:
    with pytest.raises(OSError, match="no-such-program"):
        keep_running([Program("none", ("/no-such-program",))])
