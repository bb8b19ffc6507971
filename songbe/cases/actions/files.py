"""Files that people give: seen for what they are, kept once, used again."""

from dataclasses import dataclass
from pathlib import Path

import filetype
from django.db import transaction

from songbe.cases.actions.keeping import keep_bytes
from songbe.cases.actions.scanning import Verdict, admit
from songbe.cases.actions.secrets import noting_secrets, refuse_secrets
from songbe.cases.errors import NotTaken, UnknownCase
from songbe.cases.models import Attached, Draft, StoredFile
from songbe.places import clock
from songbe.places.policy import Actor

LARGEST = 10 * 1024 * 1024
ALLOWED = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}
MOST_FILES = 10


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


@dataclass(frozen=True, slots=True)
class Given:
    """A file whose bytes are kept and whose row is not written yet. size: bytes."""

    name: str
    mime: str
    size: int
    digest: str
    verdict: Verdict | None


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


@noting_secrets
def attach(*, draft: str, paper: str, name: str, content: bytes, actor: Actor) -> Attached:
    """This function will keep a file as a paper of a draft; the same bytes again are the same file.

    The scanner looks at it before anything is kept or locked. Raises UnknownCase, NotTaken, StateSecret.
    """
    refuse_secrets((), (name,))
    if not Draft.objects.filter(key=draft, person_id=actor.person or 0).exists():
        raise UnknownCase(case=draft)
    mime = look_at(name, content)
    verdict = admit(name=name, content=content, actor=actor)
    return _attach(Given(name, mime, len(content), keep_bytes(content), verdict), draft, paper, actor)


@transaction.atomic
def _attach(given: Given, draft: str, paper: str, actor: Actor) -> Attached:
    kept = _own_draft(draft, actor)
    if Attached.objects.filter(draft=kept).count() >= MOST_FILES:
        raise TooManyFiles(name=given.name, most=MOST_FILES)
    stored = StoredFile.objects.filter(digest=given.digest, person=kept.person, found="").first()
    if stored is None:
        stored = fresh_file(given, kept.person_id)
    elif given.verdict is not None:
        stored.scanned_at, stored.scanner = given.verdict.at, given.verdict.scanner
    stored.save()
    attached, _again = Attached.objects.get_or_create(draft=kept, paper=paper, file=stored)
    return attached


def fresh_file(given: Given, person: int | None) -> StoredFile:
    """Return the row of a file whose bytes are kept, not saved yet. person: whose it is."""
    stored = StoredFile(digest=given.digest, person_id=person, size=given.size, mime=given.mime)
    stored.name, stored.given_at = Path(given.name).name[:200], clock.now()
    if given.verdict is not None:
        stored.scanned_at, stored.scanner = given.verdict.at, given.verdict.scanner
    return stored


@transaction.atomic
def use_again(*, draft: str, paper: str, file: int, actor: Actor) -> Attached:
    """This function will use a file that somebody gave before as a paper of a draft. Raises UnknownCase."""
    kept = _own_draft(draft, actor)
    stored = StoredFile.objects.filter(pk=file, person_id=actor.person or 0, found="").first()
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
