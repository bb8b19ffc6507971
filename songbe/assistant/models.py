"""What was asked, and what was answered: every question can be walked to its typed query and its sentence."""

from django.db import models


class Asked(models.Model):
    """One question of a conversation, how it was understood, and its answer.

    query is never changed; ``corrected`` is the typed query that was chosen instead of it, whose answer then stands in
    answer (as ``queries.shown.kept_document`` writes it). day: the day it spoke of as today.
    """

    conversation = models.UUIDField()
    number = models.PositiveIntegerField()
    actor = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    day = models.DateField()
    question = models.CharField(max_length=500)
    language = models.CharField(max_length=5)
    query = models.JSONField()
    answer = models.JSONField()
    refusal = models.CharField(max_length=30, blank=True)
    milliseconds = models.PositiveIntegerField()
    corrected = models.JSONField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["conversation", "number"], name="asked_once"),)
        indexes = (models.Index(fields=["refusal", "asked_at"], name="asked_refused"),)

    def __str__(self) -> str:
        return f"{self.conversation} {self.number}"
