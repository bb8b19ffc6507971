"""Intake as a Django application."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Imports of files."""

    name = "songbe.intake"
    default_auto_field = "django.db.models.BigAutoField"
