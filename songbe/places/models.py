"""Tables of units, agencies, sectors, people and roles."""

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Unit(models.Model):
    """One administrative unit in one dated state. A change of name, type or parent is another row, never an edit."""

    code = models.CharField(max_length=20)
    parent_code = models.CharField(max_length=20, blank=True)
    tier = models.CharField(max_length=10)
    type = models.CharField(max_length=12)
    name_vi = models.CharField(max_length=120)
    short_name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=200, db_collation="C")
    folded = models.CharField(max_length=200)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=300, blank=True)
    certainty = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code", "valid_from"], name="unit_state_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gt=F("valid_from")),
                name="unit_range_runs_forward",
            ),
        )
        indexes = (models.Index(fields=["parent_code", "tier"], name="unit_parent"),)

    def __str__(self) -> str:
        return f"{self.code} {self.name_vi}"


class UnitReach(models.Model):
    """What is recorded for one unit in a range of days counts for another with a weight: the dated closure of the
    tree."""

    basis = models.CharField(max_length=8)
    descendant = models.CharField(max_length=20)
    ancestor = models.CharField(max_length=20)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    weight_numerator = models.BigIntegerField(default=1)
    weight_denominator = models.BigIntegerField(default=1)

    class Meta:
        indexes = (models.Index(fields=["basis", "ancestor"], name="reach_up"),)

    def __str__(self) -> str:
        return f"{self.descendant} -> {self.ancestor} ({self.weight_numerator}/{self.weight_denominator})"


class Elsewhere(models.Model):
    """A place that people name and the province has no figures of: another province, a country, a region."""

    code = models.CharField(max_length=20, primary_key=True)
    name_vi = models.CharField(max_length=120)
    short_name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    other_names = ArrayField(models.CharField(max_length=60), default=list)
    kind = models.CharField(max_length=10)
    source = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.code} {self.name_vi}"


class Agency(models.Model):
    """A body that handles work and owns figures."""

    code = models.CharField(max_length=20, primary_key=True)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    abbr = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20)
    unit_code = models.CharField(max_length=20)
    parent_code = models.CharField(max_length=20, blank=True)
    sectors = ArrayField(models.CharField(max_length=10), default=list)
    digital_id = models.CharField(max_length=40, blank=True)
    sort_key = models.CharField(max_length=300, db_collation="C")
    folded = models.CharField(max_length=300)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=300, blank=True)
    certainty = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = (models.Index(fields=["unit_code"], name="agency_unit"),)

    def __str__(self) -> str:
        return f"{self.code} {self.name_vi}"


class Sector(models.Model):
    """A field of work that indicators are filed under."""

    code = models.CharField(max_length=10, primary_key=True)
    order = models.PositiveSmallIntegerField()
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    lead_agency = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return f"{self.code} {self.name_vi}"


class Person(AbstractUser):
    """Somebody who may sign in. What they may do stands in their role grants."""

    display_name = models.CharField(max_length=120, blank=True)
    practice = models.BooleanField(default=False, help_text="a demonstration account")

    def __str__(self) -> str:
        return self.display_name or self.username


class RoleGrant(models.Model):
    """A person holds a role at an agency in a range of days. Ending it is a date, never a deletion."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="grants")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "role", "agency", "valid_from"], name="grant_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="grant_runs_forward"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.role} at {self.agency.code}"


class Absence(models.Model):
    """Somebody is away in ``[valid_from, valid_to)`` and a deputy does the work of their role at an agency.

    capacity: in which the deputy signs (KT., TUQ.); empty: does not sign. Ending it early is a moment, never a
    deletion.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    role = models.CharField(max_length=20)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stands_in")
    capacity = models.CharField(max_length=10, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField()
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="absence_runs_forward"),
            models.CheckConstraint(condition=~Q(person=F("deputy")), name="absence_has_another"),
        )
        indexes = (
            models.Index(fields=["deputy", "valid_to"], condition=Q(ended_at=None), name="absence_deputy"),
            models.Index(fields=["person", "valid_to"], condition=Q(ended_at=None), name="absence_person"),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.role} at {self.agency_id}"


class AppliedPack(models.Model):
    """The pack that is in force: its sheet, calendars and the digest of its files. Each application is a new row."""

    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    sheet = models.JSONField()
    calendars = models.JSONField()
    tiles = models.JSONField(null=True)
    applied_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.name} {self.digest[:8]}"


class BoundarySet(models.Model):
    """A file of official boundaries that was taken in, whole. Taking it back is a date, never a deletion."""

    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    source = models.CharField(max_length=200, help_text="who drew the boundaries")
    actor = models.CharField(max_length=60)
    imported_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["digest"], condition=Q(withdrawn_at=None), name="boundary_file_once"),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.file_name}"


class Boundary(models.Model):
    """The boundary of one unit as a set drew it, light enough for a screen."""

    set = models.ForeignKey(BoundarySet, on_delete=models.PROTECT, related_name="boundaries")
    unit_code = models.CharField(max_length=20)
    rings = models.JSONField(help_text="closed rings of [longitude, latitude], WGS 84")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["set", "unit_code"], name="boundary_of_unit_once"),)

    def __str__(self) -> str:
        return f"{self.unit_code} in {self.set_id}"
