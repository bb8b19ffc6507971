"""What payments keep: orders to pay, each with how it stands."""

from django.db import models
from django.db.models import Q

from songbe.places.models import Person


class PaymentOrder(models.Model):
    """Something to be paid for one subject, and what came of it. Never deleted; who pays is not kept here.

    subject: ``case:CODE``; agency: who collects; handler, unit, sector: what the payment counts for. lines: purpose,
    names, each_vnd, count. reference: of the receipt, or the bank's. open_key, pay_key, end_key: under which it was
    opened, paid, and cancelled or refunded. told: the facts the warehouse was last told. practice: never counted.
    """

    number = models.CharField(max_length=50, unique=True)
    subject = models.CharField(max_length=60)
    agency = models.CharField(max_length=20)
    handler = models.CharField(max_length=20)
    unit = models.CharField(max_length=20)
    sector = models.CharField(max_length=20)
    lines = models.JSONField()
    note_vi = models.CharField(max_length=500, blank=True, help_text="why the amount may be another in the end")
    amount_vnd = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, default="open")
    channel = models.CharField(max_length=10, blank=True)
    opened_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    paid_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reference = models.CharField(max_length=60, blank=True)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=500, blank=True, help_text="why it was cancelled, refunded or reckoned anew")
    open_key = models.CharField(max_length=80, unique=True)
    pay_key = models.CharField(max_length=80, blank=True)
    end_key = models.CharField(max_length=80, blank=True)
    practice = models.BooleanField(default=False)
    simulated = models.BooleanField(default=False)
    told = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="order_amount"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "cancelled"], paid_at=None, channel="", reference="", pay_key="")
                | Q(state__in=["paid", "refunded"], paid_at__isnull=False, channel__in=["cash", "card", "online"])
                & ~Q(reference="")
                & ~Q(pay_key=""),
                name="order_paid_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "paid"], ended_at=None, end_key="")
                | Q(state__in=["cancelled", "refunded"], ended_at__isnull=False) & ~Q(why="") & ~Q(end_key=""),
                name="order_ended_whole",
            ),
        )
        indexes = (
            models.Index(fields=["subject"], name="order_subject"),
            models.Index(fields=["agency", "paid_at"], condition=Q(paid_at__isnull=False), name="order_paid_on"),
            models.Index(fields=["agency", "ended_at"], condition=Q(state="refunded"), name="order_refunded_on"),
            models.Index(fields=["agency", "opened_at"], condition=Q(state="open"), name="order_waiting"),
        )

    def __str__(self) -> str:
        return self.number
