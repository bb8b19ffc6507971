"""Indicators as a Django application."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Definitions, values, targets, publications."""

    name = "songbe.indicators"
    default_auto_field = "django.db.models.BigAutoField"
