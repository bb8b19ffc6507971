"""Every address begins here. A package brings its own urls.py; docs of the addresses that stay put: README."""

from django.urls import include, path
from django.views.generic import RedirectView

from songbe.config import health

urlpatterns = [
    path("", RedirectView.as_view(url="/ioc/"), name="home"),
    path("ioc/", include("songbe.centres.urls")),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
