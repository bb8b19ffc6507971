"""The warehouse as a Django application."""

from django.apps import AppConfig


class WarehouseConfig(AppConfig):
    """Facts, segments and cells."""

    name = "songbe.warehouse"
    default_auto_field = "django.db.models.BigAutoField"
