"""Rows of a list whose words contain what was typed, whatever accents and capitals either has."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Func, Q, TextField

from core.search import search_words


def containing(rows: Any, typed: str, *columns: str) -> Any:
    """Each of the typed words stands in one of the columns."""
    folded = {
        f"folded_{name}": Func(F(name), function="operations_folded", output_field=TextField()) for name in columns
    }
    found = rows.alias(**folded)
    for word in search_words(typed):
        found = found.filter(reduce(or_, (Q(**{f"{name}__contains": word}) for name in folded)))
    return found
