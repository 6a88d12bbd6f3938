"""Starts the pass over a package as a limited program, and reads what it found."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.sandbox import Limits, run_sandboxed
from core.word_package.archive import REPORT, PackageRefused
from core.word_package.report import LeftOut, OmittedPassage, Report

ROOT = str(Path(__file__).resolve().parent.parent.parent)
START = f"import sys; sys.path.insert(0, {ROOT!r}); from core.word_package.run import main; main()"
LIMITS = Limits(cpu_seconds=20, wall_seconds=120, memory_bytes=1_500_000_000, output_bytes=250_000_000)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A package put right for the converter, and what was found on the way."""

    content: bytes
    report: Report


def prepared(content: bytes, kind: str, *, room: int) -> Prepared:
    """PackageRefused for a cause found in the package; RunFailed when the program itself was ended."""
    printed = run_sandboxed([sys.executable, "-I", "-c", START, kind, str(room)], content, LIMITS)
    if not printed.startswith(b"PK"):
        raise PackageRefused(json.loads(printed)["refused"])
    with zipfile.ZipFile(io.BytesIO(printed)) as archive:
        return Prepared(printed, _report(json.loads(archive.read(REPORT))))


def left_out_of(plain: dict[str, Any]) -> dict[str, LeftOut]:
    """What was left out, as it was stored."""
    return {
        kind: LeftOut(each["count"], [OmittedPassage(**passage) for passage in each["passages"]])
        for kind, each in plain.items()
    }


def _report(plain: dict[str, Any]) -> Report:
    paragraphs = [(place, text) for place, text in plain["paragraphs"]]
    return Report(left_out_of(plain["left_out"]), paragraphs, plain["added"], plain["named"])
