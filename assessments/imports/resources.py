"""Rows of a sheet as rows of the database by django-import-export: what is new, changed, the same or wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets
from import_export.instance_loaders import BaseInstanceLoader

from assessments.enums import RowOutcome
from assessments.imports.columns import (
    ColumnContent,
    ColumnReader,
    ImportColumn,
    clean_text,
    is_nothing,
    shown_cell,
    write_cell,
)
from assessments.imports.incoming import IncomingRow
from assessments.imports.lines import Difference, ImportLine, JudgedRow, Remark, WrittenRow
from core.search import folded
from core.sheet_reader.cells import SheetCell
from core.together.cleaning import RowToClean, clean_together
from core.workflow import StepRefused
from operations.queue.shares import Tell, telling_of, to_nobody

PARTED = " · "


class CellWidget(widgets.Widget):
    """Reads a cell of one column; the library takes a ValueError for the sentence of the cell."""

    def __init__(self, column: ImportColumn, reader: ColumnReader) -> None:
        super().__init__()
        self.column = column
        self.reader = reader

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        try:
            return self.reader.read(self.column, value)
        except ValidationError as refusal:
            raise ValueError(" ".join(refusal.messages)) from refusal


class RowImport(resources.Resource):
    """The rows of one table. A blank cell leaves what stands there, "n/a" empties it; the key never changes.

    `read` says what each row would do and writes nothing; `write_rows` writes those of them that are right.
    """

    model: type[models.Model]
    keys: tuple[str, ...] = ("code",)

    class Meta:
        skip_diff = True
        import_id_fields = ("code",)
        report_skipped = True
        instance_loader_class = BaseInstanceLoader  # rows are fetched once, by `rows`

    def __init__(
        self,
        columns: Sequence[ImportColumn],
        *,
        edition: Any = None,
        is_exact: bool = False,
        tell: Tell = to_nobody,
    ) -> None:
        super().__init__()
        self._tell_share = tell
        self.edition = edition
        self.columns = {column.name: column for column in columns}
        reader = ColumnReader(columns)
        self.fields = {
            column.name: fields.Field(column.name, column.name, widget=CellWidget(column, reader))
            for column in columns
        }
        self.is_exact = is_exact
        self.lines: list[ImportLine] = []
        self.judged: list[JudgedRow] = []
        self.known = {self.label_of(row): row for row in self.rows()}
        self._loose = {folded(str(name)): name for name in self.known}
        self._links: dict[str, list[Any]] = {}
        self._before: dict[str, SheetCell | None] = {}

    # what a table says of itself

    def rows(self) -> Iterable[Any]:
        """Those that a row may change, with their links fetched."""
        raise AssertionError

    def new_row(self) -> Any:
        raise AssertionError

    def write(self, judged: JudgedRow, *, actor: Any) -> None:
        """Write a row that was cleaned; PermissionDenied where the actor may not."""
        raise AssertionError

    def forget_elsewhere(self, run: Any) -> None:
        """What other sheets must not go on holding, once these rows are written."""

    def warnings(self, instance: Any) -> Iterable[Remark]:
        return ()

    def refusals(self, instances: Sequence[Any]) -> list[ValidationError | None]:
        """What the deed of a row refuses besides what makes the row wrong; asked of all rows together."""
        return [None for _instance in instances]

    def must_forget(self, instance: Any, stored: Any) -> bool:
        """Whether what stood there before may not be kept for undoing; `stored` is None for a new row."""
        return False

    def label_of(self, instance: Any) -> str:
        """What says which row it is, as its cells would."""
        return PARTED.join(clean_text(str(getattr(instance, name))) for name in self.keys)

    def get_import_id_fields(self) -> list[str]:
        return list(self.keys)

    def storable_cells(self, row: IncomingRow) -> dict[str, str]:
        """The cells that may be kept while somebody decides."""
        return row.cells

    # reading

    def read(self, rows: Sequence[IncomingRow]) -> list[ImportLine]:
        """The outcome of every row, in order; errors of the program itself are raised."""
        names = list(self.columns)
        self._given = list(rows)
        self._doubles = _doubles(rows, self.keys)
        sheet = tablib.Dataset(headers=names)
        for row in rows:
            sheet.append([row.cell(name) for name in names])
        # Nothing is written here, and a dry run would open a transaction for each row.
        result = self.import_data(sheet, dry_run=False, use_transactions=False, raise_errors=False)
        for each in (*result.base_errors, *(error for _number, errors in result.row_errors() for error in errors)):
            raise each.error
        self._judge_together()
        self._tell_share(1.0)
        return self.lines

    def _judge_together(self) -> None:
        """What only the database knows of the rows, and the deed, is asked of all of them at once."""
        instances = [each.instance for each in self.judged]
        refused = self.refusals(instances)
        cleaned = clean_together(RowToClean(each.instance, each.wrong.keys()) for each in self.judged)
        for each, *refusals in zip(self.judged, refused, cleaned, strict=True):
            for refusal in filter(None, refusals):
                each.wrong = refusal.update_error_dict(each.wrong)
            if each.wrong:
                each.line.outcome = RowOutcome.FAILED
                each.line.add_refusal(ValidationError(each.wrong), self.columns)
            else:
                each.line.warnings = each.warnings

    def write_rows(self, *, actor: Any, tell: Tell = to_nobody) -> list[WrittenRow]:
        """Write the rows that are new or changed, as they were read; StepRefused where somebody changed one since."""
        chosen = [each for each in self.judged if not each.wrong]
        stored = self._locked([each.instance for each in chosen if not each.is_new])
        written = []
        for each in telling_of(chosen, tell, of=len(chosen)):
            is_new, was = each.is_new, stored.get(each.instance.pk)
            must_forget, found_at = self.must_forget(each.instance, was), was.updated_at if was else None
            self.write(each, actor=actor)
            before = {name: cell.packed for name, cell in each.before.items() if cell}
            written.append(WrittenRow(each.instance, is_new, found_at, None if must_forget else before))
        return written

    def _locked(self, instances: Sequence[Any]) -> dict[int, Any]:
        """The rows as they stand, locked, by key; one that is not as it was read is refused."""
        rows = self.model._default_manager.select_for_update(of=("self",)).order_by("pk")
        stored: dict[int, Any] = {row.pk: row for row in rows.filter(pk__in=[each.pk for each in instances])}
        for each in instances:
            if each.pk not in stored or stored[each.pk].updated_at != each.updated_at:
                raise StepRefused(changed_since())
        return stored

    def get_instance(self, instance_loader: Any, row: Any) -> Any:
        return self.known.get(_label([row[name] for name in self.keys]))

    def init_instance(self, row: Any = None) -> Any:
        return self.new_row()

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        self._tell_share(kwargs["row_number"] / len(self._given))
        given = self._given[kwargs["row_number"] - 1]
        label = _label([given.cell(name) for name in self.keys])
        self._line = ImportLine(given.number, label, RowOutcome.FAILED)
        self._links = {}
        self.lines.append(self._line)
        self._refuse_row(given)

    def _refuse_row(self, given: IncomingRow) -> None:
        """ValidationError for a row whose key does not say which row it is, or whose cells are merged."""
        label = self._line.label
        others = [number for number in self._doubles.get(folded(label), ()) if number != given.number]
        if given.is_merged:
            self._tell("", _("The row has merged cells. Part them and fill each."))
        if label and others:
            sentence = _("The same code stands in row %(rows)s too, perhaps with other accents or capitals. Keep one.")
            self._tell(self.keys[0], sentence % {"rows": ", ".join(map(str, others[:5]))})
        alike = self._loose.get(folded(label))
        if label not in self.known and alike is not None:
            self._tell(
                self.keys[0], _("There is already %(code)s, written otherwise. Write it alike.") % {"code": alike}
            )
        if self._line.errors:
            raise ValidationError(self._line.errors[0].sentence)

    def _tell(self, column: str, sentence: str) -> None:
        self._line.errors.append(Remark(column, sentence))

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        self._before = self.cells_of(instance) if instance.pk else {}
        errors: dict[str, Any] = {}
        for name, column in self.columns.items():
            try:
                self._import_cell(instance, column, row[name])
            except ValueError as refusal:
                errors[name] = ValidationError(str(refusal))
        if errors:
            raise ValidationError(errors)

    def _import_cell(self, instance: Any, column: ImportColumn, cell: SheetCell | None) -> None:
        if cell is None:
            if self.is_exact:
                self._put(instance, column, None)
            elif column.is_required and not instance.pk:
                raise ValueError(_("This cell is blank. It is needed for a new row."))
            return
        if is_nothing(cell) and not self.is_exact and not self._says_it_already(column, cell):
            if column.is_required:
                raise ValueError(_("Something must stand here; “n/a” is not possible."))
            self._put(instance, column, None)
            return
        value = self.fields[column.name].clean({column.name: cell})
        self._put(instance, column, value)

    def _says_it_already(self, column: ImportColumn, cell: SheetCell) -> bool:
        """A text that is itself written like nothing stays."""
        before = self._before.get(column.name)
        return before is not None and before.text == clean_text(cell.text)

    def _put(self, instance: Any, column: ImportColumn, value: Any) -> None:
        if column.content is ColumnContent.ROWS:
            self._links[column.name] = value or []
            return
        if value is None:
            model_field: Any = self.model._meta.get_field(column.name)
            value = None if model_field.null else model_field.get_default()
        setattr(instance, column.name, value)

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        if import_validation_errors or not instance.pk:
            return False
        self._line.differences = self._differences(instance)
        return not self._line.differences

    def _differences(self, instance: Any) -> list[Difference]:
        now = self.cells_of(instance) | {
            name: write_cell(self.columns[name], rows) for name, rows in self._links.items()
        }
        return [
            Difference(name, shown_cell(self._before[name]), shown_cell(now[name]))
            for name in self.columns
            if self._before[name] != now[name]
        ]

    def cells_of(self, instance: Any) -> dict[str, SheetCell | None]:
        """The cells of a row as it is stored, as the export writes them."""
        found: dict[str, SheetCell | None] = {}
        for name, column in self.columns.items():
            value = getattr(instance, name)
            if column.content is ColumnContent.ROWS:
                value = list(value.all())
            elif isinstance(value, str) and column.content is ColumnContent.TEXT:
                value = clean_text(value)
            found[name] = write_cell(column, value)
        return found

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """The row waits to be asked about together with the others."""
        links = self._all_links(instance)
        unchanged = {name for name, rows in links.items() if self._stands(name, rows)}
        warnings = [] if import_validation_errors else list(self.warnings(instance))
        told = dict(import_validation_errors or {})
        self.judged.append(JudgedRow(self._line, instance, told, links, self._before, unchanged, warnings))

    def _stands(self, name: str, rows: list[Any]) -> bool:
        return bool(self._before) and self._before[name] == write_cell(self.columns[name], rows)

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Nothing is written while rows are read."""

    def _all_links(self, instance: Any) -> dict[str, list[Any]]:
        many = (name for name, column in self.columns.items() if column.content is ColumnContent.ROWS)
        return {
            name: self._links[name]
            if name in self._links
            else list(getattr(instance, name).all() if instance.pk else [])
            for name in many
        }

    def save_m2m(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Nor the links."""

    def after_import_row(self, row: Any, row_result: Any, **kwargs: Any) -> None:
        outcomes = {"new": RowOutcome.NEW, "update": RowOutcome.CHANGED, "skip": RowOutcome.SAME}
        self._line.outcome = outcomes[row_result.import_type]

    def import_row(self, row: Any, instance_loader: Any, **kwargs: Any) -> Any:
        result = super().import_row(row, instance_loader, **kwargs)
        if result.validation_error is not None and not self._line.errors:
            self._line.add_refusal(result.validation_error, self.columns)
        return result


def changed_since() -> str:
    return _("What stands here has changed since the sheet was read. Throw this preview away and read it anew.")


def _label(cells: Sequence[SheetCell | None]) -> str:
    """The cells that say which row it is; empty where all are blank."""
    texts = [clean_text(cell.text) if cell is not None else "" for cell in cells]
    return PARTED.join(texts) if any(texts) else ""


def _doubles(rows: Iterable[IncomingRow], keys: Sequence[str]) -> dict[str, list[int]]:
    """The numbers of the rows by their folded key, where there are several."""
    found: dict[str, list[int]] = {}
    for row in rows:
        if label := _label([row.cell(name) for name in keys]):
            found.setdefault(folded(label), []).append(row.number)
    return {name: numbers for name, numbers in found.items() if len(numbers) > 1}
