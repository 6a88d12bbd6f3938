"""URL parts that must be one of the known words, or a year of our time: nonsense is a 404."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import TextChoices
from django.urls import register_converter
from django.urls.converters import IntConverter, get_converters

FIRST_YEAR, LAST_YEAR = 2000, 2100


class YearConverter(IntConverter):
    """A year that a database and a calendar know, of which something may be told."""

    def to_python(self, value: str) -> int:
        year = super().to_python(value)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError(value)
        return year


def register_years() -> None:
    """The path converter `year`, for the module of addresses that uses it."""
    if "year" not in get_converters():
        register_converter(YearConverter, "year")


def register_choices(choices: type[TextChoices] | Iterable[str], name: str) -> None:
    """Register a path converter `name` that accepts only the values of an enum, or the words given.

    Each module of addresses registers what it uses, so that it can be read before the others.
    ValueError where the name stands for other words already.
    """
    names = choices.values if isinstance(choices, type) else choices
    known = frozenset(str(each) for each in names)
    registered = get_converters().get(name)
    if registered is not None:
        if getattr(registered, "known", None) != known:
            raise ValueError(f"The part of an address “{name}” stands for other words already.")
        return

    class ChoiceConverter:
        regex = "|".join(sorted(known, key=len, reverse=True))

        def __init__(self) -> None:
            self.known = known

        def to_python(self, value: str) -> str:
            return value

        def to_url(self, value: str) -> str:
            if str(value) not in known:
                raise ValueError(value)
            return str(value)

    register_converter(ChoiceConverter, name)
