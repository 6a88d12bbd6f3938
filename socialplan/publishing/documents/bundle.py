"""Several files as one ZIP: plain names in a fixed order, and a list of what is in it with sizes and hashes."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.utils.translation import gettext as _

from core.i18n import short_time
from core.office.plain_cells import csv_of

STORED = frozenset({"pdf", "docx", "xlsx", "zip", "png", "jpg", "jpeg"})  # packed already
NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file in the bundle; `name` may hold a folder, `about` says what it is."""

    name: str
    about: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def plain_name(name: str) -> str:
    """A file name that every system unpacks alike: without accents, spaces or signs of a path."""
    path = PurePath(name.replace("\\", "/"))
    letters = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^A-Za-z0-9]+", "-", letters).strip("-").lower()[:NAME_LENGTH] or "file"
    suffix = re.sub(r"[^a-z0-9]", "", path.suffix.lower())[:8]
    return f"{stem}.{suffix}" if suffix else stem


def numbered(names: Sequence[str]) -> list[str]:
    """The names in their order, the same one told apart by a number."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        path = PurePath(name)
        found.append(name if seen[name] == 1 else str(path.with_name(f"{path.stem}-{seen[name]}{path.suffix}")))
    return found


def pack(enclosures: Sequence[Enclosure], *, title: str, lines: Sequence[str], made_at: datetime) -> bytes:
    """The ZIP with its list of contents, to read and for a spreadsheet; the same files give the same bytes."""
    names = numbered([each.name for each in enclosures])
    stored = [Enclosure(name, each.about, each.content) for name, each in zip(names, enclosures, strict=True)]
    listing = contents_text(stored, title=title, lines=lines)
    packed = io.BytesIO()
    moment = (made_at.year, made_at.month, made_at.day, made_at.hour, made_at.minute, 0)
    with zipfile.ZipFile(packed, "w") as archive:
        _add(archive, _("CONTENTS.txt"), listing.encode("utf-8-sig"), moment)
        _add(archive, "contents.csv", contents_csv(stored).encode("utf-8-sig"), moment)
        for each in stored:
            _add(archive, each.name, each.content, moment)
    return packed.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes, moment: tuple[int, int, int, int, int, int]) -> None:
    is_packed = name.rsplit(".", 1)[-1] in STORED
    member = zipfile.ZipInfo(name, moment)
    member.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    archive.writestr(member, content)


def contents_text(enclosures: Sequence[Enclosure], *, title: str, lines: Sequence[str]) -> str:
    parts = [title, "=" * len(title), *lines, ""]
    for number, each in enumerate(enclosures, start=1):
        size = _("%(size)s bytes") % {"size": len(each.content)}
        parts += [f"{number}. {each.name}", f"   {each.about}", f"   {size} · SHA-256 {each.sha256}", ""]
    return "\r\n".join(parts)


def contents_csv(enclosures: Sequence[Enclosure]) -> str:
    head = [_("Number"), _("File"), _("What it is"), _("Size (bytes)"), "SHA-256"]
    rows = (
        [number, each.name, each.about, len(each.content), each.sha256]
        for number, each in enumerate(enclosures, start=1)
    )
    return csv_of([head, *rows], delimiter=";")


def made_line(made_at: datetime) -> str:
    return _("Made on %(date)s.") % {"date": short_time(made_at)}
