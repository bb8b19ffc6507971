"""Cases as a Django application."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Work with a clock."""

    name = "songbe.cases"
    default_auto_field = "django.db.models.BigAutoField"
