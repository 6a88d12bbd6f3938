"""The picture of a paper on which somebody wrote: a hand and often a name, so it is sealed like the original words."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from consultations.models.contributions import Contribution

SCAN_TYPES = ("application/pdf", "image/png", "image/jpeg")


class ContributionScan(models.Model):
    """Its content stands in its own row, so that whoever erases the row has erased it; no output reads it."""

    contribution = models.OneToOneField(Contribution, related_name="scan", on_delete=models.PROTECT)
    content = models.BinaryField(_("content"))
    content_type = models.CharField(_("kind of content"), max_length=100)
    size = models.PositiveIntegerField(_("size (bytes)"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    attached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("attached by"), related_name="+", on_delete=models.PROTECT
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("scan of a paper")
        verbose_name_plural = _("scans of papers")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="contribution_scan_known_type",
                condition=Q(content_type__in=SCAN_TYPES),
                violation_error_message=_("A scan is a PDF, a PNG or a JPEG."),
            ),
            models.CheckConstraint(
                name="contribution_scan_has_content",
                condition=Q(size__gt=0),
                violation_error_message=_("The file is empty."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.contribution_id}"

    @property
    def file_name(self) -> str:
        """By the number alone: the name that the file came with may be a person's."""
        ending = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}[self.content_type]
        return f"skanim-{self.contribution_id}.{ending}"
