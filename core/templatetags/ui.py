"""Template tags of every page: amounts, badges, rich text."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.charts import BarChart
from core.richtext import sanitise

register = template.Library()


@register.filter
def money(amount: int | None) -> str:
    """An amount in new lek, grouped: 1 800 000 ALL."""
    if amount is None:
        return "–"
    return f"{number_format(amount, decimal_pos=0, use_l10n=True, force_grouping=True)}\u00a0ALL"


@register.filter
def thousands(amount: int | None) -> str:
    """An amount in thousand lek, grouped, without its unit."""
    if amount is None:
        return "–"
    return number_format(round(amount / 1000), decimal_pos=0, use_l10n=True, force_grouping=True)


@register.filter
def rich(markup: str) -> SafeString:
    """Rich text, cleaned once more before it is shown."""
    return mark_safe(sanitise(markup or ""))  # noqa: S308  nh3 has just cleaned it


@register.simple_tag
def status_badge(label: Any, tone: str = "secondary") -> SafeString:
    """A state as text in a badge; `tone` only adds colour to it."""
    return format_html('<span class="badge badge-{}">{}</span>', tone, label)


@register.inclusion_tag("core/partials/_chart.html")
def chart(picture: BarChart) -> dict[str, Any]:
    """A bar chart with its text alternative and its figures as a table."""
    figures = "; ".join(f"{bar.label}: {bar.total}" for bar in picture.bars)
    return {"chart": picture, "description": f"{picture.title} ({picture.unit}). {figures}"}
