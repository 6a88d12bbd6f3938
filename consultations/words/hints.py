"""Hints at names in a text, with the places and bodies of this municipality left aside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat

from assessments.models import TargetGroup
from consultations.words.naming import name_hints
from municipality.models import AdministrativeUnit, Municipality, Office


def known_names() -> list[QuerySet[Any]]:
    """The names of places and bodies, in both languages, one text a row: of each table its own rows."""
    both = Concat("name_sq", Value(" "), "name_en")
    tables = (AdministrativeUnit.objects, Municipality.objects, Office.objects, TargetGroup.objects)
    return [rows.order_by().values_list(both, flat=True) for rows in tables]


def hints_for(text: str, *, known: Iterable[str] | None = None) -> list[str]:
    """Parts of the text that may name a person; `known` where somebody has read the names already."""
    if known is None:
        first, *others = known_names()
        known = first.union(*others, all=True)
    return name_hints(text, known=known)
