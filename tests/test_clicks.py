"""What is looked at after a click in a browser: the page may still be the one that was left."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
#: Their pages are written by the test itself and answer a click at once, with no server behind.
WITHOUT_SERVER = ROOT / "scripts"
LEAVES = {"click", "press", "dblclick", "tap"}
#: They answer at once, from the page or the row as it is now.
LOOKS_ONCE = (".count()", ".all()", ".is_visible()", ".is_checked()", ".refresh_from_db(")


def is_click(statement: ast.stmt) -> bool:
    """Whether the statement clicks, or presses a key, without waiting for what comes of it."""
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return False
    called = statement.value.func
    if not isinstance(called, ast.Attribute) or called.attr not in LEAVES:
        return False
    return called.attr != "press" or "Enter" in ast.unparse(statement)


def looks_once(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Assert):
        return True
    return isinstance(statement, ast.Expr | ast.Assign) and any(each in ast.unparse(statement) for each in LOOKS_ONCE)


def blocks(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                yield block


def unwaited(source: str) -> list[int]:
    """The lines that look once straight after a click; `expect` and `wait_for` wait."""
    return [
        after.lineno
        for block in blocks(ast.parse(source))
        for before, after in pairwise(block)
        if is_click(before) and looks_once(after)
    ]


FILES = sorted(
    path
    for path in ROOT.rglob("*.py")
    if WITHOUT_SERVER not in path.parents and ("playwright" in path.read_text() or "browser" in path.parts)
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_looked_at_once_straight_after_a_click(path: Path) -> None:
    assert unwaited(path.read_text()) == []


def test_the_check_sees_one() -> None:
    assert unwaited("def test() -> None:\n    button.click()\n    assert page.locator('#done').count() == 1\n") == [3]
    assert unwaited("button.click()\nexpect(page).to_have_url('/')\nassert done\n") == []
    assert unwaited("field.press('Enter')\nassert done\n") == [2]
