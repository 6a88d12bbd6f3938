"""The files of a monitoring report that were asked for, each made by a job."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from monitoring.enums import ReportOutputKind, ReportState
from monitoring.models.reports import YearlyReport
from operations.enums import JobState


class ReportFileQuerySet(models.QuerySet["ReportFile"]):
    def with_jobs(self) -> ReportFileQuerySet:
        return self.select_related("report__period", "job__result_file", "job__requested_by")

    def newest(self) -> ReportFileQuerySet:
        """The last one of each kind and language of each report."""
        return self.order_by("report_id", "kind", "language", "-pk").distinct("report_id", "kind", "language")

    def public(self) -> ReportFileQuerySet:
        """Ready files of published reports, made since the publication."""
        is_published = Q(state=ReportState.PUBLISHED, report__state=ReportState.PUBLISHED)
        return self.filter(is_published, job__state=JobState.DONE)


class ReportFile(TimeStamped):
    report = models.ForeignKey(YearlyReport, related_name="files", on_delete=models.PROTECT)
    kind = models.CharField(_("kind"), max_length=10, choices=ReportOutputKind.choices)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    state = models.CharField(_("state of the report when it was asked for"), max_length=20)
    job = models.OneToOneField(
        "operations.Job", verbose_name=_("job"), related_name="report_file", on_delete=models.PROTECT
    )

    objects = ReportFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("requested file of a monitoring report")
        verbose_name_plural = _("requested files of monitoring reports")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(name="report_file_kind_known", condition=Q(kind__in=ReportOutputKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.report} · {self.get_kind_display()} ({self.language})"

    def get_absolute_url(self) -> str:
        return reverse("monitoring:report_download", args=[self.pk])

    @property
    def is_public(self) -> bool:
        return self.state == ReportState.PUBLISHED and self.report.is_published
