"""What indicators keep: versions of definitions, reported values, targets, published figures."""

from django.db import models
from django.db.models import Q


class MeasureUnit(models.Model):
    """A unit of measure."""

    code = models.CharField(max_length=60, primary_key=True)
    name_vi = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    symbol = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=12)
    decimals = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.code


class DefinitionVersion(models.Model):
    """One version of an indicator's definition. A change makes a new version; the old one stays, for the figures
    drawn by it."""

    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="of all that it says")
    spec = models.JSONField()
    sector_code = models.CharField(max_length=10)
    family = models.CharField(max_length=60, blank=True)
    folded = models.TextField(help_text="names, synonyms and abbreviations without diacritics, for search")
    folded_name = models.CharField(max_length=400)
    current = models.BooleanField(default=True)
    valid_from = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code", "version"], name="definition_version_once"),
            models.UniqueConstraint(fields=["code"], condition=Q(current=True), name="definition_one_current"),
        )

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class ReportedValue(models.Model):
    """A value that an agency sent for a place and a period. A correction is a new row that supersedes the old one."""

    indicator = models.CharField(max_length=60)
    place = models.CharField(max_length=20)
    period = models.CharField(max_length=24)
    start = models.DateField()
    end = models.DateField(help_text="first day after the period")
    value = models.DecimalField(max_digits=30, decimal_places=6)
    qualifier = models.CharField(max_length=12, blank=True)
    estimate = models.BooleanField(default=False, help_text="sent before the period was over")
    status = models.CharField(max_length=12)
    source = models.CharField(max_length=300)
    reported_by = models.CharField(max_length=60)
    reported_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    simulated = models.BooleanField(default=False)
    superseded_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["indicator", "place", "period"], condition=Q(superseded_at=None), name="reported_one_current"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "submitted", "approved", "returned"]), name="reported_status"
            ),
        )
        indexes = (models.Index(fields=["place", "indicator", "start"], name="reported_place"),)

    def __str__(self) -> str:
        return f"{self.indicator} {self.place} {self.period} = {self.value}"


class Target(models.Model):
    """A target for a place and a period, in force in a range of days."""

    indicator = models.CharField(max_length=60)
    place = models.CharField(max_length=20)
    period = models.CharField(max_length=24)
    value = models.DecimalField(max_digits=30, decimal_places=6)
    source = models.CharField(max_length=300, blank=True)
    certainty = models.CharField(max_length=12, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = (models.Index(fields=["place", "indicator"], name="target_place"),)

    def __str__(self) -> str:
        return f"{self.indicator} {self.place} {self.period}: {self.value}"


class PublishedFigure(models.Model):
    """A figure somebody outside published, kept as it was said. ``fact`` is the pack's number for the statement."""

    fact = models.CharField(max_length=20, blank=True, db_index=True)
    indicator = models.CharField(max_length=60)
    place = models.CharField(max_length=20)
    period = models.CharField(max_length=24)
    value = models.DecimalField(max_digits=30, decimal_places=6)
    qualifier = models.CharField(max_length=12, blank=True)
    statement_vi = models.TextField(blank=True)
    source = models.CharField(max_length=300)
    published_on = models.DateField(null=True)
    dimension = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["indicator", "place", "period"], name="published_of"),)

    def __str__(self) -> str:
        return f"{self.fact or self.indicator} {self.period} = {self.value}"


class Publication(models.Model):
    """A figure of ours as it was shown on a day: frozen with its definition, data and records. Never changed; a
    restatement is a new row."""

    indicator = models.CharField(max_length=60)
    place = models.CharField(max_length=20)
    period = models.CharField(max_length=24)
    basis = models.CharField(max_length=8)
    figure = models.JSONField(help_text="all that was shown")
    definition_version = models.PositiveIntegerField()
    segments = models.JSONField(help_text="the files of facts it was drawn from")
    watermark = models.DateTimeField(null=True)
    records_digest = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=60)
    restates = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="restated_by")
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = (models.Index(fields=["indicator", "place", "period"], name="publication_of"),)

    def __str__(self) -> str:
        return f"{self.indicator} {self.place} {self.period} @ {self.published_at:%Y-%m-%d}"
