"""Text of invisible characters alone is empty in every text field of every form and of every model."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import get_resolver

INVISIBLE = ["\u200b", "\u2060", "\ufeff", "\u00ad", "\u202e\u202c", "\u200e\u200f", " \u200b\u3164\u2800", "\ufe0f"]
OURS = ("core", "operations", "municipality", "accounts", "assessments", "consultations", "socialplan", "monitoring")


def below(kind: type) -> Iterator[type]:
    for child in kind.__subclasses__():
        yield child
        yield from below(child)


def text_fields() -> list[tuple[str, forms.CharField]]:
    """Each text field of each form that the pages of the address table import."""
    assert get_resolver().url_patterns
    return [
        (f"{form.__module__}.{form.__name__}.{name}", field)
        for form in set(below(forms.BaseForm))
        if form.__module__.split(".")[0] in {*OURS, "vlora_plan"}
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.CharField)
    ]


@pytest.mark.parametrize("typed", INVISIBLE)
def test_no_form_takes_invisible_text_for_words(typed: str) -> None:
    fields, taken = text_fields(), []
    for name, field in fields:
        try:
            kept = field.clean(typed)
        except ValidationError:
            continue
        if field.required or kept not in ("", None):
            taken.append(name)

    assert len(fields) > 53
    assert taken == []


@pytest.mark.parametrize("typed", INVISIBLE)
def test_no_model_takes_invisible_text_for_words(typed: str) -> None:
    required = [
        field
        for model in apps.get_models()
        if model.__module__.split(".")[0] in OURS
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.blank and field.editable
    ]

    assert required
    for field in required:
        with pytest.raises(ValidationError):
            field.clean(typed, None)


@pytest.mark.parametrize("typed", ["ë", "a\u00adb", "\u200bfjalë", "0", "–"])
def test_words_with_an_invisible_character_stay_words(typed: str) -> None:
    assert forms.CharField().clean(typed) == typed
    assert models.TextField().clean(typed, None) == typed
