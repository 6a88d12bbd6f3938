"""A file that is packed says the same in fewer bytes, and no stream of it ends in a line break."""

from __future__ import annotations

import io
import re
import signal
import zlib

import pikepdf
import pytest
from pikepdf import Dictionary, Name, ObjectStreamMode, String

from core.printing.parts.packing import IN_FILE, LINE_BREAKS, _table, packed

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


@pytest.mark.parametrize("ending", sorted(LINE_BREAKS))
def test_a_table_whose_sum_ends_in_a_line_break_gets_an_entry_for_nothing_and_is_done(ending: int) -> None:
    """One file in a hundred and twenty: bytes of zero alone never change the end of the sum."""
    place = next(place for place in range(70_000) if summed(place) == ending)
    signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, 5)
    try:
        written = _table(2, {1: (IN_FILE, place, 0), 2: (IN_FILE, 0, 0)}, b"/Root 1 0 R", place)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)

    size = int(re.search(rb"/Size (\d+)", written)[1])  # type: ignore[index]
    rows = zlib.decompress(written.split(b"stream\n", 1)[1].rpartition(b"\nendstream")[0])
    assert (size, len(rows)) == (4, 4 * 9)
    assert rows[27] == 0, "free"
    assert zlib.adler32(rows) & 0xFF not in LINE_BREAKS


def summed(place: int) -> int:
    """Where the sum of a table of two ends, the first of them at this place and the second at the beginning."""
    first, second = (bytes([IN_FILE]) + where.to_bytes(4, "big") + bytes(4) for where in (place, 0))
    return zlib.adler32(bytes(9) + first + second) & 0xFF


def too_long(_signal: int, _frame: object) -> None:
    raise AssertionError("still at work after five seconds")
