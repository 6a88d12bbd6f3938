"""The files that prove a value: kept by their hash, opened only by those who work on the results."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from monitoring.models.values import IndicatorValue
from operations.models import StoredFile


class ValueEvidence(models.Model):
    append_only = True
    stored_in_history = True

    value = models.ForeignKey(IndicatorValue, related_name="evidence", on_delete=models.PROTECT)
    file = models.ForeignKey(StoredFile, verbose_name=_("file"), related_name="+", on_delete=models.PROTECT)
    sha256 = models.CharField(_("hash of the file (SHA-256)"), max_length=64)
    note = models.CharField(_("what it shows"), max_length=300, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), related_name="+", on_delete=models.PROTECT
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("evidence of a value")
        verbose_name_plural = _("evidence of values")
        constraints = [
            models.UniqueConstraint(
                name="value_evidence_once_per_file",
                fields=["value", "sha256"],
                violation_error_message=_("This file is already among the evidence of the value."),
            )
        ]

    def __str__(self) -> str:
        return self.note or self.file.name
