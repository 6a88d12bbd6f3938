"""Work that is done later, and when a part of the machine was last seen."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from operations.enums import JobState
from operations.models.files import StoredFile


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
    doing = models.CharField(_("what it does in one long step"), max_length=300, blank=True)
    doing_since = models.DateTimeField(_("since when"), null=True, blank=True)
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
    def is_done(self) -> bool:
        return self.state == JobState.DONE

    @property
    def is_running(self) -> bool:
        return self.state == JobState.RUNNING

    @property
    def is_failed(self) -> bool:
        return self.state == JobState.FAILED

    @property
    def share(self) -> int:
        """Percent of the whole that is done."""
        return min(100 * self.progress_done // self.progress_total, 100) if self.progress_total else 0

    @property
    def doing_for(self) -> int:
        """Seconds of the step that has no share of its own."""
        return 0 if self.doing_since is None else max(int((timezone.now() - self.doing_since).total_seconds()), 0)


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
