"""The stylesheet that is made of the framework's: nothing that a page uses is lost, nothing idle is sent."""

from __future__ import annotations

import os
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders

from tests.test_consistency import templates
from vlora_plan.web.styles import MOST_SECONDS, NAME, frame_sheet, narrowed

CLASSES = re.compile(r'\bclass="([^"]*)"')
TAG = re.compile(r"{[{%].*?[%}]}")


def whole_sheet() -> str:
    spec = find_spec("bootstrap")
    assert spec is not None
    assert spec.origin is not None
    return (Path(spec.origin).parent / "static/bootstrap/css/bootstrap.min.css").read_text(encoding="utf-8")


def has_class(sheet: str, name: str) -> bool:
    return re.search(rf"\.{re.escape(name)}(?![\w-])", sheet) is not None


def test_every_class_of_a_template_that_the_framework_knows_is_kept() -> None:
    whole, kept = whole_sheet(), frame_sheet().read_text(encoding="utf-8")
    written = {
        name
        for file in templates()
        for found in CLASSES.findall(file.read_text())
        for name in TAG.sub(" ", found).split()
    }

    known = {name for name in written if has_class(whole, name)}
    assert len(known) > 60
    assert {name for name in known if not has_class(kept, name)} == set()


@pytest.mark.parametrize(
    "name", ["is-invalid", "invalid-feedback", "form-check-input", "asteriskField", "alert-danger"]
)
def test_what_the_forms_write_is_kept(name: str) -> None:
    assert has_class(frame_sheet().read_text(encoding="utf-8"), name) == has_class(whole_sheet(), name)


def test_what_no_page_uses_is_not_sent() -> None:
    kept = frame_sheet().read_text(encoding="utf-8")

    assert len(kept) < len(whole_sheet()) / 4
    assert not any(
        has_class(kept, name) for name in ("carousel", "offcanvas", "toast", "modal-dialog", "accordion-item")
    )
    assert set(re.findall(r"[{;\n](--[\w-]+):", kept)) <= set(re.findall(r"--[\w-]+", kept))


def test_a_list_of_selectors_keeps_those_that_touch_something() -> None:
    sheet = ".a,.b:not(.c,.d){color:var(--x)}@media (min-width:9px){.gone{top:0}}:root{--x:red;--y:blue}"

    assert narrowed(sheet, {"a"}.__contains__) == ".a{color:var(--x)}\n:root{--x:red;}"


def test_it_is_found_and_collected_like_a_file_of_the_project() -> None:
    found = finders.find(NAME)
    listed = [path for finder in finders.get_finders() for path, _storage in finder.list([])]

    assert Path(str(found)).read_text(encoding="utf-8") == frame_sheet().read_text(encoding="utf-8")
    assert listed.count(NAME) == 1


def test_sheets_of_a_month_ago_go_and_the_one_of_today_stays(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    old, recent = tmp_path / "styles" / "old", tmp_path / "styles" / "recent"
    for each in (old, recent):
        each.mkdir(parents=True)
    long_ago = old.stat().st_mtime - MOST_SECONDS - 1
    os.utime(old, (long_ago, long_ago))
    frame_sheet.cache_clear()

    made = frame_sheet()
    frame_sheet.cache_clear()

    assert (made.exists(), old.exists(), recent.exists()) == (True, False, True)
