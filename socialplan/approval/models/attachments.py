"""The papers of a version: minutes, scans, letters. Kept by hash in operations, opened only through a permission."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from operations.models import StoredFile
from socialplan.approval.enums import DocumentKind
from socialplan.content.models.plans import PlanVersion
from socialplan.content.models.recorded import Recorded


class VersionAttachmentQuerySet(models.QuerySet["VersionAttachment"]):
    def public(self) -> VersionAttachmentQuerySet:
        return self.filter(file__is_public=True)


class VersionAttachment(Recorded):
    """A paper as a file; `happened_on` is the date it bears."""

    version = models.ForeignKey(
        PlanVersion, verbose_name=_("version"), related_name="papers", on_delete=models.PROTECT
    )
    kind = models.CharField(_("kind of document"), max_length=16, choices=DocumentKind)
    title = models.CharField(_("title"), max_length=200)
    file = models.ForeignKey(
        StoredFile, verbose_name=_("file"), related_name="version_attachments", on_delete=models.PROTECT
    )

    objects = VersionAttachmentQuerySet.as_manager()

    class Meta:
        ordering = ("happened_on", "pk")
        verbose_name = _("document of a version")
        verbose_name_plural = _("documents of versions")
        constraints = [
            models.CheckConstraint(name="versionattachment_kind_known", condition=Q(kind__in=DocumentKind.values)),
            models.CheckConstraint(name="versionattachment_has_title", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title
