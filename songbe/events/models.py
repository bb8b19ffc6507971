"""The table of events."""

from django.db import models


class Event(models.Model):
    """One thing that happened. It is written once, sealed once within a second, and never changed or deleted.

    ``payload`` holds codes, numbers and salted digests, never personal data. ``sequence``, ``previous_hash`` and
    ``hash`` are
    empty until the sealer gives the event its place in the chain; readers look at sealed events only.
    """

    kind = models.CharField(max_length=60)
    occurred_at = models.DateTimeField()
    actor = models.CharField(max_length=60, help_text="account or part of the system that did it")
    place = models.CharField(max_length=20, blank=True, help_text="code of the unit or agency it concerns")
    subject = models.CharField(max_length=120, blank=True, help_text="kind:key of the thing it was done to")
    payload = models.JSONField(default=dict)
    key = models.CharField(max_length=80, null=True, unique=True, help_text="idempotency key of the submission")  # noqa: DJ001
    sequence = models.BigIntegerField(null=True, unique=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["kind", "occurred_at"], name="event_kind_time"),
            models.Index(fields=["subject"], name="event_subject"),
            models.Index(fields=["id"], name="event_unsealed", condition=models.Q(sequence=None)),
        )

    def __str__(self) -> str:
        return f"{self.sequence or 'unsealed'} {self.kind} {self.subject}"
