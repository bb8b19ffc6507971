"""Photographs of reports: scanned, drawn anew, kept with the report they came with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import filetype
from django.db import transaction

from songbe.cases.actions.changing import settle
from songbe.cases.actions.files import LARGEST, EmptyFile, TooLarge
from songbe.cases.actions.keeping import keep_bytes
from songbe.cases.actions.scanning import admit
from songbe.cases.declare import REPORT
from songbe.cases.errors import NotTaken, UnknownCase
from songbe.cases.models import Attached, Case, StoredFile
from songbe.cases.queries.photos import PHOTO
from songbe.cases.rules.photographs import MOST_DOTS, TooManyDots, Unreadable, drawn_anew
from songbe.events.kinds import EventKind
from songbe.places.policy import Actor, Right

MOST_PHOTOS = 5
JPEG = "image/jpeg"
TAKEN = frozenset({JPEG, "image/png", "image/webp"})
HEIC = frozenset({"image/heic", "image/heif", "image/avif"})


class NoPhotograph(NotTaken):
    """A file that is no photograph we take."""

    code = "no_photograph"
    message_en = "The content of “{name}” is no JPEG, PNG or WebP photograph, whatever its name says. It was not taken."
    message_vi = "Tệp “{name}”: nội dung không phải ảnh JPEG, PNG hay WebP, dù tên tệp ghi thế nào. Chưa nhận tệp này."


class HeicPhotograph(NotTaken):
    """A photograph as some telephones keep it, which few programs open."""

    code = "heic_photograph"
    message_en = "The photograph “{name}” is in the format HEIC, which cannot be shown everywhere. Save it as JPEG and choose it again."  # noqa: E501
    message_vi = (
        "Ảnh “{name}” ở định dạng HEIC, nhiều máy không xem được nên chưa nhận. Hãy lưu thành JPEG rồi chọn lại."
    )


class BrokenPhotograph(NotTaken):
    """A photograph that cannot be read to its end."""

    code = "broken_photograph"
    message_en = "The photograph “{name}” is damaged and was not taken. Choose another one."
    message_vi = "Ảnh “{name}” bị hỏng nên chưa nhận. Hãy chọn ảnh khác."


class PhotographTooLarge(NotTaken):
    """A photograph of more dots than are taken. most: millions."""

    code = "photograph_too_large"
    message_en = "The photograph “{name}” has more than {most} million dots and was not taken. Choose a smaller one."
    message_vi = "Ảnh “{name}” có hơn {most} triệu điểm ảnh nên chưa nhận. Hãy chọn ảnh nhỏ hơn."


class TooManyPhotos(NotTaken):
    """More photographs than a report takes."""

    code = "too_many_photos"
    message_en = "A report takes {most} photographs; “{name}” was not taken. Leave another one out first."
    message_vi = "Mỗi phản ánh nhận {most} ảnh nên chưa nhận “{name}”. Hãy bỏ bớt một ảnh."


class PhotoForgotten(NotTaken):
    """A photograph that was chosen too long ago."""

    code = "photo_forgotten"
    message_en = "A photograph chosen earlier is not kept any more. Choose it again."
    message_vi = "Ảnh chọn trước đó không còn được giữ. Hãy chọn lại ảnh."


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph that may be shown and belongs to no report yet. name: as it was given; size: bytes of what is kept.

    scanned_at, scanner: of what was given; None and empty where there is no scanner.
    """

    name: str
    digest: str
    size: int
    scanned_at: datetime | None
    scanner: str


def make_photo(*, name: str, content: bytes, actor: Actor) -> Photo:
    """This function will scan a photograph, draw it anew and keep that; of what was given nothing stays.

    Its rows come with the report, in one transaction; without one its bytes are swept. Raises NotTaken.
    """
    if not content:
        raise EmptyFile(name=name)
    if len(content) > LARGEST:
        raise TooLarge(name=name, most=LARGEST // 1024 // 1024)
    kind = filetype.guess(content[:4096])
    mime = "" if kind is None else str(kind.mime)
    if mime in HEIC:
        raise HeicPhotograph(name=name)
    if mime not in TAKEN:
        raise NoPhotograph(name=name)
    verdict = admit(name=name, content=content, actor=actor)
    try:
        drawn = drawn_anew(content)
    except TooManyDots as error:
        raise PhotographTooLarge(name=name, most=MOST_DOTS // 1_000_000) from error
    except Unreadable as error:
        raise BrokenPhotograph(name=name) from error
    at, scanner = (verdict.at, verdict.scanner) if verdict else (None, "")
    return Photo(name[:200], keep_bytes(drawn), len(drawn), at, scanner)


def add_photos(case: Case, photos: Sequence[Photo], *, now: datetime) -> None:
    """This function will write the photographs of a new report, in the transaction that makes the report.

    Their names are made of its code: what somebody called a file on their telephone is nobody's business.
    """
    for number, photo in enumerate(photos, start=1):
        file = StoredFile.objects.create(
            digest=photo.digest,
            size=photo.size,
            mime=JPEG,
            name=f"{case.code}-{number}.jpg",
            given_at=now,
            scanned_at=photo.scanned_at,
            scanner=photo.scanner,
        )
        Attached.objects.create(file=file, paper=PHOTO, case=case)


@transaction.atomic
def hide_photo(*, code: str, attached: int, actor: Actor) -> Case:
    """This function will take a photograph from what the public sees of a report; who sent it and officials still do.

    Whatever the state of the report, for what should not be seen is found at any time. Raises UnknownCase, OutOfReach.
    """
    case = Case.objects.select_for_update(of=("self",)).filter(code=code, kind=REPORT).first()
    row = Attached.objects.filter(pk=attached, case=case, paper=PHOTO).first()
    if case is None or row is None:
        raise UnknownCase(case=code)
    actor.require(Right.TAKE_REPORTS, case.receiver)
    if not row.hidden:
        row.hidden = True
        row.save(update_fields=["hidden"])
        settle(case, kind=EventKind.REPORT_PHOTO_HIDDEN, actor=actor, payload={"photo": row.pk})
    return case
