"""What every response carries, and the addresses that stand before any package's own."""

import pytest
from django.db import OperationalError
from django.test import Client

pytestmark = pytest.mark.django_db


def test_health_answers_without_the_database(client: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        response = client.get("/healthz")

    assert response.json() == {"status": "ok"}


def test_readiness_asks_the_database_once(client: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        response = client.get("/readyz")

    assert (response.status_code, response.json()["database"]) == (200, "ok")


def test_readiness_is_503_when_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("away")

    monkeypatch.setattr("songbe.config.health.connection.cursor", away)

    assert client.get("/readyz").status_code == 503


def test_no_page_may_run_or_style_inline(client: Client) -> None:
    response = client.get("/accounts/login/")

    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]
    body = response.content.decode()
    assert "<style" not in body
    assert " style=" not in body


def test_nobody_signs_up_by_themselves(client: Client) -> None:
    response = client.post("/accounts/signup/", {"username": "moi", "password1": "x" * 20, "password2": "x" * 20})

    assert "password1" not in response.content.decode()


def test_guessing_passwords_is_slowed_down(client: Client) -> None:
    for attempt in range(5):
        client.post("/accounts/login/", {"login": "ai-do", "password": f"sai-{attempt}"})

    response = client.post("/accounts/login/", {"login": "ai-do", "password": "sai-6"})

    assert response.status_code == 200
    assert response.context["form"].non_field_errors().as_data()[0].code == "too_many_login_attempts"
