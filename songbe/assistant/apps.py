"""The assistant as a Django application."""

from django.apps import AppConfig


class AssistantConfig(AppConfig):
    """Questions and their answers."""

    name = "songbe.assistant"
    default_auto_field = "django.db.models.BigAutoField"
