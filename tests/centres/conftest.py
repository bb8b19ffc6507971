"""The invented province with two simulated years of dossiers, made once for each file of tests."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client
from django.utils import translation
from pytest_django import DjangoDbBlocker

from songbe.indicators.actions import Report, approve_value, report_value
from songbe.kernel.periods import parse_period
from songbe.places.models import Person
from songbe.places.policy import OPERATOR
from tests.centres.asking import two_years_of_dossiers
from tests.stories import apply_demo, compute


@pytest.fixture(scope="module")
def province(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Put the province into force with its dossiers, and take everything back after the file's last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        apply_demo()
        two_years_of_dossiers()
        compute()
        _report("99", "2021", "61.5")
        _report("99", "2022", "64.0")
        _report("991", "2022", "70.25")
        yield
        transaction.set_rollback(True)


def _report(place: str, period: str, value: str) -> None:
    said = Report("DEMO014", place, parse_period(period), Decimal(value), source="khảo sát")
    at = datetime(said.period.end.year, 2, 1, 3, tzinfo=UTC)
    report_value(report=said, at=at, actor=OPERATOR, simulated=True)
    approve_value(indicator="DEMO014", place=place, period=said.period, actor=OPERATOR)


@pytest.fixture(autouse=True)
def _in_vietnamese() -> Iterator[None]:
    with translation.override("vi"):
        yield


@pytest.fixture
def leader(client: Client, province: None, db: None) -> Client:
    """A browser in which the province's leader signed in."""
    return signed_in(client, "lanhdao")


def signed_in(client: Client, username: str) -> Client:
    """Sign an account in."""
    client.force_login(Person.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    return client
