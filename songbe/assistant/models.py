"""What was asked, and what was answered: every question can be walked to its typed query and its sentence."""

from django.db import models
from django.db.models import Q


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


class SynonymProposal(models.Model):
    """Words by which people asked for an indicator and were not understood, proposed to its owner as one more name.

    Only its evidence grows, and its state changes; it is never deleted. key: the words that the indicator's names did
    not hold, without diacritics; words: the same as typed; name: what is added to the names once it is accepted.
    replay: what became of other questions when it was last tried.
    """

    indicator = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    words = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    evidence = models.ManyToManyField(Asked, related_name="+")
    seen = models.PositiveIntegerField(default=0, help_text="how many questions it rests on")
    state = models.CharField(max_length=10, default="proposed")
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=400, blank=True)
    replay = models.JSONField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["indicator", "key"], name="proposed_once"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "accepted", "declined", "withdrawn"]), name="proposal_state"
            ),
        )
        indexes = (models.Index(fields=["state", "indicator"], name="proposal_of"),)

    def __str__(self) -> str:
        return f"{self.indicator} {self.name}"


class KnownQuestion(models.Model):
    """A question of the pack in force whose indicator is known."""

    question = models.CharField(max_length=500, primary_key=True)
    indicator = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.question


class LearningPosition(models.Model):
    """Up to which event questions were learned from: one row."""

    sequence = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.sequence)
