"""Characters that turn the direction of writing around: what a name shows is what stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.text.empty import is_invisible

TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
BACKWARDS = re.compile("[\u202d\u202e]")  # overrides: a text shows other words than it holds
NOT_LATIN = _("An e-mail address is written with Latin letters without accents; other letters can look like them.")


def show_turns(text: str) -> str:
    """Each such character as a mark that can be seen and turns nothing; text of nothing else stays empty text."""
    return text if is_invisible(text) else TURNING.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def plain_address(address: str) -> None:
    """Refuses what looks like another address: letters of other scripts, and characters nobody sees."""
    if not address.isascii() or not address.isprintable():
        raise ValidationError(NOT_LATIN, code="not_latin")


def mark_turns_in_names() -> None:
    """Let the short texts of every model, and the e-mail addresses of every form, keep to these rules."""
    cleaned: Callable[[Any, Any], Any] = models.CharField.to_python

    def to_python(self: models.CharField[Any, Any], value: Any) -> Any:
        text = cleaned(self, value)
        return show_turns(text) if isinstance(text, str) else text

    models.CharField.to_python = to_python  # type: ignore[method-assign, assignment]
    forms.EmailField.default_validators = [*forms.EmailField.default_validators, plain_address]
    models.EmailField.default_validators = [*models.EmailField.default_validators, plain_address]
