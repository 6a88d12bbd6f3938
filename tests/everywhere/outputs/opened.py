"""Word files and sheets as a word processor shows them: opened by LibreOffice, printed, and compared with the file."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import docx
import pypdfium2
import pypdfium2.raw as pdfium
from docx.oxml.ns import qn
from openpyxl import load_workbook

from core.office.word.widths import LONGEST_WORD
from operations.supervisor.machine import office
from tests.documents import without_layout

NEEDED = "The tests of Word files need LibreOffice; on Debian: apt-get install libreoffice-writer-nogui"
SECONDS = 300
POINTS_PER_CM = 72 / 2.54
MARGIN, OVER = 2 * POINTS_PER_CM, 0.3 * POINTS_PER_CM  # as our Word files lay them; a table's line stands outside
NEARLY_EMPTY = 1 / 3
BETWEEN = re.compile(r"[\t\n]")
NUMBER_OF_PAGE = re.compile(r"\.{3,}\s*(\d+)")
#: A word of a table that nobody would part; longer ones and those with a dash may be.
WHOLE_WORD = re.compile(rf"[^\W\d_]{{2,{LONGEST_WORD}}}")
INK = 200
A4, LINE_OVER = (595, 842), 2  # points
NOTE = qn("w:footnoteReference")


def printed_by_office(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Each file as the word processor prints it; all in one start of it, with settings of its own."""
    program = office()
    assert program, NEEDED
    source, target = folder / "files", folder / "printed"
    source.mkdir()
    for name, content in files.items():
        (source / name).write_bytes(content)
    settings = f"-env:UserInstallation={(folder / 'settings').as_uri()}"
    command = [str(program), settings, "--headless", "--convert-to", "pdf", "--outdir", str(target)]
    done = subprocess.run(
        [*command, *(str(source / name) for name in files)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    printed = {name: target / Path(name).with_suffix(".pdf") for name in files}
    assert all(path.exists() for path in printed.values()), done.stderr
    return {name: path.read_bytes() for name, path in printed.items()}


class ShownPage(NamedTuple):
    """A page without the lines at its edges; what stands under the line of the notes is parted from the text."""

    size: tuple[float, float]
    text: str
    #: Left, top, right and bottom of what is drawn between the edges, in points from the upper left corner.
    inked: tuple[float, float, float, float]
    pictures: int

    @property
    def fill(self) -> float:
        return (self.inked[3] - MARGIN) / (self.size[1] - 2 * MARGIN)


class ShownPaper(NamedTuple):
    pages: list[ShownPage]
    #: The headings as the word processor knows them, each with the number of its page.
    headings: list[tuple[str, int]]


def opened(content: bytes) -> ShownPaper:
    with closing(pypdfium2.PdfDocument(content)) as pdf:
        marks = [(mark.get_title(), mark.get_dest()) for mark in pdf.get_toc()]
        headings = [(title, dest.get_index() + 1) for title, dest in marks if dest is not None]
        return ShownPaper([_page(page) for page in pdf], headings)


def _page(page: Any) -> ShownPage:
    width, height = page.get_size()
    with closing(page.get_textpage()) as words:
        text = words.get_text_bounded(0, MARGIN, width, height - MARGIN)
    drawn = page.render(scale=1).to_pil().convert("L").point(lambda shade: 255 if shade < INK else 0)
    top = int(MARGIN - OVER)
    inked = drawn.crop((0, top, drawn.width, int(height - MARGIN + OVER))).getbbox() or (MARGIN, 0, MARGIN, 0)
    pictures = sum(1 for _each in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,)))
    left, above, right, below = inked
    return ShownPage((width, height), text, (left, above + top, right, below + top), pictures)


class WordText(NamedTuple):
    """What a Word file says, in its order: pieces of paragraphs between tabs and computed numbers."""

    pieces: list[str]
    notes: list[str]
    #: Titles and targets of the lines of its contents.
    contents: list[str]
    #: Those with something under them.
    headings: list[str]
    #: What stands in the cells of its tables.
    cells: str
    pictures: int


def text_of(content: bytes) -> WordText:
    document = docx.Document(io.BytesIO(content))
    body = document.element.body
    paragraphs = list(body.iter(qn("w:p")))
    pieces = [piece for each in paragraphs for piece in BETWEEN.split(_words(each)) if piece.strip()]
    lines = [
        each for each in paragraphs if any("PAGEREF" in (code.text or "") for code in each.iter(qn("w:instrText")))
    ]
    cells = [_words(each) for cell in body.iter(qn("w:tc")) for each in cell.iter(qn("w:p"))]
    headings = [
        each.text
        for each, following in pairwise(document.paragraphs)
        if each.style.name.startswith("Heading") and not following.style.name.startswith("Heading")
    ]
    return WordText(
        pieces,
        [_words(each) for each in _notes(document)],
        [_words(line).split("\t")[0] for line in lines],
        headings,
        "\n".join(cells),
        sum(1 for _each in body.iter(qn("w:drawing"))),
    )


def _notes(document: Any) -> Iterator[Any]:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/footnotes"):
            for note in docx.oxml.parse_xml(relation.target_part.blob).iter(qn("w:footnote")):
                if note.get(qn("w:type")) is None:
                    yield note


def _words(paragraph: Any) -> str:
    """The paragraph's text; what the word processor computes itself is a tab."""
    found, is_computed = [], False
    for each in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:fldChar"), NOTE):
        if each.tag == qn("w:fldChar"):
            is_computed = each.get(qn("w:fldCharType")) != "end"
            found.append("\t")
        elif each.tag == qn("w:t") and not is_computed:
            found.append(each.text or "")
        elif each.tag == qn("w:tab") and each.getparent().tag == qn("w:r"):
            found.append("\t")
        elif each.tag == qn("w:br"):
            found.append("\n")
        elif each.tag == NOTE:
            found.append("\t")
    return "".join(found)


def word_faults(content: bytes, printed: bytes) -> list[str]:
    """What a reader of the Word file would stumble over, each with a sentence."""
    file, shown = text_of(content), opened(printed)
    return [
        *_lost(file, shown),
        *_wrong_numbers(file, shown),
        *_stray_notes(file, shown),
        *_left_alone(file, shown),
        *_parted(file, shown),
        *_over_the_edge(shown),
        *_nearly_empty(shown),
        *([] if sum(page.pictures for page in shown.pages) >= file.pictures else ["a picture is not shown"]),
    ]


def letters(text: str) -> str:
    """Without spaces, dashes, which the printed text leaves out at the end of a line, and signs of another font."""
    return re.sub(r"[-\x02\ufffe\u2010■]", "", without_layout(text))


def _lost(file: WordText, shown: ShownPaper) -> Iterator[str]:
    whole, place = letters("".join(page.text for page in shown.pages)), 0
    for piece in file.pieces:
        wanted = letters(piece)
        found = whole.find(wanted, place)
        if found < 0:
            yield f"lost, or not in its place: {piece[:60]}"
        else:
            place = found + len(wanted)


def _wrong_numbers(file: WordText, shown: ShownPaper) -> Iterator[str]:
    """Each line of the contents against the page on which the word processor sees the heading."""
    pages = dict(reversed(shown.headings))
    said = [
        int(found[1])
        for page in shown.pages[: 2 if file.contents else 0]
        for found in NUMBER_OF_PAGE.finditer(page.text)
    ]
    wanted = [pages.get(title) for title in file.contents]
    if said != wanted:
        yield f"the contents say {said}, the headings stand on {wanted}"


def _stray_notes(file: WordText, shown: ShownPaper) -> Iterator[str]:
    """A page's text ends with its notes, whose numbers run on."""
    rest = [letters(note) for note in file.notes]
    for page in shown.pages:
        text, here = letters(page.text), 0
        while here < len(rest) and rest[here] in text:
            here += 1
        ending = "".join(rest[:here])
        if here and re.sub(r"\d", "", text)[-len(re.sub(r"\d", "", ending)) :] != re.sub(r"\d", "", ending):
            yield f"a note that is not at the foot of its page: {file.notes[0][:60]}"
        rest = rest[here:]
    if rest:
        yield f"a note is lost: {rest[0][:60]}"


def _left_alone(file: WordText, shown: ShownPaper) -> Iterator[str]:
    """A heading, or a caption, that is the last on its page."""
    for page, following in pairwise(shown.pages):
        text = letters(page.text)
        if following.text.strip() and any(text.endswith(letters(title)) for title in file.headings):
            yield f"a heading alone at the end of a page: {page.text.splitlines()[-1][:60]}"


def _parted(file: WordText, shown: ShownPaper) -> Iterator[str]:
    """A word of a table that goes on in the next line."""
    there = "\n".join(page.text for page in shown.pages)
    for word in sorted(set(WHOLE_WORD.findall(file.cells))):
        if there.count(word) < file.cells.count(word):
            yield f"a word is parted: {word}"


def _over_the_edge(shown: ShownPaper) -> Iterator[str]:
    for number, page in enumerate(shown.pages, start=1):
        left, _top, right, _bottom = page.inked
        if left < MARGIN - OVER or right > page.size[0] - MARGIN + OVER:
            yield f"page {number} runs over its edge: from {left:.0f} to {right:.0f} of {page.size[0]:.0f} points"


def _nearly_empty(shown: ShownPaper) -> Iterator[str]:
    """A page that is not the last of its section, by which the paper is turned."""
    for number, (page, following) in enumerate(pairwise(shown.pages), start=1):
        if page.fill < NEARLY_EMPTY and page.size == following.size:
            yield f"page {number} is nearly empty ({page.fill:.0%})"


def sheet_print_faults(content: bytes, printed: bytes) -> list[str]:
    """What is cut or lost where the workbook is printed."""
    with closing(pypdfium2.PdfDocument(printed)) as pdf:
        pages = [page.get_textpage() for page in pdf]
        text = "\n".join(page.get_text_range() for page in pages)
        over = [found for page in pages for found in _over_each_other(page)]
        sizes = {tuple(sorted(round(side) for side in page.get_size())) for page in pdf}
    whole = letters(text)
    cells = [cell for sheet in load_workbook(io.BytesIO(content)) for row in sheet.values for cell in row]
    words = [cell for cell in cells if isinstance(cell, str) and not cell.startswith("=")]
    found = [f"cut or lost: {cell[:60]}" for cell in words if letters(cell) not in whole]
    if "###" in text:
        found.append("a figure is wider than its column")
    if sizes != {A4}:
        found.append(f"not on A4: {sizes}")
    return found + [f"two lines over each other: {words}" for words in over]


def _over_each_other(page: Any) -> Iterator[str]:
    """Lines of text, from the top down, of which one begins before the one above it has ended."""
    lines = sorted((page.get_rect(place) for place in range(page.count_rects())), key=lambda line: -line[3])
    for place, (left, bottom, right, top) in enumerate(lines):
        for following in lines[place + 1 :]:
            if following[3] < bottom + LINE_OVER:
                break
            is_over = min(right, following[2]) - max(left, following[0]) > LINE_OVER and following[3] < top
            if is_over and (words := letters(page.get_text_bounded(*following))):
                yield words[:60]
