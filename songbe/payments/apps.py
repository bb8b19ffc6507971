"""The payments package as Django knows it."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Payment orders."""

    name = "songbe.payments"
    default_auto_field = "django.db.models.BigAutoField"
