"""How a reader narrows the measures of an adopted plan: by words, goal, group, unit, year, office and money."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from core.forms import ListFilter
from operations.search.words import containing
from socialplan.content.models import FundingLine, Measure, MeasureCost, PlanVersion
from socialplan.publishing.measures import NamedRow, filter_choices

ALL = _("all")
LACKING, COVERED, PAID_BY = "lacking", "covered", "from-"


class MeasureFilter(ListFilter):
    """Offers what the measures of the version name; goals and objectives by the key that later versions keep.

    What none of them names is no choice.
    """

    words = CharFilter(label=_("Contains (accents do not matter)"), method="by_words", max_length=100)
    goal = ChoiceFilter(label=_("Goal or objective"), empty_label=ALL, method="by_goal")
    group = ChoiceFilter(label=_("Group"), empty_label=_("all groups"), method="by_group")
    unit = ChoiceFilter(label=_("Administrative unit"), empty_label=_("whole municipality"), method="by_unit")
    year = ChoiceFilter(label=_("Year"), empty_label=_("all years"), method="by_year")
    office = ChoiceFilter(label=_("Responsible office"), empty_label=_("all offices"), field_name="office__code")
    money = ChoiceFilter(label=_("Money"), empty_label=ALL, method="by_money")
    order = ChoiceFilter(
        label=_("Order"),
        choices=[("cost", _("the most expensive first")), ("deadline", _("the earliest deadline first"))],
        empty_label=_("as in the plan"),
        method="in_order",
    )

    def __init__(self, given: Any, version: PlanVersion) -> None:
        rows = Measure.objects.filter(version=version).with_budget().select_related("objective__goal", "office")
        super().__init__(given, rows.order_by("objective__goal__position", "objective__position", "position", "pk"))
        named = filter_choices(version)
        parts = [*named.get("goal", ()), *named.get("objective", ())]
        choices = {
            "goal": [(row.mark, _indented(row)) for row in sorted(parts, key=_place_in_plan)],
            "year": [(str(year), str(year)) for year in version.plan.years],
            "money": [
                (COVERED, _("covered in full")),
                (LACKING, _("money is lacking")),
                *((PAID_BY + row.mark, _("paid by: %(source)s") % {"source": row}) for row in named.get("source", ())),
            ],
        } | {kind: [(row.mark, str(row)) for row in named.get(kind, ())] for kind in ("group", "unit", "office")}
        for name, offered in choices.items():
            if offered:
                self.filters[name].extra["choices"] = offered
            else:
                del self.filters[name]

    @property
    def is_in_plan_order(self) -> bool:
        return not (self.form.is_valid() and self.form.cleaned_data.get("order"))

    def by_words(self, rows: Any, name: str, value: str) -> Any:
        return containing(rows, value, "code", "title_sq", "title_en", "description_sq", "description_en")

    def by_goal(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(Q(objective__key=value) | Q(objective__goal__key=value))

    def by_group(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(group_links__group__code=value)

    def by_unit(self, rows: Any, name: str, value: str) -> Any:
        """What reaches the unit: its own measures, and those that name no unit because they are for all."""
        return rows.filter(Q(unit_links__unit__code=value) | Q(unit_links=None))

    def by_year(self, rows: Any, name: str, value: str) -> Any:
        """What costs something in the year, or is due in it."""
        costs = MeasureCost.objects.filter(measure=OuterRef("pk"), year=int(value), amount__gt=0)
        return rows.filter(Exists(costs) | Q(due_on__year=int(value)))

    def by_money(self, rows: Any, name: str, value: str) -> Any:
        if value.startswith(PAID_BY):
            lines = FundingLine.objects.filter(cost__measure=OuterRef("pk"), source__code=value.removeprefix(PAID_BY))
            return rows.filter(Exists(lines))
        return rows.filter(gap__gt=0) if value == LACKING else rows.filter(cost__gt=0, gap__lte=0)

    def in_order(self, rows: Any, name: str, value: str) -> Any:
        return rows.order_by("-cost", "pk") if value == "cost" else rows.order_by("due_on", "pk")


def _place_in_plan(row: NamedRow) -> tuple[list[int], str]:
    """Objective 2.1 stands below goal 2, and goal 10 after both."""
    return [int(part) for part in row.code.split(".") if part.isdigit()], row.code


def _indented(row: NamedRow) -> str:
    return f"– {row}" if row.kind == "objective" else str(row)
