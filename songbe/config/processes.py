"""Keeps child processes running until this one is told to stop."""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

import structlog

from songbe.kernel.errors import SongbeError

log = structlog.get_logger(__name__)

RESTART_SECONDS = 5.0
PATIENCE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Program:
    """A command line to keep running, and the name it has in the logs."""

    name: str
    command: tuple[str, ...]


def keep_running(programs: Sequence[Program], *, tend: Callable[[], object] = lambda: None) -> None:
    """Start the programs, start again what ends, and on SIGTERM or Ctrl-C stop them all and return.

    tend: called twice a second beside them; what it cannot do is logged, and tried again.
    Raises OSError if a program cannot be started at all.
    """
    stop = threading.Event()

    def told_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, told_to_stop) for number in (signal.SIGTERM, signal.SIGINT)}
    running: dict[Program, subprocess.Popen[bytes]] = {}
    try:
        for program in programs:
            running[program] = _start(program)
        while not stop.wait(0.5):
            try:
                tend()
            except SongbeError as error:
                log.error("tending_failed", reason=str(error))
            for program, process in running.items():
                if process.poll() is not None and not stop.is_set():
                    log.error("process_ended", name=program.name, exit_code=process.returncode)
                    stop.wait(RESTART_SECONDS)
                    running[program] = _start(program)
    finally:
        _stop(list(running.values()))
        for number, handler in before.items():
            signal.signal(number, handler)


def _start(program: Program) -> subprocess.Popen[bytes]:
    # stdout is for answers; what a server says is a log. A session of its own: Ctrl-C comes once, from us.
    return subprocess.Popen(program.command, stdin=subprocess.DEVNULL, stdout=sys.stderr, start_new_session=True)


def _stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
