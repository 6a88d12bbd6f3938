"""Counting forgets a model's own order: a list that counts says in which order it comes."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import QuerySet

OWN = ("accounts", "assessments", "consultations", "monitoring", "municipality", "operations", "socialplan")


def counting() -> Iterator[tuple[str, QuerySet[Any]]]:
    """Every named list of a model of this project that asks for nothing and counts something a row."""
    for model in apps.get_models():
        if not model.__module__.startswith(OWN):
            continue
        rows: Any = model._default_manager.all()
        for name, method in inspect.getmembers(type(rows), inspect.isfunction):
            is_own = method.__module__.startswith(OWN)
            takes = list(inspect.signature(method).parameters.values())[1:]
            if name.startswith("_") or not is_own or any(each.default is each.empty for each in takes):
                continue
            found = method(rows)
            if isinstance(found, QuerySet) and found._iterable_class.__name__ == "ModelIterable":
                yield f"{model.__name__}.{name}", found


@pytest.mark.django_db
def test_a_list_that_counts_says_its_order() -> None:
    found = dict(counting())
    counted = {name: rows for name, rows in found.items() if rows.query.group_by}

    assert len(counted) >= 3
    assert [name for name, rows in counted.items() if rows.model._meta.ordering and not rows.ordered] == []
