"""Photographs over HTTP: given with a report, kept while its form is mended, shown to who may see them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from songbe.cases.actions.files import LARGEST
from songbe.cases.actions.keeping import path_of
from songbe.cases.actions.photos import MOST_PHOTOS, Photo, PhotoForgotten, TooManyPhotos, make_photo
from songbe.cases.errors import NotTaken
from songbe.cases.queries.photos import photo_for, public_photo
from songbe.cases.rules.answers import AnswerFault
from songbe.cases.views.answering import actor, public
from songbe.places.policy import Actor

SALT = "songbe.cases.photo"
KEPT_SECONDS = 12 * 3600
"""How long a form remembers photographs; less than it takes until what nobody handed in is swept."""
SEEN_SECONDS = 300
"""How long others may keep a public photograph: a report that is withdrawn from the public soon is everywhere."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""The style is the browser's own, which fits a picture that is opened by itself into its window."""


@dataclass(frozen=True, slots=True)
class PhotosSent:
    """Photographs that came with a form, and what is wrong with the others."""

    photos: tuple[Photo, ...] = ()
    faults: tuple[AnswerFault, ...] = ()

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """What a form must send again for each photograph, and its name."""
        return tuple((_signed(photo), photo.name) for photo in self.photos)


def photos_sent(request: HttpRequest) -> PhotosSent:
    """Return the photographs of a form: those it had before and still wants, and those chosen now."""
    kept: dict[str, Photo] = {}
    faults: list[AnswerFault] = []
    who = actor(request)
    asked = [partial(_remembered, token) for token in request.POST.getlist("kept")]
    asked += [partial(_made, file, who) for file in request.FILES.getlist("photos")]
    for take in asked:
        try:
            photo = take(len(kept))
            kept.setdefault(photo.digest, photo)
        except NotTaken as refused:
            faults.append(AnswerFault("photos", refused.message("vi"), refused.message("en")))
    return PhotosSent(tuple(kept.values()), tuple(faults))


def photos_made(given: Sequence["UploadedFile[Any]"], who: Actor) -> tuple[Photo, ...]:
    """Return the photographs that a program sent. Raises NotTaken for the first that is not taken."""
    return tuple(_made(each, who, number) for number, each in enumerate(given))


def _made(given: "UploadedFile[Any]", who: Actor, before: int) -> Photo:
    name = given.name or "?"
    if before >= MOST_PHOTOS:
        raise TooManyPhotos(name=name, most=MOST_PHOTOS)
    return make_photo(name=name, content=given.read(LARGEST + 1), actor=who)


def _signed(photo: Photo) -> str:
    at = photo.scanned_at.isoformat() if photo.scanned_at else ""
    return signing.dumps({**asdict(photo), "scanned_at": at}, salt=SALT)


def _remembered(token: str, before: int) -> Photo:
    try:
        said = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature as error:
        raise PhotoForgotten from error
    if before >= MOST_PHOTOS or not path_of(said["digest"]).exists():
        raise PhotoForgotten
    at = datetime.fromisoformat(said["scanned_at"]) if said["scanned_at"] else None
    return Photo(said["name"], said["digest"], said["size"], at, said["scanner"])


@public
def photo(request: HttpRequest, code: str, attached: int) -> HttpResponse:
    """A photograph of a report."""
    anybody = public_photo(code, attached)
    # Who asks is looked up only where it matters: what anybody may see is the same for everybody, and cached so.
    row = anybody or photo_for(code, attached, request.GET.get("key", "")[:64], actor(request))
    answer = HttpResponse(path_of(row.file.digest).read_bytes(), content_type=row.file.mime)
    answer.headers["Content-Disposition"] = content_disposition_header(False, row.file.name) or "inline"
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cache-Control"] = f"public, max-age={SEEN_SECONDS}" if anybody else "private, no-store"
    return _unless_known(request, answer, row.file.digest)


def _unless_known(request: HttpRequest, answer: HttpResponse, digest: str) -> HttpResponse:
    answer.headers["ETag"] = f'"{digest}"'
    known: HttpResponseBase | None = get_conditional_response(request, etag=answer.headers["ETag"], response=answer)
    return known if isinstance(known, HttpResponse) else answer
