"""The screens of the operations centres over HTTP: one query, one template or file."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from songbe.centres.exports import export_of, file_of
from songbe.centres.queries.addresses import ROOT, Address, figure_path, records_path
from songbe.centres.queries.boards import board as board_of
from songbe.centres.queries.boards import centre_of
from songbe.centres.queries.finding import found as search_of
from songbe.centres.queries.frames import Asked, frame, locale
from songbe.centres.queries.indicators import indicator as indicator_of
from songbe.centres.queries.overview import overview as overview_of
from songbe.centres.queries.overview import sector as sector_of
from songbe.centres.queries.pages import AssumptionsPage
from songbe.centres.queries.publications import publication as publication_of
from songbe.centres.queries.records import MOST, PAGE
from songbe.centres.queries.records import records as records_of
from songbe.centres.queries.standing import Shared, shared_now
from songbe.kernel.errors import InvalidInput, SongbeError
from songbe.kernel.periods import parse_period
from songbe.places.models import Person
from songbe.places.policy import Actor, OutOfReach, Right
from songbe.places.queries import actor_of
from songbe.places.rules import Basis
from songbe.ui.refusals import refused

Screen = Callable[..., HttpResponse]


class UnknownBasis(InvalidInput):
    """A map that figures are not drawn on."""

    code = "unknown_basis"
    message_en = "There is no map {given!r}: choose as-then or as-now."
    message_vi = "Không có bản đồ {given!r}: hãy chọn as-then hoặc as-now."


class NotANumber(InvalidInput):
    """A page that is no number."""

    code = "not_a_number"
    message_en = "{given!r} is no page number. Pages are counted from 1."
    message_vi = "{given!r} không phải số trang. Trang đánh số từ 1."


def screen(view: Screen) -> Callable[..., HttpResponseBase]:
    """Decorate a view: for people who signed in, never cached by others, refusals as a page with their sentence."""

    @wraps(view)
    def answer(request: HttpRequest, **asked: Any) -> HttpResponse:
        try:
            return view(request, **asked)
        except SongbeError as error:
            return refused(request, error, home=ROOT)

    shown: Callable[..., HttpResponseBase] = never_cache(require_safe(login_required(answer)))
    return shown


# --- What was asked ---------------------------------------------------------------------------------------------------
def _actor(request: HttpRequest) -> Actor:
    person = request.user
    if not isinstance(person, Person):
        raise OutOfReach(actor=str(person), right=Right.READ_FIGURES.value, place="")
    return actor_of(person, today=timezone.localdate())


def _asked(request: HttpRequest, shared: Shared, *, place: str = "", period: str = "", path: str = "") -> Asked:
    """Return what a request asks for: place, period and map from its address, else those of the pack.

    Raises UnknownPlace, InvalidPeriod, UnknownBasis, OutOfReach.
    """
    query, map_ = request.GET, shared.ground.map_
    when = parse_period(period or query.get("period") or map_.province.default_period)
    basis = query.get("basis") or Basis.then.value
    if basis not in set(Basis):
        raise UnknownBasis(given=basis)
    day = timezone.localdate()
    where = map_.place(place or query.get("place") or map_.province.code, day if basis == Basis.now else when.last)
    actor = _actor(request)
    actor.require(Right.READ_FIGURES, where.code)
    address = Address(path or request.path, where.code, when.code, basis)
    host = f"{request.scheme}://{request.get_host()}"
    return Asked(shared, actor, where, when, basis, address, host, day)


def _answer(request: HttpRequest, template: str, page: Any, host: str) -> HttpResponse:
    """Return a page drawn by its template, or as the file that was asked for."""
    kind = request.GET.get("format")
    if kind is None:
        return _drawn(request, template, page)
    made = file_of(export_of(page, host=host), kind)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return HttpResponse(made.content, content_type=made.content_type, headers=headers)


def _drawn(request: HttpRequest, template: str, page: Any) -> HttpResponse:
    return render(request, template, {"page": page, "locale": locale()})


# --- Screens ----------------------------------------------------------------------------------------------------------
@screen
def overview(request: HttpRequest) -> HttpResponse:
    """How the province, or one place in it, stands."""
    asked = _asked(request, shared_now())
    return _answer(request, "centres/overview.html", overview_of(asked), asked.host)


@screen
def sector(request: HttpRequest, code: str) -> HttpResponse:
    """One sector."""
    asked = _asked(request, shared_now())
    return _answer(request, "centres/sector.html", sector_of(asked, code), asked.host)


@screen
def board(request: HttpRequest, centre: str) -> HttpResponse:
    """One operations centre's board, at the centre's own place."""
    shared = shared_now()
    found = centre_of(shared, centre)
    asked = _asked(request, shared, place=found.place)
    return _answer(request, "centres/board.html", board_of(asked, found), asked.host)


@screen
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator; an alias or the number of a statement leads to the indicator's own address."""
    shared = shared_now()
    elsewhere = _own_address(request, shared, code)
    if elsewhere:
        return redirect(elsewhere)
    asked = _asked(request, shared)
    return _answer(request, "centres/indicator.html", indicator_of(asked, code), asked.host)


def _own_address(request: HttpRequest, shared: Shared, given: str) -> str:
    """Return where an alias or a statement's number leads; empty for a code itself. Raises UnknownIndicator."""
    known = shared.ground.known
    if given in known.definitions:
        return ""
    stated = next((row for rows in shared.ground.stated.values() for row in rows if given and row.fact == given), None)
    if stated is not None:
        basis = request.GET.get("basis") or Basis.then.value
        return str(Address(figure_path(stated.indicator), stated.place, stated.period, basis))
    query = request.GET.urlencode()
    return figure_path(known.definition(given).code) + (f"?{query}" if query else "")


@screen
def records(request: HttpRequest, code: str) -> HttpResponse:
    """The records a figure counts, a page of them, or as a file all of them."""
    shared = shared_now()
    asked = _asked(request, shared, path=records_path(shared.ground.known.definition(code).code))
    code = shared.ground.known.definition(code).code
    if "format" in request.GET:
        return _answer(request, "", records_of(asked, code, size=MOST), asked.host)
    return _drawn(request, "centres/records.html", records_of(asked, code, page=_page_number(request), size=PAGE))


def _page_number(request: HttpRequest) -> int:
    given = request.GET.get("page") or "1"
    if not (given.isascii() and given.isdigit() and 0 < int(given) < 10**9):
        raise NotANumber(given=given)
    return int(given)


@screen
def publication(request: HttpRequest, code: str, place: str, period: str, day: date) -> HttpResponse:
    """A figure as it was published on or before a day: the address to cite."""
    asked = _asked(request, shared_now(), place=place, period=period)
    return _drawn(request, "centres/publication.html", publication_of(asked, code, day))


@screen
def search(request: HttpRequest) -> HttpResponse:
    """Find indicators; to htmx only the results."""
    text = request.GET.get("q", "").strip()[:200]
    asked = _asked(request, shared_now())
    page = search_of(replace(asked, address=asked.address.having({"q": text})), text)
    part = request.headers.get("HX-Request") == "true"
    response = _drawn(request, "centres/search_results.html" if part else "centres/search.html", page)
    patch_vary_headers(response, ["HX-Request"])
    return response


def nothing_assumed(language: str) -> Sequence[str]:
    """Assume nothing: where no demonstration years were loaded."""
    return ()


@screen
def assumptions(request: HttpRequest, read: Callable[[str], Sequence[str]] = nothing_assumed) -> HttpResponse:
    """What the demonstration years assume. read: gives the sentences in a language; the project's addresses pass it."""
    asked = _asked(request, shared_now())
    whole = frame(asked, as_of=None, simulated=False, frozen=True)
    return _drawn(request, "centres/assumptions.html", AssumptionsPage(whole, tuple(read(locale()))))
