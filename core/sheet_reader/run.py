"""The limited program: a workbook in, one line of JSON out for each sheet and each row."""

from __future__ import annotations

import json
import sys
from typing import Any

from core.sheet_reader.cells import SheetRefused
from core.sheet_reader.ods import OdsBook
from core.sheet_reader.xlsx import XlsxBook
from core.word_package.archive import PackageRefused

BOOKS: dict[str, Any] = {"xlsx": XlsxBook, "ods": OdsBook}


def main() -> None:
    kind, room = sys.argv[1], int(sys.argv[2])
    try:
        for line in BOOKS[kind](sys.stdin.buffer.read(), room).lines():
            _say(line)
    except SheetRefused as refusal:
        _say({"refused": refusal.cause, "place": refusal.place})
    except PackageRefused as refusal:
        _say({"refused": refusal.cause, "place": ""})
    except (KeyError, ValueError, OverflowError):
        _say({"refused": "damaged", "place": ""})


def _say(line: Any) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
