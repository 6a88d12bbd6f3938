"""A plainly written file with its small objects in one compressed stream, as the engine itself writes a short one.

Tags are tens of thousands of small objects: written out one by one they are two thirds of a long file.
"""

from __future__ import annotations

import re
import zlib

LINE_BREAKS = frozenset(b"\r\n")
_START = re.compile(rb"(?P<number>\d+) 0 obj\n")
_END = b"\nendobj"
_STREAM = b"\nstream\n"
_TAIL = re.compile(rb"trailer <<(?P<said>.*)>>\s*startxref\s+(?P<place>\d+)\s+%%EOF\s*\Z", re.DOTALL)
_SIZE = re.compile(rb"/Size \d+")
IN_FILE, IN_STREAM = 1, 2
OFFSET_BYTES = 4


def packed(plain: bytes) -> bytes:
    """The same objects; `plain` has a table of all of them and numbers without a gap, as pikepdf writes it."""
    tail = _TAIL.search(plain)
    if tail is None:
        return plain
    offsets = _offsets(plain, int(tail["place"]))
    begun = sorted(offsets)
    kept, small, entries = [plain[: begun[0]]], [], {}
    place = len(kept[0])
    for offset, end in zip(begun, [*begun[1:], int(tail["place"])], strict=True):
        written = plain[offset:end]
        start = _START.match(written)
        if start is None:
            return plain
        number = int(start["number"])
        if _STREAM in written:
            entries[number] = (IN_FILE, place, 0)
            kept.append(written)
            place += len(written)
        else:
            small.append((number, written[start.end() : written.rindex(_END)]))
    holder, table = len(offsets) + 1, len(offsets) + 2
    entries |= {number: (IN_STREAM, holder, index) for index, (number, _said) in enumerate(small)}
    entries |= {holder: (IN_FILE, place, 0)}
    stream = _object_stream(holder, small)
    entries |= {table: (IN_FILE, place + len(stream), 0)}
    return b"".join([*kept, stream, _table(table, entries, _SIZE.sub(b"", tail["said"]), place + len(stream))])


def _offsets(plain: bytes, place: int) -> list[int]:
    """Where each object begins, but for the free one that leads the table."""
    lines = plain[place:].split(b"\n", 3)
    count = int(lines[1].split()[1])
    rows = lines[2] + b"\n" + lines[3]
    return [int(rows[at : at + 10]) for at in range(20, count * 20, 20)]


def _object_stream(holder: int, small: list[tuple[int, bytes]]) -> bytes:
    index, place = [], 0
    for number, said in small:
        index.append(b"%d %d" % (number, place))
        place += len(said) + 1
    head = b" ".join(index) + b"\n"
    about = b"/Type /ObjStm /N %d /First %d" % (len(small), len(head))
    return _stream(holder, about, head + b"\n".join(said for _number, said in small))


def _table(number: int, entries: dict[int, tuple[int, int, int]], trailer: bytes, place: int) -> bytes:
    """The table of all objects, as a stream; an entry for nothing more is added while it would end in a line break."""
    size = number + 1
    index_bytes = 4
    rows = [bytes(1 + OFFSET_BYTES + index_bytes)]
    for each in range(1, size):
        kind, where, index = entries[each]
        rows.append(bytes([kind]) + where.to_bytes(OFFSET_BYTES, "big") + index.to_bytes(index_bytes, "big"))
    # Bytes of zero leave the sum as it is: the added entry is one, which was never used a first time.
    while zlib.adler32(b"".join(rows)) & 0xFF in LINE_BREAKS:
        rows.append(bytes(OFFSET_BYTES + index_bytes) + b"\x01")
    about = b"/Type /XRef /W [1 %d %d] /Size %d %s" % (OFFSET_BYTES, index_bytes, len(rows), trailer.strip())
    return _stream(number, about, b"".join(rows)) + b"startxref\n%d\n%%%%EOF\n" % place


def _stream(number: int, about: bytes, said: bytes) -> bytes:
    """Compressed; the sum at its end is no line break, which readers might take for the one before `endstream`."""
    while zlib.adler32(said) & 0xFF in LINE_BREAKS:
        said += b" "
    held = zlib.compress(said)
    about = b"<< %s /Filter /FlateDecode /Length %d >>" % (about, len(held))
    return b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, about, held)
