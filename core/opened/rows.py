"""What an opened page showed of each field: short digests that it carries, and a stored row held against them.

Whoever sends a form writes what she changed, over what stands there by then; a field that somebody else changed
meanwhile is asked about, with both values.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.i18n import short_date, short_time
from core.opened.digests import OPENED, comparable, digest, read_opened
from core.workflow import StepRefused


def in_words(row: Model, name: str) -> str:
    """A stored value as a person reads it; empty where there is none."""
    field: Any = row._meta.get_field(name)
    if field.many_to_many:
        return ", ".join(str(each) for each in getattr(row, name).all())
    value = getattr(row, name)
    if value is None or value == "":
        return ""
    return str(getattr(row, f"get_{name}_display")()) if field.choices else value_in_words(value)


def value_in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return short_time(value)
    if isinstance(value, date):
        return short_date(value)
    return number_format(value.normalize()) if isinstance(value, Decimal) else str(value)


def stands_now(words: str) -> str:
    """The sentence at a field of what stands there by now; what was typed is still in the field."""
    if words:
        return _(
            "Since you opened this page, this has been saved here: “%(stored)s”. Save again to put what you "
            "wrote in its place."
        ) % {"stored": words}
    return _("Since you opened this page, this has been emptied. Save again to put what you wrote here.")


def refuse_begun(row: Model | None, *, begins: bool) -> None:
    """StepRefused where a row is there that its page has neither shown nor asked about (`begins`)."""
    if begins and row is not None:
        raise StepRefused(_("Somebody else has just written here. Save again to see what it is."))


class OpenedRow:
    """Mixed into a form of a model before the form's own class: it knows what its page showed of the stored row."""

    #: The rows that the deed locks before this one, by relation.
    locks_first: tuple[str, ...] = ()
    #: Whether what is sent becomes the row, and nothing else looks after what others wrote meanwhile.
    writes_row = True
    #: The fields that tell which row it is, where the page of a row to come may find that somebody else has begun it.
    begun_by: tuple[str, ...] = ()
    _read: dict[str, Any]
    _taken: set[str]
    _begun: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self
        self._taken = set()
        self._read = {field.attname: vars(form.instance).get(field.attname) for field in self._columns}

    @property
    def _columns(self) -> list[Any]:
        form: Any = self
        return [field for field in form.instance._meta.concrete_fields if not field.primary_key]

    @property
    def _own_fields(self) -> list[Any]:
        """The columns and relations of the row that the form shows."""
        form: Any = self
        meta = form.instance._meta
        return [field for field in (*meta.concrete_fields, *meta.many_to_many) if field.name in form.fields]

    @property
    def _said_by_the_deed(self) -> set[str]:
        """The columns that no step of the form asks for.

        All others are held against the row's constraints: what two people, or one in two steps, wrote was right by
        itself, and together it may not be.
        """
        form: Any = self
        return {field.name for field in self._columns} - form.base_fields.keys()

    @property
    def is_of_stored_row(self) -> bool:
        form: Any = self
        return self.writes_row and not form.instance._state.adding

    @property
    def holds_row(self) -> bool:
        """Whether what others wrote meanwhile is looked for before the deed."""
        return self.is_of_stored_row or bool(self.begun_by)

    @property
    def begins(self) -> bool:
        """Whether there was no row, neither on the page nor just now; a deed that finds one all the same refuses."""
        form: Any = self
        return form.instance._state.adding and self._begun is None

    @property
    def shown_digests(self) -> str:
        """What the page carries: of a new row only where somebody else may begin the same."""
        form: Any = self
        if form.is_bound:
            return str(form.data.get(OPENED, ""))
        if not self.holds_row:
            return ""
        return json.dumps({field.name: digest(self._shown_text(field)) for field in self._own_fields})

    def digests_of(self, row: Any) -> str:
        """What the page has shown of the row once this form is saved: what it sent itself, nothing that others wrote;
        empty for another kind of row."""
        form: Any = self
        if not self.writes_row or not isinstance(row, type(form.instance)):
            return ""
        stored = type(row)._base_manager.get(pk=row.pk)
        shown = read_opened(self.shown_digests)
        return json.dumps(
            {
                field.name: shown[field.name]
                if field.name in self._taken
                else digest(comparable(field.value_from_object(stored)))
                for field in self._own_fields
            }
        )

    def _shown_text(self, field: Any) -> str:
        form: Any = self
        if field.many_to_many:
            return comparable(form.initial.get(field.name, ()))
        return comparable(field.value_from_object(form.instance))

    def hold_row(self) -> None:
        """Lock the row and bring the form onto what stands there now, within the transaction of the deed.

        ValidationError at each field that was changed here and, since the page was opened, by somebody else too.
        """
        form: Any = self
        stored = self._begun_meanwhile() if form.instance._state.adding else self._locked()
        if stored is None:
            return
        clashes = self._taken_from(stored)
        if clashes:
            form.data = form.data.copy()
            shown = dict(read_opened(self.shown_digests))
            shown |= {field.name: digest(comparable(field.value_from_object(stored))) for field in clashes}
            form.data[OPENED] = json.dumps(shown)
            raise ValidationError({field.name: stands_now(in_words(stored, field.name)) for field in clashes})
        if not form.instance._state.adding:
            form.instance.validate_constraints(exclude=self._said_by_the_deed)

    def _begun_meanwhile(self) -> Any:
        """The row that was begun since the page was opened, locked; None where there is still none."""
        form: Any = self
        key = {name: getattr(form.instance, name) for name in self.begun_by}
        self._begun = type(form.instance)._base_manager.select_for_update(of=("self",)).filter(**key).first()
        return self._begun

    def _locked(self) -> Any:
        form: Any = self
        row = form.instance
        for path in self.locks_first:
            above = row
            for name in path.split("__"):
                above = getattr(above, name)
            type(above)._base_manager.select_for_update(of=("self",)).get(pk=above.pk)
        stored = type(row)._base_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
        if stored is None:
            raise StepRefused(_("Somebody else has removed this in the meantime."))
        return stored

    def _taken_from(self, stored: Any) -> list[Any]:
        """Take over what only others changed; returns the fields that both did."""
        form: Any = self
        shown, clashes = read_opened(self.shown_digests), []
        own = {field.name for field in self._own_fields}
        for field in self._columns:
            if field.name not in own and vars(form.instance).get(field.attname) == self._read[field.attname]:
                setattr(form.instance, field.attname, getattr(stored, field.attname))
        for field in self._own_fields:
            mine = form.cleaned_data.get(field.name) if field.many_to_many else field.value_from_object(form.instance)
            now, was = comparable(field.value_from_object(stored)), shown.get(field.name)
            if comparable(mine) == now or was in (None, digest(now)):
                continue
            if was == digest(comparable(mine)):
                self._take(field, stored)
            else:
                clashes.append(field)
        return clashes

    def _take(self, field: Any, stored: Any) -> None:
        """What somebody else wrote is nothing that was changed here."""
        form: Any = self
        self._taken.add(field.name)
        if field.name in form.changed_data:
            form.changed_data.remove(field.name)
        form.cleaned_data[field.name] = (
            list(getattr(stored, field.name).all()) if field.many_to_many else getattr(stored, field.name)
        )
        if not field.many_to_many:
            setattr(form.instance, field.attname, getattr(stored, field.attname))
