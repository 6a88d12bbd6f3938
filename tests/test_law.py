"""docs/law.md names code that exists, code cites rules that exist, and nothing cites an absent paper."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings

from municipality.enums import DeadlineCode, SourceMark, ThresholdCode

ROOT = Path(settings.BASE_DIR)
LAW = ROOT / "docs" / "law.md"
KEPT_OUT = {".venv", ".git", "var", "node_modules", "__pycache__", "staticfiles"}
SUFFIXES = {".py", ".html", ".txt", ".js", ".css", ".toml", ".md"}
ANCHOR = re.compile(r'<a id="([a-z0-9-]+)"></a>')
CODE = re.compile(r"`([\w./]+\.py):([\w.]+)`")
ROW = re.compile(r"`([\w./]+\.json): ([\w-]+)`")
CITATION = re.compile(r"\blaw\.md(?:#([a-z0-9-]+))?")
# Papers of those who wrote the program: a reader of the repository has none of them.
ABSENT_PAPER = re.compile(r"\b(?:domain|product|trust|style|stack|house|design|anchors)\.md\b")
HOW_SURE = {"read": SourceMark.FOUND, "unverified": SourceMark.UNVERIFIED, "choice": SourceMark.DESIGN}


class Rule(NamedTuple):
    """One row of the page."""

    anchor: str
    article: str
    says: str
    where: str
    how_sure: str
    checked_by: str


def rules() -> list[Rule]:
    found = []
    for line in LAW.read_text(encoding="utf-8").splitlines():
        if line.startswith("| <a id="):
            article, *cells = (cell.strip() for cell in line.strip("|").split(" | "))
            anchor = ANCHOR.match(article)
            assert anchor is not None, line
            assert len(cells) == 4, line
            found.append(Rule(anchor[1], ANCHOR.sub("", article), *cells))
    return found


def texts() -> Iterator[tuple[str, str]]:
    """Every text of the repository that people write, with its path."""
    folders = [each for each in sorted(ROOT.iterdir()) if each.name not in KEPT_OUT]
    for path in [*folders, *(inner for each in folders if each.is_dir() for inner in sorted(each.rglob("*")))]:
        parts = path.relative_to(ROOT).parts
        if path.suffix in SUFFIXES and KEPT_OUT.isdisjoint(parts) and path != Path(__file__):
            yield "/".join(parts), path.read_text(encoding="utf-8")


def names_in(body: list[ast.stmt], before: str = "") -> Iterator[str]:
    """What a module defines, and what its classes define, as dotted names."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield before + node.name
            if isinstance(node, ast.ClassDef):
                yield from names_in(node.body, f"{before}{node.name}.")
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (before + target.id for target in targets if isinstance(target, ast.Name))


@cache
def defined_in(path: str) -> frozenset[str]:
    return frozenset(names_in(ast.parse((ROOT / path).read_text(encoding="utf-8")).body))


def test_every_rule_is_whole_and_its_anchor_stands_once() -> None:
    anchors = Counter(ANCHOR.findall(LAW.read_text(encoding="utf-8")))

    assert len(rules()) > 60
    assert [name for name, times in anchors.items() if times > 1] == []
    assert sorted(anchors) == sorted(rule.anchor for rule in rules())
    assert [rule for rule in rules() if not all(rule)] == []
    assert {rule.how_sure for rule in rules()} <= set(HOW_SURE)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.anchor)
def test_a_rule_names_code_and_rows_that_exist(rule: Rule) -> None:
    named, rows = CODE.findall(rule.where), ROW.findall(rule.where)

    assert rule.where == "nothing yet" or named or rows
    assert rule.where.count("`") == 2 * (len(named) + len(rows)), "a name that this test cannot read"
    for path, name in named:
        assert name in defined_in(path), f"{path}:{name}"
    for path, code in rows:
        found = json.loads((ROOT / path).read_text(encoding="utf-8"))
        row = next((row for row in found if code in {row.get("code"), row.get("day")}), None)
        assert row is not None, f"{path}: {code}"
        assert row.get("source_mark", HOW_SURE[rule.how_sure]) == HOW_SURE[rule.how_sure], f"{path}: {code}"


def test_what_the_program_keeps_does_not_stand_under_not_kept() -> None:
    known = LAW.read_text(encoding="utf-8").partition("## Known, and not kept by the program")[2]
    not_kept = set(ANCHOR.findall(known))

    assert len(not_kept) >= 5
    assert {rule.anchor for rule in rules() if rule.where == "nothing yet"} == not_kept


def test_every_deadline_and_every_threshold_has_its_rule() -> None:
    told = {code for rule in rules() for _path, code in ROW.findall(rule.where)}

    assert {*DeadlineCode.values, *ThresholdCode.values} - told == set()


def test_every_citation_leads_to_a_rule() -> None:
    anchors = {rule.anchor for rule in rules()}
    cited = {(path, anchor) for path, text in texts() for anchor in CITATION.findall(text) if anchor}

    assert len(cited) > 30
    assert [each for each in sorted(cited) if each[1] not in anchors] == []


def test_nothing_cites_a_paper_that_is_not_in_the_repository() -> None:
    assert [(path, found[0]) for path, text in texts() if (found := ABSENT_PAPER.search(text))] == []
