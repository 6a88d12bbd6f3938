from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.enums import ImportKind, ImportState, RowOutcome
from assessments.models.editions import Assessment
from core.models import TimeStamped
from core.search import folded


class SheetImportQuerySet(models.QuerySet["SheetImport"]):
    def with_people(self) -> SheetImportQuerySet:
        return self.select_related("uploaded_by", "assessment")

    def without_rows(self) -> SheetImportQuerySet:
        """For lists: what was read may be long."""
        return self.defer("rows", "lines")

    def forget_undoing_of(self, service: models.Model) -> None:
        """What imports kept of an undisclosed service to put it back."""
        of_it = ImportedRow.objects.filter(sheet_import__kind=ImportKind.SERVICES, object_id=service.pk)
        of_it.exclude(before=None).update(before=None)

    def forget_what_closes(self, service: Any) -> None:
        """Of a service that becomes undisclosed or begins so; one that was closed before has nothing left here."""
        if service.is_undisclosed and not type(service).objects.filter(pk=service.pk, is_undisclosed=True).exists():
            self.forget_cells_of([service.code])

    def forget_cells_of(self, codes: Iterable[str]) -> None:
        """Of services that are closed: cells of previews and of rows to mend that name one say where it is.

        A code is known in whatever letters it is written; what a cell begins with is its kind.
        """
        if not (closed := {folded(code) for code in codes}):
            return
        kept = self.filter(kind=ImportKind.SERVICES).exclude(rows=[]).only("rows")
        named = [run.pk for run in kept if any(folded(each[1].get("code", "")[1:]) in closed for each in run.rows)]
        runs = self.filter(pk__in=named)
        runs.filter(state=ImportState.READ).update(state=ImportState.DISCARDED, decided_at=Now())
        runs.update(rows=[], lines=[])


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
    def is_staged(self) -> bool:
        """Whether its rows wait in the staging table, not here."""
        return self.kind == ImportKind.FIGURES

    @property
    def is_waiting(self) -> bool:
        return self.state == ImportState.READ

    @property
    def is_taken(self) -> bool:
        return self.state == ImportState.TAKEN

    @property
    def to_take(self) -> int:
        return self.new + self.changed


class SheetToRead(models.Model):
    """A long file that a worker will read. Its content goes as soon as it was read, refused or given up.

    The row, with a file that no worker has reached, goes after two days (`vlora_plan/retention.py`).
    """

    kind = models.CharField(_("table"), max_length=10, choices=ImportKind)
    assessment = models.ForeignKey(
        Assessment, verbose_name=_("assessment"), related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    file_name = models.CharField(_("file"), max_length=200)
    sheet_name = models.CharField(_("sheet"), max_length=200, blank=True)
    encoding = models.CharField(_("letters of a CSV"), max_length=20, blank=True)
    is_pasted = models.BooleanField(_("pasted block"), default=False)
    content = models.BinaryField(_("content, compressed"), null=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("uploaded by"), related_name="+", on_delete=models.PROTECT
    )
    sheet_import = models.OneToOneField(
        SheetImport,
        verbose_name=_("import of a sheet"),
        related_name="read_from",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    created_at = models.DateTimeField(_("requested at"), db_default=Now())

    class Meta:
        verbose_name = _("sheet to read")
        verbose_name_plural = _("sheets to read")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="sheet_to_read_known",
                condition=Q(kind__in=ImportKind.values),
                violation_error_message=_("This table or state of an import does not exist."),
            ),
            models.CheckConstraint(
                name="sheet_to_read_once_read_not_kept",
                condition=Q(sheet_import=None) | Q(content=None),
                violation_error_message=_("Of a sheet that was read the file is not kept."),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


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
    # When the row had last been written before; None of a new row, and of imports older than this column.
    found_at = models.DateTimeField(_("last written before at"), null=True, blank=True)
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


class StagedFigure(models.Model):
    """A row of a sheet of figures while somebody decides; those with errors stay until they are mended or forgotten.

    Rows come and go by the ten thousand, so what they name is kept by its key and joined when it is asked for.
    """

    sheet_import = models.ForeignKey(
        SheetImport, verbose_name=_("import of a sheet"), related_name="staged", on_delete=models.CASCADE
    )
    number = models.PositiveIntegerField(_("row"))
    label = models.CharField(_("what it counts and where"), max_length=60, blank=True)
    cells = models.JSONField(_("cells of the row"), default=dict, blank=True)
    errors = models.JSONField(_("what is wrong"), default=list, blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=RowOutcome)
    met = models.BigIntegerField(_("key of the figure that stands there"), null=True, blank=True)
    definition_key = models.BigIntegerField(_("key of what is counted"), null=True, blank=True)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to (or the reference day)"), null=True, blank=True)
    unit_key = models.BigIntegerField(_("key of the administrative unit"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=5, null=True, blank=True)  # noqa: DJ001 (unread is not empty)
    age_from = models.PositiveSmallIntegerField(_("age from"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("age to"), null=True, blank=True)
    group_key = models.BigIntegerField(_("key of the group"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, null=True, blank=True)  # noqa: DJ001
    source_en = models.CharField(_("source (English)"), max_length=300, null=True, blank=True)  # noqa: DJ001
    method = models.CharField(_("method"), max_length=12, null=True, blank=True)  # noqa: DJ001
    quality = models.CharField(_("quality"), max_length=1, null=True, blank=True)  # noqa: DJ001

    class Meta:
        verbose_name = _("staged figure")
        verbose_name_plural = _("staged figures")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                name="staged_figure_once_per_row",
                fields=["sheet_import", "number"],
                violation_error_message=_("A row of a sheet is staged once."),
            ),
            models.CheckConstraint(
                name="staged_figure_outcome_known",
                condition=Q(outcome__in=RowOutcome.values),
                violation_error_message=_("This outcome of a row does not exist."),
            ),
        ]

    def __str__(self) -> str:
        return self.label
