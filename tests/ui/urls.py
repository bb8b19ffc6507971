"""Addresses that show the example pages, for looking at templates without data: see the README of songbe/ui."""

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from tests.ui import examples


class Reader(SimpleNamespace):
    """Somebody signed in, without a database."""

    is_authenticated = True
    practice = True

    def __str__(self) -> str:
        return "Nguyễn Thị Hồng Nhung"


def show(template: str, build: examples.Builder) -> Callable[..., HttpResponse]:
    """Return a view that draws an example page."""

    def view(request: HttpRequest, **_: str) -> HttpResponse:
        request.user = Reader()  # type: ignore[assignment]
        return render(request, f"centres/{template}.html", {"page": build()})

    return view


def board(request: HttpRequest, groups: int) -> HttpResponse:
    """A board of as many groups."""
    return show("board", partial(examples.board, groups))(request)


FIGURE = "ioc/figures/<code>/"
centres = (
    [
        path("ioc/", show("overview", examples.overview), name="overview"),
        path("ioc/search/", show("search", examples.search), name="search"),
        path("ioc/search/none/", show("search", examples.nothing), name="search-none"),
        path("ioc/sectors/<code>/", show("sector", examples.sector), name="sector"),
        path(FIGURE, show("indicator", examples.indicator), name="indicator"),
        path(f"{FIGURE}records/", show("records", examples.records), name="records"),
        path(f"{FIGURE}<place>/<period>/<day>/", show("publication", examples.publication), name="publication"),
        path("ioc/board<int:groups>/", board, name="board"),
    ],
    "centres",
)

urlpatterns = [
    path("", include(centres)),
    path("", include("songbe.ui.urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
