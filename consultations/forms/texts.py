"""How long texts begin."""

from __future__ import annotations

from typing import Any

from django import forms


class ShortTextareas:
    """Long texts begin as a few lines, so that a form of many of them stays readable on a phone."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 4
