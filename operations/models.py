"""What the machine does, in no domain word: jobs, messages, files, published patterns and the audit trail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from operations.actions import action_label
from operations.enums import JobState, MessageState

LANGUAGE_CODES = ("sq", "en")


class StoredFile(models.Model):
    """One file by its content; several rows may name the same content for different purposes."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(_("kind of content"), max_length=100)
    size = models.PositiveBigIntegerField(_("size (bytes)"))
    file = models.FileField(_("file"), storage=default_storage, max_length=200)
    purpose = models.CharField(_("purpose"), max_length=60, default="private")
    is_public = models.BooleanField(_("public"), default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        related_name="stored_files",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField(_("stored at"), db_default=Now())

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        constraints = [
            models.CheckConstraint(
                name="stored_file_hash_is_hexadecimal",
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                violation_error_message=_("The hash of a file has 64 hexadecimal digits."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("operations:file_download", args=[self.pk])


class JobQuerySet(models.QuerySet["Job"]):
    def requested_by(self, user: Any) -> JobQuerySet:
        return self.filter(requested_by=user)

    def claimable(self) -> JobQuerySet:
        """Waiting, or running under a lease that has expired by the database's clock."""
        expired = Q(state=JobState.RUNNING, lease_until__lt=Now())
        return self.filter(Q(state=JobState.PENDING) | expired)


class Job(models.Model):
    """The record of a piece of work; the broker only carries a hint of it."""

    kind = models.CharField(_("kind"), max_length=100)
    dedupe_key = models.CharField(_("key against doubles"), max_length=200)
    payload = models.JSONField(_("payload (ids only)"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=JobState.choices, default=JobState.PENDING)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    attempts_allowed = models.PositiveIntegerField(_("attempts allowed"), default=3)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    progress_done = models.PositiveIntegerField(_("progress"), default=0)
    progress_total = models.PositiveIntegerField(_("progress, whole"), default=0)
    result_file = models.ForeignKey(
        StoredFile,
        verbose_name=_("result"),
        related_name="jobs",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    failure = models.TextField(_("reason of failure"), blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("requested by"),
        related_name="jobs",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField(_("requested at"), db_default=Now())
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(name="job_asked_for_once", fields=["dedupe_key"]),
            models.CheckConstraint(
                name="job_state_known",
                condition=Q(state__in=JobState.values),
                violation_error_message=_("This state of a job is not known."),
            ),
            models.CheckConstraint(
                name="job_running_has_lease",
                condition=~Q(state=JobState.RUNNING) | Q(lease_until__isnull=False),
                violation_error_message=_("A running job has a lease."),
            ),
            models.CheckConstraint(
                name="job_attempts_within_allowed",
                condition=Q(attempts__lte=F("attempts_allowed")),
                violation_error_message=_("A job is not tried more often than allowed."),
            ),
            models.CheckConstraint(
                name="job_failed_says_why",
                condition=~Q(state=JobState.FAILED) | ~Q(failure=""),
                violation_error_message=_("A failed job says why."),
            ),
        ]
        indexes = [
            models.Index(
                name="job_unfinished",
                fields=["state", "lease_until"],
                condition=Q(state__in=[JobState.PENDING, JobState.RUNNING]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("operations:job_detail", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED}

    @property
    def is_running(self) -> bool:
        return self.state == JobState.RUNNING

    @property
    def is_failed(self) -> bool:
        return self.state == JobState.FAILED


class OutgoingMessage(models.Model):
    """One mail to one recipient about one event; its words are made from ids when it is sent."""

    kind = models.CharField(_("kind"), max_length=100)
    dedupe_key = models.CharField(_("key against doubles"), max_length=200)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recipient"),
        related_name="outgoing_messages",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    address = models.EmailField(_("e-mail address, without an account"), blank=True)
    language = models.CharField(_("language"), max_length=2, default="sq")
    payload = models.JSONField(_("payload (ids only)"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=MessageState.choices, default=MessageState.PENDING)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    attempts_allowed = models.PositiveIntegerField(_("attempts allowed"), default=5)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    failure = models.TextField(_("reason of failure"), blank=True)
    created_at = models.DateTimeField(_("written at"), db_default=Now())
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(name="message_written_once", fields=["dedupe_key"]),
            models.CheckConstraint(
                name="message_state_known",
                condition=Q(state__in=MessageState.values),
                violation_error_message=_("This state of a message is not known."),
            ),
            models.CheckConstraint(
                name="message_language_known",
                condition=Q(language__in=LANGUAGE_CODES),
                violation_error_message=_("A message is written in Albanian or English."),
            ),
            models.CheckConstraint(
                name="message_has_one_recipient",
                condition=Q(recipient__isnull=True) | Q(address=""),
                violation_error_message=_("A message goes to an account or to an address, not to both."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Heartbeat(models.Model):
    """When a part of the machine was last seen alive."""

    name = models.CharField(_("name"), max_length=40)
    seen_at = models.DateTimeField(_("last seen at"))

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")
        constraints = [models.UniqueConstraint(name="heartbeat_one_per_name", fields=["name"])]

    def __str__(self) -> str:
        return self.name


class SuppressionPattern(models.Model):
    """Which cells of a published table were hidden: kept, so that later releases hide the same ones."""

    append_only = True

    name = models.CharField(_("name"), max_length=120)
    scope = models.CharField(_("scope"), max_length=200)
    pattern = models.JSONField(_("pattern"))
    version = models.PositiveIntegerField(_("version"), default=1)
    audited_at = models.DateTimeField(_("audited at"), db_default=Now())

    class Meta:
        verbose_name = _("suppression pattern")
        verbose_name_plural = _("suppression patterns")
        constraints = [
            models.UniqueConstraint(name="suppression_pattern_version_once", fields=["name", "scope", "version"]),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class TrailQuerySet(models.QuerySet["Event"]):
    def about(self, subject: models.Model) -> TrailQuerySet:
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))

    def older_than(self, sequence: int | None) -> TrailQuerySet:
        """The page after `sequence`, newest first; None is the first page."""
        newest_first = self.select_related("actor").order_by("-sequence")
        return newest_first if sequence is None else newest_first.filter(sequence__lt=sequence)


class SentForm(models.Model):
    """A form whose deed is done: the hash of who sent what from which page, and the address it was answered with."""

    key = models.CharField(_("hash of the form"), max_length=64, primary_key=True)
    answer_url = models.CharField(_("address of the answer"), max_length=500, blank=True)
    sent_at = models.DateTimeField(_("sent at"), db_default=Now())

    class Meta:
        verbose_name = _("form sent")
        verbose_name_plural = _("forms sent")

    def __str__(self) -> str:
        return self.key


class Event(models.Model):
    """A deed in the audit trail. The database sets sequence, time and hash; rows are only added."""

    append_only = True

    sequence = models.BigIntegerField(_("sequence"), default=0)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("actor"),
        related_name="events",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    role = models.CharField(_("role"), max_length=100, blank=True)
    action = models.CharField(_("deed"), max_length=100)
    subject_type = models.CharField(_("kind of subject"), max_length=100)
    subject_id = models.CharField(_("key of subject"), max_length=64)
    subject_label = models.CharField(_("subject"), max_length=300)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    happened_on = models.DateField(_("happened on"), null=True, blank=True)
    is_back_entry = models.BooleanField(_("entered afterwards"), default=False)
    source_document = models.CharField(_("source document"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())
    prev_hash = models.CharField(_("previous hash"), max_length=64, default="")
    hash = models.CharField(_("hash"), max_length=64, default="")

    objects = TrailQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.UniqueConstraint(name="event_sequence_once", fields=["sequence"]),
            models.UniqueConstraint(name="event_has_one_successor", fields=["prev_hash"]),
            models.CheckConstraint(
                name="event_back_entry_names_source",
                condition=Q(is_back_entry=False) | (~Q(source_document="") & Q(happened_on__isnull=False)),
                violation_error_message=_("What is entered afterwards names its date and its source document."),
            ),
        ]
        indexes = [models.Index(name="event_by_subject", fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action_label}"

    @property
    def action_label(self) -> str:
        return action_label(self.action)

    @property
    def changes(self) -> list[dict[str, str]]:
        """Every named field with its value before and after; what was not there is a dash."""
        names = sorted({*self.before, *self.after})
        return [{"name": each, "before": shown(self.before, each), "after": shown(self.after, each)} for each in names]


def shown(fields: dict[str, Any], name: str) -> str:
    """A value of the trail as text; a digest stands for what is not kept."""
    value = fields.get(name)
    if isinstance(value, dict) and value.keys() == {"salt", "digest"}:
        return f"#{value['digest'][:12]}"
    return "\u2013" if value is None or value == "" else str(value)
