"""What a file is, judged by its bytes and never by its name, and whether it is safe to open."""

import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from songbe.intake.files.sheets import BrokenFile, EmptyFile
from songbe.kernel.errors import InvalidInput, NotFound

MIB = 1024 * 1024
FILE_LIMIT = 200 * MIB
UNPACKED_LIMIT = 1024 * MIB
MEMBER_LIMIT = 10_000
_HEAD = 64 * 1024

_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<style", b"<meta")


class FileKind(StrEnum):
    """The kinds of files that are read."""

    csv = "csv"
    xlsx = "xlsx"
    ods = "ods"
    parquet = "parquet"


class NoSuchFile(NotFound):
    """A path at which no file lies."""

    code = "no_such_file"
    message_en = "There is no file {path}"
    message_vi = "Không có tệp {path}"

    def __init__(self, *, path: str) -> None:
        super().__init__(path=path)


class FileTooLarge(InvalidInput):
    """A file that is larger than is taken, as it is or unpacked."""

    code = "file_too_large"
    message_en = "{name} is larger than {limit} MiB ({what}). Split it, or send Parquet or CSV"
    message_vi = "Tệp {name} lớn hơn {limit} MiB ({what}). Hãy chia nhỏ, hoặc gửi dạng Parquet hay CSV"

    def __init__(self, *, name: str, limit: int, unpacked: bool) -> None:
        super().__init__(
            name=name, limit=limit // MIB, what="sau khi giải nén / unpacked" if unpacked else "kích thước / size"
        )


class UnknownFileKind(InvalidInput):
    """A file that is none of the kinds that are read, whatever its name says."""

    code = "unknown_file_kind"
    message_en = "{name} is {found}, not a table. Send CSV (UTF-8), Excel (.xlsx), OpenDocument (.ods) or Parquet"
    message_vi = (
        "Tệp {name} là {found}, không phải bảng. Hãy gửi CSV (UTF-8), Excel (.xlsx), OpenDocument (.ods) hoặc Parquet"
    )

    def __init__(self, *, name: str, found: str) -> None:
        super().__init__(name=name, found=found)


def require_size(path: Path, *, name: str) -> None:
    """Raise NoSuchFile, EmptyFile or FileTooLarge unless there is a file of a size that is taken."""
    if not path.is_file():
        raise NoSuchFile(path=name)
    size = path.stat().st_size
    if size == 0:
        raise EmptyFile(name=name)
    if size > FILE_LIMIT:
        raise FileTooLarge(name=name, limit=FILE_LIMIT, unpacked=False)


def sniff(path: Path, *, name: str) -> FileKind:
    """Return what a file is.

    Raises UnknownFileKind, BrokenFile, and FileTooLarge for an archive that unpacks to too much.
    """
    with path.open("rb") as content:
        head = content.read(_HEAD)
        content.seek(max(0, path.stat().st_size - 4))
        tail = content.read(4)
    if head.startswith(b"PAR1") and tail == b"PAR1":
        return FileKind.parquet
    if head.startswith(b"PK\x03\x04"):
        return _archive(path, name=name)
    found = _refused(head)
    if found:
        raise UnknownFileKind(name=name, found=found)
    return FileKind.csv


def _refused(head: bytes) -> str:
    """Say what a file is that is no table; empty for text."""
    if head.startswith(_OLD_OFFICE):
        return "Excel 97-2003 (.xls) hoặc có mật khẩu / or protected by a password"
    if head.startswith(b"%PDF"):
        return "PDF"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "văn bản UTF-16 / UTF-16 text"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        return "HTML hoặc XML / HTML or XML"
    return "tệp nhị phân / a binary file" if b"\x00" in head else ""


def _archive(path: Path, *, name: str) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            _require_small(archive, name=name)
            members = set(archive.namelist())
            if "xl/workbook.xml" in members:
                return FileKind.xlsx
            if "mimetype" in members and archive.read("mimetype").strip() == _ODS:
                return FileKind.ods
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise BrokenFile(name=name, reason=str(error)) from error
    raise UnknownFileKind(name=name, found="tệp nén / an archive")


def _require_small(archive: zipfile.ZipFile, *, name: str) -> None:
    """Unpack every member and throw it away: what the directory says of sizes is not to be believed."""
    members = archive.infolist()
    if len(members) > MEMBER_LIMIT or sum(member.file_size for member in members) > UNPACKED_LIMIT:
        raise FileTooLarge(name=name, limit=UNPACKED_LIMIT, unpacked=True)
    unpacked = 0
    for member in members:
        with archive.open(member) as content:
            while chunk := content.read(MIB):
                unpacked += len(chunk)
                if unpacked > UNPACKED_LIMIT:
                    raise FileTooLarge(name=name, limit=UNPACKED_LIMIT, unpacked=True)
