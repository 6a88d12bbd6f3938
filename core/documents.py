"""A word processor's document as clean rich text, parted at its headings. The converter runs as a limited program."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.limited import Limits, RunFailed, run_limited
from core.pandoc import Node, TreeWriter
from core.richtext import FOOTNOTE, plain_text, sanitise

FORMATS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
}
MAX_TEXT_BYTES = 100 * 1024 * 1024
LIMITS = Limits(cpu_seconds=10, wall_seconds=20, memory_bytes=1_500_000_000, output_bytes=60_000_000)
HEAP = "700m"
HEAP_EXHAUSTED = 251
DEEPEST_KEPT = 4
SET_APART = ("title", "subtitle", "author", "date", "abstract")
TEXT_MEMBERS = re.compile(r"(word/(document|comments|footnotes|endnotes)|content|styles|META-INF/manifest)\.xml")
ENCRYPTED = b"encryption-data"
TRACKED = re.compile(rb"<(?:w:ins|w:del|text:changed-region)[ >]")
COMMENTED = re.compile(rb"<(?:w:comment|office:annotation)[ >]")
DRAWN = re.compile(r"word/(charts/chart|diagrams/data)\d*\.xml|Object \d+/content\.xml")


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with the text up to the next one, of whatever level; level 0 stands before the first."""

    level: int
    title: str
    markup: str


@dataclass(frozen=True, slots=True)
class Section:
    """What becomes one piece: a heading with everything below it."""

    title: str
    markup: str

    @property
    def words(self) -> int:
        return len(plain_text(self.markup).split())

    @property
    def tables(self) -> int:
        return self.markup.count("<table")

    @property
    def footnotes(self) -> int:
        return self.markup.count(f"<span {FOOTNOTE}=")


@dataclass(frozen=True, slots=True)
class Document:
    parts: list[Part]
    left_out: dict[str, int] = field(default_factory=dict)

    @classmethod
    def from_plain(cls, stored: dict[str, Any]) -> Document:
        return cls([Part(**part) for part in stored["parts"]], stored["left_out"])

    def plain(self) -> dict[str, Any]:
        return {"parts": [asdict(part) for part in self.parts], "left_out": self.left_out}

    @property
    def levels(self) -> list[int]:
        return sorted({part.level for part in self.parts if part.level})

    @property
    def cutting_level(self) -> int:
        """The highest level at which the document falls into more than one piece; one heading is only its title."""
        headed = [part.level for part in self.parts if part.level]
        for level in self.levels:
            if sum(each <= level for each in headed) > 1:
                return level
        return self.levels[0] if self.levels else 0

    def sections(self, level: int) -> list[Section]:
        """The pieces that begin at headings of `level` or above; deeper ones stay in them, from h2 on."""
        pieces: list[tuple[str, list[str]]] = []
        for part in self.parts:
            if not pieces or 0 < part.level <= level:
                pieces.append((part.title, [part.markup]))
            else:
                tag = f"h{min(part.level - level + 1, DEEPEST_KEPT)}"
                pieces[-1][1].append(f"<{tag}>{escape(part.title)}</{tag}>{part.markup}")
        return [Section(title, "".join(markup)) for title, markup in pieces]


def read_document(content: bytes, content_type: str) -> Document:
    """The document's text by headings; ValidationError with a sentence when it is damaged or too much to read."""
    left_out = _look_inside(content)
    command = [str(pandoc()), "--sandbox", "--quiet", "--track-changes=accept", f"--from={FORMATS[content_type]}"]
    command += ["--to=json", "+RTS", f"-M{HEAP}", "-RTS"]
    too_much = _("The document is too large or too deeply nested to be read here. Divide it and try again.")
    try:
        tree = json.loads(run_limited(command, content, LIMITS))
        writer = TreeWriter()
        parts = [part for part in _parts(tree, writer) if part.level or part.markup]
    except RunFailed as failure:
        if failure.was_killed or failure.code == HEAP_EXHAUSTED:
            raise ValidationError(too_much) from failure
        raise ValidationError(_("The file is damaged.")) from failure
    except RecursionError as error:
        raise ValidationError(too_much) from error
    if not parts:
        raise ValidationError(_("The document holds no text."))
    return Document(parts, dict(left_out + writer.left_out))


def _parts(tree: dict[str, Any], writer: TreeWriter) -> Iterator[Part]:
    """Title and authors, which the converter sets apart, stand first; headings in tables and lists part nothing."""
    gathered = [block for name in SET_APART if name in tree["meta"] for block in _set_apart(tree["meta"][name])]
    level, title = 0, ""
    for node in _flat(tree["blocks"]):
        if node["t"] != "Header":
            gathered.append(node)
            continue
        yield Part(level, title, sanitise(writer.blocks(gathered)))
        level, gathered = node["c"][0], []
        heading = writer.inlines([inline for inline in node["c"][2] if inline["t"] != "Note"])
        writer.left_out["heading_notes"] += sum(inline["t"] == "Note" for inline in node["c"][2])
        title = unescape(plain_text(sanitise(heading)))
    yield Part(level, title, sanitise(writer.blocks(gathered)))


def _set_apart(value: Node) -> Iterator[Node]:
    if value["t"] == "MetaInlines":
        yield {"t": "Para", "c": value["c"]}
    elif value["t"] == "MetaBlocks":
        yield from value["c"]
    elif value["t"] == "MetaList":
        for each in value["c"]:
            yield from _set_apart(each)


def _flat(nodes: list[Node]) -> Iterator[Node]:
    for node in nodes:
        if node["t"] == "Div":
            yield from _flat(node["c"][1])
        else:
            yield node


def pandoc() -> Path:
    """The converter as its package brings it; the package itself is not imported."""
    found = find_spec("pypandoc")
    if found is not None and found.origin is not None:
        program = Path(found.origin).parent / "files" / "pandoc"
        if program.is_file():
            return program
    raise ImproperlyConfigured("The package pypandoc-binary is not installed.")


def _look_inside(content: bytes) -> Counter[str]:
    """What the converter passes over in silence; bytes are counted while they are unpacked."""
    found: Counter[str] = Counter()
    room = MAX_TEXT_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                found["drawings"] += bool(DRAWN.fullmatch(name))
                if not TEXT_MEMBERS.fullmatch(name):
                    continue
                with archive.open(name) as member:
                    text = member.read(room + 1)
                room -= len(text)
                if room < 0:
                    raise ValidationError(_("The file unpacks to too much."))
                if ENCRYPTED in text:
                    raise ValidationError(_("The document is protected by a password. Save it without one."))
                found["changes"] += len(TRACKED.findall(text))
                found["comments"] += len(COMMENTED.findall(text))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ValidationError(_("The file is damaged.")) from error
    return found


def left_out_sentences(left_out: dict[str, int]) -> Iterator[str]:
    """One sentence for each kind of thing that the text no longer has."""
    for kind, number in left_out.items():
        if number:
            yield _left_out_sentence(kind, number) % {"count": number}


def _left_out_sentence(kind: str, number: int) -> str:
    sentences = {
        "images": ngettext("%(count)s picture is left out.", "%(count)s pictures are left out.", number),
        "drawings": ngettext(
            "%(count)s chart or diagram is left out.", "%(count)s charts or diagrams are left out.", number
        ),
        "comments": ngettext("%(count)s comment is left out.", "%(count)s comments are left out.", number),
        "changes": ngettext(
            "%(count)s tracked change counts as accepted.", "%(count)s tracked changes count as accepted.", number
        ),
        "struck": ngettext(
            "%(count)s struck-through passage stands as ordinary text.",
            "%(count)s struck-through passages stand as ordinary text.",
            number,
        ),
        "contents": ngettext(
            "%(count)s line of the old table of contents is left out.",
            "%(count)s lines of the old table of contents are left out.",
            number,
        ),
        "heading_notes": ngettext(
            "%(count)s footnote on a heading is left out.", "%(count)s footnotes on headings are left out.", number
        ),
    }
    return sentences[kind]
