"""The cells of the action plan's matrix: which columns there are, and how what is typed or pasted becomes a value.

A value is plain: text, the code of an office, a date as year-month-day, or whole lek; "" and None are an empty cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.amounts import read_lek
from core.forms import DateField
from core.i18n import short_date
from core.search import folded
from municipality.models import Office
from socialplan.content.models import FundingSource, Measure, Plan
from socialplan.content.models.budget import AT_MOST, MOST_LEK
from socialplan.content.models.goals import refuse_deadline

Value = str | int | None
COST = "cost_"


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """`kind` is text, office, date, lek or count; the year is that of a cost."""

    name: str
    label: str
    kind: str
    is_editable: bool = True
    year: int | None = None

    @property
    def is_number(self) -> bool:
        return self.kind in {"lek", "count"}

    @property
    def is_gap(self) -> bool:
        return self.name == "gap"


def editable_columns(plan: Plan) -> list[MatrixColumn]:
    texts = {
        "title_sq": _("Measure (Albanian)"),
        "title_en": _("Measure (English)"),
        "office": _("Responsible office"),
        "partners": _("Partners"),
        "due_on": _("Deadline"),
        "budget_programme": _("Budget programme"),
    }
    kinds = {"office": "office", "due_on": "date"}
    columns = [MatrixColumn(name, label, kinds.get(name, "text")) for name, label in texts.items()]
    costs = [
        MatrixColumn(f"{COST}{year}", _("Cost %(year)s") % {"year": year}, "lek", year=year) for year in plan.years
    ]
    return [*columns, *costs]


def all_columns(plan: Plan, sources: list[FundingSource]) -> list[MatrixColumn]:
    """The editable ones, then what follows from other rows."""
    return [
        *editable_columns(plan),
        *(MatrixColumn(f"funding_{source.pk}", source.name, "lek", is_editable=False) for source in sources),
        MatrixColumn("gap", _("Gap"), "lek", is_editable=False),
        MatrixColumn("indicators", _("Indicators"), "count", is_editable=False),
    ]


class CellReader:
    """Reads cells of one plan. Offices are found by code or by name in either language, asked for once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.columns = {column.name: column for column in editable_columns(plan)}

    @cached_property
    def offices(self) -> list[Office]:
        return list(Office.objects.filter(is_active=True))

    @cached_property
    def _codes(self) -> dict[str, str]:
        return {
            folded(name): office.code
            for office in reversed(self.offices)
            for name in (office.name_en, office.name_sq, office.code)
            if name
        }

    def read(self, column: MatrixColumn, typed: str) -> Value:
        """The value of what was typed; ValidationError with a sentence where it has none."""
        text = " ".join(typed.split())
        if not text:
            return self._empty(column)
        if column.kind == "lek":
            return self._lek(text)
        if column.kind == "office":
            return self._office(text)
        return self._date(text) if column.kind == "date" else self._text(column, text)

    def show(self, column: MatrixColumn, value: Value) -> str:
        """The value as the page writes it; read again it is the same value."""
        if value in {None, ""}:
            return ""
        if column.kind == "lek":
            return number_format(value, decimal_pos=0, force_grouping=True)
        return short_date(date.fromisoformat(str(value))) if column.kind == "date" else str(value)

    @staticmethod
    def _empty(column: MatrixColumn) -> Value:
        if column.name == "title_sq":
            raise ValidationError(_("A measure needs its Albanian title."))
        return None if column.kind == "lek" else ""

    @staticmethod
    def _lek(text: str) -> int:
        amount = read_lek(text)
        if amount > MOST_LEK:
            raise ValidationError(AT_MOST.message, params={"limit_value": MOST_LEK})
        return amount

    def _office(self, text: str) -> str:
        if code := self._codes.get(folded(text)):
            return code
        raise ValidationError(_("There is no office “%(name)s”.") % {"name": text[:80]})

    def _date(self, text: str) -> str:
        due_on = DateField().clean(text)
        refuse_deadline(self.plan, due_on)
        return due_on.isoformat()

    @staticmethod
    def _text(column: MatrixColumn, text: str) -> str:
        if "\x00" in text:
            raise ValidationError(_("The text contains a character that cannot be stored."))
        limit = getattr(Measure._meta.get_field(column.name), "max_length", None)
        if limit and len(text) > limit:
            raise ValidationError(
                _("The text has %(count)s characters; %(limit)s fit.") % {"count": len(text), "limit": limit}
            )
        return text
