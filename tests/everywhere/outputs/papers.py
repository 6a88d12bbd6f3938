"""A printed paper read back as a reader's program sees it: how full its pages are, and the tree of its tags."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from typing import Any, NamedTuple

import pikepdf
import pypdfium2

TOP, BOTTOM = 25 / 297, 22 / 297  # the margins in which the lines at the edges stand
INK = 200
LEVELS = {f"/H{level}": level for level in range(1, 7)}
POINTS_OVER = 1
#: What the second and third opinion on tags find and is left as it is, each with its reason.
ACCEPTED_TAGS = {
    "TBL-010": "a table of two columns with a head in each row has as many heads as figures",
    "TBL-012": "a sheet that is filled in by hand has empty cells",
    "PAG-001": "the engine marks the lines at the edges but leaves them out of the tree, so they are not read aloud",
    "ORD-001": "the engine paints the page numbers of the contents, which float, after their lines; the tree"
    " has them in their order, and readers follow the tree",
    "FIG-012": "the checker knows too few Albanian words to take a title of figures for language",
}


class PaperPage(NamedTuple):
    fill: float
    is_lying: bool
    words: str


def pages_of(content: bytes) -> list[PaperPage]:
    with closing(pypdfium2.PdfDocument(content)) as document:
        return [_page(page) for page in document]


def _page(page: Any) -> PaperPage:
    width, height = page.get_size()
    drawn = page.render(scale=0.5).to_pil().convert("L")
    top, bottom = int(drawn.height * TOP), int(drawn.height * (1 - BOTTOM))
    inked = drawn.crop((0, top, drawn.width, bottom)).point(lambda shade: 255 if shade < INK else 0).getbbox()
    return PaperPage((inked[3] if inked else 0) / (bottom - top), width > height, page.get_textpage().get_text_range())


def unexplained(pages: list[PaperPage], starters: list[str]) -> list[int]:
    """Pages less than two thirds full, but at the paper's end, before a turned one or a part with its own."""
    found = []
    for number, (page, following) in enumerate(pairwise(pages), start=1):
        begins = any(starter in following.words.replace("\r\n", " ") for starter in starters)
        if page.fill < 2 / 3 and number > 1 and page.is_lying == following.is_lying and not begins:
            found.append(number)
    return found


class Tag(NamedTuple):
    kind: str
    element: Any
    above: tuple[str, ...]


def tags_of(pdf: pikepdf.Pdf) -> list[Tag]:
    return list(_inside(pdf.Root.StructTreeRoot, ()))


def kids_of(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _inside(element: Any, above: tuple[str, ...]) -> Iterator[Tag]:
    for kid in kids_of(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            tag = Tag(str(kid.S), kid, above)
            yield tag
            yield from _inside(kid, (*above, tag.kind))


def page_of(element: Any) -> Any:
    """The page on which the element's first content stands."""
    for kid in kids_of(element):
        if not isinstance(kid, pikepdf.Dictionary):
            return element.get("/Pg")
        if "/MCID" in kid or str(kid.get("/Type")) == "/OBJR":
            return kid.get("/Pg", element.get("/Pg"))
        if (found := page_of(kid)) is not None:
            return found
    return None


def faults_of(content: bytes) -> list[str]:
    """What a screen reader would stumble over, each with a sentence."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        tags = tags_of(pdf)
        sizes = {page.objgen: [float(side) for side in page.mediabox] for page in pdf.pages}
        found = [*_heads(tags), *_figures(tags, sizes), *_tables(tags), *_notes(tags), *_links(tags)]
        if not (pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) and pdf.Root.ViewerPreferences.DisplayDocTitle):
            found.append("the file does not say that it is tagged, its language or its title")
        found += ["a page is not read in the order of its tags" for page in pdf.pages if page.get("/Tabs") != "/S"]
        return found


def figures_in(content: bytes) -> list[str]:
    """What its pictures say to who does not see them."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [" ".join(str(tag.element.get("/Alt", "")).split()) for tag in tags_of(pdf) if tag.kind == "/Figure"]


def _heads(tags: list[Tag]) -> Iterator[str]:
    before = 0
    for tag in tags:
        level = LEVELS.get(tag.kind, 0)
        if level > before + 1:
            yield f"a head of level {level} under one of level {before}"
        before = level or before


def _figures(tags: list[Tag], sizes: dict[Any, list[float]]) -> Iterator[str]:
    for figure in (tag.element for tag in tags if tag.kind == "/Figure"):
        if not str(figure.get("/Alt", "")).strip():
            yield "a picture without words"
        if any(isinstance(kid, pikepdf.Dictionary) and "/S" in kid for kid in kids_of(figure)):
            yield "a picture whose parts are read beside its words"
        left, bottom, right, top = (float(corner) for corner in figure.A.BBox)
        _x, _y, width, height = sizes[page_of(figure).objgen]
        if not (-POINTS_OVER <= left < right <= width + POINTS_OVER and -POINTS_OVER <= bottom < top <= height):
            yield f"a picture beside its page: {left, bottom, right, top}"


def _tables(tags: list[Tag]) -> Iterator[str]:
    names: set[str] = set()
    for tag in tags:
        if tag.kind == "/TH" and str(tag.element.A.get("/Scope", "")) not in {"/Column", "/Row"}:
            yield "a head that does not say of what"
        if tag.kind != "/Table":
            continue
        inside = list(_inside(tag.element, ()))
        captions = [each.element for each in inside if each.kind == "/Caption"]
        rows = [each.element for each in inside if each.kind == "/TR"]
        for caption in captions:
            if rows and page_of(caption).objgen != page_of(rows[0]).objgen:
                yield "a caption on another page than its table"
        heads = [each for each in inside if each.kind == "/THead"]
        if len(captions) > 1 or len(heads) > 1:
            yield "a table that is read as two"
        names |= {str(each.element.get("/ID")) for each in inside if each.kind == "/TH"}
    named = {
        str(name)
        for tag in tags
        if tag.kind == "/TD" and "/A" in tag.element
        for name in tag.element.A.get("/Headers", [])
    }
    if named - names:
        yield f"cells that name heads which are not there: {sorted(named - names)[:3]}"


def _notes(tags: list[Tag]) -> Iterator[str]:
    notes, calls = ([tag.element for tag in tags if tag.kind == kind] for kind in ("/Note", "/Reference"))
    if len(notes) != len(calls) or len({str(note.get("/ID")) for note in notes}) != len(notes):
        yield f"{len(calls)} calls and {len(notes)} notes"


def _links(tags: list[Tag]) -> Iterator[str]:
    for link in (tag.element for tag in tags if tag.kind == "/Link"):
        marks = [kid for kid in kids_of(link) if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid]
        if not marks:
            yield "a link that leads nowhere"
        if not all(str(mark.Obj.get("/Contents", "")).strip() for mark in marks):
            yield "a link that does not say where it leads"
