"""Open311 keeps what it describes of itself, whatever it is asked."""

import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings

from songbe.cases.actions.reports import Call, take_report
from songbe.config.wsgi import application
from songbe.places.policy import Actor
from tests.stories import apply_demo

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis.specs.openapi.checks import positive_data_acceptance


pytestmark = pytest.mark.django_db


schema = schemathesis.openapi.from_wsgi("/open311/v2/openapi.json", application)
OPERATIONS = [
    ("/services.{format}", "GET"),
    ("/services/{code}.{format}", "GET"),
    ("/requests.{format}", "GET"),
    ("/requests.{format}", "POST"),
    ("/requests/{code}.{format}", "GET"),
]


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Keep the test's connection open between requests, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_operation_that_is_described_is_called() -> None:
    described = {(path, method.upper()) for path, item in schema.raw_schema["paths"].items() for method in item}

    assert described == set(OPERATIONS)


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
@pytest.mark.filterwarnings("ignore")
def test_whatever_is_asked_is_answered_as_described(path: str, method: str) -> None:
    apply_demo()
    take_report(
        answers={"report_text": "Rác chất đống", "unit": "99101", "point": "10.98, 106.65"},
        call=Call("web"),
        key="k",
        actor=Actor("visitor"),
        category="waste",
    )

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=schema[path][method].as_strategy())
    def ask(case: Any) -> None:
        cache.clear()
        # GeoReport asks for more than a schema says: at most 90 days, a service that there is.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    ask()
