"""Parts of addresses that are one of the known words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls.converters import DEFAULT_CONVERTERS

from core.urls import register_choices

ROOT = Path(settings.BASE_DIR)
MODULES = [path for path in sorted(ROOT.rglob("*urls.py")) if ".venv" not in path.parts and "tests" not in path.parts]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_of_addresses_registers_the_parts_it_uses(module: Path) -> None:
    """Whichever is read first: one that leans on another is an error in the process that reads it alone."""
    text = module.read_text(encoding="utf-8")
    used = set(re.findall(r"<(\w+):\w+>", text)) - set(DEFAULT_CONVERTERS)
    registered = set(re.findall(r'^register_choices\([^,]+, "(\w+)"\)', text, flags=re.MULTILINE))

    assert used <= registered


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 8


def test_a_name_stands_for_one_set_of_words() -> None:
    register_choices(["a", "b"], "tests_letter")
    register_choices(["b", "a"], "tests_letter")

    with pytest.raises(ValueError, match="tests_letter"):
        register_choices(["c"], "tests_letter")
