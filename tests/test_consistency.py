"""What holds for the repository as a whole: nothing unused, nothing untranslated, nothing told twice."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from operations.supervisor.catalogues import read_entries
from tests.messages import keys_of_source, keys_of_template
from vlora_plan import workflow_table

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
CATALOGUE = ROOT / "locale" / "sq" / "LC_MESSAGES" / "django.po"
PROJECT = [
    "core",
    "operations",
    "municipality",
    "accounts",
    "assessments",
    "consultations",
    "socialplan",
    "monitoring",
    "vlora_plan",
]
ASKED_FOR_BY_DJANGO = {"base.html", "403_csrf.html", "bootstrap5/errors.html"}  # the last by its forms
INLINE = re.compile(r"<script(?![^>]*\b(src|nonce)=)|<style\b(?![^>]*nonce=)|\sstyle=|\son[a-z]+=[\"']", re.IGNORECASE)
UNFINISHED = re.compile(rf"\b(?:{'TODO'}|{'FIXME'}|{'XXX'}|raise {'NotImplementedError'})\b")
NAMED_BY_DJANGO = {"Command", "Migration", "Meta"}
MOST_FILES = 20
# Who somebody is, asked by every permission of a request: a user is read anew by each request.
WHO_ACTS = {"roles", "organisations"}
# Where an address is read word by word: the one module for it, and the forms in steps, whose state comes back there.
READS_ADDRESSES = {"core/pages/address.py", "core/pages/stepped.py"}
# What migrations ask of the program: how rows are fixed, found and sorted in the database, and the rows of reference
# that an installation set up earlier gets later; one column's default is a function of the database.
READ_BY_MIGRATIONS = {
    *(f"operations.database.fixed.{name}" for name in ("Fixed", "PART", "fix")),
    *(f"operations.database.indexed.{name}" for name in ("Indexed", "index")),
    *(f"core.text.sorting.{name}_ALBANIAN_KEY" for name in ("CREATE", "DROP")),
    "municipality.reference",
    "assessments.figures.catalogue.delivered_definitions",
    "socialplan.content.models.history",
}
# The files that landed migrations deliver from; whoever changes what a new installation begins with leaves them.
AS_LANDED = {
    "municipality/reference/asked.json": "f4d943dfc54c02c2",
    "municipality/reference/deadlines.json": "3076fd3affade10d",
    "municipality/reference/thresholds.json": "0ca4cc6d4028e9ff",
    "assessments/figures/definitions.json": "27f8d5e575bd5864",
}
MACHINE_PATH = re.compile("|".join(f"/{name}/" for name in ("work", "root", "home")))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def sources() -> list[Path]:
    folders = [ROOT / name for name in PROJECT]
    return [path for folder in folders for path in folder.rglob("*.py") if "migrations" not in path.parts]


@cache
def templates() -> list[Path]:
    return [path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt"}]


def test_every_template_is_used() -> None:
    written = "\n".join(path.read_text() for path in [*sources(), *templates()])
    unused = {
        name
        for name in (str(path.relative_to(TEMPLATES)) for path in templates())
        if f'"{name}"' not in written and name not in ASKED_FOR_BY_DJANGO and not is_named_by_its_view(name, written)
    }

    assert unused == set()


def is_named_by_its_view(name: str, written: str) -> bool:
    """Generic views look for <app>/<model>_<page>.html by themselves."""
    found = re.fullmatch(r"(\w+)/(\w+?)_(list|detail|form|confirm_delete)\.html", name)
    if found is None:
        return False
    models = {model.__name__.lower() for model in apps.get_app_config(found[1]).get_models()}
    return found[2].replace("_", "") in models


@pytest.mark.parametrize("template", templates(), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_carries_inline_style_or_script(template: Path) -> None:
    assert INLINE.findall(template.read_text()) == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_albanian_catalogue_is_complete() -> None:
    asked = {key for path in sources() for key in keys_of_source(path)}
    asked |= {key for path in templates() for key in keys_of_template(path)}
    translated = read_entries(CATALOGUE.read_text(encoding="utf-8"))

    assert sorted(key for key in asked if key not in translated) == []


def test_albanian_quotes_stand_low_and_high() -> None:
    """„…“ alone, each closed: the marks of the English sentence are easily taken along."""
    texts = read_entries(CATALOGUE.read_text(encoding="utf-8")).values()
    forms = [form for text in texts for form in text.split("\0")]

    assert [form for form in forms if re.search("[„“”]", re.sub("„[^„“”]*“", "", form))] == []


def test_the_workflow_page_tells_the_tables() -> None:
    with translation.override("en"):
        tables = workflow_table.page()

    assert (ROOT / "docs" / "workflow.md").read_text().endswith(tables)


def test_every_name_of_the_glossary_exists() -> None:
    written = "\n".join(path.read_text() for path in sources())
    names = re.findall(r"^\|[^|]*\|[^|]*\| `(\w+)` \|$", (ROOT / "docs" / "glossary.md").read_text(), re.MULTILINE)

    assert len(names) > 40
    assert [name for name in names if not re.search(rf"\b{name}\b", written)] == []


def test_nothing_is_left_unfinished_and_no_machine_is_named() -> None:
    texts = {path: path.read_text() for path in [*sources(), *templates(), *(ROOT / "docs").glob("*.md")]}

    assert [path for path, text in texts.items() if UNFINISHED.search(text) or MACHINE_PATH.search(text)] == []


@cache
def python_files() -> list[Path]:
    folders = [ROOT / name for name in [*PROJECT, "tests"]]
    return [path for folder in folders for path in folder.rglob("*.py") if "migrations" not in path.parts]


def test_no_class_name_stands_for_two_things() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in python_files():
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef) and node.name not in NAMED_BY_DJANGO:
                places[node.name].append(str(path.relative_to(ROOT)))

    assert len(places) > 900
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_file_outgrows_what_is_read_at_once() -> None:
    long = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}

    assert [
        f"{path}: {lines}" for path, lines in long.items() if lines > (600 if "tests" in path.parts else 400)
    ] == []


def test_no_folder_holds_more_files_than_can_be_overlooked() -> None:
    files = Counter(path.parent.relative_to(ROOT) for path in python_files())

    assert {str(folder): count for folder, count in files.items() if count > MOST_FILES} == {}


def handed_on(tree: ast.AST) -> Iterator[ast.expr]:
    """What is given to a form or a filter as its data: `request.GET`, or that or nothing."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and re.search(r"(Form|Filter)$", getattr(node.func, "id", "")) and node.args:
            first = node.args[0]
            yield first.values[0] if isinstance(first, ast.BoolOp) else first


def test_an_address_is_read_by_a_filter_or_a_form() -> None:
    by_hand = []
    for path in sources():
        tree = tree_of(path)
        reads = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "GET"]
        given = {id(node) for node in handed_on(tree)}
        if any(id(node) not in given for node in reads):
            by_hand.append(str(path.relative_to(ROOT)))

    assert set(by_hand) == READS_ADDRESSES


def test_no_row_keeps_a_cache_of_what_it_read() -> None:
    """Facts needed twice are handed on; a row that remembered them would tell of a moment that has passed."""
    of_rows = [path for path in sources() if path.stem == "models" or "models" in path.parts]
    named = {
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in of_rows
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef)
        and {getattr(each, "id", "") for each in node.decorator_list} & {"cached_property"}
    }

    assert len(of_rows) > 80
    assert named == {f"accounts/models.py: {name}" for name in WHO_ACTS}


@cache
def service_modules() -> list[str]:
    """Dotted names of the modules in which deeds stand: an app's `services.py`, and each file of `services/`."""
    found = [path.relative_to(ROOT).with_suffix("").parts for path in sources() if path.name != "__init__.py"]
    ours = [parts for parts in found if parts[-1] == "services" or parts[-2] == "services"]
    return sorted(".".join(parts) for parts in ours if not {"views", "models"} & set(parts))


def names_of(module: str) -> set[str]:
    path = ROOT / f"{module.replace('.', '/')}.py"
    return {node.name for node in tree_of(path).body if hasattr(node, "name")}


def imported_by(path: Path) -> set[str]:
    """Names taken from modules, as `module.name`."""
    imports = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.ImportFrom)]
    return {f"{node.module}.{alias.name}" for node in imports for alias in node.names}


@pytest.mark.parametrize("module", service_modules())
def test_every_service_module_has_its_test_module(module: str) -> None:
    """At the mirrored path, with cases that take names of it: by itself or through its package."""
    *room, name = module.split(".")
    test = ROOT.joinpath("tests", *room, f"test_{name}.py")
    theirs = {module} | {f"{where}.{each}" for where in (module, ".".join(room)) for each in names_of(module)}

    assert test.exists()
    assert imported_by(test) & theirs
    assert "def test_" in test.read_text(encoding="utf-8")


def test_no_migration_reads_what_changes_after_it_landed() -> None:
    """What a migration writes stands in it; of the program it asks for the database's mechanisms and rows."""
    asked = {
        name
        for folder in PROJECT
        for path in (ROOT / folder).rglob("migrations/*.py")
        for name in imported_modules(tree_of(path))
        if name.split(".")[0] in PROJECT and "migrations" not in name.split(".")
    }

    assert asked == READ_BY_MIGRATIONS


def test_the_rows_that_landed_migrations_deliver_are_as_they_were() -> None:
    """An installation that skipped versions gets the same as one that took each."""
    now = {path: sha256((ROOT / path).read_bytes()).hexdigest()[:16] for path in AS_LANDED}

    assert now == AS_LANDED
    assert {path for path in now if path.startswith("municipality/")} == {
        str(path.relative_to(ROOT)) for path in (ROOT / "municipality" / "reference").glob("*.json")
    }


def imported_modules(tree: ast.AST) -> Iterator[str]:
    """`from a import b` asks for a.b: it may be a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
