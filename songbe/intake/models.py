"""What intake remembers: which file was taken in, when, by whom, and whether it was taken back."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Import(models.Model):
    """One file that was taken in, whole. It is never deleted: taking it back is a status with a date.

    Neither the file nor its rows are kept here; ``reference`` says where what came of them is.
    """

    APPLIED, UNDONE = "applied", "undone"

    target = models.CharField(max_length=80)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    source = models.CharField(max_length=200, help_text="whose data it is: as declared, else the file's name")
    rows = models.BigIntegerField()
    status = models.CharField(max_length=8, default=APPLIED)
    place = models.CharField(max_length=20, help_text="the unit or agency the batch was entered for")
    places = ArrayField(models.CharField(max_length=20), help_text="every place its rows belong to")
    reference = models.CharField(max_length=120, blank=True, help_text="what it became, such as segment:12")
    actor = models.CharField(max_length=60)
    imported_at = models.DateTimeField()
    undone_by = models.CharField(max_length=60, blank=True)
    undone_at = models.DateTimeField(null=True)
    undo_reference = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (
            # The same file again does nothing; after it was taken back it may come again.
            models.UniqueConstraint(
                fields=["target", "digest"], condition=Q(status="applied"), name="import_file_once"
            ),
            models.CheckConstraint(
                condition=Q(status="applied", undone_at=None) | Q(status="undone", undone_at__isnull=False),
                name="import_undone_with_date",
            ),
        )
        indexes = (models.Index(fields=["imported_at"], name="import_time"),)

    def __str__(self) -> str:
        return f"{self.pk} {self.target} {self.file_name} ({self.rows})"
