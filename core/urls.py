"""URL parts that must be one of an enum: nonsense is a 404."""

from __future__ import annotations

from django.db.models import TextChoices
from django.urls import register_converter


def register_choices(enum: type[TextChoices], name: str) -> None:
    """Register a path converter `name` that accepts only the enum's values."""

    class ChoiceConverter:
        regex = "|".join(sorted((str(value) for value in enum.values), key=len, reverse=True))

        def to_python(self, value: str) -> str:
            return str(enum(value))

        def to_url(self, value: str) -> str:
            return str(enum(value))

    register_converter(ChoiceConverter, name)
