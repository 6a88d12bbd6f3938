"""Hints at names in a text, with the places and bodies of this municipality left aside."""

from __future__ import annotations

from assessments.models import TargetGroup
from consultations.words.naming import name_hints
from municipality.models import AdministrativeUnit, Municipality, Office


def hints_for(text: str) -> list[str]:
    """Parts of the text that may name a person."""
    known: list[str] = []
    for rows in (AdministrativeUnit.objects, Municipality.objects, Office.objects, TargetGroup.objects):
        for name_sq, name_en in rows.values_list("name_sq", "name_en"):
            known += [name_sq, name_en]
    return name_hints(text, known=known)
