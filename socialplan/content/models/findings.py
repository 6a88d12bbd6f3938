from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from socialplan.content.models.plans import PlanVersion


class FindingAcceptance(models.Model):
    """Why a warning is left as it is in this version; it then no longer stops the step."""

    append_only = True

    version = models.ForeignKey(
        PlanVersion, verbose_name=_("version"), related_name="finding_acceptances", on_delete=models.PROTECT
    )
    code = models.CharField(_("finding"), max_length=32)
    place = models.CharField(
        _("place"), max_length=60, help_text=_("The stable key of a row, or the code of a need or group.")
    )
    reason = models.TextField(_("reason"), max_length=2_000)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("accepted by"), related_name="+", on_delete=models.PROTECT
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("warning kept with a reason")
        verbose_name_plural = _("warnings kept with a reason")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code", "place"],
                name="findingacceptance_once",
                violation_error_message=_("The reason for this warning is already recorded."),
            ),
            models.CheckConstraint(
                name="findingacceptance_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("A warning is kept only with a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.code} {self.place}"
