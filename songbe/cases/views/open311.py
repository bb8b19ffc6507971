"""Open311 GeoReport v2, JSON and XML: services, requests, tokens. wiki.open311.org/GeoReport_v2"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from songbe.cases.actions.filing import Applicant, NotAnswered
from songbe.cases.actions.reports import Call, take_report_once
from songbe.cases.actions.scanning import NotScanned
from songbe.cases.declare.procedures import CategoryLine
from songbe.cases.models import Report
from songbe.cases.queries.declared import categories
from songbe.cases.queries.hotline import open311_requests
from songbe.cases.queries.photos import photos_of
from songbe.cases.queries.questions import units_of
from songbe.cases.views.description import description
from songbe.cases.views.photographs import photos_made
from songbe.kernel.errors import SongbeError
from songbe.places import clock
from songbe.places.policy import Actor
from songbe.places.queries import gazetteer
from songbe.ui.limits import TooOften, limit

MOST_DAYS = 90
MOST_ROWS = 1000
FORMATS = ("json", "xml")
NOT_FETCHED = "media_url was not taken: send the photograph itself as media, in multipart/form-data"
"""Nothing is fetched from other hosts: who sends an address might have this server call it for them."""
ITEMS = {"services": "service", "service_requests": "request", "errors": "error", "attributes": "attribute",
         "values": "value"}  # fmt: skip
"""Element of a list -> element of one thing in it."""


def said(root: str, data: Any, format: str, status: int = 200) -> HttpResponse:
    """Return data as the format asks: a JSON list or object, or XML under its root."""
    if format == "json":
        return JsonResponse(data, safe=False, status=status, json_dumps_params={"ensure_ascii": False})
    tree = ElementTree.Element(root)
    _fill(tree, data)
    body = ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="text/xml; charset=utf-8", status=status)


def _fill(parent: ElementTree.Element, data: Any) -> None:
    if isinstance(data, Mapping):
        for name, value in data.items():
            _fill(ElementTree.SubElement(parent, name), value)
    elif isinstance(data, Sequence) and not isinstance(data, str):
        for value in data:
            _fill(ElementTree.SubElement(parent, ITEMS.get(parent.tag, "item")), value)
    elif data is not None:
        parent.text = str(data).lower() if isinstance(data, bool) else _plain(str(data))


def _plain(text: str) -> str:
    """Return text without the control signs that XML does not know."""
    return "".join(sign for sign in text if sign in "\n\t" or ord(sign) >= 32)


def wrong(format: str, status: int, description: str) -> HttpResponse:
    """Return what is wrong, as GeoReport says it."""
    return said("errors", [{"code": status, "description": description}], format, status)


def _service(code: str) -> dict[str, Any]:
    line = categories()[code]
    return {
        "service_code": line.code,
        "service_name": line.name_vi,
        "description": f"{line.name_vi} / {line.name_en}",
        "metadata": True,
        "type": "realtime",
        "keywords": ", ".join(line.synonyms),
        "group": "1022",
    }


@require_GET
def services(request: HttpRequest, format: str) -> HttpResponse:
    """What can be reported."""
    return said("services", [_service(code) for code in categories()], format)


@require_GET
def service(request: HttpRequest, code: str, format: str) -> HttpResponse:
    """What is asked for a service: the commune."""
    if code not in categories():
        return wrong(format, 404, f"service_code {code!r} was not found")
    units = units_of("commune", clock.today())
    attribute = {
        "variable": True,
        "code": "unit",
        "datatype": "singlevaluelist",
        "required": True,
        "datatype_description": "",
        "order": 1,
        "description": "Xã, phường / Commune",
        "values": [{"key": unit.code, "name": unit.name_vi} for unit in units],
    }
    return said("service_definition", {"service_code": code, "attributes": [attribute]}, format)


def _written(request: HttpRequest, reports: QuerySet[Report]) -> list[dict[str, Any]]:
    """Return reports in the words of GeoReport, with the address of the first photograph: there is room for one."""
    photos = photos_of((report.case_id for report in reports), public=True)
    lines, map_ = categories(), gazetteer()
    found = []
    for report in reports:
        first = next(iter(photos.get(report.case_id, ())), None)
        path = reverse("cases:photo", args=[report.case.code, first.pk]) if first else ""
        unit = map_.place(report.case.unit).name_vi if report.case.unit else ""
        url = request.build_absolute_uri(path) if path else ""
        found.append(_request(report, lines.get(report.category), unit, url))
    return found


def _request(report: Report, line: CategoryLine | None, unit: str, media_url: str) -> dict[str, Any]:
    case = report.case
    return {
        "service_request_id": case.code,
        "status": "closed" if case.closed_at else "open",
        "status_notes": report.answer if report.public else "",
        "service_name": line.name_vi if line else "",
        "service_code": report.category,
        "description": report.text,
        "agency_responsible": "",
        "service_notice": "",
        "requested_datetime": _w3(case.filed_at),
        "updated_datetime": _w3(report.answered_at or report.acknowledged_at or case.filed_at),
        "expected_datetime": _w3(case.due_now_at),
        "address": ", ".join(filter(None, (report.place, unit))),
        "address_id": case.unit,
        "zipcode": "",
        "lat": None if report.latitude is None else float(report.latitude),
        "long": None if report.longitude is None else float(report.longitude),
        "media_url": media_url,
    }


def _w3(moment: datetime | None) -> str:
    return "" if moment is None else timezone.localtime(moment).isoformat(timespec="seconds")


@csrf_exempt
@require_http_methods(["GET", "POST"])
def requests(request: HttpRequest, format: str) -> HttpResponse:
    """Reports that were made in public; POST makes one."""
    if request.method == "POST":
        return _take(request, format)
    asked = request.GET
    try:
        start, end = _span(asked.get("start_date", ""), asked.get("end_date", ""))
    except ValueError:
        return wrong(format, 400, "start_date and end_date are written 2023-12-29T00:00:00Z, at most 90 days apart")
    status = _words(asked.get("status", ""))
    if set(status) - {"open", "closed"}:
        return wrong(format, 400, "status is open or closed")
    found = open311_requests(
        codes=_words(asked.get("service_request_id", "")),
        services=_words(asked.get("service_code", "")),
        status=status,
        start=start,
        end=end,
    )
    return said("service_requests", _written(request, found[:MOST_ROWS]), format)


def _words(text: str) -> list[str]:
    return [word for word in (part.strip() for part in text.replace("\x00", "").split(",")) if word]


def _span(start: str, end: str) -> tuple[datetime, datetime]:
    """Return the span asked for; of one end alone, or none, 90 days. Raises ValueError."""
    last = _moment(end) if end else None
    first = _moment(start) if start else None
    if first is None:
        last = last or clock.now()
        return last - timedelta(days=MOST_DAYS), last
    last = last or first + timedelta(days=MOST_DAYS)
    if not timedelta(0) <= last - first <= timedelta(days=MOST_DAYS):
        raise ValueError(start)
    return first, last


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text.replace("Z", "+00:00").replace(" ", "+"))
    if not 1900 <= found.year <= 2199:
        raise ValueError(text)
    return found if found.tzinfo else timezone.make_aware(found)


@require_GET
def one_request(request: HttpRequest, code: str, format: str) -> HttpResponse:
    """One report."""
    found = open311_requests(codes=[code.replace("\x00", "")])[:1]
    if not found:
        return wrong(format, 404, f"service_request_id {code!r} was not found")
    return said("service_requests", _written(request, found), format)


@require_GET
def token(request: HttpRequest, code: str, format: str) -> HttpResponse:
    """A token is the report's own code here: reports are numbered at once."""
    if not open311_requests(codes=[code.replace("\x00", "")]):
        return wrong(format, 404, f"token {code!r} was not found")
    return said("service_requests", [{"service_request_id": code, "token": code}], format)


def _take(request: HttpRequest, format: str) -> HttpResponse:
    given = {name: str(value).replace("\x00", "") for name, value in request.POST.items()}
    code = given.get("service_code", "")
    if code not in categories():
        return wrong(format, 400, "service_code is required: one of services")
    lat, long = given.get("lat", ""), given.get("long", "")
    texts = {
        "report_text": given.get("description", ""),
        "unit": given.get("attribute[unit]", given.get("address_id", "")),
        "spot": given.get("address_string", ""),
        "point": f"{lat}, {long}" if lat or long else "",
    }
    name = " ".join(f"{given.get('last_name', '')} {given.get('first_name', '')}".split())[:200]
    who = Applicant("citizen", name or "—", "", given.get("phone", "")[:20], given.get("email", "")[:200])
    try:
        limit(request, name="open311", most=60, minutes=10)
        who_asks = Actor("open311")
        photos = photos_made(request.FILES.getlist("media"), who_asks)
        case = take_report_once(
            answers=texts,
            call=Call("app", photos=photos),
            key=given.get("key", "")[:64] or uuid.uuid4().hex,
            actor=who_asks,
            reporter=who if name or who.phone or who.email else None,
            category=code,
        )
    except TooOften as error:
        return wrong(format, 429, error.message("en"))
    except NotAnswered as refused:
        return wrong(format, 400, " ".join(fault.en for fault in refused.faults))
    except NotScanned as error:
        return wrong(format, 503, error.message("en"))
    except SongbeError as error:
        return wrong(format, 400, error.message("en"))
    notice = NOT_FETCHED if given.get("media_url") else ""
    return said("service_requests", [{"service_request_id": case.code, "service_notice": notice}], format, 201)


@require_GET
def discovery(request: HttpRequest, format: str) -> HttpResponse:
    """Where this interface is."""
    here = f"{request.scheme}://{request.get_host()}/open311/v2/"
    endpoint = {"specification": "http://wiki.open311.org/GeoReport_v2", "url": here, "type": "production",
                "formats": ["text/xml", "application/json"]}  # fmt: skip
    about = {"changeset": "2023-12-29T00:00:00+07:00", "contact": "1022", "key_service": "", "endpoints": [endpoint]}
    return said("discovery", about, format)


@require_GET
def described(request: HttpRequest) -> HttpResponse:
    """This interface as OpenAPI."""
    return JsonResponse(description(f"{request.scheme}://{request.get_host()}"))
