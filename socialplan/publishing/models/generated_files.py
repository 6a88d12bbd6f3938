"""The files that were asked for: of which version, in which language, made by which job."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from operations.enums import JobState
from socialplan.content.enums import SEALED_STATES, PlanState
from socialplan.content.models.plans import PlanVersion
from socialplan.publishing.enums import COMPARING, PUBLIC_OUTPUTS, OutputKind, output_label


class PlanReportQuerySet(models.QuerySet["PlanReport"]):
    def with_files(self) -> PlanReportQuerySet:
        return self.select_related("version__plan", "against__plan", "job__result_file", "job__requested_by")

    def ready(self) -> PlanReportQuerySet:
        return self.filter(job__state=JobState.DONE)

    def failed(self) -> PlanReportQuerySet:
        return self.filter(job__state=JobState.FAILED)

    def newest(self) -> PlanReportQuerySet:
        """The last one of each kind and language of each version, and of each version that it is compared with."""
        alike = ("version_id", "kind", "language", "against_id")
        return self.order_by(*alike, "-pk").distinct(*alike)

    def public(self) -> PlanReportQuerySet:
        """Ready files that print the adopted content of a published version; drafts of it stay inside."""
        published = PlanVersion.objects.published()
        return self.ready().filter(kind__in=PUBLIC_OUTPUTS, state__in=SEALED_STATES, version__in=published)


class PlanReport(TimeStamped):
    version = models.ForeignKey(
        PlanVersion, verbose_name=_("version"), related_name="reports", on_delete=models.PROTECT
    )
    kind = models.CharField(_("kind"), max_length=40, default=OutputKind.PLAN_PDF)
    against = models.ForeignKey(
        PlanVersion,
        verbose_name=_("compared with"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    state = models.CharField(_("state of the version when it was asked for"), max_length=20, blank=True, default="")
    content_sha256 = models.CharField(_("content hash"), max_length=64, blank=True, default="")
    job = models.OneToOneField(
        "operations.Job", verbose_name=_("job"), related_name="plan_report", on_delete=models.PROTECT
    )

    objects = PlanReportQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("requested file of a plan")
        verbose_name_plural = _("requested files of plans")
        indexes = [models.Index(name="planreport_newest", fields=["version", "kind", "language", "-id"])]
        constraints = [
            models.CheckConstraint(
                name="planreport_compares_two",
                condition=Q(against=None) | (Q(kind__in=COMPARING) & ~Q(against=F("version"))),
                violation_error_message=_("Only a comparison names a second version, and another than its own."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.kind} ({self.language})"

    def get_absolute_url(self) -> str:
        return reverse("publishing:report_file", args=[self.pk])

    @property
    def kind_label(self) -> str:
        return output_label(self.kind, self.version.plan.kind)

    @property
    def against_label(self) -> str:
        """With which version it compares; empty where that is the one in force."""
        return gettext("with version %(number)d") % {"number": self.against.number} if self.against else ""

    @property
    def state_label(self) -> str:
        """Where the version stood; empty for files asked for before that was kept."""
        return str(PlanState(self.state).label) if self.state else ""

    @property
    def prints_adopted_content(self) -> bool:
        return self.state in SEALED_STATES
