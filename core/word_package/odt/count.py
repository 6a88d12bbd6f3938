"""What a reader of an ODT sees, paragraph by paragraph, read from the content before anything is changed."""

from __future__ import annotations

from core.word_package.archive import Element
from core.word_package.docx.names import local
from core.word_package.odt.hidden import FAMILIES, is_hidden
from core.word_package.odt.names import STYLE_NAME, OpenStyles, text

UNSEEN = frozenset({
    "tracked-changes", "annotation", "note-citation", "covered-table-cell", "number", "ruby-text", "forms", "title",
    "desc", "event-listeners", "sequence-decls", "variable-decls", "user-field-decls", "label", "object",
    "hidden-paragraph",
})  # fmt: skip
SPACES = frozenset({"s", "tab", "line-break"})


class OpenCount:
    """Goes into everything that it does not know to be unseen."""

    def __init__(self, styles: OpenStyles) -> None:
        self._styles = styles
        self._place = ""
        self._found: list[tuple[str, str]] = []

    def paragraphs(self, body: Element) -> list[tuple[str, str]]:
        """(place, text) of each paragraph that shows something."""
        for child in body:
            self._walk(child, [], hidden=False)
        return self._found

    def words(self, block: Element) -> str:
        """The seen words of one paragraph."""
        words: list[str] = []
        hidden = self._styles.display("paragraph", block.get(STYLE_NAME)) == "none"
        self._read_inside(block, words, hidden=hidden)
        return "".join(words)

    def _walk(self, element: Element, words: list[str], *, hidden: bool) -> None:
        """The text after the element belongs to what is around it and is read there."""
        name = local(element)
        if name in UNSEEN or name.endswith("-source") or is_hidden(element):
            return
        if name in {"p", "h"}:
            self._read(element)
            return
        if name in SPACES:
            words.append(" ")
        family = FAMILIES.get(name)
        given = self._styles.display(family, element.get(STYLE_NAME)) if family else None
        inner = hidden if given is None else given == "none"
        self._read_inside(element, words, hidden=inner)

    def _read_inside(self, element: Element, words: list[str], *, hidden: bool) -> None:
        words.append("" if hidden else element.text or "")
        for child in element:
            self._walk(child, words, hidden=hidden)
            words.append("" if hidden else child.tail or "")

    def _read(self, block: Element) -> None:
        if next((each for each in block.iter(text("hidden-paragraph")) if is_hidden(each)), None) is not None:
            return
        seen = self.words(block)
        if self._styles.level(block) is not None and (title := " ".join(seen.split())):
            self._place = title
        if seen.strip():
            self._found.append((self._place, seen))
