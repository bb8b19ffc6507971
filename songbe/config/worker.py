"""The worker process: takes jobs from PostgreSQL, a few at a time."""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

CONCURRENCY = 2


def run() -> None:
    """Run queued and periodic jobs until a signal says stop; the job at hand is finished first."""
    if not isinstance(app.connector, DjangoConnector):
        raise TypeError("procrastinate is not set up by Django")
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(concurrency=CONCURRENCY)
