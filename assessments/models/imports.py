from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.enums import ImportKind, ImportState
from assessments.models.editions import Assessment
from core.models import TimeStamped


class SheetImportQuerySet(models.QuerySet["SheetImport"]):
    def with_people(self) -> SheetImportQuerySet:
        return self.select_related("uploaded_by", "assessment")

    def without_rows(self) -> SheetImportQuerySet:
        """For lists: what was read may be long."""
        return self.defer("rows", "lines")


class SheetImport(TimeStamped):
    """A table read from a sheet: previewed, then taken whole or thrown away. The file itself is not kept."""

    kind = models.CharField(_("table"), max_length=10, choices=ImportKind)
    assessment = models.ForeignKey(
        Assessment,
        verbose_name=_("assessment"),
        related_name="imports",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    sheet_name = models.CharField(_("sheet"), max_length=200)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("uploaded by"), related_name="+", on_delete=models.PROTECT
    )
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.READ)
    columns = models.JSONField(_("columns"), default=list, blank=True)
    remarks = models.JSONField(_("remarks"), default=list, blank=True)
    rows = models.JSONField(_("cells of the rows"), default=list, blank=True)
    lines = models.JSONField(_("outcome of the rows"), default=list, blank=True)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    same = models.PositiveIntegerField(_("the same"), default=0)
    failed = models.PositiveIntegerField(_("with errors"), default=0)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = SheetImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of a sheet")
        verbose_name_plural = _("imports of sheets")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="sheet_import_known",
                condition=Q(kind__in=ImportKind.values, state__in=ImportState.values),
                violation_error_message=_("This table or state of an import does not exist."),
            ),
            models.CheckConstraint(
                name="sheet_import_hash_is_hexadecimal",
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                violation_error_message=_("The hash of a file has 64 hexadecimal digits."),
            ),
            models.CheckConstraint(
                name="sheet_import_undone_after_taken",
                condition=Q(undone_at=None) | Q(undone_at__gte=F("decided_at")),
                violation_error_message=_("An import is undone after it was taken."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_kind_display()})"

    def get_absolute_url(self) -> str:
        return reverse("assessments:import_detail", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.state == ImportState.READ

    @property
    def is_taken(self) -> bool:
        return self.state == ImportState.TAKEN

    @property
    def to_take(self) -> int:
        return self.new + self.changed

    @property
    def has_rows_to_mend(self) -> bool:
        return bool(self.failed and self.rows)


class ImportedRow(models.Model):
    """A row that an import wrote, and what stood there before: what undoing needs."""

    sheet_import = models.ForeignKey(
        SheetImport, verbose_name=_("import of a sheet"), related_name="imported", on_delete=models.PROTECT
    )
    object_id = models.BigIntegerField(_("key of the row"))
    label = models.CharField(_("code"), max_length=60)
    is_new = models.BooleanField(_("was added"))
    # None where it must not be kept: the place of an undisclosed service.
    before = models.JSONField(_("cells before"), null=True, blank=True)
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="imported_row_once",
                fields=["sheet_import", "object_id"],
                violation_error_message=_("This row was already written by the import."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def is_as_written(self, row: Any) -> bool:
        """Whether nobody has saved the row since."""
        return row.updated_at == self.written_at
