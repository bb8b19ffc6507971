"""A virus scanner for tests: the real ClamAV daemon, with one signature of our own and no network."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# In two halves, so that no file of the project is what scanners look for.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()
"""What every scanner takes for a virus, and no machine for a program."""
NAME = "Songbe.Test.Eicar"
SECONDS = 60
CONFIGURATION = """Foreground yes
LocalSocket {folder}/clamd.ctl
TCPAddr 127.0.0.1
TCPSocket {port}
DatabaseDirectory {folder}/signatures
PidFile {folder}/clamd.pid
StreamMaxLength {most}
MaxThreads 4
"""


class Daemon:
    """A scanner that runs, or was stopped as one that broke down. most: bytes it takes, as clamd.conf says it."""

    def __init__(self, folder: Path, most: str) -> None:
        (folder / "signatures").mkdir()
        (folder / "signatures" / "test.ndb").write_text(f"{NAME}:0:*:{EICAR.hex()}\n", encoding="ascii")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        configuration = CONFIGURATION.format(folder=folder, most=most, port=port)
        (folder / "clamd.conf").write_text(configuration, encoding="ascii")
        self.socket, self.address = str(folder / "clamd.ctl"), f"127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [program() or "clamd", "-c", str(folder / "clamd.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait(self) -> None:
        """Wait until it answers. Raises TimeoutError."""
        for _ in range(SECONDS * 10):
            with suppress(OSError), socket.socket(socket.AF_UNIX) as asking:
                asking.connect(self.socket)
                asking.sendall(b"nPING\n")
                if asking.recv(16) == b"PONG\n":
                    return
            time.sleep(0.1)
        raise TimeoutError(f"clamd does not answer; it ended with {self.process.poll()}")

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(timeout=SECONDS)


def program() -> str | None:
    """Return where the daemon's program is. Packages put it where only root looks."""
    return shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def running(most: str = "20M") -> Iterator[Daemon]:
    """Start a scanner and stop it again. Its folder has a short name: that of a socket may have 107 signs."""
    with tempfile.TemporaryDirectory(prefix="clamd-") as folder:
        daemon = Daemon(Path(folder), most)
        try:
            daemon.wait()
            yield daemon
        finally:
            daemon.stop()
