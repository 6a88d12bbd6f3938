"""Parts of addresses that are one of the known words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import URLResolver, get_resolver, reverse
from django.urls.converters import DEFAULT_CONVERTERS
from django.urls.resolvers import RoutePattern

from core.urls import YearConverter, register_choices
from tests.factories.accounts import UserFactory

ROOT = Path(settings.BASE_DIR)
MODULES = [path for path in sorted(ROOT.rglob("*urls.py")) if ".venv" not in path.parts and "tests" not in path.parts]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_of_addresses_registers_the_parts_it_uses(module: Path) -> None:
    """Whichever is read first: one that leans on another is an error in the process that reads it alone."""
    text = module.read_text(encoding="utf-8")
    used = set(re.findall(r"<(\w+):\w+>", text)) - set(DEFAULT_CONVERTERS)
    registered = set(re.findall(r'^register_choices\([^,]+, "(\w+)"\)', text, flags=re.MULTILINE))
    registered |= {"year"} if re.search(r"^register_years\(\)", text, flags=re.MULTILINE) else set()

    assert used <= registered


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 8


def test_a_name_stands_for_one_set_of_words() -> None:
    register_choices(["a", "b"], "tests_letter")
    register_choices(["b", "a"], "tests_letter")

    with pytest.raises(ValueError, match="tests_letter"):
        register_choices(["c"], "tests_letter")


def places_of_years(patterns: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Of each address with a year in it, its name and what reads the year."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{before}{pattern.namespace}:" if pattern.namespace else before
            yield from places_of_years(pattern.url_patterns, space)
        elif isinstance(pattern.pattern, RoutePattern):
            for name, converter in pattern.pattern.converters.items():
                if "year" in name:
                    yield f"{before}{pattern.name}", converter


#: These say in a sentence which years the calendar has (tests/municipality/test_calendar_pages.py).
SAID = {"municipality:calendar_year", "municipality:calendar_check"}
YEARS = {name: converter for name, converter in places_of_years(get_resolver().url_patterns) if name not in SAID}


def test_every_year_in_an_address_is_one_of_our_time() -> None:
    assert len(YEARS) == 4
    assert {name for name, converter in YEARS.items() if not isinstance(converter, YearConverter)} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("year", [0, 1, 1999, 2101, 10_000, 109_832, 10**30])
@pytest.mark.parametrize("name", YEARS)
def test_a_year_that_is_none_is_not_found(name: str, year: int, client_of: Any) -> None:
    """Else the database would be asked for a day that no calendar has."""
    more = ["csv"] if "sheet" in name else []

    assert client_of(UserFactory(role="admin")).get(reverse(name, args=[year, *more])).status_code == 404
