"""A word of the field with its meaning in a pop-up that needs no script."""

from __future__ import annotations

from typing import Any

from django import template

from vlora_plan.help.glossary import glossary

register = template.Library()


@register.inclusion_tag("vlora_plan/partials/_term.html")
def term(code: str) -> dict[str, Any]:
    """A code that the glossary does not have is a mistake of the template."""
    return {"word": glossary()[code]}
