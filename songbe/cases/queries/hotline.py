"""Reports as people and the line see them: nearby and alike, waiting, answered in public, in the words of Open311."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import cos, hypot, radians

from django.db.models import Q, QuerySet

from songbe.cases.declare.procedures import CategoryLine
from songbe.cases.errors import UnknownCase
from songbe.cases.models import Attached, Case, Report, Submission, Token
from songbe.cases.queries.declared import categories
from songbe.cases.queries.people import Past
from songbe.cases.queries.photos import photos_of
from songbe.kernel.vietnamese import fold
from songbe.places.models import Agency
from songbe.places.policy import Actor, Right
from songbe.places.queries import gazetteer

NEAR_METRES = 300
NEAR_DAYS = 30
METRES_A_DEGREE = 111_320
ALIKE = 0.5
"""From this share of the shorter text's words on, two texts may speak of the same thing."""
MOST_ALIKE = 6


@dataclass(frozen=True, slots=True)
class Alike:
    """A report that may speak of the same thing. metres: how far away, None where no point is known."""

    case: Case
    report: Report
    metres: int | None


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report as anybody may see it. yours: whether who asks holds the link it was sent with.

    related: reports of the same message about other matters, that who asks may see.
    """

    case: Case
    report: Report
    category: CategoryLine | None
    unit_vi: str
    unit_en: str
    agencies: tuple[Agency, ...]
    past: tuple[Past, ...]
    photos: tuple[Attached, ...]
    related: tuple[Case, ...]
    yours: bool
    may_rate: bool
    may_reopen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """The line's lists: what waits to be routed, to be answered, and what is late."""

    waiting: tuple[Report, ...]
    merging: tuple[Report, ...]
    late: tuple[Report, ...]


def alike(text: str, unit: str, point: tuple[Decimal, Decimal] | None, now: datetime) -> tuple[Alike, ...]:
    """Return open reports of the last weeks that are near, or say much the same in the same commune; nearest first."""
    since = now - timedelta(days=NEAR_DAYS)
    recent = Report.objects.filter(case__filed_at__gte=since, duplicate_of=None, missed=False).select_related("case")
    around = recent.filter(case__answers__unit=unit) if unit else recent.none()
    if point is not None:
        reach = Decimal(NEAR_METRES) / METRES_A_DEGREE
        wider = Decimal(str(NEAR_METRES / (METRES_A_DEGREE * max(0.1, cos(radians(float(point[0])))))))
        around = recent.filter(
            Q(pk__in=around)
            | Q(
                latitude__range=(point[0] - reach, point[0] + reach),
                longitude__range=(point[1] - wider, point[1] + wider),
            )
        )
    wanted = _words(text)
    found: list[tuple[float, Alike]] = []
    for report in around.order_by("-case__filed_at")[:200]:
        metres = _metres(point, report)
        theirs = _words(report.text)
        shared = len(wanted & theirs) / max(1, min(len(wanted), len(theirs)))
        if (metres is not None and metres <= NEAR_METRES) or shared >= ALIKE:
            found.append((shared - (metres or 0) / 1000, Alike(report.case, report, metres)))
    return tuple(each for _score, each in sorted(found, key=lambda pair: -pair[0])[:MOST_ALIKE])


def _words(text: str) -> frozenset[str]:
    """Return the words of a text that say something: folded, of two letters or more."""
    return frozenset(word for word in fold(text).split() if len(word) > 1)


def _metres(point: tuple[Decimal, Decimal] | None, report: Report) -> int | None:
    if point is None or report.latitude is None or report.longitude is None:
        return None
    north = float(report.latitude - point[0]) * METRES_A_DEGREE
    east = float(report.longitude - point[1]) * METRES_A_DEGREE * cos(radians(float(point[0])))
    return round(hypot(north, east))


def sent_before(key: str) -> Case | None:
    """Return the report that was sent with a key, if one was: the form came twice."""
    found = Submission.objects.select_related("case").filter(key=key, verb="report").first()
    return None if found is None else found.case


def report_page(code: str, key: str) -> ReportPage:
    """Return a report: public ones to anybody, others only to who holds the key. Raises UnknownCase."""
    report = Report.objects.select_related("case").filter(case__code=code, missed=False).first()
    yours = report is not None and bool(key) and _holds(report.case, key)
    if report is None or not (yours or report.public):
        raise UnknownCase(case=code)
    case = report.case
    unit = gazetteer().place(case.unit) if case.unit else None
    return ReportPage(
        case=case,
        report=report,
        category=categories().get(report.category),
        unit_vi=unit.name_vi if unit else "",
        unit_en=unit.name_en if unit else "",
        agencies=tuple(Agency.objects.filter(code__in=_asked(case)).order_by("sort_key")),
        past=tuple(_past(case, report)),
        photos=photos_of([case.pk], public=not yours).get(case.pk, ()),
        related=tuple(each for each in split_with(case) if yours or each.report.public),
        yours=yours,
        may_rate=yours and case.state == "finished",
        may_reopen=yours and case.state == "finished",
    )


def one_sender(case: Case) -> tuple[int, ...]:
    """Return the numbers of a report and of those it was split from, one after the other: one person sent them."""
    found = [case.pk]
    report = Report.objects.filter(case=case).first()
    while report is not None and report.split_from_id is not None and report.split_from_id not in found:
        found.append(report.split_from_id)
        report = Report.objects.filter(case_id=report.split_from_id).first()
    return tuple(found)


def _holds(case: Case, key: str) -> bool:
    return Submission.objects.filter(case__in=one_sender(case), key=key, verb="report").exists()


def split_with(case: Case) -> tuple[Case, ...]:
    """Return the report that one was split from, and those that were split from it."""
    origin = Report.objects.filter(case=case).values("split_from")
    found = Case.objects.filter(Q(report__split_from=case) | Q(pk__in=origin))
    return tuple(found.select_related("report").order_by("pk"))


def _asked(case: Case) -> Sequence[str]:
    listed = case.answers.get("agencies", [])
    return [str(each) for each in listed] if isinstance(listed, list) else []


def _past(case: Case, report: Report) -> list[Past]:
    names = {agency.code: agency for agency in Agency.objects.filter(code__in=_asked(case))}
    found = [Past(case.filed_at, "Gửi phản ánh", "Reported", "", "")]
    if report.acknowledged_at:
        found.append(Past(report.acknowledged_at, "Chuyển các cơ quan xử lý", "Sent to the agencies", "", ""))
    for token in Token.objects.filter(case=case, kind="consult", closed_at__isnull=False).exclude(outcome="not_needed"):
        agency = names.get(token.agency)
        at = (agency.name_vi, agency.name_en) if agency else (token.agency, token.agency)
        found.append(Past(token.closed_at or case.filed_at, "Cơ quan đã trả lời", "An agency answered", *at))
    if report.answered_at:
        found.append(Past(report.answered_at, "Trả lời", "Answered", "", ""))
    return sorted(found, key=lambda each: each.at)


def public_answers(text: str, category: str) -> tuple[Report, ...]:
    """Return reports that were answered in public, the newest first, those a text finds if there is one."""
    found = Report.objects.filter(public=True, missed=False, case__finished_at__isnull=False).exclude(answer="")
    if category:
        found = found.filter(category=category)
    rows = list(found.select_related("case").order_by("-answered_at")[:500])
    wanted = fold(text)
    if wanted:
        rows = [row for row in rows if wanted in fold(f"{row.text} {row.answer} {row.place} {row.case.code}")]
    return tuple(rows[:50])


def line_of_reports(actor: Actor, now: datetime) -> Line:
    """Return what waits at the line of an actor."""
    places = actor.places_with(Right.TAKE_REPORTS)
    tokens = Token.objects.filter(closed_at=None, case__kind="report")
    if places is not None:
        tokens = tokens.filter(agency__in=sorted(places))
    open_now = Report.objects.select_related("case").order_by("case__filed_at")
    waiting = open_now.filter(case__in=tokens.filter(key="classify").values("case"))
    merging = open_now.filter(case__in=tokens.filter(key="merge").values("case"))
    late = open_now.filter(case__closed_at=None, case__due_now_at__lt=now, missed=False)
    return Line(tuple(waiting[:100]), tuple(merging[:100]), tuple(late[:100]))


def agency_answers(case: Case) -> tuple[tuple[Agency, str], ...]:
    """Return what each agency said, for who makes one answer of it."""
    tokens = Token.objects.filter(case=case, kind="consult", closed_at__isnull=False).exclude(outcome="not_needed")
    names: Mapping[str, Agency] = {a.code: a for a in Agency.objects.filter(code__in=[t.agency for t in tokens])}
    return tuple((names[token.agency], token.note) for token in tokens.order_by("closed_at") if token.agency in names)


def open311_requests(
    *,
    codes: Sequence[str] = (),
    services: Sequence[str] = (),
    status: Sequence[str] = (),
    start: datetime | None = None,
    end: datetime | None = None,
) -> QuerySet[Report]:
    """Return public reports as GeoReport v2 asks for them; codes override everything else."""
    found = Report.objects.filter(public=True, missed=False).select_related("case").order_by("-case__filed_at")
    if codes:
        return found.filter(case__code__in=codes)
    if services:
        found = found.filter(category__in=services)
    if start is not None:
        found = found.filter(case__filed_at__gte=start)
    if end is not None:
        found = found.filter(case__filed_at__lte=end)
    if set(status) == {"open"}:
        found = found.filter(case__closed_at=None)
    if set(status) == {"closed"}:
        found = found.filter(case__closed_at__isnull=False)
    return found
