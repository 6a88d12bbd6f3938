"""What the chain needs is written by a page, a task or the installer: nothing lives by the demonstration alone."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
WRITES = frozenset({"create", "bulk_create", "get_or_create", "update_or_create", "add", "set"})
DEMONSTRATION = "vlora_plan/demo/"
NO_PROGRAM = ("tests/", ".venv/", "var/", ".ci/")
# where a person or the machine enters: everything they name, and what that names, can happen without a demonstration
ENTRANCES = {"views", "urls", "site_urls", "tasks", "commands", "acts", "installation", "middleware", "web", "apps"}
INSERT = re.compile(r"(?:INSERT INTO|COPY) (\w+)")
# Follows its rows in the database itself; operations/database/indexed.py says which.
KEPT_BY_TRIGGERS = {"operations_searchentry"}
# Worked out by operations/roll_ups.py, which is given the model.
ROLLED_UP = {"assessments_directoryfile", "assessments_editionrollup", "monitoring_periodrollup"}
Definitions = dict[str, list[ast.AST]]


@pytest.fixture(scope="module", autouse=True)
def _forgotten() -> Iterator[None]:
    """The whole program as it was read is not kept for the other tests."""
    yield
    happening.cache_clear()
    parts_of.cache_clear()


def own_models() -> list[type]:
    return [
        model
        for model in apps.get_models()
        if Path(apps.get_app_config(model._meta.app_label).path).is_relative_to(ROOT)
        and "site-packages" not in apps.get_app_config(model._meta.app_label).path
    ]


def sources() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        place = path.relative_to(ROOT)
        if not str(place).startswith(NO_PROGRAM) and "migrations" not in place.parts:
            yield place, ast.parse(path.read_text(encoding="utf-8"))


@cache
def parts_of(node: ast.AST) -> tuple[ast.AST, ...]:
    """Walked once: a method is looked at by itself and in its class, and so is each definition for each question."""
    return tuple(ast.walk(node))


def names_in(node: ast.AST) -> set[str]:
    found = {each.id for each in parts_of(node) if isinstance(each, ast.Name)}
    return found | {each.attr for each in parts_of(node) if isinstance(each, ast.Attribute)}


def defined_by(node: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    """What a statement of a module gives a name to: a function, a class with its methods, a table."""
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        yield node.name, node
    if isinstance(node, ast.ClassDef):
        yield from ((method.name, method) for method in node.body if isinstance(method, ast.FunctionDef))
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from ((target.id, node) for target in targets if isinstance(target, ast.Name))


@cache
def happening() -> tuple[ast.AST, ...]:
    """Every definition that is reached from an entrance by the names that lead to it."""
    definitions: Definitions = defaultdict(list)
    reached: list[ast.AST] = []
    for place, module in sources():
        if not str(place).startswith(DEMONSTRATION):
            for node in module.body:
                for name, definition in defined_by(node):
                    definitions[name].append(definition)
            if {part.removesuffix(".py") for part in place.parts} & ENTRANCES:
                reached += module.body
    known: set[str] = set()
    waiting = [name for node in reached for name in names_in(node)]
    while waiting:
        name = waiting.pop()
        if name not in known:
            known.add(name)
            for definition in definitions.get(name, ()):
                reached.append(definition)
                waiting += names_in(definition)
    return tuple(reached)


def gives_a_model(target: ast.expr) -> bool:
    """`model = …` of a form or a page, alone or beside the form's class."""
    return isinstance(target, ast.Tuple) or (isinstance(target, ast.Name) and target.id == "model")


def written_names(nodes: tuple[ast.AST, ...]) -> tuple[set[str], set[str]]:
    """Names of models that are made or that a form saves; and of relations through which rows are added."""
    made: set[str] = set()
    through: set[str] = set()
    for each in (part for node in nodes for part in parts_of(node)):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name):
            made.add(each.func.id)
        elif isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr in WRITES:
            through |= names_in(each.func.value)
        elif isinstance(each, ast.Assign) and gives_a_model(each.targets[0]):
            made |= names_in(each.value)
        elif isinstance(each, ast.Dict):  # a table of models, from which a deed takes the one it makes
            made |= {value.id for value in each.values if isinstance(value, ast.Name)}
    return made | through, through


def names_behind(node: ast.AST) -> dict[str, set[str]]:
    """What a local name was given from: `changes, document = step.document.state_changes, step.document`."""
    behind: dict[str, set[str]] = {}
    for each in parts_of(node):
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name):
            behind[each.targets[0].id] = names_in(each.value)
        elif isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Tuple):
            given = each.value.elts if isinstance(each.value, ast.Tuple) else []
            pairs = zip(each.targets[0].elts, given, strict=False)
            behind |= {target.id: names_in(value) for target, value in pairs if isinstance(target, ast.Name)}
    return behind


def written_by_alias(nodes: tuple[ast.AST, ...]) -> set[str]:
    """Relations through which rows are added by a local name of theirs."""
    found: set[str] = set()
    for deed in {part for node in nodes for part in parts_of(node) if isinstance(part, ast.FunctionDef)}:
        behind = names_behind(deed)
        for each in parts_of(deed):
            if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr in WRITES:
                found |= behind.get(getattr(each.func.value, "id", ""), set())
    return found


def written_in_sql(nodes: tuple[ast.AST, ...]) -> set[str]:
    """Tables that a statement in the text of the program adds rows to."""
    texts = (part.value for node in nodes for part in parts_of(node) if isinstance(part, ast.Constant))
    return {table for text in texts if isinstance(text, str) for table in INSERT.findall(text)}


def without_writer(nodes: tuple[ast.AST, ...]) -> list[str]:
    made, through = written_names(nodes)
    through, tables = through | written_by_alias(nodes), written_in_sql(nodes) | KEPT_BY_TRIGGERS | ROLLED_UP
    lonely = []
    for model in own_models():
        links = [field for field in model._meta.fields if field.remote_field]
        relations = {field.remote_field.get_accessor_name() for field in links}
        if model._meta.object_name not in made and not relations & through and model._meta.db_table not in tables:
            lonely.append(model._meta.label)
    return sorted(lonely)


def test_no_model_is_filled_by_the_demonstration_alone() -> None:
    assert without_writer(happening()) == []


def test_a_model_that_no_page_writes_is_seen() -> None:
    """The check can fail: without the pages and deeds on money, its lists have nobody who fills them."""
    rest = tuple(node for node in happening() if not {"FundingSource", "BudgetProgramme"} & names_in(node))

    assert set(without_writer(rest)) >= {"content.FundingSource", "content.BudgetProgramme"}
