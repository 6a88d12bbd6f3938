"""The program that reads a package from its input and prints it put right, or prints why it is refused."""

from __future__ import annotations

import json
import sys

from core.word_package.archive import Archive, PackageRefused
from core.word_package.docx import document as word
from core.word_package.odt import document as open_document
from core.word_package.report import Report

MOST_CHARACTERS = 20_000_000  # a hundred times what a chapter holds
PASSES = {"docx": word.put_right, "odt": open_document.put_right}


def put_right(content: bytes, kind: str, room: int) -> bytes:
    """The package with its report as one more member; else the cause of the refusal as JSON."""
    report = Report()
    try:
        archive = Archive(content, room)
        PASSES[kind](archive, report)
        _refuse_endless(report)
        return archive.written(report.written())
    except PackageRefused as refusal:
        return json.dumps({"refused": refusal.cause}).encode()
    except MemoryError:
        return json.dumps({"refused": "memory"}).encode()
    except RecursionError:
        return json.dumps({"refused": "nested"}).encode()


def _refuse_endless(report: Report) -> None:
    if sum(len(text) for _place, text in report.paragraphs) > MOST_CHARACTERS:
        raise PackageRefused("long")


def main() -> None:
    kind, room = sys.argv[1:]
    given = sys.stdin.buffer.read()
    sys.stdout.buffer.write(put_right(given, kind, int(room)))
