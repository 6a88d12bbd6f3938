"""A word processor's document as clean rich text, parted at its headings. The converter runs as a limited program."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils.html import escape

from core.office.pandoc import Node, TreeWriter
from core.sandbox import Limits, RunFailed, run_sandboxed
from core.text.richtext import FOOTNOTE, plain_text, sanitise
from core.word_package.archive import PackageRefused
from core.word_package.missing import missing_words, words_in, words_of_markup
from core.word_package.reading import left_out_of, prepared
from core.word_package.report import LeftOut, Report
from core.word_package.sentences import refusal_sentence, too_much_missing_sentence

FORMATS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
}
MAX_TEXT_BYTES = 100 * 1024 * 1024
LIMITS = Limits(cpu_seconds=10, wall_seconds=120, memory_bytes=1_500_000_000, output_bytes=60_000_000)
HEAP = "700m"
HEAP_EXHAUSTED = 251
DEEPEST_HEADING = 4
HEADING_TAG = re.compile(r"(</?h)([2-4])>")
SET_APART = ("title", "subtitle", "author", "date", "abstract")


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A heading with the text up to the next one, of whatever level; level 0 stands before the first."""

    level: int
    title: str
    markup: str


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """What becomes one piece: a heading with everything below it."""

    title: str
    markup: str

    @property
    def headed(self) -> str:
        """The piece with its heading, for a place that has a title of its own; headings below it step down."""
        if not self.title:
            return self.markup
        lower = HEADING_TAG.sub(lambda found: f"{found[1]}{min(int(found[2]) + 1, DEEPEST_HEADING)}>", self.markup)
        return f"<h2>{escape(self.title)}</h2>{lower}"

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
    parts: list[DocumentPart]
    left_out: dict[str, LeftOut] = field(default_factory=dict)

    @classmethod
    def from_plain(cls, stored: dict[str, Any]) -> Document:
        return cls([DocumentPart(**part) for part in stored["parts"]], left_out_of(stored["left_out"]))

    def plain(self) -> dict[str, Any]:
        return {
            "parts": [asdict(part) for part in self.parts],
            "left_out": {kind: asdict(each) for kind, each in self.left_out.items()},
        }

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

    def sections(self, level: int) -> list[DocumentSection]:
        """The pieces that begin at headings of `level` or above; deeper ones stay in them, from h2 on."""
        pieces: list[tuple[str, list[str]]] = []
        for part in self.parts:
            if not pieces or 0 < part.level <= level:
                pieces.append((part.title, [part.markup]))
            else:
                tag = f"h{min(part.level - level + 1, DEEPEST_HEADING)}"
                pieces[-1][1].append(f"<{tag}>{escape(part.title)}</{tag}>{part.markup}")
        return [DocumentSection(title, "".join(markup)) for title, markup in pieces]


def read_document(content: bytes, content_type: str) -> Document:
    """The document's text by headings; ValidationError with a sentence that names what was found to be wrong."""
    kind = FORMATS[content_type]
    try:
        package = prepared(content, kind, room=MAX_TEXT_BYTES)
        tree = json.loads(run_sandboxed(_command(kind), package.content, LIMITS))
        writer = TreeWriter()
        parts = [part for part in _parts(tree, writer) if part.level or part.markup]
    except PackageRefused as refusal:
        raise ValidationError(refusal_sentence(refusal.cause)) from refusal
    except RunFailed as failure:
        raise ValidationError(refusal_sentence(_cause(failure))) from failure
    except RecursionError as error:
        raise ValidationError(refusal_sentence("nested")) from error
    if not parts:
        raise ValidationError(refusal_sentence("empty"))
    report = package.report
    for found, number in writer.left_out.items():
        report.left_out.setdefault(found, LeftOut()).count += number
    for title, note in writer.heading_notes:
        report.leave_out("heading_notes", text=note, place=title)
    _count_missing(report, parts, said=[note for _title, note in writer.heading_notes])
    return Document(parts, {found: each for found, each in report.left_out.items() if each.count})


def _count_missing(report: Report, parts: list[DocumentPart], *, said: list[str]) -> None:
    """Names the words that got lost on the way; ValidationError when they are more than the share that may be."""
    taken = [word for part in parts for word in (*words_in(part.title), *words_of_markup(part.markup))]
    missing = missing_words(report, taken, said)
    seen = sum(len(words_in(text)) for _place, text in report.paragraphs)
    if missing.count * 100 > settings.DOCUMENT_MISSING_PERCENT * seen:
        raise ValidationError(too_much_missing_sentence(missing, seen))
    report.left_out["missing"] = missing


def _command(kind: str) -> list[str]:
    command = [str(pandoc()), "--sandbox", "--quiet", "--track-changes=accept", f"--from={kind}"]
    return [*command, "--to=json", "+RTS", f"-M{HEAP}", "-RTS"]


def _cause(failure: RunFailed) -> str:
    if failure.used_up_its_time:
        return "time"
    if failure.code == HEAP_EXHAUSTED:
        return "memory"
    return "stopped" if failure.was_killed else "unread"


def _parts(tree: dict[str, Any], writer: TreeWriter) -> Iterator[DocumentPart]:
    """Title and authors, which the converter sets apart, stand first; headings in tables and lists part nothing."""
    gathered = [block for name in SET_APART if name in tree["meta"] for block in _set_apart(tree["meta"][name])]
    level, title = 0, ""
    for node in _flat(tree["blocks"]):
        if node["t"] != "Header":
            gathered.append(node)
            continue
        yield DocumentPart(level, title, sanitise(writer.blocks(gathered)))
        level, gathered = node["c"][0], []
        heading = writer.inlines([inline for inline in node["c"][2] if inline["t"] != "Note"])
        title = unescape(plain_text(sanitise(heading)))
        notes = [inline["c"] for inline in node["c"][2] if inline["t"] == "Note"]
        writer.heading_notes += [(title, unescape(plain_text(writer.blocks(note)))) for note in notes]
    yield DocumentPart(level, title, sanitise(writer.blocks(gathered)))


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
