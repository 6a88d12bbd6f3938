"""The program knows no town: Vlora, its project and the project's numbers stand in the demonstration alone."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TOWN = re.compile(r"\bVlor[aëe]s?\b|\bIRIS\b|\b1[ .,\u00a0]?700\b|\b2[ .,\u00a0]000\b(?! (?:caracters|characters))")
READ = (".py", ".html", ".js", ".css", ".json", ".po", ".txt", ".xml")
# what tells of the demonstration, of the program's name, or tests and documents it
ELSEWHERE = ("tests/", "docs/", "vlora_plan/demo/", "vlora_plan/management/commands/load_demo.py")


def sources() -> list[Path]:
    known = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout.decode()
    paths = [Path(name) for name in known.split("\0") if name] or [
        path.relative_to(ROOT) for path in ROOT.rglob("*") if not {".venv", "var", "node_modules"} & set(path.parts)
    ]
    return [path for path in paths if path.suffix in READ and not str(path).startswith(ELSEWHERE)]


def towns_in(words: str) -> list[str]:
    return TOWN.findall(words)


def test_no_source_outside_the_demonstration_names_the_town_or_its_numbers() -> None:
    found = {str(path): towns_in((ROOT / path).read_text(encoding="utf-8")) for path in sources()}

    assert len(found) > 500
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize("words", ["Bashkia Vlorë", "the Municipality of Vlora", "IRIS", "1,700 persons", "2 000"])
def test_the_reading_would_see_it(words: str) -> None:
    assert towns_in(words)
