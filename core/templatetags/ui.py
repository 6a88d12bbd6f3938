"""Template tags of every page: amounts, badges, rich text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.forms import BaseForm
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.i18n import short_date, short_time
from core.printing.charts import BarChart
from core.printing.tiles import TileMap
from core.suppression import MARK, ProtectedCount
from core.templatetags.laid_out import laid_out
from core.text.richtext import only_allowed
from core.text.text_diff import DiffPassage, Gap, MarkedText

register = template.Library()

NOTHING = "\u2013"
# shape and word carry the meaning; the colour only repeats it
LIGHT_SIGNS = {"green": "✓", "amber": "▲", "red": "●", "grey": NOTHING, "protected": MARK}


register.tag("laid_out", laid_out)
register.filter("short_date", short_date, expects_localtime=True)
register.filter("short_time", short_time, expects_localtime=True)


@register.filter
def written_by(rows: Any, writer: Any) -> SafeString:
    """Rows that look alike, as their writer writes them (core/pages/row_pattern.py)."""
    written: SafeString = writer.rows(rows)
    return written


@register.filter
def money(amount: int | None) -> str:
    """An amount in new lek, grouped: 1 800 000 ALL."""
    if amount is None:
        return NOTHING
    return f"{number_format(amount, decimal_pos=0, use_l10n=True, force_grouping=True)}\u00a0ALL"


@register.filter
def percent(share: float | None, places: int = 1) -> str:
    """A share given in percent: 37,0 %."""
    return NOTHING if share is None else f"{number_format(share, decimal_pos=places)}\u00a0%"


@register.filter
def grouped(amount: int | None) -> str:
    """A whole number with its thousands set apart."""
    return NOTHING if amount is None else number_format(amount, decimal_pos=0, force_grouping=True)


@register.filter
def trimmed(number: Decimal | None) -> str:
    """A decimal number without the zeros at its end, its thousands set apart: 98,45 and 104 827."""
    return NOTHING if number is None else number_format(number.normalize(), force_grouping=True)


@register.filter
def thousands(amount: int | None) -> str:
    """An amount in thousand lek, grouped, without its unit."""
    if amount is None:
        return NOTHING
    return number_format(round(amount / 1000), decimal_pos=0, use_l10n=True, force_grouping=True)


@register.filter
def rich(markup: str) -> SafeString:
    """Rich text, cleaned once more before it is shown."""
    return mark_safe(only_allowed(markup or ""))  # noqa: S308  nh3 has just cleaned it


@register.filter
def code_marks(text: Any) -> SafeString:
    """A sentence in which names stand between backticks, with these set as code."""
    parts = enumerate(str(text).split("`"))
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", part) if at % 2 else part,) for at, part in parts)
    )


@register.simple_tag(takes_context=True)
def object_first(context: Any) -> str:
    """The title of a window with a form: what it is about, then what is done, so that open windows differ."""
    name, title = str(context.get("object_name", "")), str(context.get("title", ""))
    return title if not name or name in title else f"{name} – {title}"


@register.simple_tag(takes_context=True)
def public_reading(context: Any) -> str:
    """Tells the public page of a row from the page where somebody with an account works on it."""
    has_login, page = getattr(context.get("user"), "is_authenticated", False), context["site"].page
    return f" · {_('As the public reads it')}" if has_login and page and page.has_inner_page else ""


@register.simple_tag
def status_badge(label: Any, tone: str = "secondary") -> SafeString:
    """A state as text in a badge; `tone` only adds colour to it."""
    return format_html('<span class="badge badge-{}">{}</span>', tone, label)


@register.simple_tag
def light_badge(light: str, label: Any) -> SafeString:
    """A traffic light as shape, word and colour."""
    return format_html(
        '<span class="light light-{}"><span aria-hidden="true">{}</span> {}</span>',
        light,
        LIGHT_SIGNS.get(light, LIGHT_SIGNS["grey"]),
        label,
    )


@register.simple_tag
def figure(count: ProtectedCount, is_staff: bool = False) -> str | SafeString:
    """A count of people: the mark where it is hidden; staff see the true count, and the mark where others would."""
    if not count.is_hidden:
        return grouped(count.value)
    number = format_html("{} ", grouped(count.value)) if is_staff else ""
    words = _("hidden from the public") if is_staff else _("protected")
    return format_html(
        '{}<span class="protected" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></span>',
        number,
        words,
        MARK,
        words,
    )


@register.simple_tag(takes_context=True)
def error_mark(context: Any) -> str:
    """Before the title of a page whose form has errors; a page without a form has no such name at all."""
    form = context.get("form")
    return f"{_('Error:')} " if form is not None and form.errors else ""


@register.inclusion_tag("core/partials/_chart.html")
def chart(picture: BarChart, *, has_table: bool = False, folds: bool = False) -> dict[str, Any]:
    """A bar chart with its text alternative; its figures as a table, perhaps folded, unless one stands beside it."""
    return {"chart": picture, "has_table": has_table, "folds": folds}


@register.inclusion_tag("core/partials/_tile_map.html")
def tiles(picture: TileMap) -> dict[str, Any]:
    """A tile map with its text alternative; its figures stand as a table beside it."""
    return {"map": picture}


def _spoken(markup: str) -> SafeString:
    """Marks that a screen reader hears as words; it only ever gets what `core.marking` has cleaned."""
    for tag, words in (("ins", _("inserted:")), ("del", _("deleted:"))):
        begin, end = _mark_ends(tag, words)
        markup = markup.replace(f"<{tag}>", begin).replace(f"</{tag}>", end)
    return mark_safe(markup)  # noqa: S308  cleaned markup with words of our own put in


def _mark_ends(tag: str, words: str) -> tuple[SafeString, SafeString]:
    begin = format_html('<{}><span class="visually-hidden">[{} </span>', tag, words)
    return begin, format_html('<span class="visually-hidden">] </span></{}>', tag)


@register.simple_tag
def inserted(text: Any) -> SafeString:
    """A whole text that came in, marked and spoken as such."""
    begin, end = _mark_ends("ins", _("inserted:"))
    return format_html("{}{}{}", begin, text, end)


@register.simple_tag
def deleted(text: Any) -> SafeString:
    """A whole text that went out, marked and spoken as such."""
    begin, end = _mark_ends("del", _("deleted:"))
    return format_html("{}{}{}", begin, text, end)


@register.inclusion_tag("core/partials/_before_after.html")
def before_after(before: str, after: str) -> dict[str, str]:
    """A value that reads otherwise in another version."""
    return {"before": before, "after": after}


@register.inclusion_tag("core/partials/_changed_figure.html")
def changed_figure(of_both: Any) -> dict[str, Any]:
    """A figure as it reads in one version, and in the other where that differs."""
    return {"figure": of_both}


@register.inclusion_tag("core/partials/_marked.html")
def marked(text: MarkedText, show_all: bool = False) -> dict[str, Any]:
    """A text with its changes marked; blocks without changes are left out unless all is asked for."""
    shown = text.passages if show_all else text.shortened()
    return {
        "parts": [
            {"left_out": each.count, "html": ""}
            if isinstance(each, Gap)
            else {"left_out": 0, "html": _spoken(each.html)}
            for each in shown
        ]
    }


@register.filter
def only_here(passage: DiffPassage) -> SafeString:
    """A passage of one side of a `MarkedText`, with what only this side has spoken as such."""
    begin, end = _mark_ends("mark", _("only here:"))
    return mark_safe(passage.html.replace("<mark>", begin).replace("</mark>", end))  # noqa: S308  cleaned by marking


@register.filter
def marked_line(text: MarkedText) -> SafeString:
    """A short text, such as a title, with its changes marked."""
    return _spoken(text.html)


@register.inclusion_tag("core/partials/_form_errors.html")
def form_errors(form: Any) -> dict[str, Any]:
    """All that a form refuses, once: what concerns no single field does not stand at the form again."""
    if isinstance(form, BaseForm):
        form.errors_are_listed = True  # type: ignore[attr-defined]
    return {"form": form}
