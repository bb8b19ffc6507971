"""Django's handle on this package."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "songbe.ui"
    verbose_name = "Giao diện"
