"""Rows that differ only in their words are laid out once: a page of tables has a thousand cells and few kinds of rows.

What is kept of a row is its markup with the places of the words; never a word, so nothing that a page tells outlives
what is published.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.template.exceptions import TemplateSyntaxError
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core.pages.row_pattern import RowMarks, RowPattern
from core.printing.laid_out import LaidOut

MOST_LAYOUTS = 1_000


class LaidOutNode(Node):
    """`{% laid_out row in rows %}…{% endlaid_out %}`: as a loop whose body reads nothing but its row."""

    def __init__(self, name: str, sequence: FilterExpression, nodelist: NodeList) -> None:
        self.name, self.sequence, self.nodelist = name, sequence, nodelist
        self._known: dict[Hashable, RowPattern] = {}

    def render(self, context: Context) -> SafeString:
        rows: Sequence[LaidOut] = list(self.sequence.resolve(context) or ())
        language = get_language()
        alike: dict[Hashable, list[int]] = {}
        for place, row in enumerate(rows):
            alike.setdefault(row.layout, []).append(place)
        written = [""] * len(rows)
        for layout, places in alike.items():
            pattern = self._pattern((language, layout), rows[places[0]], context)
            words = zip(*(rows[place].words for place in places), strict=True)
            columns = {str(number): column for number, column in enumerate(words)}
            for place, text in zip(places, pattern.of_columns(columns, len(places)), strict=True):
                written[place] = text
        return mark_safe("".join(written))  # noqa: S308  its words are escaped

    def _pattern(self, key: Hashable, row: LaidOut, context: Context) -> RowPattern:
        if (known := self._known.get(key)) is None:
            known = self._lay_out(row, context)
            if len(self._known) >= MOST_LAYOUTS:
                self._known.clear()
            self._known[key] = known
        return known

    def _lay_out(self, row: LaidOut, context: Context) -> RowPattern:
        def render(marks: RowMarks) -> str:
            words = [marks.text(str(number)) for number in range(len(row.words))]
            with context.push(**{self.name: row.with_words(words)}):
                return str(self.nodelist.render(context))

        return RowPattern(render)


def laid_out(parser: Parser, token: Token) -> LaidOutNode:
    match token.split_contents():
        case [_tag, name, "in", rows]:
            nodelist = parser.parse(("endlaid_out",))
            parser.delete_first_token()
            return LaidOutNode(name, parser.compile_filter(rows), nodelist)
    raise TemplateSyntaxError("{% laid_out row in rows %}")
