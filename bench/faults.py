"""Kills of web, worker and database while dossiers are filed: ``python -m bench.faults --rounds 20``.

A home of its own with the invented province, ``songbe serve`` on this machine, people who file over HTTP and send the
same key again until they are answered. At the end nothing that was answered may be missing, double or miscounted.
"""

import argparse
import http.client
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[1]
PACK = ROOT / "packs" / "demo"
CLI = (sys.executable, "-m", "songbe.config.cli")
STOP = "from songbe.config.postgres import stop_database; stop_database()"
CLIENTS = 4
PROCEDURE, DESK, CLERK = "1.001193", "UBX99101", "motcua101"
CSRF = "a" * 32
ANSWER_SECONDS = 15
BACK_SECONDS = 90
BIRTH = {
    "child_name": "Trần An Nhiên",
    "child_born": "20/12/2023",
    "child_sex": "female",
    "child_place": "Trạm y tế xã",
    "mother_name": "Trần Thị Bình Minh",
    "mother_id": "000198000001",
    "unit": "99101",
    "applicant_name": "Trần Thị Bình Minh",
    "applicant_id": "000198000001",
    "applicant_phone": "0000000001",
}
"""What a birth registration is answered with; nobody can have these numbers."""


# --- A home of its own ------------------------------------------------------------------------------------------------
@contextmanager
def own_home(pack: Path = PACK) -> Iterator[dict[str, str]]:
    """Yield the variables of a home of its own with a pack in force, the invented province's by default; nothing of it
    stays."""
    from songbe.config.postgres import private_cluster

    folder = Path(tempfile.mkdtemp(prefix="songbe-bench-"))
    folder.chmod(0o755)  # the database's user goes through it
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("SONGBE_", "DATABASE_URL"))}
    mine |= {"SONGBE_HOME": str(folder), "SONGBE_PACK": str(pack), "SONGBE_LOG_LEVEL": "error"}
    mine["DJANGO_SETTINGS_MODULE"] = "songbe.config.settings"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was begun is stopped then, too
    try:
        prepare = (*CLI, "up", "--no-serve", "--pack", str(pack))
        subprocess.run(prepare, env=mine, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        yield mine
    finally:
        subprocess.run([sys.executable, "-c", STOP], env=mine, cwd=ROOT, check=False)
        shutil.rmtree(private_cluster(folder).data, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Return a port of this machine on which nothing listens."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def session_of(username: str) -> str:
    """Return the cookies of somebody who signed in. Django must be set up."""
    from django.conf import settings
    from django.test import Client

    from songbe.places.models import Person

    client = Client()
    client.force_login(Person.objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}; csrftoken={CSRF}"


def post(line: http.client.HTTPConnection, path: str, cookie: str, said: Mapping[str, str]) -> tuple[int, str]:
    """Send a form, and return the status and where the answer leads."""
    headers = {"Cookie": cookie, "X-CSRFToken": CSRF, "Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", path, urlencode(said), headers)
    answer = line.getresponse()
    answer.read()
    return answer.status, answer.headers.get("Location", "")


def is_ready(port: int) -> bool:
    """Whether the server says that it and its database are there."""
    try:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=3)
        line.request("GET", "/readyz")
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False


@contextmanager
def served(environ: Mapping[str, str], port: int, *more: str) -> Iterator[subprocess.Popen[bytes]]:
    """Serve until the block ends. Raises TimeoutError if nothing answers within a minute and a half."""
    log = Path(environ["SONGBE_HOME"]) / "serve.log"
    with log.open("ab") as said:
        command = (*CLI, "serve", "--port", str(port), *more)
        server = subprocess.Popen(command, env=dict(environ), cwd=ROOT, stdout=said, stderr=said)
    try:
        _wait_for(lambda: is_ready(port), "the server")
        yield server
    finally:
        begun = _below(server.pid)
        server.terminate()
        try:
            server.wait(60)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        for pid in begun:
            if _says(pid, "granian") or _says(pid, "songbe.config.cli"):
                _kill(pid)


def _wait_for(true: Callable[[], bool], what: str) -> float:
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > BACK_SECONDS:
            raise TimeoutError(f"{what} did not come up")
        time.sleep(0.1)
    return time.monotonic() - began


# --- Who is killed: only what the server began, and the database of its home ------------------------------------------
def _parents() -> dict[int, int]:
    found = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError, IndexError):
            found[int(place.parent.name)] = int(place.read_text().rpartition(")")[2].split()[1])
    return found


def _below(pid: int) -> list[int]:
    """Return the processes that one began, and those that they began."""
    parents = _parents()
    found = [child for child, parent in parents.items() if parent == pid]
    for child in found:
        found += [each for each, parent in parents.items() if parent == child]
    return found


def _says(pid: int, word: str) -> bool:
    with suppress(OSError):
        return word in Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    return False


def _child(server: int, word: str) -> int | None:
    """Return the program beside the server that a word of its command line names."""
    beside = [child for child, parent in _parents().items() if parent == server]
    return next((pid for pid in beside if _says(pid, word)), None)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def kill_web(server: int) -> None:
    """Kill the web server's first process; what it began and left behind, too, if it is still there a second later."""
    web = _child(server, "granian")
    if web is None:
        return
    left = _below(web)
    _kill(web)
    time.sleep(1)
    for pid in left:
        if _says(pid, "granian"):
            _kill(pid)


def kill_web_worker(server: int) -> None:
    """Kill one of the processes in which the web server answers."""
    web = _child(server, "granian")
    answering = [pid for pid in _below(web) if _says(pid, "granian")] if web else []
    if answering:
        _kill(random.choice(answering))


def kill_worker(server: int) -> None:
    """Kill the process that does what nobody waits for."""
    worker = _child(server, "worker")
    if worker is not None:
        _kill(worker)


def kill_database(_server: int) -> None:
    """Kill the database."""
    from songbe.config import environment
    from songbe.config.postgres import private_cluster

    lock = private_cluster(environment.home()).data / "postmaster.pid"
    _kill(int(lock.read_text().splitlines()[0]))


KILLS: dict[str, Callable[[int], None]] = {
    "web": kill_web,
    "worker": kill_worker,
    "database": kill_database,
    "one web process": kill_web_worker,
}


# --- People who file --------------------------------------------------------------------------------------------------
@dataclass
class Filing:
    """What people did: key of each submission that was answered -> the code that the answer named."""

    answered: dict[str, str] = field(default_factory=dict)
    repeated: int = 0
    sent_again: int = 0
    two_codes: list[str] = field(default_factory=list)


def file_until(stop: threading.Event, filing: Filing, port: int, cookie: str) -> None:
    """File one dossier after another, each with its key until it is answered; let it be received, too."""
    while not stop.is_set():
        key = uuid.uuid4().hex
        form = {**BIRTH, "key": key, "channel": "counter", "receiver": DESK}
        where = _until_answered(f"/desk/new/{PROCEDURE}/", form, filing, port, cookie)
        code = where.rstrip("/").rpartition("/")[2]
        if not code:
            return
        filing.answered[key] = code
        if len(filing.answered) % 5 == 0:  # an answer that got lost: the same key once more
            again = _until_answered(f"/desk/new/{PROCEDURE}/", form, filing, port, cookie)
            filing.repeated += 1
            if again and again != where:
                filing.two_codes.append(key)
        _until_answered(f"/desk/cases/{code}/do/receive/", {}, filing, port, cookie)


def _until_answered(path: str, form: Mapping[str, str], filing: Filing, port: int, cookie: str) -> str:
    ends = time.monotonic() + BACK_SECONDS
    while time.monotonic() < ends:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
        try:
            status, where = post(line, path, cookie, form)
            if status == 302 and where.startswith("/desk/cases/"):
                return where
        except (OSError, http.client.HTTPException):
            pass
        finally:
            line.close()
        filing.sent_again += 1
        time.sleep(0.2)
    return ""


# --- What must hold ---------------------------------------------------------------------------------------------------
def faults(filing: Filing, environ: Mapping[str, str]) -> dict[str, int]:
    """Return how often each thing that must hold did not, at the end."""
    from django.db.models import F, Sum, Value
    from django.db.models.functions import Concat

    from songbe.cases.models import Case, CodeCounter, Submission
    from songbe.config.worker import beat
    from songbe.events.models import Event
    from songbe.warehouse.models import FactChange

    while beat():
        pass
    kept = dict(Submission.objects.filter(verb="submit").values_list("key", "case__code"))
    codes = Counter(Case.objects.values_list("code", flat=True))
    filed = Counter(Event.objects.filter(kind="case.submitted").values_list("subject", flat=True))
    received = set(Case.objects.exclude(received_at=None).values_list("code", flat=True))
    told = dict(FactChange.objects.values_list("fact__id").annotate(sum=Sum("sign")).order_by())
    numbers: dict[str, list[int]] = {}
    for code in codes:
        numbers.setdefault(code.rpartition("-")[0], []).append(int(code.rpartition("-")[2]))
    last = {prefix: max(each) for prefix, each in numbers.items()}
    versions = Case.objects.annotate(about=Concat(Value("case:"), F("code"))).values_list("about", "version")
    events = Counter(Event.objects.filter(subject__startswith="case:").values_list("subject", flat=True))
    chain = subprocess.run((*CLI, "events", "verify"), env=dict(environ), cwd=ROOT, capture_output=True, check=False)
    return {
        "answered, but not there": sum(kept.get(key) != code for key, code in filing.answered.items()),
        "a key with two codes": len(filing.two_codes),
        "cases that no key made, or two": len(Counter(kept.values()) - Counter(set(kept.values())))
        + len(set(codes) ^ set(kept.values())),
        "cases not filed exactly once": sum(filed[f"case:{code}"] != 1 for code in codes),
        "gaps or repeats in codes": sum(sorted(each) != list(range(1, len(each) + 1)) for each in numbers.values()),
        "counters that differ": sum(last.get(row.prefix, 0) != row.last for row in CodeCounter.objects.all()),
        "versions without their event": sum(version != events[about] + 1 for about, version in versions),
        "facts told not one a received case": sum(told.get(code, 0) != (code in received) for code in codes),
        "facts in files not one a received case": _files_differ(received),
        "changes or events left waiting": FactChange.objects.filter(segment=None).count()
        + Event.objects.filter(sequence=None).count(),
        "the chain of events is broken": int(chain.returncode != 0),
    }


def _files_differ(received: set[str]) -> int:
    from songbe.warehouse import store
    from songbe.warehouse.models import Segment

    paths = Segment.objects.filter(kind="dossier", source="platform").values_list("path", flat=True)
    with store.engine() as engine:
        rows = engine.execute(
            f"SELECT id, sum(sign) FROM {store.facts_sql('dossier', paths)} GROUP BY id HAVING sum(sign) <> 0"
        ).fetchall()
    kept = {str(code): int(total) for code, total in rows}
    return len(received ^ set(kept)) + sum(total != 1 for total in kept.values())


def run(rounds: int, console: Console) -> int:
    """Kill ``rounds`` times while people file, print what came of it, and return how many things did not hold."""
    with own_home() as environ:
        os.environ.update(environ)
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        port, filing, stop = free_port(), Filing(), threading.Event()
        cookie = session_of(CLERK)
        _hang_up()
        with served(environ, port) as server:
            people = [threading.Thread(target=file_until, args=(stop, filing, port, cookie)) for _ in range(CLIENTS)]
            for each in people:
                each.start()
            try:
                back = [_round(number, server, port, filing) for number in range(rounds)]
            finally:
                time.sleep(1)
                stop.set()
                for each in people:
                    each.join()
        found = faults(filing, environ)
        _hang_up()
    _show(console, back, filing, found)
    return sum(found.values())


def _hang_up() -> None:
    from django.db import connections

    connections.close_all()


def _round(number: int, server: subprocess.Popen[bytes], port: int, filing: Filing) -> tuple[str, float, int]:
    """Kill one thing at a random moment; return which, seconds until a filing was answered again, filings so far."""
    name = list(KILLS)[number % len(KILLS)]
    time.sleep(random.uniform(0.5, 2))
    if server.poll() is not None:
        raise RuntimeError("the server ended by itself")
    began = time.monotonic()
    KILLS[name](server.pid)
    before = len(filing.answered)
    _wait_for(lambda: is_ready(port) and len(filing.answered) > before, f"after {name} was killed, the server")
    seconds = time.monotonic() - began
    if name == "worker":
        _wait_for(lambda: _child(server.pid, "worker") is not None, "the worker")
    return name, seconds, len(filing.answered)


def _show(console: Console, back: list[tuple[str, float, int]], filing: Filing, found: Mapping[str, int]) -> None:
    table = Table("killed", "times", "seconds until filing went on, longest")
    for name in KILLS:
        taken = [seconds for killed, seconds, _ in back if killed == name]
        if taken:
            table.add_row(name, str(len(taken)), f"{max(taken):.1f}")
    console.print(table)
    checked = Table("what must hold", "found")
    checked.add_row("filed and answered", str(len(filing.answered)))
    checked.add_row("sent again", str(filing.sent_again + filing.repeated))
    for name, count in found.items():
        checked.add_row(name, f"{count} FAULT" if count else "0")
    console.print(checked)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    sys.exit(1 if run(parser.parse_args().rounds, Console()) else 0)
