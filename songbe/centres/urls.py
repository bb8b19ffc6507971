"""Addresses of the operations centres. They stay: figures are cited by them."""

from datetime import date

from django.urls import path, register_converter

from songbe.centres import views


class IsoDay:
    """A day in an address: 2023-12-31."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, text: str) -> date:
        """Return the day. Raises ValueError for a day that does not exist."""
        return date.fromisoformat(text)

    def to_url(self, day: date | str) -> str:
        """Return the day as an address holds it."""
        return str(day)


register_converter(IsoDay, "isoday")

app_name = "centres"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("search/", views.search, name="search"),
    path("assumptions/", views.assumptions, name="assumptions"),
    path("sectors/<str:code>/", views.sector, name="sector"),
    path("figures/<str:code>/", views.indicator, name="indicator"),
    path("figures/<str:code>/records/", views.records, name="records"),
    # A period may hold a slash: 2023-01/2023-05.
    path("figures/<str:code>/<str:place>/<path:period>/<isoday:day>/", views.publication, name="publication"),
    path("<slug:centre>/", views.board, name="board"),
]
