"""Photographs of reports, and who may see them: what is public anybody, the rest who sent it and who works on it."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from songbe.cases.errors import UnknownCase
from songbe.cases.models import Attached, Submission
from songbe.cases.queries.desk import readable
from songbe.places.policy import Actor

PHOTO = "photo"
"""What the attached files of a report are, where those of a dossier are papers."""


def _photos() -> QuerySet[Attached]:
    return Attached.objects.filter(paper=PHOTO, file__found="").select_related("file").order_by("pk")


def photos_of(cases: Iterable[int], *, public: bool = False) -> Mapping[int, tuple[Attached, ...]]:
    """Return the photographs of cases, by the case, in the order they were given; nothing for those without.

    public: without those that the public is not shown.
    """
    rows = _photos().filter(case__in=list(cases))
    found: dict[int, tuple[Attached, ...]] = {}
    for row in rows.filter(hidden=False) if public else rows:
        if row.case_id is not None:
            found[row.case_id] = (*found.get(row.case_id, ()), row)
    return found


def public_photo(code: str, attached: int) -> Attached | None:
    """Return a photograph that anybody may see, None of any other."""
    return _photos().filter(pk=attached, case__code=code, case__report__public=True, hidden=False).first()


def photo_for(code: str, attached: int, key: str, actor: Actor) -> Attached:
    """Return a photograph to who holds the key its report was sent with, or reads the case. Raises UnknownCase."""
    row = _photos().filter(pk=attached, case__code=code).first()
    if row is not None and row.case_id is not None:
        if key and Submission.objects.filter(case_id=row.case_id, key=key, verb="report").exists():
            return row
        if readable(actor).filter(pk=row.case_id).exists():
            return row
    raise UnknownCase(case=code)
