"""What a deployment may set: read from the environment once, into one frozen value. See docs/settings.md."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from songbe.assistant.rules.endpoint import endpoint_of

ROOT = Path(__file__).resolve().parents[2]
_YES = {"1", "true", "yes", "on"}


@dataclass(frozen=True, slots=True)
class Environment:
    """One deployment's variables.

    database_url: empty means the private cluster of this machine. home: running state (cluster, key, warehouse, files).
    pack: the directory of the province's pack. hosts: names the server answers to; empty means this machine only.
    tls: true when a proxy in front speaks HTTPS. workers: web processes. pool: database connections a process keeps,
    0 for one that lives as long as its request (``songbe serve`` makes it 8). threads: of the analytics engine in
    one process. days_back: how many days earlier than today work on cases takes place; 0 but in a demonstration.
    clamd: the virus scanner's socket, a path or ``host:port``; empty means that files are not scanned.
    model: the address of a language model that helps to understand questions; empty means none. log_json: the word
    ``json`` beside the level.
    """

    database_url: str
    home: Path
    pack: Path
    debug: bool
    hosts: tuple[str, ...]
    tls: bool
    secret_key: str
    log_level: str
    log_json: bool
    workers: int
    pool: int
    threads: int
    email_url: str
    days_back: int
    clamd: str
    model: str


def home(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the directory of the running state: SONGBE_HOME, else ``.songbe`` beside pyproject.toml."""
    return Path(environ.get("SONGBE_HOME") or ROOT / ".songbe").expanduser().absolute()


def read(environ: Mapping[str, str] = os.environ) -> Environment:
    """Return the deployment's variables, with defaults that fit a laptop.

    Writes ``secret_key`` into the home directory when neither the variable nor the file exists.
    Raises ValueError if a number is not a number, the scanner's socket neither a path nor ``host:port``, or the
    model's address none.
    """
    at = home(environ)
    logs = _words(environ.get("SONGBE_LOG_LEVEL", "").lower())
    return Environment(
        database_url=environ.get("DATABASE_URL", ""),
        home=at,
        pack=Path(environ.get("SONGBE_PACK") or ROOT / "packs" / "binhduong").expanduser().absolute(),
        debug=_is_yes(environ.get("SONGBE_DEBUG", "")),
        hosts=_words(environ.get("SONGBE_HOSTS", "")),
        tls=_is_yes(environ.get("SONGBE_TLS", "")),
        secret_key=environ.get("SONGBE_SECRET_KEY") or _kept_secret(at / "secret_key"),
        log_level=next((word for word in logs if word != "json"), "info"),
        log_json="json" in logs,
        workers=int(environ.get("SONGBE_WORKERS", "2")),
        pool=int(environ.get("SONGBE_DB_POOL", "0")),
        threads=int(environ.get("SONGBE_THREADS", os.cpu_count() or 2)),
        email_url=environ.get("SONGBE_EMAIL_URL", ""),
        days_back=int(environ.get("SONGBE_DAYS_BACK") or _kept_number(at / "days_back")),
        clamd=_socket(environ.get("SONGBE_CLAMD", "").strip()),
        model=_model(environ.get("SONGBE_MODEL", "").strip()),
    )


def _kept_number(path: Path) -> int:
    return int(path.read_text(encoding="ascii")) if path.exists() else 0


def _socket(text: str) -> str:
    host, _, port = text.rpartition(":")
    if text and not text.startswith("/") and not (host and port.isascii() and port.isdigit()):
        raise ValueError(f"SONGBE_CLAMD is neither the path of a socket nor host:port: {text}")
    return text


def _model(text: str) -> str:
    endpoint_of(text)
    return text


def _is_yes(text: str) -> bool:
    return text.strip().lower() in _YES


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.replace(",", " ").split() if word)


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64), encoding="ascii")
        try:
            # A hard link fails where the name exists: of two processes that start at once, both read the first one's.
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text(encoding="ascii").strip()
