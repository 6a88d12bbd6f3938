from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from socialplan.content.models.plans import PlanVersion


class DocumentImport(TimeStamped):
    """An existing plan between upload and decision: its text by headings; what is decided on goes into chapters."""

    version = models.ForeignKey(
        PlanVersion, verbose_name=_("version"), related_name="documents", on_delete=models.CASCADE
    )
    file = models.OneToOneField(
        "operations.StoredFile", verbose_name=_("file"), related_name="document_import", on_delete=models.PROTECT
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("uploaded by"), related_name="+", on_delete=models.PROTECT
    )
    parts = models.JSONField(_("text by headings"))
    left_out = models.JSONField(_("left out"), default=dict)

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("document to import")
        verbose_name_plural = _("documents to import")

    def __str__(self) -> str:
        return self.file.name

    def get_absolute_url(self) -> str:
        return reverse("drafting:document_detail", args=[self.pk])
