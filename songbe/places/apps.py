"""Places as a Django application."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Units, agencies, sectors, people, roles."""

    name = "songbe.places"
    default_auto_field = "django.db.models.BigAutoField"
