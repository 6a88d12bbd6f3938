"""Small documents with the right answer of each: nothing that their reader sees is missing, or it is said."""

from __future__ import annotations

import pytest

from core.office.documents import FORMATS, read_document
from core.word_package.sentences import left_out_sentences
from operations.files import content_type_of
from tests.core.open_cases import OPEN_CASES
from tests.core.word_cases import WORD_CASES

CASES = WORD_CASES | OPEN_CASES
DOCX = next(content_type for content_type, extension in FORMATS.items() if extension == "docx")


@pytest.mark.parametrize("kind", CASES)
def test_what_a_reader_sees_is_taken_as_it_reads_and_only_what_is_left_out_is_said(kind: str) -> None:
    case = CASES[kind]

    document = read_document(case.content, content_type_of(case.content))

    assert tuple((part.title, part.markup) for part in document.parts) == case.right
    assert {str(said): said.passages for said in left_out_sentences(document.left_out)} == case.said


def test_a_part_named_otherwise_is_found_by_the_relations() -> None:
    assert content_type_of(WORD_CASES["a main part of another name"].content) == DOCX
