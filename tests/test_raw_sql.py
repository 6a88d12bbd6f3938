"""Statements are written out only where the query builder cannot say them or costs more; no row hides a cache."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.utils.functional import cached_property

from operations.supervisor.figures import all_sources

ROOT = Path(settings.BASE_DIR)
BENCH = ROOT / "tests" / "bench" / "bench_sql.py"
# The share is what `make bench` shows that the statement saves of the query builder's time; a number is a figure.
RAW: dict[str, int | str] = {
    "accounts/login/login_links.py": "lock that lives as long as the transaction",
    "accounts/services.py": "lock of a table",
    "assessments/imports/staged/checking.py": "window over a table of staging, its own sentence at each row",
    "assessments/imports/staged/reading.py": "COPY",
    "assessments/imports/staged/writing.py": "INSERT from a SELECT",
    "consultations/facts/writing.py": 87,
    "core/together/checks.py": "function of the database over any table, conditions as a migration writes them",
    "core/together/by_key.py": "the statement of the builder, put together once for every key",
    "core/together/lists.py": "several statements of the builder's as one",
    "consultations/services/notices.py": "INSERT of three tables at once",
    "operations/attempts.py": "upsert that counts on from the row that is there",
    "operations/database/backups.py": "setting of the session",
    "operations/database/grants.py": "grants and catalogue",
    "operations/database/guards.py": "catalogue",
    "operations/files.py": "lock that lives as long as the transaction",
    "operations/management/commands/write_expected_guards.py": "catalogue",
    "operations/queue/jobs.py": "lock that lives as long as the transaction",
    "operations/roll_ups.py": "lock that lives as long as the transaction",
    "operations/search/finding.py": "setting of the session, EXPLAIN in the same round trip, window over a UNION",
    "operations/search/likeness.py": "pairs of a list held against the titles that a person may open",
    "operations/search/title_words.py": "words parted in the database, INSERT from a SELECT",
    "operations/trail/erasures.py": "lock that lives as long as the transaction",
    "operations/trail/stored_rows.py": "triggers and catalogue",
    "operations/trail/rows.py": "function of the database over any table",
    "operations/trail/session_actor.py": "setting of the session",
    "socialplan/content/services/locks.py": 84,
    "socialplan/drafting/services/chapters.py": 64,
    "socialplan/drafting/services/copying.py": 87,
    "socialplan/drafting/services/editing.py": 82,
    "socialplan/drafting/services/ordering.py": 64,
    "socialplan/drafting/services/undo.py": "moment at which constraints are asked",
    "vlora_plan/web/context.py": 90,
    "vlora_plan/health.py": "whether the database answers at all",
}
# The machine's own program, which runs before Django does.
BEFORE_DJANGO = ("operations/supervisor/", "operations/database/databases.py")
LEAST = 20
RUN = {"execute", "executemany", "copy_expert", "raw", "RawSQL", "chunked_cursor"}
# What a person is, asked many times in her one request; the next request reads her anew.
KEPT_A_REQUEST = {"User.roles", "User.organisations"}


def statements_of(path: Path) -> Iterator[int]:
    """Lines on which a statement is run that was written out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in RUN or (name == "extra" and {each.arg for each in node.keywords} & {"where", "select", "tables"}):
            yield node.lineno


def with_statements() -> set[str]:
    named = {str(path.relative_to(ROOT)) for path in all_sources() if any(statements_of(path))}
    return {name for name in named if not name.startswith(BEFORE_DJANGO)}


def test_each_statement_written_out_has_its_reason_or_its_figure() -> None:
    assert with_statements() == set(RAW)


@pytest.mark.parametrize("name", [name for name, reason in RAW.items() if isinstance(reason, int)])
def test_a_figure_is_a_fifth_at_least_and_stands_beside_the_statement(name: str) -> None:
    figure, written = RAW[name], (ROOT / name).read_text(encoding="utf-8")

    assert isinstance(figure, int)
    assert figure >= LEAST
    assert f"{figure} %" in written or "import PLACE" in written
    assert "bench_sql.py" in written or "import PLACE" in written
    assert Path(name).name in BENCH.read_text(encoding="utf-8") or "import PLACE" in written


def test_no_row_keeps_what_it_once_read() -> None:
    """Whoever needs facts twice is given them; a row in hand would go on telling what stood there before."""
    kept = {
        f"{model.__name__}.{name}"
        for model in apps.get_models()
        for owner in model.__mro__
        for name, each in vars(owner).items()
        if isinstance(each, cached_property) and owner.__module__.partition(".")[0] in settings_apps()
    }

    assert kept == KEPT_A_REQUEST


def settings_apps() -> set[str]:
    return {path.relative_to(ROOT).parts[0] for path in all_sources()}
