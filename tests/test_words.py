"""The vocabulary of docs/glossary.md, held for every name: what is called one thing is called so everywhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.test_consistency import ROOT, sources, templates, tree_of

# Words that once stood for several things; on the right what the glossary says instead.
NOT_IN_NAMES = {
    "told": "label",
    "kept": "stored",
    "hers": "is_own",
    "standing": "status, not_withdrawn, in_use, adopted",
    "soundness": "integrity",
    "gate": "requirement",
    "gates": "requirements",
    "shelf": "file list",
    "shelves": "file list",
    "clock": "deadlines",
    "duties": "open tasks",
    "canonical": "plan_json",
    "tidy": "clean_text, clean_paste",
    "joining": "merge",
    "marking": "text diff",
    "limited": "sandbox",
    "scheduling": "beat scheduler",
}
# Columns, and a table, of the database as it has landed; a form field of the same name fills its column.
COLUMNS = {
    "assessments/models/assessed_services.py": {"places_kept", "standing"},
    "assessments/models/services.py": {"places_kept"},
    "consultations/forms/desk.py": {"persons_told_on"},
    "consultations/models/desk.py": {"persons_told_on"},
    "consultations/services/desk.py": {"persons_told_on"},
    "monitoring/models/checks.py": {"KeptWarning"},
    "monitoring/models/parts.py": {"standing"},
    "monitoring/models/reach.py": {"standing"},
    "monitoring/models/values.py": {"standing"},
    "socialplan/content/models/history.py": {"canonical_json"},
}


def assigned(body: list[ast.stmt]) -> Iterator[str]:
    for statement in body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        yield from (each.id for each in targets if isinstance(each, ast.Name))


def names_in(path: Path) -> Iterator[str]:
    """Of the module, its classes, functions and arguments, its constants and the fields of its classes."""
    tree = tree_of(path)
    yield from path.relative_to(ROOT).with_suffix("").parts
    yield from assigned(tree.body)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name
        if isinstance(node, ast.ClassDef):
            yield from assigned(node.body)
        if isinstance(node, ast.FunctionDef):
            yield from (each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs))


def words_of(name: str) -> set[str]:
    return set(re.findall(r"[a-z]+", re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()))


def test_no_name_says_what_the_glossary_calls_otherwise() -> None:
    found: dict[str, set[str]] = {}
    for path in sources():
        said = {name for name in names_in(path) if words_of(name) & NOT_IN_NAMES.keys()}
        if said:
            found[str(path.relative_to(ROOT))] = said

    assert found == COLUMNS
    assert [path.name for path in templates() if words_of(path.stem) & NOT_IN_NAMES.keys()] == []


def test_the_words_of_a_name_are_found() -> None:
    assert words_of("KeptWarning") == {"kept", "warning"}
    assert words_of("_standing_in_words") == {"standing", "in", "words"}
    assert not words_of("outstanding") & NOT_IN_NAMES.keys()
