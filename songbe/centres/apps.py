"""Centres as a Django application."""

from django.apps import AppConfig


class CentresConfig(AppConfig):
    """Operations centres and their boards."""

    name = "songbe.centres"
    default_auto_field = "django.db.models.BigAutoField"
