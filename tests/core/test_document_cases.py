"""Small documents with the right answer of each: nothing that their reader sees is missing, or it is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.office.documents import FORMATS, Document, read_document
from core.word_package.sentences import left_out_sentences
from operations.files import content_type_of

CASES = Path(__file__).parent.parent / "data" / "documents"
TYPES = {extension: content_type for content_type, extension in FORMATS.items()}

# by name: each heading with what a reader finds under it; "" stands before the first
RIGHT: dict[str, list[list[str]]] = json.loads((CASES / "right_answers.json").read_text())
SAID = {
    "docx-14-altchunk.docx": ["1 skedar i futur në tekst nuk merret."],
    "docx-15-equation.docx": ["1 formulë shkruhet në një rresht."],
    "docx-16-header-footer.docx": ["Kokat dhe fundet e faqeve nuk merren."],
    "docx-19-toc.docx": ["2 rreshta të pasqyrës së vjetër të lëndës nuk merren."],
    "right/docx-09b-footnote-in-heading.docx": ["1 shënim në fund të faqes që qëndron te një titull nuk merret."],
    "right/docx-10b-vmerge-with-text.docx": ["1 pjesë e fshehur nuk merret."],
    "right/docx-21-comments.docx": ["1 koment nuk merret."],
    "right/docx-34-heading-in-sdt-cover.docx": ["1 rresht i pasqyrës së vjetër të lëndës nuk merret."],
    "right/odt-05-tracked.odt": ["2 ndryshime të gjurmuara merren si të pranuara."],
    "right/odt-07-sections-index.odt": ["2 rreshta të pasqyrës së vjetër të lëndës nuk merren."],
    "right/odt-12-annotation.odt": ["1 koment nuk merret."],
}
SAID_BY_OTHER_TESTS = frozenset({"docx-07-tracked.docx", "docx-08-hidden-and-struck.docx"})
ALL = sorted(str(path.relative_to(CASES)) for path in CASES.rglob("*.[do][od][ct]*"))


def read(name: str) -> Document:
    content = (CASES / name).read_bytes()
    return read_document(content, content_type_of(content))


@pytest.mark.parametrize("name", RIGHT)
def test_what_a_reader_sees_is_taken_as_it_reads(name: str) -> None:
    assert [[part.title, part.markup] for part in read(name).parts] == RIGHT[name]


@pytest.mark.parametrize("name", [name for name in ALL if name not in SAID_BY_OTHER_TESTS])
def test_only_what_is_left_out_is_said(name: str) -> None:
    assert [str(said) for said in left_out_sentences(read(name).left_out)] == SAID.get(name, [])


def test_a_part_named_otherwise_is_found_by_the_relations() -> None:
    content = (CASES / "docx-33-main-part-document2.docx").read_bytes()

    assert content_type_of(content) == TYPES["docx"]


def test_a_long_heading_is_whole() -> None:
    (part,) = read("docx-36-long-heading.docx").parts

    assert len(part.title) > 400
    assert part.title.count("Nevojat e personave") == 4
