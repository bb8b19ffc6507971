"""Files that people give: seen for what they are, kept once, used again."""

import hashlib
from pathlib import Path

import filetype
from django.conf import settings
from django.db import transaction

from songbe.cases.errors import UnknownCase
from songbe.cases.models import Attached, Draft, StoredFile
from songbe.kernel.errors import InvalidInput
from songbe.places import clock
from songbe.places.policy import Actor

LARGEST = 10 * 1024 * 1024
ALLOWED = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}
MOST_FILES = 10


class NotTaken(InvalidInput):
    """A file that cannot be taken."""

    code = "file_not_taken"
    message_en = "The file “{name}” was not taken. Everything else is kept; choose another file."
    message_vi = "Chưa nhận tệp “{name}”. Những gì đã nhập vẫn được giữ; hãy chọn tệp khác."


class EmptyFile(NotTaken):
    """A file without a byte."""

    code = "file_empty"
    message_en = "The file “{name}” is empty and was not taken. Everything else is kept; choose another file."
    message_vi = "Tệp “{name}” rỗng nên chưa nhận. Những gì đã nhập vẫn được giữ; hãy chọn tệp khác."


class TooLarge(NotTaken):
    """A file larger than is taken. most: megabytes."""

    code = "file_too_large"
    message_en = "The file “{name}” is larger than {most} MB and was not taken. Choose a smaller one."
    message_vi = "Tệp “{name}” lớn hơn {most} MB nên chưa nhận. Hãy chọn tệp nhỏ hơn."


class WrongKind(NotTaken):
    """A file that is something else than it should be."""

    code = "file_wrong_kind"
    message_en = "The content of “{name}” is no PDF, JPEG or PNG, whatever its name says. It was not taken."
    message_vi = "Tệp “{name}”: nội dung không phải PDF, JPEG hay PNG, dù tên tệp ghi thế nào. Chưa nhận tệp này."


class TooManyFiles(NotTaken):
    """More files than a form takes."""

    code = "too_many_files"
    message_en = "There are {most} files already; “{name}” was not taken. Take one off first."
    message_vi = "Đã đủ {most} tệp nên chưa nhận “{name}”. Hãy bỏ bớt một tệp."


def look_at(name: str, content: bytes) -> str:
    """Return what a file is by its own first bytes. Raises NotTaken if it is empty, too large, or nothing we take."""
    if not content:
        raise EmptyFile(name=name)
    if len(content) > LARGEST:
        raise TooLarge(name=name, most=LARGEST // 1024 // 1024)
    kind = filetype.guess(content[:4096])
    mime = "" if kind is None else str(kind.mime)
    if mime not in ALLOWED:
        raise WrongKind(name=name)
    return mime


def path_of(digest: str) -> Path:
    """Return where the bytes of a digest lie."""
    return Path(settings.SONGBE_HOME) / "files" / digest[:2] / digest


@transaction.atomic
def attach(*, draft: str, paper: str, name: str, content: bytes, actor: Actor) -> Attached:
    """This function will keep a file as a paper of a draft; the same bytes again are the same file.

    Raises UnknownCase, NotTaken.
    """
    kept = _own_draft(draft, actor)
    mime = look_at(name, content)
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{kept.key[:8]}")
        fresh.write_bytes(content)
        fresh.replace(path)
    stored = StoredFile.objects.filter(digest=digest, person=kept.person).first() or StoredFile.objects.create(
        digest=digest,
        person=kept.person,
        size=len(content),
        mime=mime,
        name=Path(name).name[:200],
        given_at=clock.now(),
    )
    if Attached.objects.filter(draft=kept).count() >= MOST_FILES:
        raise TooManyFiles(name=name, most=MOST_FILES)
    attached, _again = Attached.objects.get_or_create(draft=kept, paper=paper, file=stored)
    return attached


@transaction.atomic
def use_again(*, draft: str, paper: str, file: int, actor: Actor) -> Attached:
    """This function will use a file that somebody gave before as a paper of a draft. Raises UnknownCase."""
    kept = _own_draft(draft, actor)
    stored = StoredFile.objects.filter(pk=file, person_id=actor.person or 0).first()
    if stored is None:
        raise UnknownCase(case=draft)
    attached, _again = Attached.objects.get_or_create(draft=kept, paper=paper, file=stored, defaults={"reused": True})
    return attached


@transaction.atomic
def detach(*, draft: str, attached: int, actor: Actor) -> None:
    """This function will take a file off a draft. Raises UnknownCase."""
    kept = _own_draft(draft, actor)
    Attached.objects.filter(pk=attached, draft=kept).delete()


def _own_draft(key: str, actor: Actor) -> Draft:
    draft = Draft.objects.select_for_update().filter(key=key, person_id=actor.person or 0).first()
    if draft is None:
        raise UnknownCase(case=key)
    return draft
