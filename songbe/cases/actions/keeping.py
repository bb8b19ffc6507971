"""The bytes of files: each content once, named by its digest, below the running state."""

import hashlib
import os
import time
from pathlib import Path

from django.conf import settings

from songbe.cases.models import StoredFile

FORGOTTEN_AFTER = 48 * 3600
"""Seconds after which bytes that no file names are thrown away: a form that was left, a file that was one too many."""


def path_of(digest: str) -> Path:
    """Return where the bytes of a digest lie."""
    return Path(settings.SONGBE_HOME) / "files" / digest[:2] / digest


def digest_of(content: bytes) -> str:
    """Return the name under which bytes are kept."""
    return hashlib.sha256(content).hexdigest()


def keep_bytes(content: bytes) -> str:
    """This function will keep bytes and return their digest; the same bytes again are the same file."""
    digest = digest_of(content)
    path = path_of(digest)
    if path.exists():
        os.utime(path)  # wanted again: not to be swept before its row is written
        return digest
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{digest}.{os.urandom(4).hex()}")
    fresh.write_bytes(content)
    fresh.replace(path)
    return digest


def sweep_files() -> int:
    """This function will throw away old bytes that no file names, and return how many there were."""
    before = time.time() - FORGOTTEN_AFTER
    old = [path for path in (Path(settings.SONGBE_HOME) / "files").glob("??/*") if path.stat().st_mtime < before]
    gone = 0
    for path in old:
        if not StoredFile.objects.filter(digest=path.name[:64]).exists():
            path.unlink()
            gone += 1
    return gone
