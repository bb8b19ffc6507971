"""The table of operations centres."""

from django.db import models


class Centre(models.Model):
    """One operations centre with its scope and board, as the pack declares them."""

    code = models.SlugField(primary_key=True, max_length=40)
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    place = models.CharField(max_length=20)
    agency = models.CharField(max_length=20)
    scope = models.JSONField()
    board = models.JSONField()
    certainty = models.CharField(max_length=12, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return f"{self.code} {self.name_vi}"
