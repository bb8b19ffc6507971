"""What the warehouse keeps in PostgreSQL: which files hold facts and cells, and the published cells the web reads."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Segment(models.Model):
    """A file of facts of one kind, written once. Facts are corrected by later segments of (-old, +new), never by
    rewriting."""

    kind = models.CharField(max_length=20)
    path = models.CharField(max_length=200, unique=True, help_text="below the warehouse's folder")
    rows = models.BigIntegerField()
    corrects = models.BooleanField(default=False, help_text="holds rows with a negative sign")
    source = models.CharField(max_length=200)
    simulated = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    key = models.CharField(max_length=80, unique=True, help_text="idempotency key of the batch")
    event_id = models.BigIntegerField(null=True)
    watermark = models.DateTimeField(help_text="the newest moment its facts speak of")
    recorded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.path} ({self.rows})"


class ComponentRow(models.Model):
    """The number by which cells name a component; its digest says what it sums."""

    digest = models.CharField(max_length=16, unique=True)
    fact = models.CharField(max_length=20)
    spec = models.JSONField()

    def __str__(self) -> str:
        return f"{self.id} {self.digest}"


class CellFile(models.Model):
    """A file of cells: what some components sum to over some segments. A pure function of both, so it can be made
    again.

    ``tree``: digest of the trees of units and agencies along which it was rolled up when it was published.
    """

    path = models.CharField(max_length=200, unique=True)
    segments = ArrayField(models.BigIntegerField())
    components = ArrayField(models.IntegerField())
    rows = models.BigIntegerField()
    tree = models.CharField(max_length=64, default="")
    recorded_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.path} ({self.rows})"


class Cell(models.Model):
    """One component at one place in one year: twelve months of counts and sums.

    ``place`` is a unit (with all under it), an agency (with all under it), or ``=CODE`` for an agency alone.
    ``bucket`` is the value counted, for
    percentiles, else -1. ``n`` counts records, ``v`` adds up the component's value (empty for counts), ``s`` counts
    simulated records.
    """

    pk = models.CompositePrimaryKey("component_id", "place", "year", "bucket")
    component_id = models.IntegerField()
    place = models.CharField(max_length=20)
    year = models.SmallIntegerField()
    bucket = models.SmallIntegerField(default=-1)
    n = ArrayField(models.BigIntegerField(), size=12)
    v = ArrayField(models.DecimalField(max_digits=38, decimal_places=3), size=12, null=True)
    s = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.component_id} {self.place} {self.year}"


class Wording(models.Model):
    """What a pack calls a word that its facts hold, so that people need not read codes."""

    column = models.CharField(max_length=40)
    word = models.CharField(max_length=80)
    name_vi = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["column", "word"], name="wording_once"),)

    def __str__(self) -> str:
        return f"{self.column} {self.word}"


class FactChange(models.Model):
    """A change of one record reported by a service of the platform, in the transaction in which it happened; waits
    for the next segment."""

    kind = models.CharField(max_length=20)
    sign = models.SmallIntegerField()
    fact = models.JSONField()
    event_id = models.BigIntegerField()
    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, null=True)

    class Meta:
        indexes = (models.Index(fields=["kind", "id"], name="change_waiting", condition=models.Q(segment=None)),)
        constraints = (models.CheckConstraint(condition=models.Q(sign__in=[-1, 1]), name="change_sign"),)

    def __str__(self) -> str:
        return f"{self.sign:+d} {self.kind}"
