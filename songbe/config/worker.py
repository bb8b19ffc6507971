"""The worker process: seals events, turns what happened into figures within seconds, runs queued and nightly jobs."""

import threading
import time
from datetime import date

import structlog
from django.conf import settings
from django.db import DatabaseError, close_old_connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from songbe.assistant.proposal_actions import propose_synonyms
from songbe.cases.actions.apologies import draft_apologies
from songbe.cases.actions.handling import lapse_silent_consultations
from songbe.cases.actions.keeping import sweep_files
from songbe.cases.actions.notices import send_waiting
from songbe.cases.actions.scanning import scan_kept
from songbe.cases.actions.scoring import assess_reports
from songbe.centres.actions import raise_alerts
from songbe.events.actions import seal_events
from songbe.indicators.actions import compute_indicators
from songbe.indicators.actions.reconciling import reconcile
from songbe.kernel.errors import SongbeError
from songbe.places.policy import Actor
from songbe.warehouse.actions.facts import collect_changes

CONCURRENCY = 2
BEAT_SECONDS = 0.5
ALERT_SECONDS = 30
NIGHTLY_CELLS = 500
WORKER = Actor("worker", operator=True)

log = structlog.get_logger()


@app.periodic(cron="17 2 * * *")
@app.task(queue="nightly", pass_context=False)
def reconcile_tonight(timestamp: int) -> None:
    """Compare random cells with their records; the day chooses which."""
    reconcile(count=NIGHTLY_CELLS, seed=date.fromtimestamp(timestamp).toordinal(), actor=WORKER)  # noqa: DTZ012


@app.periodic(cron="*/5 * * * *")
@app.task(queue="files", pass_context=False)
def scan_what_was_not(timestamp: int) -> None:
    """Scan files that were kept before there was a scanner; without one there is nothing to do."""
    if settings.SONGBE_CLAMD:
        scan_kept(actor=WORKER)


@app.periodic(cron="7 1 * * *")
@app.task(queue="nightly", pass_context=False)
def assess_tonight(timestamp: int) -> None:
    """Assess how agencies answered the reports of the months that are over."""
    assess_reports(actor=WORKER)


@app.periodic(cron="47 3 * * *")
@app.task(queue="nightly", pass_context=False)
def sweep_tonight(timestamp: int) -> None:
    """Throw away the bytes of files that nobody handed in."""
    sweep_files()


def beat() -> int:
    """Take silence for consent, seal what waits, collect changes of sealed events, compute what they made stale, send
    notices; return how many changes there were."""
    lapse_silent_consultations(actor=WORKER)
    while seal_events():
        pass
    changes = collect_changes()
    if changes:
        compute_indicators(actor=WORKER)
    send_waiting()
    return changes


def _beat_until(stop: threading.Event) -> None:
    looked = time.monotonic()
    while not stop.wait(BEAT_SECONDS):
        try:
            beat()
            # Alerts and apologies come with the calendar, when nothing happened: what is open becomes overdue.
            if time.monotonic() - looked > ALERT_SECONDS:
                looked = time.monotonic()
                raise_alerts(actor=WORKER)
                draft_apologies(actor=WORKER)
                propose_synonyms(actor=WORKER)
        except (DatabaseError, SongbeError, OSError, TypeError, ValueError) as error:
            # The next beat tries again from what is committed; nothing is half-done.
            log.warning("beat_failed", reason=str(error))
        finally:
            close_old_connections()


def run() -> None:
    """Run until a signal says stop; the job at hand is finished first."""
    if not isinstance(app.connector, DjangoConnector):
        raise TypeError("procrastinate is not set up by Django")
    stop = threading.Event()
    heart = threading.Thread(target=_beat_until, args=(stop,), name="beat")
    heart.start()
    try:
        with app.replace_connector(app.connector.get_worker_connector()):
            app.run_worker(concurrency=CONCURRENCY)
    finally:
        stop.set()
        heart.join()
