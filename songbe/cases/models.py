"""What cases keep: declared versions, people, cases, where work stands, pauses, promises, codes, submissions."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q

from songbe.places.models import Person

PACK = "pack"
CATALOGUE = "catalogue"


class Definition(models.Model):
    """One version of something a pack declares: a procedure, process, form, paper, pause or regime.

    A case keeps the versions it began with. ``current``: the version that new cases take. ``origin``: the pack, or the
    national catalogue, of which procedures are described and not filed.
    """

    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    body = models.JSONField()
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    current = models.BooleanField(default=True)
    origin = models.CharField(max_length=10, default=PACK)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "code", "valid_from", "version"], name="version_once"),
            models.CheckConstraint(
                condition=Q(origin=PACK) | Q(origin=CATALOGUE, kind="procedure", valid_from__isnull=False),
                name="definition_origin",
            ),
        )
        indexes = (
            models.Index(fields=["kind", "code"], condition=Q(current=True), name="definition_current"),
            models.Index(fields=["id"], condition=Q(current=True, origin=CATALOGUE), name="definition_catalogue"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.code} v{self.version}"


class Party(models.Model):
    """Somebody on whose behalf something is filed. The law lets them ask for erasure: only ids leave this table."""

    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, help_text="the name without diacritics, for searching")
    id_number = models.CharField(max_length=20, blank=True)
    representative = models.CharField(max_length=200, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=5, default="vi", help_text="in which notices are written to them")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="parties")

    class Meta:
        indexes = (GinIndex(SearchVector("folded", config="simple"), name="party_folded"),)

    def __str__(self) -> str:
        return f"party {self.pk}"


class Case(models.Model):
    """Work with a clock. Moments are aware; facts say them in the province's wall time.

    version: goes up with every change, so that two who change the same case at once are told. told: what the
    warehouse was last told. digitised_out_at: when its result was first there as a file. post_return: the result went
    by post. practice: never counted. simulated: made by a demonstration account, marked wherever it
    is counted.
    """

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20, default="dossier")
    procedure = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+")
    process = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+")
    form = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+")
    regime = models.CharField(max_length=40)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="cases")
    title_vi = models.CharField(max_length=500)
    title_en = models.CharField(max_length=500)
    sector = models.CharField(max_length=20)
    handler = models.CharField(max_length=20)
    receiver = models.CharField(max_length=20)
    unit = models.CharField(max_length=20, help_text="of the handler, as it was when filed")
    channel = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default="registered")
    answers = models.JSONField(default=dict)
    outcomes = models.JSONField(default=dict)
    filed_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    first_due_at = models.DateTimeField(null=True)
    due_now_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    supplements = models.PositiveSmallIntegerField(default=0)
    new_dates = models.PositiveSmallIntegerField(default=0)
    working_days = models.PositiveSmallIntegerField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)
    digitised_out_at = models.DateTimeField(null=True)
    post_return = models.BooleanField(default=False)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="linked")
    practice = models.BooleanField(default=False)
    simulated = models.BooleanField(default=False)
    told = models.JSONField(default=list, help_text="kind and fact of each the warehouse was last told")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(returned_at=None) | Q(finished_at__isnull=False), name="case_in_order"),
            models.CheckConstraint(condition=Q(rating=None) | Q(rating__range=(1, 5)), name="case_rating"),
        )
        indexes = (
            models.Index(
                fields=["handler", "due_now_at"], condition=Q(closed_at=None, finished_at=None), name="case_unfinished"
            ),
            models.Index(fields=["due_now_at"], condition=Q(closed_at=None, finished_at=None), name="case_due"),
            models.Index(fields=["-filed_at"], name="case_newest"),
            models.Index(fields=["receiver", "filed_at"], condition=Q(state="registered"), name="case_to_receive"),
            models.Index(fields=["receiver", "finished_at"], condition=Q(state="finished"), name="case_to_return"),
            models.Index(
                fields=["receiver", "due_now_at"], condition=Q(closed_at=None, finished_at=None), name="case_at_desk"
            ),
            models.Index(fields=["handler", "-filed_at"], name="case_of_handler"),
            models.Index(fields=["receiver", "-filed_at"], name="case_of_desk"),
        )

    def __str__(self) -> str:
        return self.code


class Report(models.Model):
    """What a citizen's report has beside its case: where it is, how it came, what was answered.

    duplicate_of: the report it repeats. split_from: the report that named this matter beside another one.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="report", primary_key=True)
    category = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    place = models.CharField(max_length=300, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    acknowledged_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    public = models.BooleanField(default=True)
    duplicate_of = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="duplicates")
    split_from = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="split_off")
    reopened = models.PositiveSmallIntegerField(default=0)
    missed = models.BooleanField(default=False)
    wait_seconds = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="report_point_whole",
            ),
        )
        indexes = (models.Index(fields=["latitude", "longitude"], name="report_point"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.category}"


class Response(models.Model):
    """What a case that answers an alert has beside it: the alert that opened it; empty if a person did.

    key: of the alert; the same alert opens one case. period: of the figure, or the day since when nothing came.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="response", primary_key=True)
    key = models.CharField(max_length=64, blank=True)
    indicator = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=20, blank=True)
    period = models.CharField(max_length=30, blank=True)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    limit = models.DecimalField(max_digits=24, decimal_places=6, null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="alert_answered_once"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.indicator}"


class PublicMessage(models.Model):
    """What the public is told while an alert is answered, from a moment until another; never edited, only ended.

    practice: of a drill: shown to who takes part as it would have gone out, never to the public.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="public_messages")
    place = models.CharField(max_length=20)
    text_vi = models.TextField()
    text_en = models.TextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    practice = models.BooleanField(default=False)
    simulated = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="public_message_runs_forward"),
        )
        indexes = (models.Index(fields=["ends_at"], condition=Q(practice=False), name="public_message_out"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.starts_at}"


class Token(models.Model):
    """Where a case stands, or stood: one spot of its process, who is to do it, and what came of it.

    closed_for: who was away, if somebody stood in.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tokens")
    key = models.CharField(max_length=60)
    part = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=10)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    role = models.CharField(max_length=20, blank=True)
    agency = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    closed_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=40, blank=True)
    capacity = models.CharField(max_length=10, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "key", "part"], condition=Q(closed_at=None), name="token_once"),
        )
        indexes = (models.Index(fields=["agency", "role", "due_at"], condition=Q(closed_at=None), name="token_inbox"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.key}"


class Pause(models.Model):
    """A stretch in which a case's clock does not run. note: what is waited for, in words for the applicant."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pauses")
    reason = models.CharField(max_length=40)
    effect = models.CharField(max_length=10)
    start = models.DateTimeField()
    end = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case"], condition=Q(end=None), name="pause_open_once"),
            models.CheckConstraint(condition=Q(end=None) | Q(end__gte=F("start")), name="pause_runs_forward"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.reason}"


class Promise(models.Model):
    """A date that somebody was told, and why it is another than before."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="promises")
    due_at = models.DateTimeField(null=True)
    given_at = models.DateTimeField()
    why = models.CharField(max_length=40, help_text="the verb that gave it, or the reason of the pause")
    apology = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.case_id} {self.due_at}"


class Apology(models.Model):
    """A letter drafted for a promise that is at risk; nobody outside reads it before a person sends it as their own.

    due_at: the promise. new_due_at: the date it proposes. state: ``draft``, ``used`` (a new date was given) or
    ``dropped`` (the case was decided or paused, or the promise moved).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="apologies")
    due_at = models.DateTimeField()
    new_due_at = models.DateTimeField()
    text = models.TextField()
    state = models.CharField(max_length=10, default="draft")
    drafted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case"], condition=Q(state="draft"), name="apology_waits_once"),
            models.CheckConstraint(
                condition=Q(state="draft", ended_at=None) | Q(state__in=["used", "dropped"], ended_at__isnull=False),
                name="apology_state",
            ),
            models.CheckConstraint(condition=Q(new_due_at__gt=F("due_at")), name="apology_later"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.due_at}"


class CodeCounter(models.Model):
    """The last number given under a prefix; its row is locked while a code is made, so none is missed or repeated."""

    prefix = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix} {self.last}"


class Submission(models.Model):
    """A key under which something was handed in: the same key again is the same submission."""

    key = models.CharField(max_length=64, primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="submissions")
    verb = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.key


class Draft(models.Model):
    """A form somebody is filling in; kept with every page, gone when it is handed in."""

    key = models.CharField(max_length=64, primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="drafts")
    procedure = models.CharField(max_length=80)
    answers = models.JSONField(default=dict)
    applicant = models.JSONField(default=dict)
    done = ArrayField(models.CharField(max_length=60), default=list)
    touched_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.procedure} {self.key}"


class Message(models.Model):
    """A notice to somebody who asked for something; written with the change it tells of, sent by the worker after."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=20)
    to = models.EmailField()
    subject = models.CharField(max_length=300)
    body = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=["id"], condition=Q(sent_at=None), name="message_waiting"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"


class StoredFile(models.Model):
    """A file somebody gave, once for each content and owner. The bytes lie under the running state, named by digest.

    scanned_at: when the virus scanner last looked at it; None: never. found: what it found; then nobody opens the file.
    """

    digest = models.CharField(max_length=64, help_text="SHA-256 of the bytes")
    size = models.PositiveIntegerField()
    mime = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)
    scanner = models.CharField(max_length=100, blank=True)
    found = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(found="") | Q(scanned_at__isnull=False), name="file_found_by_scanning"),
        )
        indexes = (
            models.Index(fields=["digest"], name="file_digest"),
            models.Index(fields=["digest"], condition=Q(scanned_at=None), name="file_unscanned"),
        )

    def __str__(self) -> str:
        return f"file {self.pk}"


class Attached(models.Model):
    """A file as a paper of a draft, and then of a case, or a photograph of a report.

    reused: it had been given before, for something else. hidden: a photograph that the public is not shown.
    """

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    paper = models.CharField(max_length=80)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, null=True, related_name="attached")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="attached")
    reused = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.paper} {self.file_id}"


class Result(models.Model):
    """The result of a case as a file; never deleted. number: from 1; why: it replaced the one before it.

    paper: the kind of paper it is in other forms; empty for none. The file belongs to the applicant once the result was
    handed over: then it can be used again.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="results")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    paper = models.CharField(max_length=80, blank=True)
    number = models.PositiveSmallIntegerField(default=1)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.TextField(blank=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case"], condition=Q(replaced_at=None), name="result_once"),
            models.UniqueConstraint(fields=["case", "number"], name="result_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"
