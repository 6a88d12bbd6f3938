"""Pages of a long list whose order follows another table first, which no index can."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.functional import cached_property

from assessments.models import FigureDefinition
from core.views import TwoEndedPaginator


class FigurePaginator(TwoEndedPaginator):
    """Figures by what is counted: how many of each there are says of which ones a page is, and of each of these the
    rows are read by an index, from the nearer end. Of a million figures a page came after 1.5 s (`make bench`).
    """

    @property
    def rows(self) -> QuerySet[Any, Any]:
        rows: Any = self.object_list
        return rows

    @cached_property
    def sizes(self) -> dict[int, int]:
        """How many figures each definition has, in the order of the list; put in order when they are counted."""
        definition = FigureDefinition.objects.filter(pk=OuterRef("definition"))
        in_order = (Subquery(definition.values(name)[:1]) for name in ("order", "code"))
        return dict(self.rows.order_by(*in_order).values_list("definition").annotate(Count("pk")))

    @cached_property
    def count(self) -> int:
        return sum(self.sizes.values())

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        bottom, parts = (number - 1) * self.per_page, []
        top = min(bottom + self.per_page, self.count)
        for definition, size in self.sizes.items():
            if bottom < size and top > 0:
                parts.append(self.part(definition, max(bottom, 0), min(top, size), size))
            bottom, top = bottom - size, top - size
        if not parts:
            return Page(self.rows.none(), number, self)
        keys = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
        return Page(self.rows.filter(pk__in=keys), number, self)

    def part(self, definition: int, bottom: int, top: int, size: int) -> QuerySet[Any, Any]:
        """The keys of one definition's rows from `bottom` to `top`."""
        rows = self.rows.filter(definition=definition).order_by("ends_on", "pk").values("pk")
        return rows[bottom:top] if bottom * 2 < size else rows.reverse()[size - top : size - bottom]
