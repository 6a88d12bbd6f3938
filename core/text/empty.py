"""Text that nobody can see is no text: one rule for the fields of every form and of every model."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.validators import EMPTY_VALUES
from django.db import models

# Fillers, joiners and selectors that show nothing although Unicode calls them letters, marks or symbols.
_SHOW_NOTHING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(point) for first, last in ((0x180B, 0x180F), (0xFE00, 0xFE0F)) for point in range(first, last + 1)
}


def is_invisible(text: str) -> bool:
    """Whether no character of the text can be seen; so it is of the empty text."""
    return all(
        char.isspace() or char in _SHOW_NOTHING or unicodedata.category(char) in {"Cf", "Zs", "Zl", "Zp"}
        for char in text
    )


class EmptyText(list[Any]):
    """Django's empty values, and with them every text of invisible characters alone."""

    def __contains__(self, value: object) -> bool:
        return super().__contains__(value) or (isinstance(value, str) and is_invisible(value))


def count_invisible_as_empty() -> None:
    """Let each text field, Django's own and those of libraries too, ask this rule what is empty."""
    for kind in (forms.CharField, models.CharField, models.TextField):
        kind.empty_values = EmptyText(EMPTY_VALUES)
