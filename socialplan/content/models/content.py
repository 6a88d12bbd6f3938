"""What every piece of a version's content has in common; chapters, risks and the frozen figures of data blocks."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.i18n import localized
from core.models import TimeStamped
from socialplan.content.enums import RiskLevel
from socialplan.content.models.plans import PlanVersion


class ContentRow(TimeStamped):
    """A row the seal covers. `key` stays the same when the row is copied into the next version.

    `place_names` are the columns that the order of rows writes; a place is no new revision of the row.
    """

    place_names: ClassVar[tuple[str, ...]] = ()

    version = models.ForeignKey(
        PlanVersion, verbose_name=_("version"), related_name="%(class)ss", on_delete=models.CASCADE
    )
    key = models.UUIDField(_("key"), default=uuid.uuid4, editable=False)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="%(class)s_key_once_per_version"),
        ]

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Sequence[Any]) -> Any:
        row = super().from_db(db, field_names, values)
        row.__dict__["_read"] = (db, field_names, values)
        return row

    def as_read(self) -> Any:
        """The row as the table held it when it was read, whatever was set since; None if it was not read whole."""
        read = self.__dict__.get("_read")
        return type(self).from_db(*read) if read and len(read[2]) == len(self._meta.concrete_fields) else None


class OrderedRow(ContentRow):
    """A row with a place of its own: `position` runs through the version, and the code follows it."""

    place_names = ("position", "code")

    position = models.PositiveSmallIntegerField(_("position"), default=0, db_default=0)

    class Meta(ContentRow.Meta):
        abstract = True
        ordering = ("position", "pk")


class Chapter(ContentRow):
    place_names = ("position", "code")

    code = models.CharField(_("code"), max_length=8)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title_sq = models.CharField(_("title (Albanian)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    title = localized("title")
    body_sq = models.TextField(_("text (Albanian)"), max_length=200_000, blank=True)
    body_en = models.TextField(_("text (English)"), max_length=200_000, blank=True)
    body = localized("body")

    class Meta(ContentRow.Meta):
        ordering = ("position", Length("code"), "code")
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        constraints = [
            *ContentRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["version", "code"],
                name="chapter_code_once_per_version",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("This version already has a chapter with this code."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("drafting:content_update", args=["chapter", self.pk])


class Risk(OrderedRow):
    code = models.CharField(_("code"), max_length=8)
    title_sq = models.CharField(_("risk (Albanian)"), max_length=300)
    title_en = models.CharField(_("risk (English)"), max_length=300, blank=True)
    title = localized("title")
    likelihood = models.PositiveSmallIntegerField(_("likelihood"), choices=RiskLevel, default=RiskLevel.MEDIUM)
    impact = models.PositiveSmallIntegerField(_("impact"), choices=RiskLevel, default=RiskLevel.MEDIUM)
    response_sq = models.TextField(_("response (Albanian)"), max_length=2000, blank=True)
    response_en = models.TextField(_("response (English)"), max_length=2000, blank=True)
    response = localized("response")

    class Meta(OrderedRow.Meta):
        verbose_name = _("risk")
        verbose_name_plural = _("risks")
        constraints = [
            *ContentRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["version", "code"],
                name="risk_code_once_per_version",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("This version already has a risk with this code."),
            ),
            models.CheckConstraint(
                name="risk_levels_known", condition=Q(likelihood__in=RiskLevel.values, impact__in=RiskLevel.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("drafting:content_update", args=["risk", self.pk])


class DataBlock(ContentRow):
    """The figures of a data block as they stood when the version was sent to review; what is sealed is publishable."""

    kind = models.CharField(_("kind"), max_length=24)
    figures = models.JSONField(_("figures"), default=list)

    class Meta(ContentRow.Meta):
        ordering = ("kind",)
        verbose_name = _("data block")
        verbose_name_plural = _("data blocks")
        constraints = [
            *ContentRow.Meta.constraints,
            models.UniqueConstraint(fields=["version", "kind"], name="datablock_kind_once_per_version"),
        ]

    def __str__(self) -> str:
        return self.kind
