"""What the pages of the repository name exists: files behind links, paths in the text, words of the glossary once."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
SPAN = re.compile(r"`([^`\s]+)`")
PATH = re.compile(r"(?P<path>[\w-][\w.-]*(?:/[\w.-]+)+/?)(?:::(?P<name>\w+)|:[\w.]+)?")
SOURCE = {".py", ".html", ".js", ".css", ".md", ".json"}
MADE_WHILE_RUNNING = "var"


def paths_in(written: Path) -> list[tuple[str, str]]:
    """The paths of the repository that a page names in code marks, each with the test it names there or nothing."""
    spans = (PATH.fullmatch(span) for span in SPAN.findall(written.read_text(encoding="utf-8")))
    found = [(match["path"], match["name"] or "") for match in spans if match]
    top = {each.name for each in ROOT.iterdir()} - {MADE_WHILE_RUNNING}
    return [each for each in found if each[0].split("/")[0] in top or Path(each[0]).suffix in SOURCE]


@pytest.mark.parametrize("written", PAGES, ids=lambda written: written.name)
def test_every_link_leads_to_a_file(written: Path) -> None:
    targets = LINK.findall(written.read_text(encoding="utf-8"))

    assert [target for target in targets if not (written.parent / target).exists()] == []


@pytest.mark.parametrize("written", PAGES, ids=lambda written: written.name)
def test_every_path_in_the_text_exists(written: Path) -> None:
    gone = [path for path, _name in paths_in(written) if not (ROOT / path).exists()]
    unknown = [
        f"{path}::{name}"
        for path, name in paths_in(written)
        if name and path not in gone and f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]

    assert gone + unknown == []


def test_every_setting_of_a_server_is_explained() -> None:
    named = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    explained = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

    assert len(named) > 10
    assert [name for name in named if f"`{name}`" not in explained] == []


def test_every_promise_of_the_security_page_names_its_tests() -> None:
    rows = [line for line in (ROOT / "SECURITY.md").read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    promises = [row for row in rows if not row.startswith(("| promise", "|---"))]

    assert len(promises) > 10
    assert [row for row in promises if "`tests/" not in row] == []


def test_a_concept_has_one_row_in_the_glossary() -> None:
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    cells = [line.strip("|").split("|") for line in lines if line.startswith("| ")]
    rows = [row for row in cells if row[0].strip() != "Albanian"]
    words = Counter(cell.strip().lower() for row in rows for cell in row[:2])

    assert len(rows) > 130
    assert [word for word, times in words.items() if times > 1] == []


def test_every_way_of_an_attack_names_its_test() -> None:
    written = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    table = written.partition("| way |")[2].partition("\n\n")[0].splitlines()[2:]

    assert len(table) > 15
    assert [row for row in table if "`tests/" not in row.rsplit(" | ", 1)[-1]] == []
