"""The virus scanner: the ClamAV daemon, asked before a file is kept, and about those that were kept without it."""

import io
import socket
from dataclasses import dataclass
from datetime import datetime

import structlog
from clamdpy import ClamdNetworkSocket, ClamdUnixSocket
from clamdpy.exceptions import BufferTooLongError, ClamdException
from django.conf import settings
from django.db import transaction

from songbe.cases.actions.keeping import digest_of, path_of
from songbe.cases.errors import NotTaken
from songbe.cases.models import StoredFile
from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.kernel.errors import Conflict
from songbe.places import clock
from songbe.places.policy import Actor

TIMEOUT_SECONDS = 30.0
CHUNK = 256 * 1024

log = structlog.get_logger()


class NoScanner(Conflict):
    """Something to be scanned where no scanner is named."""

    code = "no_scanner"
    message_en = "No virus scanner is named. Set SONGBE_CLAMD to the socket of the ClamAV daemon."
    message_vi = "Chưa khai báo máy quét vi-rút. Hãy đặt SONGBE_CLAMD là ổ cắm của dịch vụ ClamAV."


class ScannerSilent(Conflict):
    """A scanner that does not answer, or says that it cannot work."""

    code = "scanner_silent"
    message_en = "The virus scanner at {socket} does not answer ({reason}). Start it, or correct SONGBE_CLAMD."
    message_vi = "Máy quét vi-rút tại {socket} không trả lời ({reason}). Hãy khởi động lại hoặc sửa SONGBE_CLAMD."


class ScannerLimit(Conflict):
    """More bytes than the scanner takes."""

    code = "scanner_limit"
    message_en = "The virus scanner at {socket} takes no file of {size} bytes. Raise StreamMaxLength in its clamd.conf."
    message_vi = "Máy quét vi-rút tại {socket} không nhận tệp {size} byte. Hãy tăng StreamMaxLength trong clamd.conf."


class Infected(NotTaken):
    """A file in which the scanner found something."""

    code = "file_infected"
    message_en = "The virus scanner found “{found}” in “{name}”, so the file was not taken. Everything else is kept."
    message_vi = "Tệp “{name}” có vi-rút “{found}” nên không nhận. Những gì đã nhập vẫn được giữ."


class NotScanned(NotTaken):
    """A file that could not be scanned just now."""

    code = "file_not_scanned"
    message_en = "“{name}” could not be checked for viruses just now and was not taken. Everything else is kept: try again in a few minutes."  # noqa: E501
    message_vi = "Lúc này chưa quét được vi-rút nên chưa nhận tệp “{name}”. Những gì đã nhập vẫn được giữ: hãy thử lại sau ít phút."  # noqa: E501


class TooLargeToScan(NotTaken):
    """A file larger than the scanner takes."""

    code = "file_too_large_to_scan"
    message_en = "“{name}” is too large for the virus scanner and was not taken. Choose a smaller file."
    message_vi = "Tệp “{name}” quá lớn đối với máy quét vi-rút nên chưa nhận. Hãy chọn tệp nhỏ hơn."


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a scanner said of a file. found: the name of what is in it, empty for nothing. scanner: with its version."""

    found: str
    scanner: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Scanned:
    """What came of scanning kept files. skipped: their bytes are gone, or are more than the scanner takes."""

    scanned: int
    infected: int
    skipped: int


def _daemon(at: str) -> ClamdNetworkSocket:
    """Return the scanner at a path or ``host:port``. Raises OSError if nobody listens there.

    Tried first, because the library leaves a socket open that cannot connect.
    """
    if at.startswith("/"):
        with socket.socket(socket.AF_UNIX) as trying:
            trying.settimeout(TIMEOUT_SECONDS)
            trying.connect(at)
        return ClamdUnixSocket(at, timeout=TIMEOUT_SECONDS)
    host, _, port = at.rpartition(":")
    socket.create_connection((host, int(port)), timeout=TIMEOUT_SECONDS).close()
    return ClamdNetworkSocket(host, int(port), timeout=TIMEOUT_SECONDS)


def examine(content: bytes) -> Verdict:
    """Return what the scanner says of bytes. Raises NoScanner, ScannerSilent, ScannerLimit."""
    at = settings.SONGBE_CLAMD
    if not at:
        raise NoScanner
    try:
        daemon = _daemon(at)
        version = daemon.version(raw=True).strip()
    except (ClamdException, OSError) as error:
        raise ScannerSilent(socket=at, reason=_reason(error)) from error
    try:
        said = daemon.instream(io.BytesIO(content), max_chunk_size=CHUNK)
    except BufferTooLongError:
        raise ScannerLimit(socket=at, size=len(content)) from None
    except (ClamdException, OSError) as error:
        if isinstance(error, BrokenPipeError | ConnectionResetError) and _answers(daemon):
            # It hangs up on too long a stream while we still write, and its reason is never read.
            raise ScannerLimit(socket=at, size=len(content)) from error
        raise ScannerSilent(socket=at, reason=_reason(error)) from error
    if said.status == "ERROR":
        raise ScannerSilent(socket=at, reason=said.reason or "ERROR")
    return Verdict((said.reason or "?")[:200] if said.status == "FOUND" else "", version[:100], clock.now())


def _answers(daemon: ClamdNetworkSocket) -> bool:
    try:
        return daemon.ping().strip() == "PONG"
    except (ClamdException, OSError):
        return False


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__


def admit(*, name: str, content: bytes, actor: Actor) -> Verdict | None:
    """This function will let the scanner look at a file that somebody gives, and refuse an infected one with an event.

    Return None where no scanner is named. Raises Infected, NotScanned, TooLargeToScan.
    """
    digest = digest_of(content)
    try:
        verdict = examine(content)
    except NoScanner:
        known = StoredFile.objects.filter(digest=digest).exclude(found="").first()
        if known is not None:
            raise Infected(name=name, found=known.found) from None
        return None
    except ScannerLimit as error:
        log.warning("scanner_limit", reason=str(error))
        raise TooLargeToScan(name=name) from error
    except ScannerSilent as error:
        log.warning("scanner_silent", reason=str(error))
        raise NotScanned(name=name) from error
    if verdict.found:
        quarantine(digest=digest, verdict=verdict, actor=actor)
        raise Infected(name=name, found=verdict.found)
    return verdict


@transaction.atomic
def quarantine(*, digest: str, verdict: Verdict, actor: Actor) -> int:
    """This function will note an infected file; of one that was kept before, nobody opens it any more.

    Return how many kept files have these bytes.
    """
    kept = StoredFile.objects.filter(digest=digest, found="").update(
        found=verdict.found, scanner=verdict.scanner, scanned_at=verdict.at
    )
    record_event(
        kind=EventKind.FILE_QUARANTINED if kept else EventKind.FILE_REFUSED,
        actor=actor.name,
        subject=f"file:{digest}",
        payload={"found": verdict.found, "scanner": verdict.scanner},
    )
    return kept


def scan_kept(*, again: bool = False, actor: Actor) -> Scanned:
    """This function will scan the files that were kept without it, and quarantine those that are infected.

    again: also those scanned before, for a scanner that has learned since. Each file is a transaction of its own.
    Raises NoScanner, ScannerSilent.
    """
    if not settings.SONGBE_CLAMD:
        raise NoScanner
    waiting = StoredFile.objects.filter(found="")
    if not again:
        waiting = waiting.filter(scanned_at=None)
    scanned = infected = skipped = 0
    for digest in waiting.order_by("digest").values_list("digest", flat=True).distinct():
        try:
            verdict = examine(path_of(digest).read_bytes())
        except (FileNotFoundError, ScannerLimit) as error:
            log.warning("file_not_scanned", digest=digest, reason=str(error))
            skipped += 1
            continue
        scanned += 1
        if verdict.found:
            infected += 1
            quarantine(digest=digest, verdict=verdict, actor=actor)
        else:
            StoredFile.objects.filter(digest=digest, found="").update(scanner=verdict.scanner, scanned_at=verdict.at)
    return Scanned(scanned, infected, skipped)
