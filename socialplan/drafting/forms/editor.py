"""The field and the editor of a chapter's text; without JavaScript the text area holds its HTML."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from js_asset import ImportMap, Media, Script

from core.text.richtext import NOTE_LIMIT, notes, sanitise
from socialplan.content.enums import BlockKind

MODULES = ("blocks", "dialogs", "notes", "paste", "toolbar")
WORDS = {
    "toolbar": _("Formatting"),
    "paragraph": pgettext_lazy("editor", "Paragraph"),
    "heading2": pgettext_lazy("editor", "Heading"),
    "heading3": pgettext_lazy("editor", "Subheading"),
    "heading4": pgettext_lazy("editor", "Small heading"),
    "bold": pgettext_lazy("editor", "Bold"),
    "italic": pgettext_lazy("editor", "Italic"),
    "superscript": pgettext_lazy("editor", "Superscript"),
    "bulletList": pgettext_lazy("editor", "List"),
    "orderedList": pgettext_lazy("editor", "Numbered list"),
    "blockquote": pgettext_lazy("editor", "Quotation"),
    "link": pgettext_lazy("editor", "Link"),
    "unlink": pgettext_lazy("editor", "Remove the link"),
    "note": pgettext_lazy("editor", "Footnote"),
    "table": pgettext_lazy("editor", "Table"),
    "block": pgettext_lazy("editor", "Place figures"),
    "undo": pgettext_lazy("editor", "Undo"),
    "redo": pgettext_lazy("editor", "Redo"),
    "rowAfter": pgettext_lazy("editor", "Row below"),
    "columnAfter": pgettext_lazy("editor", "Column to the right"),
    "deleteRow": pgettext_lazy("editor", "Remove the row"),
    "deleteColumn": pgettext_lazy("editor", "Remove the column"),
    "headerRow": pgettext_lazy("editor", "Header row"),
    "mergeCells": pgettext_lazy("editor", "Merge or split cells"),
    "deleteTable": pgettext_lazy("editor", "Remove the table"),
    "address": pgettext_lazy("editor", "Address"),
    "addressHelp": _("It begins with https:// or mailto:, or with / for a page here."),
    "addressWrong": _("This address cannot be used. Begin it with https:// or mailto:."),
    "noteText": pgettext_lazy("editor", "Words of the footnote"),
    "rows": pgettext_lazy("editor", "Rows"),
    "columns": pgettext_lazy("editor", "Columns"),
    "withHeader": pgettext_lazy("editor", "The first row is the header"),
    "blockHelp": _("The figures are those of the day of reading, until the version is sent to review."),
    "figures": pgettext_lazy("editor", "Figures:"),
    "remove": pgettext_lazy("editor", "Remove"),
    "insert": pgettext_lazy("editor", "Insert"),
    "apply": pgettext_lazy("editor", "Apply"),
    "cancel": _("Cancel"),
}


class ChapterWidget(forms.Textarea):
    """The text area with what the editor needs to know: words in the reader's language, kinds of figures, icons."""

    def __init__(self, language: str) -> None:
        super().__init__(attrs={"rows": 16, "lang": language})

    @property
    def media(self) -> Media:
        own = {f"chapter/{name}": f"js/editor/{name}.js" for name in MODULES}
        return Media(
            importmap=ImportMap({"django-prose-editor/editor": "django_prose_editor/editor.js", **own}),
            css={"all": ["css/editor.css"]},
            js=[
                Script("django_prose_editor/editor.js", type="module"),
                Script("js/editor/chapter.js", type="module"),
            ],
        )

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        values = {
            "words": WORDS,
            "blocks": dict(BlockKind.choices),
            "icons": static("img/icons.svg"),
            "noteLimit": NOTE_LIMIT,
        }
        context["widget"]["attrs"]["data-chapter-editor"] = json.dumps(values, cls=DjangoJSONEncoder)
        return context


class ChapterTextField(forms.CharField):
    """Cleaned before it is counted, so that what a word processor leaves behind does not use up the room."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**(kwargs | {"strip": False}))

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return sanitise(text, blocks=BlockKind.values) if text else ""

    def validate(self, value: Any) -> None:
        super().validate(value)
        longest = max((len(note) for note in notes(value)), default=0)
        if longest > NOTE_LIMIT:
            raise ValidationError(
                _("A footnote has %(length)s characters; at most %(limit)s fit."),
                params={"length": longest, "limit": NOTE_LIMIT},
            )
