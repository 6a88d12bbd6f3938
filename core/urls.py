"""URL parts that must be one of the known words: nonsense is a 404."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import TextChoices
from django.urls import register_converter


def register_choices(choices: type[TextChoices] | Iterable[str], name: str) -> None:
    """Register a path converter `name` that accepts only the values of an enum, or the words given."""
    names = choices.values if isinstance(choices, type) else choices
    known = frozenset(str(each) for each in names)

    class ChoiceConverter:
        regex = "|".join(sorted(known, key=len, reverse=True))

        def to_python(self, value: str) -> str:
            return value

        def to_url(self, value: str) -> str:
            if str(value) not in known:
                raise ValueError(value)
            return str(value)

    register_converter(ChoiceConverter, name)
