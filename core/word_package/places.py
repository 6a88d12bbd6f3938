"""Under which heading an element of the text stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from core.word_package.archive import Element

MARKED_PLACES = frozenset({"p", "h", "tbl", "tr", "table", "table-row", "section"})


class HeadingIndex:
    """The headings as they stood before anything was taken out; elements in cells and boxes belong to theirs too."""

    def __init__(self, body: Iterable[Element], heading: Callable[[Element], str | None]) -> None:
        self._places: dict[Element, str] = {}
        place = ""
        for block in body:
            for element in block.iter():
                name = str(element.tag).rpartition("}")[2]
                found = heading(element) if name in MARKED_PLACES else None
                if found is not None and (words := " ".join(found.split())):
                    place = words
                if name in MARKED_PLACES:
                    self._places[element] = place

    def of(self, element: Element) -> str:
        around: Element | None = element
        while around is not None:
            if around in self._places:
                return self._places[around]
            around = around.getparent()
        return ""
