"""Every address begins here. A package brings its own urls.py; docs of the addresses that stay put: README."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.urls import include, path

from songbe.centres import views as centres
from songbe.config import health
from songbe.config.home import home
from songbe.demonstration.queries import assumptions


def assumed(language: str) -> list[str]:
    """Return what the demonstration years of the pack assume, sentence by sentence."""
    return [english if language == "en" else vietnamese for vietnamese, english in _assumed(settings.SONGBE_PACK)]


@lru_cache(maxsize=2)
def _assumed(folder: Path) -> tuple[tuple[str, str], ...]:
    # Files of a pack change at deploy time only.
    return tuple((said.vi, said.en) for said in assumptions(folder))


urlpatterns = [
    path("", home, name="home"),
    path("ioc/assumptions/", centres.assumptions, {"read": assumed}),
    path("ioc/", include("songbe.centres.urls")),
    path("hoi/", include("songbe.assistant.urls")),
    path("", include("songbe.cases.urls")),
    path("api/v1/", include("songbe.assistant.api")),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("songbe.ui.urls")),
]
