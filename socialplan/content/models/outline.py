"""The outline of each kind of document: the chapters a new one begins with, as rows (docs/law.md#plan-outline)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.i18n import localized
from core.models import TimeStamped
from municipality.models import Sourced
from socialplan.content.enums import PlanKind


class OutlineChapterQuerySet(models.QuerySet["OutlineChapter"]):
    def of(self, kind: str) -> OutlineChapterQuerySet:
        """The rows in use for a kind of document, in their order."""
        return self.filter(kind=kind, is_active=True)


class OutlineChapter(Sourced, TimeStamped):
    """A chapter a document of this kind should have. The chapter made of it takes `key` as its own stable key."""

    kind = models.CharField(_("document"), max_length=24, choices=PlanKind)
    key = models.UUIDField(_("key"), default=uuid.uuid4, editable=False, unique=True)
    code = models.CharField(_("code"), max_length=8)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title_sq = models.CharField(_("title (Albanian)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    title = localized("title")
    hint_sq = models.TextField(_("what belongs in it (Albanian)"), max_length=1000, blank=True)
    hint_en = models.TextField(_("what belongs in it (English)"), max_length=1000, blank=True)
    hint = localized("hint")
    is_compulsory = models.BooleanField(
        _("compulsory"), default=True, help_text=_("Without it, or while it is empty, the document shows a warning.")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    objects = OutlineChapterQuerySet.as_manager()

    class Meta:
        ordering = ("-kind", "position", "pk")
        verbose_name = _("chapter of the outline")
        verbose_name_plural = _("chapters of the outline")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"],
                name="outlinechapter_code_once_per_kind",
                violation_error_message=_("The outline of this document already has a chapter with this code."),
            ),
            models.CheckConstraint(name="outlinechapter_kind_known", condition=Q(kind__in=PlanKind.values)),
            models.CheckConstraint(name="outlinechapter_has_title", condition=~Q(title_sq="")),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("drafting:outline_update", args=[self.pk])
