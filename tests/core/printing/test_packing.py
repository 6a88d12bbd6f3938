"""A file that is packed says the same in fewer bytes, and no stream of it ends in a line break."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from pikepdf import Dictionary, Name, ObjectStreamMode, String

from core.printing.parts.packing import packed

BROKEN_END = re.compile(rb"[\r\n]\nendstream")


def plain_file(words: str, *, objects: int = 400) -> bytes:
    """A page and a list of small objects, written one by one."""
    held = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].Contents = pdf.make_stream(b"q Q")
        pdf.Root.Listed = pikepdf.Array(
            pdf.make_indirect(Dictionary(Said=String(f"{words} {number}"), K=Name.P)) for number in range(objects)
        )
        pdf.save(held, object_stream_mode=ObjectStreamMode.disable, compress_streams=False, static_id=True)
    return held.getvalue()


def test_it_says_the_same_in_a_fraction_of_the_bytes() -> None:
    plain = plain_file("Masa për fëmijët")

    made = packed(plain)

    assert len(made) < len(plain) / 3
    with pikepdf.open(io.BytesIO(plain)) as before, pikepdf.open(io.BytesIO(made)) as after:
        assert [str(each.Said) for each in after.Root.Listed] == [str(each.Said) for each in before.Root.Listed]
        assert after.pages[0].Contents.read_bytes() == b"q Q"
        assert after.trailer.ID[0] == before.trailer.ID[0]
        assert after.check_pdf_syntax() == []


@pytest.mark.parametrize("first", range(0, 600, 100))
def test_no_stream_ends_in_what_may_be_taken_for_the_end_of_a_line(first: int) -> None:
    found = [packed(plain_file(f"fjala {number}", objects=3)) for number in range(first, first + 100)]

    assert [made for made in found if BROKEN_END.search(made)] == []
    for made in found:
        with pikepdf.open(io.BytesIO(made)) as pdf:
            assert len(pdf.Root.Listed) == 3


def test_what_is_written_otherwise_stays_as_it_is() -> None:
    assert packed(b"no file of this kind") == b"no file of this kind"
