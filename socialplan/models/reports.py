from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from socialplan.models.plans import PlanVersion


class PlanReport(TimeStamped):
    """A file somebody asked for: which version, in which language, made by which job."""

    version = models.ForeignKey(
        PlanVersion, verbose_name=_("version"), related_name="reports", on_delete=models.PROTECT
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    job = models.OneToOneField(
        "operations.Job", verbose_name=_("job"), related_name="plan_report", on_delete=models.PROTECT
    )

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("requested plan PDF")
        verbose_name_plural = _("requested plan PDFs")

    def __str__(self) -> str:
        return f"{self.version} ({self.language})"
