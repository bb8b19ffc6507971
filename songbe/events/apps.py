"""The event log as a Django application."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """The event log."""

    name = "songbe.events"
    default_auto_field = "django.db.models.BigAutoField"
