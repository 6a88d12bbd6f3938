"""Fields of a DOCX: what a field shows stays as text; its instruction goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from core.word_package.archive import Element
from core.word_package.docx.names import closest, drop, local, switched, unwrap, val, w

TICKED, OPEN = "☒", "☐"


@dataclass(slots=True)
class Field:
    """A complex field from its beginning to its end; what stands before `separate` is never shown."""

    begin: Element
    instruction: str = ""
    separate: Element | None = None
    end: Element | None = None
    unseen: list[Element] = field(default_factory=list)
    is_alone: bool = True  # no field stands inside it

    @property
    def kind(self) -> str:
        return next(iter(self.instruction.upper().split()), "")


def fields(root: Element) -> list[Field]:
    """The complex fields that end as well as begin, inner ones first."""
    found: list[Field] = []
    open_fields: list[Field] = []
    for part in root.iter(w("fldChar"), w("instrText"), w("t")):
        kind = part.get(w("fldCharType")) if local(part) == "fldChar" else None
        if kind == "begin":
            for around in open_fields:
                around.is_alone = False
            open_fields.append(Field(part))
        elif kind == "separate" and open_fields:
            open_fields[-1].separate = part
        elif kind == "end" and open_fields:
            open_fields[-1].end = part
            found.append(open_fields.pop())
        elif local(part) == "instrText" and open_fields:
            open_fields[-1].instruction += part.text or ""
        elif local(part) == "t":
            for around in open_fields:
                if around.separate is None:
                    around.unseen.append(part)
    return found


def unseen_words(root: Element) -> set[Element]:
    """Text inside the instructions of fields, which nobody sees."""
    return {part for each in fields(root) for part in each.unseen}


def show_results(root: Element) -> set[Element]:
    """Takes the fields out and leaves what they show; returns the paragraphs of tables of contents."""
    for simple in list(root.iter(w("fldSimple"))):
        unwrap(simple)
    contents: set[Element] = set()
    kept: set[Element] = set()
    for each in fields(root):
        if each.kind == "TOC":
            contents.update(_paragraphs_between(root, each))
        if _is_outer_link(each):
            kept.update({each.begin, *filter(lambda part: part is not None, (each.separate, each.end))})
            continue
        for part in each.unseen:
            drop(part)
        if each.separate is None and (shown := _value_of_form(each)):
            _write_before(each.begin, shown)
    kept_paragraphs = {closest(part, "p") for part in kept}
    for part in list(root.iter(w("fldChar"), w("instrText"))):
        is_read = part in kept or (local(part) == "instrText" and closest(part, "p") in kept_paragraphs)
        if not is_read:
            drop(part)
    return contents


def _is_outer_link(each: Field) -> bool:
    """A link to another place than this document, alone in its paragraph: the converter keeps its address."""
    if each.kind != "HYPERLINK" or "\\l" in each.instruction or not each.is_alone or each.separate is None:
        return False
    paragraph = closest(each.begin, "p")
    marks = [] if paragraph is None else list(paragraph.iter(w("fldChar")))
    return each.end in marks and len(marks) == 3


def _paragraphs_between(root: Element, each: Field) -> Iterator[Element]:
    paragraph = closest(each.begin, "p")
    if paragraph is not None:
        yield paragraph
    is_inside = False
    for part in root.iter(w("fldChar"), w("p")):
        is_inside = (is_inside or part is each.begin) and part is not each.end
        if is_inside and part.tag == w("p"):
            yield part


def _value_of_form(each: Field) -> str:
    """A box to tick or a choice from a list has no text of its own, only a state."""
    form = each.begin.find(w("ffData"))
    if form is None:
        return ""
    if (box := form.find(w("checkBox"))) is not None:
        checked = switched(box, "checked")
        return TICKED if (switched(box, "default") if checked is None else checked) else OPEN
    if (choice := form.find(w("ddList"))) is not None:
        entries = [val(entry) or "" for entry in choice.findall(w("listEntry"))]
        number = val(choice.find(w("result"))) or val(choice.find(w("default"))) or "0"
        return entries[int(number)] if number.isdecimal() and int(number) < len(entries) else ""
    return ""


def _write_before(mark: Element, words: str) -> None:
    written = mark.makeelement(w("t"), {})
    written.text = words
    mark.addprevious(written)
